"""Change people's YAML by splicing text at the marks of its nodes, and prove that it says what was meant.

Loading, changing and dumping would lose comments. Here every byte outside a splice stays, and the outcome
is parsed again: it must be the old data with the change made, or nothing is changed at all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import delitem, setitem
from typing import Any

import yaml

from checks.model.errors import UnspliceableError

Step = int | str
Steps = tuple[Step, ...]


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
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and mappings alone
    except yaml.YAMLError:
        raise UnspliceableError from None


def set_value(steps: Steps, value: str) -> YamlEdit:
    """Put another plain scalar in the place of the one at `steps`."""

    def splice(_: str, node: yaml.Node) -> Splice:
        scalar = _at(node, steps)
        return Splice(scalar.start_mark.index, scalar.end_mark.index, value)

    return YamlEdit(splice, lambda data: setitem(_value(data, steps[:-1]), steps[-1], value))


def remove(steps: Steps) -> YamlEdit:
    """Take a list's item away, or a key with its value; a list that becomes empty is written `[]`."""

    def splice(text: str, node: yaml.Node) -> Splice:
        holder = _at(node, steps[:-1])
        if holder.flow_style:
            return _out_of_flow(text, holder, steps[-1])
        if isinstance(holder, yaml.SequenceNode) and len(holder.value) == 1:
            begin = _after_key(text, node, steps[:-1])
            return Splice(begin, _end_of_line(text, _last(holder)), " []\n")
        key, value = next(pair for step, pair in _entries(holder) if step == steps[-1])
        begin = text.rfind("\n", 0, key.start_mark.index) + 1
        return Splice(begin, _end_of_line(text, _last(value)), "")

    return YamlEdit(splice, lambda data: delitem(_value(data, steps[:-1]), steps[-1]))


def append(steps: Steps, *items: str) -> YamlEdit:
    """Add items, each written in flow style, at the end of the list at `steps`."""

    def splice(text: str, node: yaml.Node) -> Splice:
        there = _at(node, steps)
        if not isinstance(there, yaml.SequenceNode):
            raise UnspliceableError
        if there.flow_style:
            at = there.end_mark.index - 1
            if not there.value and "\n" not in text[there.start_mark.index + 1 : at]:
                indent = " " * (_key(node, steps).start_mark.column + 2)
                lines = "".join(f"\n{indent}- {item}" for item in items)
                return Splice(_after_key(text, node, steps), _end_of_line(text, at), f"{lines}\n")
            return Splice(at, at, f"{', ' if there.value else ''}{', '.join(items)}")
        dash = text.rfind("-", 0, there.value[0].start_mark.index)
        indented = dash - text.rfind("\n", 0, dash) - 1
        return _new_line(
            text, _last(there), indented, f"\n{' ' * indented}".join(f"- {item}" for item in items)
        )

    return YamlEdit(splice, lambda data: _value(data, steps).extend(map(_data, items)))


def add_key(steps: Steps, key: str, value: str, after: str) -> YamlEdit:
    """Add a key with a plain value to the mapping at `steps`, right behind the key `after`."""

    def splice(text: str, node: yaml.Node) -> Splice:
        holder = _at(node, steps)
        _require_new_key(holder, key)
        before = _at(holder, (after,))
        if holder.flow_style:
            at = before.end_mark.index
            return Splice(at, at, f", {key}: {value}")
        return _new_line(text, _last(before), _key(holder, (after,)).start_mark.column, f"{key}: {value}")

    return YamlEdit(splice, lambda data: setitem(_value(data, steps), key, value))


def add_list(key: str, *items: str) -> YamlEdit:
    """Add a key with a list of items, each written in flow style, at the end of the document."""

    def splice(text: str, node: yaml.Node) -> Splice:
        _require_new_key(node, key)
        lead = "" if text.endswith("\n") else "\n"
        return Splice(len(text), len(text), f"{lead}{key}:\n" + "".join(f"  - {item}\n" for item in items))

    return YamlEdit(splice, lambda data: setitem(data, key, list(map(_data, items))))


def _require_new_key(node: yaml.Node, key: str) -> None:
    if not isinstance(node, yaml.MappingNode) or any(name.value == key for name, _ in node.value):
        raise UnspliceableError


def _new_line(text: str, behind: int, indent: int, line: str) -> Splice:
    """Return the splice that puts a line below the one on which `behind` lies."""
    at = _end_of_line(text, behind)
    lead = "" if text[:at].endswith("\n") else "\n"
    return Splice(at, at, f"{lead}{' ' * indent}{line}\n")


def _at(node: Any, steps: Steps) -> Any:
    for step in steps:
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            node = None
        if node is None:
            raise UnspliceableError
    return node


def _value(document: Any, steps: Steps) -> Any:
    for step in steps:
        document = document[step]
    return document


def _key(node: yaml.Node, steps: Steps) -> Any:
    """Return the node of the key at `steps`."""
    return next(key for key, _ in _at(node, steps[:-1]).value if key.value == steps[-1])


def _after_key(text: str, node: yaml.Node, steps: Steps) -> int:
    """Return where the colon after a key ends."""
    return text.index(":", _key(node, steps).end_mark.index) + 1


def _last(node: Any) -> int:
    """Return where the last thing written in a node ends; a block's own end lies after comments and blanks."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            raise UnspliceableError
        end: int = node.end_mark.index
        return end
    last = node.value[-1]
    return _last(last[1] if isinstance(node, yaml.MappingNode) else last)


def _end_of_line(text: str, at: int) -> int:
    """Return where the line ends on which `at` lies, its line end included; a remark there goes with it."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _entries(holder: Any) -> list[tuple[Step, tuple[Any, Any]]]:
    """Return the entries of a mapping or list by their steps, each as its first and its last node."""
    if isinstance(holder, yaml.MappingNode):
        return [(key.value, (key, value)) for key, value in holder.value]
    return [(at, (item, item)) for at, item in enumerate(holder.value)]


def _out_of_flow(text: str, holder: Any, step: Step) -> Splice:
    """Return the splice that takes an entry out of `{…}` or `[…]`, with the comma it needs no more."""
    entries = _entries(holder)
    at = next(at for at, (name, _) in enumerate(entries) if name == step)
    begins = [first.start_mark.index for _, (first, _) in entries]
    ends = [last.end_mark.index for _, (_, last) in entries]
    if at + 1 < len(entries):
        return Splice(begins[at], begins[at + 1], "")
    if at:
        return Splice(ends[at - 1], ends[at], "")
    trailing = re.compile(r"\s*,").match(text, ends[at])
    return Splice(begins[at], trailing.end() if trailing else ends[at], "")
