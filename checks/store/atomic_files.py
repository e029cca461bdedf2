"""Files replaced whole: under a lock, through a temporary file beside them, and never over another's change.

Source: measured in docs/adr/0012-writing.md; four writers of a hundred rows each lose none, a kill tears none.
"""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from checks.model.errors import BusyError, CannotWriteError, ChangedMeanwhileError, writing_to

LOCK = ".outbound.lock"
"""Lies in a data folder; readers pass over it, and git is told to ignore it."""

WAIT = 10.0
"""Seconds to wait for another writer."""


@contextmanager
def locked(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold a folder for one writer; raises `BusyError` when another one holds it for longer than `wait` seconds.

    A command that holds it already may hold it again: it is free when the first of them ends.
    """
    lock = FileLock(folder / LOCK, is_singleton=True)
    with writing_to(folder):
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise BusyError(str(folder), wait) from None
    try:
        yield
    finally:
        lock.release()


def content_of(path: Path) -> bytes | None:
    """Return a regular file's bytes, None where nothing stands; links are refused."""
    with writing_to(path):
        refuse_links(path)
        return path.read_bytes() if path.exists() else None


def refuse_links(path: Path) -> None:
    """Raise `CannotWriteError` where a path, or a folder between it and its repository's root, is a link.

    A link that was committed could have a command write outside the repository. Links above the root are the
    user's own. The root is the outermost folder around the path with a git repository, a playbook or teams.
    """
    if path.is_symlink():
        raise CannotWriteError(str(path), "it is a symbolic link. Replace it with the file or folder itself")
    parents = Path(os.path.normpath(path.absolute())).parents
    depth = max((number for number, folder in enumerate(parents) if _is_root(folder)), default=0)
    link = next((folder for folder in parents[:depth] if folder.is_symlink()), None)
    if link:
        raise CannotWriteError(
            str(path), f"{link.name} is a symbolic link. Replace it with the file or folder itself"
        )


def _is_root(folder: Path) -> bool:
    return any((folder / name).exists() for name in (".git", "playbook/playbook.yaml", "teams"))


def mode_for(mode: int) -> int:
    """Return the rights of a new file or folder as the caller's umask leaves them."""
    mask = os.umask(0o077)  # there is no other way to ask for it
    os.umask(mask)
    return mode & ~mask


def replace_file(path: Path, before: bytes | None, after: bytes | None) -> None:
    """Put `after` in the place of `before`; None stands for no file.

    Raises `ChangedMeanwhileError` where the file is no longer `before`, and `CannotWriteError` where the
    system refuses, a full disk among others: the file is then what it was.
    """
    if content_of(path) != before:
        raise ChangedMeanwhileError(str(path))
    if after == before:
        return
    with writing_to(path):
        if after is None:
            path.unlink()
        else:
            _written(path, after)
        _sync_folder(path.parent)


def _written(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else mode_for(0o666)
    handle, name = tempfile.mkstemp(prefix=".outbound-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Have the folder itself written down, where a system can."""
    if os.name == "nt":  # a folder cannot be opened there, and renames are kept by the file system
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
