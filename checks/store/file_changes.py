"""Several files changed as one: all of them or none, as far as a file system can.

The order is the caller's, and it matters: a kill between two files leaves those before it. So what says of itself
that something is missing comes first, and what only follows from it comes last:

- A move ends the membership first, with `moved_to`. What is missing then is the membership in the other team, which
  the check names (REF006 if there is no such team yet, else REF009).
- A renamed team gets its id first and its folder's name then: the folder's name is not the id (SCH006). What refers
  to it follows, and is right before too, since the roster has the old id under `formerly`.
- A renamed service is written under its new name, and the old file goes: two files have one id (SCH011). What refers
  to it follows, for the same reason.
- A renamed person is renamed in rosters first: rows with the old id are rows of a guest (REF004).

An error, or an interrupt, takes back what was done, last first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.model.errors import CannotWriteError, ChangedMeanwhileError, writing_to
from checks.store.atomic_files import content_of, refuse_links, replace_file


@dataclass(frozen=True, slots=True)
class FileChange:
    """What is in a file, and what is to be; None for no file. `shown` is how findings call it.

    The path is the one at its turn: after the folders that are renamed before it.
    """

    path: Path
    shown: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class FolderRename:
    """A folder that gets another name, beside where it was; nothing is there yet. `shown` are both names."""

    path: Path
    target: Path
    shown: tuple[str, str]


Step = FileChange | FolderRename


def write_changes(steps: Sequence[Step], prove: Callable[[], None] = lambda: None) -> None:
    """Take the steps in order, and call `prove`, which raises where the outcome is not right; the caller holds the lock.

    Raises `ChangedMeanwhileError` before anything is written where a file is no longer what was read. After an
    error at a later step, or of `prove`, everything is as it was.
    """
    _require_unchanged(steps)
    taken: list[Step] = []
    try:
        for step in steps:
            _take(step)
            taken.append(step)
        prove()
    except BaseException:
        for step in reversed(taken):
            _take(_back(step))
        raise


def _require_unchanged(steps: Sequence[Step]) -> None:
    renamed: list[FolderRename] = []
    known: dict[Path, bytes | None] = {}
    for step in steps:
        if isinstance(step, FolderRename):
            _require_free(step)
            renamed.append(step)
            continue
        path = step.path
        for rename in reversed(renamed):
            if path.is_relative_to(rename.target):
                path = rename.path / path.relative_to(rename.target)
        there = known[path] if path in known else content_of(path)
        if there != step.before:
            raise ChangedMeanwhileError(step.shown)
        known[path] = step.after


def _require_free(rename: FolderRename) -> None:
    refuse_links(rename.path)
    refuse_links(rename.target)
    if rename.target.exists():
        raise CannotWriteError(rename.shown[1], "something with this name already exists")


def _take(step: Step) -> None:
    if isinstance(step, FileChange):
        replace_file(step.path, step.before, step.after)
        return
    with writing_to(step.path):
        step.path.rename(step.target)


def _back(step: Step) -> Step:
    if isinstance(step, FileChange):
        return FileChange(step.path, step.shown, step.after, step.before)
    return FolderRename(step.target, step.path, (step.shown[1], step.shown[0]))
