"""`outbound mine`: a person's own record, as text for their terminal, and as JSON."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from checks.output.member_words import record_parts, row_words, rows_besides, terms_clause, window_outcome
from checks.wording.language import ENGLISH
from checks.wording.measures import iso

if TYPE_CHECKING:
    from checks.engine.member_record import RecordRow, RecordWindow, TeamRecord
    from checks.wording.language import Language

Record = Sequence["TeamRecord"]


def record_as_text(person: str, record: Record, as_of: date, language: Language = ENGLISH) -> str:
    """Return the record in words, what runs now on top, then the rest, the latest first."""
    say = language.say
    lines = [say("What is owed to {person}, and what is logged, as of {day}.", person=person, day=as_of)]
    for team in record:
        lines += ["", f"{team.name} ({team.team})", *(f"  {line}" for line in _stored(team, language))]
        for head, windows in record_parts(team, as_of):
            lines += ["", f"  {say(head)}"]
            for own in windows:
                lines += _window(own, as_of, language)
        besides = rows_besides(team)
        if besides:
            lines += ["", "  " + say("Logged besides")]
            lines += [line for row in besides for line in _row(row, language)]
    lines += [
        "",
        say("A row that is wrong is contested, and then counts for nothing:"),
        f"  outbound mine --person {person} --contest DAY SERVICE",
        say("Everything that is stored:"),
        f"  outbound export --person {person}",
    ]
    return "\n".join(lines) + "\n"


def _stored(team: TeamRecord, language: Language) -> Iterator[str]:
    say, counted = language.say, language.counted
    for stay in team.stays:
        facts = [say("in the team {span}", span=_span(stay.first, stay.last_day, language))]
        facts += [say("coach {coach}", coach=stay.coach)] if stay.coach else []
        facts += [say("group {group}", group=stay.group)] if stay.group else []
        yield ", ".join(facts)
    for role in team.roles:
        yield say("leader") if role == "leader" else say("coach")
    for absence in team.absences:
        yield say("away {span}", span=_span(absence.first, absence.last_day, language))
    for one in team.waivers:
        span = _span(one.first, one.last_day, language)
        if one.member:
            yield say("waiver {id}: {service} {span}", id=one.id, service=one.service, span=span)
        else:
            yield say("waiver {id} of the team: {service} {span}", id=one.id, service=one.service, span=span)
    if team.gave:
        yield counted(
            "gave {number} touchpoint to others", "gave {number} touchpoints to others", len(team.gave)
        )
    if team.answers:
        yield counted(
            "answered {number} broken promise", "answered {number} broken promises", len(team.answers)
        )
    if team.approved:
        yield counted("approved {number} waiver", "approved {number} waivers", len(team.approved))


def _span(first: int, last: int, language: Language) -> str:
    if last == date.max.toordinal():
        return language.say("from {first} on", first=iso(first))
    return language.say("from {first} to {last}", first=iso(first), last=iso(last))


def _window(own: RecordWindow, as_of: int, language: Language) -> Iterator[str]:
    window, say, title = own.window, language.say, own.service.read_in(language.code).title
    whose = title if window.member else say("{service} (the team as one)", service=title)
    first, last = iso(window.first), iso(window.last)
    yield "    " + say("{service}, {first} to {last}", service=whose, first=first, last=last)
    yield f"      {window_outcome(own, as_of, iso, language)}"
    since, clause = iso(own.agreed.first), terms_clause(own.agreed, language)
    yield from _wrapped(say("agreed from {day}: {terms}", day=since, terms=clause))
    yield f"        {own.agreed.place}"
    for row in own.rows:
        yield from _row(row, language)


def _row(row: RecordRow, language: Language) -> Iterator[str]:
    state, *said = row_words(row, language)
    yield from _wrapped(", ".join([f"{iso(row.day)} {row.service} {state}", row.initiative, *said]))
    if row.note:
        yield from _wrapped("  " + language.say("counts for nothing: {why}", why=language.say(row.note)))
    yield f"        {row.place}"


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(
        words, 78, initial_indent="      ", subsequent_indent="        ", break_long_words=False
    )


def record_as_json(person: str, record: Record, as_of: date) -> str:
    """Return the record as JSON, everything in it."""
    document = {
        "schema": 1,
        "person": person,
        "as_of": as_of.isoformat(),
        "teams": [_team(team, as_of) for team in record],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _team(team: TeamRecord, as_of: int) -> dict[str, object]:
    return {
        "team": team.team,
        "roles": list(team.roles),
        "stays": [
            {
                "from": _day(one.first),
                "to": _day(one.last_day),
                "coach": one.coach,
                "group": one.group,
            }
            for one in team.stays
        ],
        "absences": [{"from": _day(one.first), "to": _day(one.last_day)} for one in team.absences],
        "waivers": [
            {
                "id": one.id,
                "service": one.service,
                "from": _day(one.first),
                "to": _day(one.last_day),
            }
            for one in team.waivers
        ],
        "gave": [
            {
                "date": iso(row.day),
                "service": row.service,
                "initiative": row.initiative,
                "state": row.state,
                "place": str(row.place),
            }
            for row in team.gave
        ],
        "answers": [
            {
                "service": one.service,
                "period": one.period,
                "answered_on": one.answered_on.isoformat(),
                "plan": one.plan,
            }
            for one in team.answers
        ],
        "approved": [one.id for one in team.approved],
        "windows": [
            {
                "service": own.service.id,
                "member": own.window.member,
                "from": iso(own.window.first),
                "to": iso(own.window.last),
                "state": own.window.state.value,
                "outcome": window_outcome(own, as_of, iso),
                "by": _day(own.by),
                "terms": terms_clause(own.agreed),
                "agreed_from": iso(own.agreed.first),
                "clause": str(own.agreed.place),
            }
            for own in team.windows
        ],
        "rows": [
            {
                "date": iso(row.day),
                "service": row.service,
                "given_by": row.given_by,
                "initiative": row.initiative,
                "state": row.state,
                "acknowledged": row.acknowledged,
                "counts": not row.note,
                "why_not": row.note,
                "place": str(row.place),
            }
            for row in team.rows
        ],
    }


def _day(day: int | None) -> str | None:
    return None if day is None or day >= date.max.toordinal() else iso(day)


_COLUMNS = (
    "team", "role", "date", "service", "given_by", "initiative", "state", "acknowledged", "counts", "why_not",
    "window_from", "window_to", "outcome", "agreed_from", "clause", "place",
)  # fmt: skip


def record_as_csv(record: Record, as_of: date) -> str:
    """Return every row of the log about a person, each once, with the window and clause it belongs to.

    A value a spreadsheet would run is written with an apostrophe before it.
    """
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n")
    table.writerow(_COLUMNS)
    for team in record:
        windows = {row.place: own for own in team.windows for row in own.rows}
        for row in team.rows:
            own = windows.get(row.place)
            table.writerow(map(_inert, _cells(team.team, "received", row, own, as_of)))
        for row in team.gave:
            table.writerow(map(_inert, _cells(team.team, "gave", row, None, as_of)))
    return made.getvalue()


def _cells(team: str, role: str, row: RecordRow, own: RecordWindow | None, as_of: int) -> Iterator[str]:
    yield from (
        team,
        role,
        iso(row.day),
        row.service,
        row.given_by,
        row.initiative,
        row.state,
        row.acknowledged,
    )
    yield from ("", "") if role == "gave" else ("no" if row.note else "yes", row.note)
    if own is None:
        yield from ("", "", "", "", "")
    else:
        window = own.window
        yield from (
            iso(window.first),
            iso(window.last),
            window_outcome(own, as_of, iso),
            iso(own.agreed.first),
        )
        yield str(own.agreed.place)
    yield str(row.place)


def _inert(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value
