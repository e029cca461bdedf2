"""Answers counted by group: each in one group, and what readers of all counts can and can't work out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.group_answers import (
    NO_GROUP,
    GroupAnswers,
    counting_groups,
    felt_beside_others,
    group_answers,
    people_by_group,
)
from checks.engine.pulse_answers import AnswerCounts
from checks.model.findings import Place
from checks.model.service import Metric
from checks.model.touchpoint_log import PulseRow
from tests.support.answer_attacker import possible_scores, tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTION = ("organisation", "felt-supported", "2026-Q3")
PEOPLE = [f"p-{number}" for number in range(60)]
GROUPS = st.dictionaries(
    st.sampled_from(PEOPLE), st.lists(st.sampled_from(["remote", "part-time", "first-year"]), unique=True)
)


@given(GROUPS, st.integers(2, 8))
def test_each_counts_once_in_a_large_enough_group(groups: dict[str, list[str]], smallest: int) -> None:
    counted_in = counting_groups(groups, QUESTION, smallest)

    assert counted_in.keys() == groups.keys()
    assert all(group in (*groups[person], NO_GROUP) for person, group in counted_in.items())
    people = people_by_group(counted_in)
    assert sum(map(len, people.values())) == len(groups)
    assert all(len(of_group) >= smallest for group, of_group in people.items() if group)


@given(GROUPS)
def test_the_lot_is_the_same_in_any_order(groups: dict[str, list[str]]) -> None:
    turned = {person: of_person[::-1] for person, of_person in reversed(groups.items())}

    assert counting_groups(turned, QUESTION, 5) == counting_groups(groups, QUESTION, 5)


def test_who_is_in_two_groups_counts_in_either() -> None:
    counted_in = counting_groups({person: ["remote", "part-time"] for person in PEOPLE}, QUESTION, 5)

    sizes = {group: len(people) for group, people in people_by_group(counted_in).items()}
    assert sizes.keys() == {"remote", "part-time"}
    assert min(sizes.values()) >= 20


def row(group: str, score: int | None, count: int, **other: str) -> PulseRow:
    service, metric = other.get("service", "one-on-one"), other.get("metric", "useful")
    return PulseRow(Place("data/pulse/2026-Q3.csv", 2), "2026-Q3", service, metric, score, count, group)


METRICS = {("one-on-one", "useful"): Metric(id="useful", question="Useful?")}


def test_rows_are_summed_by_group() -> None:
    rows = [
        *(row("remote", 4, 3), row("remote", 4, 2, service="talk"), row("remote", None, 1), row("", 5, 6)),
        *(row("remote", 9, 7), row("remote", 3, 7, metric="other"), row("remote", 3, 7, service="gone")),
    ]

    assert group_answers(rows, METRICS, {"talk": "one-on-one"}) == (
        GroupAnswers("one-on-one", "useful", "2026-Q3", "", AnswerCounts(((5, 6),))),
        GroupAnswers("one-on-one", "useful", "2026-Q3", "remote", AnswerCounts(((4, 5),), 1)),
    )


def test_a_group_is_beside_all_whom_it_does_not_count() -> None:
    rows = [row("", 5, 6), row("remote", 2, 5), row("part-time", 3, 7), row("part-time", None, 2)]
    answers = group_answers(rows, METRICS, {})

    beside = felt_beside_others(answers, ("one-on-one", "useful"), "2026-Q3", "remote")
    assert beside == (AnswerCounts(((2, 5),)), AnswerCounts(((3, 7), (5, 6)), 2))
    assert felt_beside_others(answers, ("one-on-one", "useful"), "2026-Q2", "remote") is None
    nobody = felt_beside_others(answers, ("one-on-one", "useful"), "2026-Q3", "first-year")
    assert nobody is not None
    assert (nobody.group.given, nobody.others.given) == (0, 18)


TEAMS = {"quay": PEOPLE[:6], "pier": PEOPLE[6:12]}
REMOTE = [*PEOPLE[:1], *PEOPLE[6:10]]
IN_GROUPS: Mapping[str, list[str]] = {
    person: ["remote"] if person in REMOTE else [] for person in PEOPLE[:12]
}
WORLDS = [
    [1, 5, 5, 5, 5, 4, 2, 2, 2, 3, 5, 4],  # all low scores are of remote people
    [5, 1, 1, 2, 3, 1, 1, 1, 2, 1, 3, 3],  # the one high score is
    [2, 2, 3, 1, 5, 4, 4, 5, 3, 2, 1, 1],
]


@pytest.mark.parametrize("scores", WORLDS)
def test_who_reads_all_counts_learns_no_score(scores: list[int]) -> None:
    """The reader knows who is in which team and group, that all have answered, and every table in the data."""
    given_by = dict(zip(PEOPLE, scores, strict=False))
    counted_in = people_by_group(counting_groups(IN_GROUPS, QUESTION, 5))

    possible = possible_scores(tables_of(given_by, list(counted_in.values())))

    assert possible.keys() == given_by.keys()
    for people in counted_in.values():
        in_table = {given_by[person] for person in people}
        assert len(in_table) > 1
        assert all(possible[person] == in_table for person in people)


@pytest.mark.parametrize("scores", WORLDS[:2])
def test_counted_by_team_too_scores_would_be_known(scores: list[int]) -> None:
    """The test above can fail: the same tables beside those of teams name the score of a single remote member."""
    given_by = dict(zip(PEOPLE, scores, strict=False))
    counted_in = people_by_group(counting_groups(IN_GROUPS, QUESTION, 5))

    possible = possible_scores(tables_of(given_by, [*counted_in.values(), *map(frozenset, TEAMS.values())]))

    assert possible[PEOPLE[0]] == {scores[0]}
