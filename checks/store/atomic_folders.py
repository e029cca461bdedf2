"""A whole folder written beside its place and put there at the end: all of it or none."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checks.model.errors import writing_to
from checks.store.atomic_files import mode_for, refuse_links

PRIVATE, PUBLIC = 0o700, 0o777
"""Who may look into a folder: its owner alone, or whom the caller's umask lets."""


@contextmanager
def placed_folder(target: Path, mode: int = PRIVATE, *, replacing: bool = False) -> Iterator[Path]:
    """Hand out a new folder beside `target`, and put it there once all is written.

    What stands there goes with `replacing`, and else it is an error. Raises `CannotWriteError` where the system
    refuses; then, and after any other error, `target` is as it was.
    """
    whole = target.absolute()
    with writing_to(target):
        refuse_links(target)
        whole.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{whole.name}-", dir=whole.parent))
        try:
            yield folder
            folder.chmod(mode_for(mode))
            _put(folder, whole, replacing=replacing)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _put(folder: Path, target: Path, *, replacing: bool) -> None:
    if not replacing or not target.exists():
        folder.rename(target)
        return
    before = folder.with_name(f"{folder.name}-before")
    target.rename(before)
    folder.rename(target)
    shutil.rmtree(before)
