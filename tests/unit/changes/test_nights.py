"""Two verdicts: a year of nights over one load. A change that changes nothing stays green; the night does not."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from checks.changes.gate import check_change
from checks.loading.repository import Repository, open_repository
from checks.model.findings import Severity
from checks.output.finding_view import FindingView
from checks.run.checking import run_check
from checks.run.judging import JudgementDates
from tests.support.building import Files, base, lay
from tests.support.examples import NIGHTLY, many

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2026, 1, 2)
NIGHTS = [FIRST + timedelta(days=number) for number in range(366 + 31)]
LOG = "data/teams/harbour/touchpoints"
ANSWER = """\
schema: 1
answers:
  - {service: one-on-one, period: 2026-Q2, by: p-grace, answered_on: 2026-07-20, plan: https://git.example.org/plans/1}
"""


def year() -> Files:
    """Return a year in which p-mia is missed in the second quarter, which is answered on 20 July, and in the third."""
    files = base()
    for quarter in (2, 3):
        path = f"{LOG}/2026-Q{quarter}.csv"
        rows = str(files[path]).splitlines(keepends=True)
        files[path] = "".join(row for row in rows if "p-mia" not in row)
    return files | {"data/teams/harbour/answers.yaml": ANSWER}


def days(day: date) -> JudgementDates:
    return JudgementDates(day, day, day)


def red(repository: Repository, day: date) -> set[str]:
    """Return the codes of what fails at night."""
    return {one.code for one in run_check(repository, days(day)).findings if one.severity is Severity.ERROR}


def test_no_change_is_green_on_every_day_of_a_year(tmp_path: Path) -> None:
    repository = open_repository(lay(tmp_path, year()))

    failing = {}
    for day in NIGHTS[:: many(9, 1)]:
        judgement = check_change(repository, repository, days(day), ("the base", "0" * 40))
        view = FindingView(judgement, judgement.fresh, members=False, strict=True, line_of=lambda _: None)
        if view.findings:
            failing[day] = view.findings

    assert failing == {}


def test_nights_turn_red_at_a_broken_promise_until_answered(
    tmp_path: Path,
) -> None:
    repository = open_repository(lay(tmp_path, year()))

    nights = NIGHTS if NIGHTLY else [day for day in NIGHTS if day.day in (1, 19, 20, 30)]

    said = {day: red(repository, day) & {"CAD001"} for day in nights}

    turns = [
        (day.isoformat(), bool(said[day])) for before, day in pairwise(nights) if said[before] != said[day]
    ]
    assert turns == [
        ("2026-07-01", True),  # the second quarter has closed
        ("2026-07-20", False),  # it is answered
        ("2026-10-01", True),  # the third has closed, and nobody answers
        ("2027-01-01", False),  # the fourth closes kept: quarters further back are history
    ]
