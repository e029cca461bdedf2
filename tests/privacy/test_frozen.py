"""A quarter frozen and read again says what was shown; a correction tells of nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from checks.judge import clock, judge
from checks.loading.files import Folder, Tree
from checks.loading.policy import read_policy
from checks.loading.repository import open_repository
from checks.privacy.figures import figures_of
from checks.privacy.frozen import frozen, may_replace, thawed
from checks.privacy.suppression import Cell, Shown
from tests.building import lay
from tests.privacy.attacker import Group, Table, seen

ROOT = Path(__file__).parents[2]


def test_what_is_read_again_is_what_was_shown(tmp_path: Path) -> None:
    repository = open_repository(ROOT)
    days = clock(repository.policy, None, lambda _: None)  # type: ignore[arg-type, return-value]
    teams: list = []  # type: ignore[type-arg]
    judgement = judge(repository, days, teams.append, tried=True)
    playbook, services = repository.policy.playbook, tuple(repository.policy.services.values())
    assert playbook is not None
    live = figures_of(playbook, services, teams, judgement.promised, days.as_of.toordinal())
    documents = {
        f"playbook/published/{one.name}.json": json.dumps(frozen(live, playbook, teams, one, days.as_of))
        for one in live.quarters
    }
    lay(tmp_path, documents)
    lay(tmp_path, {"playbook/playbook.yaml": (ROOT / "playbook/playbook.yaml").read_bytes()})

    policy = read_policy(Tree(Folder(tmp_path), ""))
    again = thawed(playbook, services, policy.figures, days.as_of)

    assert policy.faults == ()
    shown = {
        key: one for key, one in live.cells.items() if one.shown in (Shown.EXACT, Shown.BAND, Shown.HIDDEN)
    }
    assert again.figures.cells == shown
    units = [[replace(one, hours=round(one.hours, 3)) for one in of.units] for of in (again.figures, live)]
    assert units[0] == units[1]
    assert again.figures.quarters == live.quarters
    assert (again.figures.last, again.figures.mixed, again.figures.changed) == (
        live.last,
        live.mixed,
        live.changed,
    )
    assert [(one.service, one.weeks, one.kept) for one in again.figures.tried] == [
        (one.service, one.weeks, one.kept) for one in live.tried
    ]
    assert {
        key: [round(float(one.mean or 0), 2) for one in all_of] for key, all_of in again.figures.pulse.items()
    } == {key: [round(float(one.mean or 0), 2) for one in all_of] for key, all_of in live.pulse.items()}
    assert {key: (one.met, one.due) for key, one in again.figures.mix.by_unit.items()} == {
        key: (one.met, one.due) for key, one in live.mix.by_unit.items()
    }
    assert [one.team for one in again.teams] == [one.team for one in teams]


def columns(table: Table, world: tuple[int, ...]) -> dict[str | None, Cell]:
    cells, total = seen(table, world)
    return {None: total, **{f"t{at}": cell for at, cell in enumerate(cells)}}


def test_across_two_publications_a_change_of_few_people_is_never_told() -> None:
    """Five thousand tables, and each again after some people's windows turned out otherwise."""
    random = Random(13)
    replaced = 0
    for _ in range(5_000):
        sizes = [random.randint(1, 24) for _ in range(random.randint(1, 4))]
        table = Table(tuple(Group(one, one, Fraction(9, 10)) for one in sizes), random.choice((3, 5)))
        before = tuple(random.randint(0, one) for one in sizes)
        after = tuple(
            min(max(met + random.randint(-6, 6) * random.choice((0, 1)), 0), one)
            for met, one in zip(before, sizes, strict=True)
        )
        old, new = columns(table, before), columns(table, after)
        if old == new or not may_replace(old, new, table.smallest_group, 1):
            continue
        replaced += 1
        told = {unit: cell for unit, cell in new.items() if cell.shown is Shown.EXACT and cell != old[unit]}
        steps = {unit: (cell.met or 0) - (old[unit].met or 0) for unit, cell in told.items()}
        assert all(abs(step) >= table.smallest_group for step in steps.values())
        rest = steps.get(None, 0) - sum(step for unit, step in steps.items() if unit)
        if old[None].shown is Shown.EXACT:
            assert rest == 0 or abs(rest) >= table.smallest_group
    assert replaced > 50
