"""Data as YAML text, emitted by ruamel.yaml in the style that a file has at a place.

A text comes back as it was typed from every reader: what one of them would take for a number, a date, a flag
or nothing is quoted. Nothing is wrapped, so that a value stays on its line, and a change of it is one line.
Source: docs/adr/0035-yaml-is-emitted.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from io import StringIO
from typing import Any, TypeAlias

Scalar: TypeAlias = str | int | date
"""A text, a whole number, a flag or a day."""
Value: TypeAlias = Scalar | Sequence["Value"] | Mapping[str, "Value"]
"""What a file holds at a place, as data: never as YAML."""

_NEVER = 1 << 20
"""A width that no line reaches."""


@dataclass(frozen=True, slots=True)
class YamlStyle:
    """How a file is written: columns from a key to the keys, or the dash, below it, and from a dash to its item.

    `quote` goes round texts that need it. Lists and mappings are written in brackets where `flow` says so of their
    key, and else where they fit into `width`. `flow_items` says the same of the items of a list over lines, None where
    the file has none.
    """

    mapping: int = 2
    dash: int = 2
    item: int = 2
    quote: str = '"'
    width: int = 110
    flow: Mapping[str, bool] = field(default_factory=dict)
    flow_items: bool | None = None


HOUSE = YamlStyle()
"""How new files are written."""


def as_read(value: Value) -> Any:
    """Return data as the parser returns them: every scalar as its text."""
    if isinstance(value, Mapping):
        return {_text(key): as_read(below) for key, below in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_read(item) for item in value]
    return _text(value)


def flow_text(value: Value, style: YamlStyle = HOUSE) -> str:
    """Return data on one line as they are written inside brackets.

    >>> flow_text({"title": "a: b", "with": ["giver", "no"]})
    '{title: "a: b", with: [giver, "no"]}'
    """
    return _emit([value], style, flow=True)[1:-1]


def pair_text(key: str, value: Value, style: YamlStyle = HOUSE, *, flow: bool = False) -> str:
    """Return a key with its value: inside brackets if `flow`, else over as many lines as it takes.

    >>> pair_text("who", ["p-ada", "p-noa"])
    'who: [p-ada, p-noa]'
    """
    return _emit({key: value}, style, flow=True)[1:-1] if flow else _emit({key: value}, style)


def items_text(items: Sequence[Value], style: YamlStyle = HOUSE) -> str:
    """Return the items of a list over lines, each with its dash in the first column.

    >>> print(items_text([{"person": "p-ada"}, "p-noa"]))
    - {person: p-ada}
    - p-noa
    """
    lines = _emit({"k": items}, replace(style, flow={**style.flow, "k": False})).split("\n")
    return "\n".join(line[style.dash :] for line in lines[1:])


def scalar_text(value: Scalar, style: YamlStyle = HOUSE, *, flow: bool = False, quote: str = "") -> str:
    """Return a scalar as it is written, inside brackets if `flow`; a text or a day within `quote`, if given.

    >>> scalar_text("Harbour"), scalar_text("no"), scalar_text(3), scalar_text("Ada", quote="'")
    ('Harbour', '"no"', '3', "'Ada'")
    """
    always = quote if not isinstance(value, int) else ""
    if flow:
        return _emit([value], style, flow=True, always=always)[1:-1]
    return _emit([value], replace(style, dash=0, item=2), always=always)[2:]


def document_text(value: Mapping[str, Value], head: str = "", style: YamlStyle = HOUSE) -> str:
    """Return a new file: `head`, which is lines of comments, and what it holds."""
    return f"{head}{_emit(value, style)}\n"


def indented(text: str, column: int) -> str:
    """Return text with each line after its first moved to the right."""
    return text.replace("\n", "\n" + " " * column)


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else str(value)


def _emit(value: Value, style: YamlStyle, *, flow: bool = False, always: str = "") -> str:
    """Return data as ruamel.yaml emits them, without the last line's end; texts within quotes `always`, if given."""
    from ruamel.yaml import YAML

    yaml, stream = YAML(), StringIO()
    yaml.indent(mapping=style.mapping, sequence=style.dash + style.item, offset=style.dash)
    yaml.width = _NEVER
    yaml.emit(_Events(style, always).document(value, flow=flow), stream)
    return stream.getvalue().rstrip("\n")


