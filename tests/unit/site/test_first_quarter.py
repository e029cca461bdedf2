"""A playbook in its first quarter has nothing closed, and pages all the same."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checks.loading.repository import open_repository
from checks.run.checking import run_check
from checks.run.judging import JudgementDates
from checks.site.all_pages import render_pages
from checks.site.site_data import site_of
from checks.wording.language import ENGLISH
from tests.support.building import base, lay

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage


def _pages(root: Path, as_of: date) -> dict[str, str]:
    repository = open_repository(root)
    teams: list[TeamCoverage] = []
    judgement = run_check(repository, JudgementDates(as_of, as_of, as_of), on_team=teams.append)
    site = site_of(repository.policy, tuple(teams), judgement, ENGLISH)
    assert site is not None
    return render_pages(site)


def test_pages_are_made_before_a_quarter_is_over(tmp_path: Path) -> None:
    pages = _pages(lay(tmp_path, base()), date(2026, 2, 1))

    assert "Nothing was due in" in pages["teams/index.md"]
    assert "ob-h" not in pages["teams/harbour.md"]


def test_every_closed_quarter_makes_pages(tmp_path: Path) -> None:
    root = lay(tmp_path, base())

    for as_of in (date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2027, 1, 1)):
        assert len(_pages(root, as_of)) > 40
