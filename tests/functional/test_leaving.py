"""A conversation after leaving, from the roster to the invitation, the log and the check."""

from datetime import date
from pathlib import Path

import pytest

from tests.functional.test_invite import invite
from tests.functional.test_invite_cadences import owed, terms
from tests.support.building import HARBOUR, Files, findings, gated
from tests.support.calling import replaced
from tests.support.dated_repository import called, fresh, logged
from tests.support.dated_repository import laid as dated
from tests.support.rolling_repository import laid, rows

AROUND = terms("{after: leaving, before: 28 days, within: [14 days]}")
ADA = "{person: p-ada, from: 2025-03-01"
ROSTER = f"{HARBOUR}/team.yaml"


def ends(day: str, more: str = "", lines: str = "") -> dict[str, str]:
    """Return harbour's roster with an end of p-ada's membership, and lines after it."""
    text = replaced(ROSTER, (ADA, f"{ADA}, to: {day}{more}"))[ROSTER]
    return {ROSTER: text + lines}


def away(first: str, last: str) -> str:
    return f"absences:\n  - {{person: p-ada, from: {first}, to: {last}}}\n"


OWED = {
    # as of Monday 23 November: by the last day while they are there, later by the end of the window
    "known ahead": (ends("2026-12-11"), rows(), [("soon", "2026-12-11", "p-grace")]),
    "known far ahead": (ends("2027-06-30"), rows(), []),
    "the window begins soon": (ends("2027-01-08"), rows(), [("soon", "2027-01-08", "p-grace")]),
    "gone": (ends("2026-11-20"), rows(), [("soon", "2026-12-04", "p-grace")]),
    "gone, too long ago": (ends("2026-11-02"), rows(), []),
    "away until the last day": (
        ends("2026-12-11", lines=away("2026-11-16", "2026-12-31")),
        rows(),
        [("soon", "2026-12-25", "p-grace")],
    ),
    "away from tomorrow on": (
        ends("2026-12-11", lines=away("2026-11-24", "2026-12-11")),
        rows(),
        [("soon", "2026-11-23", "p-grace")],
    ),
    "held": (ends("2026-12-11"), rows("2026-11-17,one-on-one,p-ada,p-grace,outbound,held,,"), []),
    "held after the last day": (
        ends("2026-11-13"),
        rows("2026-11-17,one-on-one,p-ada,p-grace,outbound,held,,"),
        [],
    ),
    "booked after the last day": (
        ends("2026-12-11"),
        rows("2026-12-15,one-on-one,p-ada,p-grace,outbound,booked,,"),
        [("booked", "2026-12-11", "p-grace")],
    ),
    "booked too late": (
        ends("2026-12-11"),
        rows("2026-12-26,one-on-one,p-ada,p-grace,outbound,booked,,"),
        [("soon", "2026-12-11", "p-grace")],
    ),
    "moved to another team": (ends("2026-11-20", ", moved_to: quay"), rows(), []),
}


@pytest.mark.parametrize(("roster", "log", "expected"), OWED.values(), ids=OWED)
def test_what_is_owed_around_a_last_day(
    tmp_path: Path, roster: dict[str, str], log: dict[str, str], expected: list[object]
) -> None:
    assert owed(laid(tmp_path, AROUND, roster, log), "p-ada") == expected


def test_an_invitation_says_the_last_day(tmp_path: Path) -> None:
    text = invite(laid(tmp_path, AROUND, ends("2026-12-11"), rows()), columns=200).output

    words = "by Fri 11 Dec, late from Sat 26 Dec; last day in the team Fri 11 Dec; last Wed 12 Aug"
    assert f"p-ada  One-on-one, 45 min  {words}" in text
    assert "from 28 days before to 14 days after leaving" in text


def leavers(tmp_path: Path, roster: dict[str, str] | None = None) -> Path:
    """Lay a repository in which p-ada left on 13 November, or the roster says otherwise."""
    files: Files = {**AROUND, **(roster or ends("2026-11-13"))}
    return dated(tmp_path, files)


def test_it_is_logged_in_the_team_that_was_left(tmp_path: Path) -> None:
    root = leavers(tmp_path)
    before = logged(root)

    result = called(root, "log", "one-on-one", "p-ada", "--date", "2026-11-20")

    assert (result.returncode, result.stderr) == (0, "")
    assert fresh(root, before) == ["2026-11-20,one-on-one,p-ada,p-grace,outbound,held"]


def test_the_leader_of_the_last_day_may_have_gone_too(tmp_path: Path) -> None:
    grace = "{person: p-grace, from: 2025-01-01"
    text = ends("2026-11-13")[ROSTER]
    assert text.count(grace) == 1
    root = leavers(tmp_path, {ROSTER: text.replace(grace, f"{grace}, to: 2026-11-13")})
    before = logged(root)

    result = called(root, "log", "one-on-one", "p-ada", "--date", "2026-11-20")

    assert (result.returncode, result.stderr) == (0, "")
    assert fresh(root, before) == ["2026-11-20,one-on-one,p-ada,p-grace,outbound,held"]


