"""`outbound setup workflows`: the workflows of a code host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.drifting_files import update_files

if TYPE_CHECKING:
    from checks.scaffold.workflows import Host, Part


@click.command(
    "workflows",
    epilog="\b\nExamples:\n"
    "  outbound setup workflows --for policy\n"
    "  outbound setup workflows --for data --out ../playbook-data\n"
    "  outbound setup workflows --for one --check      are the files up to date?",
)
@click.option(
    "--for",
    "part",
    type=click.Choice(["policy", "data", "one"]),
    required=True,
    help="Kind of repository: policy only, private data only, or one with both.",
)
@click.option(
    "--host", type=click.Choice(["github", "gitlab"]), default="github", show_default=True, help="Code host."
)
@click.option("--out", default=".", show_default=True, metavar="DIR", help="Top folder of the repository.")
@click.option("--check", is_flag=True, help="Write nothing. Exit with 1 if a file is out of date.")
def setup_workflows_command(part: Part, host: Host, out: str, check: bool) -> None:
    """Write CI workflows that check changes, release quarters, publish the site and handle forms.

    Workflows that need the data run where the data is stored. If the data has its own repository, the
    policy's workflows check the policy without it. Those that collect calendars, send mails and read answers
    do nothing until you set their secrets.

    The command overwrites existing files with the same names. Check `git diff` before you commit.
    """
    from checks.scaffold.workflows import workflow_files

    files = workflow_files(part, host)
    drifted = "out of date: run `outbound setup workflows` without --check"
    if not update_files(Path(out), files, check=check, drifted=drifted):
        click.echo("All workflows are up to date.")
