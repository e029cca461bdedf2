"""`outbound guard`: the workflows of a code host."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from checks.model.errors import UsageError


@click.command(
    "guard",
    epilog="\b\nExamples:\n"
    "  outbound guard --for policy\n"
    "  outbound guard --for data --out ../playbook-data\n"
    "  outbound guard --for one --check      whether they are those of this version",
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
def guard_command(part: str, host: str, out: str, check: bool) -> None:
    """Write the workflows that check changes, judge at night, publish the site and take forms.

    What is there by the same name is replaced: look at `git diff` before you commit it.
    """
    from checks.scaffold.workflows import workflow_files
    from checks.store.atomic_files import content_of, replace_file

    made = workflow_files(part, host)  # type: ignore[arg-type]  # click has held them to the choices
    if not made:
        raise UsageError(f"--for {part} --host {host}: there is nothing to write for it")
    folder = Path(out)
    there = {name: content_of(folder / name) for name in made}
    changed = [name for name, text in made.items() if there[name] != text.encode()]
    for name in changed:
        click.echo(name)
        if not check:
            replace_file(folder / name, there[name], made[name].encode())
    if check and changed:
        click.echo("not as this version has it: run `outbound guard` without --check", err=True)
        sys.exit(1)
    if not changed:
        click.echo("All workflows are as this version has them.")
