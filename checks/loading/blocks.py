"""YAML events to mappings and lists of text, each with its line and column.

An own builder without recursion over the events of one C parser: no anchors, aliases, tags,
directives, merge keys or second documents, so nothing can grow, hang or mean something else to
another reader. Source: the refusals of docs/adr/0003-yaml-events.md.
"""

import unicodedata
from typing import Any, NoReturn

import yaml
from yaml import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from checks.loading.files import CONFLICT, conflict_in, forbidden_in, printable, unreadable
from checks.loading.invisible_slips import Slip, slip_before_mapping, slip_in_syntax
from checks.model.errors import MissingParserError
from checks.model.findings import Fault, Place, Problem
from checks.model.source import Block, Items, Mark, Quoted

DEEPEST = 16
MOST_EVENTS = 20_000
LONGEST_SCALAR = 20_000


class Empty:
    """Stands where a key or a dash is followed by nothing; no field takes it."""


EMPTY = Empty()
_EMPTY_FILE = "the file is empty. Write `key: value` lines, starting with `schema: 1`"
_NO_MAPPING = "the file is not a mapping. Write `key: value` lines"


class _YamlRefusedError(Exception):
    def __init__(self, mark: Mark, words: str) -> None:
        self.mark = mark
        self.words = words
        super().__init__(words)


def require_parser() -> None:
    """Raise `MissingParserError` unless the C parser is there; another parser gives other verdicts."""
    if not yaml.__with_libyaml__:
        raise MissingParserError


def parse_yaml(
    text: str, path: str, *, nulls: frozenset[str] = frozenset(), most: int = MOST_EVENTS
) -> tuple[Block | None, list[Fault]]:
    """Return the one mapping in `text`, and the faults of its form.

    Under the keys `nulls` (of JSON) a plain null is None, else it is a value that is missing. What was
    written is repeated only in `Problem.named`. More than `most` events are refused.
    """
    builder = _Builder(path, nulls=nulls)
    try:
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            if count > most:
                builder.refuse(event, f"the file has more than {most:,} entries. Make it smaller")
            builder.take(event)
    except _YamlRefusedError as error:
        fault = _refused(path, text, error)
    except MarkedYAMLError as error:
        line = conflict_in(text)
        fault = broken_yaml(path, (line, 1), CONFLICT) if line else _syntax(path, text, error)
    except Exception:
        fault = unreadable(path, "it is not YAML. Check its form")
    else:
        if builder.top is not None:
            return builder.top, builder.faults
        fault = broken_yaml(path, (1, 1), _EMPTY_FILE)
    return None, [*builder.faults, fault]


def broken_yaml(path: str, mark: Mark, words: str, subject: str = "") -> Fault:
    """Return the fault of YAML that is not taken."""
    return Fault("SCH002", Problem(Place(path, *mark), words, subject=f"{path} {subject or words}"))


def _of_slip(path: str, slip: Slip) -> Fault:
    return broken_yaml(path, (slip.line, slip.column), slip.words, slip.what)


def _refused(path: str, text: str, error: _YamlRefusedError) -> Fault:
    slip = slip_before_mapping(text.split("\n"), error.mark[0] - 1) if error.words == _NO_MAPPING else None
    return _of_slip(path, slip) if slip else broken_yaml(path, error.mark, error.words)


def _syntax(path: str, text: str, error: MarkedYAMLError) -> Fault:
    if slip := slip_in_syntax(text, error):
        return _of_slip(path, slip)
    mark = error.problem_mark or error.context_mark
    words = " ".join(str(part) for part in (error.problem, error.context) if part) or "it cannot be parsed"
    return broken_yaml(
        path,
        _mark(mark) if mark else (1, 1),
        f"this is not valid YAML: {words}. Check this line and the one before it",
    )


def _mark(mark: Any) -> Mark:
    return mark.line + 1, mark.column + 1


_NO_KEY: tuple[str, Mark] = ("", (0, 0))
"""Stands for the key of a value while none is open: before a key of a mapping, and in a list."""


