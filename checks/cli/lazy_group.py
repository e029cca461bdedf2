"""A group of commands that imports a command when it is called: `--help` stays fast."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class _OneSpace(click.HelpFormatter):
    """Puts one space before `[default: …]`, as help that names a default in its own words does."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands."""
        super().write_dl([(name, words.replace("  [", " [")) for name, words in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _OneSpace


class LazyGroup(click.Group):
    """A group that knows its commands by tables of name and summary, each under a heading.

    The command `log` is the function `log_command` in the module `checks.cli.log`; with the prefix `import_` it is
    `import_log_command` in `checks.cli.import_log`. `groups` are names that are groups themselves, with what they do
    and the commands in them.
    """

    context_class = _Context

    def __init__(
        self,
        *args: Any,
        tables: Mapping[str, Mapping[str, str]],
        groups: Mapping[str, tuple[str, Mapping[str, str]]] | None = None,
        prefix: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.tables = tables
        self._prefix = prefix
        self._groups = groups or {}
        self._names = [name for table in tables.values() for name in table]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the tables' order."""
        return self._names

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module, and return the command; None for a name that no table has."""
        if cmd_name not in self._names:
            return None
        if cmd_name in self._groups:
            words, commands = self._groups[cmd_name]
            return LazyGroup(cmd_name, help=words, tables={"Commands": commands}, prefix=f"{cmd_name}_")
        name = f"{self._prefix}{cmd_name}"
        command: click.Command = getattr(importlib.import_module(f"checks.cli.{name}"), f"{name}_command")
        command.context_class = _Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the tables, no module imported."""
        for heading, table in self.tables.items():
            with formatter.section(heading):
                formatter.write_dl(list(table.items()), col_max=18)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of a name; a shell that completes is offered nothing."""
        known = ctx.resilient_parsing or not args or args[0] in self._names
        if not known and not args[0].startswith("-"):
            from difflib import get_close_matches

            nearest = get_close_matches(args[0], self._names, n=1)
            hint = f". Did you mean {nearest[0]}?" if nearest else ""
            ctx.fail(f"there is no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)
