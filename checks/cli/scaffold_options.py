"""Shared by `outbound new …`: write a file or an entry, and take it back where it would not be valid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.clock import today_in
from checks.cli.context import judgement_dates_of, open_repository_here, parse_day_option
from checks.cli.team_selection import open_to_write
from checks.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.model.playbook import Playbook
    from checks.run.checking import JudgementDates
    from checks.store.yaml_splices import YamlEdit

Where = tuple[Path | None, str | None]


def open_playbook_here(where: Where) -> tuple[Repository, Playbook]:
    """Return the repository, held to be written to, and its playbook; raises where that cannot be read.

    An option with a character that no file may hold is refused before anything is looked at.
    """
    from checks.loading.files import forbidden_in, printable

    for name, value in click.get_current_context().params.items():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and (bad := forbidden_in(text)):
                raise UsageError(f"{name}: the character {printable(bad[0])} is not allowed in a file")
    repository = open_to_write(where)
    playbook = repository.policy.playbook
    if playbook is None:
        raise UsageError("playbook/playbook.yaml cannot be read; `outbound check` says why")
    return repository, playbook


def first_day_option(playbook: Playbook, given: str | None) -> date:
    """Return the day given, or today in the organisation's time zone."""
    if given is not None:
        return parse_day_option("--from", given)
    from checks.run.checking import judgeable_day

    return judgeable_day(playbook.today or today_in(playbook.time_zone))


def person_option(option: str, said: str) -> str:
    """Return the id of a person; names are refused in the words of the files."""
    return _id(option, said, "people are ids, never names: ")


def id_argument(option: str, said: str) -> str:
    """Return an id of something that is no person."""
    return _id(option, said, "")


def _id(option: str, said: str, lead: str) -> str:
    from pydantic_core import PydanticCustomError

    from checks.model.base import parse_id

    try:
        return parse_id(said)
    except PydanticCustomError as error:
        raise UsageError(f"{option}: {lead}{error.message()}") from None


def add_file(where: Where, path: Path, text: str, shown: str) -> None:
    """Write a new file, and take it back where the playbook is not valid with it."""
    from checks.store.atomic_files import content_of, replace_file

    if content_of(path) is not None:
        raise UsageError(f"{shown} is there already")
    _proved(where, path, None, text.encode(), shown, lambda: replace_file(path, None, text.encode()))


def change_file(where: Where, path: Path, changes: Sequence[YamlEdit], shown: str) -> None:
    """Splice a file, and put it back where the playbook is not valid with it."""
    from checks.store.atomic_files import content_of, replace_file
    from checks.store.yaml_splices import apply_edits

    before = content_of(path)
    if before is None:
        raise UsageError(f"there is no {shown}")
    after = apply_edits(before.decode(), changes).encode()
    _proved(where, path, before, after, shown, lambda: replace_file(path, before, after))


def _proved(
    where: Where, path: Path, before: bytes | None, after: bytes, shown: str, write: Callable[[], None]
) -> None:
    from checks.store.atomic_files import replace_file

    days = judgement_dates_of(
        open_repository_here(where), None
    )  # read once: what a night makes wrong is not this change's fault
    known = _errors(where, days)
    write()
    fresh = [one for one in _errors(where, days) if one not in known]
    if fresh:
        replace_file(path, after, before)
        raise RefusedError(f"{fresh[0]}; {shown} is left as it was")
    click.echo(f"{shown}: written. See it with `git diff`, judge it with `outbound check`.")


def _errors(where: Where, days: JudgementDates) -> list[str]:
    """Return what `check` calls an error of files, references and policy, by rule and words."""
    from checks.model.findings import Severity
    from checks.run.checking import judge

    judgement = judge(open_repository_here(where), days)
    return [
        f"{one.code} {one.problem.message}"
        for one in judgement.findings
        if one.severity is Severity.ERROR and one.code[:3] in ("SCH", "REF", "POL", "WVR", "PRV")
    ]
