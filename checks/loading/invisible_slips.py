"""What goes wrong in YAML and the eye cannot see: tabs, spaces of other kinds, curly quotes, colons that divide.

Each is named with its column and its repair. Nothing else of a line is repeated.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yaml import MarkedYAMLError

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NO_BREAK = {"\u00a0", "\u2007", "\u202f"}
_QUOTES = "“”„‟‘’‚‛«»‹›″′＂＇"
_OPENING = re.compile(rf"(?:^|[:\-?]\s+|[\[{{,]\s*)\s*([{_QUOTES}])")
_DASH = re.compile("^\\s*([‒–—―−])")
_WIDE_COLON = re.compile("：")
_TAB = re.compile("\t")
_NO_SPACE = re.compile(r"^\s*(?:- +)?[A-Za-z_][\w-]*(:)(?!\s|//|$)")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*(-)[^\s-]")
_NOT_FIRST = "@`%"


class Slip(NamedTuple):
    """A slip: its line and column from 1, what is there, and the repair."""

    line: int
    column: int
    what: str
    repair: str

    @property
    def words(self) -> str:
        """What is there, and the repair, as two sentences."""
        return f"column {self.column} has {self.what}. {self.repair}"

    def after(self, text: str) -> str:
        """Return the same behind other sentences."""
        end = "" if text.endswith("?") else "."
        return f"{text}{end} {self.words[0].upper()}{self.words[1:]}"


def slip_in_syntax(text: str, error: MarkedYAMLError) -> Slip | None:
    """Return the slip that keeps YAML from being parsed, None where none is found: a guess would mislead."""
    lines = text.split("\n")
    mark, context = error.problem_mark, error.context_mark
    problem = error.problem or ""
    if error.context == "while scanning a quoted scalar" and context:
        return _unclosed(lines, context.line, context.column)
    at = [context.line] if error.context == "while scanning a simple key" and context else []
    at += [mark.line] if mark else []
    for number in at:
        if slip := slip_in_line(lines, number):
            return slip
    if (
        mark
        and problem.startswith("mapping values")
        and (slip := _second_colon(lines, mark.line, mark.column))
    ):
        return slip
    if mark and "cannot start any token" in problem and (slip := _not_first(lines, mark.line, mark.column)):
        return slip
    before = min(at, default=0) - 1
    patterns = (_SPACES, _WIDE_COLON, _NO_SPACE)
    return _first(lines, before, patterns) or next(
        filter(None, (_first(lines, number, (_NO_SPACE, _NO_SPACE_AFTER_DASH)) for number in at)), None
    )


def slip_in_line(lines: Sequence[str], number: int) -> Slip | None:
    """Return the first slip in a line, counted from 0, outside of quotes and comments."""
    return _first(lines, number, (re.compile(r"^ *(\t)"), _SPACES, _WIDE_COLON, _OPENING, _DASH, _TAB))


def slip_before_mapping(lines: Sequence[str], number: int) -> Slip | None:
    """Return the slip by which a line, counted from 0, is one text and no `key: value`."""
    return slip_in_line(lines, number) or _first(lines, number, (_NO_SPACE, _NO_SPACE_AFTER_DASH))


def slip_in_words(lines: Sequence[str], line: int, column: int, word: str, *, entry: bool) -> Slip | None:
    """Return the slip in a key or value that is not taken; line and column, from 1, are where it begins.

    An `entry` should be `key: value`, so that a colon in it lacks its space.
    """
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    for char in _suspects(word):
        at = text.find(char, column - 1)
        if at >= 0:
            return _slip(line, at + 1, char)
    match = _NO_SPACE.match(word) if entry else None
    at = text.find(word[: match.end()], column - 1) if match else -1
    return _slip(line, at + match.end(), ":") if match and at >= 0 else None


def _suspects(word: str) -> Iterator[str]:
    yield from (char for char in word if _SPACES.match(char) or char in "\t：")
    ends = [word[:1], word[-1:]]
    yield from (char for char in ends if char and char in _QUOTES)
    if match := _DASH.match(word):
        yield match[1]


def _first(lines: Sequence[str], number: int, patterns: tuple[re.Pattern[str], ...]) -> Slip | None:
    if not 0 <= number < len(lines):
        return None
    seen = _masked(lines[number])
    for pattern in patterns:
        if match := pattern.search(seen):
            group = 1 if pattern.groups else 0
            return _slip(number + 1, match.start(group) + 1, match[group])
    return None


def _slip(line: int, column: int, char: str) -> Slip:
    """Return the slip that a character makes, with its repair."""
    if char == "\t":
        return Slip(line, column, "a tab", "Use spaces instead")
    if char in _NO_BREAK:
        return Slip(line, column, "a non-breaking space", "Replace it with a normal space")
    if _SPACES.match(char):
        what = f"a space of another kind ({unicodedata.name(char).lower()})"
        return Slip(line, column, what, "Replace it with a normal space")
    if char in _QUOTES:
        return Slip(line, column, f"a curly quote ({char})", 'Replace it with a straight quote (")')
    if char == "：":
        return Slip(line, column, "a wide colon (：)", "Replace it with a normal colon and a space")
    if char == ":":
        return Slip(line, column, "a colon without a space after it", "Add a space")
    if char == "-":
        return Slip(line, column, "a hyphen without a space after it", "Add a space")
    return Slip(line, column, f"a dash ({char}) in place of a hyphen", "Replace it with a hyphen (-)")


def _second_colon(lines: Sequence[str], number: int, at: int) -> Slip | None:
    """Return the slip of a colon in a value without quotes: there is another one before it in its line."""
    if number < len(lines) and re.search(r":\s", _masked(lines[number])[:at]):
        return Slip(number + 1, at + 1, "a colon in a text without quotes", "Put the text in quotes")
    return None


def _not_first(lines: Sequence[str], number: int, at: int) -> Slip | None:
    char = lines[number][at : at + 1] if number < len(lines) else ""
    if char and char in _NOT_FIRST:
        what = f"a text that begins with {char}"
        return Slip(number + 1, at + 1, what, "Put the text in quotes")
    return None


def _unclosed(lines: Sequence[str], number: int, at: int) -> Slip | None:
    """Return the curly quote that was meant to close a quoted text, None where there is none in its first line."""
    rest = lines[number][at + 1 :] if number < len(lines) else ""
    closing = [at + 1 + place for place, char in enumerate(rest) if char in _QUOTES]
    return _slip(number + 1, closing[-1] + 1, lines[number][closing[-1]]) if closing else None


_QUOTED = re.compile(r"""(?:(?<=[\s\[{,])|^)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?:(?<=\s)|^)(#.*)""")


def _masked(line: str) -> str:
    """Return a line as long as it was in which quoted text and a comment are letters that mean nothing."""
    return _QUOTED.sub(lambda match: "x" * len(match[0]), line)
