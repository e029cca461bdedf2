"""What pages say of chance: marks, charts and averages, of exact counts only, and never on a published page."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.site.all_pages import render_pages
from checks.site.control_chart import ControlChart, control_chart
from checks.site.heat_table import heat_cell
from checks.site.safe_text import safe_text
from tests.support.building import HARBOUR, Files, base, lay
from tests.support.site_making import preview_of, published_of, release
from tests.unit.site.test_sentences import HEADER, changed, large
from tests.unit.site.test_service_actions import SERVICE
from tests.unit.site.test_start_pages import words

if TYPE_CHECKING:
    from pathlib import Path

    from checks.site.site_data import Site

YEAR_OVER = date(2027, 1, 20)
MEMBERS = 20
"""Members of each of the two teams: 40 are due a quarter, and 20 in a team."""

ENTRY = "    review_by: 2026-12-31\n"
NEW_TERMS = (
    "  - from: 2026-07-01\n    cadence: {at_least: 1, per: quarter}\n    coverage_at_least: 80%\n"
    "    agreed_on: 2026-06-04\n    agreed_with: [members]\n    record: https://git.example.org/pulls/6\n"
)


def missed(quarters: dict[str, int], files: Files | None = None) -> Files:
    """Return files of two teams in which so many members of harbour were missed, by quarter."""
    files = files or large(MEMBERS)
    for name, count in quarters.items():
        path = f"{HARBOUR}/touchpoints/2026-{name}.csv"
        rows = str(files[path]).removeprefix(HEADER).splitlines(keepends=True)
        files = {**files, path: HEADER + "".join(rows[count:])}
    return files


def site_of(root: Path, files: Files, as_of: date = YEAR_OVER) -> Site:
    return preview_of(lay(root, files), as_of)


def chart_of(site: Site) -> ControlChart | None:
    return control_chart(site, site.catalogue[0])


def shapes(chart: ControlChart) -> dict[str, int]:
    """Return how often each kind of mark is in a picture."""
    kinds = ("ob-dot", "ob-outlier", "ob-mid", "ob-track", "ob-line")
    return {kind: str(chart.picture).count(f'class="{kind}"') for kind in kinds}


def test_quarters_as_usual_are_dots_in_a_grey_area(tmp_path: Path) -> None:
    chart = chart_of(site_of(tmp_path, missed({"Q2": 2, "Q3": 1})))

    assert chart
    assert chart.words == "In the last 4 quarters, coverage stayed within the usual variation."
    assert shapes(chart) == {"ob-dot": 4, "ob-outlier": 0, "ob-mid": 1, "ob-track": 1, "ob-line": 1}
    assert chart.numbers[1] == ("Q2 2026", "95% (38 of 40)", "92.5% to 100%", "usual")


def test_a_quarter_outside_has_a_shape_words_and_numbers(tmp_path: Path) -> None:
    chart = chart_of(site_of(tmp_path, missed({"Q3": 12})))

    assert chart
    assert chart.words == "Below the usual range: Q3 2026 (70%)."
    assert chart.numbers[2] == ("Q3 2026", "70% (28 of 40)", "82.5% to 100%", "below the usual range")
    assert shapes(chart)["ob-outlier"] == 1
    assert [row[3] for row in chart.numbers] == ["usual", "usual", "below the usual range", "usual"]
    assert f"<desc>{safe_text(chart.words)}</desc>" in chart.picture
    assert re.search(r'<svg [^>]*width="640" height="120" viewBox="0 0 640 120"', str(chart.picture))


def test_a_quarter_above_is_said_too(tmp_path: Path) -> None:
    chart = chart_of(site_of(tmp_path, missed({"Q1": 16, "Q2": 16, "Q4": 16})))

    assert chart
    assert [row[3] for row in chart.numbers] == ["usual", "usual", "above the usual range", "usual"]


def test_other_terms_begin_another_average(tmp_path: Path) -> None:
    files = changed(missed({"Q3": 14, "Q4": 14}), SERVICE, (ENTRY, ENTRY + NEW_TERMS + ENTRY))
    chart = chart_of(site_of(tmp_path, files))

    assert chart
    assert shapes(chart) == {"ob-dot": 4, "ob-outlier": 0, "ob-mid": 2, "ob-track": 2, "ob-line": 2}
    assert "usual variation" in chart.words


def test_three_quarters_are_too_few_for_a_chart(tmp_path: Path) -> None:
    assert chart_of(site_of(tmp_path, large(MEMBERS), date(2026, 11, 23))) is None


MARKS = {
    "many more": ({"Q3": 10}, "↓25", ", down from 100% to 75%: more than chance explains"),
    "a few more": ({"Q3": 2}, "≈", ", down from 100% to 95%: within the usual variation"),
    "one more": ({"Q3": 1}, "", ""),
    "many fewer": ({"Q2": 10}, "↑25", ", up from 75% to 100%: more than chance explains"),
    "as many": ({}, "", ""),
}


@pytest.mark.parametrize(("quarters", "mark", "spoken"), MARKS.values(), ids=MARKS)
def test_a_mark_says_what_chance_explains(
    tmp_path: Path, quarters: dict[str, int], mark: str, spoken: str
) -> None:
    site = site_of(tmp_path, missed(quarters), date(2026, 11, 23))
    cell = heat_cell(site, None, site.catalogue[0], "2026-Q3")

    assert (cell.trend, cell.trend_spoken) == (mark, spoken)


@pytest.mark.parametrize("quarters", [{"Q3": 12}, {"Q3": 2}, {}], ids=str)
def test_a_published_page_has_no_mark_and_no_chart(tmp_path: Path, quarters: dict[str, int]) -> None:
    root = lay(tmp_path, missed(quarters))
    release(root, YEAR_OVER)
    site = published_of(root, YEAR_OVER)
    pages = render_pages(site)

    assert chart_of(site) is None
    assert [unit for (unit, _, _), cell in site.figures.cells.items() if cell.band].count(None) >= 3
    for page in ("organisation.md", "teams/index.md", "teams/harbour.md", "index.md"):
        assert not re.search("[↑↓≈]|ob-outlier|ob-mid|usual variation", pages[page]), page


def answers(*quarters: str) -> Files:
    """Return answers to the one question, in the first quarters of the year: rows of score and count."""
    return {
        f"{HARBOUR}/pulse/2026-Q{number}.csv": "service,metric,score,count\n"
        + "".join(f"one-on-one,useful,{row}\n" for row in rows.split())
        for number, rows in enumerate(quarters, 1)
    }


TARGET = ("question: Was this", "mean_at_least: 4\n    question: Was this")
DIFFERENCE = "The difference from the agreed average is more than chance explains."
AVERAGES = {
    "far above": (answers("5,200"), DIFFERENCE),
    "far below": (answers("1,60"), DIFFERENCE),
    "near": (answers("5,3 4,3"), "chance can explain the difference from the agreed one"),
    "a fall": (answers("5,90", "1,90"), "1.0 of 5 in Q2 2026, answered by 100% (90 of 90) , down from 5.0 in Q1 2026: more than chance explains"),
    "a rise of few": (answers("4,5", "5,5"), ", up from 4.0 in Q1 2026: within the usual variation"),
    "no change": (answers("4,5", "4,7"), ", as in Q1 2026"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "sentence"), AVERAGES.values(), ids=AVERAGES)
def test_an_average_says_what_chance_explains(tmp_path: Path, rows: Files, sentence: str) -> None:
    site = site_of(tmp_path, changed({**base(), **rows}, SERVICE, TARGET), date(2026, 11, 23))

    assert sentence in " ".join(words(site, "services/one-on-one.md").split())


def test_published_averages_say_nothing_of_chance(tmp_path: Path) -> None:
    rows = answers("5,90", "3,90", "1,90")
    root = lay(tmp_path, changed({**large(MEMBERS), **rows}, SERVICE, TARGET))
    release(root)
    page = words(published_of(root), "services/one-on-one.md")

    assert "answers" in page
    assert not re.search("chance|down from|up from", page)
