"""Shared by `outbound new …`: write a file or an entry, and take it back where it would not be valid."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import click

from checks.cli.clock import today_in
from checks.cli.context import (
    Where,
    did_you_mean,
    judgement_dates_of,
    open_repository_here,
    parse_day_option,
    parse_id_option,
    playbook_of,
)
from checks.cli.team_selection import open_to_write
from checks.model.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.model.findings import Finding
    from checks.model.playbook import Playbook
    from checks.model.service import Service
    from checks.run.judging import JudgementDates
    from checks.store.file_changes import FileChange
    from checks.store.yaml_splices import YamlEdit


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
    return repository, playbook_of(repository)


def first_day_option(playbook: Playbook, given: str | None) -> date:
    """Return the day given, or today in the organisation's time zone."""
    if given is not None:
        return parse_day_option("--from", given)
    from checks.run.judging import judgeable_day

    return judgeable_day(playbook.today or today_in(playbook.time_zone))


def parse_person(option: str, text: str) -> str:
    """Return the id of a person; names are refused in the words of the files."""
    return parse_id_option(f"{option}: use an id, not a name: ", text)


def add_file(where: Where, path: Path, text: str, shown: str) -> None:
    """Write a new file, and take it back where the playbook is not valid with it."""
    from checks.loading.commits import require_checked_out
    from checks.store.atomic_files import content_of

    if content_of(path) is not None:
        raise UsageError(f"{shown} already exists")
    require_checked_out(path)
    _replace_proved(where, path, None, text.encode(), shown)


def change_file(where: Where, path: Path, changes: Sequence[YamlEdit], shown: str) -> None:
    """Splice a file, and put it back where the playbook is not valid with it."""
    from checks.store.atomic_files import content_of
    from checks.store.yaml_splices import apply_edits

    before = content_of(path)
    if before is None:
        raise UsageError(f"{shown} does not exist")
    after = apply_edits(before.decode(), changes)
    _replace_proved(where, path, before, after.encode(), shown)


def known_service(repository: Repository, service: str) -> Service:
    """Return a service of the playbook; raises `UsageError` where there is none, or it cannot be read."""
    services = repository.policy.services
    if service in repository.policy.unreadable:
        raise UsageError(f"{service} can't be read, so nothing was written. Run: outbound check")
    if service not in services:
        hint = did_you_mean(service, services, f"Choose from: {', '.join(services)}")
        raise UsageError(f"there is no service {service!r}. {hint}")
    return services[service]


def change_files(where: Where, changes: Sequence[FileChange], next_step: str) -> None:
    """Write several files one after the other, and put all back where the playbook is not valid with them.

    A kill in between leaves the first ones written: they come in an order in which the next check says so.
    """
    from checks.store.file_changes import write_changes

    days = judgement_dates_of(open_repository_here(where).policy, None)
    known = errors_of(open_repository_here(where), days)

    def prove() -> None:
        fresh = [error for error in errors_of(open_repository_here(where), days) if error not in known]
        if fresh:
            raise RefusedError(f"{fresh[0]} Nothing was written")

    write_changes(changes, prove)
    names = [change.shown for change in changes]
    review = f"Review the change with {diff_commands(open_repository_here(where), names)}"
    click.echo(f"Wrote {' and '.join(names)}. {review}{next_step}, then run `outbound check`.")


def _replace_proved(where: Where, path: Path, before: bytes | None, after: bytes, shown: str) -> None:
    from checks.store.atomic_files import replace_file

    # The days are read once, before the change: what a night makes wrong is not this change's fault.
    days = judgement_dates_of(open_repository_here(where).policy, None)
    known = errors_of(open_repository_here(where), days)
    replace_file(path, before, after)
    fresh = [error for error in errors_of(open_repository_here(where), days) if error not in known]
    if fresh:
        replace_file(path, after, before)
        raise RefusedError(f"{fresh[0]} {shown} was not changed")
    # git diff shows no new file
    review = (
        "it" if before is None else f"the change with {diff_commands(open_repository_here(where), [shown])}"
    )
    click.echo(f"Wrote {shown}. Review {review}, then run `outbound check`.")


def diff_commands(repository: Repository, shown: Sequence[str]) -> str:
    """Return the commands that show what changed in files, by their names in findings; the data may have its own git."""
    from checks.loading.files import on_disk

    data = on_disk(repository.data)
    inside = data.resolve().is_relative_to(on_disk(repository.policy.root).resolve())
    is_apart = (data / ".git").exists() or not inside
    in_data = [is_apart and name.startswith("data/") for name in shown]
    commands = [
        *([] if all(in_data) else ["`git diff`"]),
        *([f"`git -C {shlex.quote(os.path.relpath(data))} diff`"] if any(in_data) else []),
    ]
    return " and ".join(commands)


def errors_of(repository: Repository, days: JudgementDates) -> list[str]:
    """Return what `check` calls an error of files, references and policy: its rule, in sentences with what helps."""
    from checks.model.findings import Severity
    from checks.run.checking import run_check

    return [
        f"{finding.code} {_in_sentences(finding)}"
        for finding in run_check(repository, days).findings
        if finding.severity is Severity.ERROR
        and finding.code[:3] in ("SCH", "REF", "POL", "WVR", "COR", "PRV")
    ]


def _in_sentences(finding: Finding) -> str:
    """Return what a finding says and what helps; a file that isn't written leaves no team out, so SCH has no help."""
    message = finding.problem.message
    end = "" if message.endswith((".", "?")) else "."
    return f"{message}{end} {'' if finding.code.startswith('SCH') else finding.problem.help}".rstrip()
