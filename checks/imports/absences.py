"""Days away from a table or from out-of-office entries, as absences that rosters do not have yet.

Only person and days are read, never a reason. Days that a roster has are not added again. A leave that a table has
with the same first day and an earlier end is shortened; nothing else is taken away.
Leave that would make more than a third of a team absent at once is set apart: often a column was taken for another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from checks.engine.date_spans import DateSpans
from checks.imports.event_matching import Occurrence
from checks.imports.leave_ends import Numbered, absences_of, end_absences, joined_days, longer_absences
from checks.imports.people_rows import DaysAway
from checks.imports.roster_changes import NewEntry, RosterChange, presence
from checks.model.base import FOREVER
from checks.model.team import Team
from checks.wording.measures import plural

OUT_OF_OFFICE = "out of office"
"""What the title of an entry holds when somebody is away, in small letters."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ManyAway:
    """Days on which more than a third of a team would be away: how many of how many at most, and by which lines."""

    team: str
    number: int
    members: int
    first: date
    last: date
    lines: tuple[int, ...]


def absences_in_calendar(
    occurrences: Iterable[Occurrence], owner: str | None
) -> tuple[list[DaysAway], list[str]]:
    """Return the entries that say somebody is away, and a line for each that does not say who or when.

    `owner` is whose calendar it is, where its entries name nobody.
    """
    away: list[DaysAway] = []
    notes: list[str] = []
    for entry in occurrences:
        if (not entry.away and OUT_OF_OFFICE not in entry.titles) or entry.status == "CANCELLED":
            continue
        edge = timedelta(days=0 if entry.all_day else 1)  # of a day that is begun or ended somebody is there
        first, last = entry.day + edge, entry.last - edge
        person = entry.organiser or (next(iter(entry.answers)) if len(entry.answers) == 1 else "") or owner
        if last >= first and person:
            away.append(DaysAway(0, person, first, last))
        else:
            nobody = "it doesn't show who is away. Add the calendar's owner with --person"
            why = "it is shorter than a day, so it is not an absence" if last < first else nobody
            notes.append(f"{entry.file}, {entry.shown}, {entry.day}: {why}")
    return away, notes


def add_absences(
    away: Iterable[DaysAway],
    rosters: Mapping[str, Team],
    change: RosterChange,
    only: str | None = None,
    as_of: date = date.min,
) -> None:
    """Add to a change what each roster lacks, of one team alone where `only` names it, and a note for who is in none.

    Leave that was over before `as_of` is not shortened.
    """
    members, givers = presence(rosters, change)
    teams_of: defaultdict[str, dict[str, DateSpans]] = defaultdict(dict)
    for team, person in sorted({*members, *givers}):
        stretches = (*members.get((team, person), ()), *givers.get((team, person), ()))
        teams_of[person][team] = DateSpans.joined(stretches)
    by_person: defaultdict[str, list[DaysAway]] = defaultdict(list)
    for absence in away:
        by_person[absence.person].append(absence)
    for person, spans in sorted(by_person.items()):
        if person not in teams_of and only is None:
            change.notes.append(f"{person} is in no team ({plural(len(spans), 'row')})")
        for team, present in teams_of.get(person, {}).items():
            if only in (None, team):
                _add(spans, present, team, absences_of(rosters.get(team), person), change, as_of)


def _add(
    away: Sequence[DaysAway],
    present: DateSpans,
    team: str,
    entries: Numbered,
    change: RosterChange,
    as_of: date,
) -> None:
    """Add the days away of one person that a roster lacks, of those that touch the days they are `present`."""
    ends = end_absences(away, team, entries, change, as_of)
    longer = longer_absences(away, entries)
    known = DateSpans.joined((entry.first, ends.get(at, entry.last_day)) for at, entry in entries)
    for first, last in joined_days(away) - known:
        if present.clip(first, last):
            lines = (span.line for span in away if span.first <= last and (span.last or FOREVER) >= first)
            end = None if last == FOREVER else last
            extends = longer.get(first) if end else None
            change.absences.append(NewEntry(team, away[0].person, first, end, next(lines, 0), extends))


def many_away(rosters: Mapping[str, Team], change: RosterChange) -> list[ManyAway]:
    """Return where absences that are added would make more than a third of a team absent at once."""
    members, _ = presence(rosters, change)
    added = sorted({absence.team for absence in change.absences})
    by_team: defaultdict[str, list[tuple[str, DateSpans]]] = defaultdict(list)
    for (team, person), stretches in members.items():
        if team in added:
            by_team[team].append((person, DateSpans.joined(stretches)))
    crowded = (_crowded(team, by_team[team], change.of_team(team), rosters.get(team)) for team in added)
    return [stretch for stretch in crowded if stretch]


def _crowded(
    team: str, members: Sequence[tuple[str, DateSpans]], change: RosterChange, roster: Team | None
) -> ManyAway | None:
    """Return the days on which most of a team would be away, of those on which more than a third would."""
    away = _days_away(change, roster)
    steps: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for person, present in members:
        for at, span in enumerate((present, DateSpans.joined(away[person]) & present)):
            for first, last in span:
                steps[first][at] += 1
                steps[last + _DAY][at] -= 1
    stretches = [
        (number, there, first, last)
        for number, there, first, last in _levels(steps)
        if 3 * number > there and any(_overlap(absence, first, last) for absence in change.absences)
    ]
    if not stretches:
        return None
    number, there, first, last = max(stretches, key=lambda level: (Fraction(level[0], level[1]), level[0]))
    lines = {absence.line for absence in change.absences for *_, a, b in stretches if _overlap(absence, a, b)}
    return ManyAway(team, number, there, first, last, tuple(sorted(lines)))


def _days_away(change: RosterChange, roster: Team | None) -> Mapping[str, list[tuple[date, date]]]:
    """Return the absences of a team by person, with a change of this team made."""
    ends = {end.at: end.last for end in (*change.absence_ends, *change.absence_cuts)}
    away: defaultdict[str, list[tuple[date, date]]] = defaultdict(list)
    for at, entry in enumerate(roster.absences if roster else ()):
        away[entry.person].append((entry.first, ends.get(at, entry.last_day)))
    for absence in change.absences:
        away[absence.person].append((absence.first, absence.last or FOREVER))
    return away


def _levels(steps: Mapping[date, Sequence[int]]) -> Iterator[tuple[int, int, date, date]]:
    """Yield stretches of days with the same people: how many are away, how many there are, first and last day."""
    there = number = 0
    days = sorted(steps)
    for day, after in zip(days, [*days[1:], FOREVER + _DAY], strict=True):
        there += steps[day][0]
        number += steps[day][1]
        if number and day < after:
            yield number, there, day, after - _DAY


def _overlap(absence: NewEntry, first: date, last: date) -> bool:
    return absence.first <= last and (absence.last or FOREVER) >= first


def open_absences(away: Iterable[DaysAway], rosters: Mapping[str, Team], as_of: date) -> Iterator[str]:
    """Yield who is away until further notice by a roster, and not away by a table that names leave."""
    people = {absence.person for absence in away if (absence.last or FOREVER) >= as_of}
    for team in rosters.values():
        lacking = sorted(
            {entry.person for entry in team.absences if entry.last is None and entry.first <= as_of} - people
        )
        for person in lacking:
            yield (
                f"{person} is away until further notice in data/teams/{team.id}/team.yaml, but has no leave in the "
                "table. If this person is back, give the absence a `to`"
            )
