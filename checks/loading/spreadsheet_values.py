"""Undo what spreadsheets do to single values: blanks, apostrophes, capitals, `TRUE`, decimals.

Each function returns its value unchanged unless exactly one other value can be meant. The caller checks the result.
"""

import re
from collections.abc import Callable

from checks.loading.naming import tells_who
from checks.model.touchpoint_log import INITIATIVES, STATES

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:/-]*", re.ASCII)
_HYPHENS = re.compile("[\u2010-\u2013\u2212]")
_AS_TEXT = re.compile(r'="([^"]*)"')
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,39}", re.ASCII)
_YES = frozenset({"yes", "true", "wahr", "vrai", "tosi", "sant"})
_NO = frozenset({"no", "false", "falsch", "faux", "epätosi", "falskt"})
"""`TRUE` and `FALSE` as spreadsheets write them in five languages, and our own words."""

_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<by>[.,' ])[0-9]{3})(?:(?P=by)[0-9]{3})*")
_DECIMAL = re.compile(r"([0-9]+)[.,]0+")


def bare(value: str) -> str:
    """Return a value without blanks of any kind around it, invisible characters, and the marks of a text cell."""
    if not value or _PLAIN.fullmatch(value):
        return value
    words = " ".join(_INVISIBLE.sub("", value).split())
    if match := _AS_TEXT.fullmatch(words):
        words = match[1].strip()
    return words[1:].strip() if words.startswith(("'", "\u2019")) else words


def plain_id(value: str) -> str:
    """Return an id in lowercase, its hyphens plain; what looks like a name is left as it is.

    >>> plain_id("P-010149"), plain_id("Rosa")
    ('p-010149', 'Rosa')
    """
    return value if tells_who(value) else plain_service(value)


def plain_service(value: str) -> str:
    """Return the id of a service in lowercase; a spreadsheet begins a cell with a capital."""
    hyphened = _HYPHENS.sub("-", value)
    return hyphened.lower() if _ID.fullmatch(hyphened) else value


def plain_answer(value: str) -> str:
    """Return `yes` or `no` for what spreadsheets make of them."""
    word = value.casefold()
    return "yes" if word in _YES else "no" if word in _NO else value


def plain_number(value: str) -> str:
    """Return a whole number without decimals or separators of thousands; `1.000` may be two numbers and stays.

    >>> [plain_number(text) for text in ("4,0", "1 234", "1,234", "1.000", "4,5")]
    ['4', '1234', '1234', '1.000', '4,5']
    """
    readings = set()
    if match := _GROUPED.fullmatch(value):
        readings.add("".join(filter(str.isdigit, value)))
    if match := _DECIMAL.fullmatch(value):
        readings.add(match[1])
    return readings.pop() if len(readings) == 1 else value


def _known(words: frozenset[str]) -> Callable[[str], str]:
    return lambda value: value.lower() if value.lower() in words else value


def _lower(value: str) -> str:
    return value.lower() if value.isascii() else value


def _as_it_is(value: str) -> str:
    return value


PLAIN_VALUES: dict[str, Callable[[str], str]] = {
    "date": _as_it_is,  # read column by column: a date alone may be two
    "service": plain_service,
    "member": plain_id,
    "given_by": plain_id,
    "initiative": _known(INITIATIVES),
    "state": _known(STATES),
    "acknowledged": plain_answer,
    "uid": _lower,
    "group": plain_service,
    "metric": plain_service,
    "score": plain_number,
    "count": plain_number,
}
"""What undoes the changes to a value of each column."""
