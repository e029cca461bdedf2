"""What a change does to the windows of a team, and which part of it."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from checks.changes.windows import team_change
from checks.engine.window import State
from checks.rules.change_facts import ChangePart, CommonWindows, TeamChange
from tests.support.judging import read_case
from tests.support.oracle.settled import QUARTERLY, agreement, make, row, stay
from tests.support.oracle.walk import Case

AS_OF = "2026-11-20"
AGREED = agreement("2025-01-01", QUARTERLY)
YEAR = [stay("2026-01-01")]
SEEN = ["2026-02-03", "2026-05-05", "2026-08-04"]


def of(*agreements: dict[str, Any], days: list[str] = SEEN, **said: Any) -> Case:
    return make(AS_OF, *(agreements or (AGREED,)), **{"members": YEAR, "held": " ".join(days), **said})


def changed(base: Case, head: Case) -> TeamChange:
    return team_change(read_case(base), read_case(head), {})


def words(change: TeamChange) -> list[str]:
    return [
        f"{one.window.period} {one.window.state.value} {one.after.value if one.after else 'gone'} {one.part.value}"
        for one in change.changed_windows
    ]


MONTHLY = {"at_least": "1", "per": "month"}
# Base, head, what is turned and by which part, windows both have with those met before and after, added, removed.
CASES: dict[str, tuple[Case, Case, list[str], tuple[int, int, int], tuple[int, int]]] = {
    "nothing": (of(), of(), [], (3, 3, 3), (0, 0)),
    "a row deleted": (of(), of(days=SEEN[:2]), ["2026-Q3 met missed log"], (3, 3, 2), (0, 0)),
    "a row added": (of(days=SEEN[:2]), of(), ["2026-Q3 missed met log"], (3, 2, 3), (0, 0)),
    "one for another": (
        of(days=SEEN[:2]),
        of(days=SEEN[1:]),
        ["2026-Q1 met missed log", "2026-Q3 missed met log"],
        (3, 2, 2),
        (0, 0),
    ),
    "absent when missed": (
        of(days=SEEN[:2]),
        of(days=SEEN[:2], absences=[("2026-07-01", "2026-09-15")]),
        ["2026-Q3 missed not owed days"],
        (2, 2, 2),
        (0, 1),
    ),
    "absent when met": (of(), of(absences=[("2026-07-01", "2026-09-15")]), [], (2, 2, 2), (0, 1)),
    "no longer absent": (
        of(days=SEEN[:2], absences=[("2026-07-01", "2026-09-15")]),
        of(days=SEEN[:2]),
        [],
        (2, 2, 2),
        (1, 0),
    ),
    "a horizon moved on": (
        of(days=SEEN[:1]),
        of(days=SEEN[:1], team={"logs_from": "2026-07-01"}),
        ["2026-Q2 missed gone horizon"],
        (1, 0, 0),
        (0, 0),
    ),
    "a horizon moved back": (
        of(team={"logs_from": "2026-04-01"}),
        of(),
        [],
        (2, 2, 2),
        (0, 0),
    ),
    "tightened for days past": (
        of(days=SEEN[:2]),
        of(agreement("2025-01-01", MONTHLY), days=SEEN[:2]),
        [],
        (0, 0, 0),
        (10, 3),
    ),
    "loosened for days past": (
        of(days=SEEN[:2]),
        of(AGREED, {"from": "2026-07-01", "obligation": "voluntary"}, days=SEEN[:2]),
        ["2026-Q3 missed not owed terms"],
        (2, 2, 2),
        (0, 1),
    ),
    "other windows of one day past": (
        of(days=SEEN[:2]),
        of(agreement("2025-01-01", {"at_least": "1", "per": "half-year"}), days=SEEN[:2]),
        ["2026-Q3 missed gone terms"],
        (0, 0, 0),
        (1, 3),
    ),
    "a row deleted under other terms": (
        of(),
        of(agreement("2025-01-01", {"at_least": "1", "per": "half-year"}), days=SEEN[:2]),
        ["2026-Q3 met gone log"],
        (0, 0, 0),
        (1, 3),
    ),
    "withdrawn in the open": (
        of(),
        of(rows=[*map(row, SEEN[:2]), row(SEEN[2], "withdrawn")]),
        ["2026-Q3 met missed log"],
        (2, 2, 2),
        (0, 0),
    ),
    "withdrawn for one, deleted for the other": (
        of(members=[*YEAR, stay("2026-01-01", person="p-ben")], rows=[row(SEEN[0]), row(SEEN[0], member="p-ben")]),
        of(members=[*YEAR, stay("2026-01-01", person="p-ben")], rows=[row(SEEN[0], "withdrawn")]),
        ["2026-Q1 met missed log", "2026-Q1 met missed log"],
        (5, 1, 0),
        (0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_turns_windows_and_is_named_by_its_part(name: str) -> None:
    base, head, turned, (due, before, after), (added, removed) = CASES[name]

    found = changed(base, head)

    assert words(found) == turned
    assert found.common_total == CommonWindows(due, before, after)
    assert (found.added, found.removed) == (added, removed)


def test_a_window_is_excused_in_time_by_what_all_can_see() -> None:
    rows = [row(SEEN[0]), row("2026-10-05"), row("2026-10-06", member="p-ben")]
    open_ = [row(SEEN[0], "withdrawn"), row("2026-10-05"), row("2026-10-06", member="p-ben")]
    people = [*YEAR, stay("2026-01-01", person="p-ben")]
    base = of(members=people, rows=rows)

    cases = {
        "withdrawn": open_,
        "and another later row deleted": [open_[0], open_[2]],
        "and another's row deleted": open_[:2],
        "deleted": rows[1:],
    }
    found = {name: changed(base, of(members=people, rows=rows)) for name, rows in cases.items()}

    excused = {
        name: [change.excused(one) for one in change.changed_windows if one.lost]
        for name, change in found.items()
    }
    assert excused == {
        "withdrawn": [True],
        "and another later row deleted": [True],
        "and another's row deleted": [True],
        "deleted": [False],
    }
    assert [found["withdrawn"].corrected(one.window) for one in found["withdrawn"].changed_windows] == [True]


def test_ids_of_the_base_are_those_of_the_head_again() -> None:
    base = read_case(of())
    change = TeamChange(base, base, {"chat": "talk"}, (), {}, {}, changed(of(), of()).log, ())

    assert [change.head_id(one) for one in ("talk", "other")] == ["chat", "other"]
    assert CommonWindows().shares == (Fraction(0), Fraction(0))
    assert CommonWindows(4, 3, 2).shares == (Fraction(3, 4), Fraction(1, 2))
    assert State.MET in {one.window.state for one in changed(of(), of(days=SEEN[:2])).changed_windows}
    assert list(ChangePart) == ["horizon", "days", "log", "terms"]
    assert date.fromisoformat(AS_OF) == base.as_of
