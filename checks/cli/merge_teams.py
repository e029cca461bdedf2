"""`outbound merge teams`: the members of several teams go on in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import (
    day_option,
    known_team,
    note_past_day,
    open_whole_change,
    parse_change_day,
    require_services,
    settle,
    writing_options,
)
from checks.cli.team_selection import readable_team
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.cli.context import Where


@click.command(
    "teams",
    epilog="\b\nExample:\n  outbound merge teams harbour quay --into quay --on 2027-01-01",
)
@click.argument("teams", metavar="TEAM…", nargs=-1, required=True)
@click.option(
    "--into", "target", required=True, metavar="TEAM", help="The team they go on in, one that exists."
)
@day_option("First day together.")
@writing_options
@click.pass_obj
def merge_teams_command(
    where: Where, teams: tuple[str, ...], target: str, day: str, dry_run: bool, yes: bool
) -> None:
    """Bring the members of several teams together in one of them.

    The coaches that members have chosen come along. The other teams keep their files and logs, but have no
    members from that day on. The command refuses if this would promise a member less.
    """
    from checks.scaffold.team_merging import merge_teams
    from checks.scaffold.team_moves import days_after_roles

    repository, playbook, draft = open_whole_change(where)
    require_services(repository)
    roster = known_team(repository, target)
    sources = [team for team in dict.fromkeys(teams) if team != target]
    if not sources:
        raise UsageError(
            f"name the teams that {target} takes in, for example: outbound merge teams NAME {target}"
        )
    for team in sources:
        known_team(repository, team)
    files = [readable_team(repository, team) for team in sources]
    first = parse_change_day(day)
    merge_teams(draft, repository, files, readable_team(repository, target), first)
    note_past_day(draft, playbook, first)
    settle(repository, draft, yes=yes, dry_run=dry_run, later=days_after_roles(roster, first))
