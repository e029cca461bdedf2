"""`outbound export`: everything that is stored about one person."""

from __future__ import annotations

from pathlib import Path

import click

from checks.cli.mine import person_option, record_of, refuse_inside
from checks.cli.opening import as_of_option, days_of, open_here
from checks.errors import UsageError


@click.command("export")
@person_option
@click.option(
    "--format",
    "form",
    default="json",
    show_default=True,
    type=click.Choice(["json", "csv"]),
    help="csv holds the rows of the log alone.",
)
@click.option(
    "--out", metavar="FILE", default="-", show_default=True, help="A new file; - for standard output."
)
@as_of_option
@click.pass_obj
def command(
    where: tuple[Path | None, str | None], person: str, form: str, out: str, as_of: str | None
) -> None:
    """Write everything that is stored under one person's id, each row with the window and clause it belongs to.

    Of rows they gave to others it is not said to whom: that is the others' record.
    """
    repository = open_here(where)
    days = days_of(repository, as_of)
    record = record_of(repository, person, days)

    from checks.reports import mine

    if out != "-":
        refuse_inside(repository, "--out", out)
    text = mine.as_csv(record, days.as_of) if form == "csv" else mine.as_json(person, record, days.as_of)
    if out == "-":
        click.echo(text, nl=False)
        return
    from checks.writing.files import content_of, replace_file

    path = Path(out)
    if content_of(path) is not None:
        raise UsageError(f"--out {out}: there is a file already; name a new one")
    replace_file(path, None, text.encode())
    click.echo(f"{out}: about one person, so keep it to yourself.")
