"""`outbound import issue`: what somebody filed with an issue form."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, judgement_dates_of, open_repository_here, playbook_of
from checks.cli.team_selection import people_of, people_option
from checks.model.errors import writing_to

if TYPE_CHECKING:
    from checks.imports.issue import Issue, IssueAnswer
    from checks.imports.touchpoint_writer import TouchpointInput
    from checks.loading.repository import Repository


@click.command("issue")
@click.option("--event", required=True, metavar="FILE", help="JSON file of the event, as GitHub provides it.")
@click.option(
    "--answer",
    "answer_file",
    metavar="FILE",
    help="File for the reply. The command then prints the next steps for a workflow.",
)
@people_option
@click.pass_obj
def import_issue_command(where: Where, event: str, answer_file: str | None, people: str | None) -> None:
    """Import a request or a log entry from an issue form, and reply to it.

    The command looks up the account that opened the issue in people.csv, in the column `account`. People
    can log what they received or gave. Leaders can also log what members of their teams received. The
    command rejects other accounts.

    The reply is Markdown. With --answer, the command prints what a workflow has to do: `answer=true`,
    `close=true` and `lock=true`, or false, and `by=ID` for the person. Exit codes: 1 the form was rejected;
    2 the event contains no issue.
    """
    from checks.imports import issue as issues

    repository = open_repository_here(where)
    issue = issues.read_event(Path(event), playbook_of(repository).time_zone)
    answer, by = issues.IssueAnswer(""), ""
    if issue.open:
        try:
            answer, by = _taken(repository, issue, people)
        except issues.UnclearFormError as error:
            answer = issues.refusal_answer(error.reasons)
    if answer_file is None:
        click.echo(
            answer.text or "Nothing to do: the issue is closed, or it was not made with one of the forms.\n",
            nl=False,
        )
    else:
        with writing_to(answer_file):
            Path(answer_file).write_text(answer.text, encoding="utf-8")
        for name, value in (("answer", bool(answer.text)), ("close", answer.close), ("lock", answer.close)):
            click.echo(f"{name}={'true' if value else 'false'}")
        click.echo(f"by={by}")
    if answer.text and not answer.close:
        sys.exit(1)


def _taken(repository: Repository, issue: Issue, people: str | None) -> tuple[IssueAnswer, str]:
    """Return the answer to an issue, and who filed it; raises `UnclearFormError` where it is refused."""
    from checks.imports import issue as issues

    reasons: list[str] = []
    by, touchpoint = "", None
    try:
        touchpoint = issues.touchpoint_input_of(issue, repository.policy.services)
        if touchpoint is None:
            return issues.IssueAnswer(""), ""
    except issues.UnclearFormError as error:
        reasons += error.reasons
    try:
        by = issues.filer_of(issue, _accounts(repository, people))
    except issues.UnclearFormError as error:
        reasons += error.reasons
    if reasons or touchpoint is None:
        raise issues.UnclearFormError(reasons)
    return _logged(repository, issue, touchpoint, by), by


def _accounts(repository: Repository, people: str | None) -> dict[str, str] | None:
    """Return ids by account, None where no table of people is named; its bad lines are told by their number."""
    if not (people or os.environ.get("OUTBOUND_PEOPLE")):
        return None
    known = people_of(repository, people)
    for row in known.bad:
        click.echo(f"people.csv, line {row.line}: {row.why}", err=True)
    return known.by_account


def _logged(repository: Repository, issue: Issue, touchpoint: TouchpointInput, by: str) -> IssueAnswer:
    """Write the row that was meant if it is theirs who filed it, and return the answer."""
    from checks.imports import issue as issues
    from checks.imports.touchpoint_writer import TouchpointWriter
    from checks.run.judging import case_of

    days = judgement_dates_of(repository.policy, None)
    writer = TouchpointWriter(repository, days)
    (meant,) = writer.take([touchpoint], write=False)
    case = case_of(repository, repository.team(meant.team), days) if meant.row else None
    if meant.row and case and (why := issues.why_not_theirs(by, meant.row, case)):
        raise issues.UnclearFormError([why])
    (outcome,) = writer.take([touchpoint])
    return issues.outcome_answer(issue, outcome)
