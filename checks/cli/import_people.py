"""`outbound import people`: memberships, managers and absences, from a table."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.absence_tables import read_absences
from checks.cli.change_preview import show_diff
from checks.cli.clock import today_in
from checks.cli.column_options import TableOptions, keep_columns
from checks.cli.context import (
    Where,
    as_of_option,
    dry_run_option,
    open_repository_here,
    parse_day_option,
)
from checks.cli.first_look import with_first_look
from checks.cli.people_tables import (
    ReadTable,
    new_teams_of,
    read_people_table,
    show_new_teams,
    show_refused,
    table_options,
    write_people,
)
from checks.cli.person_argument import person_option
from checks.cli.team_selection import (
    data_root_of,
    readable_team,
    require_whole_checkout,
    team_folder,
    team_option,
)
from checks.model.errors import ChangedMeanwhileError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.imports.roster_changes import ImportDays, RosterChange
    from checks.imports.team_structure import KnownTeams
    from checks.loading.repository import Repository
    from checks.output.invitation_words import Name

Texts = dict[str, tuple[bytes | None, bytes]]
"""Each roster that changes, by team: as it is, None for one that is new, and as it would be."""


@click.command("people")
@click.argument("file", metavar="FILE")
@team_option("Change only this team's roster. [default: all teams in the table]")
@click.option("--absences", is_flag=True, help="FILE contains absences: a table or a calendar (.ics).")
@person_option("--person", help="Owner of the calendar, if its entries name no one.")
@table_options
@click.option("--new-teams", is_flag=True, help="Add teams even if the table names no leader for them.")
@as_of_option
@dry_run_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
@with_first_look
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
    """Import people, managers, leave and changes from a table into the rosters (team.yaml).

    The command first shows what it reads from each column, and what would change. It writes when you agree.
    Names and addresses go only to people.csv, outside every repository. Comments in team.yaml stay. The command
    never removes people who are missing from the table, but it lists them.
    """
    repository = open_repository_here(where)
    require_whole_checkout(repository)
    if team is not None:
        readable_team(repository, team)
    data = team_folder(repository)
    folders = (data_root_of(repository), data)
    options = TableOptions(columns, columns_said, dates, people, many_away, strict, data, folders)
    days = _days(repository, as_of)
    if absences:
        table = read_absences(repository, Path(file), options, (_teams(repository, {}), days, team), person)
    else:
        table = read_people_table(Path(file), options, lambda labels: _teams(repository, labels), days, team)
        table = table if new_teams else _without_unled_teams(table)
    _bring_in(repository, table, strict=strict, dry_run=dry_run, yes=yes)


def _bring_in(repository: Repository, table: ReadTable, *, strict: bool, dry_run: bool, yes: bool) -> None:
    """Show what changes, and write it when somebody says yes."""
    change, merged = table.result.change, table.people()
    texts = _texts(repository, change)
    show_new_teams(table)
    _show(texts, table.name)
    show_refused(table, [*_unread(repository), *change.notes], strict=strict)
    counts = ", ".join(filter(None, (change.counts(), merged.counts() if merged else "")))
    if dry_run and counts:
        click.echo(f"{counts}. Dry run: nothing was written.")
    elif not counts:
        click.echo("Nothing to change.")
        if not dry_run and (yes or sys.stdin.isatty()):
            _keep(repository, table)
    elif _agreed(counts, yes=yes):
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
    from checks.model.playbook import describing_groups

    read = ((team, *repository.roster(team)) for team in repository.team_ids)
    rosters = {team: roster for team, roster, faults in read if roster and not faults}
    former = {before: team for team, roster in rosters.items() for before in roster.formerly}
    playbook = repository.policy.playbook
    groups = {
        label.casefold(): group.id
        for group in (describing_groups(playbook) if playbook else ())
        for label in (group.title, group.id)
    }
    return KnownTeams(rosters, former, labels, groups)


def _unread(repository: Repository) -> list[str]:
    rosters = ((team, *repository.roster(team)) for team in repository.team_ids)
    return [
        f"{team} can't be read, so it is not compared. Run: outbound check"
        for team, roster, faults in rosters
        if roster is None or faults
    ]


def _without_unled_teams(table: ReadTable) -> ReadTable:
    """Return a table without new teams that have no leader, unless somebody says that they are meant."""
    from checks.imports.people_import import without_teams

    unled = [team.id for team in new_teams_of(table.result.change) if not team.leaders]
    if not unled:
        return table
    listed = ", ".join(unled)
    if sys.stdin.isatty():
        if click.confirm(f"New teams without a leader: {listed}. Add them?", default=False):
            return table
    else:
        click.echo(
            f"Not added, since they have no leader: {listed}. Map them in columns.yaml, or add --new-teams."
        )
    return replace(table, result=without_teams(table.result, unled))


def _texts(repository: Repository, change: RosterChange) -> Texts:
    """Return each roster that changes; raises `UnwritableRosterError` for one that cannot."""
    from checks.imports.roster_rewriting import UnwritableRosterError, require_valid, rewrite_roster
    from checks.scaffold.repository_layout import team_file
    from checks.store.atomic_files import content_of

    texts: Texts = {}
    new = {team.id: team_file(team) for team in new_teams_of(change)}
    for team in change.teams():
        shown = f"data/teams/{team}/team.yaml"
        before = content_of(team_folder(repository) / "teams" / team / "team.yaml")
        if (before is None) is not (team in new):
            why = "the file already exists and can't be read" if before else "the file no longer exists"
            raise UnwritableRosterError(shown, why)
        if before is None:
            require_valid(new[team], shown)
            texts[team] = (None, new[team].encode())
        else:
            texts[team] = (before, rewrite_roster(before.decode(), shown, change.of_team(team)).encode())
    return texts


def _show(texts: Texts, name: Name) -> None:
    """Print the changes of rosters that are there as a diff; behind a line that changes is whom it is about."""
    for team, (before, after) in texts.items():
        if before is None:
            continue
        path = f"data/teams/{team}/team.yaml"
        show_diff(path, before.decode(), after.decode(), context=1, suffix=partial(_whose, name))


_PERSON = re.compile(r"[+-]\s.*\bperson: ([a-z0-9-]+)")


def _whose(name: Name, line: str) -> str:
    """Return the name of the person in a changed line of a roster, which is not in the file; empty if it is not known."""
    match = _PERSON.match(line)
    called = name(match[1]).removesuffix(f" ({match[1]})") if match else ""
    return f"  ← {called}" if match and called != match[1] else ""


def _agreed(counts: str, *, yes: bool) -> bool:
    """Ask whether to write, on a terminal; without one nobody can answer."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            "nothing was written, because there is no terminal to ask in. Check the changes above, "
            "then add --yes"
        )
    return click.confirm(f"Write these changes ({counts})?")


def _keep(repository: Repository, table: ReadTable) -> None:
    if table.kept and keep_columns(team_folder(repository), table.kept):
        click.echo("data/columns.yaml: written, so that the next table needs no option.")


def _write(repository: Repository, texts: Texts) -> None:
    from checks.store.atomic_files import content_of, locked, replace_file

    data = team_folder(repository)
    paths = {team: data / "teams" / team / "team.yaml" for team in texts}
    with locked(data):
        for team, path in paths.items():  # all before any: what was looked at is written whole, or not at all
            if content_of(path) != texts[team][0]:
                raise ChangedMeanwhileError(f"data/teams/{team}/team.yaml")
        for team, (before, after) in texts.items():
            replace_file(paths[team], before, after)
