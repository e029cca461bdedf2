"""`outbound split team`: some members of a team go on in a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import (
    day_option,
    known_team,
    list_option,
    listed_ids,
    new_id,
    note_past_day,
    open_whole_change,
    parse_change_day,
    require_services,
    settle,
    writing_options,
)
from checks.cli.person_argument import lookup_option, person_option, resolved_people
from checks.cli.scaffold_options import parse_person
from checks.cli.team_selection import readable_team
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.cli.context import Where


@click.command(
    "team",
    epilog="\b\nExample:\n"
    "  outbound split team harbour --into quay --members p-ada,p-mia --leader p-alan --on 2027-01-01",
)
@click.argument("team", metavar="TEAM")
@click.option("--into", "new", required=True, metavar="NEW", help="Id of the new team.")
@list_option(
    "--members",
    "listed",
    required=True,
    metavar="PEOPLE",
    help="The members who go on in it, separated by commas.",
)
@person_option(
    "--leader", "leaders", multiple=True, required=True, help="A leader of it. Repeat it for more leaders."
)
@day_option("First day of the new team.")
@click.option("--name", help="Name of the new team. [default: made from the id]")
@lookup_option
@writing_options
@click.pass_obj
def split_team_command(
    where: Where,
    team: str,
    new: str,
    listed: str,
    leaders: tuple[str, ...],
    day: str,
    name: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Move some members of a team to a new team, under the terms they had.

    The new team gets the team above, the team's own terms, and the coaches that these members have chosen. Where
    an agreement lists the team, it lists the new one too. The log stays in the old team.
    """
    from checks.scaffold.team_splitting import Split, split_team

    repository, playbook, draft = open_whole_change(where)
    require_services(repository)
    known_team(repository, team)
    members = [
        parse_person("--members", person) for person in resolved_people("--members", listed_ids(listed))
    ]
    if not members:
        raise UsageError("--members names no one. Write their ids, separated by commas")
    wanted = new_id(new, "--into")
    split = Split(
        wanted,
        name or wanted.replace("-", " ").title(),
        members,
        [parse_person("--leader", leader) for leader in leaders],
        parse_change_day(day),
    )
    split_team(draft, repository, readable_team(repository, team), split)
    note_past_day(draft, playbook, split.day)
    settle(repository, draft, yes=yes, dry_run=dry_run)