class _Builder:
    """Builds the mapping from events taken in order; `top` is the outermost, None before it begins."""

    def __init__(self, path: str, *, nulls: frozenset[str]) -> None:
        self.path = path
        self.nulls = nulls
        self.top: Block | None = None
        self.faults: list[Fault] = []
        self.stack: list[Block | Items] = []
        self.keys: list[tuple[str, Mark]] = []
        self.documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._open(event, mapping=kind is MappingStartEvent)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.stack.pop()
            self.keys.pop()
        elif kind is AliasEvent:
            self.refuse(event, "aliases (*) are not allowed. Write the value in full")
        elif kind is DocumentStartEvent:
            self._document(event)

    def refuse(self, event: Any, words: str) -> NoReturn:
        raise _YamlRefusedError(_mark(event.start_mark), words)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.refuse(event, "a second document begins here. Keep one document per file")
        if event.version or event.tags:
            self.refuse(event, "directives (%YAML, %TAG) are not allowed. Remove this line")

    def _require_plain(self, event: Any) -> None:
        if event.anchor:
            self.refuse(event, "anchors (&) are not allowed. Write the value in full")
        if event.tag:
            self.refuse(event, "tags (!) are not allowed. Remove the tag")

    def _open(self, event: Any, *, mapping: bool) -> None:
        self._require_plain(event)
        if not self.stack and not mapping:
            self.refuse(event, "the file is a list. Write `key: value` lines instead")
        if self.stack and isinstance(self.stack[-1], Block) and self.keys[-1] is _NO_KEY:
            self.refuse(event, "a key must be plain text. Rewrite this key")
        if len(self.stack) >= DEEPEST:
            self.refuse(event, f"the file is nested more than {DEEPEST} levels deep. Check the indentation")
        mark = _mark(event.start_mark)
        holder = Block(self.path, mark) if mapping else Items(mark)
        if self.stack:
            self._add(holder, mark)
        elif isinstance(holder, Block):
            self.top = holder
        self.stack.append(holder)
        self.keys.append(_NO_KEY)

    def _scalar(self, event: Any) -> None:
        mark = _mark(event.start_mark)
        self._require_plain(event)
        text: str = event.value
        if len(text) > LONGEST_SCALAR:
            self.refuse(event, f"this text has more than {LONGEST_SCALAR:,} characters. Shorten it")
        if bad := forbidden_in(text):
            self.refuse(
                event,
                f"this text contains the character U+{ord(bad[0]):04X}, which is not allowed even if escaped. Remove it",
            )
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not self.stack:
            self.refuse(event, _NO_MAPPING if text else _EMPTY_FILE)
        if isinstance(self.stack[-1], Block) and self.keys[-1] is _NO_KEY:
            self._key(text, mark, event)
        elif not event.style and text in ("", "~", "null", "Null", "NULL"):
            self._add(None if self.keys[-1][0] in self.nulls else EMPTY, mark)
        else:
            self._add(Quoted(text) if event.style else text, mark)

    def _key(self, text: str, mark: Mark, event: Any) -> None:
        if text == "<<":
            self.refuse(event, "merge keys (<<) are not allowed. Write the keys in full")
        if not text:
            self.refuse(event, "the key before the colon is missing. Add it")
        self.keys[-1] = (text, mark)

    def _add(self, value: object, mark: Mark) -> None:
        holder = self.stack[-1]
        if isinstance(holder, Items):
            holder.append(value)
            holder.values_at.append(mark)
            return
        name, key_mark = self.keys[-1]
        self.keys[-1] = _NO_KEY
        if name in holder:
            words = f"appears twice, first on line {holder.keys_at[name][0]}. Keep only one"
            named = f"the key `{printable(name[:60])}` {words}"
            place, subject = Place(self.path, *key_mark), f"{self.path} {name}"
            problem = Problem(place, f"this key {words}", named=named, subject=subject)
            self.faults.append(Fault("SCH007", problem))
            return
        holder[name] = value
        holder.keys_at[name] = key_mark
        holder.values_at[name] = mark
