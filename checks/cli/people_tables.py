"""Shared by `init --from` and `import people`: a table from HR, read, shown, asked about, and turned into changes."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.column_options import (
    TableOptions,
    column_lines,
    column_options,
    columns_file,
    kept_text,
    recognised,
)
from checks.cli.person_argument import called, with_names
from checks.model.errors import RefusedError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.imports.column_recognition import ColumnPlan
    from checks.imports.people_import import PeopleImport
    from checks.imports.people_rows import KnownPeople
    from checks.imports.roster_changes import ImportDays, RosterChange
    from checks.imports.team_structure import KnownTeams
    from checks.loading.people import People
    from checks.model.columns import ColumnsFile
    from checks.scaffold.first_teams import FirstStay, NewTeam
    from checks.store.people_file import PeopleFileChange

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True)
class ReadTable:
    """A table as it was read, and what it changes; `plan` is None for a calendar, `people_path` if no names are kept."""

    file: Path
    result: PeopleImport
    plan: ColumnPlan | None = None
    columns: ColumnsFile | None = None
    people_path: Path | None = None
    refused: Sequence[str] = ()
    known: People | None = None

    @property
    def kept(self) -> str:
        """The text of columns.yaml with what the table has taught; empty for a calendar."""
        return kept_text(self.columns, self.plan, self.result.labels) if self.plan else ""

    def people(self) -> PeopleFileChange | None:
        """Return the people table with who is in this one, None if no names are kept."""
        from checks.store.people_file import merged_people

        path = self.people_path
        if path is None:
            return None
        return merged_people(path.read_bytes() if path.exists() else None, self.result.people)

    def name(self, person: str) -> str:
        """Return how somebody is called on a terminal: by name and id if this or the people table has the name."""
        return self._names.get(person, person)

    @cached_property
    def _names(self) -> dict[str, str]:
        if os.environ.get("CI"):  # many read it
            return {}
        from checks.loading.files import printable

        everybody = self.everybody()
        return {person: printable(called(person, everybody)) for person in everybody.by_id}

    def everybody(self) -> People:
        """Return who is who by this table, and by the people table, which goes first."""
        from checks.loading.people import People, Person

        rows = self.result.people
        new = {row.id: Person(row.id, row.name, (row.address,) if row.address else ()) for row in rows}
        return People(new | (self.known.by_id if self.known else {}))

    def not_taken(self) -> list[str]:
        """Return the rows that are refused, by line."""
        return [*self.refused, *column_lines(self.file, self.result.bad)]


def table_options(command: F) -> F:
    """Add the options of a table from HR."""
    options = (
        column_options,
        click.option(
            "--people",
            metavar="FILE",
            is_eager=True,  # names are looked up in it
            help="Where names and addresses are kept, outside every repository. [default: OUTBOUND_PEOPLE]",
        ),
        click.option(
            "--many-away",
            is_flag=True,
            help="Take leave even if more than a third of a team is absent at once.",
        ),
        click.option("--strict", is_flag=True, help="Take nothing if any row is refused."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_people_table(
    file: Path,
    options: TableOptions,
    teams: Callable[[dict[str, str]], KnownTeams],
    days: ImportDays,
    only: str | None,
) -> ReadTable:
    """Return what a table of people changes; shows its columns, and asks what has to be asked."""
    from checks.imports.column_recognition import TableKind
    from checks.imports.people_import import import_people

    columns = columns_file(options.columns, options.data)
    plan = recognised(file, TableKind.PEOPLE, columns, options)
    path = people_path(plan, options)
    there = known_in(path, options)
    people = _known_with_ids(plan, there, path)
    labels, group_words = (columns.teams, columns.groups) if columns else ({}, {})
    result = import_people(plan, people, teams(dict(labels)), days, only, group_words)
    settled = crowds_settled(result, many_away=options.many_away)
    return ReadTable(file, settled, plan, columns, path, known=there)


def _known_with_ids(plan: ColumnPlan, there: People, path: Path | None) -> KnownPeople:
    """Return who is known, with new ids for a table that has none; raises `UsageError` if they are kept nowhere."""
    from checks.imports.people_import import with_new_ids

    people = people_known(there)
    if "person" in plan.columns:
        return people
    people, new = with_new_ids(plan, people, there.by_id)
    if new and path is None:
        raise UsageError(
            f"{plan.table.file}: it has no column of ids. Name a file for ids, names and addresses with --people, or "
            "say which column has ids with --column person=NAME"
        )
    return people


def people_path(plan: ColumnPlan, options: TableOptions) -> Path | None:
    """Return where names and addresses are kept; asks on a terminal, and None where nobody says it."""
    from checks.store.people_file import require_outside

    named = options.people or os.environ.get("OUTBOUND_PEOPLE")
    private = {"name", "given_name", "address"} & set(plan.columns)
    if not named and private and sys.stdin.isatty():
        named = click.prompt(
            "Where should names and addresses be kept, outside every repository? Leave empty to keep none",
            "",
            show_default=False,
        ).strip()
    if not named:
        if private:
            click.echo(
                "Names and addresses are not kept. To keep them outside every repository, add --people FILE."
            )
        return None
    require_outside(Path(named), options.folders)
    return Path(named)


def known_in(path: Path | None, options: TableOptions) -> People:
    """Return who is in the people table; nobody where there is no such file yet."""
    from checks.loading.people import People, read_people

    return read_people(path, options.folders) if path and path.exists() else People({})


def people_known(people: People) -> KnownPeople:
    """Return ids by address and name of a people table."""
    from checks.imports.people_rows import known_people

    return known_people(people.by_address, [(person.name, person.id) for person in people.by_id.values()])


def crowds_settled(result: PeopleImport, *, many_away: bool) -> PeopleImport:
    """Return an import without leave that would make more than a third of a team absent, unless somebody says yes."""
    from checks.imports.people_import import crowd_words, without_crowds

    if not result.crowded or many_away:
        return result
    if sys.stdin.isatty():
        for crowd in result.crowded:
            click.echo(f"The leave in this table {crowd_words(crowd)}.")
        if click.confirm("Is that right?", default=False):
            return result
    else:
        click.echo("Some leave is refused below. If it is right, add --many-away.")
    return without_crowds(result)


def show_refused(table: ReadTable, notes: Sequence[str], *, strict: bool) -> None:
    """Print the rows that are not taken, and what else was noticed; raises `RefusedError` if no row may be refused."""
    refused = table.not_taken()
    if refused:
        click.echo("Skipped:")
        for line in refused:
            click.echo(f"  {with_names(line, table.name)}")
    if refused and strict:
        number = len(table.refused) + len(table.result.bad)
        raise RefusedError(
            f"{plural(number, 'row is', 'rows are')} refused, so nothing is written (--strict)"
        )
    for line in notes:
        click.echo(f"Note: {with_names(line, table.name)}.")


def show_new_teams(table: ReadTable) -> None:
    """Print a line for each team that is added: who leads it, how many are in it, and the team above."""
    from checks.output.formats import text_table

    rows = []
    for team in new_teams_of(table.result.change):
        leaders = ", ".join(table.name(leader.person) for leader in team.leaders) or "no leader"
        away = f", {len(team.absences)} away" if team.absences else ""
        above = f"part of {team.part_of}" if team.part_of else ""
        rows.append(("", team.id, leaders, plural(len(team.members), "member") + away, above))
    if rows:
        click.echo("New teams:")
        click.echo(text_table(rows), nl=False)


def new_teams_of(change: RosterChange) -> tuple[NewTeam, ...]:
    """Return the teams a change adds, as their rosters are laid out."""
    from checks.scaffold.first_teams import FirstStay, NewTeam

    members, leaders, absences = (
        _by_team(
            [
                (
                    entry.team,
                    FirstStay(entry.person, entry.first, entry.last, entry.moved_from, entry.described),
                )
                for entry in part
            ]
        )
        for part in (change.joins, change.leaders, change.absences)
    )
    return tuple(
        NewTeam(
            addition.team,
            addition.name,
            tuple(leaders[addition.team]),
            tuple(members[addition.team]),
            addition.above,
            tuple(absences[addition.team]),
            addition.logs_from,
        )
        for addition in change.new_teams
    )


def _by_team(entries: Sequence[tuple[str, FirstStay]]) -> Mapping[str, list[FirstStay]]:
    by_team: defaultdict[str, list[FirstStay]] = defaultdict(list)
    for team, stay in entries:
        by_team[team].append(stay)
    return by_team


def write_people(table: ReadTable) -> None:
    """Write the people table, and print how many lines changed."""
    from checks.store.atomic_files import replace_file

    change, path = table.people(), table.people_path
    if change is None or path is None or change.after == (change.before or b""):
        return
    replace_file(path, change.before, change.after)
    if change.before is None:
        path.chmod(0o600)
    click.echo(f"{path.name}: {change.counts()}. Keep this file outside every repository.")
