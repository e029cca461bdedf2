"""`outbound import issue`: what somebody filed with an issue form."""

import sys
from pathlib import Path

import click

from checks.cli.context import Where, judgement_dates_of, open_repository_here, playbook_of
from checks.model.errors import writing_to


@click.command("issue")
@click.option("--event", required=True, metavar="FILE", help="The event as the code host hands it over.")
@click.option("--answer", "answer_file", metavar="FILE", help="Write the answer there, and print what to do.")
@click.pass_obj
def import_issue_command(where: Where, event: str, answer_file: str | None) -> None:
    """Take an order or a touchpoint that was filed with an issue form, and answer it.

    The answer is Markdown. With --answer the lines printed say what a workflow has to do: `answer=true`,
    `close=true` and `lock=true`, or false. Ends with 1 when the form was refused, and with 2 when there is no
    issue in the event.
    """
    from checks.imports import issue as issues
    from checks.imports.touchpoint_writer import InputFate, TouchpointWriter

    repository = open_repository_here(where)
    issue = issues.read_event(Path(event), playbook_of(repository).time_zone)
    answer, taken = issues.IssueAnswer(""), True
    if issue.open:
        try:
            touchpoint = issues.touchpoint_input_of(issue, repository.policy.services)
            if touchpoint is not None:
                writer = TouchpointWriter(repository, judgement_dates_of(repository.policy, None))
                (outcome,) = writer.take([touchpoint])
                answer = issues.outcome_answer(issue, outcome)
                taken = outcome.fate is not InputFate.REFUSED
        except issues.UnclearFormError as error:
            answer, taken = issues.refusal_answer(error.reasons), False
    if answer_file is None:
        click.echo(answer.text or "This issue is none of the forms, or closed: nothing to do.\n", nl=False)
    else:
        with writing_to(answer_file):
            Path(answer_file).write_text(answer.text, encoding="utf-8")
        for name, value in (("answer", bool(answer.text)), ("close", answer.close), ("lock", answer.close)):
            click.echo(f"{name}={'true' if value else 'false'}")
    if not taken:
        sys.exit(1)
