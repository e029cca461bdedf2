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
    "--check", is_flag=True, help="Change nothing; name the files, and end with 1 if there are any."
)
@click.pass_obj
def fmt_command(where: Where, files: tuple[str, ...], check: bool) -> None:
    """Put logs in order: by date, service and member, quoted only where they must be.

    Byte order marks, line ends of another system and a missing last one are mended, in YAML too, where
    nothing else changes. A file that cannot be read is named and left alone.
    """
    from checks.loading.files import printable
    from checks.store.formatting import files_below, format_text, mend_file

    repository = open_repository_here(where) if check else open_to_write(where)
    root, data = data_root_of(repository), team_folder(repository)
    known = {path.resolve(): path for path in files_below(data, root)}
    for file in files:
        if Path(file).resolve() not in known:
            raise UsageError(f"{printable(file)} is no file of this playbook that is formatted: YAML or CSV")
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
            click.echo(f"left alone: {printable(str(error))}", err=True)
    if not check:
        done = f"{_files(changed)} put in order, {len(chosen) - changed - refused} left as they were."
    else:
        done = (
            f"{_files(changed)} would be put in order."
            if changed
            else f"{_files(len(chosen))}, all in order."
        )
    click.echo(done, err=True)
    if refused or (check and changed):
        sys.exit(1)


def _files(number: int) -> str:
    return f"{number} file" if number == 1 else f"{number} files"
