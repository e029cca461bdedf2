"""`outbound mine`: a person's own record, as text for their terminal, and as JSON."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from checks.coverage.own_words import outcome, parts, rows_besides, terms
from checks.coverage.wording import iso, plural

if TYPE_CHECKING:
    from checks.coverage.own import OwnRow, OwnTeam, OwnWindow

Record = Sequence["OwnTeam"]


def text(person: str, record: Record, as_of: date) -> str:
    """Return the record in words, what runs now on top, then the rest, the latest first."""
    lines = [f"What is owed to {person}, and what is logged, as of {as_of}."]
    for team in record:
        lines += ["", f"{team.name} ({team.team})", *_stored(team)]
        for head, windows in parts(team, as_of.toordinal()):
            lines += ["", f"  {head}"]
            for own in windows:
                lines += _window(own, as_of.toordinal())
        besides = rows_besides(team)
        if besides:
            lines += ["", "  Logged besides", *(line for row in besides for line in _row(row))]
    lines += [
        "",
        "A row that is wrong is contested, and then counts for nothing:",
        f"  outbound mine --person {person} --contest DAY SERVICE",
        "Everything that is stored:",
        f"  outbound export --person {person}",
    ]
    return "\n".join(lines) + "\n"


def _stored(team: OwnTeam) -> Iterator[str]:
    for stay in team.stays:
        coach = f", coach {stay.coach}" if stay.coach else ""
        group = f", group {stay.group}" if stay.group else ""
        yield f"  in the team {_span(stay.first_number, stay.last_number)}{coach}{group}"
    for role in team.roles:
        yield f"  {role}"
    for absence in team.absences:
        yield f"  away {_span(absence.first_number, absence.last_number)}"
    for waiver in team.waivers:
        who = "" if waiver.member else " of the team"
        yield f"  waiver {waiver.id}{who}: {waiver.service} {_span(waiver.first_number, waiver.last_number)}"
    if team.gave:
        yield f"  gave {plural(len(team.gave), 'touchpoint')} to others"
    if team.answers:
        yield f"  answered {plural(len(team.answers), 'broken promise')}"
    if team.approved:
        yield f"  approved {plural(len(team.approved), 'waiver')}"


def _span(first: int, last: int) -> str:
    return f"from {iso(first)}" + (f" to {iso(last)}" if last < date.max.toordinal() else " on")


def _window(own: OwnWindow, as_of: int) -> Iterator[str]:
    window = own.window
    whose = "" if window.member else " (the team as one)"
    yield f"    {own.service.title}{whose}, {iso(window.first)} to {iso(window.last)}"
    yield f"      {outcome(own, as_of, iso)}"
    yield from _wrapped(f"agreed from {iso(own.agreed.first)}: {terms(own.agreed)}")
    yield f"        {own.agreed.place}"
    for row in own.rows:
        yield from _row(row)


def _row(row: OwnRow) -> Iterator[str]:
    who = f" by {row.given_by}" if row.given_by else ""
    said = {"yes": ", you confirmed it", "no": ", you contested it"}.get(row.acknowledged, "")
    yield from _wrapped(f"{iso(row.day)} {row.service} {row.state}{who}, {row.initiative}{said}")
    if row.note:
        yield from _wrapped(f"  counts for nothing: {row.note}")
    yield f"        {row.place}"


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(
        words, 78, initial_indent="      ", subsequent_indent="        ", break_long_words=False
    )


def as_json(person: str, record: Record, as_of: date) -> str:
    """Return the record as JSON, everything in it."""
    document = {
        "schema": 1,
        "person": person,
        "as_of": as_of.isoformat(),
        "teams": [_team(team, as_of.toordinal()) for team in record],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _team(team: OwnTeam, as_of: int) -> dict[str, object]:
    return {
        "team": team.team,
        "roles": list(team.roles),
        "stays": [
            {
                "from": _day(one.first_number),
                "to": _day(one.last_number),
                "coach": one.coach,
                "group": one.group,
            }
            for one in team.stays
        ],
        "absences": [{"from": _day(one.first_number), "to": _day(one.last_number)} for one in team.absences],
        "waivers": [
            {
                "id": one.id,
                "service": one.service,
                "from": _day(one.first_number),
                "to": _day(one.last_number),
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
                "outcome": outcome(own, as_of, iso),
                "by": _day(own.by),
                "terms": terms(own.agreed),
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


def as_csv(record: Record, as_of: date) -> str:
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
            table.writerow(map(_inert, _cells(team.team, "received", row, own, as_of.toordinal())))
        for row in team.gave:
            table.writerow(map(_inert, _cells(team.team, "gave", row, None, as_of.toordinal())))
    return made.getvalue()


def _cells(team: str, role: str, row: OwnRow, own: OwnWindow | None, as_of: int) -> Iterator[str]:
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
        yield from (iso(window.first), iso(window.last), outcome(own, as_of, iso), iso(own.agreed.first))
        yield str(own.agreed.place)
    yield str(row.place)


def _inert(value: str) -> str:
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value
