"""Which quarters' logs are let go, and from which day on is judged afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.calendar import named_quarter, periods
from checks.loading.files import Folder, Tree
from checks.loading.policy import read_policy
from checks.model.cadences import PeriodUnit
from checks.model.lengths import Length
from checks.privacy.retention import retention

if TYPE_CHECKING:
    from checks.model.playbook import Playbook

DAYS = st.integers(date(2015, 1, 1).toordinal(), date(2035, 12, 31).toordinal())
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def playbook(keep: int, logs_from: date, starts: int = 1) -> Playbook:
    policy = read_policy(Tree(Folder(Path(__file__).parents[2]), ""))
    assert policy.playbook
    privacy = policy.playbook.privacy.model_copy(update={"keep_logs_for": Length(keep, "quarter")})
    changes = {"privacy": privacy, "logs_from": logs_from, "year_starts": MONTHS[starts - 1]}
    return policy.playbook.model_copy(update=changes)


@pytest.mark.parametrize(
    ("as_of", "keep", "starts", "first"),
    [
        pytest.param("2026-11-26", 9, 1, "2024-07-01", id="nine quarters and the running one"),
        pytest.param("2026-10-01", 1, 1, "2026-07-01", id="the first day of a quarter"),
        pytest.param("2026-09-30", 1, 1, "2026-04-01", id="the last day of a quarter"),
        pytest.param("2026-11-26", 1, 2, "2026-08-01", id="a year that starts in February"),
    ],
)
def test_the_first_day_kept_is_a_quarters_first(as_of: str, keep: int, starts: int, first: str) -> None:
    kept = retention(playbook(keep, date(2020, 1, 1), starts), date.fromisoformat(as_of).toordinal(), ())

    assert (kept.first.isoformat(), kept.moves) == (first, True)


@given(DAYS, st.integers(1, 20), st.integers(1, 12))
def test_no_file_goes_that_has_a_day_still_kept(as_of: int, keep: int, starts: int) -> None:
    files = [one.name for one in periods(PeriodUnit.QUARTER, as_of - 3_000, as_of)]

    kept = retention(playbook(keep, date(2010, 1, 1), starts), as_of, files)

    border = kept.first.toordinal()
    assert all(named_quarter(name).last < border for name in kept.gone)
    assert all(named_quarter(name).last >= border for name in set(files) - set(kept.gone))


@given(DAYS, st.integers(1, 20), DAYS)
def test_deciding_again_afterwards_changes_nothing(as_of: int, keep: int, logs_from: int) -> None:
    before = playbook(keep, date.fromordinal(logs_from))
    once = retention(before, as_of, ())
    moved = before.model_copy(update={"logs_from": max(once.first, before.logs_from)})

    again = retention(moved, as_of, ())

    assert (again.first, again.moves) == (once.first, False)
