"""`outbound invite`: whom to invite, and by when."""

from datetime import timedelta

import click

from checks.cli.context import Where, as_of_option
from checks.cli.outreach_options import (
    chosen_givers,
    gather_here,
    leader_option,
    look_ahead,
    terminal_width,
    warn_unread,
)
from checks.cli.person_argument import naming_of
from checks.cli.team_selection import people_option


@click.command("invite")
@as_of_option
@click.option(
    "--within", default="4 weeks", show_default=True, metavar="LENGTH", help="How far to look ahead."
)
@leader_option
@click.option("--team", metavar="TEAM", help="Only this team.")
@people_option
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json", "markdown", "ics", "csv"]),
    help="Output format. ics is a calendar.",
)
@click.pass_obj
def invite_command(
    where: Where,
    as_of: str | None,
    within: str,
    leader: str | None,
    team: str | None,
    people: str | None,
    form: str,
) -> None:
    """List whom each leader and coach should invite, to what, by when, and why.

    Requests come first, then overdue conversations, then the rest by date. Booked conversations have a list
    of their own. The dates take known absences into account: people who are away are listed for after their
    return.
    """
    length = look_ahead(within, "--within")
    repository, days, gathered = gather_here(where, as_of, length)
    invitations = chosen_givers(repository, gathered, leader, team)
    today = days.as_of
    last = today + timedelta(days=length)

    from checks.output import invitation_report as report
    from checks.wording.catalogues import language_of

    language = language_of(repository.policy.language)
    name = naming_of(repository, people) if form in ("table", "markdown", "ics") else str
    if form == "json":
        text = report.invitations_as_json(invitations, today, last)
    elif form == "csv":
        text = report.invitations_as_csv(invitations)
    elif form == "ics":
        from checks.output.calendar_feeds import reminder_entries

        text = reminder_entries(invitations, days.as_of, language, name)
    else:
        text = (
            report.invitations_as_markdown(invitations, today, last, name, language)
            if form == "markdown"
            else report.invitations_as_text(invitations, today, last, name, terminal_width(), language)
        )
    click.echo(text, nl=False)
    warn_unread(gathered)
