"""The command `outbound`: one module a command, imported when it is called.

This is an edge: it reads arguments, the environment and the clock, and prints.
"""

from __future__ import annotations

import gc
import importlib
import sys
from pathlib import Path

import click

from checks.errors import ChecksError, UsageError

_COMMANDS = {
    "check": "Judge the playbook and its log by all rules.",
    "coverage": "Print the numbers: what was due and what was met.",
    "effect": "Say what a change would do.",
    "explain": "Print a rule's page.",
    "rules": "List all rules.",
    "mine": "Print what one person is owed, and what is logged for them.",
    "export": "Write everything that is stored about one person.",
    "prune": "Let go of logs that are older than was agreed, or of one person.",
    "render": "Write the pages as Markdown files.",
    "publish-figures": "Freeze the figures of closed quarters for a public site.",
}


class _Commands(click.Group):
    """Knows its commands by name, and imports one when it is called: `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"checks.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            nearest = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option("--root", metavar="DIR", help="The folder that holds playbook/; default: found by walking up.")
@click.option("--data", metavar="DIR", help="The folder that holds teams/, relative to the root.")
@click.version_option(package_name="outbound-playbook", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, root: str | None, data: str | None) -> None:
    """Leadership services as code: what was agreed, and whether it takes place."""
    for option, given in (("--root", root), ("--data", data)):
        if given == "":  # an unset variable of a script; the default would be another folder than was meant
            raise UsageError(f"{option} is empty; name a folder")
    ctx.obj = (Path(root) if root else None, data)


def main() -> None:
    """Run the command; a fault of the call is one line on stderr and an exit status."""
    gc.disable()  # nothing here lives long, and the collector doubles the cost of building many objects
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        group(prog_name="outbound")
    except ChecksError as error:
        click.echo(f"outbound: {error}", err=True)
        sys.exit(error.status)
