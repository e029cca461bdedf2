"""The two sheets of meetings of a first day: they lie beside a checkout on some machines alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.calling import outbound
from tests.support.paths import SHARED

if TYPE_CHECKING:
    from pathlib import Path

CASES = SHARED / "cases" / "first-day"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the cases are in no repository")

SHEETS = {
    "07_meetings_names.csv": (1, []),
    "08_meetings_mixed.csv": (
        8,
        [
            "line 4: rejected: member: this address is not in the table of people. Correct it, or add it there",
            "line 11: rejected: Harun Hall (p-010254) is not in any team on 2026-11-20. Check the id and the date. For a guest, name the team",
        ],
    ),
}
"""How many meetings each sheet has that a person would count, and what is said of each other one."""


@pytest.mark.parametrize(("name", "meetings"), SHEETS.items(), ids=SHEETS)
def test_every_meeting_of_a_first_day_counts_or_is_named(
    name: str, meetings: tuple[int, list[str]], tmp_path: Path
) -> None:
    people = str(tmp_path / "people.csv")
    words = ("--organisation", "Acme", "--from", str(CASES / "01_hr_us.csv"), "--people", people, "--yes")
    outbound("init", "acme", *words, "--first-day", "2026-01-01", here=tmp_path)
    book = tmp_path / "acme/playbook/playbook.yaml"
    book.write_text(f"{book.read_text()}today: 2026-11-29\narchive: true\n")

    done = outbound("import", "log", str(CASES / name), "--people", people, here=tmp_path / "acme")

    number, refused = meetings
    assert f"{number} imported" in done.stdout
    assert [line for line in done.stderr.splitlines() if line.startswith("line ")] == refused
