"""Of a large organisation the teams' page shows those with the most problems, and stays small enough to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.organisation import AS_OF, TEAM, lay
from checks.site.all_pages import MENU, navigation, render_pages
from checks.site.teams_page import MOST_LINES, MOST_PROBLEMS, quarters_that_fit, teams_page
from checks.wording.language import ENGLISH
from tests.support.site_making import preview_of

if TYPE_CHECKING:
    from checks.site.site_data import Site

TEAMS = MENU + 20
LARGEST = 200_000
"""Bytes of the page that lists a thousand teams."""
THEME = 20_000
"""Bytes the theme lays around what a page says."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An organisation of more teams than a table or a menu takes."""
    root = tmp_path_factory.mktemp("many")
    lay(root, TEAMS * TEAM)
    return preview_of(root, AS_OF)


def test_every_team_is_in_the_table_or_among_the_others(site: Site) -> None:
    view = teams_page(site)

    in_table = {line.link.removeprefix("teams/").removesuffix(".md") for line in view.quarters[0].lines}
    others = {team for team, _ in view.others}
    assert len(in_table) == MOST_LINES
    assert in_table | others == {team.team for team in site.teams}
    assert not in_table & others


def test_those_with_most_problems_are_in_the_table(site: Site) -> None:
    view = teams_page(site)

    listed = sum(len(team.problems) for team in view.attention)
    everything = listed + view.more_problems
    assert listed == MOST_PROBLEMS
    assert everything > MOST_PROBLEMS
    assert f"{ENGLISH.spelled(everything)} problems need attention" in view.say.lower()


def test_the_page_grows_by_a_link_a_team(site: Site) -> None:
    page, view = render_pages(site)["teams/index.md"], teams_page(site)

    (others,) = [line for line in page.splitlines() if line.count("<a href") == len(view.others)]
    a_link = len(others.encode()) / len(view.others)
    _, *tables = page.split('<div class="ob-q')
    fit = quarters_that_fit((MOST_LINES + 1) * len(view.quarters[0].columns), 1_000 - MOST_LINES)
    fewer = sum(len(one.encode()) for one in tables[1 : 1 + len(view.quarters) - fit])
    assert len(page.encode()) + a_link * (1_000 - TEAMS) - fewer + THEME < LARGEST
    assert page.count("<tr>") < 6 * (MOST_LINES + 3)


FITTING = {
    "small tables": (10, 0, 6),
    "tables of sixty teams": (122, 0, 4),
    "the same beside few links": (122, 200, 4),
    "the same beside a thousand teams": (122, 940, 2),
    "one table is all the page takes": (610, 0, 1),
    "links are all the page takes": (122, 4_000, 1),
    "no table": (0, 0, 6),
}


@pytest.mark.parametrize(("cells", "links", "quarters"), FITTING.values(), ids=FITTING)
def test_so_many_quarters_can_be_chosen(cells: int, links: int, quarters: int) -> None:
    assert quarters_that_fit(cells, links) == quarters


def test_a_menu_names_the_teams_while_they_are_few(site: Site) -> None:
    (teams,) = [part["Teams"] for part in navigation(site, []) if isinstance(part, dict) and "Teams" in part]

    assert teams == ["teams/index.md"]
