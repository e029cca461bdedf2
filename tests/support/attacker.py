"""An attacker who knows every published cell, who is in which team, what was due, and how it is decided what to show.

Nothing is hidden from them but who was met. They try every way it can have been, publish each as we do,
and keep those that look as what they see: what is the same in all of them, they know.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from checks.publish.suppression import Cell, Count, Shown, publish_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random


class Group(NamedTuple):
    """A team in a quarter: people, windows due to them, and what was agreed."""

    people: int
    due: int
    agreed: Fraction | None = None
    may_miss: int = 0


class Table(NamedTuple):
    """One service of some teams in one quarter, or its teams' own windows, and the smallest group."""

    groups: tuple[Group, ...]
    smallest_group: int
    whole_teams: bool = False


World = tuple[int, ...]
Seen = tuple[tuple[Cell, ...], Cell]


def count(group: Group, met: int) -> Count:
    """Return what stands behind a cell; few enough misses are not flagged."""
    flagged = False if group.due - met <= group.may_miss else None
    return Count(met, group.due, group.people, group.agreed, flagged, may_miss=group.may_miss)


def seen(table: Table, world: World) -> Seen:
    """Return what is published of a world."""
    column = {
        f"t{at}": count(group, met) for at, (group, met) in enumerate(zip(table.groups, world, strict=True))
    }
    cells, total = publish_cells(column, table.smallest_group, whole_teams=table.whole_teams)
    return tuple(cells.values()), total


def worlds(table: Table) -> Iterator[World]:
    """Yield every way in which people can have been met."""
    return itertools.product(*(range(group.due + 1) for group in table.groups))


@lru_cache(maxsize=100_000)
def found_out(table: Table) -> tuple[str, ...]:
    """Return what is given away.

    Cells, and sets of few people, that are not exact and can only be one number; hidden ones of few windows
    that can not be anything from none to all.
    """
    alike: dict[Seen, list[World]] = {}
    for world in worlds(table):
        alike.setdefault(seen(table, world), []).append(world)
    return tuple(_told(table, alike))


def _told(table: Table, alike: Mapping[Seen, Sequence[World]]) -> Iterator[str]:
    for shown, possible in alike.items():
        for together in _sets(table, shown[0]):
            sums = {sum(world[at] for at in together) for world in possible}
            hidden = all(shown[0][at].shown is Shown.HIDDEN for at in together)
            most = sum(table.groups[at].due for at in together)
            left = most + 1 if hidden and len(together) == 1 and most <= table.smallest_group else 2
            if len(sums) < left:
                yield f"{table}: {shown} tells of {together}: {sums}"


def _sets(table: Table, cells: Sequence[Cell]) -> Iterator[tuple[int, ...]]:
    open_cells = [at for at, cell in enumerate(cells) if cell.shown in (Shown.HIDDEN, Shown.BAND)]
    for size in range(1, len(open_cells) + 1):
        for together in itertools.combinations(open_cells, size):
            people = sum(table.groups[at].people for at in together)
            if size == 1 or people < table.smallest_group:
                yield together


AGREED = (None, Fraction(1, 2), Fraction(8, 10), Fraction(85, 100), Fraction(9, 10), Fraction(1))


def all_of(people: int, teams: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to part so many people or fewer into so many teams or fewer; the order of teams is the same."""

    def parts(left: int, most: int, slots: int) -> Iterator[tuple[int, ...]]:
        yield ()
        if slots:
            for one in range(min(left, most), 0, -1):
                for rest in parts(left - one, one, slots - 1):
                    yield (one, *rest)

    return (sizes for sizes in parts(people, people, teams) if sizes)


def drawn(random: Random, people: int, *, services: int = 3, teams: int = 4) -> tuple[Table, ...]:
    """Return a table of some teams, some services and so many people or fewer: a column each service.

    Every member has one window or more of each service, or the team has one, or only some members were owed.
    """
    left = random.randint(1, people)
    sizes: list[int] = []
    for _ in range(random.randint(1, teams)):
        if left:
            sizes.append(random.randint(1, left))
            left -= sizes[-1]
    k = random.choice((3, 4, 5))
    return tuple(_column(random, sizes, k) for _ in range(random.randint(1, services)))


def _column(random: Random, sizes: Sequence[int], k: int) -> Table:
    agreed, may_miss = random.choice(AGREED), random.choice((0, 0, 1, 2))
    kind = random.choice(("one", "one", "some", "several", "team"))
    each = random.randint(2, 3) if kind == "several" and len(sizes) < 3 else 1
    owed = [random.randint(0, size) if kind == "some" else size for size in sizes]
    if kind == "team":
        return Table(tuple(Group(size, 1, agreed, 0) for size in sizes), k, whole_teams=True)
    return Table(tuple(Group(size, size * each, agreed, may_miss) for size in owed), k)
