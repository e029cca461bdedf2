"""A store as it would be after a change that is not written yet: it is checked before anything is."""

from collections.abc import Mapping
from dataclasses import dataclass

from checks.loading.files import EntryKind, FileStore, too_large

Path = tuple[str, ...]
"""The names from the top of a store down."""


@dataclass(frozen=True, slots=True)
class PlannedFiles:
    """A store with other files, None for one that goes, and with folders under other names: the old by the new."""

    store: FileStore
    files: Mapping[Path, bytes | None]
    folders: Mapping[Path, Path]

    def kind(self, steps: Path) -> EntryKind:
        """Return what stands there, links not followed."""
        if steps in self.files:
            return EntryKind.ABSENT if self.files[steps] is None else EntryKind.FILE
        if any(
            path[: len(steps)] == steps and content is not None and len(path) > len(steps)
            for path, content in self.files.items()
        ):
            return EntryKind.FOLDER
        there = self._before(steps)
        return EntryKind.ABSENT if there is None else self.store.kind(there)

    def names(self, steps: Path) -> list[str] | str:
        """Return the names in a folder, none of an absent one, or in words why they cannot be read."""
        there = self._before(steps)
        names = [] if there is None else self.store.names(there)
        if isinstance(names, str):
            return names
        depth = len(steps)
        planned = {path[depth] for path in (*self.files, *self.folders) if path[:depth] == steps != path}
        return sorted(
            name for name in {*names, *planned} if self.kind((*steps, name)) is not EntryKind.ABSENT
        )

    def content(self, steps: Path, cap: int) -> bytes | str:
        """Return a regular file's bytes, at most `cap`, or in words why there are none."""
        if steps in self.files:
            content = self.files[steps]
            if content is None:
                return "no such file or directory"
            return content if len(content) <= cap else too_large(cap)
        there = self._before(steps)
        return "no such file or directory" if there is None else self.store.content(there, cap)

    def _before(self, steps: Path) -> Path | None:
        """Return where something is in the store below; None for what has gone to another name."""
        for new, old in self.folders.items():
            if steps[: len(new)] == new:
                return (*old, *steps[len(new) :])
            if steps[: len(old)] == old:
                return None
        return steps
