"""Shared by all commands: the repository they name, its days, and what options say in the words of its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.clock import today_in
from checks.model.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.model.playbook import Playbook
    from checks.run.judging import JudgementDates

T = TypeVar("T")
Where = tuple[Path | None, str | None]
"""The folders that `--root` and `--data` name."""

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, without writing.")
as_of_option = click.option(
    "--as-of",
    metavar="DAY",
    help="Use this date as today (YYYY-MM-DD). [default: `today` in playbook.yaml, or today's date]",
)


def open_repository_here(where: Where) -> Repository:
    """Return the repository the options name, or the one found by walking up."""
    from checks.loading.repository import open_repository

    return open_repository(find_root_here(where), where[1])


def open_policy_here(where: Where) -> Policy:
    """Return the policy alone, of the root the options name, or the one found by walking up; no data are read."""
    from checks.loading.repository import open_policy

    return open_policy(find_root_here(where))


def find_root_here(where: Where) -> Path:
    """Return the root the options name, or the one found by walking up."""
    from checks.loading.repository import find_root

    return where[0] or find_root(Path.cwd())


def data_folder(root: Path, policy: Policy, data: str | None) -> Path:
    """Return the folder of the data, which may not be there: the one `--data` or the playbook names."""
    return (root / (data or (policy.playbook.data if policy.playbook else "data"))).resolve()


def playbook_of(repository: Repository) -> Playbook:
    """Return the playbook; raises `UsageError` where it cannot be read."""
    playbook = repository.policy.playbook
    if playbook is None:
        raise UsageError("playbook/playbook.yaml can't be read. Run: outbound check")
    return playbook


def judgement_dates_of(policy: Policy, as_of: str | None) -> JudgementDates:
    """Return the days to judge with; raises `UsageError` for a day that cannot be meant."""
    from checks.run.judging import judgement_dates

    days = judgement_dates(
        policy, parse_day_option("--as-of", as_of) if as_of is not None else None, today_in
    )
    playbook = policy.playbook
    if playbook and days.as_of < playbook.logs_from:
        raise NothingToJudgeError(
            f"{days.as_of} is before {playbook.logs_from}, the first date that is checked (`logs_from` "
            "in playbook/playbook.yaml). Choose a later date"
        )
    return days


def parse_day_option(option: str, text: str) -> date:
    """Return the day an option names; raises `UsageError` in the words of the files' own days."""
    from checks.model.base import parse_day

    return parse_option(f"{option} {text}: ", parse_day, text)


def parse_person_option(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """Return the id of a person an option names; raises `UsageError` where none can be meant, a capital among others."""
    return None if text is None else parse_id_option(f"--person {text}: ", text)


def parse_id_option(lead: str, text: str) -> str:
    """Return an id; raises `UsageError`, its message behind `lead`, for what is none."""
    from checks.model.base import parse_id

    return parse_option(lead, parse_id, text)


def parse_option(lead: str, parse: Callable[[str], T], text: str) -> T:
    """Return what a key of the files would read from a text; raises `UsageError` in its words, behind `lead`."""
    from pydantic_core import PydanticCustomError

    try:
        return parse(text)
    except PydanticCustomError as error:
        raise UsageError(f"{lead}{error.message()}") from None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question for the known word that is nearest, and `otherwise` where none is near."""
    from difflib import get_close_matches

    nearest = get_close_matches(word, list(known), n=1)
    return f"Did you mean {nearest[0]}?" if nearest else otherwise
