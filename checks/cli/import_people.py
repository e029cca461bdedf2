"""`outbound import people`: memberships, managers and absences, from a table."""

from __future__ import annotations

import difflib
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.clock import today_in
from checks.cli.column_options import columns_file, keep_columns, kept_text, recognised
from checks.cli.context import (
    Where,
    as_of_option,
    dry_run_option,
    judgement_dates_of,
    open_repository_here,
    parse_day_option,
    playbook_of,
)
from checks.cli.people_tables import (
    LEADERLESS,
    ReadTable,
    TableOptions,
    crowds_settled,
    known_in,
    new_teams_of,
    people_known,
    read_people_table,
    refused_lines,
    show_new_teams,
    show_refused,
    table_options,
    write_people,
)
from checks.cli.team_selection import data_root_of, people_of, readable_team, team_folder, team_option
from checks.model.errors import ChangedMeanwhileError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.imports.people_import import PeopleImport
    from checks.imports.people_rows import PeopleRows
    from checks.imports.roster_changes import ImportDays, RosterChange
    from checks.imports.team_structure import KnownTeams
    from checks.loading.repository import Repository

AHEAD = timedelta(days=400)
"""How far ahead out-of-office entries are looked for."""

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("people")
@click.argument("file", metavar="FILE")
@team_option("Change this team's roster only; default: all in the table.")
@click.option("--absences", is_flag=True, help="FILE holds days away: a table, or a calendar (.ics).")
@click.option("--person", metavar="ID", help="Whose calendar it is, if its entries name nobody.")
@table_options
@click.option("--new-teams", is_flag=True, help="Add teams even if the table names no leader for them.")
@as_of_option
@dry_run_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def import_people_command(
    where: Where,
    file: str,
    team: str | None,
    absences: bool,
    person: str | None,
    columns_said: tuple[str, ...],
    columns: str | None,
    dates: str | None,
    people: str | None,
    many_away: bool,
    strict: bool,
    new_teams: bool,
    as_of: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Bring who joins, leaves, moves, leads and is away into the rosters (team.yaml), from a table.

    The command first shows which column is taken as what, and what would change. It writes when you say yes.
    Names and addresses go to the people table outside every repository, and nowhere else. Comments in team.yaml
    stay. Nobody is taken out because the table lacks them: the command lists them instead.
    """
    repository = open_repository_here(where)
    if team is not None:
        readable_team(repository, team)
    data = team_folder(repository)
    folders = (data_root_of(repository), data)
    options = TableOptions(columns, columns_said, dates, people, many_away, strict, data, folders)
    days = _days(repository, as_of)
    if absences:
        table = _absences(repository, Path(file), options, days, (team, person, as_of))
    else:
        table = read_people_table(Path(file), options, lambda labels: _teams(repository, labels), days, team)
        table = _with_agreed_teams(table, new_teams=new_teams)
    _bring_in(repository, table, dry_run=dry_run, yes=yes)


def _bring_in(repository: Repository, table: ReadTable, *, dry_run: bool, yes: bool) -> None:
    """Show what changes, and write it when somebody says yes."""
    change = table.result.change
    texts = _texts(repository, change)
    _show(table.result, texts)
    show_refused(table.refused, [*_unread(repository), *change.notes])
    people = table.people.counts() if table.people else ""
    if dry_run:
        counts = change.counts() or "Nothing to change"
        click.echo(f"{counts}. Nothing was written: this was a dry run.")
    elif not texts and not people:
        click.echo("Nothing to change.")
        _keep(repository, table)
    elif _agreed(", ".join(filter(None, (change.counts(), people))), yes=yes):
        _write(repository, texts)
        _keep(repository, table)
        if texts:
            click.echo(f"{change.counts()} in {plural(len(texts), 'roster')}.")
        write_people(table)
    else:
        click.echo("Nothing was written.")


def _days(repository: Repository, as_of: str | None) -> ImportDays:
    """Return the days of an import; without a playbook that can be read nothing is too old."""
    from checks.engine.team_coverage import kept_from
    from checks.imports.people_rows import EARLIEST
    from checks.imports.roster_changes import ImportDays
    from checks.run.judging import judgement_dates

    day = parse_day_option("--as-of", as_of) if as_of is not None else None
    dates = judgement_dates(repository.policy, day, today_in)
    playbook = repository.policy.playbook
    if playbook is None:
        return ImportDays(dates.as_of, EARLIEST, EARLIEST)
    kept = max(kept_from(playbook, dates.as_of), playbook.logs_from)
    return ImportDays(dates.as_of, kept, playbook.logs_from)


def _teams(repository: Repository, labels: Mapping[str, str]) -> KnownTeams:
    """Return the rosters that can be read, with former ids and what tables call teams."""
    from checks.imports.team_structure import KnownTeams

    read = ((team, *repository.roster(team)) for team in repository.team_ids)
    rosters = {team: roster for team, roster, faults in read if roster and not faults}
    former = {before: team for team, roster in rosters.items() for before in roster.formerly}
    return KnownTeams(rosters, former, labels)


def _unread(repository: Repository) -> list[str]:
    return [
        f"{team} cannot be read, so nothing is compared with it: `outbound check` says why"
        for team in repository.team_ids
        if (read := repository.roster(team)) and (read[0] is None or read[1])
    ]


def _absences(
    repository: Repository,
    file: Path,
    options: TableOptions,
    days: ImportDays,
    more: tuple[str | None, str | None, str | None],
) -> ReadTable:
    from checks.imports.column_recognition import TableKind
    from checks.imports.people_import import absences_of, import_absences
    from checks.imports.table_text import LARGEST, NotATableError
    from checks.loading.files import read_capped

    team, person, as_of = more
    content = read_capped(file, LARGEST, NotATableError, f"it is larger than {LARGEST // 1024 // 1024} MiB")
    teams, kept = _teams(repository, {}), ""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCALENDAR"):
        read, refused = _from_calendar(repository, file, options, person, as_of)
    else:
        columns, refused = columns_file(options.columns, options.data), []
        named = options.columns is not None
        plan = recognised(file, TableKind.ABSENCES, columns, options.columns_said, options.dates, named=named)
        read = absences_of(plan, people_known(known_in(_people_file(options), options)))
        kept = kept_text(columns, plan, {})
    result = crowds_settled(import_absences(read, teams, days, team), many_away=options.many_away)
    refused += refused_lines(file, result.bad, strict=options.strict)
    return ReadTable(result, kept, None, None, refused)


def _people_file(options: TableOptions) -> Path | None:
    import os

    named = options.people or os.environ.get("OUTBOUND_PEOPLE")
    return Path(named) if named else None


def _from_calendar(
    repository: Repository, file: Path, options: TableOptions, person: str | None, as_of: str | None
) -> tuple[PeopleRows, list[str]]:
    from checks.imports.absences import OUT_OF_OFFICE, absences_in_calendar
    from checks.imports.calendar_file import CalendarQuery, read_calendar
    from checks.imports.people_rows import PeopleRows

    playbook = playbook_of(repository)
    known = people_of(repository, options.people).by_address if _people_file(options) else {}
    last = judgement_dates_of(repository.policy, as_of).as_of + AHEAD
    query = CalendarQuery(playbook.logs_from, last, playbook.time_zone, known, (OUT_OF_OFFICE,))
    calendar = read_calendar(file, query)
    away, unclear = absences_in_calendar(calendar.occurrences, person)
    refused = [f"{entry.file}, {entry.shown}: {entry.why}" for entry in calendar.refused]
    notes = [f"{file.name}: {note}" for note in calendar.notes]
    return PeopleRows((), tuple(away), ()), [*notes, *refused, *unclear]


def _with_agreed_teams(table: ReadTable, *, new_teams: bool) -> ReadTable:
    """Return a table without new teams that have no leader, unless somebody says that they are meant."""
    from dataclasses import replace

    from checks.imports.people_import import without_teams

    led = {leader.team for leader in table.result.change.leaders}
    unled = [addition.team for addition in table.result.change.new_teams if addition.team not in led]
    if not unled or new_teams:
        return table
    if sys.stdin.isatty():
        listed = ", ".join(unled)
        words = (
            f"There {'is no team' if len(unled) == 1 else 'are no teams'} {listed} yet, and {LEADERLESS}. Add"
        )
        if click.confirm(f"{words} {'it' if len(unled) == 1 else 'them'}?", default=False):
            return table
    why = f"there is no such team, and {LEADERLESS}. Map its name in columns.yaml, or add --new-teams"
    return replace(table, result=without_teams(table.result, unled, why))


def _texts(repository: Repository, change: RosterChange) -> dict[str, tuple[bytes | None, bytes]]:
    """Return each roster that changes, as it is and as it would be; None for one that is new."""
    from checks.imports.roster_rewriting import UnwritableRosterError, rewrite_roster
    from checks.store.atomic_files import content_of

    texts: dict[str, tuple[bytes | None, bytes]] = {}
    added = {addition.team for addition in change.new_teams}
    for team in change.teams():
        shown = f"data/teams/{team}/team.yaml"
        before = content_of(team_folder(repository) / "teams" / team / "team.yaml")
        if team in added:
            if before is not None:
                raise UnwritableRosterError(shown, "it is there already and cannot be read")
            texts[team] = (None, _new_roster(change, team))
            continue
        if before is None:
            raise UnwritableRosterError(shown, "it is no longer there")
        texts[team] = (before, rewrite_roster(before.decode(), shown, change.of_team(team)).encode())
    return texts


def _new_roster(change: RosterChange, team: str) -> bytes:
    from checks.imports.roster_rewriting import require_valid
    from checks.scaffold.repository_layout import team_file

    text = team_file(next(iter(new_teams_of(change.of_team(team)))))
    require_valid(text, f"data/teams/{team}/team.yaml")
    return text.encode()


def _show(result: PeopleImport, texts: Mapping[str, tuple[bytes | None, bytes]]) -> None:
    """Print teams that are new, and the changes of others as a diff."""
    show_new_teams(result)
    for team, (before, after) in texts.items():
        if before is None:
            continue
        path = f"data/teams/{team}/team.yaml"
        old, new = (side.decode().splitlines() for side in (before, after))
        for line in difflib.unified_diff(old, new, path, path, lineterm="", n=1):
            colour = _COLOURS.get(line[:1])
            bold = line.startswith(("+++", "---"))
            click.echo(click.style(line, fg=None if bold else colour, bold=bold or None))


def _agreed(counts: str, *, yes: bool) -> bool:
    """Ask whether to write, on a terminal; without one nobody can answer."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was written: nobody can be asked here; look at the change above and add --yes"
        )
    return click.confirm(f"Write this ({counts})?")


def _keep(repository: Repository, table: ReadTable) -> None:
    if table.kept and keep_columns(team_folder(repository), table.kept):
        click.echo("data/columns.yaml: kept what the columns and teams are called.")


def _write(repository: Repository, texts: Mapping[str, tuple[bytes | None, bytes]]) -> None:
    from checks.store.atomic_files import content_of, locked, replace_file

    data = team_folder(repository)
    paths = {team: data / "teams" / team / "team.yaml" for team in texts}
    with locked(data):
        for team, path in paths.items():  # all before any: what was looked at is written whole, or not at all
            if content_of(path) != texts[team][0]:
                raise ChangedMeanwhileError(f"data/teams/{team}/team.yaml")
        for team, (before, after) in texts.items():
            replace_file(paths[team], before, after)
