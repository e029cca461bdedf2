"""A commit as a store, and the commit a change is held against; read from git's objects alone."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import pygit2
from pygit2.enums import FileMode

from checks.loading.files import NO_LINKS, EntryKind, printable, too_large
from checks.model.errors import NoBaseError, SparseCheckoutError

_OBJECT = re.compile(r"[0-9a-f]{7,64}")
_KINDS = {FileMode.TREE: EntryKind.FOLDER, FileMode.LINK: EntryKind.LINK, FileMode.COMMIT: EntryKind.OTHER}
"""What the mode of an entry says; a commit is a submodule, whose files are not in this repository."""

_DEEPEST = 5
_DEFAULT_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class Commit:
    """A commit's files as a store."""

    def __init__(self, commit: pygit2.Commit) -> None:
        self._trees: dict[tuple[str, ...], Mapping[str, pygit2.Object] | None] = {}
        self._commit = commit

    def kind(self, steps: tuple[str, ...]) -> EntryKind:
        """Return what stands there."""
        if not steps:
            return EntryKind.FOLDER
        entry = self._entry(steps)
        return _KINDS.get(entry.filemode, EntryKind.FILE) if entry is not None else EntryKind.ABSENT

    def names(self, steps: tuple[str, ...]) -> list[str] | str:
        """Return the names in a folder, none of an absent one, or in words why they cannot be read."""
        kind = self.kind(steps)
        if kind in (EntryKind.FOLDER, EntryKind.ABSENT):
            return list(self._folder(steps) or ())
        return NO_LINKS if kind is EntryKind.LINK else "not a directory"

    def content(self, steps: tuple[str, ...], cap: int) -> bytes | str:
        """Return a file's bytes, at most `cap`, or in words why there are none."""
        kind = self.kind(steps)
        if kind is not EntryKind.FILE:
            return NO_LINKS if kind is EntryKind.LINK else "it is not a normal file"
        with _objects_needed():
            blob = self._entry(steps)
            if not isinstance(blob, pygit2.Blob):
                return "it is not a normal file"
            return blob.data if blob.size <= cap else too_large(cap)

    def holding(self, marker: tuple[str, ...], top: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        """Yield the folders, five deep at the most, that have a file `marker`."""
        if self.kind((*top, *marker)) is EntryKind.FILE:
            yield top
        if len(top) < _DEEPEST:
            for name, entry in sorted((self._folder(top) or {}).items()):
                if entry.filemode == FileMode.TREE:
                    yield from self.holding(marker, (*top, name))

    def _entry(self, steps: tuple[str, ...]) -> pygit2.Object | None:
        folder = self._folder(steps[:-1])
        return folder.get(steps[-1]) if folder else None

    def _folder(self, steps: tuple[str, ...]) -> Mapping[str, pygit2.Object] | None:
        if steps not in self._trees:
            with _objects_needed():
                tree = self._entry(steps) if steps else self._commit.tree
                entries = (
                    {os.fsdecode(entry.raw_name or b""): entry for entry in tree}
                    if isinstance(tree, pygit2.Tree)
                    else None
                )
            self._trees[steps] = entries
        return self._trees[steps]


@contextmanager
def _objects_needed() -> Iterator[None]:
    """Say how to get objects that a partial clone has left on the server."""
    try:
        yield
    except (KeyError, pygit2.GitError):
        why = "this clone doesn't contain all files of the base. Run: git fetch --refetch --no-filter"
        raise NoBaseError(why) from None


@dataclass(frozen=True)
class Base:
    """The commit a change is held against: the one at which it left `named`.

    `top` is the folder of the working tree the repository belongs to.
    """

    commit: pygit2.Commit
    top: Path
    named: str

    @property
    def words(self) -> str:
        """The commit, short, and what it was asked for by."""
        short = str(self.commit.id)[:9]
        return short if self.named.startswith(short) else f"{short} ({self.named})"

    @cached_property
    def files(self) -> Commit:
        """The commit's files."""
        return Commit(self.commit)

    def moved_from(self, root: Path, marker: tuple[str, ...]) -> Path | None:
        """Return where the folder with `marker` in it was, if a change has moved it to `root`; None if not."""
        if not root.is_relative_to(self.top):
            return None
        if self.files.kind((*root.relative_to(self.top).parts, *marker)) is not EntryKind.ABSENT:
            return None
        folders = (self.top.joinpath(*steps) for steps in self.files.holding(marker))
        return next((folder for folder in folders if not folder.joinpath(*marker).exists()), None)

    def steps(self, folder: Path) -> tuple[str, ...] | None:
        """Return the way from the top to a folder of the repository, None for one outside it or ignored by it."""
        top = git_top(folder) if folder.exists() else self.top
        if top != self.top or not folder.is_relative_to(top):
            return None
        steps = folder.resolve().relative_to(self.top).parts
        ignored = self.files.kind(steps) is EntryKind.ABSENT and open_git(self.top).path_is_ignored(
            "/".join(steps)
        )
        return None if ignored else steps


def git_top(folder: Path) -> Path | None:
    """Return the top of the working tree a folder lies in, None where there is none."""
    try:
        git_folder = pygit2.discover_repository(str(folder.resolve()))
    except pygit2.GitError as error:
        raise _unreadable(error) from None
    workdir = open_git(git_folder).workdir if git_folder else None
    return Path(workdir).resolve() if workdir else None


def require_checked_out(*paths: Path) -> None:
    """Raise `SparseCheckoutError` where git knows of a file at or below one of the paths, and the checkout is without it.

    Each path may be in a repository of its own. One outside every repository, or in one that git doesn't let be
    read, has all its files.
    """
    for path in paths:
        for left_out, _ in files_left_out(path):
            raise SparseCheckoutError(printable(left_out))


def files_left_out(path: Path) -> Iterator[tuple[str, PurePosixPath]]:
    """Yield the files at or below a path that a sparse checkout leaves out: the way from the top, and from the path.

    There are none outside every repository, or in one that git or the system doesn't let be read.
    """
    with suppress(NoBaseError, OSError):
        path = path.absolute()
        folder = next(folder for folder in (path, *path.parents) if folder.is_dir())
        top = git_top(folder)
        if top is None or not _is_sparse(repository := open_git(top)):
            return
        steps = PurePosixPath((folder.resolve() / path.relative_to(folder)).relative_to(top).as_posix())
        for known in _known_files(repository):
            way = PurePosixPath(known)
            if way.is_relative_to(steps) and not os.path.lexists(top / known):
                yield known, way.relative_to(steps)


def _known_files(repository: pygit2.Repository) -> Iterator[str]:
    """Yield the files git knows of: those of the index, or of HEAD if the index is sparse too, which libgit2 can't read."""
    try:
        yield from (entry.path for entry in repository.index)
    except pygit2.GitError:
        if not repository.head_is_unborn:
            yield from _files_below(head_commit(repository).tree)


def _files_below(tree: pygit2.Tree, above: str = "") -> Iterator[str]:
    for entry in tree:
        path = f"{above}{entry.name}"
        if isinstance(entry, pygit2.Tree):
            yield from _files_below(entry, f"{path}/")
        else:
            yield path


def _is_sparse(repository: pygit2.Repository) -> bool:
    try:
        return repository.config.get_bool("core.sparseCheckout")
    except KeyError:  # the config has no such line
        return False


def base_of(folder: Path, named: str | None = None) -> Base:
    """Return the commit at which the working tree around `folder` left `named`, or the default branch.

    A commit that shares no history with the working tree's is taken as it is. Raises `NoBaseError` with
    the command that mends it when there is no such commit, or the clone does not reach back to it.
    """
    top = git_top(folder)
    if top is None:
        raise NoBaseError(
            f"{folder} is not in a git repository, so there is nothing to compare with. Run: git init"
        )
    repository = open_git(top)
    if repository.head_is_unborn:
        raise NoBaseError("this repository has no commit yet. Run: git commit")
    name = default_branch(repository) if named is None else named
    commit = _commit(repository, name)
    parted = _parted(repository, commit)
    if parted is None and repository.is_shallow:
        raise NoBaseError(f"this clone is shallow and doesn't contain {name}. Run: git fetch --unshallow")
    return Base(commit if parted is None else _commit(repository, str(parted)), top, name)


def _parted(repository: pygit2.Repository, commit: pygit2.Commit) -> pygit2.Oid | None:
    """Return the last commit that `commit` and the working tree's have in common, if there is one."""
    return repository.merge_base(commit.id, head_commit(repository).id)


def head_commit(repository: pygit2.Repository) -> pygit2.Commit:
    """Return the working tree's commit; raises `NoBaseError` where HEAD cannot be read."""
    try:
        return repository.head.peel(pygit2.Commit)
    except pygit2.GitError as error:
        raise _unreadable(error) from None


def _unreadable(error: pygit2.GitError) -> NoBaseError:
    return NoBaseError(f"the git repository cannot be read: {printable(str(error))}")


def changed_since_default(folder: Path) -> bool:
    """Whether the working tree's commit is not one of the default branch; False where that is not known."""
    top = git_top(folder)
    if top is None or open_git(top).head_is_unborn:
        return False
    try:
        return base_of(folder).commit.id != head_commit(open_git(top)).id
    except NoBaseError:
        return False


def open_git(path: Path | str) -> pygit2.Repository:
    """Return the git repository at a path; raises `NoBaseError` where git does not let it be read."""
    try:
        return pygit2.Repository(str(path))
    except pygit2.GitError as error:
        words = str(error)
        if "not owned" in words:
            words = f"it belongs to another user. If you trust it, run: git config --global --add safe.directory {path}"
        raise NoBaseError(f"the git repository cannot be read: {words}") from None


def default_branch(repository: pygit2.Repository) -> str:
    """Return the name of the default branch as far as a clone knows it; raises `NoBaseError` where it knows none."""
    for name in _DEFAULT_BRANCHES:
        try:
            repository.revparse_single(name)
        except (KeyError, ValueError, pygit2.GitError):
            continue
        return name
    raise NoBaseError(
        "there is no default branch to compare with. Run: git fetch origin. Or name a branch or commit with --base"
    )


def _commit(repository: pygit2.Repository, name: str) -> pygit2.Commit:
    try:
        return repository.revparse_single(name).peel(pygit2.Commit)
    except (KeyError, ValueError, pygit2.GitError):
        raise NoBaseError(
            f"commit or branch {printable(name)!r} is not in this clone. Run: {_fetch(name)}"
        ) from None


def _fetch(name: str) -> str:
    """Return the command that brings a commit or branch into the clone."""
    if _OBJECT.fullmatch(name):
        return f"git fetch origin {name}"
    plain = name.removeprefix("refs/remotes/").removeprefix("refs/heads/").removeprefix("origin/")
    if not re.fullmatch(r"[\w./-]+", plain):
        return "git log --all --oneline (it lists the commits you have)"
    return f"git fetch origin {plain}:refs/remotes/origin/{plain}"
