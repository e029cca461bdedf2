"""`outbound invite`: whom to invite, and by when."""

from __future__ import annotations

from pathlib import Path

import click

from checks.cli.context import as_of_option
from checks.cli.outreach_options import (
    ahead,
    chosen,
    gathered,
    leader_option,
    naming,
    team_option,
    tell_unread,
    width,
)
from checks.cli.team_selection import people_option


@click.command("invite")
@as_of_option
@click.option("--within", default="4 weeks", show_default=True, metavar="LENGTH", help="How far ahead.")
@leader_option
@team_option
@people_option
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json", "markdown", "ics", "csv"]),
)
@click.pass_obj
def command(
    where: tuple[Path | None, str | None],
    as_of: str | None,
    within: str,
    leader: str | None,
    team: str | None,
    people: str | None,
    form: str,
) -> None:
    """Tell each leader and coach whom to invite to what, by when, and why.

    Orders come first, then what is overdue, then by the last day. What has a day already is told apart and
    needs nothing. Absences that are known are taken into account: somebody who is away is to be invited for
    the days after.
    """
    length = ahead(within, "--within")
    repository, days, found = gathered(where, as_of, length)
    rows = chosen(repository, found, leader, team)
    today, last = days.as_of.toordinal(), days.as_of.toordinal() + length

    from checks.output import invitation_report
    from checks.wording.catalogues import language_of

    language = language_of(repository.policy.language)

    if form == "json":
        text = invitation_report.as_json(rows, today, last)
    elif form == "csv":
        text = invitation_report.as_csv(rows)
    elif form == "ics":
        from checks.output.calendar_feeds import reminders

        text = reminders(rows, days.as_of, language)
    elif form == "markdown":
        text = invitation_report.as_markdown(rows, today, last, naming(repository, people), language)
    else:
        text = invitation_report.as_text(rows, today, last, naming(repository, people), width(), language)
    click.echo(text, nl=False)
    tell_unread(found)
