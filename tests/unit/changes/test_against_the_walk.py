"""A change of the log on random histories: what both sides share is what the day-by-day walk says of each."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from checks.changes.windows import team_change
from checks.engine.counts import FIELDS
from checks.model.cadences import PeriodUnit
from checks.rules.change_facts import ChangePart, CommonWindows
from tests.support.examples import many
from tests.support.oracle.cases import QUICK, random_case
from tests.support.oracle.comparing import by_walk
from tests.support.oracle.memory import team_cases

if TYPE_CHECKING:
    from tests.support.oracle.walk import Case

SEEDS = range(400_000, 400_000 + many(60, 2_000))
CHUNK = 20
DUE, MET = FIELDS.index("due"), FIELDS.index("met")


def changed(case: Case, seed: int) -> Case:
    """Return the case with some of its held rows deleted."""
    chance = random.Random(seed)
    rows = {
        team: [row for row in found if row["state"] != "held" or chance.random() > 0.3]
        for team, found in case.rows.items()
    }
    return replace(case, rows=rows)


def walked(case: Case) -> tuple[int, int]:
    """Return how many windows were due and met, by the walk."""
    found = by_walk(case, PeriodUnit.QUARTER).values()
    return sum(counts[DUE] for counts in found), sum(counts[MET] for counts in found)


def engine(base: Case, head: Case) -> tuple[CommonWindows, int, set[ChangePart], int]:
    """Return what the engine says both have, how many were lost, by which parts, and how many come and go."""
    whole, lost, parts, other = CommonWindows(), 0, set(), 0
    for before, after in zip(team_cases(base), team_cases(head), strict=True):
        change = team_change(before, after, {})
        whole += change.common_total
        lost += sum(one.lost for one in change.changed_windows)
        parts |= {one.part for one in change.changed_windows}
        other += change.added + change.removed
    return whole, lost, parts, other


@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_deleted_rows_lose_what_the_walk_says_they_lose(first: int) -> None:
    for seed in SEEDS[first : first + CHUNK]:
        base = random_case(seed, size=QUICK)
        head = changed(base, seed)
        (due, before), (left, after) = walked(base), walked(head)

        whole, lost, parts, other = engine(base, head)

        assert lost >= before - after, seed
        assert whole.due + other >= max(due, left), seed
        if other == 0:  # orders and windows before the first judged day may come and go with what meets them
            assert whole == CommonWindows(due, before, after), seed
        assert parts <= {ChangePart.LOG}, seed


@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_no_change_loses_nothing_and_rows_back_are_gains(first: int) -> None:
    for seed in SEEDS[first : first + CHUNK]:
        head = random_case(seed, size=QUICK)
        base = changed(head, seed)

        same, _, turned, _ = engine(head, head)
        whole, _, parts, other = engine(base, head)

        assert (same.before, turned) == (same.after, set()), seed
        if other == 0:
            assert (whole.due, whole.after) == (same.due, same.after), seed
        assert parts <= {ChangePart.LOG}, seed


def test_deleted_rows_do_lose_windows() -> None:
    """Else the tests above would hold of changes that change nothing."""
    cases = [random_case(seed, size=QUICK) for seed in SEEDS[:60]]

    assert sum(engine(case, changed(case, seed))[1] for case, seed in zip(cases, SEEDS, strict=False)) > 0
