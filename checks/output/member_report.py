"""`outbound mine`: a person's own record, as text for their terminal, and as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import TextWrapper

from checks.engine.member_record import RecordRow, RecordWindow, TeamRecord
from checks.model.base import Span
from checks.model.team import Stay
from checks.model.waivers import Answer
from checks.output.formats import csv_text, json_text
from checks.output.invitation_words import Name
from checks.output.member_words import (
    own_initiative,
    record_parts,
    row_words,
    rows_besides,
    terms_clause,
    window_outcome,
)
from checks.wording.language import ENGLISH, Language, numbered
from checks.wording.measures import iso, iso_or_none
from checks.wording.roles import ROLES

Record = Sequence["TeamRecord"]


def record_as_text(
    person: str, record: Record, as_of: date, language: Language = ENGLISH, name: Name = str
) -> str:
    """Return the record in words, what runs now on top, then the rest, the latest first; `name` says how people are called."""
    say, today, who = language.say, as_of, name(person)
    lines = [
        say("Record of {person} as of {day}: what to expect, and what is logged.", person=who, day=as_of)
    ]
    for team in record:
        lines += ["", f"{team.name} ({team.team})", *(f"  {line}" for line in _stored(team, language, name))]
        for heading, windows in record_parts(team, today):
            lines += ["", f"  {say(heading)}"]
            lines += [line for window in windows for line in _window(window, today, language, name)]
        besides = rows_besides(team)
        if besides:
            lines += ["", "  " + say("Also logged")]
            lines += [line for row in besides for line in _row(row, language, name)]
    lines += [
        "",
        say("If an entry is wrong, dispute it. It then no longer counts. Run:"),
        f"  outbound mine --person {person} --contest DAY SERVICE",
        say("To see everything that is stored, run:"),
        f"  outbound export --person {person}",
    ]
    return "\n".join(lines) + "\n"


def _stored(team: TeamRecord, language: Language, name: Name) -> Iterator[str]:
    say, counted = language.say, language.counted
    for stay in team.stays:
        yield ", ".join(_stay_facts(stay, language, name))
    yield from (say(ROLES[role]) for role in team.roles)
    for absence in team.absences:
        yield say("away {span}", span=_span_words(absence, language))
    for waiver in team.waivers:
        span = _span_words(waiver, language)
        if waiver.member:
            yield say("waiver {id}: {service} {span}", id=waiver.id, service=waiver.service, span=span)
        else:
            yield say(
                "waiver {id} for the team: {service} {span}", id=waiver.id, service=waiver.service, span=span
            )
    for correction in team.corrections:
        yield say("correction {id} {span}", id=correction.id, span=_span_words(correction, language))
    for forms, entries in (
        (numbered("gave {number} touchpoint to others", "gave {number} touchpoints to others"), team.gave),
        (numbered("wrote {number} plan", "wrote {number} plans"), team.answers),
        (numbered("approved {number} waiver", "approved {number} waivers"), team.approved),
    ):
        if entries:
            yield counted(*forms, len(entries))


def _stay_facts(stay: Stay, language: Language, name: Name) -> Iterator[str]:
    say = language.say
    yield say("in the team {span}", span=_span_words(stay, language))
    if stay.coach:
        yield say("coach {coach}", coach=name(stay.coach))
    if stay.group:
        yield say("group {group}", group=stay.group)
    for entry in stay.described_as:
        yield say("described as {group} {span}", group=entry.group, span=_span_words(entry, language))
    if stay.moved_from:
        yield say("before that in the team {team}", team=stay.moved_from)
    if stay.moved_to:
        yield say("then in the team {team}", team=stay.moved_to)


def _span_words(span: Span, language: Language) -> str:
    if span.last is None:
        return language.say("since {first}", first=span.first)
    return language.say("from {first} to {last}", first=span.first, last=span.last)


def _window(record: RecordWindow, as_of: date, language: Language, name: Name) -> Iterator[str]:
    window, say, title = record.window, language.say, record.service.read_in(language.code).title
    service = title if window.member else say("{service} (whole team)", service=title)
    first, last = iso(window.first), iso(window.last)
    yield "    " + say("{service}, {first} to {last}", service=service, first=first, last=last)
    yield f"      {window_outcome(record, as_of, iso, language)}"
    asked = own_initiative(record, iso, language)
    yield from _wrapped(asked) if asked else ()
    since, clause = iso(record.agreed.first), terms_clause(record.agreed, language)
    yield from _wrapped(say("agreed from {day}: {terms}", day=since, terms=clause))
    yield f"        {record.agreed.place}"
    for row in record.rows:
        yield from _row(row, language, name)


def _row(row: RecordRow, language: Language, name: Name) -> Iterator[str]:
    state, *acknowledged = row_words(row, language, name)
    yield from _wrapped(", ".join([f"{iso(row.day)} {row.service} {state}", row.initiative, *acknowledged]))
    if row.note:
        yield from _wrapped("  " + language.say("does not count: {why}", why=language.say(row.note)))
    yield f"        {row.place}"


def _wrapped(words: str) -> list[str]:
    return TextWrapper(78, "      ", "        ", break_long_words=False).wrap(words)


def record_as_json(person: str, record: Record, as_of: date, unread: Sequence[str] = ()) -> str:
    """Return the record as JSON, everything in it; `unread` are the teams and services that could not be read."""
    teams = [_team(team, as_of) for team in record]
    whole = {
        "schema": 1,
        "person": person,
        "as_of": as_of.isoformat(),
        "unread": list(unread),
        "teams": teams,
    }
    return json_text(whole, indent=1)


def _stay(stay: Stay) -> dict[str, object]:
    keys = ("coach", "group", "moved_from", "moved_to")
    described = [{"group": entry.group, **_from_to(entry)} for entry in stay.described_as]
    return {**_from_to(stay), **{key: getattr(stay, key) for key in keys}, "described_as": described}


def _team(team: TeamRecord, as_of: date) -> dict[str, object]:
    return {
        "team": team.team,
        "roles": list(team.roles),
        "stays": list(map(_stay, team.stays)),
        "absences": [_from_to(absence) for absence in team.absences],
        "waivers": [
            {"id": waiver.id, "service": waiver.service, **_from_to(waiver)} for waiver in team.waivers
        ],
        "gave": [
            {"date": iso(row.day), **_fields(row, "service", "initiative", "state"), "place": str(row.place)}
            for row in team.gave
        ],
        "answers": [
            {
                **_fields(answer, "service", "period"),
                "answered_on": answer.answered_on.isoformat(),
                "plan": answer.plan,
            }
            for answer in team.answers
        ],
        "approved": [waiver.id for waiver in team.approved],
        "corrections": [
            {"id": entry.id, "what": entry.what, **_from_to(entry), "record": entry.record}
            for entry in team.corrections
        ],
        "windows": [
            {
                "service": record.service.id,
                "member": record.window.member,
                "from": iso(record.window.first),
                "to": iso(record.window.last),
                "state": record.window.state.value,
                "outcome": window_outcome(record, as_of, iso),
                "by": iso_or_none(record.by),
                "terms": terms_clause(record.agreed),
                "agreed_from": iso(record.agreed.first),
                "clause": str(record.agreed.place),
            }
            for record in team.windows
        ],
        "rows": [
            {
                "date": iso(row.day),
                **_fields(row, "service", "given_by", "initiative", "state", "acknowledged"),
                "counts": not row.note,
                "why_not": row.note,
                "place": str(row.place),
            }
            for row in team.rows
        ],
    }


def _fields(entry: RecordRow | Answer, *names: str) -> dict[str, object]:
    return {name: getattr(entry, name) for name in names}


def _from_to(span: Span) -> dict[str, str | None]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat() if span.last else None}


_COLUMNS = (
    "team", "role", "date", "service", "given_by", "initiative", "state", "acknowledged", "counts", "why_not",
    "window_from", "window_to", "outcome", "agreed_from", "clause", "place",
)  # fmt: skip


def record_as_csv(record: Record, as_of: date) -> str:
    """Return every row of the log about a person, each once, with the window and clause it belongs to.

    A value a spreadsheet would run is written with an apostrophe before it.
    """
    rows: list[tuple[str, ...]] = []
    for team in record:
        windows = {row.place: window for window in team.windows for row in window.rows}
        for row in team.rows:
            counts = "no" if row.note else "yes"
            window = _window_cells(windows.get(row.place), as_of)
            rows.append((team.team, "received", *_row_cells(row), counts, row.note, *window, str(row.place)))
        rows += [(team.team, "gave", *_row_cells(row), *("",) * 7, str(row.place)) for row in team.gave]
    inert = (
        [f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value for value in row]
        for row in rows
    )
    return csv_text(_COLUMNS, inert)


def _row_cells(row: RecordRow) -> tuple[str, ...]:
    return iso(row.day), row.service, row.given_by, row.initiative, row.state, row.acknowledged


def _window_cells(record: RecordWindow | None, as_of: date) -> tuple[str, ...]:
    if record is None:
        return "", "", "", "", ""
    first, last = iso(record.window.first), iso(record.window.last)
    outcome = window_outcome(record, as_of, iso)
    return first, last, outcome, iso(record.agreed.first), str(record.agreed.place)
