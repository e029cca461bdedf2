"""A page of instructions followed to the letter, in a copy of the example that is a git repository.

Blocks of `sh` are run, a line a command; a block of `text` right behind them is what they print. A block behind
"save this as `FILE`:" is written to that file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SAVED = re.compile(r"[Ss]ave this as `(?P<file>[^`]+)`:\n\n\Z")


@dataclass(frozen=True)
class Ran:
    """A block of commands: what was to be printed, if the page says so, and what was."""

    commands: str
    said: str | None
    printed: str
    status: int


READERS = {"for-leaders": "p-paavo", "for-coaches": "p-ritva", "for-members": "p-hilja"}
"""Who reads a page: whose id stands for `$ME` in it."""


def follow(page: Path, folder: Path) -> Iterator[Ran]:
    """Do what the page says, and yield each block of commands that was run."""
    text = page.read_text(encoding="utf-8")
    environment = _environment(folder) | {"ME": READERS.get(page.stem, "")}
    blocks = list(_BLOCK.finditer(text))
    for at, block in enumerate(blocks):
        saved = _SAVED.search(text[: block.start()])
        if saved:
            (folder / saved["file"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / saved["file"]).write_text(block["text"], encoding="utf-8")
        if block["kind"] == "sh":
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            answers = (
                after is not None
                and after["kind"] == "text"
                and not text[block.end() : after.start()].strip()
            )
            yield _ran(block["text"], after["text"] if after and answers else None, folder, environment)


def example(folder: Path) -> Path:
    """Copy the example into a git repository of its own, and return its root."""
    root = folder / "northlight"
    for name in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copy(ROOT / ".gitignore", root)
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "The example"]):
        subprocess.run(["git", *words], cwd=root, env=_environment(root), check=True)
    return root


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
    }


def _ran(commands: str, said: str | None, folder: Path, environment: dict[str, str]) -> Ran:
    for line in commands.splitlines():
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            environment[name] = value
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return Ran(commands, said, done.stdout + done.stderr, done.returncode)
