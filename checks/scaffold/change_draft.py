"""A change of several files as it is being made: what it reads, what it would write, and what then would be there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checks.loading.files import Folder, Tree, on_disk
from checks.loading.planned_files import PlannedFiles
from checks.loading.policy import read_policy
from checks.loading.repository import Repository, join_data
from checks.model.errors import UnspliceableError, UsageError
from checks.store.atomic_files import content_of
from checks.store.file_changes import FileChange, FolderRename, Step
from checks.store.yaml_splices import YamlEdit, apply_edits


class UndraftableError(UsageError):
    """A file that cannot be changed as it should be; nothing is written."""

    def __init__(self, shown: str, why: str) -> None:
        self.shown = shown
        super().__init__(f"{shown}: {why}. Nothing was written")


@dataclass(slots=True)
class ChangeDraft:
    """Files are called as findings call them: `playbook/…`, `data/…` wherever the data are, and the rest from the root.

    `notes` are sentences for whoever looks at the change, and `moved` files with another name: the old by the new.
    """

    policy_root: Path
    data: Path
    steps: list[Step] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, repository: Repository) -> "ChangeDraft":
        """Return an empty change of a repository on disk."""
        return cls(on_disk(repository.policy.root), on_disk(repository.data))

    def path(self, shown: str) -> Path:
        """Return where the file is that findings call `shown`."""
        top, _, below = shown.partition("/")
        return self.data / below if top == "data" else self.policy_root / shown

    def text(self, shown: str) -> str | None:
        """Return the text of a file as it would be, None without one; raises `UndraftableError` for bytes that are no text."""
        content = self._content(self.path(shown))
        try:
            return None if content is None else content.decode()
        except UnicodeDecodeError:
            raise UndraftableError(shown, "it is not UTF-8 text") from None

    def edit(self, shown: str, edits: Sequence[YamlEdit]) -> None:
        """Change a YAML file; no edits change nothing."""
        if edits:
            self.put(shown, self.edited(shown, edits))

    def rename_file(self, shown: str, target: str, edits: Sequence[YamlEdit]) -> None:
        """Put a YAML file with changes under another name, and take away the one there was."""
        text = self.edited(shown, edits)
        self.put(target, text)
        self.put(shown, None)
        self.moved[target] = shown

    def edited(self, shown: str, edits: Sequence[YamlEdit]) -> str:
        """Return a YAML file's text with changes; raises `UndraftableError` where they cannot be made."""
        text = self.text(shown)
        if text is None:
            raise UndraftableError(shown, "there is no such file")
        try:
            return apply_edits(text, edits)
        except UnspliceableError as error:
            raise UndraftableError(shown, f"it {str(error).removeprefix('the file ')}") from None

    def put(self, shown: str, text: str | None) -> None:
        """Give a file another text, or none. A file that has been changed already is written once, at its first turn."""
        self._put(self.path(shown), shown, None if text is None else text.encode())

    def rewrite_at(self, path: Path, shown: str, rewrite: Callable[[str], str]) -> None:
        """Change a text that lies elsewhere in the repositories, if it is there."""
        content = self._content(path)
        if content is not None:
            text = content.decode("utf-8", "surrogateescape")
            self._put(path, shown, rewrite(text).encode("utf-8", "surrogateescape"))

    def _put(self, path: Path, shown: str, after: bytes | None) -> None:
        for at, step in enumerate(self.steps):
            if isinstance(step, FileChange) and step.path == path:
                self.steps[at] = FileChange(path, shown, step.before, after)
                return
        before = self._content(path)
        if before != after:
            self.steps.append(FileChange(path, shown, before, after))

    def rename_folder(self, shown: str, target: str) -> None:
        """Give a folder another name. What is put from here on has the new one."""
        self.steps.append(FolderRename(self.path(shown), self.path(target), (shown, target)))

    def changes(self) -> list[FileChange]:
        """Return the files that change, in order."""
        return [step for step in self.steps if isinstance(step, FileChange) and step.before != step.after]

    def renames(self) -> list[tuple[str, str]]:
        """Return the folders and files that get another name, each with that name."""
        folders = [step.shown for step in self.steps if isinstance(step, FolderRename)]
        return [*folders, *((old, new) for new, old in self.moved.items())]

    def texts(self) -> list[tuple[str, str, str]]:
        """Return each file that changes, with its text before and after; one with another name has the one it gets."""
        by_name = {step.shown: step for step in self.changes()}
        shown = [step for step in by_name.values() if step.shown not in self.moved.values()]
        before = {step.shown: by_name[self.moved.get(step.shown, step.shown)].before for step in shown}
        return [
            (step.shown, (before[step.shown] or b"").decode(), (step.after or b"").decode()) for step in shown
        ]

    def repository(self) -> Repository:
        """Return the repository as it would be."""
        policy = read_policy(Tree(self._planned(self.policy_root), ""))
        return join_data(policy, Tree(self._planned(self.data), "data"))

    def _planned(self, top: Path) -> PlannedFiles:
        files: dict[tuple[str, ...], bytes | None] = {}
        folders: dict[tuple[str, ...], tuple[str, ...]] = {}
        for step in self.steps:
            if not step.path.is_relative_to(top):
                continue
            steps = step.path.relative_to(top).parts
            if isinstance(step, FileChange):
                files[steps] = step.after
            else:
                target = step.target.relative_to(top).parts
                folders[target] = steps
                files = {_under(path, steps, target): content for path, content in files.items()}
        return PlannedFiles(Folder(top), files, folders)

    def _content(self, path: Path) -> bytes | None:
        for step in reversed(self.steps):
            if isinstance(step, FileChange) and step.path == path:
                return step.after
            if isinstance(step, FolderRename) and path.is_relative_to(step.target):
                path = step.path / path.relative_to(step.target)
        return content_of(path)


def _under(path: tuple[str, ...], old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return (*new, *path[len(old) :]) if path[: len(old)] == old else path


def renamed_words(words: str, renamed: Mapping[str, str]) -> str:
    """Return a text with ids that have other names by now, old to new."""
    for old, new in renamed.items():
        words = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, words)
    return words
