"""Steps after joining and returning, and orders with their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.northlight.days import DAY, quarter, windows
from tools.northlight.logbook import Row
from tools.northlight.story import (
    ANSWER_WITHIN,
    AS_OF,
    HORIZON,
    LATE_ORDERS,
    MISSED_STEPS,
    ORDERS,
    STARTS,
    STEPS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tools.northlight.logbook import Logbook


def hold_steps(book: Logbook, service: str) -> None:
    """Hold each step after a joining or a return."""
    for member in book.members:
        for event in events(book, service, member):
            clock = book.owed(member, event, event + 150 * DAY)
            for step, (early, late) in enumerate(STEPS[service]):
                usable = [d for d in clock[early : late + 1] if book.fits(service, member, d)]
                if usable and (service, member, step) not in MISSED_STEPS:
                    book.add(book.rng.choice(usable), service, member, "outbound")


def events(book: Logbook, service: str, member: str) -> Iterator[date]:
    """Yield the first days of stays, or the first days back after 28 days away and more."""
    if service == "onboarding-check-in":
        starts = [s.first for s in book.team.stays if s.person == member]
        yield from (d for d in starts if d >= book.team.logs_from and not book.stay(member, d - DAY))
    else:
        for first, last in book.world.absences.get(member, ()):
            long = last < AS_OF and (last - first).days >= 27
            if long and first >= book.team.logs_from and book.stay(member, last + DAY):
                yield last + DAY


def answer_orders(book: Logbook, service: str) -> None:
    """Let members order now and then; one order at a time, since an answer goes to the oldest open one."""
    rate = ORDERS[service] * (1.6 if book.team.id == "sounding" else 1)
    for member in book.members:
        for first, last in windows(3):
            if book.rng.random() < rate and last >= STARTS.get(service, HORIZON):
                answer_order(book, service, member, first, last)


def answer_order(book: Logbook, service: str, member: str, first: date, last: date) -> None:
    """Add an order from the middle of a quarter and its answer, a withdrawal, or an answer too late."""
    clock = [d for d in book.owed(member, first, last + 40 * DAY) if book.fits(service, member, d)]
    orders = [d for d in clock if first + 5 * DAY <= d <= min(last - 25 * DAY, AS_OF - DAY)]
    if not orders:
        return
    ordered = book.rng.choice(orders)
    following = clock[clock.index(ordered) + 1 :]
    if len(following) < 16 or (following[15] - ordered).days > 26:  # away soon: they ask later
        return
    late = book.rng.random() < late_share(book, service, ordered)
    in_time = following[: ANSWER_WITHIN[service] - 1]
    answered = book.rng.choice(following[11:14] if late else in_time)
    asked = book.givers(service, member, ordered)
    there = book.givers(service, member, answered)
    book.rows.append(Row(ordered, service, member, asked[0], "inbound", "ordered"))
    state = "cancelled" if book.rng.random() < 0.05 else "held"
    if answered <= AS_OF:
        who = asked[0] if asked[0] in there else there[0]
        acknowledged = "yes" if state == "held" and book.rng.random() < 0.85 else ""
        book.rows.append(Row(answered, service, member, who, "inbound", state, acknowledged))


def late_share(book: Logbook, service: str, ordered: date) -> float:
    """Return the share of orders answered late, by the quarter in which they came."""
    slipping = book.team.id == "landfall" and service == "feedback-on-request"
    return 0.2 if slipping and quarter(ordered) == 7 else LATE_ORDERS[quarter(ordered)]
