"""`outbound fmt`: logs in order, and files mended of what spreadsheets and other systems do to them."""

import sys
from pathlib import Path

import click

from checks.cli.context import Where, open_repository_here
from checks.cli.team_selection import data_root_of, open_to_write, team_folder
from checks.model.errors import CannotWriteError, ChecksError, UsageError


@click.command("fmt")
@click.argument("files", nargs=-1, metavar="[FILES…]")
@click.option(
    "--check",
    is_flag=True,
    help="Change nothing. List the files to format, and exit with 1 if there are any.",
)
@click.pass_obj
def fmt_command(where: Where, files: tuple[str, ...], check: bool) -> None:
    """Sort log files by date, service and member, and undo formatting changes made by spreadsheets.

    The command also removes byte order marks, and fixes line endings and a missing last line break. It does
    that in YAML files too. If a file can't be read, the command reports it and leaves it unchanged.
    """
    from checks.loading.files import printable
    from checks.store.formatting import files_below, format_text, mend_file

    repository = open_repository_here(where) if check else open_to_write(where)
    root, data = data_root_of(repository), team_folder(repository)
    known = {path.resolve(): path for path in files_below(data, root)}
    for file in files:
        if Path(file).resolve() not in known:
            raise UsageError(f"{printable(file)} is not a YAML or CSV file of this playbook")
    chosen = [known[Path(file).resolve()] for file in files] or list(known.values())
    changed, refused = 0, 0
    for path in chosen:
        try:
            before, after = format_text(path)
            if before != after:
                if not check:
                    mend_file(path)
                changed += 1
                shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
                click.echo(printable(shown))
        except CannotWriteError:  # a full disk takes no other file either
            raise
        except ChecksError as error:
            refused += 1
            click.echo(f"skipped: {printable(str(error))}", err=True)
    if not check:
        done = f"{_files(changed)} formatted, {len(chosen) - changed - refused} unchanged."
    else:
        done = (
            f"{_files(changed)} to format." if changed else f"{_files(len(chosen))} checked, all formatted."
        )
    click.echo(done, err=True)
    if refused or (check and changed):
        sys.exit(1)


def _files(number: int) -> str:
    return f"{number} file" if number == 1 else f"{number} files"
