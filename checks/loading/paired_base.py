"""The base of one repository in a comparison whose base was named in another: policy and data lie in two."""

from pathlib import Path

import pygit2

from checks.loading.commits import Base, base_of, default_branch, git_top, open_git
from checks.model.errors import NoBaseError


def paired_base(folder: Path, named: str) -> Base:
    """Return the base of the working tree around `folder`, where `named` is what the other one is compared with.

    It is where the working tree left the branch of the same name, else the branch it goes into. `named` is empty
    for the default branch. Raises `NoBaseError` as `base_of` does.
    """
    top = git_top(folder)
    if top is None:
        raise NoBaseError("it is not in a git repository. Run: git init")
    repository = open_git(top)
    if repository.head_is_unborn:
        return base_of(folder)
    return base_of(folder, same_branch(repository, named) or target_branch(repository))


def same_branch(repository: pygit2.Repository, named: str) -> str | None:
    """Return the branch that is called like one of another repository; None without one.

    A commit or tag of another repository says nothing here, but HEAD is the last commit of each. The branch that
    is checked out is compared with its remote's: with itself it would differ in nothing.
    """
    if named in ("HEAD", "@"):
        return "HEAD"
    plain = named.removeprefix("refs/remotes/").removeprefix("refs/heads/")
    short = plain.removeprefix("origin/")
    names = [plain, f"origin/{short}", short]
    current = _current(repository)
    if current and current.branch_name == short:
        names = [_upstream(current) or f"origin/{short}", f"origin/{short}", short]
    return next((name for name in names if name and _branch(repository, name)), None)


def target_branch(repository: pygit2.Repository) -> str | None:
    """Return the branch that what is checked out goes into: its upstream, or the default branch.

    The upstream of a branch that was pushed under its own name holds the change itself, so it is the last resort.
    """
    current = _current(repository)
    upstream = _upstream(current) if current else None
    if current and upstream and upstream.partition("/")[2] != current.branch_name:
        return upstream
    try:
        return default_branch(repository)
    except NoBaseError:
        return upstream


def _current(repository: pygit2.Repository) -> pygit2.Branch | None:
    return None if repository.head_is_detached else _branch(repository, repository.head.shorthand)


def _upstream(branch: pygit2.Branch) -> str | None:
    try:
        upstream = branch.upstream
    except (KeyError, ValueError, pygit2.GitError):  # it is named in git's settings, but not fetched
        return None
    return upstream.branch_name if upstream else None


def _branch(repository: pygit2.Repository, name: str) -> pygit2.Branch | None:
    for branches in (repository.branches.local, repository.branches.remote):
        try:
            return branches[name]
        except (KeyError, ValueError, pygit2.GitError):
            continue
    return None
