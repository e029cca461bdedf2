"""The list of a service's agreements taken apart into files, and files put back into it, with every comment kept.

Lines move as they are: only their indentation changes, the dash, and the line `schema: 1`. An entry in brackets gets
a line for each key. Comments above an entry
go with it, and so do comments below it that are indented more than its dash. The outcome is parsed again, and has to
be the same agreements, or nothing is changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from checks.loading.blocks import parse_yaml
from checks.model.errors import UnspliceableError

_MODELINE = re.compile(r"#\s*yaml-language-server:")
_VERSION = "schema: 1"
_KEY = "agreements"


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry of the list as lines: those above it, and its own without the dash; both as in a file of its own."""

    above: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """What it says, every scalar as its text."""
        return _data("\n".join(self.own))

    def as_file(self, head: str, newline: str) -> str:
        """Return the text of its own file; `head` is a line of comment, or nothing."""
        lines = [*head.splitlines(), _VERSION, *self.above, *self.own]
        return "".join(f"{line}{newline}" for line in lines)

    def as_item(self, dash: int, item: int) -> list[str]:
        """Return its lines in a list, with so many columns before the dash and before what is behind it."""
        first = f"{' ' * dash}-{' ' * (item - dash - 1)}{self.own[0]}"
        return [*_indented(self.above, dash), first, *_indented(self.own[1:], item)]


@dataclass(frozen=True, slots=True)
class ServiceText:
    """A service's file: what is before the list, its entries, and what is behind it; no key and no entry without one.

    `dash` and `item` are the columns of the dashes and of what is behind them, and `comment` what is behind the key.
    """

    before: tuple[str, ...]
    entries: tuple[ListedEntry, ...]
    after: tuple[str, ...]
    dash: int
    item: int
    newline: str
    comment: str = ""

    @classmethod
    def of(cls, text: str) -> "ServiceText":
        """Take a file apart; raises `UnspliceableError` for a list that is not written over lines."""
        newline = "\r\n" if "\r\n" in text else "\n"
        lines = text.replace("\r\n", "\n").split("\n")
        lines = lines[:-1] if lines[-1] == "" else lines
        there = yaml.compose("\n".join(lines), Loader=yaml.CSafeLoader)
        pairs = there.value if isinstance(there, yaml.MappingNode) else []
        at = next((at for at, (key, _) in enumerate(pairs) if key.value == _KEY), None)
        if at is None:
            return cls(tuple(lines), (), (), 2, 4, newline)
        key, value = pairs[at]
        following = pairs[at + 1][0].start_mark.line if at + 1 < len(pairs) else len(lines)
        return _taken_apart(lines, (key, value), following, newline)

    def with_entries(self, entries: Sequence[ListedEntry]) -> str:
        """Return the file's text with other entries in its list, or without a list where there are none."""
        listed = [line for entry in entries for line in entry.as_item(self.dash, self.item)]
        lines = [*self.before, *([f"{_KEY}:{self.comment}", *listed] if entries else []), *self.after]
        return "".join(f"{line}{self.newline}" for line in lines)


def _taken_apart(lines: Sequence[str], pair: tuple[Any, Any], following: int, newline: str) -> ServiceText:
    """Return a file with a list; `following` is the line of the key behind it, or the number of lines."""
    key, value = pair
    items = value.value if isinstance(value, yaml.SequenceNode) else []
    if not items or value.flow_style:
        raise UnspliceableError
    dash, columns = value.start_mark.column, [entry.start_mark.column for entry in items]
    starts = [entry.start_mark.line for entry in items]
    _, _, comment = lines[key.start_mark.line].partition(":")
    between = list(lines[key.start_mark.line + 1 : starts[0]])
    entries: list[ListedEntry] = []
    for at, end, column in zip(starts, [*starts[1:], following], columns, strict=True):
        own, rest = _own_lines(lines[at:end], dash)
        entries.append(_entry(between, own, (dash, column)))
        between = rest
    before = tuple(lines[: key.start_mark.line])
    return ServiceText(
        before, tuple(entries), (*between, *lines[following:]), dash, columns[0], newline, comment
    )


def _own_lines(lines: Sequence[str], dash: int) -> tuple[list[str], list[str]]:
    """Return the lines of an entry, and those behind it: blank ones, and comments no deeper than its dash."""
    end = len(lines)
    while end > 1 and _is_behind(lines[end - 1], dash):
        end -= 1
    return list(lines[:end]), list(lines[end:])


def _is_behind(line: str, dash: int) -> bool:
    text = line.lstrip(" ")
    return not text or (text.startswith("#") and len(line) - len(text) <= dash)


