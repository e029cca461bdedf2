"""Change people's YAML by splicing text at the marks of its nodes, and prove that it says what was meant.

Loading, changing and dumping would lose comments. Here every byte outside a splice stays. What is put in is
data: it is emitted in the style that the file has at that place. The outcome is parsed again by the one parser:
it must be the old data with the change made, or nothing is changed at all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import delitem, setitem
from typing import Any

import yaml

from checks.loading.blocks import parse_yaml
from checks.model.errors import UnspliceableError
from checks.store.yaml_emitting import (
    Scalar,
    Value,
    as_read,
    flow_text,
    indented,
    items_text,
    pair_text,
    scalar_text,
)
from checks.store.yaml_styles import Steps, node_at, style_at


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters `begin` to `end` of a text, the end not included, and what takes their place."""

    begin: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class YamlEdit:
    """A change of a document: how its text is spliced, and what its data become."""

    splice: Callable[[str, yaml.Node], Splice]
    data: Callable[[Any], None]


def apply_edits(text: str, changes: Sequence[YamlEdit]) -> str:
    """Return `text` with the changes made, one after the other.

    Raises `UnspliceableError` where the outcome would not be exactly the data meant.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    for change in changes:
        data, node = _data(text), yaml.compose(text, Loader=yaml.CSafeLoader)
        if node is None:
            raise UnspliceableError
        cut = change.splice(text, node)
        text = text[: cut.begin] + cut.instead.replace("\n", newline) + text[cut.end :]
        change.data(data)
        if _data(text) != data:
            raise UnspliceableError
    return text


def _data(text: str) -> Any:
    """Return a document with every scalar as its text: what it means is judged elsewhere."""
    data, faults = parse_yaml(text, "")
    if data is None or faults:
        raise UnspliceableError
    return data


def set_value(steps: Steps, value: Scalar | list[Scalar]) -> YamlEdit:
    """Put another value in the place of the one at `steps`: a scalar within the quotes it had, a list in its brackets."""

    def splice(text: str, node: yaml.Node) -> Splice:
        there, style = require_node(node, steps), style_at(text, node, steps)
        begin, end = there.start_mark.index, there.end_mark.index
        if isinstance(value, list) and there.flow_style:
            return Splice(begin, end, flow_text(value, style))
        if isinstance(value, list) or not isinstance(there, yaml.ScalarNode) or there.style in ("|", ">"):
            raise UnspliceableError
        written = scalar_text(value, style, flow=_is_in_brackets(node, steps), quote=there.style or "")
        return Splice(begin, end, f" {written}" if text[:begin].endswith(":") else written)

    return YamlEdit(splice, lambda data: setitem(_value(data, steps[:-1]), steps[-1], as_read(value)))


def remove(steps: Steps) -> YamlEdit:
    """Take a list's item away, or a key with its value; a list that becomes empty is written `[]`."""

    def splice(text: str, node: yaml.Node) -> Splice:
        holder, entry = require_node(node, steps[:-1]), extent(text, node, steps)
        if holder.flow_style or not isinstance(holder, yaml.SequenceNode) or len(holder.value) > 1:
            return entry
        begin = _after_key(text, node, steps[:-1])
        return Splice(begin, entry.end, f" []{text[begin : entry.begin].rstrip()}\n")

    return YamlEdit(splice, lambda data: delitem(_value(data, steps[:-1]), steps[-1]))


def extent(text: str, node: yaml.Node, steps: Steps) -> Splice:
    """Return the splice that takes out the entry at `steps` with the comments on its lines, and nothing else."""
    holder = require_node(node, steps[:-1])
    if holder.flow_style:
        return _out_of_flow(text, holder, steps[-1])
    key, value = next(pair for step, pair in _entries(holder) if step == steps[-1])
    begin = text.rfind("\n", 0, key.start_mark.index) + 1
    return Splice(begin, end_of_line(text, last_mark(value)), "")


