"""The format `issues`: a body a team that is flagged, which says no more than may be published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checks.model.findings import Severity
from checks.output import issue_bodies
from checks.output.issue_bodies import WHOLE
from tests.support.building import HARBOUR, Files, base, lay, published, view
from tests.support.calling import DAY, UNREADABLE, outbound
from tests.unit.output.test_published_formats import large, of, said

Laying = Callable[[Files], Path]


def promise(
    team: str | None = "harbour", severity: Severity = Severity.ERROR, code: str = "CAD001"
) -> dict[str, object]:
    return {"code": code, "team": team, "severity": severity, "path": "playbook/services/one-on-one.yaml"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("empty"), base())


def test_a_team_that_is_flagged_has_a_body_and_nobody_else(repository: Laying) -> None:
    root = repository(large())
    shown = view(root)

    bodies = issue_bodies.issue_texts(shown, published(root, shown))

    assert set(bodies) - {WHOLE} == {"harbour", "quay"}
    assert "CAD001 coverage-below-agreed" in bodies["harbour"]
    assert "quay" not in bodies["harbour"]
    assert "p-" not in bodies["harbour"]


def test_nothing_flagged_is_no_body(empty: Path) -> None:
    shown = view(empty)

    assert issue_bodies.issue_texts(shown, published(empty, shown)) == {}


def test_a_notice_alone_flags_nobody(empty: Path) -> None:
    answered = of([said(**promise(severity=Severity.NOTICE))])  # type: ignore[arg-type]

    assert issue_bodies.issue_texts(view(empty), answered) == {}


def test_more_than_nine_are_counted(empty: Path) -> None:
    many = of([said(**promise())] * 12)  # type: ignore[arg-type]

    body = issue_bodies.issue_texts(view(empty), many)["harbour"]

    assert body.count("CAD001") == 9
    assert "and 3 more" in body


def test_lines_of_the_data_are_counted_and_not_named(empty: Path) -> None:
    body = issue_bodies.issue_texts(
        view(empty), of([said(team="harbour", path=f"{HARBOUR}/touchpoints/2026-Q4.csv")])
    )

    assert set(body) == {WHOLE}
    assert "In the files of the data: 1 finding." in body[WHOLE]
    assert HARBOUR not in body[WHOLE]


def test_of_small_groups_one_line_says_that_something_is_broken(empty: Path) -> None:
    body = issue_bodies.issue_texts(view(empty), of([], withheld=True))

    assert set(body) == {WHOLE}
    assert "There is more about groups under 5 people" in body[WHOLE]


def test_a_team_that_cannot_be_read_is_not_taken_for_clear(repository: Laying) -> None:
    root = repository({**base(), **UNREADABLE})
    shown = view(root)

    bodies = issue_bodies.issue_texts(shown, published(root, shown))

    assert bodies["quay"].startswith("The files of **quay** cannot be read")


def test_words_of_others_do_nothing_in_a_body(empty: Path) -> None:
    hostile = replace(said(**promise()), words="@all <img src=x> [x](javascript:x) |")  # type: ignore[arg-type]

    body = issue_bodies.issue_texts(view(empty), of([hostile]))["harbour"]

    assert not set("@<") & set(body)


def test_they_are_written_into_a_new_folder_alone(repository: Laying, tmp_path: Path) -> None:
    root = repository(large())
    words = ("check", "--as-of", DAY, "--exit-zero", "--format")

    written = outbound(*words, f"issues:{tmp_path}/told", here=root)
    again = outbound(*words, f"issues:{tmp_path}/told", here=root)
    nowhere = outbound(*words, "issues", here=root)

    assert (written.returncode, written.stdout) == (0, "")
    assert sorted(path.name for path in (tmp_path / "told").iterdir()) == [
        "_playbook.md",
        "harbour.md",
        "quay.md",
    ]
    assert again.returncode == nowhere.returncode == 2
    assert "name a new folder" in again.stderr


def test_what_is_wrong_with_the_policy_has_a_body_of_its_own(repository: Laying) -> None:
    path = "playbook/services/one-on-one.yaml"
    late = str(base()[path]).replace("review_by: 2026-12-31", "review_by: 2026-10-31")
    root = repository({**base(), path: late})
    shown = view(root)

    bodies = issue_bodies.issue_texts(shown, published(root, shown))

    assert list(bodies) == [WHOLE]
    assert "one-on-one: the agreement from 2026-01-01 was to be reviewed by 2026-10-31" in bodies[WHOLE]
    assert "POL003 past-review" in bodies[WHOLE]
