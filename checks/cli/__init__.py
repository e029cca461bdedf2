"""The command `outbound`: one module a command, imported when it is called.

This is an edge: it reads arguments, the environment and the clock, and prints.
"""

import gc
import os
import sys
from pathlib import Path

import click

from checks.cli.lazy_group import LazyGroup
from checks.model.errors import ChecksError, UsageError

_COMMANDS = {
    "Check": {
        "check": "Judge the playbook and its log by all rules.",
        "coverage": "Print the numbers: what was due and what was met.",
        "effect": "Say what a change would do.",
        "explain": "Print a rule's page, or the list of all rules.",
    },
    "Log": {
        "log": "Log a touchpoint: held, booked, declined or ordered.",
        "confirm": "Say of what was booked whether it was held.",
        "import": "Bring in people, absences and touchpoints.",
        "fmt": "Put logs in order, and mend what spreadsheets do to files.",
    },
    "Reach out": {
        "invite": "Tell whom to invite, and by when.",
        "plan": "Fit what is owed into the weeks of those who give it.",
        "digest": "Remind leaders and teams, once and politely.",
    },
    "My data": {
        "mine": "Print what one person is owed, and what is logged for them.",
        "export": "Write everything stored about one person, or all teams as tables.",
    },
    "Edit policy and people": {"new": "Add a service, a team, an agreement or a waiver."},
    "Publish": {
        "release": "Freeze the figures of closed quarters for a public site.",
        "render": "Write the pages as Markdown files.",
        "prune": "Let go of logs that are older than was agreed, or of one person.",
    },
    "Set up": {
        "init": "Lay out a new playbook.",
        "setup": "Write what a code host and an editor read: forms, workflows, schemas.",
    },
}

_GROUPS = {
    "import": (
        "Bring in people, absences and touchpoints from where they are kept already.",
        {
            "calendar": "One-on-ones and team meetings, from exports of calendars.",
            "people": "Who joins, leaves, moves, leads and is away, from a table.",
            "log": "Touchpoints from a table.",
            "issue": "What somebody filed with an issue form.",
        },
    ),
    "new": (
        "Add one thing to the playbook or its data; everything else stays as it is.",
        {
            "service": "A service of the catalogue, or one of your own.",
            "team": "A team, with who leads it and who is in it.",
            "agreement": "Other terms of a service, from a day on.",
            "waiver": "An agreed exception, with an approver and a last day.",
        },
    ),
    "setup": (
        "Write what a code host and an editor read of a playbook; run it again when the playbook has changed.",
        {
            "forms": "The issue forms of a code host, from the playbook.",
            "workflows": "The workflows of a code host.",
            "dpia": "A data protection impact assessment to fill in.",
            "schema": "What lets an editor complete, explain and check the YAML files.",
        },
    ),
}

INTERRUPTED = 130
"""The status of a command that was interrupted: 128 and the number of the signal."""


class _Outbound(LazyGroup):
    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was called; an interrupt ends it without a word."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            from checks.loading.files import printable

            raise click.UsageError(printable(error.format_message()), error.ctx) from None
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)


@click.group(
    cls=_Outbound,
    tables=_COMMANDS,
    groups=_GROUPS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--root", metavar="DIR", help="The folder that holds playbook/; default: found by walking up.")
@click.option("--data", metavar="DIR", help="The folder that holds teams/, relative to the root.")
@click.version_option(package_name="outbound-playbook", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, root: str | None, data: str | None) -> None:
    """Leadership services as code: what was agreed, and whether it takes place."""
    for option, folder in (("--root", root), ("--data", data)):
        if folder == "":  # an unset variable of a script; the default would be another folder than was meant
            raise UsageError(f"{option} is empty; name a folder")
    ctx.obj = (Path(root) if root else None, data)


def main() -> None:
    """Run the command; a fault of the call is one line on stderr and an exit status."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # what else is installed here judges nothing
    gc.disable()  # nothing here lives long, and the collector doubles the cost of building many objects
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a terminal has an encoding of its own; files and pipes get the same bytes everywhere
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        group(prog_name="outbound")
    except ChecksError as error:
        from checks.loading.files import printable

        click.echo(f"outbound: {printable(str(error))}", err=True)  # a name of a file may hold anything
        sys.exit(error.status)
    finally:
        gc.freeze()  # nor is anything looked through once more on the way out
