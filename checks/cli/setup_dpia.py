"""`outbound setup dpia`: a data protection impact assessment to fill in, from the playbook."""

from pathlib import Path

import click

from checks.cli.clock import today_in
from checks.cli.context import Where, find_root_here
from checks.model.errors import UsageError


@click.command(
    "dpia",
    epilog="\b\nExamples:\n  outbound setup dpia\n  outbound setup dpia --out ../dpia.md",
)
@click.option("--out", metavar="FILE", help="A new file; without it, standard output.")
@click.pass_obj
def setup_dpia_command(where: Where, out: str | None) -> None:
    """Write a data protection impact assessment (DPIA, GDPR Article 35) to fill in.

    It holds the facts about this tool and the playbook's own values: who is responsible, what is promised, what is
    logged, who reads it, how long it is kept, rights, risks and measures. What only you know is marked "Fill in:". Go
    through it with your data protection officer, and with the works council where there is one. The command reads the policy only.
    """
    from checks.loading.files import printable
    from checks.loading.repository import open_policy
    from checks.scaffold.impact_assessment import FILL, impact_assessment
    from checks.store.atomic_files import replace_file

    policy = open_policy(find_root_here(where))
    if policy.playbook is None or policy.unread:
        first = policy.faults[0].problem
        raise UsageError(f"not all of the playbook can be read: {first.place}: {first.message}")
    day = policy.playbook.today or today_in(policy.playbook.time_zone)
    text = impact_assessment(policy.playbook, policy.services.values(), day)
    if out is None:
        click.echo(text, nl=False)
        return
    path = Path(out)
    if path.exists() or path.is_symlink():
        raise UsageError(
            f"{printable(out)}: there is something already; name a new file, what people wrote stays"
        )
    replace_file(path, None, text.encode())
    click.echo(f"{printable(out)}: search for “{FILL}” and go through it with your data protection officer.")
