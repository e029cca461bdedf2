"""A page of instructions followed to the letter, as somebody would who has just opened it.

Blocks of `sh` are run, a line a command; a block of `text` right behind them is what they print, `…` standing for
what differs from day to day. A block behind "save this as `FILE`:" is written to that file, one behind "add this
to `FILE`:" to its end, and behind "in `FILE` write A for B" the first text takes the second one's place. Commands
end with 0, or as the paragraph before them says: "exits with 1" or "ends with 1".
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"(?P<how>[Ss]ave|[Aa]dd) this (?:as|to) `(?P<file>[^`]+)`:\n\n(?=```|\Z)")
_WRITTEN = re.compile(r"[Ii]n `(?P<file>[^`]+)`,? write `(?P<new>[^`]+)` for `(?P<old>[^`]+)`")


@dataclass(frozen=True)
class Ran:
    """A block of commands: what was to be printed, if the page says so, and what was."""

    commands: str
    said: str | None
    printed: str
    status: int
    promised: int

    @property
    def as_said(self) -> bool:
        """Whether what was printed is what the page shows."""
        return self.said is None or shown(self.said).fullmatch(self.printed) is not None


def shown(text: str) -> re.Pattern[str]:
    r"""Return what output fits a shown one: `…` is any part of a line, and any lines where it stands alone.

    >>> bool(shown("one\n…\nfour\n").fullmatch("one\ntwo\nthree\nfour\n")), bool(shown("a … c\n").fullmatch("a\nc\n"))
    (True, False)
    """
    lines = (
        "(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + "\n"
        for line in text.splitlines()
    )
    return re.compile("".join(lines))


_ENDS = re.compile(r"(?:end|exit)s? with ([1-3])\b")

READERS = {
    "invite-and-plan": {"ME": "p-paavo"},
    "log": {"MEMBER": "p-aino", "LEADER": "p-paavo"},
    "own-record": {"ME": "p-juno", "LEFT": "p-tove", "NEW": "../new.git"},
    "tutorial": {"MEMBER": "p-aino"},
}
"""Who reads a page, and of whom it speaks: the ids that stand for `$ME` and the like in it."""


def follow(page: Path, folder: Path) -> Iterator[Ran]:
    """Do what the page says, and yield each block of commands that was run."""
    text = page.read_text(encoding="utf-8")
    environment = _environment(folder) | READERS.get(page.stem, {})
    blocks = list(BLOCK.finditer(text))
    done = 0
    for at, block in enumerate(blocks):
        here = Path(environment.get("PWD", folder))
        for change in _WRITTEN.finditer(text, done, block.start()):
            _replace(here / change["file"], change["old"], change["new"])
        done = block.end()
        saved = _saved(text, block)
        if saved:
            _save(here / saved["file"], block["text"], more=saved["how"].lower() == "add")
        if block["kind"] == "sh":
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            answers = after is not None and answers_to(text, block, after)
            ends = _ENDS.findall(text[: block.start()].rstrip().rpartition("\n\n")[2])
            said = after["text"] if after and answers else None
            yield _ran(block["text"], said, int(ends[-1]) if ends else 0, folder, environment)


def answers_to(text: str, block: re.Match[str], after: re.Match[str]) -> bool:
    """Whether a block is what the commands before it print: one of `text`, with nothing between."""
    return after["kind"] == "text" and not text[block.end() : after.start()].strip()


def saved_in(text: str, block: re.Match[str]) -> bool:
    """Whether a block is written to a file."""
    return _saved(text, block) is not None


def _saved(text: str, block: re.Match[str]) -> re.Match[str] | None:
    return next((one for one in SAVED.finditer(text, 0, block.start()) if one.end() == block.start()), None)


def example(folder: Path) -> Path:
    """Copy the example into a git repository of its own, and return its root."""
    root = folder / "northlight"
    for name in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copy(ROOT / ".gitignore", root)
    new = ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(folder / "new.git")]
    subprocess.run(new, env=_environment(root), check=True)
    return _committed(root)


def nothing(folder: Path) -> Path:
    """Return an empty folder."""
    root = folder / "empty"
    root.mkdir()
    return root


def sources(folder: Path) -> Path:
    """Copy the whole project as it is committed to git, changes of the working tree with it, and return its root."""
    root = folder / "outbound"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    return _committed(root)


def _committed(root: Path) -> Path:
    begin = ["init", "--quiet", "--initial-branch", "main"]
    for words in (begin, ["add", "."], ["commit", "--quiet", "--message", "The example"]):
        subprocess.run(["git", *words], cwd=root, env=_environment(root), check=True)
    return root


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} has no {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _save(file: Path, text: str, *, more: bool) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text(encoding="utf-8") if more else ""
    file.write_text(before + text, encoding="utf-8")


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "GIT_AUTHOR_NAME": "Somebody",
        "GIT_AUTHOR_EMAIL": "somebody@example.org",
        "GIT_COMMITTER_NAME": "Somebody",
        "GIT_COMMITTER_EMAIL": "somebody@example.org",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),  # as an editable install has it
    }


def _ran(commands: str, said: str | None, promised: int, folder: Path, environment: dict[str, str]) -> Ran:
    """Run commands in the folder; what they export and where they went holds for those behind them."""
    kept = folder.parent / "kept.txt"
    done = subprocess.run(
        ["bash", "-e", "-c", f'{commands}\n{{ pwd; env -0; }} > "{kept}"'],
        cwd=environment.get("PWD", folder),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=3600,
    )
    if done.returncode == 0:
        where, _, variables = kept.read_text(encoding="utf-8").partition("\n")
        pairs = (one.partition("=") for one in variables.split("\0") if one)
        environment |= {name: value for name, _, value in pairs} | {"PWD": where}
    return Ran(commands, said, done.stdout, done.returncode, promised)
