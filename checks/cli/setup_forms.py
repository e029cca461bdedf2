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
    "  outbound setup forms --check --out .github/ISSUE_TEMPLATE      in CI",
)
@click.option("--out", required=True, metavar="DIR", help="The folder of the forms: .github/ISSUE_TEMPLATE.")
@click.option(
    "--for",
    "part",
    type=click.Choice(["data", "policy"]),
    help="The forms of the private repository, or those of the policy's; default: all.",
)
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when a form is not as it would be.")
@click.pass_obj
def setup_forms_command(where: Where, out: str, part: str | None, check: bool) -> None:
    """Write the forms with which services are ordered, touchpoints logged and changes proposed.

    Their lists of services are the playbook's. Orders and touchpoints are about persons: those two forms belong
    into the private repository, where `import issue` answers them.
    """
    from checks.loading.files import printable
    from checks.scaffold.issue_forms import issue_forms

    policy = open_repository_here(where).policy
    if policy.unread:
        first = policy.faults[0].problem
        raise UsageError(f"not all services can be read: {first.place}: {first.message}")
    forms = issue_forms(policy.services.values(), part or "")
    drifted = "not as the playbook has it: run `outbound setup forms` without --check"
    if not update_files(Path(out), forms, check=check, drifted=drifted, shown=f"{printable(out)}/"):
        alone = len(forms) == 1
        click.echo(
            f"{len(forms)} {'form is as the playbook has it' if alone else 'forms are as the playbook has them'}."
        )
