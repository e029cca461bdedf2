"""Shared by the commands that hold a change against a base: options, and which base is meant."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.context import Where, data_folder, find_root_here
from checks.model.errors import NoBaseError, UsageError

if TYPE_CHECKING:
    from checks.loading.commits import Base
    from checks.loading.policy import Policy
    from checks.loading.repository import Repository

F = TypeVar("F", bound=Callable[..., object])

DEFAULT = ""
"""The value of `--base` without a REF: the pull request's base, else the default branch."""


def base_options(command: F) -> F:
    """Add `--base` and `--data-base`."""
    base = click.option(
        "--base",
        metavar="[REF]",
        is_flag=False,
        flag_value=DEFAULT,
        help="Compare with commit or branch REF. Without REF: the pull request's base, or the default branch.",
    )
    data_base = click.option(
        "--data-base",
        metavar="REF",
        help="Base commit or branch of the data, if the data has its own repository.",
    )
    return base(data_base(command))


@dataclass(frozen=True, slots=True)
class OpenedBase:
    """The base as a repository, None before there was a playbook; in words, and its commit."""

    repository: Repository | None
    words: str
    commit: str


def open_base_here(where: Where, head: Repository, base: str | None, data_base: str | None) -> OpenedBase:
    """Return the base the options name; raises `NoBaseError` where it cannot be resolved."""
    from checks.loading.base_repository import open_base
    from checks.loading.commits import base_of
    from checks.loading.files import printable

    root, data = find_root_here(where), where[1]
    folder = data_folder(root, head.policy, data)
    of_policy = base_of(root, base or _named_by_ci()) if base is not None else None
    of_data = base_of(folder, data_base) if data_base is not None else None
    if of_data and of_policy and of_data.top == of_policy.top:
        raise UsageError("--data-base is only for data in its own repository. Here, --base is enough")
    bases: list[Base] = [side for side in (of_policy, of_data) if side]
    judged = (root.resolve() / "playbook", folder / "teams")
    if path := next(filter(None, (side.left_out(*judged) for side in bases)), None):
        raise NoBaseError(
            f"this checkout is sparse and lacks {printable(path)}. Run: git sparse-checkout disable"
        )
    return OpenedBase(
        open_base(root, data, of_policy, of_data),
        " and ".join(side.words for side in bases),
        " ".join(str(side.commit.id) for side in bases),
    )


@dataclass(frozen=True, slots=True)
class OpenedBasePolicy:
    """The policy of the base, None before there was a playbook; in words, and its commit."""

    policy: Policy | None
    words: str
    commit: str


def open_base_policy_here(where: Where, base: str) -> OpenedBasePolicy:
    """Return the policy as it was in the base; raises `NoBaseError` where it cannot be resolved."""
    from checks.loading.base_repository import open_base_policy
    from checks.loading.commits import base_of
    from checks.loading.files import printable

    root = find_root_here(where)
    of_policy = base_of(root, base or _named_by_ci())
    if path := of_policy.left_out(root.resolve() / "playbook"):
        raise NoBaseError(
            f"this checkout is sparse and lacks {printable(path)}. Run: git sparse-checkout disable"
        )
    return OpenedBasePolicy(open_base_policy(root, of_policy), of_policy.words, str(of_policy.commit.id))


def base_in_ci(where: Where) -> str | None:
    """Return the base to take where none was asked for: in CI the one of a change, else None.

    On the default branch itself nothing is held against anything: there the nightly verdict is due.
    """
    if os.environ.get("CI", "").lower() not in ("true", "1"):
        return None
    named = _named_by_ci()
    if named:
        return named
    from checks.loading.commits import changed_since_default

    return DEFAULT if changed_since_default(find_root_here(where)) else None


def _named_by_ci() -> str | None:
    """Return the base of the pull request that CI runs for, None where it does not say one."""
    if os.environ.get("GITHUB_EVENT_NAME", "").startswith(("pull_request", "merge_group")):
        event = _base_commit(os.environ.get("GITHUB_EVENT_PATH", ""))
        commit = event or os.environ.get("GITHUB_BASE_REF", "")
        if commit:
            return commit if commit == event else f"origin/{commit}"
    branch = os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "")
    return os.environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA") or (f"origin/{branch}" if branch else None)


def _base_commit(path: str) -> str:
    """Return the base commit that GitHub's description of the event names, empty without one."""
    try:
        event = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    if not isinstance(event, dict):
        return ""
    request, group = event.get("pull_request"), event.get("merge_group")
    if isinstance(request, dict) and isinstance(request.get("base"), dict):
        return str(request["base"].get("sha") or "")
    return str(group.get("base_sha") or "") if isinstance(group, dict) else ""
