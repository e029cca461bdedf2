"""What anybody may read of a change is made from the policy and from releases: data beside them change no byte."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_base import begun, commit, git
from tests.support.building import base, lay
from tests.support.calling import DAY, MAIN, START, broken_promise, changed, outbound, replaced
from tests.support.paths import ROOT
from tests.unit.output.test_published_formats import INSIDE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.building import Files

    Laid = Callable[[Files], Path]

EXAMPLE_DAY = "2026-11-20"
ONE_ON_ONE = "playbook/services/one-on-one.yaml"
PLAIN = ("full", "concise", "json", "github", "summary", "sarif", "junit")
PUBLIC = ("check", "--public", "--as-of", DAY)


@pytest.fixture(scope="module")
def loosened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in a repository, and beside its last commit a change that promises less."""
    root = tmp_path_factory.mktemp("public") / "example"
    for folder in ("playbook", "data"):
        shutil.copytree(ROOT / folder, root / folder)
    begun(root, {})
    path = root / ONE_ON_ONE
    text = path.read_text(encoding="utf-8")
    assert text.count("coverage_at_least: 90%") == 1
    path.write_text(text.replace("coverage_at_least: 90%", "coverage_at_least: 80%"), encoding="utf-8")
    return root


def without_data(root: Path) -> None:
    shutil.rmtree(root / "data")


def broken_data(root: Path) -> None:
    shutil.rmtree(root / "data")
    lay(root, {"data/teams/harbour/team.yaml": "schema: [", "data/teams/quay": b"\0"})


def other_data(root: Path) -> None:
    for log in (root / "data").rglob("*.csv"):
        log.unlink()


