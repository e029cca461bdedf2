"""Answers that are counted by the groups that describe members: each counts in one group, and in no team.

So no two counts share an answer, and no subtraction leaves a few people's.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.pulse_answers import AnswerCounts, PulseResult, answers_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checks.model.service import Metric
    from checks.model.touchpoint_log import PulseRow

NO_GROUP = ""
"""Stands for the members whom none of the groups counts."""


class GroupAnswers(NamedTuple):
    """The answers of a group to one question of a service in one calendar quarter."""

    service: str
    metric: str
    quarter: str
    group: str
    answers: AnswerCounts

    @property
    def result(self) -> PulseResult:
        """The answers as a part of everyone's."""
        return PulseResult(self.service, self.metric, self.quarter, self.answers)


def group_answers(
    rows: Iterable[PulseRow], metrics: Mapping[tuple[str, str], Metric], former: Mapping[str, str]
) -> tuple[GroupAnswers, ...]:
    """Return the answers by question, quarter and group; rows of no known question, or off its scale, don't count.

    `former` has the ids of today for those that services had.
    """
    sums: dict[tuple[str, str, str, str], AnswerCounts] = {}
    for row in rows:
        service = former.get(row.service, row.service)
        metric = metrics.get((service, row.metric))
        if metric is None or not answers_in(row, metric):
            continue
        counts = (
            AnswerCounts(silent=row.count) if row.score is None else AnswerCounts(((row.score, row.count),))
        )
        key = (service, row.metric, row.quarter, row.group)
        sums[key] = sums.get(key, AnswerCounts()) + counts
    return tuple(GroupAnswers(*key, answers) for key, answers in sorted(sums.items()))


class FeltBesideOthers(NamedTuple):
    """A group's answers to a question, and those of everyone whom the group doesn't count."""

    group: AnswerCounts
    others: AnswerCounts


def felt_beside_others(
    answers: Iterable[GroupAnswers], question: tuple[str, str], quarter: str, group: str
) -> FeltBesideOthers | None:
    """Return a group's answers beside all others; None where no group counts answers of that quarter."""
    of_question = [each for each in answers if each[:3] == (*question, quarter)]
    sides = {True: AnswerCounts(), False: AnswerCounts()}
    for each in of_question:
        sides[each.group == group] += each.answers
    return FeltBesideOthers(sides[True], sides[False]) if of_question else None


def counting_groups(
    groups: Mapping[str, Sequence[str]], question: tuple[str, str, str], smallest: int
) -> dict[str, str]:
    """Return the one group that counts the answer of each person to a question: service, metric and quarter.

    `groups` are those each person is in. Who is in several is counted in one of them by lot, the same at each run.
    Groups that would count fewer than `smallest` people count nobody: theirs count without a group.
    """
    drawn = {person: _drawn(person, of_person, question) for person, of_person in groups.items()}
    sizes = Counter(drawn.values())
    return {person: group if sizes[group] >= smallest else NO_GROUP for person, group in drawn.items()}


def _drawn(person: str, groups: Sequence[str], question: tuple[str, str, str]) -> str:
    if not groups:
        return NO_GROUP
    ordered = sorted(groups)
    lot = hashlib.sha256("\n".join((*question, person)).encode()).digest()
    return ordered[int.from_bytes(lot, "big") % len(ordered)]


def people_by_group(counted_in: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the people whom each group counts."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for person, group in counted_in.items():
        people[group].add(person)
    return {group: frozenset(of_group) for group, of_group in sorted(people.items())}