def rename_key(steps: Steps, name: str) -> YamlEdit:
    """Give the key at `steps` another name, in its place among the others and within the quotes it had."""

    def splice(text: str, node: yaml.Node) -> Splice:
        _require_new_key(require_node(node, steps[:-1]), name)
        key, style = _key(node, steps), style_at(text, node, steps)
        written = scalar_text(name, style, flow=_is_in_brackets(node, steps), quote=key.style or "")
        return Splice(key.start_mark.index, key.end_mark.index, written)

    def renamed(document: Any) -> None:
        holder = _value(document, steps[:-1])
        pairs = [(name if key == steps[-1] else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(pairs)

    return YamlEdit(splice, renamed)


def append(steps: Steps, *items: Value) -> YamlEdit:
    """Add items at the end of the list at `steps`, written as those that are there."""

    def splice(text: str, node: yaml.Node) -> Splice:
        there = require_node(node, steps)
        if not isinstance(there, yaml.SequenceNode):
            raise UnspliceableError
        style = style_at(text, node, steps)
        if not there.flow_style:
            return _new_line(text, last_mark(there), there.start_mark.column, items_text(items, style))
        begin, end = there.start_mark.index + 1, there.end_mark.index - 1
        if there.value or _is_in_brackets(node, steps) or "\n" in text[begin:end]:
            at = end if not there.value else there.value[-1].end_mark.index
            listed = pair_text("k", items, style, flow=True)[4:-1]
            return Splice(at, at, f"{', ' if there.value else ''}{listed}")
        column = _key(node, steps).start_mark.column + style.dash
        written = " " * column + indented(items_text(items, style), column)
        ends = end_of_line(text, end)
        rest = text[end + 1 : ends].rstrip("\n")  # a comment behind the brackets stays behind the key
        return Splice(_after_key(text, node, steps), ends, f"{rest.rstrip()}\n{written}\n")

    return YamlEdit(splice, lambda data: _value(data, steps).extend(map(as_read, items)))


def add_key(steps: Steps, key: str, value: Value, after: str) -> YamlEdit:
    """Add a key with its value to the mapping at `steps`, right behind the key `after`."""

    def splice(text: str, node: yaml.Node) -> Splice:
        holder = require_node(node, steps)
        _require_new_key(holder, key)
        before, style = require_node(holder, (after,)), style_at(text, node, (*steps, key))
        if _is_in_brackets(node, (*steps, key)):
            at = before.end_mark.index
            return Splice(at, at, f", {pair_text(key, value, style, flow=True)}")
        column = _key(holder, (after,)).start_mark.column
        return _new_line(text, last_mark(before), column, pair_text(key, value, style))

    return YamlEdit(splice, lambda data: setitem(_value(data, steps), key, as_read(value)))


def add_list(key: str, *items: Value) -> YamlEdit:
    """Add a key with a list of items, each on lines of its own, at the end of the document."""

    def splice(text: str, node: yaml.Node) -> Splice:
        _require_new_key(node, key)
        lead = "" if text.endswith("\n") else "\n"
        style = style_at(text, node, (key,))
        style = replace(style, flow={**style.flow, key: False})
        return Splice(len(text), len(text), f"{lead}{pair_text(key, items, style)}\n")

    return YamlEdit(splice, lambda data: setitem(data, key, as_read(items)))


def _require_new_key(node: yaml.Node, key: str) -> None:
    if not isinstance(node, yaml.MappingNode) or any(name.value == key for name, _ in node.value):
        raise UnspliceableError


def _new_line(text: str, behind: int, indent: int, lines: str) -> Splice:
    """Return the splice that puts lines below the one on which `behind` lies."""
    at = end_of_line(text, behind)
    lead = "" if text[:at].endswith("\n") else "\n"
    return Splice(at, at, f"{lead}{' ' * indent}{indented(lines, indent)}\n")


def require_node(node: Any, steps: Steps) -> Any:
    """Return the node at `steps`; raises `UnspliceableError` where there is none."""
    there = node_at(node, steps)
    if there is None:
        raise UnspliceableError
    return there


def _is_in_brackets(node: Any, steps: Steps) -> bool:
    """Whether what is at `steps`, or would be, is inside brackets."""
    return any(require_node(node, steps[:at]).flow_style for at in range(len(steps)))


def _value(document: Any, steps: Steps) -> Any:
    for step in steps:
        document = document[step]
    return document


def _key(node: yaml.Node, steps: Steps) -> Any:
    """Return the node of the key at `steps`."""
    return next(key for key, _ in require_node(node, steps[:-1]).value if key.value == steps[-1])


def _after_key(text: str, node: yaml.Node, steps: Steps) -> int:
    """Return where the colon after a key ends."""
    return text.index(":", _key(node, steps).end_mark.index) + 1


def last_mark(node: Any) -> int:
    """Return where the last thing written in a node ends; a block's own end lies after comments and blanks."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            raise UnspliceableError
        end: int = node.end_mark.index
        return end
    last = node.value[-1]
    return last_mark(last[1] if isinstance(node, yaml.MappingNode) else last)


def end_of_line(text: str, at: int) -> int:
    """Return where the line ends on which `at` lies, its line end included; a comment there goes with it."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _entries(holder: Any) -> list[tuple[int | str, tuple[Any, Any]]]:
    """Return the entries of a mapping or list by their steps, each as its first and its last node."""
    if isinstance(holder, yaml.MappingNode):
        return [(key.value, (key, value)) for key, value in holder.value]
    return [(at, (item, item)) for at, item in enumerate(holder.value)]


def _out_of_flow(text: str, holder: Any, step: int | str) -> Splice:
    """Return the splice that takes an entry out of `{…}` or `[…]`, with the comma it needs no more."""
    entries = _entries(holder)
    at = next(at for at, (name, _) in enumerate(entries) if name == step)
    begins = [first.start_mark.index for _, (first, _) in entries]
    ends = [last.end_mark.index for _, (_, last) in entries]
    if at + 1 < len(entries):
        return Splice(begins[at], begins[at + 1], "")
    if at and "#" not in text[ends[at - 1] : begins[at]]:
        return Splice(ends[at - 1], ends[at], "")
    trailing = re.compile(r"\s*,").match(text, ends[at])
    return Splice(begins[at], trailing.end() if trailing else ends[at], "")  # a comma before it may stay
