"""The bases of a change that may lie in two repositories: which they are, and what has none and why."""

import os
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from checks.loading.commits import Base, base_of, git_top
from checks.loading.paired_base import paired_base
from checks.loading.repository import Repository
from checks.model.errors import NoBaseError


@dataclass(frozen=True, slots=True)
class ChangeBases:
    """The bases of policy and data; None for a side without its own, and in words why, empty where it needs none."""

    policy: Base | None
    data: Base | None
    why_no_policy: str = ""
    why_no_data: str = ""

    def both(self) -> list[Base]:
        """Return the bases there are."""
        return [base for base in (self.policy, self.data) if base]

    def not_compared(self, before: Repository) -> dict[str, str]:
        """Return why, by part, of each part that the base's repository could only take as it lies on disk."""
        parts = {
            "policy": (before.policy.root, self.why_no_policy),
            "data": (before.data, self.why_no_data),
        }
        return {part: why or _NO_VERSION for part, (tree, why) in parts.items() if tree.on_disk}


_NO_VERSION = "git keeps no earlier version of its folder. Keep it in a git repository"
_ONLY_DATA = "only --data-base was set. Add --base"


def change_bases(root: Path, data: Path, named: str | None, data_named: str | None) -> ChangeBases:
    """Return the bases of policy and data, where a change is compared with `named`, the data with `data_named`.

    What is named has to be there; empty is the default branch, None finds the base of that side through the other.
    Raises `NoBaseError` where a base that was named cannot be resolved.
    """
    if named is None:
        of_data = base_of(data, data_named)
        if _in_one(root, data):
            return ChangeBases(None, of_data, _ONLY_DATA)
        of_policy, why = _found(root, data_named or "")
        return ChangeBases(of_policy, of_data, why)
    of_policy = base_of(root, named or None)
    if data_named is not None:
        return ChangeBases(of_policy, base_of(data, data_named))
    if _in_one(root, data):
        return ChangeBases(of_policy, None)
    found_data, why = _found(data, named)
    return ChangeBases(of_policy, found_data, "", why)


def change_bases_in_ci(root: Path, data: Path, named: str) -> ChangeBases:
    """Return the bases where CI names that of the repository it runs for, which is the policy's or the data's."""
    try:
        return change_bases(root, data, named, None)
    except NoBaseError:
        if not _in_one(root, data):
            with suppress(NoBaseError):
                return change_bases(root, data, None, named)
        raise


def _in_one(root: Path, data: Path) -> bool:
    """Whether policy and data lie in one repository."""
    top = git_top(data) if data.exists() else None
    return top is not None and top == git_top(root)


def _found(folder: Path, named: str) -> tuple[Base | None, str]:
    """Return the base of a side that was not named, or in words why there is none, and what to run there."""
    try:
        return paired_base(folder, named), ""
    except NoBaseError as error:
        there = shlex.quote(os.path.relpath(folder))
        why = str(error).replace("Run: git ", f"Run: git -C {there} ")
        return None, why.replace(" with --base", " with --data-base")
