"""`outbound import log`: touchpoints from a table."""

import sys
from pathlib import Path

import click

from checks.cli.context import Where, dry_run_option, judgement_dates_of, open_repository_here
from checks.cli.first_look import with_first_look
from checks.cli.progress import progress_bar
from checks.cli.team_selection import team_option


@click.command(
    "log",
    epilog="\b\nRequired columns: date, service.\n"
    "Optional columns: member, given_by, initiative, state, acknowledged, uid, team.\n"
    "Separate values with commas, semicolons or tabs. The site's page log.html writes such a table.",
)
@click.argument("file", metavar="FILE.csv")
@team_option("Team for rows without a team.")
@dry_run_option
@click.pass_obj
@with_first_look
def import_log_command(where: Where, file: str, team: str | None, dry_run: bool) -> None:
    """Import log entries from a table.

    The command rejects rows that would fail `check`, with their line and the reason, and writes the others.
    You can import a table again: entries that are already logged don't change. Exit codes: 1 a row was
    rejected; 2 the file is not a table.
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
        click.echo(f"line {line}: rejected: {printable(why)}", err=True)
    for done in outcomes:
        for warning in done.warnings if done.fate is InputFate.LOGGED else ():
            click.echo(f"line {done.touchpoint.line}: note: {printable(warning)}", err=True)
    if table.unread:
        click.echo(f"Ignored columns: {', '.join(map(printable, table.unread))}.", err=True)
    number = Counter(done.fate for done in outcomes)
    verb = "would be imported" if dry_run else "imported"
    known = f", {number[InputFate.KNOWN]} already logged" if number[InputFate.KNOWN] else ""
    click.echo(f"{number[InputFate.LOGGED]} {verb}{known}{f', {len(refused)} rejected' if refused else ''}.")
    if refused:
        sys.exit(1)
