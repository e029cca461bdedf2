"""A fresh repository, as the page says and `prune` prints: nothing in it names who was erased, wherever they were."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from checks.cli.prune import HISTORY
from tests.support.calling import UNMEASURED, changed, lay, outbound
from tests.support.following import BLOCK
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = ROOT / "docs/how-to/own-record.md"
LEFT = "p-mia"
AUTHOR = {
    f"GIT_{role}_{key}": f"x{at}"
    for role in ("AUTHOR", "COMMITTER")
    for key, at in (("NAME", ""), ("EMAIL", "@x"))
}


def git(*words: str, here: Path) -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=here,
        env=UNMEASURED | AUTHOR,
        check=True,
        capture_output=True,
        text=True,
        errors="replace",
    )
    return done.stdout


def page_commands() -> str:
    """Return the commands of the page's section about git, as they stand there."""
    section = PAGE.read_text("utf-8").partition("## Remove data from git history\n")[2]
    blocks = [block["text"] for block in BLOCK.finditer(section) if block["kind"] == "sh"]
    return blocks[0].replace("git grep", "! git grep") + "".join(blocks[1:])  # nothing is to be found


def printed_commands() -> str:
    return "".join(f"{line.strip()}\n" for line in HISTORY.splitlines() if line.startswith("  "))


def naming(repository: Path) -> list[str]:
    """Return every object and ref of a repository that names the person, whether a ref holds it or not."""
    listed = git("cat-file", "--batch-all-objects", "--batch-check", here=repository).splitlines()
    objects = [line.split()[:2] for line in listed]
    named = [
        name for name, kind in objects if LEFT in git("cat-file", "-p", name, here=repository) or kind == "x"
    ]
    return named + [ref for ref in git("for-each-ref", here=repository).splitlines() if LEFT in ref]


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A code host with the person on main, another branch, a tag, a pull request, a message and an issue's branch."""
    folder, host = tmp_path / "work", tmp_path / "host.git"
    lay(folder, changed({}))
    git("init", "--quiet", "--bare", "--initial-branch=main", str(host), here=tmp_path)
    git("init", "--quiet", "--initial-branch=main", here=folder)
    git("remote", "add", "origin", str(host), here=folder)
    git("add", "--all", here=folder)
    git("commit", "--quiet", "--message", f"The rosters, with {LEFT}", here=folder)
    git("tag", "--annotate", "v1", "--message", f"When {LEFT} came", here=folder)
    for branch in ("old-topic", "pulled"):
        git("switch", "--quiet", "--create", branch, "main", here=folder)
        (folder / f"{branch}.md").write_text(f"About {LEFT}\n", "utf-8")
        git("add", "--all", here=folder)
        git("commit", "--quiet", "--message", branch, here=folder)
    git("switch", "--quiet", "main", here=folder)
    git("push", "--quiet", "origin", "main", "old-topic", "v1", here=folder)
    git("push", "--quiet", "origin", "pulled:refs/pull/7/head", "pulled:refs/pull/7/merge", here=folder)
    git("push", "--quiet", "origin", f"main:refs/heads/issue-8-{LEFT}", here=folder)
    shutil.rmtree(folder)
    return host


@pytest.mark.parametrize("commands", [page_commands, printed_commands])
def test_nothing_in_the_fresh_repository_names_who_was_erased(
    tmp_path: Path, host: Path, commands: Callable[[], str]
) -> None:
    git("clone", "--quiet", str(host), "clone", here=tmp_path)
    clone, new = tmp_path / "clone", tmp_path / "new.git"
    git("init", "--quiet", "--bare", "--initial-branch=main", str(new), here=tmp_path)
    erased = outbound("prune", "--person", LEFT, "--yes", here=clone)
    assert erased.returncode == 0
    assert "stays under their id" not in erased.stdout
    if commands is printed_commands:
        git("add", "--all", here=clone)
        git("commit", "--quiet", "--message", "Erase what is kept about a person", here=clone)

    done = subprocess.run(
        ["bash", "-e", "-c", commands()], cwd=clone, env=UNMEASURED | AUTHOR | {"NEW": str(new), "LEFT": LEFT},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert len(naming(host)) > 8, "what is to be left behind was there"
    assert naming(new) == []
    assert naming(tmp_path / "fresh") == []
    assert git("rev-parse", "main^{tree}", here=new) == git("rev-parse", "main^{tree}", here=clone)
    assert git("log", "--format=%s", "main", here=new) == "Start afresh\n"
    assert git("for-each-ref", "--format=%(refname)", here=new) == "refs/heads/main\n"


def test_what_is_printed_is_what_the_page_says() -> None:
    assert page_commands().endswith(printed_commands())


def test_the_page_names_what_no_command_reaches() -> None:
    section = PAGE.read_text("utf-8").partition("## Remove data from git history\n")[2]

    for place in ("tags", "branches", "pull requests", "issues", "forks", "clone", "backups", "90 days"):
        assert re.search(rf"\b{place}\b", section), place
