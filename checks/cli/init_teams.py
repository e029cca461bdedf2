"""Asked by `outbound init`: the teams a playbook begins with, named by hand or from a people team's table."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from checks.cli.first_people import ids_answered, person_ids
from checks.cli.init_answers import ask_until
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from checks.cli.column_options import TableOptions
    from checks.cli.people_tables import ReadTable
    from checks.loading.people import People
    from checks.scaffold.first_teams import NewTeam


_BY_ID = ("Id of its leader (not a name)", "Ids of its members (separated by commas)")
_BY_NAME = ("Its leader (id, name or address)", "Its members (ids, names or addresses, separated by commas)")


def teams_by_hand(
    teams: Sequence[str],
    leaders: Sequence[str],
    members: Sequence[str],
    day: date,
    people: People | None,
    *,
    asked: bool,
) -> tuple[NewTeam, ...]:
    """Return the teams that are named, or asked for; `people` is who is known by name."""
    from checks.scaffold.first_teams import named_teams

    names = tuple(teams) or (ask_until("Name of the first team", "First team", text_in, asked=asked),)
    leader, members_of = _BY_ID if people is None else _BY_NAME
    answer = partial(ids_answered, people=people)
    givers = list(leaders) or ask_until(leader, "p-leader", answer, asked=asked)
    members = members or ask_until(members_of, "p-first", answer, asked=asked)
    led_by, inside = person_ids(givers, people, "--leader"), person_ids(members, people, "--member")
    return named_teams(names, led_by, inside, day)


def teams_from_table(
    file: Path,
    options: TableOptions,
    named: tuple[Sequence[str], Sequence[str]],
    leaders: Sequence[str],
    day: date,
) -> tuple[tuple[NewTeam, ...], ReadTable]:
    """Return the teams that a table from HR brings, and what else was read in it; shows what is taken and what is not."""
    from dataclasses import replace

    from checks.cli.people_tables import new_teams_of, read_people_table, show_new_teams, show_refused
    from checks.imports.roster_changes import LEADERLESS, ImportDays
    from checks.imports.team_structure import KnownTeams
    from checks.scaffold.first_teams import FirstStay

    if any(named):
        raise UsageError("--from already contains teams and members. Leave out --team and --member")
    days = ImportDays(day, day, day)
    table = read_people_table(file, options, lambda labels: KnownTeams(labels=labels), days, None)
    teams = new_teams_of(table.result.change)
    if not teams:
        refused = table.not_taken()
        first = f": {refused[0]}" if refused else ""
        raise UsageError(f"--from {file.name}: no one could be imported{first}")
    show_new_teams(table)
    unled = [team.id for team in teams if not team.leaders]
    leaders = _leaders_of(unled, leaders, table.everybody())
    leading = tuple(FirstStay(person, day) for person in leaders)
    notes = [note for note in table.result.change.notes if not leaders or not note.endswith(LEADERLESS)]
    show_refused(table, notes, strict=options.strict)
    return tuple(team if team.leaders else replace(team, leaders=leading) for team in teams), table


def _leaders_of(unled: Sequence[str], named: Sequence[str], people: People | None) -> Sequence[str]:
    """Return who leads the teams for which a table names nobody; on a terminal it is asked."""
    if unled and not named and sys.stdin.isatty():
        question = f"Who leads {', '.join(unled)}? Names or ids, separated by commas, or empty for no one"
        return ask_until(
            question, "", lambda text: ids_answered(text, people) if text.strip() else [], asked=True
        )
    return person_ids(named, people, "--leader")


def check_texts(texts: Sequence[str]) -> None:
    """Raise `UsageError` for a name that is no line of text."""
    from checks.loading.files import forbidden_in

    for text in texts:
        if forbidden_in(text) or "\n" in text or not text.strip():
            raise UsageError("a name must be one line of text, without control characters")


def text_in(text: str) -> str:
    """Return a name; raises `UsageError` for one that is no line of text."""
    check_texts([text])
    return text
