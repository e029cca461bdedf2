"""Read days away from a table or from out-of-office entries, as absences a roster does not have yet.

Only person and days are read, never a reason. Days that a roster has are not added again, and nothing is
removed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from checks.engine.date_spans import DateSpans
from checks.imports.event_matching import Occurrence
from checks.imports.people_table import TableRow
from checks.imports.roster import NoSpanError, days_in
from checks.loading.csv_columns import BadRow
from checks.model.base import FOREVER
from checks.model.team import Coach, Leader, Stay, Team

OUT_OF_OFFICE = "out of office"
"""What the title of an entry holds when somebody is away, in small letters."""


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
    """Return the days away that a table lists, and the rows that could not be read."""
    away: list[AwaySpan] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            away.append(AwaySpan(*days_in(row, people)))
        except NoSpanError as error:
            bad.append(BadRow(row.line, str(error)))
    return away, bad


def absences_in_calendar(
    occurrences: Iterable[Occurrence], owner: str | None
) -> tuple[list[AwaySpan], list[str]]:
    """Return the entries that say somebody is away, and a line for each that does not say who or when.

    `owner` is whose calendar it is, where its entries name nobody.
    """
    away: list[AwaySpan] = []
    notes: list[str] = []
    for entry in occurrences:
        if (not entry.away and OUT_OF_OFFICE not in entry.titles) or entry.status == "CANCELLED":
            continue
        edge = timedelta(days=0 if entry.all_day else 1)  # of a day that is begun or ended somebody is there
        first, last = entry.day + edge, entry.last - edge
        person = entry.organiser or (next(iter(entry.answers)) if len(entry.answers) == 1 else "") or owner
        if last >= first and person:
            away.append(AwaySpan(person, first, last))
        else:
            nobody = "it doesn't show who is away. Add the calendar's owner with --person"
            why = "it is shorter than a day, so it is not an absence" if last < first else nobody
            notes.append(f"{entry.file}, {entry.shown}, {entry.day}: {why}")
    return away, notes


def new_absences(
    away: Iterable[AwaySpan], teams: Mapping[str, Team], only: str | None = None
) -> tuple[list[NewAbsences], list[str]]:
    """Return what each roster lacks, of one team alone where `only` names it, and a line for who is in none."""
    by_person: defaultdict[str, list[tuple[date, date]]] = defaultdict(list)
    for absence in away:
        by_person[absence.person].append((absence.first, absence.last or FOREVER))
    adds: list[NewAbsences] = []
    notes: list[str] = []
    for person, spans in sorted(by_person.items()):
        present = {team.id: days for team in teams.values() if (days := _days_in_team(person, team))}
        if not present and only is None:
            notes.append(f"{person} is not in any team ({len(spans)} {'row' if len(spans) == 1 else 'rows'})")
        for team, days in present.items():
            if only in (None, team):
                adds += (NewAbsences(team, span) for span in _lacking(person, spans, days, teams[team]))
    return adds, notes


def _days_in_team(person: str, team: Team) -> DateSpans:
    """Return the days on which a person is a member of a team, or may give in it."""
    spans: tuple[Stay | Leader | Coach, ...] = (*team.members, *team.leaders, *team.coaches)
    return DateSpans.of(span for span in spans if span.person == person)


def _lacking(
    person: str, away: Iterable[tuple[date, date]], present: DateSpans, team: Team
) -> Iterator[AwaySpan]:
    """Yield the days away that a roster lacks, of those that touch the days the person is `present`."""
    known = DateSpans.of(span for span in team.absences if span.person == person)
    for first, last in DateSpans.joined(away) - known:
        if present.clip(first, last):
            yield AwaySpan(person, first, None if last == FOREVER else last)