def test_who_moved_has_nothing_logged_after_the_last_day(tmp_path: Path) -> None:
    root = leavers(tmp_path, ends("2026-11-13", ", moved_to: quay"))

    result = called(root, "log", "one-on-one", "p-ada", "--date", "2026-11-20")

    assert "p-ada is not in any team on 2026-11-20" in result.stderr


AFTERWARDS = {
    "in time": ("2026-11-20,one-on-one,p-ada,p-grace,outbound,held,,", ends("2026-11-13"), []),
    "too late": ("2026-11-23,one-on-one,p-ada,p-grace,outbound,held,,", ends("2026-11-02"), []),
    "moved": (
        "2026-11-20,one-on-one,p-ada,p-grace,outbound,held,,",
        ends("2026-11-13", ", moved_to: quay"),
        ["DAT003", "REF009"],
    ),
    "by somebody who may not": (
        "2026-11-20,one-on-one,p-ada,p-mia,outbound,held,,",
        ends("2026-11-13"),
        ["DAT004"],
    ),
    "by themselves": ("2026-11-20,one-on-one,p-ada,p-ada,outbound,held,,", ends("2026-11-13"), ["DAT005"]),
    "moved to a team there is not": ("", ends("2026-11-13", ", moved_to: kay"), ["REF006"]),
    "moved to the same team": ("", ends("2026-11-13", ", moved_to: harbour"), ["SCH011"]),
}


@pytest.mark.parametrize(("line", "roster", "codes"), AFTERWARDS.values(), ids=AFTERWARDS)
def test_which_rows_are_mistakes_after_a_last_day(
    tmp_path: Path, line: str, roster: dict[str, str], codes: list[str]
) -> None:
    log = rows(line) if line else {}

    said = findings(laid(tmp_path, AROUND, roster, log), date(2026, 11, 23))

    families = {"DAT", "REF", "SCH"}
    assert sorted(one.code for one in said if one.code[:3] in families) == codes


def test_a_move_needs_a_last_day(tmp_path: Path) -> None:
    roster = replaced(ROSTER, (ADA, f"{ADA}, moved_to: quay"))

    said = findings(laid(tmp_path, AROUND, roster), date(2026, 11, 23))

    words = "`moved_to` needs `to`: their last day in this team. Add it, or remove `moved_to`"
    assert words in [one.problem.message for one in said]


def ratchet(tmp_path: Path, before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    """Return the findings of the ratchet on a change of the roster, as of 23 November."""
    head = laid(tmp_path / "head", AROUND, after, rows())
    base = laid(tmp_path / "base", AROUND, before, rows())
    said = gated(base, head, date(2026, 11, 23)).findings
    return [(one.code, one.severity.value) for one in said if one.code.startswith("RAT")]


NOBODY: dict[str, str] = replaced(ROSTER)
CHANGES: dict[str, tuple[dict[str, str], dict[str, str], list[tuple[str, str]]]] = {
    "an end is written down": (NOBODY, ends("2026-09-15"), []),
    "an end is moved, and stays missed": (ends("2026-09-15"), ends("2026-09-11"), []),
    "an end is taken back after months": (ends("2026-09-15"), NOBODY, [("RAT004", "error")]),
    "an end is taken back in time": (ends("2026-11-13"), NOBODY, []),
    "a missed one is called a move": (
        ends("2026-09-15"),
        ends("2026-09-15", ", moved_to: quay"),
        [("RAT004", "error")],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_the_ratchet_says_of_an_end(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert ratchet(tmp_path, before, after) == expected


def test_who_has_left_reads_that_it_took_place(tmp_path: Path) -> None:
    held = rows("2026-11-17,one-on-one,p-ada,p-grace,outbound,held,,")
    root = laid(tmp_path, AROUND, ends("2026-11-13"), held)

    said = called(root, "mine", "--person", "p-ada", "--as-of", "2026-11-23").stdout

    assert "One-on-one, 2026-10-16 to 2026-11-17\n      met, held on 2026-11-17\n" in said
    assert "does not count" not in said


PROMISES = {
    "{after: leaving, before: 2 weeks, within: [30 days]}": "from two weeks before to 30 days after your last day",
    "{after: leaving, within: [5 working days]}": "within five working days after your last day",
}


@pytest.mark.parametrize(("cadence", "words"), PROMISES.items())
def test_a_page_says_the_promise_to_the_reader(tmp_path: Path, cadence: str, words: str) -> None:
    root = laid(tmp_path / "root", terms(cadence))

    done = called(root, "render", "--out", str(tmp_path / "out"), "--as-of", "2026-11-23")

    assert done.returncode == 0
    assert f"comes to you {words}" in (tmp_path / "out" / "services" / "one-on-one.md").read_text("utf-8")
