"""Read the published examples of each rule: one that it reports, and one close to it that it does not.

They lie beside the rules, in `rules/examples/CODE/`, and say what they change in the small playbook
`rules/examples/base`, which breaks no rule. The tests run them; the rules' pages show them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from checks.loading.files import printable

Files = dict[str, str | bytes]


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Changes of files by path: new contents (None removes a file), texts replaced, bytes as hex digits."""

    files: Mapping[str, str | None] = field(default_factory=dict)
    replace: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    hex: Mapping[str, str] = field(default_factory=dict)

    def over(self, start: Files) -> Files:
        """Return the files with the changes made; a text to be replaced stands there exactly once."""
        files = dict(start)
        for path, edits in self.replace.items():
            for old, new in edits:
                text = files[path]
                if not isinstance(text, str) or text.count(old) != 1:
                    raise ValueError(path, old)
                files[path] = text.replace(old, new)
        for path, content in self.files.items():
            if content is None:
                del files[path]
            else:
                files[path] = content
        return files | {path: bytes.fromhex(digits) for path, digits in self.hex.items()}


@dataclass(frozen=True, slots=True)
class Edit:
    """A file as an example changes it, line by line; without lines it is taken away.

    A line's sign says that it was taken out (-), put in (+), or is as it was; `…` stands for lines left out.
    """

    path: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleExample:
    """A playbook and what is found in it; `findings` are the lines of the whole check.

    With `base` it is a change: the files with `changes` are judged against the files with `base` alone. `now`
    is today's date, where it is not the as-of day; `members` says whether persons are named.
    """

    as_of: date
    findings: str
    changes: FileChanges
    base: FileChanges | None = None
    what: str = ""
    now: date | None = None
    members: bool = False

    def before(self) -> Files:
        """Return the files the changes are made in."""
        return self.base.over(base_files()) if self.base else base_files()

    def after(self) -> Files:
        """Return the files that are judged."""
        return self.changes.over(self.before())

    def lines_of(self, code: str) -> tuple[str, ...]:
        """Return the findings of one rule."""
        return tuple(line for line in self.findings.splitlines() if f": {code} " in line)

    def edits(self) -> tuple[Edit, ...]:
        """Return each file that is changed, with the lines that are, and the one before and after them."""
        before, after = self.before(), self.after()
        edits = []
        for path in sorted({*before, *after}):
            if before.get(path) != after.get(path):
                old, new = _lines(before, path), _lines(after, path)
                lines = _changed(old, new, header=path.endswith(".csv")) if path in after else ()
                edits.append(Edit(path, tuple(lines)))
        return tuple(edits)


@dataclass(frozen=True, slots=True)
class RuleExamples:
    """The two published examples of a rule."""

    speaks: RuleExample
    silent: RuleExample


def example_of(text: str) -> RuleExample:
    """Return an example as written: a mapping of what `RuleExample` and `FileChanges` hold."""
    written = yaml.load(text, Loader=yaml.CSafeLoader)
    changes = {key: written.pop(key) for key in ("files", "replace", "hex") if key in written}
    base = FileChanges(**written.pop("base")) if "base" in written else None
    return RuleExample(changes=FileChanges(**changes), base=base, **written)


@cache
def examples_of(code: str) -> RuleExamples:
    """Return the published examples of a rule."""
    folder = _folder(code)
    texts = {name: folder.joinpath(f"{name}.yaml").read_text("utf-8") for name in ("speaks", "silent")}
    return RuleExamples(**{name: example_of(text) for name, text in texts.items()})


def base_files() -> Files:
    """Return the small playbook without findings that all examples change."""
    return dict(_base_files())


@cache
def _base_files() -> tuple[tuple[str, str], ...]:
    return tuple(_below(_folder("base"), ""))


def _folder(name: str) -> Traversable:
    return files("checks.rules").joinpath("examples", name)


def _below(folder: Traversable, shown: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _below(entry, f"{shown}{entry.name}/")
        else:
            yield f"{shown}{entry.name}", entry.read_bytes().decode()


def _lines(files: Files, path: str) -> list[str]:
    content = files.get(path, "")
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    return [printable(line) for line in text.splitlines()]


def _changed(old: Sequence[str], new: Sequence[str], *, header: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with its neighbours; with `header` the first line in any case."""
    end = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(1):
        if header and not end and group[0][1]:
            yield " ", old[0]
            end = 1
        if group[0][1] > end:
            yield "…", ""
        for kind, first, last, new_first, new_last in group:
            yield from ((" " if kind == "equal" else "-", line) for line in old[first:last])
            yield from (("+", line) for line in new[new_first:new_last] if kind != "equal")
        end = group[-1][2]
    if end < len(old):
        yield "…", ""
