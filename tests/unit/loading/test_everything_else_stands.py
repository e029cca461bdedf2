"""A mistake in one place is one finding there, and whatever it does not touch is judged as before."""

from pathlib import Path

import pytest

from checks.loading.repository import open_repository
from checks.model.cadences import PeriodUnit
from checks.run.checking import run_check
from checks.run.judging import CountBy, judgement_dates
from tests.support.building import AS_OF, HARBOUR, Files, base, heads, lay

TEAM = f"{HARBOUR}/team.yaml"
WAIVER = (
    "schema: 1\nwaivers:\n  - {id: w-1, service: one-on-one, member: p-nobody, from: 2026-07-01, "
    "to: 2026-07-31, reason: agreed-pause, approved_by: p-grace}\n"
)
AGREED = "agreed_on: 2025-12-04, agreed_with: [members], record: https://git.example.org/pulls/9, review_by: 2026-12-31"

MISTAKES: dict[str, tuple[dict[str, str], str, bool]] = {
    "overlapping stays": (
        {TEAM: "\n  - {person: p-mia, from: 2026-02-01}\n"},
        f"{TEAM}:12:5: SCH011",
        True,
    ),
    "an absence outside any stay": (
        {TEAM: "\nabsences:\n  - {person: p-mia, from: 2025-01-01, to: 2025-01-31}\n"},
        f"{TEAM}:13:5: DAT009",
        False,
    ),
    "agreements on the same day": (
        {
            TEAM: "\nagreements:\n  one-on-one:\n"
            f"    - {{from: 2026-06-01, may_miss: 0, {AGREED}}}\n    - {{from: 2026-06-01, may_miss: 0, {AGREED}}}\n"
        },
        f"{TEAM}:15:14: SCH011",
        True,
    ),
    "a waiver for nobody": ({f"{HARBOUR}/waivers.yaml": WAIVER}, f"{HARBOUR}/waivers.yaml:3:44: REF002", False),
    "a coach over the limit": (
        {
            TEAM: "\n  - {person: p-ben, from: 2026-11-20, coach: p-ruth}\n"
            "  - {person: p-cleo, from: 2026-11-20, coach: p-ruth}\n"
        },
        f"{TEAM}:7:49: DAT010",
        False,
    ),
    "a score outside the scale": (
        {f"{HARBOUR}/pulse/2026-Q3.csv": "service,metric,score,count\none-on-one,useful,6,1\none-on-one,useful,5,9\n"},
        f"{HARBOUR}/pulse/2026-Q3.csv:2:1: DAT011",
        False,
    ),
}  # fmt: skip


def with_mistake(added: dict[str, str]) -> Files:
    files = base()
    roster = str(files[TEAM]).rstrip("\n")
    roster = roster.replace("coaches:\n", "coaches:\n  - {person: p-ruth, from: 2025-01-01, at_most: 1}\n")
    return (
        files
        | {TEAM: roster}
        | {path: f"{roster}{text}" if path == TEAM else text for path, text in added.items()}
    )


def counts(root: Path, team: str) -> dict[object, object]:
    repository = open_repository(root)
    by = frozenset({"team", "service", "period"})
    dates = judgement_dates(repository.policy, AS_OF, lambda _: AS_OF)
    sums = run_check(repository, dates, count_by=CountBy(by, PeriodUnit.QUARTER)).counts
    closed = {"2026-Q1", "2026-Q2", "2026-Q3"}
    return {key: value for key, value in sums.items() if key.team == team and key.period in closed}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_finding_and_everything_else_stands(name: str, tmp_path: Path) -> None:
    added, expected, unread = MISTAKES[name]
    root, whole = lay(tmp_path / "with", with_mistake(added)), lay(tmp_path / "without", base())

    assert heads(root) == [expected]
    assert counts(root, "quay") == counts(whole, "quay") != {}
    assert counts(root, "harbour") == ({} if unread else counts(whole, "harbour"))
