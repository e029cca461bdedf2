"""`outbound release`: closed quarters frozen, and a site that needs nothing else."""

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
    """A copy of the example, of which nothing is published."""
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.rmtree(tmp_path / "playbook/published", ignore_errors=True)
    return tmp_path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with every closed quarter published, once for all tests."""
    root = tmp_path_factory.mktemp("released")
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, root / name)
    shutil.rmtree(root / "playbook/published", ignore_errors=True)
    assert outbound("release", here=root).returncode == 0
    return root


@pytest.fixture
def released(once: Path, tmp_path: Path) -> Path:
    """A copy of the example with every closed quarter published."""
    return shutil.copytree(once, tmp_path, dirs_exist_ok=True)


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "playbook/published").iterdir())}


def rows(root: Path, name: str) -> list[str]:
    return (root / name).read_text("utf-8").splitlines()


def test_each_closed_quarter_is_written_once_and_stays(example: Path) -> None:
    first = outbound("release", here=example)
    written = files(example)
    log = example / "data/teams/harbour/touchpoints/2026-Q3.csv"
    log.write_text("\n".join(log.read_text("utf-8").splitlines()[:30]) + "\n", "utf-8")
    second = outbound("release", here=example)

    assert (first.returncode, second.returncode) == (0, 0)
    assert list(written) == [
        *("2024-Q4.json", "2025-Q1.json", "2025-Q2.json", "2025-Q3.json"),
        *("2025-Q4.json", "2026-Q1.json", "2026-Q2.json", "2026-Q3.json"),
    ]
    assert files(example) == written
    assert "published before, left as they are" in second.stdout
    assert outbound("check", "--select", "SCH", here=example).returncode == 0


def test_a_quarter_that_closes_later_adds_its_file(example: Path) -> None:
    outbound("release", "--as-of", "2026-07-02", here=example)
    before = files(example)

    done = outbound("release", here=example)

    assert "Published 2026-Q3" in done.stdout
    assert {name: content for name, content in files(example).items() if name in before} == before


def test_nobody_is_named_and_no_small_team_has_its_size_told(released: Path) -> None:

    content = b"".join(files(released).values())
    assert not re.search(rb"\bp-[a-z]", content.replace(b"skip-level", b""))
    last = json.loads((released / LAST).read_text("utf-8"))
    assert [one["id"] for one in last["teams"] if "members" not in one] == ["lantern", "skerry"]
    assert not [one for one in last["cells"] if one["team"] in ("lantern", "skerry")]


def test_nothing_is_published_of_what_cannot_be_read(tmp_path: Path) -> None:
    root = lay(tmp_path, changed(UNREADABLE))

    done = outbound("release", here=root)

    assert done.returncode == 3
    assert done.stderr.startswith("outbound: quay could not be read in full")
    assert not (root / "playbook/published").exists()


def test_nothing_is_published_before_a_quarter_is_over(tmp_path: Path) -> None:
    root = lay(tmp_path, changed({}))

    done = outbound("release", "--as-of", "2026-02-01", here=root)

    assert said(done) == (
        3,
        "",
        "outbound: no quarter is over yet on 2026-02-01: there is nothing to publish\n",
    )


def test_a_correction_of_few_people_changes_nothing(released: Path) -> None:
    before = files(released)
    log = released / "data/teams/harbour/touchpoints/2026-Q3.csv"
    lines = log.read_text("utf-8").splitlines()
    talk = next(line for line in lines if ",skip-level," in line and ",held," in line)
    lines.remove(talk)
    log.write_text("\n".join(lines) + "\n", "utf-8")

    done = outbound("release", "--correct", "2026-Q3", here=released)

    assert said(done)[0] == 0
    assert "skip-level differ now and stay as published" in done.stdout
    assert files(released) == before


def test_a_correction_of_many_replaces_the_service_alone(released: Path) -> None:
    before = rows(released, LAST)
    log = released / "data/teams/landfall/touchpoints/2026-Q3.csv"
    lines = [line for line in log.read_text("utf-8").splitlines() if ",recognition," not in line]
    log.write_text("\n".join(lines) + "\n", "utf-8")

    done = outbound("release", "--correct", "2026-Q3", here=released)

    differ = [new for old, new in zip(before, rows(released, LAST), strict=True) if old != new]
    assert "2026-Q3: corrected recognition." in done.stdout
    assert len(differ) == 2
    assert all('"recognition"' in line for line in differ)
    assert {json.loads(line.strip().rstrip(","))["team"] for line in differ} == {None, "landfall"}


def test_where_nothing_differs_nothing_is_corrected(released: Path) -> None:

    done = outbound("release", "--correct", "2026-Q3", here=released)

    assert done.stdout == "2026-Q3: nothing differs from what was published.\n"


def test_only_what_was_published_can_be_corrected(example: Path) -> None:
    done = outbound("release", "--correct", "2026-Q3", here=example)

    assert (done.returncode, done.stdout) == (2, "")
    assert "has not been published" in done.stderr


def test_pages_are_rendered_from_published_figures_alone(released: Path, tmp_path: Path) -> None:
    live = outbound("render", "--out", "live", here=released)
    shutil.rmtree(released / "data")

    public = outbound("render", "--figures", "published", "--out", "public", here=released)

    assert (live.returncode, public.returncode) == (0, 0)
    assert "from published figures as of 2026-11-20" in public.stdout
    names = [
        {path.relative_to(released / of) for path in (released / of).rglob("*") if path.is_file()}
        for of in ("live", "public")
    ]
    # A team's dates need its own terms, which stand in its roster.
    assert {name for name in names[0] if name.parts[0] != "teams" or name.suffix != ".ics"} == names[1]
    heat = [_table(released / of / "teams/index.md").replace(" waived", "") for of in ("live", "public")]
    assert _cells(heat[1]) <= _cells(heat[0])
    assert len(_cells(heat[1])) > 20


def _table(page: Path) -> str:
    return page.read_text("utf-8").partition("<table")[2].partition("</table>")[0]


def _cells(table: str) -> set[str]:
    return {cell for cell in table.split("<td") if "<b>" in cell}


@pytest.mark.parametrize(
    ("old", "new"),
    [("show: teams", "show: organisation"), ("smallest_group: 5", "smallest_group: 6")],
    ids=["only the organisation is shown now", "the smallest group has grown"],
)
def test_published_figures_are_shown_no_finer_than_agreed(released: Path, old: str, new: str) -> None:
    playbook = released / "playbook/playbook.yaml"
    playbook.write_text(playbook.read_text("utf-8").replace(old, new), "utf-8")

    outbound("render", "--figures", "published", "--out", "public", here=released)

    api = json.loads((released / "public/api/v1/coverage.json").read_text("utf-8"))
    assert {cell["team"] for cell in api["cells"]} == {None}


def test_a_site_without_published_figures_says_so(example: Path) -> None:
    done = outbound("render", "--figures", "published", "--out", "public", here=example)

    assert done.returncode == 0
    assert done.stdout.startswith("No quarter has been published yet")
    assert "Promised and lived" not in (example / "public/index.md").read_text("utf-8")


def test_what_was_published_is_shown_when_its_logs_are_let_go(example: Path) -> None:
    playbook = example / "playbook/playbook.yaml"
    playbook.write_text(playbook.read_text("utf-8").replace("keep_logs_for: 9", "keep_logs_for: 2"), "utf-8")
    outbound("release", here=example)
    outbound("render", "--figures", "published", "--out", "before", here=example)

    pruned = outbound("prune", "--yes", here=example)
    outbound("render", "--figures", "published", "--out", "after", here=example)

    assert "Published figures stay" in pruned.stdout
    for name in ("api/v1/coverage.json", "organisation.md", "index.md"):
        assert (example / "after" / name).read_bytes() == (example / "before" / name).read_bytes()


def test_quarters_counted_otherwise_now_are_not_the_last(example: Path) -> None:
    """The year began in April once, and those quarters have other names and other days."""
    playbook = example / "playbook/playbook.yaml"
    text = playbook.read_text("utf-8")
    playbook.write_text(text.replace("year_starts: january", "year_starts: april"), "utf-8")
    outbound("release", "--as-of", "2026-02-01", here=example)
    playbook.write_text(text, "utf-8")
    outbound("release", here=example)

    done = outbound("render", "--figures", "published", "--out", "public", here=example)

    assert "from published figures as of 2026-11-20" in done.stdout
    api = json.loads((example / "public/api/v1/coverage.json").read_text("utf-8"))
    assert max(cell["period"] for cell in api["cells"]) == "2026-Q3"


@pytest.mark.parametrize("month", ["april", "february"])
def test_answers_are_published_in_any_year_start(example: Path, month: str) -> None:
    """They are asked by calendar quarters; each stands in the file of the quarter in which its own ended."""
    playbook = example / "playbook/playbook.yaml"
    playbook.write_text(
        playbook.read_text("utf-8").replace("year_starts: january", f"year_starts: {month}"), "utf-8"
    )

    outbound("release", here=example)
    done = outbound("render", "--out", "pages", "--figures", "published", here=example)

    written = [json.loads(content) for content in files(example).values()]
    assert all(one["period"].startswith("FY") for one in written)
    assert len([one for one in written if one["answers"]]) > 3
    assert (done.returncode, done.stderr) == (0, "")
    assert "Q3 2026" in (example / "pages/organisation.md").read_text("utf-8")
