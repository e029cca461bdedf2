"""`outbound import roster`: joiners, leavers, moves and absences, from a table."""

from __future__ import annotations

import difflib
import os
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.clock import today_in
from checks.cli.column_options import column_lines, columns_in
from checks.cli.context import (
    Where,
    as_of_option,
    dry_run_option,
    judgement_dates_of,
    open_repository_here,
    parse_day_option,
    playbook_of,
)
from checks.cli.team_selection import people_of, people_option, readable_team, team_folder, team_option
from checks.model.errors import ChangedMeanwhileError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.imports.absences import AwaySpan, NewAbsences
    from checks.imports.roster import NewStay, StayEnd
    from checks.loading.repository import Repository
    from checks.model.team import Team

AHEAD = timedelta(days=400)
"""How far ahead out-of-office entries are looked for."""

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("roster")
@click.argument("file", metavar="FILE")
@team_option("Change only this team's roster. [default: all teams in the table]")
@click.option("--absences", is_flag=True, help="FILE contains absences: a table or a calendar (.ics).")
@click.option("--person", metavar="ID", help="Owner of the calendar, if its entries name no one.")
@click.option("--columns", metavar="FILE", help="File with the names of the columns and teams.")
@click.option("--save-columns", metavar="FILE", help="Save the names of the columns to FILE.")
@people_option
@as_of_option
@dry_run_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def import_roster_command(
    where: Where,
    file: str,
    team: str | None,
    absences: bool,
    person: str | None,
    columns: str | None,
    save_columns: str | None,
    people: str | None,
    as_of: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Import joiners, leavers, moves and absences from a table into the rosters (team.yaml).

    Each row has a person, a team, a start date and perhaps an end date. The command ignores other columns.
    A person is an id, or an address in people.csv. You see the changes first, and the command writes them
    when you agree. Comments in team.yaml stay. The command never removes people who are missing from the
    table, but it lists them.
    """
    repository = open_repository_here(where)
    if team is not None:
        readable_team(repository, team)
    known = people_of(repository, people).by_address if people or os.environ.get("OUTBOUND_PEOPLE") else {}
    if absences:
        job = _absences(repository, Path(file), team, known, (columns, save_columns, person, as_of))
    else:
        job = _stays(repository, Path(file), team, known, (columns, save_columns))
    job = _kept(repository, job, as_of)
    texts = _texts(repository, job)
    _show(job, texts)
    if not texts:
        click.echo("Nothing to change.")
    elif dry_run:
        click.echo(f"{job.counts()}. Dry run: nothing was written.")
    elif _agreed(job, yes=yes):
        _write(repository, texts)
        click.echo(f"{job.counts()} in {plural(len(texts), 'roster')}.")
    else:
        click.echo("Nothing was written.")


@dataclass
class _RosterImport:
    """Changes of rosters; `notes` and the rows `not_taken` are printed beside, a line each."""

    joins: Sequence[NewStay] = ()
    ends: Sequence[StayEnd] = ()
    adds: Sequence[NewAbsences] = ()
    notes: Sequence[str] = ()
    not_taken: Sequence[str] = ()

    def teams(self) -> list[str]:
        """Return the teams whose roster changes, in order."""
        changes = (self.joins, self.ends, self.adds)
        return sorted({change.team for part in changes for change in part})

    def counts(self) -> str:
        """Return what changes, in words."""
        parts = (
            (self.joins, "membership added", "memberships added"),
            (self.ends, "membership ended", "memberships ended"),
            (self.adds, "absence added", "absences added"),
        )
        return ", ".join(plural(len(changes), *words) for changes, *words in parts if changes)


def _stays(
    repository: Repository,
    file: Path,
    team: str | None,
    people: Mapping[str, str],
    saving: tuple[str | None, str | None],
) -> _RosterImport:
    from checks.imports.people_table import read_table
    from checks.imports.roster import compare_roster, stays_of

    names, mapped = columns_in(file, *saving, needed=("person", "team", "from"))
    names.pop("leader", None)
    table = read_table(file, names, optional=("to",))
    stays, bad = stays_of(table.rows, people, mapped)
    teams, unread = _teams(repository)
    changes = compare_roster(stays, teams, repository.former_teams, team)
    return _RosterImport(
        joins=changes.joins,
        ends=changes.ends,
        notes=[*unread, *changes.notes],
        not_taken=column_lines(file, (*table.bad, *bad)),
    )


def _absences(
    repository: Repository,
    file: Path,
    team: str | None,
    people: Mapping[str, str],
    options: tuple[str | None, str | None, str | None, str | None],
) -> _RosterImport:
    from checks.imports.absences import absences_in_table, new_absences
    from checks.imports.people_table import read_table, read_table_text

    columns, save_columns, person, as_of = options
    teams, unread = _teams(repository)
    if read_table_text(file).lstrip().upper().startswith("BEGIN:VCALENDAR"):
        away, not_taken = _from_calendar(repository, file, people, person, as_of)
    else:
        names, _ = columns_in(file, columns, save_columns, needed=("person", "from"))
        for unneeded in ("team", "leader"):
            names.pop(unneeded, None)
        table = read_table(file, names, optional=("to",))
        away, bad = absences_in_table(table.rows, people)
        not_taken = column_lines(file, (*table.bad, *bad))
    adds, notes = new_absences(away, teams, team)
    return _RosterImport(adds=adds, notes=[*unread, *notes], not_taken=not_taken)


def _from_calendar(
    repository: Repository, file: Path, people: Mapping[str, str], person: str | None, as_of: str | None
) -> tuple[list[AwaySpan], list[str]]:
    from checks.imports.absences import OUT_OF_OFFICE, absences_in_calendar
    from checks.imports.calendar_file import CalendarQuery, read_calendar

    playbook = playbook_of(repository)
    last = judgement_dates_of(repository.policy, as_of).as_of + AHEAD
    query = CalendarQuery(playbook.logs_from, last, playbook.time_zone, people, (OUT_OF_OFFICE,))
    calendar = read_calendar(file, query)
    away, unclear = absences_in_calendar(calendar.occurrences, person)
    refused = [f"{entry.file}, {entry.shown}: {entry.why}" for entry in calendar.refused]
    return away, [*(f"{file.name}: {note}" for note in calendar.notes), *refused, *unclear]


def _kept(repository: Repository, job: _RosterImport, as_of: str | None) -> _RosterImport:
    """Return the changes without what ended before the quarters the playbook keeps: `prune` would remove it again."""
    from checks.engine.team_coverage import kept_from
    from checks.model.base import FOREVER
    from checks.run.judging import judgement_dates

    playbook = repository.policy.playbook
    if playbook is None:
        return job
    day = parse_day_option("--as-of", as_of) if as_of is not None else None
    first = kept_from(playbook, judgement_dates(repository.policy, day, today_in).as_of)
    back_by = first - timedelta(days=1)  # what follows without a gap, or the first day back, is kept
    joins = [join for join in job.joins if (join.last or FOREVER) >= back_by]
    adds = [add for add in job.adds if (add.away.last or FOREVER) >= back_by]
    old = len(job.joins) + len(job.adds) - len(joins) - len(adds)
    if not old:
        return job
    keep_for = playbook.privacy.keep_logs_for
    note = (
        f"{plural(old, 'membership or absence', 'memberships or absences')} ended before {first} "
        f"and {'is' if old == 1 else 'are'} not added, because the playbook keeps {keep_for} "
        "(`keep_logs_for`)"
    )
    return replace(job, joins=joins, adds=adds, notes=[*job.notes, note])


def _teams(repository: Repository) -> tuple[dict[str, Team], list[str]]:
    """Return the rosters that can be read, and a line for each that cannot."""
    teams: dict[str, Team] = {}
    unread: list[str] = []
    for files in repository.teams():
        if files.team is None or files.unread:
            unread.append(f"{files.id} can't be read, so it is not compared. Run: outbound check")
        else:
            teams[files.id] = files.team
    return teams, unread


def _texts(repository: Repository, job: _RosterImport) -> dict[str, tuple[bytes, bytes]]:
    """Return each roster that changes, as it is and as it would be."""
    from checks.imports.roster_rewriting import UnwritableRosterError, rewrite_roster
    from checks.store.atomic_files import content_of

    texts: dict[str, tuple[bytes, bytes]] = {}
    for team in job.teams():
        shown = f"data/teams/{team}/team.yaml"
        before = content_of(team_folder(repository) / "teams" / team / "team.yaml")
        if before is None:
            raise UnwritableRosterError(shown, "the file no longer exists")
        after = rewrite_roster(
            before.decode(),
            shown,
            [stay for stay in job.joins if stay.team == team],
            [end for end in job.ends if end.team == team],
            [absences for absences in job.adds if absences.team == team],
        )
        texts[team] = (before, after.encode())
    return texts


def _show(job: _RosterImport, texts: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Print the changes as a diff, then the rows not taken and the notes."""
    for team, (before, after) in texts.items():
        path = f"data/teams/{team}/team.yaml"
        old, new = (side.decode().splitlines() for side in (before, after))
        for line in difflib.unified_diff(old, new, path, path, lineterm="", n=1):
            colour = _COLOURS.get(line[:1])
            bold = line.startswith(("+++", "---"))
            click.echo(click.style(line, fg=None if bold else colour, bold=bold or None))
    if job.not_taken:
        click.echo("Skipped:")
        for line in job.not_taken:
            click.echo(f"  {line}")
    for line in job.notes:
        click.echo(f"Note: {line}.")


def _agreed(job: _RosterImport, *, yes: bool) -> bool:
    """Ask whether to write, on a terminal; without one nobody can answer."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was written, because there is no terminal to ask in. Check the changes above, "
            "then add --yes"
        )
    return click.confirm(f"Write these changes ({job.counts()})?")


def _write(repository: Repository, texts: Mapping[str, tuple[bytes, bytes]]) -> None:
    from checks.store.atomic_files import content_of, locked, replace_file

    data = team_folder(repository)
    paths = {team: data / "teams" / team / "team.yaml" for team in texts}
    with locked(data):
        for team, path in paths.items():  # all before any: what was looked at is written whole, or not at all
            if content_of(path) != texts[team][0]:
                raise ChangedMeanwhileError(f"data/teams/{team}/team.yaml")
        for team, (before, after) in texts.items():
            replace_file(paths[team], before, after)
