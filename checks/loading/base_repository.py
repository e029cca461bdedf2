"""A repository as it was in the base of a change."""

from pathlib import Path

from checks.loading.commits import Base
from checks.loading.files import EntryKind, Folder, Tree
from checks.loading.policy import Policy, read_policy
from checks.loading.repository import PLAYBOOK, Repository, join_data


def open_base(root: Path, data: str | None, base: Base | None, data_base: Base | None) -> Repository | None:
    """Return the repository as it was in the base, or None when it held no playbook yet.

    Where policy or data have no base of their own, they are taken as they lie on disk: a change
    in one repository cannot change the other. A playbook that the change moves is found where it was.
    """
    root = root.resolve()
    was = base.moved_from(root, PLAYBOOK) if base else None
    policy = _policy_in(was or root, base)
    if policy is None:
        return None
    folder = (was or root) / (data or (policy.playbook.data if policy.playbook else "data"))
    return join_data(policy, _tree_in(folder.resolve(), "data", data_base, base))


def open_base_policy(root: Path, base: Base) -> Policy | None:
    """Return the policy as it was in the base, or None when it held no playbook yet; no data are read."""
    root = root.resolve()
    return _policy_in(base.moved_from(root, PLAYBOOK) or root, base)


def _policy_in(root: Path, base: Base | None) -> Policy | None:
    tree = _tree_in(root, "", base)
    return None if tree.below(*PLAYBOOK).kind() is EntryKind.ABSENT else read_policy(tree)


def _tree_in(folder: Path, shown: str, *bases: Base | None) -> Tree:
    """Return a folder as it is in the first of the bases that has it, else as it is on disk."""
    for base in bases:
        steps = base.steps(folder) if base else None
        if base and steps is not None:
            return Tree(base.files, shown, steps)
    return Tree(Folder(folder), shown)
