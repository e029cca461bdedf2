"""`outbound release`: what everybody may read of a closed quarter, and a site that needs nothing else."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.calling import UNREADABLE, changed, lay, outbound, said
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LAST = "playbook/published/2026-Q3.json"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example, of which nothing is released."""
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.rmtree(tmp_path / "playbook/published")
    return tmp_path


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A copy of the example, of which every closed quarter is released."""
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "playbook/published").iterdir())}


def pages(root: Path, out: str, *options: str) -> dict[str, bytes]:
    done = outbound("render", "--out", out, *options, here=root)
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(root / out).as_posix(): path.read_bytes()
        for path in (root / out).rglob("*")
        if path.is_file()
    }


def test_the_example_is_released_as_the_command_does_it(example: Path) -> None:
    """What lies in the repository is what the command writes from its logs."""
    done = outbound("release", here=example)

    assert done.returncode == 0, done.stderr
    assert files(example) == files(ROOT)


def test_each_closed_quarter_is_written_once_and_stays(released: Path) -> None:
    before = files(released)
    log = released / "data/teams/harbour/touchpoints/2026-Q3.csv"
    log.write_text("\n".join(log.read_text("utf-8").splitlines()[:30]) + "\n", "utf-8")

    done = outbound("release", here=released)

    assert (done.returncode, files(released)) == (0, before)
    assert done.stdout.startswith("Every past quarter already has a release: 2024-Q4")
    assert outbound("check", "--select", "SCH", here=released).returncode == 0


def test_a_quarter_that_closes_later_adds_its_file(example: Path) -> None:
    outbound("release", "--as-of", "2026-07-02", here=example)
    before = files(example)

    done = outbound("release", here=example)

    assert "Wrote playbook/published/2026-Q3.json" in done.stdout
    assert {name: content for name, content in files(example).items() if name in before} == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("2026-Q3",), "2026-Q3 already has a release, and releases never change"),
        (
            ("2026-Q4",),
            "2026-Q4 is not a past quarter as of 2026-11-20, and every past quarter has a release",
        ),
        (("2019-Q1",), "2019-Q1 is not a past quarter as of 2026-11-20"),
        (("september",), "september is not a past quarter as of 2026-11-20"),
    ],
)
def test_a_quarter_that_may_not_be_released_is_refused(
    released: Path, words: tuple[str, ...], why: str
) -> None:
    before = files(released)

    done = outbound("release", *words, here=released)

    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert files(released) == before


def test_what_is_withheld_is_said_with_its_reason(example: Path) -> None:
    done = outbound("release", "2026-Q3", "--dry-run", here=example)

    assert done.stdout.startswith("Would write playbook/published/2026-Q3.json")
    assert "Left out: one-on-one for lantern, skerry (too few members)." in done.stdout
    assert re.search(r"Left out: return-from-leave for .*\(it follows an event", done.stdout)
    assert not (example / "playbook/published").exists()


def test_nobody_is_named_and_no_small_team_has_a_figure(released: Path) -> None:
    content = b"".join(files(released).values())

    assert not re.search(rb"\bp-[a-z]", content.replace(b"skip-level", b""))
    last = json.loads((released / LAST).read_text("utf-8"))
    small = {team["id"] for team in last["teams"] if team["members"] < 5}
    assert small
    assert not [cell for cell in (*last["coverage"], *last["held"]) if cell["team"] in small]
    assert not re.search(rb'"(met|due|missed|waived)"', content)


def test_nothing_is_released_of_what_cannot_be_read(tmp_path: Path) -> None:
    root = lay(tmp_path, changed(UNREADABLE))

    done = outbound("release", here=root)

    assert done.returncode == 3
    assert done.stderr.startswith("outbound: quay could not be read in full")
    assert not (root / "playbook/published").exists()


def test_nothing_is_released_before_a_quarter_is_over(tmp_path: Path) -> None:
    root = lay(tmp_path, changed({}))

    done = outbound("release", "--as-of", "2026-02-01", here=root)

    assert said(done) == (
        3,
        "",
        "outbound: no quarter has ended yet as of 2026-02-01, so there is nothing to release\n",
    )


def test_published_pages_are_the_same_without_the_data(released: Path) -> None:
    with_data = pages(released, "with")
    broken = released / "data/teams/harbour/team.yaml"
    broken.write_text("nothing: [to, read\n", "utf-8")
    with_broken_data = pages(released, "broken")
    shutil.rmtree(released / "data")

    assert pages(released, "without") == with_data == with_broken_data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("show: teams", "show: organisation"),
        ("smallest_group: 5", "smallest_group: 6"),
        ("agreed_with: [members, leaders, works-council]\n  record", "agreed_with: [leaders]\n  record"),
    ],
    ids=[
        "only the organisation is shown now",
        "the smallest group has grown",
        "single teams are not agreed on",
    ],
)
def test_releases_are_shown_no_finer_than_agreed_now(released: Path, old: str, new: str) -> None:
    playbook = released / "playbook/playbook.yaml"
    playbook.write_text(playbook.read_text("utf-8").replace(old, new), "utf-8")

    api = json.loads(pages(released, "public")["api/v1/coverage.json"])

    assert {cell["team"] for cell in api["cells"]} == {None}


def test_a_site_without_a_release_says_so(example: Path) -> None:
    done = outbound("render", "--out", "public", here=example)

    assert done.returncode == 0
    assert done.stdout.startswith("No quarter has a release yet")


def test_what_was_released_stays_when_its_logs_are_let_go(released: Path) -> None:
    playbook = released / "playbook/playbook.yaml"
    playbook.write_text(playbook.read_text("utf-8").replace("keep_logs_for: 9", "keep_logs_for: 2"), "utf-8")
    before = pages(released, "before")

    outbound("prune", "--yes", here=released)
    after = pages(released, "after")

    for name in ("api/v1/coverage.json", "organisation.md", "index.md"):
        assert after[name] == before[name]


@pytest.mark.parametrize("month", ["april", "february"])
def test_answers_are_released_in_any_year_start(example: Path, month: str) -> None:
    """They are asked by calendar quarters; each stands in the release of the quarter in which its own ended."""
    playbook = example / "playbook/playbook.yaml"
    playbook.write_text(
        playbook.read_text("utf-8").replace("year_starts: january", f"year_starts: {month}"), "utf-8"
    )

    outbound("release", here=example)

    written = [json.loads(content) for content in files(example).values()]
    assert all(release["period"].startswith("FY") for release in written)
    assert len([release for release in written if release["answers"]]) > 3
    assert b"Q3 2026" in pages(example, "pages")["organisation.md"]


EDITS = {
    "a range made narrower": (
        '"from": 50, "below": 100',
        '"from": 90, "below": 100',
        "has changed since it was written",
    ),
    "a later version": (
        '"schema": 1',
        '"schema": 2',
        'this version of outbound only reads `"schema": 1`. If the file is newer, upgrade outbound',
    ),
    "a key nobody knows": ('"hours": 19,', '"hours": 19,\n "leaders": [],', "leaders"),
    "a range that is none": (
        '"from": 50, "below": 100',
        '"from": 100, "below": 50',
        "`from` must be less than `below`",
    ),
    "a figure of a small team": (
        '"team": "breakwater", "service": "one-on-one"',
        '"team": "skerry", "service": "one-on-one"',
        "has changed since it was written",
    ),
}


@pytest.mark.parametrize(("old", "new", "why"), EDITS.values(), ids=EDITS)
def test_a_release_that_was_edited_is_found_and_not_built(
    released: Path, old: str, new: str, why: str
) -> None:
    path = released / LAST
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    found = outbound("check", "--public", "--no-base", "--format", "concise", here=released)
    built = outbound("render", "--out", "public", here=released)

    lines = [line for line in found.stdout.splitlines() if line.startswith(LAST)]
    assert len(lines) == 1
    assert re.match(rf"{re.escape(LAST)}:\d+:\d+: SCH\d+ error ", lines[0])
    assert why in lines[0]
    assert (built.returncode, built.stdout) == (3, "")
    assert built.stderr.count("\n") == 1
    assert not (released / "public").exists()
