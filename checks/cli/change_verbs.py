"""Shared by the verbs for what happens to policy and people: a draft is proved, shown, asked about, and written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.change_preview import agreed_to_files
from checks.cli.context import (
    dry_run_option,
    judgement_dates_of,
    parse_day_option,
    parse_id_option,
)
from checks.cli.scaffold_options import (
    diff_commands,
    errors_of,
    first_day_option,
    known_service,
    open_playbook_here,
)
from checks.cli.team_selection import readable_team, require_whole_checkout
from checks.model.errors import RefusedError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from checks.cli.context import Where
    from checks.loading.repository import Repository
    from checks.model.playbook import Playbook
    from checks.model.team import Team
    from checks.run.judging import JudgementDates
    from checks.scaffold.change_draft import ChangeDraft

F = TypeVar("F", bound=Callable[..., object])


def writing_options(command: F) -> F:
    """Add `--dry-run` and `--yes`."""
    return dry_run_option(click.option("--yes", is_flag=True, help="Write without asking.")(command))


def day_option(meaning: str) -> Callable[[F], F]:
    """Add `--on`, the day of the change."""
    return click.option("--on", "day", required=True, metavar="DAY", help=meaning)


def list_option(*names: str, metavar: str, help: str, required: bool = False) -> Callable[[F], F]:  # noqa: A002 - as click
    """Add an option that takes several values, with commas between them or repeated; the command gets them with commas."""

    def joined(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> str | None:
        return ",".join(values) if values else None

    return click.option(*names, multiple=True, callback=joined, required=required, metavar=metavar, help=help)


def agreement_options(command: F) -> F:
    """Add what says with whom a change of a promise was agreed."""
    options = (
        list_option(
            "--with",
            "parties",
            required=True,
            metavar="PARTIES",
            help="The parties that agreed, separated by commas.",
        ),
        click.option("--record", required=True, metavar="URL", help="Link to the record of the agreement."),
        click.option("--agreed-on", metavar="DAY", help="Date of the agreement. [default: today]"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def open_change(where: Where) -> tuple[Repository, Playbook, ChangeDraft]:
    """Return the repository, held to be written to, its playbook, and an empty change of it."""
    from checks.scaffold.change_draft import ChangeDraft

    repository, playbook = open_playbook_here(where)
    return repository, playbook, ChangeDraft.of(repository)


def open_whole_change(where: Where) -> tuple[Repository, Playbook, ChangeDraft]:
    """Return what `open_change` does, for a change that may reach into every file of policy and data.

    Raises `SparseCheckoutError` where one is left out: it may refer to what changes, or have the new id already.
    """
    repository, playbook, draft = open_change(where)
    require_whole_checkout(repository)
    return repository, playbook, draft


def known_team(repository: Repository, team_id: str) -> Team:
    """Return a team's roster; raises `UsageError` where there is none, or it cannot be read."""
    team = readable_team(repository, team_id).team
    assert team is not None  # noqa: S101 - else it is unread
    return team


def require_services(repository: Repository) -> None:
    """Raise `UsageError` where a service can't be read: what it promises to a team, and which teams it lists, isn't known."""
    for service in repository.policy.unreadable:
        known_service(repository, service)


def new_id(text: str, label: str = "NEW") -> str:
    """Return an id that something is to have."""
    return parse_id_option(f"{label}: ", text)


def parse_change_day(text: str) -> date:
    """Return the day of `--on`."""
    return parse_day_option("--on", text)


def agreed_day(playbook: Playbook, text: str | None) -> date:
    """Return the day something was agreed on: today unless it is said."""
    return parse_day_option("--agreed-on", text) if text else first_day_option(playbook, None)


def listed_ids(text: str) -> list[str]:
    """Return what is written with commas between, once each."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def note_past_day(draft: ChangeDraft, playbook: Playbook, day: date) -> None:
    """Note that a change of days past may take promises away, which needs a correction."""
    if day < first_day_option(playbook, None):
        draft.notes.append(
            f"{day} is past. If `outbound check --base main` then says RAT004, record why: outbound correct"
        )


def settle(
    repository: Repository,
    draft: ChangeDraft,
    *,
    yes: bool,
    dry_run: bool,
    renamed: Mapping[str, str] | None = None,
    later: Sequence[date] = (),
    next_step: str = "run `outbound check`",
) -> None:
    """Write a change if it is valid and agreed to; raises `RefusedError`, with nothing written, where it is not valid.

    Errors that were there before are none of this change. `renamed` are ids, old to new, by which they go on, and
    `later` days to come on which the change must be valid too.
    """
    from checks.store.file_changes import write_changes

    texts = draft.texts()
    if not texts:
        click.echo("Nothing to change.")
        return
    require_no_new_error(repository, draft, renamed or {})
    _require_no_error_later(repository, draft, later)
    lines = [f"rename {old} to {new}" for old, new in draft.renames()]
    agreed = agreed_to_files(texts, lines, yes=yes, dry_run=dry_run)
    for note in draft.notes:
        click.echo(f"Note: {note}")
    if agreed:
        write_changes(draft.steps)
        shown = texts[0][0] if len(texts) == 1 else plural(len(texts), "file")
        review = diff_commands(repository, [step.shown for step in draft.changes()])
        click.echo(f"Wrote {shown}. Review the change with {review}, then {next_step}.")


def require_no_new_error(repository: Repository, draft: ChangeDraft, renamed: Mapping[str, str]) -> None:
    """Raise `RefusedError` where a change would bring an error that is not there yet, by ids old to new."""
    for error in _new_errors(repository, draft, judgement_dates_of(repository.policy, None), renamed):
        raise RefusedError(f"{error} Nothing was written")


def _require_no_error_later(repository: Repository, draft: ChangeDraft, later: Sequence[date]) -> None:
    """Raise `RefusedError` where a change would bring an error on a day to come."""
    from checks.run.judging import JudgementDates

    today = judgement_dates_of(repository.policy, None).as_of
    for day in sorted({day for day in later if day > today}):
        for error in _new_errors(repository, draft, JudgementDates(day, day, day), {}):
            raise RefusedError(f"on {day}, check would find: {error} Nothing was written")


def _new_errors(
    repository: Repository, draft: ChangeDraft, days: JudgementDates, renamed: Mapping[str, str]
) -> list[str]:
    from checks.scaffold.change_draft import renamed_words

    known = {renamed_words(error, renamed) for error in errors_of(repository, days)}
    return [error for error in errors_of(draft.repository(), days) if error not in known]
