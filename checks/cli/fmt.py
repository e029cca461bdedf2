"""`outbound fmt`: logs in order, and files mended of what spreadsheets and other systems do to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, open_repository_here
from checks.cli.team_selection import data_root_of, open_to_write, team_folder
from checks.model.errors import CannotWriteError, ChecksError, UsageError

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.store.formatting import FormattedFile

_MOST_ROWS = 20
"""Rows shown for one file; a file of another kind has something unclear in every row."""


@click.command("fmt")
@click.argument("files", nargs=-1, metavar="[FILES…]")
@click.option(
    "--check",
    is_flag=True,
    help="Change nothing. List the files to format, and exit with 1 if there are any.",
)
@click.pass_obj
def fmt_command(where: Where, files: tuple[str, ...], check: bool) -> None:
    """Sort log files by date, service and member, and undo what spreadsheets change.

    The command repairs separators, encodings, line endings, quotes, blank rows and dates in another form. It
    shows what it did, one line per file. If a value can mean two things, it leaves the row and shows its line
    and column. In YAML files it repairs encodings and line endings only.
    """
    from checks.loading.files import printable
    from checks.store.formatting import formatted_file

    repository = open_repository_here(where) if check else open_to_write(where)
    root = data_root_of(repository)
    chosen = _chosen(repository, files)
    changed = refused = left = 0
    for path in chosen:
        shown = printable(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path))
        try:
            formatted = formatted_file(path)
            if formatted.changed and not check:
                formatted.write()
        except CannotWriteError:  # a full disk takes no other file either
            raise
        except ChecksError as error:
            refused += 1
            click.echo(f"skipped: {printable(str(error))}", err=True)
        else:
            changed += formatted.changed
            left += len(formatted.unclear)
            _show(shown, formatted, check)
    _close(len(chosen), changed, refused, left, check)


def _chosen(repository: Repository, files: tuple[str, ...]) -> list[Path]:
    """Return the files that are named, all of the playbook where none is; raises `UsageError` for any other."""
    from checks.loading.files import printable
    from checks.store.formatting import files_below

    known = {path.resolve(): path for path in files_below(team_folder(repository), data_root_of(repository))}
    for file in files:
        if Path(file).resolve() not in known:
            raise UsageError(f"{printable(file)} is not a YAML or CSV file of this playbook")
    return [known[Path(file).resolve()] for file in files] or list(known.values())


def _show(shown: str, formatted: FormattedFile, check: bool) -> None:
    """Show what is done to a file, and the first rows that are left, at their places in the file as it now is."""
    if formatted.changed:
        click.echo(f"{shown}: {', '.join(formatted.steps)}")
    for row in formatted.unclear[:_MOST_ROWS]:
        line, column = row.before if check else row.after
        click.echo(f"left: {shown}:{line}:{column}: {row.words}", err=True)
    if more := len(formatted.unclear[_MOST_ROWS:]):
        click.echo(f"left: {shown}: {more:,} more {'row' if more == 1 else 'rows'}", err=True)


def _close(files: int, changed: int, refused: int, left: int, check: bool) -> None:
    """Show the result as the last line, and exit with 1 where something is to be done."""
    if left:
        rows = "1 row" if left == 1 else f"{left:,} rows"
        click.echo(f"{rows} left for you to correct. Then run: outbound fmt", err=True)
    if not check:
        done = f"{_files(changed)} formatted, {files - changed - refused} unchanged."
    else:
        done = f"{_files(changed)} to format." if changed else f"{_files(files)} checked, all formatted."
    click.echo(done, err=True)
    if refused or left or (check and changed):
        sys.exit(1)


def _files(number: int) -> str:
    return f"{number} file" if number == 1 else f"{number} files"
