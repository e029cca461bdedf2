"""The clock stands still, runs away or goes backwards: a clear word, and a day that is given is judged the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nightly.faults.commands import AS_OF, HEADER, OUTSIDE, Q4, WRITES, Writing
from tests.nightly.faults.running import at_the_clock, contents
from tests.nightly.faults.test_faults import laid
from tests.support.building import base, lay
from tests.support.calling import replaced

if TYPE_CHECKING:
    from pathlib import Path

NEVER_SET, RUN_AWAY = "1970-01-01T00:00:00+00:00", "9999-12-31T12:00:00+00:00"
LATE = "2090-12-31T12:00:00+00:00"
NOON = "2026-11-23T12:00:00+00:00"

ASKING = {
    "check": ("check",),
    "coverage": ("coverage",),
    "invite": ("invite",),
    "plan": ("plan",),
    "digest": ("digest",),
    "mine": ("mine", "--person", "p-ada"),
    "log": ("log", "one-on-one", "p-ada"),
    "log, an order": ("log", "--order", "one-on-one", "p-ada"),
    "confirm": ("confirm", "--held", "all"),
    "import log": WRITES["import log"].words,
    "prune": ("prune", "--yes"),
    "release": ("release",),
    "export": ("export", "--person", "p-ada"),
    "plan, as calendars": ("plan", "--format", "ics", "--teams", "--out", f"{OUTSIDE}/feeds"),
    "render": ("render", "--out", f"{OUTSIDE}/pages"),
    "new team": ("new", "team", "skerry", "--leader", "p-kai", "--member", "p-noa"),
    "new service": WRITES["new service"].words,
    "new agreement": WRITES["new agreement"].words,
    "init": ("init", f"{OUTSIDE}/acme", "--organisation", "Acme"),
}
"""Each command that asks what day it is when none is given."""


@pytest.mark.parametrize(
    ("clock", "name"), [*((RUN_AWAY, name) for name in ASKING), (NEVER_SET, "check"), (NEVER_SET, "log")]
)
def test_an_impossible_day_is_one_line_and_writes_nothing(clock: str, name: str, tmp_path: Path) -> None:
    root = laid(tmp_path, WRITES.get(name, Writing(())))
    before = contents(tmp_path)

    done = at_the_clock([clock], ASKING[name], root)

    said = f"outbound: this computer's date is {clock[:10]}, outside 2000 to 2090. Correct the date"
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert contents(tmp_path) == before


GIVEN = {
    **{name: one for name, one in WRITES.items() if set(AS_OF) <= set(one.words)},
    **{
        name: Writing((*ASKING[name], *AS_OF))
        for name in ("check", "coverage", "invite", "plan", "digest", "mine")
    },
}


@pytest.mark.parametrize("name", GIVEN)
def test_for_a_day_that_is_given_the_clock_changes_nothing(name: str, tmp_path: Path) -> None:
    seen = []
    for number, clock in enumerate((NOON, NEVER_SET, LATE)):
        root = laid(tmp_path / str(number), GIVEN[name])
        done = at_the_clock([clock], GIVEN[name].words, root)
        seen.append((done.returncode, done.stdout, done.stderr, contents(root.parent)))

    assert seen[0][0] == 0
    assert seen[1:] == seen[:1] * 2


def test_a_clock_that_goes_backwards_leaves_rows_in_order(tmp_path: Path) -> None:
    root = lay(tmp_path, base())
    words = ("log", "one-on-one", "p-ada")

    for day in ("2026-11-20", "2026-11-10", "2026-11-15", "2026-11-20"):
        done = at_the_clock([f"{day}T12:00:00+00:00"], words, root)
        assert done.returncode == 0, done.stderr
    checked = at_the_clock([NOON], ("check",), root)

    rows = (root / Q4).read_text(encoding="utf-8").removeprefix(HEADER).splitlines()
    days = [row[:10] for row in rows]
    assert days == ["2026-11-02", "2026-11-02", "2026-11-10", "2026-11-15", "2026-11-20"]
    assert checked.returncode == 0, checked.stdout


def test_a_row_at_midnight_is_dated_by_the_zone_agreed(tmp_path: Path) -> None:
    root = lay(tmp_path, base())

    done = at_the_clock(["2026-11-19T22:30:00+00:00"], ("log", "one-on-one", "p-ada"), root)

    assert "2026-11-20" in done.stdout  # half past midnight in Helsinki


BEFORE, AFTER = "2026-12-31T21:59:59+00:00", "2026-12-31T22:00:01+00:00"
TEAM = "data/teams/harbour/team.yaml"


def test_an_entry_is_not_blamed_for_what_midnight_makes_wrong(tmp_path: Path) -> None:
    gone = ("p-grace, from: 2025-01-01", "p-grace, from: 2025-01-01, to: 2026-12-01")
    coach = ("p-alan, from: 2025-01-01", "p-alan, from: 2025-01-01, to: 2026-12-01")
    root = lay(tmp_path, {**base(), **replaced(TEAM, gone, coach)})  # 30 days later that is an error
    day_before = at_the_clock([BEFORE], ("check", "--format", "concise"), root)
    day_after = at_the_clock([AFTER], ("check", "--format", "concise"), root)
    assert ("POL009 error" in day_before.stdout, "POL009 error" in day_after.stdout) == (False, True)

    done = at_the_clock([BEFORE, AFTER], WRITES["new team"].words, root)

    assert done.returncode == 0, done.stderr
