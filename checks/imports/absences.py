"""Days away, from a table or from out-of-office entries, as absences a roster does not have yet.

A person and days; a reason is never read. What a roster has already is not added again, and nothing it has
is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checks.engine.spans import union, without
from checks.imports.people_table import BadRow, TableRow, parse_table_day
from checks.imports.roster import person_in, why_no_span
from checks.model.base import FOREVER

if TYPE_CHECKING:
    from checks.imports.event_matching import Occurrence
    from checks.model.team import Team

OUT_OF_OFFICE = "out of office"
"""What the title of an entry says, or its status, when somebody is away."""


@dataclass(frozen=True, slots=True)
class AwaySpan:
    """Days somebody is away, both included; without a last day until further notice."""

    person: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class NewAbsences:
    """An absence to be added to a team's roster."""

    team: str
    away: AwaySpan


def absences_in_table(
    rows: Iterable[TableRow], people: Mapping[str, str]
) -> tuple[list[AwaySpan], list[BadRow]]:
    """Return the rows of a table as days away, and those that are none."""
    found: list[AwaySpan] = []
    bad: list[BadRow] = []
    for row in rows:
        person = person_in(row.values["person"], people)
        first, last = parse_table_day(row.values["from"]), parse_table_day(row.values["to"])
        why = why_no_span(row, person, first, last)
        if why or first is None:
            bad.append(BadRow(row.line, why))
        else:
            found.append(AwaySpan(person, first, last))
    return found, bad


def absences_in_calendar(
    occurrences: Iterable[Occurrence], owner: str | None
) -> tuple[list[AwaySpan], list[str]]:
    """Return the entries that say somebody is away, and a line for each that does not say who or when.

    `owner` is whose calendar it is, where its entries name nobody.
    """
    found: list[AwaySpan] = []
    told: list[str] = []
    for one in occurrences:
        if (not one.away and OUT_OF_OFFICE not in one.titles) or one.status == "CANCELLED":
            continue
        first, last = (one.day, one.last) if one.all_day else (one.day + _A_DAY, one.last - _A_DAY)
        who = one.organiser or (next(iter(one.answers)) if len(one.answers) == 1 else "") or owner
        if last < first:
            why = "it is no whole day"
        elif not who:
            why = "it does not say who is away; name whose calendar it is with --person"
        else:
            found.append(AwaySpan(who, first, last))
            continue
        told.append(f"{one.file}, {one.shown}, {one.day}: {why}")
    return found, told


_A_DAY = timedelta(days=1)


def new_absences(
    away: Iterable[AwaySpan], teams: Mapping[str, Team], only: str | None = None
) -> tuple[list[NewAbsences], list[str]]:
    """Return what each roster lacks, of one team alone where `only` names it, and a line for who is in none."""
    by_person: dict[str, list[tuple[int, int]]] = {}
    for one in away:
        last = one.last.toordinal() if one.last else FOREVER
        by_person.setdefault(one.person, []).append((one.first.toordinal(), last))
    adds: list[NewAbsences] = []
    told: list[str] = []
    for person, spans in sorted(by_person.items()):
        on = [team for team in teams.values() if person in _roster(team)]
        if not on and only is None:
            told.append(f"{person} is in no team ({len(spans)} {'row' if len(spans) == 1 else 'rows'})")
        for team in on:
            if only in (None, team.id):
                adds += (NewAbsences(team.id, one) for one in _lacking(person, spans, team))
    return adds, told


def _roster(team: Team) -> set[str]:
    return {one.person for entries in (team.members, team.leaders, team.coaches) for one in entries}


def _lacking(person: str, spans: Sequence[tuple[int, int]], team: Team) -> Iterable[AwaySpan]:
    """Yield the days a roster lacks, of those on which the person is in the team or gives."""
    there = union(
        (one.first_number, one.last_number)
        for entries in (team.members, team.leaders, team.coaches)
        for one in entries
        if one.person == person
    )
    known = union((one.first_number, one.last_number) for one in team.absences if one.person == person)
    for first, last in without(union(spans), known):
        if any(begin <= last and first <= end for begin, end in there):
            yield AwaySpan(
                person, date.fromordinal(first), None if last == FOREVER else date.fromordinal(last)
            )
