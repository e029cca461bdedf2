"""Services of a calendar cadence: as many windows met as the story says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.northlight.days import days, quarter, windows
from tools.northlight.story import AS_OF, CALENDAR, GOALS, HORIZON, KEPT, MISSED_CHECKS, ROLLING_FROM, STARTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tools.northlight.logbook import Logbook


def hold_by_calendar(book: Logbook, service: str) -> None:
    """Go through the service's windows; the one-on-one's end where its rolling terms begin."""
    for first, last in windows(CALENDAR[service]):
        rolling = service == "one-on-one" and last >= ROLLING_FROM and book.team.id != "sounding"
        if not rolling and last >= STARTS.get(service, HORIZON):
            hold_window(book, service, first, last)


def hold_window(book: Logbook, service: str, first: date, last: date) -> None:
    """Meet as many of those who are owed the window as the story says.

    Before 2026-Q3 the last of a fraction is left to chance; from then on no promise breaks by chance.
    """
    owed = {m: book.owed(m, first, last) for m in book.members}
    length = (last - max(first, book.team.logs_from)).days + 1
    due = [m for m in book.members if 2 * len(owed[m]) >= length]
    goal = GOALS.get(book.team.id, KEPT)[service][quarter(last)]
    blur = book.rng.random() if quarter(last) < 7 else 0
    missed = book.rng.sample(due, int(len(due) * (100 - goal) / 100 + blur))
    meetings = sessions(book, service, owed)
    for member in due:
        candidates = [day for day in owed[member] if book.fits(service, member, day)]
        if service in {"performance-discussion", "career-conversation"}:
            candidates = candidates[len(candidates) * 2 // 5 :]
        together = [day for day in meetings if day in candidates]
        if member in missed or not candidates:
            continue
        day = book.rng.choice(together or candidates)
        says_no = service == "stay-interview" and book.rng.random() < 0.15 and day <= AS_OF
        book.add(day, service, member, state="declined" if says_no else "held")
        if service == "one-on-one" and book.rng.random() < 0.4:
            book.add(book.rng.choice(candidates), service, member)


def sessions(book: Logbook, service: str, owed: Mapping[str, Sequence[date]]) -> list[date]:
    """Return the few days on which a leader's leader meets one team, alone or in small groups."""
    if service != "skip-level":
        return []
    usable = sorted({d for m, own in owed.items() for d in own if book.fits(service, m, d)})
    return book.rng.sample(usable, min(3, len(usable)))


def hold_health_checks(book: Logbook) -> None:
    """Hold one a quarter, on a day when three in four can come."""
    for first, last in windows(3):
        usable = [
            day
            for day in days(max(first, book.team.logs_from), last)
            if sum(book.fits("team-health-check", m, day) for m in book.members) * 4 >= 3 * book.size(day)
        ]
        if usable and (book.team.id, quarter(last)) not in MISSED_CHECKS:
            book.add(book.rng.choice(usable), "team-health-check", "", "outbound")
