"""The format `issues`: a body a team that is flagged, for those who hold the data, and without a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.model.findings import Severity
from checks.output import issue_bodies
from checks.output.issue_bodies import WHOLE
from tests.support.building import HARBOUR, Files, base, lay, view
from tests.support.calling import DAY, UNREADABLE, outbound
from tests.unit.output.test_published_formats import INSIDE, finding, large, of

if TYPE_CHECKING:
    from checks.model.findings import Finding
    from checks.output.finding_view import FindingView

Laying = Callable[[Files], Path]


def promise(words: str = "harbour: below", severity: Severity = Severity.ERROR) -> Finding:
    path = "playbook/services/one-on-one.yaml"
    return finding(words, path, code="CAD001", severity=severity, team="harbour")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> FindingView:
    return view(lay(tmp_path_factory.mktemp("empty"), base()))


def test_a_team_that_is_flagged_has_a_body_and_nobody_else(repository: Laying) -> None:
    bodies = issue_bodies.issue_texts(view(repository(large())))

    assert set(bodies) == {"harbour", "quay"}
    assert "one-on-one in 2026-Q3: 10% (1 of 10), agreed 90%" in bodies["harbour"]
    assert "CAD001 coverage-below-agreed" in bodies["harbour"]
    assert "quay" not in bodies["harbour"]
    assert "p-" not in bodies["harbour"]


def test_nothing_flagged_is_no_body(empty: FindingView) -> None:
    assert issue_bodies.issue_texts(empty) == {}


def test_a_notice_alone_flags_nobody(empty: FindingView) -> None:
    assert issue_bodies.issue_texts(of(empty, [promise(severity=Severity.NOTICE)])) == {}


def test_more_than_nine_are_counted(empty: FindingView) -> None:
    body = issue_bodies.issue_texts(of(empty, [promise()] * 12))["harbour"]

    assert body.count("CAD001") == 9
    assert "and 3 more" in body


def test_a_line_of_a_teams_data_is_in_the_body_of_the_team(empty: FindingView) -> None:
    path = f"{HARBOUR}/touchpoints/2026-Q4.csv"

    bodies = issue_bodies.issue_texts(of(empty, [finding("harbour: a row", path, team="harbour")]))

    assert list(bodies) == ["harbour"]
    assert f"{path}:3" in bodies["harbour"]


def test_a_team_that_cannot_be_read_is_not_taken_for_clear(repository: Laying) -> None:
    bodies = issue_bodies.issue_texts(view(repository({**base(), **UNREADABLE})))

    assert bodies["quay"].startswith(f"{INSIDE}\n\nSome files of **quay** can’t be read")


def test_words_of_others_do_nothing_in_a_body(empty: FindingView) -> None:
    hostile = promise("@all <img src=x> [x](javascript:x) |")

    body = issue_bodies.issue_texts(of(empty, [hostile]))["harbour"]

    assert not set("@<") & set(body)


def test_they_are_written_into_a_new_folder_alone(repository: Laying, tmp_path: Path) -> None:
    root = repository(large())
    words = ("check", "--as-of", DAY, "--exit-zero", "--format")

    written = outbound(*words, f"issues:{tmp_path}/told", here=root)
    again = outbound(*words, f"issues:{tmp_path}/told", here=root)
    nowhere = outbound(*words, "issues", here=root)

    assert (written.returncode, written.stdout) == (0, "")
    assert sorted(path.name for path in (tmp_path / "told").iterdir()) == ["harbour.md", "quay.md"]
    assert again.returncode == nowhere.returncode == 2
    assert "add a new folder" in again.stderr


def test_what_is_wrong_with_the_policy_has_a_body_of_its_own(repository: Laying) -> None:
    path = "playbook/services/one-on-one.yaml"
    late = str(base()[path]).replace("review_by: 2026-12-31", "review_by: 2026-10-31")

    bodies = issue_bodies.issue_texts(view(repository({**base(), path: late})))

    assert list(bodies) == [WHOLE]
    assert "one-on-one: the agreement from 2026-01-01 is past the review date, 2026-10-31" in bodies[WHOLE]
    assert "POL003 past-review" in bodies[WHOLE]
