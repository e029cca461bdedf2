"""A quarter frozen and read again says what was shown; a correction tells of nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

import pytest

from checks.loading.files import Folder, Tree
from checks.loading.policy import read_policy
from checks.loading.repository import open_repository
from checks.publish.figures import figures_of
from checks.publish.releases import (
    corrected_release,
    freeze_snapshot,
    load_snapshot,
    may_replace,
    replaced_release,
)
from checks.publish.suppression import Cell, Shown
from checks.run.checking import run_check
from checks.run.judging import judgement_dates
from tests.support.attacker import Group, Table, seen
from tests.support.building import AS_OF, base, lay
from tests.support.examples import many
from tests.support.paths import ROOT
from tests.unit.site.test_service_actions import site

if TYPE_CHECKING:
    from pathlib import Path


def test_where_nothing_is_promised_no_hours_are_frozen(tmp_path: Path) -> None:
    made = site(tmp_path, base())
    figures = replace(made.figures, hours=None)

    document = freeze_snapshot(figures, made.playbook, made.teams, figures.last, AS_OF)

    assert "hours" in freeze_snapshot(made.figures, made.playbook, made.teams, figures.last, AS_OF)
    assert "hours" not in document


def test_nothing_is_corrected_without_windows_a_person() -> None:
    exact: dict[str | None, Cell] = {None: Cell(Shown.EXACT, 40, 50)}
    better: dict[str | None, Cell] = {None: Cell(Shown.EXACT, 50, 50)}

    assert may_replace(exact, better, 5, 1)
    assert not may_replace(exact, better, 5, 0)
    assert not may_replace(exact, {**exact, "harbour": Cell(Shown.EXACT, 5, 5)}, 5, 1)


def test_what_is_read_again_is_what_was_shown(tmp_path: Path) -> None:
    repository = open_repository(ROOT)
    days = judgement_dates(repository.policy, None, lambda _: date(2026, 11, 20))
    teams: list = []  # type: ignore[type-arg]
    judgement = run_check(repository, days, on_team=teams.append, with_trials=True)
    playbook, services = repository.policy.playbook, tuple(repository.policy.services.values())
    assert playbook is not None
    live = figures_of(playbook, services, teams, judgement.promised, days.as_of)
    documents = {
        f"playbook/published/{one.name}.json": json.dumps(
            freeze_snapshot(live, playbook, teams, one, days.as_of)
        )
        for one in live.quarters
    }
    lay(tmp_path, documents)
    lay(tmp_path, {"playbook/playbook.yaml": (ROOT / "playbook/playbook.yaml").read_bytes()})

    policy = read_policy(Tree(Folder(tmp_path), ""))
    again = load_snapshot(playbook, services, policy.figures, days.as_of)

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


def test_two_publications_never_tell_a_change_of_few() -> None:
    """Tables, and each again after some people's windows turned out otherwise."""
    random = Random(13)
    replaced = 0
    for _ in range(many(600, 5_000)):
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


def exact(met: int, due: int) -> Cell:
    return Cell(Shown.EXACT, met, due)


BAND, HIDDEN = Cell(Shown.BAND), Cell(Shown.HIDDEN)


