"""A real log replayed quarter by quarter as commits: what the gate says of each, and what the night after says.

What it ought to say is worked out here from the tables alone. `pytest -s tests/nightly/oracle/test_replay.py` shows
the table.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from checks.cli import group
from tests.nightly.oracle.minutes import REAL, RealSet, files, person
from tests.support.building import lay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CPC = RealSet("openjs-cpc")
MAY_DROP = Fraction(2, 100)

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real logs lie in ../shared, which is not here")

Row = tuple[str, date]
Stay = tuple[str, date, date | None]
TO_COME = date(2090, 12, 31)


@dataclass(frozen=True)
class Known:
    """What was known on a day: stays with the last day in the team, and who attended when."""

    stays: tuple[Stay, ...]
    rows: tuple[Row, ...]


def quarter_of(day: date) -> tuple[date, date]:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    later = first + timedelta(days=92)
    return first, date(later.year, (later.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def name_of(first: date) -> str:
    return f"{first.year}-Q{(first.month + 2) // 3}"


def closed_quarters() -> list[tuple[date, date]]:
    """Return the quarters that lie wholly in the data."""
    days = [date.fromisoformat(row["date"]) for row in CPC.rows("touchpoints")]
    first, last = quarter_of(quarter_of(min(days))[1] + timedelta(days=1)), max(days)
    found = []
    while first[1] <= last:
        found.append(first)
        first = quarter_of(first[1] + timedelta(days=1))
    return found


def known_on(day: date) -> Known:
    stays = []
    for row in CPC.rows("roster"):
        first = date.fromisoformat(row["start"])
        last = date.fromisoformat(row["end"]) - timedelta(days=1) if row["end"] else None
        if first <= day and not (last and last < first):
            stays.append((row["person_id"], first, last if last and last < day else None))
    rows = [
        (row["person_id"], date.fromisoformat(row["date"]))
        for row in CPC.rows("touchpoints")
        if row["status"] == "held" and date.fromisoformat(row["date"]) < day
    ]
    return Known(tuple(stays), tuple(rows))


def windows(known: Known, quarter: tuple[date, date]) -> dict[str, bool]:
    """Return who was owed one in a quarter, and whether they had it: any day in the team counts."""
    first, last = quarter
    found: dict[str, bool] = {}
    for who, begins, ends in known.stays:
        if begins <= last and (ends or TO_COME) >= first:
            attended = any(
                name == who and first <= day <= last and begins <= day <= (ends or TO_COME)
                for name, day in known.rows
            )
            found[who] = found.get(who, False) or attended
    return found


def share(known: Known, quarter: tuple[date, date]) -> Fraction | None:
    found = windows(known, quarter)
    return Fraction(sum(found.values()), len(found)) if found else None


def laid(known: Known) -> dict[str, str]:
    """Return what was known as the files of a repository."""
    whole = files(CPC, "{at_least: 1, per: quarter}", "0%")
    kept = {path: text for path, text in whole.items() if path.startswith("playbook/")}
    stays = "".join(
        f"  - {{person: {person(who)}, from: {first}{f', to: {last}' if last else ''}}}\n"
        for who, first, last in known.stays
    )
    kept[f"data/teams/{CPC.name}/team.yaml"] = (
        f"schema: 1\nid: {CPC.name}\nname: Committee\nmembers:\n{stays}"
    )
    lines: dict[str, list[str]] = {}
    for who, day in known.rows:
        line = f"{day},{CPC.service},{person(who)},,outbound,held,,"
        lines.setdefault(name_of(quarter_of(day)[0]), []).append(line)
    header = "date,service,member,given_by,initiative,state,acknowledged,uid"
    return kept | {
        f"data/teams/{CPC.name}/touchpoints/{quarter}.csv": "\n".join([header, *found]) + "\n"
        for quarter, found in lines.items()
    }


@dataclass(frozen=True)
class Change:
    """A commit: what is known after it."""

    words: str
    known: Known


def changes_on(day: date, quarter: tuple[date, date], honest: Known) -> Iterator[Change]:
    """Yield changes on a day after a quarter: the honest one, then some that alter what was logged."""
    yield Change("the quarter's minutes", honest)
    inside = [row for row in honest.rows if quarter[0] <= row[1] <= quarter[1]]
    attended = [who for who, met in windows(honest, quarter).items() if met]
    absent = [who for who, met in windows(honest, quarter).items() if not met]
    if not attended:
        return
    of_one = [row for row in inside if row[0] == attended[0]]
    without = tuple(row for row in honest.rows if row not in of_one)
    yield Change("all rows of one member deleted", Known(honest.stays, without))
    if len(of_one) > 1:
        fewer = tuple(row for row in honest.rows if row != of_one[0])
        yield Change("one row of several deleted", Known(honest.stays, fewer))
    if absent:
        began = next(first for who, first, _ in honest.stays if who == absent[0])
        late = (absent[0], max(began, quarter[0]))
        yield Change("a late row for another", Known(honest.stays, (*honest.rows, late)))
        yield Change("one lost, one gained", Known(honest.stays, (*without, late)))


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=root, check=True, capture_output=True)  # fmt: skip


def found(root: Path, day: date, *words: str) -> list[dict[str, str]]:
    """Return the findings of a call of the command."""
    call = ["--root", str(root), "check", "--as-of", str(day), "--format", "json", *words]
    result = CliRunner().invoke(group, call)
    assert result.exit_code in (0, 1), result.output
    findings: list[dict[str, str]] = json.loads(result.stdout)["findings"]
    assert (result.exit_code == 1) == any(one["severity"] == "error" for one in findings)
    return findings


def test_the_gate_and_the_night_say_what_the_tables_say(tmp_path: Path) -> None:
    quarters = closed_quarters()
    root = lay(tmp_path, laid(known_on(quarters[0][0])))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    table, wrong, reds, drops = [], [], 0, 0
    for at, quarter in enumerate(quarters):
        day = quarter[1] + timedelta(days=1)
        base, honest = known_on(quarter[0]), known_on(day)
        for change in changes_on(day, quarter, honest):
            lay(root, laid(change.known))
            common = [
                (before, now)
                for one in quarters[: at + 1]
                for before, now in _common(base, change.known, one)
            ]
            lost = sum(before and not now for before, now in common)
            was, is_ = (sum(side) for side in zip(*common, strict=True)) if common else (0, 0)
            red = any(
                one["severity"] == "error" for one in found(root, day, "--base", "HEAD", "--select", "RAT")
            )
            reds += red
            if red != (lost > 0 or is_ < was):
                wrong.append(f"{name_of(quarter[0])} {change.words}: gate {red}, lost {lost}")
            table.append(
                f"{name_of(quarter[0])}  {change.words:32} {was:4} of {len(common):<4} {is_:4} of {len(common):<4} {'red' if red else 'green'}"
            )
            if change.known is honest:
                git(root, "add", "--all")
                git(root, "commit", "--quiet", "--message", name_of(quarter[0]))
                base = honest
        lay(root, laid(honest))
        before, after = (share(honest, one) for one in (quarters[at - 1], quarter)) if at else (None, None)
        dropped = before is not None and after is not None and before - after > MAY_DROP
        night = [one for one in found(root, day, "--no-base", "--select", "CAD006") if one["team"] is None]
        drops += dropped
        if bool(night) != dropped:
            wrong.append(f"{name_of(quarter[0])} night: {len(night)} said, {before} to {after}")
        table.append(
            f"{name_of(quarter[0])}  {'the night after':32} {before!s:>12} {after!s:>12} {'CAD006' if night else 'silent'}"
        )
    print("\n".join(["", "quarter  change                           met before   met after    said", *table]))

    assert not wrong
    assert reds >= 2 * (len(quarters) - 2)
    assert drops >= 3


def _common(base: Known, head: Known, quarter: tuple[date, date]) -> list[tuple[bool, bool]]:
    before, after = windows(base, quarter), windows(head, quarter)
    if not any(quarter[0] <= day <= quarter[1] for _, day in base.rows):
        return []  # the quarter was not over when the base was written: its windows are new
    return [(before[who], after[who]) for who in before.keys() & after.keys()]
