"""A leader's desk made of a repository on disk, in any language, as the command makes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checks.loading.repository import open_repository
from checks.output.leader_desk import DeskSources, LeaderDesk, leader_desk, plan_for_desks
from checks.planning.invitations import gather_invitations
from checks.planning.open_questions import open_questions
from checks.planning.weeks import limits_of
from checks.run.judging import JudgementDates, case_of
from checks.wording.language import ENGLISH, Language

if TYPE_CHECKING:
    from datetime import date

    from checks.output.answer_links import AnswerLinks
    from checks.output.invitation_words import Name

AHEAD = 42


def desk_for(
    root: Path,
    person: str,
    as_of: date,
    language: Language = ENGLISH,
    name: Name = str,
    answers: AnswerLinks | None = None,
) -> LeaderDesk:
    """Return the desk of a person on a day."""
    repository, days = open_repository(root), JudgementDates(as_of, as_of, as_of)
    gathered = gather_invitations(repository, days, as_of + timedelta(days=AHEAD))
    limits = limits_of(repository.policy.playbook, as_of, AHEAD)
    planned, view = plan_for_desks(gathered, limits, name, language)
    cases = [case for files in repository.teams() if (case := case_of(repository, files, days))]
    questions = [
        question
        for case in cases
        for question in open_questions(case)
        if question.is_of_giver and question.person == person
    ]
    return leader_desk(person, DeskSources(gathered, planned, questions, answers), view)