def texts(root: Path, folder: Path) -> dict[str, object]:
    """Return everything that the public check and effect print and write, and how they end."""
    files = [word for name in PLAIN for word in ("--format", f"{name}:{folder / name}")]
    folder.mkdir()
    words = ("--public", "--as-of", EXAMPLE_DAY, "--base", "HEAD")
    checked = outbound("check", *words, "--format", f"issues:{folder / 'issues'}", *files, here=root)
    effect = outbound("effect", *words, here=root)
    written = {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return {
        **written,
        "check": (checked.returncode, checked.stdout, checked.stderr),
        "effect": (effect.returncode, effect.stdout, effect.stderr),
    }


@pytest.mark.parametrize("change", [without_data, broken_data, other_data])
def test_not_one_byte_depends_on_the_data(
    loosened: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    beside = texts(loosened, tmp_path / "beside")

    shutil.copytree(loosened, tmp_path / "example")
    change(tmp_path / "example")

    assert texts(tmp_path / "example", tmp_path / "other") == beside
    assert set(beside) >= {*PLAIN, "issues/_playbook.md"}


_WATCHED = """
import os, sys
DATA = os.path.join(os.getcwd(), "data")
def tell(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and str(arguments[0]).startswith((DATA, "data")):
        sys.stderr.write(f"{event} {arguments[0]}\\n")
sys.addaudithook(tell)
"""


@pytest.mark.parametrize("words", [("check", "--public"), ("effect", "--public"), ("check",)])
def test_no_file_of_the_data_is_opened(loosened: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED + MAIN, *words, "--as-of", EXAMPLE_DAY, "--base", "HEAD"],
        cwd=loosened,
        env=START,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.stdout
    opened = [line for line in done.stderr.splitlines() if line.startswith(("open ", "os."))]
    assert bool(opened) is ("--public" not in words)


def test_looser_terms_fail_the_public_check(loosened: Path) -> None:
    words = ("check", "--public", "--as-of", EXAMPLE_DAY, "--base", "HEAD", "--format")

    found = outbound(*words, "json", here=loosened)
    summary = outbound(*words, "summary", here=loosened)

    assert found.returncode == summary.returncode == 1
    assert {each["code"] for each in json.loads(found.stdout)["findings"]} == {"RAT003"}
    assert summary.stdout.startswith("## Leadership playbook: the check fails\n\n1 error in ")
    assert "closed window" not in summary.stdout
    assert "Inside" not in summary.stdout


def test_the_public_effect_says_terms_and_the_last_release(loosened: Path) -> None:
    done = outbound("effect", "--public", "--as-of", EXAMPLE_DAY, "--base", "HEAD", here=loosened)

    assert done.returncode == 0
    assert done.stdout.startswith("## Effect of this change\n")
    assert "| one-on-one | coverage promised | 90% | **80%** |" in done.stdout
    assert "**One-on-one** in the release of 2026-Q3:" in done.stdout
    assert "| Harbour | " in done.stdout
    assert "Skerry" not in done.stdout  # too few people: no release says anything of it


def test_a_team_that_no_release_names_is_a_warning(tmp_path: Path) -> None:
    """A team may be younger than the last release, and only the data say so."""
    shutil.copytree(ROOT / "playbook", tmp_path / "playbook")
    path = tmp_path / ONE_ON_ONE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("teams: all", "teams: [harbour, bay]"), encoding="utf-8")

    done = outbound("check", "--public", "--as-of", EXAMPLE_DAY, "--format", "concise", here=tmp_path)

    assert done.returncode == 0
    assert "REF006 warning" in done.stdout


def test_what_the_base_has_too_is_not_told_again(tmp_path: Path) -> None:
    late = replaced(ONE_ON_ONE, ("review_by: 2026-12-31", "review_by: 2026-10-31"))
    root = begun(tmp_path, changed(dict(late)))
    commit(root, {"notes.txt": "mine"})

    alone = outbound(*PUBLIC, "--format", "concise", here=root)
    changed_since = outbound(*PUBLIC, "--base", "HEAD~1", "--format", "concise", here=root)

    assert "POL003" in alone.stdout
    assert (changed_since.returncode, changed_since.stdout) == (0, "")


@pytest.mark.parametrize(
    ("files", "code", "status"),
    [
        ({ONE_ON_ONE: "schema: 1\nid: ["}, "SCH002", 1),
        (replaced(ONE_ON_ONE, ("review_by: 2026-12-31", "review_by: 2026-10-31")), "POL003", 0),
        (broken_promise(), "", 0),
    ],
    ids=["a broken file", "a policy past its review", "a promise not kept"],
)
def test_the_policy_alone_is_judged(repository: Laid, files: dict[str, str], code: str, status: int) -> None:
    root = repository(changed(dict(files)))

    done = outbound(*PUBLIC, "--format", "concise", here=root)

    assert done.returncode == status
    assert {line.split()[1] for line in done.stdout.splitlines()} == ({code} if code else set())


def test_the_line_of_a_policy_is_shown(repository: Laid) -> None:
    late = replaced(ONE_ON_ONE, ("review_by: 2026-12-31", "review_by: 2026-10-31"))

    done = outbound(*PUBLIC, here=repository(changed(dict(late))))

    assert " |     review_by: 2026-10-31\n" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--public", "--members"),
        ("check", "--public", "--data-base", "main"),
        ("effect", "--public", "--data-base", "main"),
        ("effect", "--public", "--format", "json"),
        ("effect", "--public", "--format", "json:effect.json"),
    ],
)
def test_what_needs_the_data_is_refused_in_public(repository: Laid, words: tuple[str, ...]) -> None:
    done = outbound(*words, here=repository(base()))

    assert (done.returncode, done.stdout) == (2, "")
    assert "--public reads no data" in done.stderr


def test_markdown_from_data_says_that_it_is_inside(tmp_path: Path) -> None:
    root = begun(tmp_path / "repository", changed(broken_promise()))
    git(root, "branch", "topic")
    as_of = ("--as-of", DAY)

    summary = outbound("check", *as_of, "--format", "summary", here=root)
    outbound("check", *as_of, "--format", f"issues:{tmp_path}/issues", here=root)
    effect = outbound("effect", *as_of, "--base", "topic", "--format", "markdown", here=root)

    bodies = [path.read_text(encoding="utf-8") for path in (tmp_path / "issues").iterdir()]
    assert bodies
    for text in (summary.stdout, effect.stdout, *bodies):
        assert text.startswith(f"{INSIDE}\n\n")
