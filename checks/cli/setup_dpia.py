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
@click.option("--out", metavar="FILE", help="New file to write. [default: standard output]")
@click.pass_obj
def setup_dpia_command(where: Where, out: str | None) -> None:
    """Write a data protection impact assessment (DPIA, GDPR Article 35) to fill in.

    It contains the facts about this tool and your playbook: who is responsible, what you promise and log,
    who reads it, how long you keep it, rights, risks and measures. Search for "Fill in:" and add what only
    you know. Review it with your data protection officer, and with the works council if you have one. The
    command reads only the policy.
    """
    from checks.loading.files import printable
    from checks.loading.repository import open_policy
    from checks.scaffold.impact_assessment import FILL, impact_assessment
    from checks.store.atomic_files import replace_file

    policy = open_policy(find_root_here(where))
    if policy.playbook is None or policy.unread:
        first = policy.faults[0].problem
        raise UsageError(f"the playbook can't be read in full: {first.place}: {first.message}")
    day = policy.playbook.today or today_in(policy.playbook.time_zone)
    text = impact_assessment(policy.playbook, policy.services.values(), day)
    if out is None:
        click.echo(text, nl=False)
        return
    path = Path(out)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{printable(out)} already exists. Choose a new file, so that no text is lost")
    replace_file(path, None, text.encode())
    click.echo(
        f"Wrote {printable(out)}. Search for “{FILL}”, and review it with your data protection officer."
    )
