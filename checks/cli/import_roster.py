"""`outbound import roster`: joiners, leavers, moves and absences, from a table."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.column_options import column_lines, columns_in
from checks.cli.context import as_of_option, judgement_dates_of, open_repository_here
from checks.cli.team_selection import people_of, people_option, readable_team, team_folder
from checks.model.errors import ChangedMeanwhileError, UsageError

if TYPE_CHECKING:
    from checks.imports.absences import AwaySpan, NewAbsences
    from checks.imports.roster import NewStay, StayEnd
    from checks.loading.repository import Repository
    from checks.model.team import Team

AHEAD = timedelta(days=400)
"""How far ahead out-of-office entries are looked for."""


@click.command("roster")
@click.argument("file", metavar="FILE")
@click.option("--team", metavar="TEAM", help="Change this team's roster alone; default: all in the table.")
@click.option("--absences", is_flag=True, help="FILE holds days away: a table, or a calendar (.ics).")
@click.option("--person", metavar="ID", help="Whose calendar it is, where its entries name nobody.")
@click.option("--columns", metavar="FILE", help="A saved file with the names of the columns and teams.")
@click.option("--save-columns", metavar="FILE", help="Save the names of the columns as they are taken.")
@people_option
@as_of_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def import_roster_command(
    where: tuple[Path | None, str | None],
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
    """Bring who joins, leaves, moves and is away into the rosters (team.yaml), from a table.

    A row is a person, a team, a first day and perhaps a last one; other columns are not read. A person is
    an id, or an address in people.csv. What would change is shown first, and written when you say yes.
    Comments in team.yaml stay. Nobody is taken out because the table lacks them: that is told instead.
    """
    repository = open_repository_here(where)
    if team is not None:
        readable_team(repository, team)
    known = people_of(repository, people).by_address if people or os.environ.get("OUTBOUND_PEOPLE") else {}
    if absences:
        job = _absences(repository, Path(file), team, known, (columns, save_columns, person, as_of))
    else:
        job = _stays(repository, Path(file), team, known, (columns, save_columns))
    texts = _texts(repository, job)
    _show(job, texts)
    if not texts:
        click.echo("Nothing to change.")
    elif dry_run:
        click.echo(f"{job.counts()}. Nothing was written: this was a dry run.")
    elif _agreed(job, yes=yes):
        _write(repository, texts)
        click.echo(f"{job.counts()} in {_count(len(texts), 'roster')}.")
    else:
        click.echo("Nothing was written.")


@dataclass
class _RosterImport:
    """Changes of rosters, and what is told beside."""

    joins: Sequence[NewStay] = ()
    ends: Sequence[StayEnd] = ()
    adds: Sequence[NewAbsences] = ()
    told: list[str] = field(default_factory=list)
    not_taken: list[str] = field(default_factory=list)

    def teams(self) -> list[str]:
        """Return the teams whose roster changes, in order."""
        joining, ending = {one.team for one in self.joins}, {one.team for one in self.ends}
        return sorted(joining | ending | {one.team for one in self.adds})

    def counts(self) -> str:
        """Return what changes, in words."""
        parts = (
            (self.joins, "stay added", "stays added"),
            (self.ends, "stay ended", "stays ended"),
            (self.adds, "absence added", "absences added"),
        )
        return ", ".join(_count(len(found), one, many) for found, one, many in parts if found)


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
    found = compare_roster(stays, teams, repository.former_teams, team)
    return _RosterImport(
        joins=found.joins,
        ends=found.ends,
        told=[*unread, *found.notes],
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
        for other in ("team", "leader"):
            names.pop(other, None)
        table = read_table(file, names, optional=("to",))
        away, bad = absences_in_table(table.rows, people)
        not_taken = column_lines(file, (*table.bad, *bad))
    adds, told = new_absences(away, teams, team)
    return _RosterImport(adds=adds, told=[*unread, *told], not_taken=not_taken)


def _from_calendar(
    repository: Repository, file: Path, people: Mapping[str, str], person: str | None, as_of: str | None
) -> tuple[list[AwaySpan], list[str]]:
    from checks.imports.absences import OUT_OF_OFFICE, absences_in_calendar
    from checks.imports.calendar_file import CalendarQuery, read_calendar

    playbook = repository.policy.playbook
    if playbook is None:
        raise UsageError("playbook/playbook.yaml cannot be read; `outbound check` says why")
    last = judgement_dates_of(repository, as_of).as_of + AHEAD
    asked = CalendarQuery(playbook.logs_from, last, playbook.time_zone, people, (OUT_OF_OFFICE,))
    read = read_calendar(file, asked)
    away, told = absences_in_calendar(read.occurrences, person)
    refused = [f"{one.file}, {one.shown}: {one.why}" for one in read.refused]
    return away, [*(f"{file.name}: {note}" for note in read.notes), *refused, *told]


def _teams(repository: Repository) -> tuple[dict[str, Team], list[str]]:
    """Return the rosters that can be read, and a line for each that cannot."""
    teams: dict[str, Team] = {}
    told: list[str] = []
    for files in repository.teams():
        if files.team is None or files.unread:
            told.append(
                f"{files.id} cannot be read, so nothing is compared with it: `outbound check` says why"
            )
        else:
            teams[files.id] = files.team
    return teams, told


def _texts(repository: Repository, job: _RosterImport) -> dict[str, tuple[bytes, bytes]]:
    """Return each roster that changes, as it is and as it would be."""
    from checks.imports.roster_rewriting import UnwritableRosterError, rewrite_roster
    from checks.store.atomic_files import content_of

    found: dict[str, tuple[bytes, bytes]] = {}
    for team in job.teams():
        shown = f"data/teams/{team}/team.yaml"
        before = content_of(team_folder(repository) / "teams" / team / "team.yaml")
        if before is None:
            raise UnwritableRosterError(shown, "it is no longer there")
        after = rewrite_roster(
            before.decode(),
            shown,
            [one for one in job.joins if one.team == team],
            [one for one in job.ends if one.team == team],
            [one for one in job.adds if one.team == team],
        )
        found[team] = (before, after.encode())
    return found


def _show(job: _RosterImport, texts: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Print the changes as a diff, and what is told beside."""
    for team, (before, after) in texts.items():
        path = f"data/teams/{team}/team.yaml"
        old, new = (side.decode().splitlines() for side in (before, after))
        for line in difflib.unified_diff(old, new, path, path, lineterm="", n=1):
            colour = _COLOURS.get(line[:1])
            bold = line.startswith(("+++", "---"))
            click.echo(click.style(line, fg=None if bold else colour, bold=bold or None))
    if job.not_taken:
        click.echo("Not taken:")
        for line in job.not_taken:
            click.echo(f"  {line}")
    for line in job.told:
        click.echo(f"Also: {line}.")


_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def _agreed(job: _RosterImport, *, yes: bool) -> bool:
    """Ask whether to write, on a terminal; without one nobody can answer."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was written: nobody can be asked here; look at the change above and add --yes"
        )
    return click.confirm(f"Write this ({job.counts()})?")


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


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
