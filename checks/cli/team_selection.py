"""The team a command is about: its folder, its files read without a fault, and who is who in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.context import Where, did_you_mean, open_policy_here, open_repository_here
from checks.loading.sparse_checkout import left_out_of
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.loading.people import People
    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.errors import SparseCheckoutError

F = TypeVar("F", bound=Callable[..., object])
people_option = click.option(
    "--people",
    metavar="FILE",
    is_eager=True,  # names are looked up in it
    help="Table of people (people.csv), outside every repository. [default: OUTBOUND_PEOPLE]",
)


def team_option(meaning: str, *, required: bool = False) -> Callable[[F], F]:
    """Add `--team`: the one team that is written to, with what that means for what is brought in."""
    return click.option("--team", metavar="TEAM", required=required, help=meaning)


def team_folder(repository: Repository) -> Path:
    """Return the folder that holds `teams/`."""
    from checks.loading.files import on_disk

    return on_disk(repository.data)


def readable_team(repository: Repository, team_id: str) -> TeamFiles:
    """Return a team's files; raises `UsageError` when there is no such team, or it cannot be read."""
    if team_id not in repository.team_ids:
        require_whole_checkout(repository)
        hint = did_you_mean(team_id, repository.team_ids, f"Teams: {', '.join(repository.team_ids)}")
        raise UsageError(f"there is no team {team_id!r}. {hint}")
    files = repository.team(team_id)
    if files.unread:
        first = files.faults[0].problem
        raise UsageError(f"{team_id} can't be read, so nothing was written: {first.place}: {first.message}")
    return files


def open_to_read(where: Where) -> Repository:
    """Return the repository, for commands that go on without what a sparse checkout leaves out; stderr says so."""
    repository = open_repository_here(where)
    warn_left_out(left_out_of(data_root_of(repository) / "playbook", team_folder(repository) / "teams"))
    return repository


def open_policy_to_read(where: Where) -> Policy:
    """Return the policy alone, as `open_to_read` does the repository."""
    from checks.loading.files import on_disk

    policy = open_policy_here(where)
    warn_left_out(left_out_of(on_disk(policy.root) / "playbook"))
    return policy


def warn_left_out(left_out: SparseCheckoutError | None) -> None:
    """Print in one line what is left out, and the command that brings it back."""
    if left_out:
        click.echo(f"outbound: {left_out}", err=True)


def open_to_write(where: Where) -> Repository:
    """Return the repository as it stands while no other command writes: its data are held until this one ends.

    For commands that write what follows from more than they replace: it is read once more under the lock.
    """
    from checks.store.atomic_files import locked

    click.get_current_context().with_resource(locked(team_folder(open_repository_here(where))))
    return open_repository_here(where)


def require_whole_checkout(repository: Repository) -> None:
    """Raise `SparseCheckoutError` where a sparse checkout leaves out a file of the policy or of a team.

    For commands whose result is wrong without one of the files: a record, a deletion, a release, a change of ids.
    """
    from checks.loading.commits import require_checked_out

    require_checked_out(data_root_of(repository) / "playbook", team_folder(repository) / "teams")


def people_of(repository: Repository, named: str | None) -> People:
    """Return who is who, from the file that is named or in OUTBOUND_PEOPLE."""
    from checks.loading.people import read_people

    file = named or os.environ.get("OUTBOUND_PEOPLE")
    if not file:
        raise UsageError(
            "set the path to people.csv (columns id, name, address) with --people or OUTBOUND_PEOPLE"
        )
    return read_people(Path(file), (data_root_of(repository), team_folder(repository)))


def data_root_of(repository: Repository) -> Path:
    """Return the folder that holds `playbook/`."""
    from checks.loading.files import on_disk

    return on_disk(repository.policy.root)
