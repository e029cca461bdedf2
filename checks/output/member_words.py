"""A person's own record in words: to you, plainly, with days written as the reader of them likes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checks.engine.window import State
from checks.model.cadences import RollingCadence
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import cadence_words, length_words

if TYPE_CHECKING:
    from checks.engine.member_record import RecordRow, RecordWindow, TeamRecord
    from checks.model.agreed_terms import AgreedTerms

Day = Callable[[int], str]

BEFORE = message("Before")
"""The heading of what is over."""

_ROLES = {
    "leader": message("your leader"),
    "coach": message("a coach"),
    "leaders-leader": message("your leader’s leader"),
    "anyone": message("anyone"),
}
_STATES = {
    "held": (message("held"), message("held by {giver}")),
    "booked": (message("booked"), message("booked by {giver}")),
    "ordered": (message("ordered"), message("ordered by {giver}")),
    "declined": (message("declined"), message("declined by {giver}")),
    "cancelled": (message("cancelled"), message("cancelled by {giver}")),
    "missed": (message("missed"), message("missed by {giver}")),
    "withdrawn": (message("withdrawn"), message("withdrawn by {giver}")),
}
_SAID = {"yes": message("you confirmed it"), "no": message("you contested it")}


def terms_clause(agreed: AgreedTerms, language: Language = ENGLISH) -> str:
    """Return what was agreed, as a clause: how often, by whom, and whose initiative counts."""
    say, often = language.say, cadence_words(agreed.cadence, language)
    words = [say("offered {often}", often=often) if agreed.obligation == "offered" else often]
    if isinstance(agreed.cadence, RollingCadence) and agreed.cadence.grace:
        words.append(say("{grace} of grace", grace=length_words(agreed.cadence.grace, language)))
    givers = [say(role) for one, role in _ROLES.items() if one in agreed.given_by]
    words.append(say("given by {roles}", roles=language.either(givers)))
    if agreed.counts == "outbound":
        words.append(say("only the leader’s initiative counts"))
    return ", ".join(words)


def window_outcome(own: RecordWindow, as_of: int, day: Day, language: Language = ENGLISH) -> str:
    """Return what became of a window."""
    window, say = own.window, language.say
    held = max((one.day for one in own.rows if not one.note), default=None)
    match window.state:
        case State.MET:
            return say("met, held on {day}", day=day(held)) if held else say("met")
        case State.MISSED:
            return say("missed")
        case State.WAIVED:
            return say("waived by agreement, and not counted")
        case State.NOT_OWED:
            return say("not owed, and not counted")
        case State.KEPT if held and not window.days_due:
            return say("met, held on {day}", day=day(held))
        case _:
            return _until(own, as_of, day, language)


def _until(own: RecordWindow, as_of: int, day: Day, language: Language) -> str:
    if own.by is None:
        return language.say("running")
    if own.by < as_of:
        return language.say("overdue since {day}", day=day(own.by + 1))
    if own.by == as_of:
        return language.say("owed by {day}, today", day=day(own.by))
    return language.counted(
        "owed by {day}, in {number} day", "owed by {day}, in {number} days", own.by - as_of, day=day(own.by)
    )


def row_words(row: RecordRow, language: Language) -> list[str]:
    """Return what a row says, a fact each: the state with who gave it, and the receiver's own word."""
    bare, given = _STATES[row.state]
    facts = [language.say(given, giver=row.given_by) if row.given_by else language.say(bare)]
    return [*facts, language.say(_SAID[row.acknowledged])] if row.acknowledged in _SAID else facts


def record_parts(team: TeamRecord, as_of: int) -> list[tuple[str, list[RecordWindow]]]:
    """Return a person's windows under their headings, which are messages: what is owed now, the next first, then what is over."""
    owed = [one for one in team.windows if one.window.state is State.OPEN or (_runs(one) and one.by)]
    done = [one for one in team.windows if _runs(one) and one not in owed]
    idle = [one for one in team.windows if not _runs(one) and one.window.last >= as_of]
    before = [one for one in team.windows if not _runs(one) and one.window.last < as_of]
    owed.sort(key=lambda one: one.by or one.window.last)
    found = (
        (message("Owed now"), owed),
        (message("Done for now"), done),
        (message("Not owed for now"), idle),
        (BEFORE, before),
    )
    return [(head, windows) for head, windows in found if windows]


def _runs(own: RecordWindow) -> bool:
    return own.window.state in (State.OPEN, State.KEPT)


def rows_besides(team: TeamRecord) -> list[RecordRow]:
    """Return the rows that lie in no window, the latest first."""
    inside = {row.place for own in team.windows for row in own.rows}
    return [row for row in team.rows if row.place not in inside]
