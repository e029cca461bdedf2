"""Find when a line came into the repository, from git; nothing where git cannot tell."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pygit2

from checks.loading.policy import Policy
from checks.model.base import FIRST_YEAR, LAST_YEAR

Line = tuple[str, int]
"""A path below the root, and a line of it, from 1."""

_PROMISED = re.compile(r"extensions\.partialclone|remote\..*\.promisor")
"""Settings of a partial clone: https://git-scm.com/docs/partial-clone."""


def recorded_on(root: Path, policy: Policy) -> dict[Line, date]:
    """Return the day on which each line of the services' files was committed as it stands.

    Files that differ from the last commit are left out, and so are days that no file may hold: the clock of
    whoever committed was never set. A shallow or partial clone gives nothing: its oldest commit would pass for
    the day of everything older.
    """
    if policy.playbook is None:
        return {}
    try:
        git_folder = pygit2.discover_repository(str(root))
        repository = pygit2.Repository(git_folder) if git_folder else None
        if repository is None or repository.is_bare or repository.head_is_unborn or _cut(repository):
            return {}
        zone = ZoneInfo(policy.playbook.time_zone)
        services = policy.services.values()
        paths = sorted(
            {path for service in services for path in (service.place().path, *service.agreement_files)}
        )
        return dict(_lines(repository, root.resolve(), paths, zone))
    except pygit2.GitError:
        return {}


def _lines(
    repository: pygit2.Repository, root: Path, paths: Iterable[str], zone: ZoneInfo
) -> Iterator[tuple[Line, date]]:
    top = Path(repository.workdir).resolve()
    if not root.is_relative_to(top):
        return
    tree = repository.head.peel(pygit2.Commit).tree
    begin, end = (datetime(year, 1, 1, tzinfo=zone).timestamp() for year in (FIRST_YEAR, LAST_YEAR + 1))
    for path in paths:
        inside = (root / path).relative_to(top).as_posix()
        blob = tree[inside] if inside in tree else None  # noqa: SIM401 - a tree has no `get`
        if not isinstance(blob, pygit2.Blob) or blob.data != (root / path).read_bytes():
            continue
        for lines, committed in _commits(repository.path, str(repository.head.target), inside):
            if begin <= committed < end:
                day = datetime.fromtimestamp(committed, zone).date()
                yield from (((path, line), day) for line in lines)


@lru_cache(maxsize=1024)  # a served site asks again at each change
def _commits(git_folder: str, head: str, path: str) -> tuple[tuple[range, int], ...]:
    """Return when the lines of a file, as it is in commit `head`, were committed: in seconds since 1970."""
    repository = pygit2.Repository(git_folder)
    return tuple(
        (
            range(hunk.final_start_line_number, hunk.final_start_line_number + hunk.lines_in_hunk),
            repository[hunk.final_commit_id].peel(pygit2.Commit).commit_time,
        )
        for hunk in repository.blame(path, newest_commit=head)
    )


def _cut(repository: pygit2.Repository) -> bool:
    """Whether the clone lacks commits, or what was in them."""
    return repository.is_shallow or any(_PROMISED.fullmatch(entry.name) for entry in repository.config)
