"""Every figure of the real logs, through the real command, against the ground truth. No cell may differ."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checks.cli import group
from tests.nightly.oracle.minutes import REAL, RealSet, files, person
from tests.support.building import lay

SETS = [RealSet("openjs-cpc"), RealSet("nodejs-diagnostics")]
UNITS = ("month", "quarter", "year")
LIMITS = (7, 14, 30, 91, 182, 365)
LEAST_COVERAGE_CELLS = 1_000
LEAST_MEMBER_CELLS = 1_300

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real logs lie in ../shared, which is not here")


def coverage(root: Path, as_of: str, by: str, period: str = "quarter") -> list[dict[str, Any]]:
    call = [
        "--root",
        str(root),
        "coverage",
        "--as-of",
        as_of,
        "--by",
        by,
        "--period",
        period,
        "--format",
        "json",
    ]

    result = CliRunner().invoke(group, call)

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["as_of"] == as_of
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return rows


def unit_of(name: str) -> str:
    """Tell `2021`, `2021-04` and `2021-Q2` apart."""
    return "year" if "-" not in name else "quarter" if "Q" in name else "month"


def whole_periods(real: RealSet, unit: str) -> list[str]:
    """Return the periods but the first and the last, which the data cut."""
    return sorted(name for name in real.truth()["coverage"] if unit_of(name) == unit)[1:-1]


def coverage_cells(real: RealSet, folder: Path) -> tuple[int, list[str]]:
    """Return how many cells were compared, and those that differ."""
    truth, compared, differ = real.truth(), 0, []
    for share, kind in (("0%", "any"), ("100%", "whole")):
        for unit in UNITS:
            root = lay(folder / f"{kind}-{unit}", files(real, f"{{at_least: 1, per: {unit}}}", share))
            found = {
                row["period"]: row for row in coverage(root, truth["as_of"], "team,service,period", unit)
            }
            for name in whole_periods(real, unit):
                row, wanted = found.get(name, {}), truth["coverage"][name]
                got = (row.get("due", 0), row.get("met", 0), row.get("running", 0))
                if got != (wanted[f"members_{kind}"], wanted[f"reached_{kind}"], 0):
                    differ.append(f"{real.name} {name} {kind}: {got}, {wanted}")
                compared += 2
    return compared, differ


def member_cells(real: RealSet, folder: Path) -> tuple[int, list[str]]:
    """Return how many members' day counts were compared, and those that differ."""
    truth, compared, differ = real.truth(), 0, []
    for limit in LIMITS:
        root = lay(folder / f"{limit}", files(real, f"{{at_most_apart: {limit} days}}", "0%"))
        found = {row["member"]: row for row in coverage(root, truth["as_of"], "member")}
        for member, wanted in truth["members"].items():
            row = found.pop(person(member), {})
            got = (row.get("days_due", 0), row.get("days_overdue", 0))
            if got != (wanted["member_days"], wanted["overdue_days"][str(limit)]):
                differ.append(f"{real.name} {member} {limit} days: {got}, {wanted}")
            compared += 2
        differ += [f"{real.name}: {left} is no member" for left in found]
    return compared, differ


def test_coverage_of_whole_periods_is_the_ground_truth(tmp_path: Path) -> None:
    results = [coverage_cells(real, tmp_path / real.name) for real in SETS]

    compared = sum(count for count, _ in results)
    print(f"{compared:,} cells of coverage compared")
    assert [line for _, differ in results for line in differ] == []
    assert compared >= LEAST_COVERAGE_CELLS


def test_days_of_every_member_are_the_ground_truth(tmp_path: Path) -> None:
    results = [member_cells(real, tmp_path / real.name) for real in SETS]

    compared = sum(count for count, _ in results)
    print(f"{compared:,} members' day counts compared")
    assert [line for _, differ in results for line in differ] == []
    assert compared >= LEAST_MEMBER_CELLS


@pytest.mark.parametrize("real", SETS, ids=lambda real: real.name)
def test_guests_are_named_and_change_nothing(real: RealSet, tmp_path: Path) -> None:
    root = lay(tmp_path, files(real, "{at_least: 1, per: quarter}", "0%"))
    call = ["--root", str(root), "check", "--as-of", real.truth()["as_of"], "--format", "json", "--exit-zero"]

    result = CliRunner().invoke(group, call)

    found = json.loads(result.stdout)["findings"]
    guests = [one for one in found if one["name"] == "guest"]
    assert guests
    assert {one["severity"] for one in guests} == {"warning"}
    assert not [one for one in found if one["code"].startswith("SCH")]
