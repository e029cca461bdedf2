"""`outbound retire service`: a service ends on a day, as it was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import (
    agreed_day,
    agreement_options,
    day_option,
    known_team,
    listed_ids,
    open_whole_change,
    parse_change_day,
    settle,
    writing_options,
)
from checks.cli.scaffold_options import first_day_option, known_service
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.cli.context import Where


@click.command(
    "service",
    epilog="\b\nExample:\n"
    "  outbound retire service stay-interview --on 2026-12-31 --with members,leaders --record URL",
)
@click.argument("service", metavar="SERVICE")
@day_option("Last day of the service.")
@agreement_options
@writing_options
@click.pass_obj
def retire_service_command(
    where: Where,
    service: str,
    day: str,
    parties: str,
    record: str,
    agreed_on: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """End a service on an agreed date. Its file, its history and what is logged stay.

    The command adds a last agreement for that day, with who agreed to the end. The terms before it stay as they
    were agreed. If a team has its own terms for the service, they end on the same day.
    """
    from checks.scaffold.service_retiring import Retirement, draft_service_end, own_terms_end

    repository, playbook, draft = open_whole_change(where)
    ending, last = known_service(repository, service), parse_change_day(day)
    today = first_day_option(playbook, None)
    if last < today:
        raise UsageError(f"--on {last} is before {today}. A service can end today or later")
    retirement = Retirement(last, agreed_day(playbook, agreed_on), listed_ids(parties), record)
    draft_service_end(draft, ending, retirement)
    for team in repository.team_ids:
        roster = known_team(repository, team)
        draft.edit(f"data/teams/{team}/team.yaml", list(own_terms_end(roster, ending, retirement)))
    next_step = "propose the change at its record, and run `outbound effect --base main`"
    settle(repository, draft, yes=yes, dry_run=dry_run, next_step=next_step)
