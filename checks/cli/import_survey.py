"""`outbound import survey`: what a team has answered at a table, as counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import (
    Where,
    as_of_option,
    dry_run_option,
    judgement_dates_of,
    open_repository_here,
    playbook_of,
)
from checks.cli.survey_asking import COUNTED_BY_GROUP, survey_plan, surveyed_quarter
from checks.cli.team_selection import open_to_write, team_folder
from checks.model.errors import UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from checks.cli.survey_asking import SurveyPlan
    from checks.imports.survey_closing import SurveyOutcome
    from checks.imports.survey_memory import SurveyQuestion
    from checks.loading.repository import Repository
    from checks.run.judging import JudgementDates


@click.command("survey")
@click.argument("file", metavar="FILE")
@as_of_option
@dry_run_option
@click.pass_obj
def import_survey_command(where: Where, file: str, as_of: str | None, dry_run: bool) -> None:
    """Add the counts of a survey at a table to the data.

    FILE is what the page of `ask --survey --codes` downloads: how many people gave each score. A question is
    counted once a quarter, and only if enough people answered.
    """
    from checks.store.file_changes import write_changes

    repository = open_repository_here(where) if dry_run else open_to_write(where)
    outcome, problems = _outcome(repository, judgement_dates_of(repository.policy, as_of), file)
    if not dry_run:
        write_changes(outcome.changes)
    for problem in (*problems, *outcome.notes):
        click.echo(f"outbound: {problem}", err=True)
    answers = plural(outcome.answers, "answer", "answers")
    click.echo(f"{answers} of {outcome.asked} {'to add' if dry_run else 'added'}.")
    if not outcome.changes:
        click.get_current_context().exit(1)


def _outcome(repository: Repository, days: JudgementDates, file: str) -> tuple[SurveyOutcome, list[str]]:
    """Return what becomes of a file's counts, and what of it is left out; raises `UsageError` for what is no such file."""
    from checks.imports.survey_closing import survey_outcome
    from checks.imports.survey_table_file import read_table_counts
    from checks.model.metrics import metrics_of

    playbook = playbook_of(repository)
    metrics = metrics_of(playbook, repository.policy.services)
    table = read_table_counts(_content(file), file, {key: metric.scale for key, metric in metrics.items()})
    quarter = surveyed_quarter(table.quarter, days.as_of, file)
    plan, problems = survey_plan(repository, days, quarter), list[str]()
    for question in sorted(table.counts.keys() - plan.asked.keys()):
        del table.counts[question]
        problems.append(_why_not(question, plan))
    counted = list(table.questions({question: len(people) for question, people in plan.asked.items()}))
    data, smallest = team_folder(repository), playbook.privacy.smallest_group
    outcome = survey_outcome(data, quarter.name, counted, repository.team_ids, smallest)
    return outcome, [*table.problems, *problems]


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} can't be read: {(error.strerror or 'the system refused').lower()}"
        ) from None


def _why_not(question: SurveyQuestion, plan: SurveyPlan) -> str:
    """Return why a question of the file cannot be counted."""
    is_grouped = (question.service, question.metric) in plan.grouped
    why = COUNTED_BY_GROUP if is_grouped else plan.left_out.get(question, "no one in the team was due it")
    return f"{question.team}, {question.service}/{question.metric}: not counted, because {why}"
