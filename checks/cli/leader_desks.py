"""Shared by the commands that put everything before a leader at once, on a page or in a mail."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from checks.loading.repository import Repository
    from checks.output.answer_links import AnswerLinks
    from checks.output.invitation_words import Name
    from checks.output.leader_desk import LeaderDesk
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.open_questions import OpenQuestion
    from checks.run.judging import JudgementDates

DAYS_AHEAD = 42
"""Days ahead that a desk plans, as `plan` does, and for which its invitations are gathered."""


def desks_of(
    repository: Repository,
    days: JudgementDates,
    gathered: GatheredInvitations,
    name: Name,
    answers: AnswerLinks | None,
) -> Callable[[str], LeaderDesk]:
    """Return what makes the desk of a leader or coach, by their id.

    `gathered` looks `DAYS_AHEAD`; `name` says how people are called, and `answers` makes the links of a booking that
    is over. All teams are planned for once, and their logs are read once, however many desks follow.
    """
    from checks.output.leader_desk import DeskSources, leader_desk, plan_for_desks
    from checks.planning.weeks import limits_of
    from checks.wording.catalogues import language_of

    policy = repository.policy
    limits = limits_of(policy.playbook, days.as_of, DAYS_AHEAD)
    planned, view = plan_for_desks(gathered, limits, name, language_of(policy.language))
    questions = _questions_of_givers(repository, days)

    def desk(person: str) -> LeaderDesk:
        return leader_desk(person, DeskSources(gathered, planned, questions[person], answers), view)

    return desk


def _questions_of_givers(
    repository: Repository, days: JudgementDates
) -> Mapping[str, Sequence[OpenQuestion]]:
    """Return what each who gives is asked about, the oldest first."""
    from checks.planning.open_questions import open_questions
    from checks.run.judging import case_of

    by_giver: defaultdict[str, list[OpenQuestion]] = defaultdict(list)
    for files in repository.teams():
        if case := case_of(repository, files, days):
            for question in open_questions(case):
                if question.is_of_giver:
                    by_giver[question.person].append(question)
    for questions in by_giver.values():
        questions.sort(key=lambda question: (question.day, question.team, question.values))
    return by_giver
