"""How a YAML file is written at a place, seen from the marks of its nodes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml

from checks.store.yaml_emitting import HOUSE, YamlStyle

T = TypeVar("T")


Steps = tuple[int | str, ...]
"""The way from a document to a place in it: keys of mappings, and places in lists, which count from 0."""


def style_at(text: str, node: yaml.Node, steps: Steps) -> YamlStyle:
    """Return how a document is written, and above all the list at `steps`, if there is one over lines."""
    seen = _StyleTraces()
    seen.look(node)
    there = node_at(node, steps)
    dash, item = seen.dashes.get(id(there)) or _usual(seen.dashes.values(), (HOUSE.dash, HOUSE.item))
    own = [item for item in there.value if _holds(item)] if isinstance(there, yaml.SequenceNode) else []
    return YamlStyle(
        mapping=_usual(seen.steps, HOUSE.mapping),
        dash=dash,
        item=item,
        quote=_usual(seen.quotes, HOUSE.quote),
        width=max(HOUSE.width, *map(len, text.splitlines()), 0),
        flow=seen.flow,
        flow_items=own[-1].flow_style if own else _usual(seen.flow_items, None),
    )


def node_at(node: Any, steps: Steps) -> Any:
    """Return the node at `steps`, None where there is none."""
    for step in steps:
        if isinstance(node, yaml.MappingNode) and isinstance(step, str):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _usual(values: Iterable[T], otherwise: T) -> T:
    """Return the most frequent value, `otherwise` without any."""
    return next((value for value, _ in Counter(values).most_common(1)), otherwise)


@dataclass(slots=True)
class _StyleTraces:
    """What the nodes of a text show of its style; `flow` says it of the last value of each key."""

    steps: list[int] = field(default_factory=list)
    dashes: dict[int, tuple[int, int]] = field(default_factory=dict)
    quotes: list[str] = field(default_factory=list)
    flow: dict[str, bool] = field(default_factory=dict)
    flow_items: list[bool] = field(default_factory=list)

    def look(self, top: yaml.Node) -> None:
        """Take in every node, each below the key it belongs to, if it has one."""
        left: list[tuple[Any, Any]] = [(None, top)]
        while left:
            key, node = left.pop()
            if isinstance(node, yaml.ScalarNode):
                self.quotes += [node.style] if node.style in ("'", '"') else []
                continue
            if node.value and key is not None:
                self._of_key(key, node)
            below = (
                node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]
            )
            left += reversed(below)

    def _of_key(self, key: Any, node: Any) -> None:
        self.flow[key.value] = node.flow_style
        if node.flow_style:
            return
        if isinstance(node, yaml.MappingNode):
            self.steps.append(node.value[0][0].start_mark.column - key.start_mark.column)
            return
        column, first = node.start_mark.column, node.value[0].start_mark.column
        if first > column >= key.start_mark.column:
            self.dashes[id(node)] = (column - key.start_mark.column, first - column)
        self.flow_items += [item.flow_style for item in node.value if _holds(item)]


def _holds(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode) and bool(node.value)
