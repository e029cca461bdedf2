"""Which quarters' logs are let go, and from which day on is judged afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.loading.files import Folder, Tree
from checks.loading.policy import read_policy
from checks.loading.team_files import read_team
from checks.model.cadences import PeriodUnit
from checks.model.lengths import Length
from checks.model.periods import named_quarter, periods
from checks.publish.retention import erasure, logs_from, retention
from checks.store.yaml_splices import apply_edits
from tests.support.building import lay
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from checks.model.playbook import Playbook

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
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
    policy = read_policy(Tree(Folder(ROOT), ""))
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
    kept = retention(playbook(keep, date(2020, 1, 1), starts), date.fromisoformat(as_of), ())

    assert (kept.first.isoformat(), kept.moves) == (first, True)


@given(DAYS, st.integers(1, 20), st.integers(1, 12))
def test_no_file_goes_that_has_a_day_still_kept(as_of: date, keep: int, starts: int) -> None:
    quarters = periods(PeriodUnit.QUARTER, as_of - timedelta(days=3_000), as_of)
    files = [quarter.name for quarter in quarters]

    kept = retention(playbook(keep, date(2010, 1, 1), starts), as_of, files)

    assert all(named_quarter(name).last < kept.first for name in kept.gone)
    assert all(named_quarter(name).last >= kept.first for name in set(files) - set(kept.gone))


@given(DAYS, st.integers(1, 20), DAYS)
def test_deciding_again_afterwards_changes_nothing(as_of: date, keep: int, logs_from: date) -> None:
    before = playbook(keep, logs_from)
    once = retention(before, as_of, ())
    moved = before.model_copy(update={"logs_from": max(once.first, before.logs_from)})

    again = retention(moved, as_of, ())

    assert (again.first, again.moves) == (once.first, False)


def test_the_first_day_judged_moves_on_in_the_file() -> None:
    assert apply_edits("schema: 1\nlogs_from: 2024-01-01 # first\n", logs_from(date(2025, 4, 1))) == (
        "schema: 1\nlogs_from: 2025-04-01 # first\n"
    )


TEAM = """\
schema: 1
id: harbour
name: Harbour
leaders:
  - {person: p-grace, from: 2025-01-01}
coaches:
  - {person: p-alan, from: 2025-01-01}
members:
  - {person: p-ada, from: 2025-03-01, to: 2025-06-01}
  - {person: p-mia, from: 2025-03-01}
  - {person: p-ada, from: 2026-03-01}
  - {person: p-alan, from: 2025-03-01}
absences:
  - {person: p-ada, from: 2026-04-01, to: 2026-04-30}
  - {person: p-alan, from: 2026-04-01, to: 2026-04-30}
  - {person: p-ada, from: 2026-06-01, to: 2026-06-30}
"""
WAIVERS = """\
schema: 1
waivers:
  - {id: w-1, service: talk, member: p-ada, from: 2026-04-01, to: 2026-05-01, reason: data-gap, approved_by: p-grace, agreed_with_people: [p-ada]}
  - {id: w-2, service: talk, from: 2026-04-01, to: 2026-05-01, reason: data-gap, approved_by: p-alan, agreed_with_people: [p-mia, p-ada, p-alan]}
  - {id: w-3, service: talk, member: p-ada, from: 2026-06-01, to: 2026-07-01, reason: data-gap, approved_by: p-grace, agreed_with_people: [p-ada]}
"""
ANSWERS = """\
schema: 1
answers:
  - {service: talk, period: 2026-Q1, by: p-grace, answered_on: 2026-04-05, plan: https://a.example}
"""
LOG = """\
date,service,member,given_by,initiative,state
2026-04-01,talk,p-ada,p-grace,outbound,held
2026-04-02,talk,p-mia,p-alan,outbound,held
2026-04-03,talk,p-ada,p-alan,outbound,held
"""


@pytest.mark.parametrize(
    ("person", "rows", "members", "absences", "waivers", "stays"),
    [
        ("p-ada", 2, ["p-mia", "p-alan"], ["p-alan"], ["w-2"], 0),
        ("p-mia", 1, ["p-ada", "p-ada", "p-alan"], ["p-ada", "p-alan", "p-ada"], ["w-1", "w-2", "w-3"], 0),
        # gives there: two rows, one waiver approved, and a place in the roster that stays
        ("p-alan", 0, ["p-ada", "p-mia", "p-ada"], ["p-ada", "p-alan", "p-ada"], ["w-1", "w-2", "w-3"], 4),
        # one row, two waivers, one answer, and the place
        ("p-grace", 0, ["p-ada", "p-mia", "p-ada", "p-alan"], ["p-ada", "p-alan", "p-ada"], ["w-1", "w-2", "w-3"], 5),
        ("p-nobody", 0, ["p-ada", "p-mia", "p-ada", "p-alan"], ["p-ada", "p-alan", "p-ada"], ["w-1", "w-2", "w-3"], 0),
    ],
)  # fmt: skip
def test_what_is_about_a_member_goes_and_what_they_gave_stays(
    tmp_path: Path,
    person: str,
    rows: int,
    members: list[str],
    absences: list[str],
    waivers: list[str],
    stays: int,
) -> None:
    files = {
        "team.yaml": TEAM,
        "waivers.yaml": WAIVERS,
        "answers.yaml": ANSWERS,
        "touchpoints/2026-Q2.csv": LOG,
    }
    lay(tmp_path, {f"harbour/{name}": content for name, content in files.items()})
    found = read_team(Tree(Folder(tmp_path), "data/teams", ("harbour",)), "harbour")
    assert found.faults == ()
    assert found.team

    made = erasure(found, found.team, person)

    assert (made.team, made.rows, made.stays) == ("harbour", rows, stays)
    lay(
        tmp_path,
        {
            "harbour/team.yaml": apply_edits(TEAM, made.roster),
            "harbour/waivers.yaml": apply_edits(WAIVERS, made.waivers),
        },
    )
    after = read_team(Tree(Folder(tmp_path), "data/teams", ("harbour",)), "harbour")
    assert after.faults == ()
    assert after.team
    assert [one.person for one in after.team.members] == members
    assert [one.person for one in after.team.absences] == absences
    assert [one.id for one in after.waivers] == waivers
    assert not any(person in one.agreed_with_people for one in after.waivers)
    named = sum(person in one.agreed_with_people for one in found.waivers if one.member != person)
    gone = [4 - len(members), 3 - len(absences), 3 - len(waivers), named]
    assert made.entries == sum(gone)
