"""`outbound forms`: issue forms for a code host, made from the playbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from checks.cli.context import open_repository_here
from checks.model.errors import UsageError


@click.command(
    "forms",
    epilog="\b\nExamples:\n"
    "  outbound forms --out .github/ISSUE_TEMPLATE\n"
    "  outbound forms --for data --out ../playbook-data/.github/ISSUE_TEMPLATE\n"
    "  outbound forms --check --out .github/ISSUE_TEMPLATE      in CI",
)
@click.option("--out", required=True, metavar="DIR", help="The folder of the forms: .github/ISSUE_TEMPLATE.")
@click.option(
    "--for",
    "repository",
    type=click.Choice(["data", "policy"]),
    help="The forms of the private repository, or those of the policy's; default: all.",
)
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when a form is not as it would be.")
@click.pass_obj
def forms_command(
    where: tuple[Path | None, str | None], out: str, repository: str | None, check: bool
) -> None:
    """Write the forms with which services are ordered, touchpoints logged and changes proposed.

    Their lists of services are the playbook's. Orders and touchpoints are about persons: those two forms belong
    into the private repository, where `import issue` answers them.
    """
    from checks.loading.files import printable
    from checks.scaffold.issue_forms import drifted_forms, issue_forms
    from checks.store.atomic_files import content_of, replace_file

    policy = open_repository_here(where).policy
    if policy.unread:
        first = policy.faults[0].problem
        raise UsageError(f"not all services can be read: {first.place}: {first.message}")
    made = issue_forms(policy.services.values(), repository or "")
    folder = Path(out)
    there = {name: content_of(folder / name) for name in made}
    texts = {name: None if held is None else held.decode("utf-8", "replace") for name, held in there.items()}
    changed = drifted_forms(made, texts)
    for name in changed:
        click.echo(f"{printable(out)}/{name}")
        if not check:
            replace_file(folder / name, there[name], made[name].encode())
    if check and changed:
        click.echo("not as the playbook has it: run `outbound forms` without --check", err=True)
        sys.exit(1)
    if not changed:
        alone = len(made) == 1
        click.echo(
            "1 form is as the playbook has it."
            if alone
            else f"{len(made)} forms are as the playbook has them."
        )
