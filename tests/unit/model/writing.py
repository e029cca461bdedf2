"""YAML and JSON written from plain values, with the line and column of every key and value.

A second reading of where things stand, which knows nothing of the loader's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import yaml

Steps = tuple[str | int, ...]
Node = object
"""A `Text`, a `dict` of nodes by key, a `list` of nodes, or `Raw`."""


@dataclass(frozen=True)
class Text:
    """A scalar: its text, and whether it stands in quotes."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Raw:
    """What is written as it is where a value belongs."""

    text: str


@dataclass
class Written:
    """A document, and (line, column) from 1 of its keys and values by their steps."""

    lines: list[str] = field(default_factory=list)
    keys: dict[Steps, tuple[int, int]] = field(default_factory=dict)
    values: dict[Steps, tuple[int, int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def read(text: str) -> Node:
    """Return a document as nodes; scalars keep their text and whether they were quoted."""
    return _node(yaml.compose(text, Loader=yaml.SafeLoader))


def _node(node: yaml.Node | None) -> Node:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _node(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_node(one) for one in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return Text(node.value, quoted=node.style is not None)


def changed(node: Node, steps: Steps, value: Node, *, key: str | None = None) -> Node:
    """Return `node` with `value` at `steps`, under another `key` if named; None as value takes it away."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(node, list):
        assert isinstance(step, int)
        inner = changed(node[step], rest, value, key=key)
        return [*node[:step], *([] if inner is None else [inner]), *node[step + 1 :]]
    assert isinstance(node, dict)
    made: dict[str, Node] = {}
    for name, old in node.items():
        if name != step:
            made[name] = old
            continue
        inner = changed(old, rest, value, key=key) if rest else value
        if inner is not None:
            made[key if key and not rest else name] = inner
    return made


def at(node: Node, steps: Steps) -> Node:
    """Return what stands at `steps`."""
    for step in steps:
        node = node[step]  # type: ignore[index]
    return node


def all_steps(node: Node, before: Steps = ()) -> list[Steps]:
    """Return the steps of everything below `node`."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found: list[Steps] = []
    for step, one in inner:
        found += [(*before, step), *all_steps(one, (*before, step))]
    return found


def as_yaml(node: Node) -> Written:
    """Write block style: two spaces a level, a list's items under its key."""
    written = Written()
    _block(written, node, (), 0, "")
    return written


def _block(written: Written, node: Node, steps: Steps, indent: int, lead: str) -> None:
    """Write the entries of a mapping or list; `lead` is what already stands before the first (`- `)."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for nth, (step, value) in enumerate(entries):
        before = lead if lead and nth == 0 else " " * indent
        here = (*steps, step)
        line, column = len(written.lines) + 1, len(before) + 1
        if nth == 0:
            written.values[steps] = (line, column)
        if isinstance(step, int):
            if isinstance(value, dict | list):
                _block(written, value, here, indent + 2, f"{before}- ")
            else:
                written.values[here] = (line, column + 2)
                written.lines.append(f"{before}- {_scalar(value)}".rstrip())
            continue
        written.keys[here] = (line, column)
        if isinstance(value, dict | list):
            written.lines.append(f"{before}{step}:")
            _block(written, value, here, indent + 2, "")
        else:
            written.values[here] = (line, column + len(step) + 2)
            written.lines.append(f"{before}{step}: {_scalar(value)}".rstrip())


def _scalar(value: Node) -> str:
    if isinstance(value, Raw):
        return value.text
    assert isinstance(value, Text)
    return json.dumps(value.text, ensure_ascii=False) if value.quoted else value.text


def as_json(node: Node) -> Written:
    """Write indented JSON."""
    written = Written()
    _json(written, node, (), "", "")
    return written


def _json(written: Written, node: Node, steps: Steps, lead: str, tail: str) -> None:
    indent = " " * (len(lead) - len(lead.lstrip()))
    written.values[steps] = (len(written.lines) + 1, len(lead) + 1)
    if not isinstance(node, dict | list):
        written.lines.append(f"{lead}{_scalar(node) or 'null'}{tail}")
        return
    is_map = isinstance(node, dict)
    written.lines.append(lead + ("{" if is_map else "["))
    entries: list[tuple[str | int, Node]] = list(node.items() if isinstance(node, dict) else enumerate(node))
    for nth, (step, value) in enumerate(entries):
        comma = "," if nth + 1 < len(entries) else ""
        here = (*steps, step)
        if isinstance(step, str):
            written.keys[here] = (len(written.lines) + 1, len(indent) + 3)
            _json(written, value, here, f'{indent}  "{step}": ', comma)
        else:
            _json(written, value, here, f"{indent}  ", comma)
    written.lines.append(f"{indent}{'}' if is_map else ']'}{tail}")