@pytest.mark.parametrize(
    ("old", "new", "each", "may"),
    [
        ({None: exact(20, 30)}, {None: exact(20, 30)}, 1, True),
        ({None: exact(20, 30)}, {None: exact(25, 30)}, 1, True),
        ({None: exact(20, 30)}, {None: exact(15, 30)}, 1, True),
        ({None: exact(20, 30)}, {None: exact(20, 35)}, 1, True),
        ({None: exact(20, 30)}, {None: exact(24, 34)}, 1, False),
        ({None: exact(20, 30)}, {None: exact(24, 30)}, 1, False),
        ({None: exact(20, 30)}, {None: exact(25, 30)}, 3, False),
        ({None: exact(20, 30)}, {None: exact(35, 45)}, 3, True),
        ({None: exact(20, 30)}, {None: exact(20, 30)}, 0, False),
        ({None: exact(20, 30)}, {None: BAND}, 1, False),
        ({None: BAND}, {None: exact(20, 30)}, 1, False),
        ({None: BAND}, {None: HIDDEN}, 1, False),
        ({None: BAND}, {None: BAND}, 1, True),
        ({None: exact(20, 30)}, {None: exact(25, 30), "a": HIDDEN}, 1, False),
        ({None: exact(20, 30), "a": HIDDEN}, {None: exact(25, 30), "b": HIDDEN}, 1, False),
        # the rest of the total, that is not shown by itself, changed for nobody, for five, and for two
        ({None: exact(40, 60), "a": exact(20, 30)}, {None: exact(45, 60), "a": exact(25, 30)}, 1, True),
        ({None: exact(40, 60), "a": exact(20, 30)}, {None: exact(50, 60), "a": exact(25, 30)}, 1, True),
        ({None: exact(40, 60), "a": exact(20, 30)}, {None: exact(47, 60), "a": exact(25, 30)}, 1, False),
        ({None: exact(40, 60), "a": exact(20, 30)}, {None: exact(40, 60), "a": exact(25, 30)}, 1, True),
        ({None: HIDDEN, "a": exact(20, 30)}, {None: HIDDEN, "a": exact(25, 30)}, 1, True),
        ({None: HIDDEN, "a": exact(20, 30)}, {None: HIDDEN, "a": exact(21, 30)}, 1, False),
    ],
)
def test_a_figure_stays_or_changes_for_five(
    old: dict[str | None, Cell], new: dict[str | None, Cell], each: int, *, may: bool
) -> None:
    assert may_replace(old, new, 5, each) is may


def test_a_document_takes_over_some_services_and_no_more() -> None:
    old = {
        "period": "2026-Q3",
        "answers": [1],
        "cells": [_at("a", None, 1), _at("b", "x", 2), _at("b", None, 3)],
    }
    new = {"period": "x", "cells": [_at("b", None, 5), _at("a", "y", 6), _at("b", "w", 7), _at("a", None, 8)]}

    assert replaced_release(old, new, frozenset({"b"})) == {
        "period": "2026-Q3",
        "answers": [1],
        "cells": [_at("a", None, 1), _at("b", None, 5), _at("b", "w", 7)],
    }
    assert replaced_release(old, new, frozenset()) == old | {
        "cells": [_at("a", None, 1), _at("b", None, 3), _at("b", "x", 2)]
    }


def _at(service: str, team: str | None, met: int) -> dict[str, object]:
    return {"service": service, "team": team, "met": met}


def test_a_service_is_corrected_where_all_changed_for_many(
    tmp_path: Path,
) -> None:
    repository = open_repository(ROOT)
    today = repository.policy.playbook.today if repository.policy.playbook else None
    assert today
    teams: list = []  # type: ignore[type-arg]
    judgement = run_check(
        repository,
        judgement_dates(repository.policy, None, lambda _: today),
        on_team=teams.append,
        with_trials=True,
    )
    playbook, services = repository.policy.playbook, tuple(repository.policy.services.values())
    assert playbook
    live = figures_of(playbook, services, teams, judgement.promised, today)
    document = freeze_snapshot(live, playbook, teams, live.last, today)
    steps = {"one-on-one": 3, "recognition": 100, "skip-level": 0}
    for cell in document["cells"]:
        if cell["service"] in steps and cell["team"] is None and cell["shown"] == "exact":
            cell["met"] -= min(steps[cell["service"]], cell["met"])
    lay(tmp_path, {f"playbook/published/{live.last.name}.json": json.dumps(document)})
    lay(tmp_path, {"playbook/playbook.yaml": (ROOT / "playbook/playbook.yaml").read_bytes()})
    (before,) = read_policy(Tree(Folder(tmp_path), "")).figures
    changed = {
        one["service"] for one in document["cells"] if one["team"] is None and one["shown"] == "exact"
    } & {"one-on-one", "recognition"}

    allowed, kept = corrected_release(services, before, live, live.last)

    assert allowed | kept == changed
    assert "one-on-one" not in allowed
