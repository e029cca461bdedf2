"""`outbound import log`: touchpoints from a table."""

import sys
from pathlib import Path

import click

from checks.cli.context import Where, dry_run_option, judgement_dates_of, open_repository_here
from checks.cli.progress import progress_bar
from checks.cli.team_selection import team_option


@click.command(
    "log",
    epilog="\b\nA table needs the columns date and service, and takes\n"
    "  member, given_by, initiative, state, acknowledged, uid and team,\n"
    "in any order, parted by commas, semicolons or tabs. The page log.html of the site makes one.",
)
@click.argument("file", metavar="FILE.csv")
@team_option("The team of rows that name none.")
@dry_run_option
@click.pass_obj
def import_log_command(where: Where, file: str, team: str | None, dry_run: bool) -> None:
    """Bring touchpoints from a table into the logs of their teams.

    Rows that `check` would call an error are refused, each with its line and in its words; the rest is
    written. Importing a table again changes nothing. Ends with 1 when a row was refused, and with 2 when the
    file is no table.
    """
    from collections import Counter
    from dataclasses import replace

    from checks.imports.log_table import read_log_table
    from checks.imports.touchpoint_writer import InputFate, TouchpointWriter
    from checks.loading.files import printable

    table = read_log_table(Path(file))
    repository = open_repository_here(where)
    touchpoints = [row if row.team else replace(row, team=team or "") for row in table.touchpoints]
    with progress_bar("Rows", len(touchpoints)) as step:
        writer = TouchpointWriter(repository, judgement_dates_of(repository.policy, None))
        outcomes = writer.take(touchpoints, write=not dry_run, step=step)
    refused = [(row.line, row.why) for row in table.refused]
    refused += [(done.touchpoint.line, done.words) for done in outcomes if done.fate is InputFate.REFUSED]
    for line, why in sorted(refused):
        click.echo(f"line {line}: refused: {printable(why)}", err=True)
    for done in outcomes:
        for warning in done.warnings if done.fate is InputFate.LOGGED else ():
            click.echo(f"line {done.touchpoint.line}: note: {printable(warning)}", err=True)
    if table.unread:
        click.echo(f"Columns nobody reads: {', '.join(map(printable, table.unread))}.", err=True)
    number = Counter(done.fate for done in outcomes)
    verb = "would be imported" if dry_run else "imported"
    known = f", {number[InputFate.KNOWN]} known already" if number[InputFate.KNOWN] else ""
    click.echo(f"{number[InputFate.LOGGED]} {verb}{known}{f', {len(refused)} refused' if refused else ''}.")
    if refused:
        sys.exit(1)
