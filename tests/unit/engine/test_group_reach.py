"""Counts by the groups that describe members: those of the members in them, and nobody is judged otherwise."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.chance import Tally
from checks.engine.counts import FIELDS, CountKey, Counts
from checks.engine.evaluation import evaluate_team
from checks.engine.group_reach import GroupBesideOthers, GroupCounts, add_groups, beside_others, group_counts
from checks.engine.team_coverage import evaluate_coverage
from checks.model.cadences import PeriodUnit
from checks.run.judging import team_counts
from tests.support.describing import PART_TIME, REMOTE, described
from tests.support.examples import examples
from tests.support.judging import read_case
from tests.support.oracle.cases import random_case
from tests.support.oracle.comparing import features_of, size_of
from tests.support.oracle.memory import team_cases
from tests.support.oracle.settled import SETTLED
from tests.support.oracle.walk import Case, judge

BY = frozenset({"service", "period", "group"})


@examples(30, 1000)
@given(seed=st.integers(0, 10**6))
def test_a_group_has_the_counts_of_its_members(seed: int) -> None:
    drawn = random_case(seed, features=features_of(seed), size=size_of(seed))
    case, groups_of = described(drawn, Random(seed))
    expected: Counter[tuple[CountKey, str]] = Counter()
    for (team, service, period, member), counts in judge(case).items():
        groups = groups_of[team, member] if member else ()
        for group in (None, *groups) if member else ():
            key = CountKey(None, service, period, None, group)
            expected.update({(key, name): getattr(counts, name) for name in FIELDS})

    sums: Counter[tuple[CountKey, str]] = Counter()
    for team_case in team_cases(case):
        for key, by_key in team_counts(team_case, BY, PeriodUnit.QUARTER).items():
            sums.update({(key, name): getattr(by_key, name) for name in FIELDS})

    assert +sums == +expected


@examples(15, 300)
@given(seed=st.integers(0, 10**6))
def test_no_description_changes_what_is_judged(seed: int) -> None:
    plain = random_case(seed, features=features_of(seed), size=size_of(seed))
    case, _ = described(plain, Random(seed))

    for before, after in zip(team_cases(plain), team_cases(case), strict=True):
        assert evaluate_team(before) == evaluate_team(after)
        coverage = [
            replace(evaluate_coverage(each, each.as_of).coverage, groups=()) for each in (before, after)
        ]
        assert coverage[0] == coverage[1]


def roster(*entries: dict[str, str]) -> Case:
    """Return a settled case whose member is described by entries."""
    case, _ = described(next(iter(SETTLED.values()))[0], Random(0))
    for team in case.teams.values():
        for stay in team["members"]:
            stay["described_as"] = list(entries)
    return case


def test_files_are_read_with_their_descriptions() -> None:
    case = read_case(roster({"group": REMOTE, "from": "2000-01-01", "to": "2080-12-31"}))
    member = next(iter(case.people))

    assert case.described_on(member, date(2026, 5, 1)) == (REMOTE,)
    assert case.described_on(member, date(1999, 12, 31)) == ()
    assert case.described_on(None, date(2026, 5, 1)) == ()


def test_a_window_counts_in_the_groups_of_its_last_day() -> None:
    case = next(team_cases(roster()))
    result = evaluate_team(case)
    window = next(window for window in result.windows if window.member and window.last < case.as_of)
    for last, groups in ((window.last, {None, REMOTE}), (window.last.replace(day=1), {None})):
        entry = {"group": REMOTE, "from": "2000-01-01", "to": last.isoformat()}
        (dated,) = team_cases(roster(entry, entry))

        sums = team_counts(dated, BY, PeriodUnit.QUARTER)

        in_groups = {
            key.group for key in sums if (key.service, key.period) == (window.service, window.period)
        }
        assert in_groups == groups


def test_without_such_groups_nothing_is_counted_by_them() -> None:
    (case,) = team_cases(next(iter(SETTLED.values()))[0])

    assert list(group_counts(case, evaluate_team(case), ())) == []


def test_what_is_compared_shares_no_one() -> None:
    rows = [
        group_row(None, 10, 8, 10),
        group_row(REMOTE, 4, 2, 4),
        group_row(PART_TIME, 10, 8, 10),
    ]

    sums = add_groups([*rows, *rows])

    assert beside_others(sums, "one-on-one", "2026-Q2", REMOTE) == GroupBesideOthers(
        Tally(4, 8), Tally(12, 12), 8, 12
    )
    assert beside_others(sums, "one-on-one", "2026-Q2", PART_TIME) is None
    assert beside_others(sums, "one-on-one", "2026-Q2", "first-year") is None


def group_row(group: str | None, due: int, met: int, people: int) -> GroupCounts:
    """Return the counts of a group."""
    return GroupCounts(
        "one-on-one", "2026-Q2", group, Counts(due=due, met=met, missed=due - met), people, met, 0
    )


@pytest.mark.parametrize(
    ("group", "others", "lower"),
    [
        (Tally(0, 5), Tally(7, 7), True),
        (Tally(4, 5), Tally(7, 7), False),
        (Tally(7, 7), Tally(0, 5), False),
        (Tally(0, 0), Tally(7, 7), False),
    ],
)
def test_a_group_is_lower_beyond_chance_alone(group: Tally, others: Tally, lower: bool) -> None:  # noqa: FBT001 - data
    assert GroupBesideOthers(group, others, 5, 7).is_lower is lower
