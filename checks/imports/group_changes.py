"""What a table's column of groups changes: in which groups that describe members somebody is, with the days.

The column is the word on those groups that it names anywhere, or that columns.yaml maps. A group that is not among
them stays as it is in team.yaml: silence takes nobody out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checks.imports.people_rows import PersonRow
from checks.imports.roster_changes import (
    DescribedDays,
    DescriptionEnd,
    DescriptionStart,
    NewEntry,
    RosterChange,
)
from checks.loading.files import printable
from checks.model.team import Stay, Team
from checks.wording.measures import listed, plural

NO_GROUP = "none"
"""What a value is mapped to in columns.yaml if it means no group."""

_DAY = timedelta(days=1)
_SHOWN = 3
"""Values a note names."""


@dataclass(frozen=True, slots=True)
class TableGroups:
    """The groups each person of the table is in on the day it is imported for, or when they begin.

    `settled` are the people all of whose values are known: only they are taken out of a group. `named` are the groups
    the column is the word on.
    """

    groups: Mapping[str, frozenset[str]]
    settled: frozenset[str]
    named: frozenset[str]
    notes: tuple[str, ...] = ()


def table_groups(
    rows: Sequence[PersonRow], known: Mapping[str, str], words: Mapping[str, str], as_of: date
) -> TableGroups:
    """Return what the rows say about groups; `known` are ids by label in lowercase, `words` those of columns.yaml."""
    meanings = {**known, **_mapped(words, known.values())}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    strange: Counter[str] = Counter()
    unsettled = set()
    for row in _current(rows, as_of):
        groups[row.person] |= {
            meanings[label] for value in row.groups if (label := value.casefold()) in meanings
        }
        if unknown := [value for value in row.groups if value.casefold() not in meanings]:
            strange.update(unknown)
            unsettled.add(row.person)
    labels = {value.casefold() for row in rows for value in row.groups}
    named = {meanings[label] for label in labels & meanings.keys()} | set(
        _mapped(words, known.values()).values()
    )
    return TableGroups(
        {person: frozenset(ids - {""}) for person, ids in groups.items()},
        frozenset(groups.keys() - unsettled),
        frozenset(named - {""}),
        tuple(_strange(strange)),
    )


def _mapped(words: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    """Return what columns.yaml maps, by label in lowercase: to a group that describes members, or to none, which is empty."""
    return {
        label.casefold(): "" if group == NO_GROUP else group
        for label, group in words.items()
        if group == NO_GROUP or group in ids
    }


def _current(rows: Sequence[PersonRow], as_of: date) -> Iterator[PersonRow]:
    """Yield each person's rows on a day; of somebody who has none then, those that begin later."""
    now = {row.person for row in rows if row.first <= as_of <= (row.last or date.max)}
    for row in rows:
        if (row.last or date.max) >= as_of and (row.first <= as_of or row.person not in now):
            yield row


def _strange(values: Counter[str]) -> Iterator[str]:
    if not values:
        return
    shown = [
        f"{printable(value[:40])!r} ({plural(rows, 'row')})" for value, rows in values.most_common(_SHOWN)
    ]
    more = [f"{len(values) - _SHOWN} more"] if len(values) > _SHOWN else []
    example = printable(values.most_common(1)[0][0][:40])
    yield (
        f"no group that describes members is called {listed([*shown, *more])}, so no one in these rows leaves a group. "
        f"Add the group to playbook.yaml with `describes: true`. If it is no group, write `{example}: none` below "
        "`groups` in data/columns.yaml"
    )


def describe_members(
    change: RosterChange,
    table: TableGroups,
    rosters: Mapping[str, Team],
    as_of: date,
    only: str | None = None,
) -> None:
    """Add to a change what the table says about groups: from the day a membership begins, else from the as-of day.

    Who leaves a group was in it until the day before. A membership that ends before the as-of day keeps its entries.
    """
    change.joins = [replace(join, described=_of_join(join, table, rosters, as_of)) for join in change.joins]
    gone = {(entry.team, entry.at) for entry in change.removals}
    gone |= {(end.team, end.at) for end in change.ends if end.moved_to or end.last < as_of}
    for team in rosters.values():
        for at, stay in enumerate(team.members if only in (None, team.id) else ()):
            if stay.last_day >= as_of and (team.id, at) not in gone and stay.person in table.groups:
                _describe(change, team.id, at, stay, table, max(as_of, stay.first))
    change.notes += [*table.notes, *_unnamed(table, rosters, as_of, only)]


def _of_join(
    join: NewEntry, table: TableGroups, rosters: Mapping[str, Team], as_of: date
) -> tuple[DescribedDays, ...]:
    wanted = table.groups.get(join.person, frozenset())
    left = table.named - wanted if join.person in table.settled else frozenset()
    carried = [days for days in _carried(join, rosters) if days.group not in left]
    if (join.last or date.max) < as_of:
        return tuple(carried)
    fresh = sorted(wanted - {days.group for days in carried})
    return (*carried, *(DescribedDays(group, join.first, None) for group in fresh))


def _carried(join: NewEntry, rosters: Mapping[str, Team]) -> tuple[DescribedDays, ...]:
    """Return the groups that go along from the team somebody moves from: what lasts until the first day in the new one."""
    before = rosters[join.moved_from].members if join.moved_from in rosters else ()
    return tuple(
        DescribedDays(entry.group, max(entry.first, join.first), entry.last)
        for stay in before
        if stay.person == join.person and stay.first < join.first <= stay.last_day + _DAY
        for entry in stay.described_as
        if entry.last_day >= join.first
    )


def _describe(change: RosterChange, team: str, at: int, stay: Stay, table: TableGroups, day: date) -> None:
    """Add what begins and what ends in one membership on a day."""
    wanted = table.groups[stay.person]
    lasting = {entry.group for entry in stay.described_as if entry.last_day >= day}
    change.described += [
        DescriptionStart(team, stay.person, at, group, day) for group in sorted(wanted - lasting)
    ]
    if stay.person not in table.settled:
        return
    for number, entry in enumerate(stay.described_as):
        if entry.group in table.named - wanted and entry.first <= day <= entry.last_day:
            last = day - _DAY if entry.first < day else None
            change.undescribed.append(DescriptionEnd(team, stay.person, at, number, last))


def _unnamed(table: TableGroups, rosters: Mapping[str, Team], as_of: date, only: str | None) -> Iterator[str]:
    """Yield each group that no row names, and that people of the table are in: silence takes nobody out."""
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for team in rosters.values():
        for stay in team.members if only in (None, team.id) else ():
            for entry in stay.described_as if stay.person in table.groups else ():
                if entry.group not in table.named and entry.last_day >= as_of and stay.last_day >= as_of:
                    inside[entry.group].add(stay.person)
    for group, people in sorted(inside.items()):
        stays = plural(len(people), "person stays", "people stay")
        yield (
            f"no row names the group {group}, so {stays} in it. If the column should end it, map a value to {group} "
            "below `groups` in data/columns.yaml"
        )
