"""Asked by `outbound init`: the teams a playbook begins with, named by hand or from a people team's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.column_options import column_lines, columns_in
from checks.cli.context import parse_id_option
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from checks.scaffold.first_teams import NewTeam


def teams_by_hand(
    teams: Sequence[str], leaders: Sequence[str], members: Sequence[str], day: date, *, asked: bool
) -> tuple[NewTeam, ...]:
    """Return the teams that are named, or asked for."""
    from checks.scaffold.first_teams import named_teams

    names = tuple(teams) or (ask("Name of the first team", "First team", asked=asked),)
    givers = tuple(leaders) or (ask("Id of its leader (not a name)", "p-leader", asked=asked),)
    if not members:
        answer = ask("Ids of its members (separated by commas)", "p-first", asked=asked)
        members = [part.strip() for part in answer.split(",") if part.strip()]
    _check_ids([*givers, *members])
    return named_teams(names, givers, members, day)


def teams_from_table(
    file: Path,
    columns: str | None,
    named: tuple[Sequence[str], Sequence[str]],
    leaders: Sequence[str],
    day: date,
    *,
    asked: bool,
) -> tuple[NewTeam, ...]:
    """Return the teams of a people team's table, and print what was not taken from it."""
    from checks.imports.people_table import read_table
    from checks.imports.roster import person_in, stays_of
    from checks.scaffold.first_teams import ExportedRow, FirstStay, exported_teams

    if any(named):
        raise UsageError("--from already contains teams and members. Leave out --team and --member")
    names, ids = columns_in(file, columns, None, needed=("person", "team", "from"))
    table = read_table(file, names, optional=("to", "leader"))
    stays, bad = stays_of(table.rows, {}, {})
    leading = {row.line: person_in(row.values["leader"], {}) for row in table.rows if row.values["leader"]}
    if not leading and not leaders:
        leaders = (ask("Id of their leader (not a name)", "p-leader", asked=asked),)
    _check_ids([*leaders, *leading.values()])
    check_texts([stay.team for stay in stays])
    rows = (
        ExportedRow(FirstStay(stay.person, stay.first, stay.last), stay.team, leading.get(stay.line, ""))
        for stay in stays
    )
    exported, notes = exported_teams(rows, ids, leaders, day)
    not_taken = column_lines(file, (*table.bad, *bad))
    if not exported:
        raise UsageError(
            f"--from {file.name}: no one could be imported{f': {not_taken[0]}' if not_taken else ''}"
        )
    for line in (*not_taken, *notes):
        click.echo(f"Note: {line}.", err=True)
    return exported


def ask(question: str, default: str, *, asked: bool) -> str:
    """Ask on a terminal; a script gets the default."""
    return str(click.prompt(question, default=default)) if asked else default


def _check_ids(people: Sequence[str]) -> None:
    for person in people:
        parse_id_option("use ids, not names: ", person)


def check_texts(texts: Sequence[str]) -> None:
    """Raise `UsageError` for a name that is no line of text."""
    from checks.loading.files import forbidden_in

    for text in texts:
        if forbidden_in(text) or "\n" in text or not text.strip():
            raise UsageError("a name must be one line of text, without control characters")
