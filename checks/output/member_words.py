"""A person's own record in words: to you, plainly, with days written as the reader of them likes."""

from collections.abc import Callable
from datetime import date, timedelta

from checks.engine.member_record import OWN_INITIATIVE, RecordRow, RecordWindow, TeamRecord
from checks.engine.window import State
from checks.model.agreed_terms import AgreedTerms
from checks.output.invitation_words import Name
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import cadence_words, with_grace
from checks.wording.roles import ROLES_OF_MEMBER, any_role

Day = Callable[[date], str]
"""How a day is written."""

BEFORE = message("Before")
"""The heading of what is over."""

_STATES = {
    "held": (message("held"), message("held by {giver}")),
    "booked": (message("booked"), message("booked with {giver}")),
    "ordered": (message("requested"), message("requested from {giver}")),
    "declined": (message("declined"), message("declined, offered by {giver}")),
    "cancelled": (message("cancelled"), message("cancelled, planned with {giver}")),
    "missed": (message("missed"), message("missed, planned with {giver}")),
    "withdrawn": (message("withdrawn"), message("withdrawn, logged for {giver}")),
}
_ACKNOWLEDGED = {"yes": message("you confirmed it"), "no": message("you disputed it")}


def terms_clause(agreed: AgreedTerms, language: Language = ENGLISH) -> str:
    """Return what was agreed, in one clause: how often, by whom, and whose initiative counts."""
    say, often = language.say, cadence_words(agreed.cadence, language)
    often = say("offered {often}", often=often) if agreed.obligation == "offered" else often
    givers = any_role(agreed.given_by, language, ROLES_OF_MEMBER)
    words = [with_grace(often, agreed.cadence, language), say("given by {roles}", roles=givers)]
    if agreed.counts == "outbound":
        words.append(say("counts only if the leader or coach starts it"))
    return ", ".join(words)


def window_outcome(record: RecordWindow, as_of: date, day: Day, language: Language = ENGLISH) -> str:
    """Return what became of a window."""
    window, say = record.window, language.say
    held = max((row.day for row in record.rows if not row.note), default=None)
    match window.state:
        case State.MET:
            return say("met, held on {day}", day=day(held)) if held else say("met")
        case State.MISSED:
            return say("missed")
        case State.WAIVED:
            return say("waived by agreement, not counted")
        case State.NOT_OWED:
            return say("not due, not counted")
        case State.KEPT if held and not window.days_due:
            return say("met, held on {day}", day=day(held))
        case _:
            return _until(record.by, as_of, day, language)


def own_initiative(record: RecordWindow, day: Day, language: Language = ENGLISH) -> str:
    """Return that what was held on the person's own initiative is not enough; nothing where it is not asked for.

    It is said of a window that is missed or still to be met, where nothing that counts was held later.
    """
    if record.window.state not in (State.MISSED, State.OPEN) and record.by is None:
        return ""
    counting = max((row.day for row in record.rows if not row.note), default=date.min)
    asked = max((row.day for row in record.rows if row.note == OWN_INITIATIVE), default=date.min)
    if asked <= counting:
        return ""
    return language.say(
        "You met on {day} because you asked. This is not enough: only conversations that the leader or coach "
        "starts count here.",
        day=day(asked),
    )


def _until(by: date | None, as_of: date, day: Day, language: Language) -> str:
    if by is None:
        return language.say("running")
    if by < as_of:
        return language.say("overdue since {day}", day=day(by + timedelta(days=1)))
    if by == as_of:
        return language.say("due by {day}, today", day=day(by))
    return language.counted(
        "due by {day}, in {number} day", "due by {day}, in {number} days", (by - as_of).days, day=day(by)
    )


def row_words(row: RecordRow, language: Language, name: Name = str) -> list[str]:
    """Return what a row says, a fact each: the state with who gave it, and the receiver's own word."""
    giver = name(row.given_by) if row.given_by else ""
    return state_words(row.state, giver, row.acknowledged, language)


def state_words(state: str, giver: str, acknowledged: str, language: Language) -> list[str]:
    """Return the facts of a row by its columns; `giver` is empty where the row names none."""
    alone, given = _STATES[state]
    facts = [language.say(given, giver=giver) if giver else language.say(alone)]
    if acknowledged in _ACKNOWLEDGED:
        facts.append(language.say(_ACKNOWLEDGED[acknowledged]))
    return facts


def record_parts(team: TeamRecord, as_of: date) -> list[tuple[str, list[RecordWindow]]]:
    """Return a person's windows under their headings (messages): what is owed now, the next first, then the rest.

    A heading without windows is left out.
    """
    parts: dict[str, list[RecordWindow]] = {
        message("To come"): [],
        message("Done for now"): [],
        message("Not due for now"): [],
        BEFORE: [],
    }
    owed, done, idle, before = parts.values()
    for record in team.windows:
        state = record.window.state
        if state is State.OPEN or (state is State.KEPT and record.by):
            owed.append(record)
        elif state is State.KEPT:
            done.append(record)
        else:
            (idle if record.window.last >= as_of else before).append(record)
    owed.sort(key=lambda record: record.by or record.window.last)
    return [(heading, windows) for heading, windows in parts.items() if windows]


def rows_besides(team: TeamRecord) -> list[RecordRow]:
    """Return the rows that lie in no window, the latest first."""
    inside = {row.place for record in team.windows for row in record.rows}
    return [row for row in team.rows if row.place not in inside]
