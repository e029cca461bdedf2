"""A playbook in its first quarter has nothing closed, and pages all the same."""

from datetime import date
from pathlib import Path

from checks.site.all_pages import render_pages
from tests.support.building import base, lay
from tests.support.site_making import preview_of, published_of

CLOSED = (date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2027, 1, 1))


def test_a_preview_is_made_before_a_quarter_is_over(tmp_path: Path) -> None:
    pages = render_pages(preview_of(lay(tmp_path, base()), date(2026, 2, 1)))

    assert "Nothing was due in" in pages["teams/index.md"]
    assert 'ob-h"' not in pages["teams/harbour.md"]


def test_a_site_is_published_before_a_quarter_is_released(tmp_path: Path) -> None:
    pages = render_pages(published_of(lay(tmp_path, base()), date(2026, 2, 1)))

    assert "There is no release yet, so this page has no figures." in pages["teams/index.md"]
    assert "teams/harbour.md" not in pages


def test_every_closed_quarter_makes_pages(tmp_path: Path) -> None:
    root = lay(tmp_path, base())

    assert all(len(render_pages(preview_of(root, as_of))) > 40 for as_of in CLOSED)
