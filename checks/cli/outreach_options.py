"""Shared by the commands that take the initiative: how far ahead, for whom, and how people are called."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.context import judgement_dates_of, open_repository_here
from checks.model.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.output.invitation_words import Name
    from checks.planning.invitations import GatheredInvitations, Invitation
    from checks.run.checking import JudgementDates

F = TypeVar("F", bound=Callable[..., object])

leader_option = click.option(
    "--leader", metavar="P", help="What this person should invite to, leader or coach, and nobody else."
)
team_option = click.option("--team", metavar="T", help="One team alone.")


def look_ahead(text: str, option: str) -> int:
    """Return a length of time in days; raises `UsageError` for what is none, or is longer than a year."""
    from pydantic_core import PydanticCustomError

    from checks.model.lengths import parse_length

    try:
        found = parse_length(f"{text} weeks" if text.isdigit() and text != "1" else text, ("day", "week"))
    except PydanticCustomError as error:
        raise UsageError(f"{option} {text}: {error.message()}") from None
    if found.days > 366:
        raise UsageError(f"{option} {text}: at most a year ahead can be said")
    return found.days


def gather_here(
    where: tuple[Path | None, str | None], as_of: str | None, length: int
) -> tuple[Repository, JudgementDates, GatheredInvitations]:
    """Return the repository, the days, and what all its teams are owed so many days ahead."""
    repository = open_repository_here(where)
    days = judgement_dates_of(repository, as_of)

    from checks.planning.invitations import gather_invitations

    if repository.policy.playbook is None:
        raise NothingToJudgeError("playbook/playbook.yaml cannot be read; `outbound check` says why")
    return repository, days, gather_invitations(repository, days, days.as_of.toordinal() + length)


def chosen_givers(
    repository: Repository, found: GatheredInvitations, leader: str | None, team: str | None
) -> list[Invitation]:
    """Return those of one leader or coach, or of one team; raises `UsageError` for ids nobody has."""
    rows = list(found.invitations)
    if team is not None:
        if team not in repository.team_ids:
            raise UsageError(f"--team {team}: there is no such team{_hint(team, repository.team_ids)}")
        rows = [one for one in rows if one.team == team]
    if leader is not None:
        if leader not in found.givers:
            raise UsageError(
                f"--leader {leader}: nobody with this id leads or coaches{_hint(leader, found.givers)}"
            )
        rows = [one for one in rows if one.inviter == leader]
    return rows


def _hint(given: str, known: Iterable[str]) -> str:
    nearest = get_close_matches(given, sorted(known), n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""


def naming_of(repository: Repository, people: str | None) -> Name:
    """Return how people are called: by name and id where a table of people is at hand, else by id."""
    if not (people or os.environ.get("OUTBOUND_PEOPLE")):
        return str
    from checks.cli.team_selection import people_of

    known = people_of(repository, people).by_id

    def name(person: str) -> str:
        return f"{known[person].name} ({person})" if person in known and known[person].name else person

    return name


def terminal_width() -> int:
    """Return how many columns there are; 120 at the most, since longer lines are hard to read."""
    return max(60, min(120, shutil.get_terminal_size((100, 24)).columns))


def warn_unread(found: GatheredInvitations) -> None:
    """Name the services and teams that could not be read, and end with 1 when there are some."""
    if found.unread:
        click.echo(
            f"outbound: unread, and not in this advice: {', '.join(found.unread)}; `outbound check` says why",
            err=True,
        )
        click.get_current_context().exit(1)
