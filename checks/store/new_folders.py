"""Whole folders laid out new: all of their files or none, each the beginning of a repository."""

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pygit2

from checks.model.errors import CannotWriteError
from checks.store.atomic_files import mode_for

BRANCH = "main"


def lay_out(folders: Mapping[Path, Mapping[str, str]]) -> None:
    """Write each folder's files, by their paths in it. A folder is absent, or there and empty.

    The files are written beside the folder first and take its place at the end, so that a kill leaves no half of
    a new folder. Where something cannot be written `CannotWriteError` is raised, and every folder is as it was.
    """
    staged: list[tuple[Path, Path]] = []
    moved: list[Path] = []
    try:
        for folder, files in folders.items():
            folder.parent.mkdir(parents=True, exist_ok=True)
            stage = Path(tempfile.mkdtemp(prefix=".outbound-", dir=folder.parent))
            staged.append((stage, folder))
            for path, text in files.items():
                target = stage / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
        for stage, folder in staged:
            if not folder.exists():
                stage.chmod(mode_for(0o777))
                stage.rename(folder)
                moved.append(folder)
                continue
            for entry in sorted(stage.iterdir()):  # the folder may be where somebody stands, and stays
                _move(entry, folder / entry.name)
                moved.append(folder / entry.name)
    except BaseException as error:
        for target in reversed(moved):
            _remove(target)
        if isinstance(error, OSError):
            raise CannotWriteError(str(error.filename or ""), (error.strerror or "refused").lower()) from None
        raise
    finally:
        for stage, _ in staged:
            _remove(stage)


def begin_repository(folder: Path) -> bool:
    """Make a git repository of a folder, with nothing committed; False where it lies in one already."""
    if pygit2.discover_repository(str(folder)):
        return False
    pygit2.init_repository(str(folder), initial_head=BRANCH)
    return True


def repository_top(folder: Path) -> Path | None:
    """Return the top folder of the git repository that a folder lies in, None where it lies in none."""
    there = pygit2.discover_repository(str(folder))
    top = pygit2.Repository(there).workdir if there else None
    return Path(top) if top else None


def _move(entry: Path, target: Path) -> None:
    """Move something to where nothing stands; what stands there now was put there meanwhile, and is kept."""
    if target.exists() or target.is_symlink():
        raise FileExistsError(errno.EEXIST, "something with this name already exists", str(target))
    entry.rename(target)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
