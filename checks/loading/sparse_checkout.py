"""What a sparse checkout leaves out of a playbook: the commands that only read go on, and say so."""

from contextlib import suppress
from pathlib import Path

from checks.model.errors import SparseCheckoutError


def left_out_of(policy: Path, teams: Path | None = None) -> SparseCheckoutError | None:
    """Return what is left out of the policy's folder and of the one with the teams' folders; None if both are whole.

    A team counts as left out if one of its files is. The error's message is one line, and ends with the command
    that brings the files back.
    """
    if not any(map(_may_be_sparse, (policy, teams or policy))):
        return None
    from checks.loading.commits import files_left_out  # slow to load, and most checkouts are whole

    parts = ["files of the policy"] if any(files_left_out(policy)) else []
    ids = {way.parts[0] for _, way in files_left_out(teams)} if teams else set()
    if ids:
        parts.append("the files of 1 team" if len(ids) == 1 else f"the files of {len(ids)} teams")
    return SparseCheckoutError(" and ".join(parts)) if parts else None


def _may_be_sparse(folder: Path) -> bool:
    """Whether the repository around a folder has patterns for a sparse checkout, or keeps them elsewhere."""
    for above in (folder, *folder.resolve().parents):
        git = above / ".git"
        with suppress(OSError):  # a folder that can't be looked into: others say so
            if git.is_file():  # a worktree or a submodule: its own folder is somewhere else
                return True
            if git.is_dir():
                return (git / "info" / "sparse-checkout").exists()
    return False
