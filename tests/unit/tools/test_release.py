"""A tag is released when everything that names the version agrees with it, and the changelog tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.building import lay
from tools.release import CannotReleaseError, notes

if TYPE_CHECKING:
    from pathlib import Path

READY = {
    "pyproject.toml": '[project]\nversion = "1.2.0"\n',
    "CITATION.cff": "version: 1.2.0\n",
    "tests/functional/compatibility/1.2.0/codes.txt": "CAD001 coverage-below-agreed\n",
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 1.2.0 - 2027-01-31\n\n- Now.\n\n## 1.1.0 - 2026-12-01\n\n- Then.\n",
}


def test_a_release_tells_what_the_changelog_tells(tmp_path: Path) -> None:
    assert notes("v1.2.0", lay(tmp_path, READY)) == "- Now.\n"


@pytest.mark.parametrize(
    ("tag", "path", "text", "why"),
    [
        ("v1.2.1", "CITATION.cff", READY["CITATION.cff"], "the tag is v1.2.1, and pyproject.toml says 1.2.0"),
        ("1.2.0", "CITATION.cff", READY["CITATION.cff"], "the tag is 1.2.0"),
        ("v1.2.0", "CITATION.cff", "version: 1.1.0\n", "CITATION.cff does not name 1.2.0"),
        ("v1.2.0", "CHANGELOG.md", "## Unreleased\n\n- Now.\n", "has no heading `## 1.2.0 - YYYY-MM-DD`"),
        ("v1.2.0", "CHANGELOG.md", "## 1.2.01 - 2027-01-31\n", "has no heading"),
    ],
)
def test_what_does_not_agree_stands_in_the_way(
    tmp_path: Path, tag: str, path: str, text: str, why: str
) -> None:
    with pytest.raises(CannotReleaseError, match=why):
        notes(tag, lay(tmp_path, READY | {path: text}))


def test_a_version_nothing_was_recorded_of_is_not_released(tmp_path: Path) -> None:
    files = {path: text for path, text in READY.items() if not path.startswith("tests/")}

    with pytest.raises(CannotReleaseError, match=r"tests\.functional\.compatibility\.recording 1\.2\.0"):
        notes("v1.2.0", lay(tmp_path, files))
