"""The one-on-ones of 2026: every few weeks, and now and then too late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tools.northlight.days import DAY, quarter, windows
from tools.northlight.story import AS_OF, ROLLING_FROM, SLIPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.northlight.logbook import Logbook


def hold_rolling(book: Logbook) -> None:
    """Hold the one-on-ones of 2026, and some that members order besides, which count for nothing then."""
    slips = slipping(book)
    for member in book.members:
        roll(book, member, slips.get(member, set()))
        for first, last in windows(3):
            extra = [d for d in book.owed(member, first, last) if book.fits("one-on-one", member, d)]
            if first >= ROLLING_FROM and extra and book.rng.random() < 0.3:
                day = book.rng.choice(extra)
                if day <= AS_OF:
                    book.add(day, "one-on-one", member, "inbound")


def slipping(book: Logbook) -> dict[str, set[int]]:
    """Choose whose one-on-one comes too late in each quarter of 2026, nobody twice running."""
    chosen: dict[str, set[int]] = {}
    for (first, last), number in zip(
        [w for w in windows(3) if w[0] >= ROLLING_FROM], SLIPS[book.team.id], strict=True
    ):
        present = [m for m in book.members if len(book.owed(m, first, last)) > 70]
        free = [m for m in present if quarter(first) - 1 not in chosen.get(m, set())]
        for member in book.rng.sample(free, number):
            chosen.setdefault(member, set()).add(quarter(first))
    return chosen


def roll(book: Logbook, member: str, slips: set[int]) -> None:
    """Walk along the owed days from one one-on-one to the next, every four weeks or so, or too late."""
    clock = book.owed(member, ROLLING_FROM, date(2026, 12, 31))
    last, target = 0, book.rng.randint(4, 30)
    late = late_from(clock, 0, slips)
    for number, day in enumerate(clock):
        if book.stay(member, day - DAY) is None:  # joined that day: the clock starts anew, and soon
            last, target = number, book.rng.randint(5, 12)
            late = None
        wanted = book.rng.randint(52, 57) if late is not None and number - last < 52 else target
        if number - last >= wanted and book.fits("one-on-one", member, day):
            book.add(day, "one-on-one", member, "outbound")
            if late is not None:
                slips.discard(late)
            if day > AS_OF:
                return
            last, target = number, gap(book, day)
            late = late_from(clock, number, slips)


def gap(book: Logbook, day: date) -> int:
    """Return the number of owed days to the next one-on-one, well within the terms."""
    tight = book.team.id == "harbour" and day >= date(2026, 5, 20)  # its own terms ask for four weeks
    return book.rng.randint(14, 20) if tight else book.rng.randint(24, 34)


def late_from(clock: Sequence[date], number: int, slips: set[int]) -> int | None:
    """Return the quarter that a gap from here would break, if the story asks for it.

    Past its first 15 days, so that the lateness is no leftover, and early enough to be mended inside it.
    """
    if number + 60 >= len(clock):
        return None
    broken = clock[number + 50]
    into = (broken - date(broken.year, (broken.month - 1) // 3 * 3 + 1, 1)).days
    return quarter(broken) if quarter(broken) in slips and 15 <= into <= 80 else None
