"""What a mail asks, and what becomes of the row it is about: pure, and the same for whoever reads the mail.

A booked row is changed in its place. A row that says already what became of a meeting stays as a withdrawn one, and
another row says the new: so a correction is seen, and no answer looks like tampering.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from checks.imports.typed_moves import DayReader, TypedDays
from checks.model.touchpoint_log import ACKNOWLEDGEMENTS, STATES
from checks.remote.mail_links import LinkAct, tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from checks.imports.incoming_mail import IncomingMail
    from checks.store.team_log import LogRow

OF_GIVER = (LinkAct.HELD, LinkAct.NOT_HELD, LinkAct.MOVED)
"""Acts of who gave a meeting; the others are its member's."""

_WORDS = {LinkAct.CONFIRMED: "yes", LinkAct.CONTESTED: "no"}
_MAY_BE_SAID_OF = {LinkAct.CONFIRMED: ("held",), LinkAct.CONTESTED: ("held", "declined")}
_MOVED_FROM = 200
"""Days before and after a row's day that a meeting is looked for that was moved."""


def tokens_of(mail: IncomingMail) -> list[str]:
    """Return the tokens a mail was sent with: those of its subject, else those its sender wrote; quoted ones are not."""
    return tokens_in(mail.subject) or tokens_in("\n".join(mail.lines))


def moved_days(mail: IncomingMail, before: date, written_on: date, *, day_first: bool) -> TypedDays:
    """Return the new days that a mail names: in its first line that holds one, else in its subject.

    The day of the meeting itself is left out where another is named beside it: the subject holds it already.
    `day_first` says whether 3.12. is in December.
    """
    reader = DayReader(written_on, day_first)
    subject = mail.subject
    for token in tokens_in(subject):
        subject = subject.replace(token, " ")
    typed = reader.first_days(mail.lines)
    if typed.days or typed.unclear:
        others = tuple(day for day in typed.days if day != before)
        return TypedDays(others or typed.days, typed.unclear)
    named = reader.days_of(subject)
    return TypedDays(tuple(day for day in named.days if day != before), named.unclear)


def answered_rows(row: LogRow, act: LinkAct, day: date | None = None) -> tuple[LogRow, ...]:
    """Return what stands for a row once its giver or its member has answered; empty where they cannot say this of it.

    `day` is the new one of a meeting that was moved. A row its member has confirmed stays. A meeting that did not take
    place is `cancelled`, which blames nobody; one on the member's own initiative is `missed`, since `cancelled` would
    withdraw the member's request.
    """
    if act in _WORDS:
        return (replace(row, acknowledged=_WORDS[act]),) if row.state in _MAY_BE_SAID_OF[act] else ()
    if act not in OF_GIVER or row.state in ("withdrawn", "ordered") or row.acknowledged == "yes":
        return ()
    fresh = replace(row, day=day or row.day, state=_state_after(row, act))
    if row.state == "booked":
        return (fresh,)
    return replace(row, state="withdrawn"), replace(fresh, acknowledged="")


def _state_after(row: LogRow, act: LinkAct) -> str:
    if act is LinkAct.NOT_HELD:
        return "missed" if row.initiative == "inbound" else "cancelled"
    return "held" if act is LinkAct.HELD else "booked"


def says_already(row: LogRow, act: LinkAct, days: tuple[date, ...]) -> bool:
    """Return whether a row says what an act asks for; `days` are those that a mail names for a moved meeting."""
    match act:
        case LinkAct.HELD:
            return row.state == "held"
        case LinkAct.NOT_HELD:
            return row.state in ("cancelled", "missed")
        case LinkAct.MOVED:
            return row.state == "booked" and row.day in days
        case _:
            return row.acknowledged == _WORDS.get(act)


def earlier_forms(row: LogRow) -> Iterator[LogRow]:
    """Yield what a row may have been before somebody answered: another state or word, or another day."""
    for state, word in product(sorted(STATES), sorted(ACKNOWLEDGEMENTS)):
        yield replace(row, state=state, acknowledged=word)
    for days, state in product(
        range(-_MOVED_FROM, _MOVED_FROM + 1), ("booked", "held", "cancelled", "missed")
    ):
        yield replace(row, day=row.day + timedelta(days=days), state=state)
