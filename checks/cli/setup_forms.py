"""`outbound setup forms`: issue forms for a code host, made from the playbook."""

from pathlib import Path

import click

from checks.cli.context import Where, open_repository_here
from checks.cli.drifting_files import update_files
from checks.model.errors import UsageError


@click.command(
    "forms",
    epilog="\b\nExamples:\n"
    "  outbound setup forms --out .github/ISSUE_TEMPLATE\n"
    "  outbound setup forms --for data --out ../playbook-data/.github/ISSUE_TEMPLATE\n"
    "  outbound setup forms --check --out .github/ISSUE_TEMPLATE      for CI",
)
@click.option(
    "--out", required=True, metavar="DIR", help="Folder for the forms, usually .github/ISSUE_TEMPLATE."
)
@click.option(
    "--for",
    "part",
    type=click.Choice(["data", "policy"]),
    help="Only the forms of the private data repository, or of the policy's. [default: all]",
)
@click.option("--check", is_flag=True, help="Write nothing. Exit with 1 if a file is out of date.")
@click.pass_obj
def setup_forms_command(where: Where, out: str, part: str | None, check: bool) -> None:
    """Write GitHub issue forms to request services, log touchpoints and propose changes.

    The forms list your playbook's services. Requests and log entries are about people, so those two forms
    belong in the private repository. `outbound import issue` replies to them there.
    """
    from checks.loading.files import printable
    from checks.scaffold.issue_forms import issue_forms

    policy = open_repository_here(where).policy
    if policy.unread:
        first = policy.faults[0].problem
        raise UsageError(f"not all services can be read: {first.place}: {first.message}")
    site = policy.playbook.site if policy.playbook else None
    forms = issue_forms(policy.services.values(), part or "", site)
    drifted = "out of date: run `outbound setup forms` without --check"
    if not update_files(Path(out), forms, check=check, drifted=drifted, shown=f"{printable(out)}/"):
        alone = len(forms) == 1
        click.echo(f"{len(forms)} {'form is' if alone else 'forms are'} up to date.")
