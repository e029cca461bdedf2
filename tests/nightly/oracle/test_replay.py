"""A real log replayed quarter by quarter as commits: what the gate says of each, and what the night after says.

What they ought to say is worked out here from the tables alone. Whether a drop is more than chance explains is
worked out by dealing windows one by one. `pytest -s tests/nightly/oracle/test_replay.py` shows
the table.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter, defaultdict
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
"""The default, which the nights with an agreed limit agree on too."""
CHANCE = Fraction(1, 20)
BEYOND, USUAL = "more than chance explains", "within the usual variation"

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


@dataclass(frozen=True)
class Share:
    """Windows met of those due in a quarter; something was due."""

    met: int
    due: int

    @property
    def value(self) -> Fraction:
        return Fraction(self.met, self.due)


def share(known: Known, quarter: tuple[date, date]) -> Share | None:
    owed = windows(known, quarter)
    return Share(sum(owed.values()), len(owed)) if owed else None


def is_too_far(before: Share, after: Share) -> bool:
    return before.value - after.value > MAY_DROP


def is_beyond_chance(before: Share, after: Share) -> bool:
    """Whether a deal gives the later quarter so few met windows, or fewer, at most 1 time in 20.

    All windows of both quarters lie in one heap, and as many as the later one has are dealt from it.
    """
    heap, good = before.due + after.due, before.met + after.met
    chances = {0: Fraction(1)}
    for dealt in range(after.due):
        next_chances: dict[int, Fraction] = defaultdict(Fraction)
        for met, chance in chances.items():
            hit = Fraction(good - met, heap - dealt)
            next_chances[met + 1] += chance * hit
            next_chances[met] += chance * (1 - hit)
        chances = next_chances
    return sum(chance for met, chance in chances.items() if met <= after.met) <= CHANCE


def verdict_of(before: Share | None, after: Share | None) -> tuple[bool, bool]:
    """Return whether a drop is too far, and whether it is beyond chance."""
    if before is None or after is None:
        return False, False
    return is_too_far(before, after), is_beyond_chance(before, after)


def laid(known: Known, may_drop: str = "") -> dict[str, str]:
    """Return what was known as the files of a repository."""
    whole = files(CPC, "{at_least: 1, per: quarter}", "0%", may_drop)
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
    table, wrong, reds = [], [], 0
    for at, quarter in enumerate(quarters):
        day = day_after(quarter)
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
    print("\n".join(["", "quarter  change                           met before   met after    said", *table]))

    assert not wrong
    assert reds >= 2 * (len(quarters) - 2)


def day_after(quarter: tuple[date, date]) -> date:
    return quarter[1] + timedelta(days=1)


def logged_of(known: Known, quarter: tuple[date, date], met: int) -> Known:
    """Return what would be known if so many members had a row in a quarter, and no other."""
    kept = {who for who, had in windows(known, quarter).items() if had}
    kept = set(sorted(kept)[:met])
    rows = (row for row in known.rows if row[0] in kept or not quarter[0] <= row[1] <= quarter[1])
    return Known(known.stays, tuple(rows))


def nights_after(quarter: tuple[date, date], before: Share | None) -> Iterator[Change]:
    """Yield what a night may find logged of a quarter: the minutes, then as little as is still usual, and one less.

    Where a limit is agreed the same three are judged by it alone.
    """
    honest = known_on(day_after(quarter))
    yield Change("the night after", honest)
    after = share(honest, quarter)
    if before is None or after is None:
        return
    beyond = [met for met in range(after.met) if is_beyond_chance(before, Share(met, after.due))]
    for met in (max(beyond, default=-1), max(beyond, default=-1) + 1):
        if 0 <= met < after.met:
            yield Change(f"{met} members logged", logged_of(honest, quarter, met))


def reported(root: Path, day: date) -> list[str]:
    """Return the words of the drops of the organisation that a night reports."""
    call = ("--no-base", "--select", "CAD006")
    return [finding["message"] for finding in found(root, day, *call) if finding["team"] is None]


@pytest.mark.parametrize("may_drop", ["", "2%"], ids=["no limit agreed", "a limit agreed"])
def test_the_night_reports_the_drops_of_the_tables(tmp_path: Path, may_drop: str) -> None:
    """With a limit it decides, and the words say what chance explains; without one both are asked."""
    wrong, verdicts, before = [], Counter[tuple[bool, bool]](), None
    for quarter in closed_quarters():
        day = day_after(quarter)
        for night in nights_after(quarter, before):
            after = share(night.known, quarter)
            too_far, beyond = verdict_of(before, after)
            verdicts[too_far, beyond] += 1
            expected = [BEYOND if beyond else USUAL] if too_far and (may_drop or beyond) else []
            root = lay(tmp_path / f"{day} {night.words}", laid(night.known, may_drop))
            words = reported(root, day)
            if [word for text in words for word in (BEYOND, USUAL) if word in text] != expected:
                wrong.append(f"{name_of(quarter[0])} {night.words}: {words}, {before} to {after}")
        before = share(known_on(day), quarter)

    assert not wrong
    assert verdicts[True, True] >= 10
    assert verdicts[True, False] >= 10
    assert verdicts[False, False] >= 10


def _common(base: Known, head: Known, quarter: tuple[date, date]) -> list[tuple[bool, bool]]:
    before, after = windows(base, quarter), windows(head, quarter)
    if not any(quarter[0] <= day <= quarter[1] for _, day in base.rows):
        return []  # the quarter was not over when the base was written: its windows are new
    return [(before[who], after[who]) for who in before.keys() & after.keys()]
