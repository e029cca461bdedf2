"""Which repository runs a job, and how it calls the files that a report names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.output.repository_paths import RepositoryPaths


def paths_here(root: Path, data: Path) -> RepositoryPaths:
    """Return how files below the playbook's root and the data's folder are called where the command runs.

    Each is called as its own repository has it. Without git it is called as on disk, from the root on.
    """
    from checks.output.repository_paths import RepositoryPaths

    root, data = root.resolve(), data.resolve()
    of_policy, of_data = _top(root), _top(data)
    job = _job_top([top for top in (of_policy, of_data) if top])
    return RepositoryPaths(
        policy=_way(of_policy, root) or "",
        data=_first_way((of_data, of_policy, root), data),
        policy_here=job in (None, of_policy),
        data_here=job in (None, of_data),
        address=_address() if job else "",
    )


def _first_way(tops: Iterable[Path | None], folder: Path) -> str:
    """Return the way to a folder from the first top it lies below; else what findings call the data's."""
    ways = (_way(top, folder) for top in tops)
    return next((way for way in ways if way is not None), "data")


def _way(top: Path | None, folder: Path) -> str | None:
    if top is None or not folder.is_relative_to(top):
        return None
    way = folder.relative_to(top).as_posix()
    return "" if way == "." else way


def _top(folder: Path) -> Path | None:
    """Return the top of the repository a folder lies in; None without one, or where git does not let it be read."""
    from checks.loading.commits import git_top
    from checks.model.errors import NoBaseError

    try:
        return git_top(folder) if folder.exists() else None
    except NoBaseError:
        return None


def _job_top(tops: list[Path]) -> Path | None:
    """Return the repository that runs the job, as the host describes it; None where it describes none of them."""
    ways = (_has_commit, _is_workspace, _has_name)
    return next((top for is_it in ways for top in tops if is_it(top)), None)


def _has_commit(top: Path) -> bool:
    """Whether the commit the job runs for is checked out there."""
    from checks.loading.commits import head_commit, open_git
    from checks.model.errors import NoBaseError

    commit = os.environ.get("GITHUB_SHA") or os.environ.get("CI_COMMIT_SHA")
    try:
        return bool(commit) and str(head_commit(open_git(top)).id) == commit
    except NoBaseError:
        return False


def _is_workspace(top: Path) -> bool:
    folder = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    return bool(folder) and Path(folder or "").resolve() == top


def _has_name(top: Path) -> bool:
    """Whether its remote is called as the repository that runs the job."""
    from checks.loading.commits import open_git

    name = os.environ.get("GITHUB_REPOSITORY") or os.environ.get("CI_PROJECT_PATH")
    addresses = [str(remote.url).removesuffix("/").removesuffix(".git") for remote in open_git(top).remotes]
    return bool(name) and any(address.endswith((f"/{name}", f":{name}")) for address in addresses)


def _address() -> str:
    """Return where the host shows files of the commit that the job runs for, empty where it does not say so."""
    server, name = os.environ.get("GITHUB_SERVER_URL"), os.environ.get("GITHUB_REPOSITORY")
    commit = os.environ.get("GITHUB_SHA")
    if server and name and commit:
        return f"{server}/{name}/blob/{commit}/"
    project, commit = os.environ.get("CI_PROJECT_URL"), os.environ.get("CI_COMMIT_SHA")
    return f"{project}/-/blob/{commit}/" if project and commit else ""
