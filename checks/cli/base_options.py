"""Shared by the commands that hold a change against a base: options, and which base is meant."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.context import Where, data_folder, find_root_here
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.loading.change_bases import ChangeBases
    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.wording.language import Language

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
        help="Base commit or branch of the data, if the data has its own repository. Without it, --base finds one.",
    )
    return base(data_base(command))


@dataclass(frozen=True, slots=True)
class OpenedBase:
    """The base as a repository, None before there was a playbook; the commits it is made of.

    `not_compared` says by part, `policy` or `data`, why that part has no base.
    """

    repository: Repository | None
    bases: ChangeBases
    not_compared: Mapping[str, str]

    def words(self, language: Language) -> str:
        """Return in words what the change is compared with, for each repository where there are two."""
        from checks.output.compared_sides import compared_words

        policy, data = self.bases.policy, self.bases.data
        return compared_words(language, policy.words if policy else "", data.words if data else "")

    @property
    def commit(self) -> str:
        """The commits, the policy's first."""
        return " ".join(str(base.commit.id) for base in self.bases.both())


def open_base_here(where: Where, head: Repository, base: str | None, data_base: str | None) -> OpenedBase:
    """Return the base the options name, of both repositories where there are two.

    Raises `NoBaseError` where a base that is named cannot be resolved.
    """
    from checks.loading.base_repository import open_base
    from checks.loading.change_bases import change_bases, change_bases_in_ci
    from checks.loading.commits import require_checked_out

    root, data = find_root_here(where), where[1]
    folder = data_folder(root, head.policy, data)
    named_by_ci = _named_by_ci() if base == DEFAULT and data_base is None else None
    if named_by_ci:
        bases = change_bases_in_ci(root, folder, named_by_ci)
    else:
        bases = change_bases(root, folder, base, data_base)
    if data_base is not None and bases.policy and bases.data and bases.data.top == bases.policy.top:
        raise UsageError("--data-base is only for data in its own repository. Here, --base is enough")
    judged = (root.resolve() / "playbook", folder.resolve() / "teams")
    tops = [side.top for side in bases.both()]
    require_checked_out(*(path for path in judged if any(path.is_relative_to(top) for top in tops)))
    opened = open_base(root, data, bases.policy, bases.data)
    return OpenedBase(opened, bases, bases.not_compared(opened) if opened else {})


@dataclass(frozen=True, slots=True)
class OpenedBasePolicy:
    """The policy of the base, None before there was a playbook; in words, and its commit."""

    policy: Policy | None
    words: str
    commit: str


def open_base_policy_here(where: Where, base: str) -> OpenedBasePolicy:
    """Return the policy as it was in the base; raises `NoBaseError` where it cannot be resolved."""
    from checks.loading.base_repository import open_base_policy
    from checks.loading.commits import base_of, require_checked_out

    root = find_root_here(where)
    of_policy = base_of(root, base or _named_by_ci())
    require_checked_out(root / "playbook")
    return OpenedBasePolicy(open_base_policy(root, of_policy), of_policy.words, str(of_policy.commit.id))


def base_in_ci(folder: Path) -> str | None:
    """Return the base to take where none was asked for: in CI `DEFAULT` for a change, else None.

    `folder` is in the repository that may hold the change. On the default branch itself nothing is held against anything: there the nightly verdict is due.
    """
    if os.environ.get("CI", "").lower() not in ("true", "1"):
        return None
    if _named_by_ci():
        return DEFAULT
    from checks.loading.commits import changed_since_default

    return DEFAULT if changed_since_default(folder) else None


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