def _entry(above: Sequence[str], own: Sequence[str], columns: tuple[int, int]) -> ListedEntry:
    dash, item = columns
    if own[0][:item].strip() != "-":
        raise UnspliceableError
    body = [own[0][item:], *(_dedented(line, item) for line in own[1:])]
    return ListedEntry(tuple(_dedented(line, dash) for line in above), tuple(body))


def _dedented(line: str, columns: int) -> str:
    """Return a line further to the left; a comment with fewer columns goes as far as it can."""
    text = line.lstrip(" ")
    if len(line) - len(text) >= columns:
        return line[columns:]
    if text and not text.startswith("#"):
        raise UnspliceableError
    return text


def _indented(lines: Sequence[str], columns: int) -> list[str]:
    return [f"{' ' * columns}{line}" if line.strip() else line for line in lines]


def _without_brackets(entry: ListedEntry) -> ListedEntry:
    """Return an entry with each key on lines of its own; a comment behind its brackets goes above it."""
    text = "\n".join(entry.own)
    there = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(there, yaml.MappingNode):
        raise UnspliceableError
    if not there.flow_style:
        return entry
    own: list[str] = []
    above, at = [*entry.above, *_comments(text[there.end_mark.index :])], 1
    for key, value in there.value:
        (own or above).extend(_comments(text[at : key.start_mark.index]))
        at = value.end_mark.index
        first, *more = text[key.start_mark.index : at].split("\n")
        own += [first, *(f"  {line.strip()}" for line in more)]
    own += _comments(text[at : there.end_mark.index])
    return ListedEntry(tuple(above), tuple(own))


def _comments(between: str) -> list[str]:
    """Return the comments in what is between values."""
    return re.findall(r"#[^\n]*", between)


def entry_of_file(text: str) -> ListedEntry:
    """Return an agreement's own file as an entry of the list; raises `UnspliceableError` where it cannot be."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    there = yaml.compose("\n".join(lines), Loader=yaml.CSafeLoader)
    if not isinstance(there, yaml.MappingNode) or there.flow_style:
        raise UnspliceableError
    starts = {key.value: key.start_mark.line for key, _ in there.value}
    version = starts.pop("schema")
    first = min(starts.values())
    comment = re.sub(r"^schema\s*:\s*1\s*", "", lines[version])
    kept = [
        (at, comment if at == version else line) for at, line in enumerate(lines) if at != version or comment
    ]
    above = [line for at, line in kept if at < first and not _MODELINE.match(line)]
    entry = ListedEntry(tuple(above), tuple(line for at, line in kept if at >= first))
    data = _data(text)
    if entry.data != {key: value for key, value in data.items() if key != "schema"}:
        raise UnspliceableError
    return entry


def split_list(text: str, head: str) -> tuple[str, list[tuple[dict[str, Any], str]]]:
    """Return a service's text without its list, and each entry as what it says and its own file's text.

    Raises `UnspliceableError` where the files would not hold the same agreements.
    """
    service = ServiceText.of(text)
    rest = service.with_entries(())
    if comment := service.comment.strip():
        first = replace(service.entries[0], above=(comment, *service.entries[0].above))
        service = replace(service, entries=(first, *service.entries[1:]))
    entries = [_without_brackets(entry) for entry in service.entries]
    files = [(entry.data, entry.as_file(head, service.newline)) for entry in entries]
    before, after = _data(text), _data(rest)
    listed = before.pop(_KEY, [])
    if after != before or [data for data, _ in files] != listed:
        raise UnspliceableError
    if any(_data(file) != {"schema": "1", **data} for data, file in files):
        raise UnspliceableError
    return rest, files


def join_list(text: str, files: Sequence[str]) -> str:
    """Return a service's text with the agreements of `files` in its list, in the order of their first days.

    Raises `UnspliceableError` where the list would not hold the same agreements.
    """
    service = ServiceText.of(text)
    entries = sorted(
        [*service.entries, *map(entry_of_file, files)], key=lambda entry: str(entry.data["from"])
    )
    joined = service.with_entries(entries)
    before, after = _data(text), _data(joined)
    before.pop(_KEY, None)
    if after.pop(_KEY, []) != [entry.data for entry in entries] or after != before:
        raise UnspliceableError
    return joined


def _data(text: str) -> dict[str, Any]:
    """Return what a text says, every scalar as its text; raises `UnspliceableError` for what is no mapping."""
    data, faults = parse_yaml(text, "")
    if data is None or faults:
        raise UnspliceableError
    return dict(data)
