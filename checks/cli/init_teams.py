"""Asked by `outbound init`: the teams a playbook begins with, named by hand or from a people team's table."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from checks.cli.context import parse_id_option
from checks.cli.init_answers import ask_until
from checks.cli.person_argument import resolved_person
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from checks.cli.column_options import TableOptions
    from checks.cli.people_tables import ReadTable
    from checks.loading.people import People
    from checks.scaffold.first_teams import NewTeam


def teams_by_hand(
    teams: Sequence[str],
    leaders: Sequence[str],
    members: Sequence[str],
    day: date,
    people: People | None,
    *,
    asked: bool,
) -> tuple[NewTeam, ...]:
    """Return the teams that are named, or asked for; `people` is who is who, None where no table is named."""
    from checks.scaffold.first_teams import named_teams

    names = tuple(teams) or (ask_until("Name of the first team", "First team", text_in, asked=asked),)
    by = "name, address or id" if people else "id, not a name"
    givers = _ids(leaders, people, "--leader") or ask_until(
        f"Its leader ({by})", "p-leader", _ids_in(people, "Leader"), asked=asked
    )
    receivers = _ids(members, people, "--member") or ask_until(
        f"Its members ({by}; separated by commas)", "p-first", _ids_in(people, "Member"), asked=asked
    )
    return named_teams(names, givers, receivers, day)


def people_at_hand(options: TableOptions) -> People | None:
    """Return who is who by a table of people that is there already, None where none is."""
    from checks.cli.people_tables import known_in

    named = options.people or os.environ.get("OUTBOUND_PEOPLE")
    return known_in(Path(named), options) if named and Path(named).exists() else None


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
    people = table.everybody()
    leaders = _ids(leaders, people, "--leader")
    if unled and not leaders and sys.stdin.isatty():
        question = f"Who leads {', '.join(unled)}? Names or ids, separated by commas, or empty for no one"
        parse = _ids_in(people, "Leader")
        leaders = ask_until(question, "", lambda text: parse(text) if text.strip() else [], asked=True)
    leading = tuple(FirstStay(person, day) for person in leaders)
    notes = [note for note in table.result.change.notes if not leaders or not note.endswith(LEADERLESS)]
    show_refused(table, notes, strict=options.strict)
    return tuple(team if team.leaders else replace(team, leaders=leading) for team in teams), table


def _ids(texts: Sequence[str], people: People | None, label: str) -> list[str]:
    """Return the ids of people; raises `UsageError` for a name where nobody says who it is."""
    if people:
        texts = [resolved_person(text, people, label, set) for text in texts]
    option = f"{label}: use ids, or names with --people FILE: "
    lead = option if label.startswith("--") else "use ids, not names: "
    return [parse_id_option(lead, text) for text in texts]


def _ids_in(people: People | None, label: str) -> Callable[[str], list[str]]:
    """Return what reads people who are separated by commas, one at least."""

    def parse(text: str) -> list[str]:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts:
            raise UsageError("write at least one id, for example p-ann")
        return _ids(parts, people, label)

    return parse


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
