"""`outbound fmt`: logs in order, files repaired after other programs, and agreements laid out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import open_change, settle
from checks.cli.context import Where, open_repository_here
from checks.cli.scaffold_options import known_service
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
@click.option(
    "--split",
    "layout",
    flag_value="split",
    help="Move the agreements of services, all or those you name, into files of their own.",
)
@click.option(
    "--join",
    "layout",
    flag_value="join",
    help="Move agreements in files of their own back into the services' files.",
)
@click.pass_obj
def fmt_command(where: Where, files: tuple[str, ...], check: bool, layout: str | None) -> None:
    """Sort log files by date, service and member, and undo what spreadsheets change.

    The command repairs separators, encodings, line endings, quotes, blank rows and dates in another form. It
    shows what it did, one line per file. If a value can mean two things, it leaves the row and shows its line
    and column. In YAML files it repairs encodings and line endings only.

    `--split` and `--join` take ids of services instead of files. They keep all comments, and don't change what is
    agreed.
    """
    if layout:
        _lay_out(where, files, check, layout)
        return
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


def _lay_out(where: Where, services: tuple[str, ...], check: bool, layout: str) -> None:
    """Move agreements of the services named, of all if none is, between the services' files and files of their own."""
    from checks.scaffold.agreement_layout import draft_join, draft_split, remove_empty_folders

    repository, _, draft = open_change(where)
    policy = repository.policy
    chosen = services or [*policy.services, *policy.unreadable]
    for service in [known_service(repository, service) for service in chosen]:
        (draft_split if layout == "split" else draft_join)(draft, service)
    settle(repository, draft, yes=True, dry_run=check)
    if not check:
        remove_empty_folders(draft)
    elif draft.changes():
        sys.exit(1)


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
