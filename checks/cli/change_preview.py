"""What a command is about to change, as a diff to look at and to agree to."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def show_diff(
    path: str, before: str, after: str, *, context: int = 3, suffix: Callable[[str], str] = lambda _: ""
) -> None:
    """Print what changes in a file, with lines around it; in colour on a terminal that has some.

    `suffix` returns what stands behind a line, and is not in the file.
    """
    old, new = before.splitlines(), after.splitlines()
    for line in difflib.unified_diff(old, new, path, path, lineterm="", n=context):
        colour = _COLOURS.get(line[:1])
        bold = line.startswith(("+++", "---"))
        click.echo(click.style(line, fg=None if bold else colour, bold=bold or None) + suffix(line))


def agreed_to_files(
    files: Sequence[tuple[str, str, str]], lines: Sequence[str], *, yes: bool, dry_run: bool
) -> bool:
    """Whether to write a change: it is shown and asked about on a terminal; a script, or `yes`, writes it at once.

    `dry_run` shows it and nothing more. `lines` stand before the first diff. Each file is its path, and its text
    before and after.
    """
    shown = dry_run or (sys.stdin.isatty() and not yes)
    if shown:
        for line in lines:
            click.echo(click.style(line, bold=True))
        for path, before, after in files:
            show_diff(path, before, after)
    if dry_run:
        click.echo("Dry run: nothing was written.")
        return False
    if not shown or click.confirm("Write these changes?" if len(files) > 1 else "Write this change?"):
        return True
    click.echo("Nothing was written.")
    return False
