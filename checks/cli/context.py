"""Shared by the commands that judge: options, the clock, and the repository they name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.clock import today_in
from checks.model.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.run.checking import JudgementDates

as_of_option = click.option(
    "--as-of",
    metavar="DAY",
    help="Judge for this day (YYYY-MM-DD); default: `today` of the playbook, else now.",
)


def open_repository_here(where: tuple[Path | None, str | None]) -> Repository:
    """Return the repository the options name, or the one found by walking up."""
    from checks.loading.repository import open_repository

    return open_repository(find_root_here(where), where[1])


def find_root_here(where: tuple[Path | None, str | None]) -> Path:
    """Return the root the options name, or the one found by walking up."""
    from checks.loading.repository import find_root

    return where[0] or find_root(Path.cwd())


def judgement_dates_of(repository: Repository, as_of: str | None) -> JudgementDates:
    """Return the days to judge with; raises `UsageError` for a day that cannot be meant."""
    return judgement_dates_under(repository.policy, as_of)


def judgement_dates_under(policy: Policy, as_of: str | None) -> JudgementDates:
    """Return the days to judge with under a policy alone."""
    from checks.run.checking import judgement_dates

    days = judgement_dates(
        policy, parse_day_option("--as-of", as_of) if as_of is not None else None, today_in
    )
    playbook = policy.playbook
    if playbook and days.as_of < playbook.logs_from:
        raise NothingToJudgeError(
            f"{days.as_of} lies before {playbook.logs_from}, the first day judged (`logs_from` in "
            "playbook/playbook.yaml)"
        )
    return days


def parse_day_option(option: str, text: str) -> date:
    """Return the day an option names; raises `UsageError` in the words of the files' own days."""
    from pydantic_core import PydanticCustomError

    from checks.model.base import parse_day

    try:
        return parse_day(text)
    except PydanticCustomError as error:
        raise UsageError(f"{option} {text}: {error.message()}") from None


def parse_person_option(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """Return the id of a person an option names; raises `UsageError` where none can be meant, a capital among others."""
    from pydantic_core import PydanticCustomError

    from checks.model.base import parse_id

    try:
        return None if text is None else parse_id(text)
    except PydanticCustomError as error:
        raise UsageError(f"--person {text}: {error.message()}") from None
