"""Shared by the commands that take the initiative: how far ahead, for whom."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, did_you_mean, judgement_dates_of, parse_option
from checks.cli.person_argument import person_option
from checks.cli.team_selection import open_to_read
from checks.model.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.planning.invitations import GatheredInvitations, Invitation
    from checks.run.judging import JudgementDates

leader_option = person_option("--leader", help="Only what this leader or coach should do.")


def look_ahead(text: str, option: str) -> int:
    """Return a length of time in days; raises `UsageError` for what is none, or is longer than a year."""
    from checks.model.lengths import parse_length

    written = f"{text} weeks" if text.isdigit() and text != "1" else text
    length = parse_option(f"{option} {text}: ", lambda value: parse_length(value, ("day", "week")), written)
    if length.days > 366:
        raise UsageError(f"{option} {text}: too far ahead. Use at most a year")
    return length.days


def gather_here(
    where: Where, as_of: str | None, length: int
) -> tuple[Repository, JudgementDates, GatheredInvitations]:
    """Return the repository, the days, and what all its teams are owed so many days ahead."""
    repository = open_to_read(where)
    days = judgement_dates_of(repository.policy, as_of)

    from checks.planning.invitations import gather_invitations

    if repository.policy.playbook is None:
        raise NothingToJudgeError("playbook/playbook.yaml can't be read. Run: outbound check")
    return repository, days, gather_invitations(repository, days, days.as_of + timedelta(days=length))


def chosen_givers(
    repository: Repository, gathered: GatheredInvitations, leader: str | None, team: str | None
) -> list[Invitation]:
    """Return the invitations of one leader or coach, or of one team; raises `UsageError` for ids nobody has."""
    invitations = list(gathered.invitations)
    if team is not None:
        if team not in repository.team_ids:
            hint = did_you_mean(team, sorted(repository.team_ids))
            raise UsageError(f"--team {team}: there is no such team{hint and f'. {hint}'}")
        invitations = [invitation for invitation in invitations if invitation.team == team]
    if leader is not None:
        if leader not in gathered.givers:
            hint = did_you_mean(leader, sorted(gathered.givers))
            raise UsageError(f"--leader {leader}: no leader or coach has this id{hint and f'. {hint}'}")
        invitations = [invitation for invitation in invitations if invitation.inviter == leader]
    return invitations


def terminal_width() -> int:
    """Return how many columns there are; 120 at the most, since longer lines are hard to read."""
    return max(60, min(120, shutil.get_terminal_size((100, 24)).columns))


def warn_unread(gathered: GatheredInvitations) -> None:
    """Name the services and teams that could not be read, and end with 1 when there are some."""
    if gathered.unread:
        click.echo(
            (
                f"outbound: left out because their files can't be read: {', '.join(gathered.unread)}. Run: "
                "outbound check"
            ),
            err=True,
        )
        click.get_current_context().exit(1)
