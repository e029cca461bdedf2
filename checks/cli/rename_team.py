"""`outbound rename team`: a team by another id, here and wherever it is referred to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import known_team, new_id, open_whole_change, settle, writing_options

if TYPE_CHECKING:
    from checks.cli.context import Where


@click.command(
    "team",
    epilog="\b\nExample:\n  outbound rename team harbour quayside",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--name", help="New name of the team. [default: the name it has]")
@writing_options
@click.pass_obj
def rename_team_command(where: Where, old: str, new: str, name: str | None, dry_run: bool, yes: bool) -> None:
    """Give a team another id, and another name if you like.

    Its folder gets the new name, and team.yaml keeps the old id under `formerly`. The log goes along. All files
    that refer to the team change too, in both repositories.
    """
    from checks.scaffold.renaming import rename_team

    repository, _, draft = open_whole_change(where)
    team, wanted = known_team(repository, old), new_id(new)
    rename_team(draft, repository, team, wanted, name)
    next_step = "commit it, the data before the policy if they are in two repositories"
    settle(repository, draft, yes=yes, dry_run=dry_run, renamed={old: wanted}, next_step=next_step)
