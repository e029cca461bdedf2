"""A group of commands that imports a command when it is called: `--help` stays fast."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click


class LazyGroup(click.Group):
    """Knows its commands by tables of name and summary, each under a heading; each is a function in its own module.

    The module is `checks.cli.<name>`, or in a group below `checks.cli.<group>_<name>`: underscores for hyphens,
    and one behind a name that Python keeps for itself. The function is called `<name>_command`.
    """

    tables: Mapping[str, Mapping[str, str]] = {}
    prefix = "checks.cli."

    @property
    def table(self) -> dict[str, str]:
        """All commands, in the order in which they are shown."""
        return {name: summary for part in self.tables.values() for name, summary in part.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the table's order."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module, and return it."""
        if cmd_name not in self.table:
            return None
        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"{self.prefix}{'import_' if name == 'import' else name}")
        command: click.Command = getattr(module, f"{self.prefix.removeprefix('checks.cli.')}{name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the table, no module imported."""
        for heading, part in self.tables.items():
            with formatter.section(heading):
                formatter.write_dl(list(part.items()), col_max=18)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of a name; a shell that completes is offered nothing."""
        known = ctx.resilient_parsing or not args or args[0] in self.table
        if not known and not args[0].startswith("-"):
            from difflib import get_close_matches

            nearest = get_close_matches(args[0], self.table, n=1)
            hint = f" Did you mean {nearest[0]}?" if nearest else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)
