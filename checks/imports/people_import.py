"""From a recognised table of people or absences to what changes in rosters: the one way, for a new playbook and for an old one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta

from checks.imports.absences import ManyAway, add_absences, many_away, open_absences
from checks.imports.column_recognition import ColumnPlan
from checks.imports.group_changes import describe_members, table_groups
from checks.imports.leave_ends import called_off_absences
from checks.imports.managers import reporting_lines
from checks.imports.people_rows import (
    KnownPeople,
    PeopleRows,
    people_rows,
    person_id,
    plain_person,
)
from checks.imports.roster_changes import LEADERLESS, ImportDays, RosterChange, compare_rosters
from checks.imports.team_structure import KnownTeams, team_structure
from checks.loading.csv_columns import BadRow
from checks.model.base import FOREVER
from checks.store.people_file import NamedPerson

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """What a table changes, the rows that are refused, and who is who in it; `labels` are teams by what it calls them."""

    change: RosterChange
    bad: tuple[BadRow, ...] = ()
    crowded: tuple[ManyAway, ...] = ()
    people: tuple[NamedPerson, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


def import_people(
    plan: ColumnPlan,
    people: KnownPeople,
    teams: KnownTeams,
    days: ImportDays,
    only: str | None = None,
    group_words: Mapping[str, str] | None = None,
) -> PeopleImport:
    """Return what a table of people changes: memberships, leaders, teams above, groups and leave, in one go.

    `group_words` are ids of groups that describe members, or `none`, by what the table calls them.
    """
    read = people_rows(plan, people)
    lines, circled = reporting_lines(read.rows, people, days.as_of)
    structure = team_structure(lines, teams, days.as_of)
    with_managers = "manager" in plan.columns
    change = compare_rosters(structure, teams, days, only, with_managers=with_managers)
    change.notes = [*read.notes, *structure.notes, *change.notes]
    described = read.rows if "groups" in plan.columns else ()
    groups = table_groups(described, teams.groups, group_words or {}, days.as_of)
    describe_members(change, groups, teams.rosters, days.as_of, only)
    _add_leave(read, teams, change, days, only)
    if "leave_from" in plan.columns:
        inside = {row.person for row in read.rows}
        shown = {name: team for name, team in teams.rosters.items() if only in (None, name)}
        change.notes += (
            note for note in open_absences(read.away, shown, days.as_of) if note.split(" ")[0] in inside
        )
    named = tuple(NamedPerson(row.person, row.name, row.address) for row in read.rows)
    bad = (*read.bad, *circled, *structure.bad)
    labels = {label: team for label, team in structure.labels.items() if team in structure.teams}
    return PeopleImport(change, bad, tuple(many_away(teams.rosters, change)), named, labels)


def import_absences(
    read: PeopleRows, teams: KnownTeams, days: ImportDays, only: str | None = None
) -> PeopleImport:
    """Return which absences a table or a calendar adds; only a table's can be too many at once."""
    change = RosterChange(notes=list(read.notes))
    _add_leave(read, teams, change, days, only)
    crowded = many_away(teams.rosters, change) if any(absence.line for absence in change.absences) else ()
    return PeopleImport(change, read.bad, tuple(crowded))


def _add_leave(
    read: PeopleRows, teams: KnownTeams, change: RosterChange, days: ImportDays, only: str | None
) -> None:
    """Add leave that has not ended before the days that are kept, the first day back among them."""
    kept = [span for span in read.away if (span.last or FOREVER) >= days.kept_from - _DAY]
    old = len(read.away) - len(kept)
    if old:
        words = "absence ended" if old == 1 else "absences ended"
        change.notes.append(
            f"{old} {words} before {days.kept_from} and {'is' if old == 1 else 'are'} not added"
        )
    add_absences(kept, teams.rosters, change, only, days.as_of)
    shown = {name: team for name, team in teams.rosters.items() if only in (None, name)}
    change.notes += called_off_absences(read.called_off, shown, days.as_of)


def without_crowds(result: PeopleImport) -> PeopleImport:
    """Return an import without the leave that would make more than a third of a team absent at once, refused by line."""
    lines = {line: crowd for crowd in result.crowded for line in crowd.lines}
    change = replace(result.change)
    change.absences = [absence for absence in change.absences if absence.line not in lines]
    bad = [
        BadRow(line, f"its leave is one of those that {crowd_words(crowd)}")
        for line, crowd in sorted(lines.items())
    ]
    return replace(result, change=change, bad=(*result.bad, *bad), crowded=())


def crowd_words(crowd: ManyAway) -> str:
    """Return in words what many absences would do to a team."""
    last = "" if crowd.last in (FOREVER, crowd.first) else f" to {crowd.last}"
    when = f"{'on' if crowd.last == crowd.first else 'from'} {crowd.first}{last}"
    return f"would make {crowd.number} of {crowd.members} of {crowd.team} absent at once {when}"


def without_teams(result: PeopleImport, teams: Collection[str]) -> PeopleImport:
    """Return an import without new teams: their rows are refused, and who would move there stays where they are."""
    change = result.change
    lost = [join for join in change.joins if join.team in teams]
    moved = {join.person for join in lost}
    parts = {
        part.name: [entry for entry in getattr(change, part.name) if entry.team not in teams]
        for part in fields(change)
        if part.name != "notes"
    }
    left = RosterChange(**parts, notes=[note for note in change.notes if not note.endswith(LEADERLESS)])
    left.ends = [end for end in left.ends if end.person not in moved]
    left.joins = [replace(join, moved_from="") if join.person in moved else join for join in left.joins]
    left.removals = [gone for gone in left.removals if gone.person not in moved]
    left.above = [above for above in left.above if above.above not in teams]
    labels = {team: label for label, team in result.labels.items()}
    bad = [
        BadRow(
            join.line, f"there is no team {labels.get(join.team, join.team)!r} yet, and {LEADERLESS} for it"
        )
        for join in lost
    ]
    known = {label: team for label, team in result.labels.items() if team not in teams}
    return replace(result, change=left, bad=(*result.bad, *bad), labels=known)


def with_new_ids(plan: ColumnPlan, people: KnownPeople, taken: Iterable[str]) -> tuple[KnownPeople, int]:
    """Return who is known with an id for everybody in a table without ids, and how many are new.

    They are known by their address, else by their name; ids are numbers that nobody in `taken` has.
    """
    by_address, by_name = dict(people.by_address), dict(people.by_name)
    numbers = {int(person[2:]) for person in taken if person.startswith("p-") and person[2:].isdigit()}
    number, new = max(numbers, default=0), 0
    for row in plan.table.rows:
        address, name = (_text(plan, row.values, role) for role in ("address", "name"))
        if "given_name" in plan.columns:
            name = f"{_text(plan, row.values, 'given_name')} {_text(plan, row.values, 'family_name')}".strip()
        if not (address or name) or any(
            person_id(text, KnownPeople(by_address, by_name)) for text in (address, name) if text
        ):
            continue
        number, new = number + 1, new + 1
        if address:
            by_address[plain_person(address)] = f"p-{number:04d}"
        else:
            by_name[plain_person(name)] = f"p-{number:04d}"
    return KnownPeople(by_address, by_name), new


def _text(plan: ColumnPlan, values: Sequence[str], role: str) -> str:
    return values[plan.columns[role]] if role in plan.columns else ""
