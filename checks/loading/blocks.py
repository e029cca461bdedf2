"""YAML events to mappings and lists of text, each with its line and column.

An own builder without recursion over the events of one C parser: no anchors, aliases, tags,
directives, merge keys or second documents, so nothing can grow, hang or mean something else to
another reader. Source: the refusals of docs/adr/0003-yaml-events.md.
"""

from __future__ import annotations

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
from checks.model.errors import MissingParserError
from checks.model.findings import Fault, Place, Problem
from checks.model.source import Block, Items, Mark, Quoted

DEEPEST = 16
MOST_EVENTS = 20_000
LONGEST_SCALAR = 20_000


class Empty:
    """Stands where a key or a dash is followed by nothing; no field takes it."""


EMPTY = Empty()


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
                raise _YamlRefusedError(_mark(event), f"more than {most:,} entries in one file")
            builder.take(event)
    except _YamlRefusedError as error:
        return None, [*builder.faults, broken_yaml(path, error.mark, error.words)]
    except MarkedYAMLError as error:
        line = conflict_in(text)
        return None, [
            *builder.faults,
            broken_yaml(path, (line, 1), CONFLICT) if line else _syntax(path, error),
        ]
    except Exception:
        return None, [*builder.faults, unreadable(path, "it is not YAML")]
    if builder.top is None:
        return None, [*builder.faults, broken_yaml(path, (1, 1), "the file must be one mapping; it is empty")]
    return builder.top, builder.faults


def broken_yaml(path: str, mark: Mark, words: str) -> Fault:
    """Return the fault of YAML that is not taken."""
    return Fault("SCH002", Problem(Place(path, *mark), words, subject=f"{path} {words}"))


def _syntax(path: str, error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    words = " ".join(str(part) for part in (error.problem, error.context) if part)
    at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return broken_yaml(path, at, f"this is not YAML: {words or 'it cannot be parsed'}")


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


_NO_KEY: tuple[str, Mark] = ("", (0, 0))
"""Where the next scalar of a mapping is a key; and in a list, which has none."""


class _Builder:
    """Takes events in order and builds the mapping; `top` is it, once the first mapping began."""

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
            self._refuse(event, "aliases (*) are not taken: write the value out")
        elif kind is DocumentStartEvent:
            self._document(event)

    def _refuse(self, event: Any, words: str) -> NoReturn:
        raise _YamlRefusedError(_mark(event), words)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(event, "a second document begins here: the file must be one mapping")
        if event.version or event.tags:
            self._refuse(event, "directives (%YAML, %TAG) are not taken")

    def _plain_form(self, event: Any) -> None:
        if event.anchor:
            self._refuse(event, "anchors (&) are not taken: write the value out")
        if event.tag:
            self._refuse(event, "tags (!) are not taken")

    def _open(self, event: Any, *, mapping: bool) -> None:
        self._plain_form(event)
        if not self.stack and not mapping:
            self._refuse(event, "the file must be one mapping; it is a list")
        if self.stack and isinstance(self.stack[-1], Block) and self.keys[-1] is _NO_KEY:
            self._refuse(event, "a key must be a plain text")
        if len(self.stack) >= DEEPEST:
            self._refuse(event, f"nested more than {DEEPEST} deep")
        mark = _mark(event)
        made = self._begun(mark) if mapping else Items(mark)
        if self.stack:
            self._add(made, mark)
        self.stack.append(made)
        self.keys.append(_NO_KEY)

    def _begun(self, mark: Mark) -> Block:
        made = Block(self.path, mark)
        if self.top is None:
            self.top = made
        return made

    def _scalar(self, event: Any) -> None:
        mark = _mark(event)
        self._plain_form(event)
        text: str = event.value
        if len(text) > LONGEST_SCALAR:
            self._refuse(event, f"a text of more than {LONGEST_SCALAR:,} characters")
        if bad := forbidden_in(text):
            self._refuse(event, f"the character U+{ord(bad[0]):04X} is not allowed, escaped or not")
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not self.stack:
            self._refuse(event, "the file must be one mapping" + ("" if text else "; it is empty"))
        if isinstance(self.stack[-1], Block) and self.keys[-1] is _NO_KEY:
            self._key(text, mark, event)
        elif not event.style and text in ("", "~", "null", "Null", "NULL"):
            self._add(None if self.keys[-1][0] in self.nulls else EMPTY, mark)
        else:
            self._add(Quoted(text) if event.style else text, mark)

    def _key(self, text: str, mark: Mark, event: Any) -> None:
        if text == "<<":
            self._refuse(event, "merge keys (<<) are not taken: write the keys out")
        if not text:
            self._refuse(event, "a key is missing before the colon")
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
            words = f"stands twice; first on line {holder.keys_at[name][0]}"
            place, named = Place(self.path, *key_mark), f"the key `{printable(name[:60])}` {words}"
            subject = f"{self.path} {name}"
            self.faults.append(
                Fault("SCH007", Problem(place, f"this key {words}", named=named, subject=subject))
            )
            return
        holder[name] = value
        holder.keys_at[name] = key_mark
        holder.values_at[name] = mark