class _Events:
    """The events of a document in a style; texts are within quotes `always`, if given, else where they need it."""

    def __init__(self, style: YamlStyle, always: str) -> None:
        from ruamel.yaml import events

        self._style, self._always = style, always
        self._of = events

    def document(self, value: Value, *, flow: bool) -> Iterator[Any]:
        yield self._of.StreamStartEvent()
        yield self._of.DocumentStartEvent()
        yield from self._value(value, flow=flow)
        yield self._of.DocumentEndEvent()
        yield self._of.StreamEndEvent()

    def _value(self, value: Value, *, flow: bool) -> Iterator[Any]:
        if isinstance(value, Mapping):
            flow = flow or not value
            yield self._of.MappingStartEvent(None, None, implicit=True, flow_style=flow)
            for key, below in value.items():
                yield self._scalar(key, flow=flow)
                yield from self._value(below, flow=flow or self._is_flow(below, key))
            yield self._of.MappingEndEvent()
        elif isinstance(value, Sequence) and not isinstance(value, str):
            flow = flow or not value
            yield self._of.SequenceStartEvent(None, None, implicit=True, flow_style=flow)
            for below in value:
                yield from self._value(below, flow=flow or self._is_flow(below, None))
            yield self._of.SequenceEndEvent()
        else:
            yield self._scalar(value, flow=flow)

    def _is_flow(self, value: Value, key: str | None) -> bool:
        """Whether a value is written in brackets: as others under its key, or other items of lists, or if it fits."""
        there = self._style.flow.get(key) if key is not None else self._style.flow_items
        if there is not None:
            return there
        if not isinstance(value, Sequence | Mapping) or isinstance(value, str) or _holds_mappings(value):
            return False
        return len(key or "") + len(flow_text(value, self._style)) + 2 <= self._style.width

    def _scalar(self, value: Scalar, *, flow: bool) -> Any:
        text = _text(value)
        is_plain = not self._always and (not isinstance(value, str) or _is_plain(text, flow=flow))
        quote = '"' if "\n" in text else self._always or self._style.quote
        return self._of.ScalarEvent(
            None, None, (is_plain, True, True), text, style=None if is_plain else quote
        )


def _holds_mappings(value: Value) -> bool:
    """Whether there is a mapping in a list, or below the keys of a mapping."""
    below = value.values() if isinstance(value, Mapping) else value
    return any(isinstance(item, Mapping) for item in below)  # type: ignore[union-attr]


@lru_cache(maxsize=4096)
def _is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text without quotes is the same text to readers of YAML 1.1 and of 1.2."""
    from ruamel.yaml.nodes import ScalarNode

    if any(
        reader.resolve(ScalarNode, text, (True, False)) != reader.DEFAULT_SCALAR_TAG for reader in _readers()
    ):
        return False
    analysis = _analyst().analyze_scalar(text)
    return bool(analysis.allow_flow_plain if flow else analysis.allow_block_plain)


@lru_cache(maxsize=1)
def _readers() -> tuple[Any, Any]:
    """Return what says how a text without quotes is read in YAML 1.1, and in 1.2."""
    from ruamel.yaml.resolver import VersionedResolver

    return VersionedResolver(version=(1, 1)), VersionedResolver(version=(1, 2))


@lru_cache(maxsize=1)
def _analyst() -> Any:
    """Return an emitter that says how a text may be written for readers of YAML 1.1, who take less without quotes."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.version = (1, 1)
    return yaml.emitter
