"""What holds of whatever is read: the same verdict twice, messages that are short and tame, places in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from checks.loading.files import forbidden_in
from checks.model.errors import ChecksError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checks.model.findings import Fault

T = TypeVar("T")

LONGEST = 2_000
"""Characters of one message."""

MOST = 1_000
"""Faults of one file, beside one for each of its lines."""


def twice(read: Callable[[], T]) -> T | None:
    """Return what is read, the same both times; None where it is refused with a tame `ChecksError`."""
    first, second = _outcome(read), _outcome(read)
    assert repr(first) == repr(second), "two readings differ"
    if isinstance(first, ChecksError):
        assert first.status in (1, 2, 3), "an odd exit status"
        assert_tame([str(first)])
        return None
    return first


def _outcome(read: Callable[[], T]) -> T | ChecksError:
    try:
        return read()
    except ChecksError as error:
        return error


def assert_tame(messages: Iterable[str]) -> None:
    """Assert that each message is one short line in which nothing is a command to a terminal."""
    for message in messages:
        assert len(message) <= LONGEST, f"a message of {len(message):,} characters"
        assert "\n" not in message, f"a message of several lines: {message!r}"
        assert "\t" not in message, f"a tab in a message: {message!r}"
        assert forbidden_in(message) is None, f"a control character in a message: {message!r}"


def assert_placed(faults: Iterable[Fault], data: bytes) -> None:
    """Assert that faults are tame, not without number, and at lines and columns the file has."""
    from checks.rules import BY_CODE

    told = list(faults)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(told) <= MOST + len(lines), f"{len(told):,} faults in {len(lines):,} lines"
    for fault in told:
        problem = fault.problem
        assert fault.code in BY_CODE, f"{fault.code} is no rule"
        assert problem.message, f"{fault.code} says nothing"
        assert_tame([problem.message, problem.named, problem.help, problem.place.path])
        assert problem.place.line >= 1, f"{fault.code} at line {problem.place.line}"
        assert problem.place.column >= 1, f"{fault.code} at column {problem.place.column}"
