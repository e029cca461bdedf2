"""`outbound rename service`: a service by another id, here and wherever it is referred to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import new_id, open_whole_change, settle, writing_options
from checks.cli.scaffold_options import known_service

if TYPE_CHECKING:
    from checks.cli.context import Where


@click.command(
    "service",
    epilog="\b\nExample:\n  outbound rename service one-on-one check-in",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@writing_options
@click.pass_obj
def rename_service_command(where: Where, old: str, new: str, dry_run: bool, yes: bool) -> None:
    """Give a service another id.

    Its file gets the new name and keeps the old id under `formerly`. So log entries with the old id still count,
    and stay as they are. All files that refer to the service change too, in both repositories.
    """
    from checks.scaffold.renaming import rename_service

    repository, _, draft = open_whole_change(where)
    service, wanted = known_service(repository, old), new_id(new)
    rename_service(draft, repository, service, wanted)
    next_step = "commit it, the policy before the data if they are in two repositories"
    settle(repository, draft, yes=yes, dry_run=dry_run, renamed={old: wanted}, next_step=next_step)
