"""`outbound import log`: touchpoints from a sheet of meetings."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.column_options import TableOptions, column_options
from checks.cli.context import Where, did_you_mean, dry_run_option, judgement_dates_of, open_repository_here
from checks.cli.first_look import with_first_look
from checks.cli.meeting_sheets import MeetingSheet, check_refused_file, read_meeting_sheet, write_refused
from checks.cli.person_argument import terminal_naming_of, with_names
from checks.cli.progress import progress_bar
from checks.cli.team_selection import data_root_of, people_option, team_folder, team_option
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.imports.touchpoint_writer import InputOutcome
    from checks.loading.repository import Repository
    from checks.output.invitation_words import Name


@click.command(
    "log",
    epilog="\b\nRequired columns: date, service.\n"
    "Optional columns: member, given_by, initiative, state, acknowledged, uid, team.\n"
    "Usual names in five languages also work. The site's page log.html writes such a table.",
)
@click.argument("file", metavar="FILE.csv")
@team_option("Team for rows without a team.")
@click.option("--service", metavar="SERVICE", help="Service of all rows, if no column names it.")
@column_options
@click.option(
    "--means",
    multiple=True,
    metavar="WORD=MEANING",
    help="Meaning of a word in the sheet: a state, an initiative or a service. Repeatable.",
)
@people_option
@click.option(
    "--refused",
    metavar="FILE",
    help="Where to write rejected rows with the reasons, outside every repository.",
)
@dry_run_option
@click.pass_obj
@with_first_look
def import_log_command(
    where: Where,
    file: str,
    team: str | None,
    service: str | None,
    columns_said: tuple[str, ...],
    columns: str | None,
    dates: str | None,
    means: tuple[str, ...],
    people: str | None,
    refused: str | None,
    dry_run: bool,
) -> None:
    """Import conversations from a sheet of meetings.

    The command first shows what it reads from each column. People can be ids, addresses or names from
    people.csv. It rejects rows that would fail `check`, with their line and the reason, and imports the others.
    You can import a sheet again: entries that are already logged don't change. Exit codes: 1 a row was
    rejected; 2 the file is not a table.
    """
    repository = open_repository_here(where)
    target = check_refused_file(refused) if refused else None
    options = _options(repository, (columns, columns_said, dates, people), service)
    sheet = read_meeting_sheet(repository, Path(file), options, means)
    outcomes = _taken(repository, sheet, team or "", service or "", dry_run=dry_run)
    reasons = _show(sheet, outcomes, terminal_naming_of(repository, people))
    if not dry_run:
        sheet.keep(team_folder(repository), service)
        write_refused(sheet, reasons, target)
    _show_counts(outcomes, len(reasons), dry_run=dry_run)
    _show_earlier(repository, outcomes)
    if reasons:
        sys.exit(1)


def _options(
    repository: Repository,
    given: tuple[str | None, tuple[str, ...], str | None, str | None],
    service: str | None,
) -> TableOptions:
    """Return what the options say about a sheet; with a service for all rows no column is one."""
    columns, columns_said, dates, people = given
    if service and any(text.startswith("service=") for text in columns_said):
        raise UsageError("choose one of --service and --column service=NAME")
    if service and service not in repository.policy.services:
        known = repository.policy.services
        hint = did_you_mean(service, known, f"Services: {', '.join(known)}")
        raise UsageError(f"--service {service}: there is no such service. {hint}")
    data = team_folder(repository)
    roles = (*columns_said, "service=none") if service else columns_said
    return TableOptions(columns, roles, dates, people, data=data, folders=(data_root_of(repository), data))


def _taken(
    repository: Repository, sheet: MeetingSheet, team: str, service: str, *, dry_run: bool
) -> tuple[InputOutcome, ...]:
    """Write the touchpoints of a sheet that can be logged, and return what becomes of each."""
    from checks.imports.touchpoint_writer import TouchpointWriter

    touchpoints = [
        replace(row, team=row.team or team, service=row.service or service) for row in sheet.table.touchpoints
    ]
    with progress_bar("Rows", len(touchpoints)) as step:
        writer = TouchpointWriter(repository, judgement_dates_of(repository.policy, None))
        return writer.take(touchpoints, write=not dry_run, step=step)


def _show(sheet: MeetingSheet, outcomes: Sequence[InputOutcome], name: Name) -> list[tuple[int, str]]:
    """Print why rows are refused, and what else there is to know; return the refused lines with the reasons.

    `name` is how people are called on the terminal; the reasons that are returned have ids.
    """
    from checks.imports.touchpoint_writer import InputFate
    from checks.loading.files import printable

    reasons = [(row.line, row.why) for row in sheet.table.refused]
    reasons += [(done.touchpoint.line, done.words) for done in outcomes if done.fate is InputFate.REFUSED]
    for line, why in sorted(reasons):
        click.echo(f"line {line}: rejected: {printable(with_names(why, name))}", err=True)
    for done in outcomes:
        for warning in done.warnings if done.fate is InputFate.LOGGED else ():
            click.echo(f"line {done.touchpoint.line}: note: {printable(with_names(warning, name))}", err=True)
    return reasons


def _show_counts(outcomes: Sequence[InputOutcome], refused: int, *, dry_run: bool) -> None:
    from checks.imports.touchpoint_writer import InputFate

    number = Counter(done.fate for done in outcomes)
    verb = "would be imported" if dry_run else "imported"
    known = f", {number[InputFate.KNOWN]} already logged" if number[InputFate.KNOWN] else ""
    click.echo(f"{number[InputFate.LOGGED]} {verb}{known}{f', {refused} rejected' if refused else ''}.")


def _show_earlier(repository: Repository, outcomes: Sequence[InputOutcome]) -> None:
    """Print how many of the logged rows are from before the first day that counts, and what to do about it."""
    from checks.imports.touchpoint_writer import InputFate
    from checks.output.earlier_rows import earlier_lines

    logged = [(done.team, done.touchpoint.day) for done in outcomes if done.fate is InputFate.LOGGED]
    for line in earlier_lines(repository, logged):
        click.echo(line)
