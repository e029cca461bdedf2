"""A person's own record in words: to you, plainly, with days written as the reader of them likes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checks.cadence.window import State
from checks.coverage.wording import cadence_words, listed
from checks.model.cadences import RollingCadence

if TYPE_CHECKING:
    from checks.cadence.agreed import Agreed
    from checks.coverage.own import OwnRow, OwnTeam, OwnWindow

Day = Callable[[int], str]

_ROLES = {
    "leader": "your leader",
    "coach": "a coach",
    "leaders-leader": "your leader’s leader",
    "anyone": "anyone",
}


def terms(agreed: Agreed) -> str:
    """Return what was agreed, as a clause: how often, by whom, and whose initiative counts."""
    words = [f"{'offered ' if agreed.obligation == 'offered' else ''}{cadence_words(agreed.cadence)}"]
    if isinstance(agreed.cadence, RollingCadence) and agreed.cadence.grace:
        words.append(f"{agreed.cadence.grace} of grace")
    words.append(
        f"given by {listed([_ROLES[one] for one in _ROLES if one in agreed.given_by]).replace(' and ', ' or ')}"
    )
    if agreed.counts == "outbound":
        words.append("only the leader’s initiative counts")
    return ", ".join(words)


def outcome(own: OwnWindow, as_of: int, day: Day) -> str:
    """Return what became of a window."""
    window = own.window
    held = max((one.day for one in own.rows if not one.note), default=None)
    match window.state:
        case State.MET:
            return f"met, held on {day(held)}" if held else "met"
        case State.MISSED:
            return "missed"
        case State.WAIVED:
            return "waived by agreement, and not counted"
        case State.NOT_OWED:
            return "not owed, and not counted"
        case State.KEPT:
            return f"met, held on {day(held)}" if held and not window.days_due else _until(own, as_of, day)
        case _:
            return _until(own, as_of, day)


def _until(own: OwnWindow, as_of: int, day: Day) -> str:
    if own.by is None:
        return "running"
    if own.by < as_of:
        return f"overdue since {day(own.by + 1)}"
    left = own.by - as_of
    return f"owed by {day(own.by)}" + (
        ", today" if not left else f", in {left} day{'s' if left != 1 else ''}"
    )


def parts(team: OwnTeam, as_of: int) -> list[tuple[str, list[OwnWindow]]]:
    """Return a person's windows under their headings: what is owed now, the next first, then what is over."""
    owed = [one for one in team.windows if one.window.state is State.OPEN or (_runs(one) and one.by)]
    done = [one for one in team.windows if _runs(one) and one not in owed]
    idle = [one for one in team.windows if not _runs(one) and one.window.last >= as_of]
    before = [one for one in team.windows if not _runs(one) and one.window.last < as_of]
    owed.sort(key=lambda one: one.by or one.window.last)
    found = (("Owed now", owed), ("Done for now", done), ("Not owed for now", idle), ("Before", before))
    return [(head, windows) for head, windows in found if windows]


def _runs(own: OwnWindow) -> bool:
    return own.window.state in (State.OPEN, State.KEPT)


def rows_besides(team: OwnTeam) -> list[OwnRow]:
    """Return the rows that lie in no window, the latest first."""
    inside = {row.place for own in team.windows for row in own.rows}
    return [row for row in team.rows if row.place not in inside]
