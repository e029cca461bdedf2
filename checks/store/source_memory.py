"""What is remembered of calendars between two runs: a file a source, in a folder outside every repository."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from checks.model.errors import BusyError, writing_to
from checks.store.atomic_files import content_of, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCK = ".outbound-collect.lock"
"""Lies beside `teams/`; readers pass over it, and git is told to ignore it."""

WAIT = 60.0
"""Seconds to wait for another collection."""

LARGEST = 256 * 1024 * 1024
"""Bytes of one memory, unpacked; a larger one counts as none."""

Memory = dict[str, Any]


@contextmanager
def only_collection(data: Path, wait: float = WAIT) -> Iterator[None]:
    """Collect alone; raises `BusyError` where somebody else still does after `wait` seconds."""
    lock = FileLock(data / LOCK)
    with writing_to(data):
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise BusyError(str(data), wait) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def scratch_folder(data: Path, *, alone: bool) -> Iterator[Path]:
    """Yield a folder for calendars while they are read, open to its owner only.

    A collection that is `alone` first deletes what killed ones have left: calendars hold what nobody else may read.
    """
    own = f"outbound-{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]}-"
    if alone:
        for left in Path(tempfile.gettempdir()).glob(f"{own}*"):
            shutil.rmtree(left, ignore_errors=True)  # follows no link
    prefix = own if alone else "outbound-dry-run-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class MemoryFolder:
    """The memories of all sources; without a folder nothing is remembered."""

    folder: Path | None

    def read(self, source: str) -> Memory | None:
        """Return what is remembered of a source; None where nothing is, or it cannot be read any more."""
        if self.folder is None:
            return None
        content = content_of(_file(self.folder, source))
        if content is None:
            return None
        try:
            unpacker = zlib.decompressobj(wbits=31)
            text = unpacker.decompress(content, LARGEST)
            memory = json.loads(text)
        except (zlib.error, ValueError, RecursionError):
            return None
        return memory if isinstance(memory, dict) else None

    def write(self, memories: Mapping[str, bytes]) -> None:
        """Write packed memories by source, each whole or not at all."""
        if self.folder is None:
            return
        for source, content in memories.items():
            file = _file(self.folder, source)
            replace_file(file, content_of(file), content)


def _file(folder: Path, source: str) -> Path:
    return folder / f"{source}.json.gz"


def packed(memory: Memory) -> bytes:
    """Return a memory as it is written."""
    return gzip.compress(json.dumps(memory, separators=(",", ":")).encode(), compresslevel=3, mtime=0)
