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
    "  outbound setup workflows --for one --check      whether they are those of this version",
)
@click.option(
    "--for",
    "part",
    type=click.Choice(["policy", "data", "one"]),
    required=True,
    help="The policy's repository, the private one of the data, or one that holds both.",
)
@click.option("--host", type=click.Choice(["github", "gitlab"]), default="github", show_default=True)
@click.option(
    "--out", default=".", show_default=True, metavar="DIR", help="The top folder of the repository."
)
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when a file is not as it would be.")
def setup_workflows_command(part: Part, host: Host, out: str, check: bool) -> None:
    """Write the workflows that check changes, judge at night, release quarters, publish the site and take forms.

    What judges or releases runs where the data are. A policy whose data lie elsewhere is checked without them.

    What is there by the same name is replaced: look at `git diff` before you commit it.
    """
    from checks.scaffold.workflows import workflow_files

    files = workflow_files(part, host)
    drifted = "not as this version has it: run `outbound setup workflows` without --check"
    if not update_files(Path(out), files, check=check, drifted=drifted):
        click.echo("All workflows are as this version has them.")
