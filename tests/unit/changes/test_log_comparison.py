"""What became of a log's rows, row by row: each is `day service member giver initiative state acknowledged`."""

from datetime import date

import pytest

from checks.changes.log_comparison import compare_logs
from checks.model.touchpoint_log import Log
from checks.rules.change_facts import LogChange

HELD = "2026-08-12 talk p-ada p-grace outbound held -"
LATER = "2026-08-13 talk p-ada p-grace outbound held -"
BEN = "2026-08-12 talk p-ben p-grace outbound held -"
BOOKED = "2026-08-12 talk p-ada p-grace outbound booked -"


def log(*rows: str) -> Log:
    columns = [list(column) for column in zip(*(row.split() for row in rows), strict=True)] or [[]] * 7
    days, services, members, givers, initiatives, states, acknowledged = columns
    return Log(
        days=[date.fromisoformat(day) for day in days],
        services=services,
        members=members,
        givers=givers,
        initiatives=initiatives,
        states=states,
        acknowledged=[word.strip("-") for word in acknowledged],
        uids=[""] * len(days),
    )


def said(row: str, state: str = "held", word: str = "-") -> str:
    return " ".join([*row.split()[:5], state, word])


# Base, head, and which rows of the base were corrected and rewritten.
CASES: dict[str, tuple[list[str], list[str], list[int], list[int]]] = {
    "nothing": ([], [], [], []),
    "the same": ([HELD, BEN], [HELD, BEN], [], []),
    "another order": ([HELD, BEN], [BEN, HELD], [], []),
    "added": ([HELD], [HELD, BEN], [], []),
    "deleted": ([HELD, BEN], [HELD], [], [1]),
    "all deleted": ([HELD, BEN], [], [], [0, 1]),
    "one of two that are equal": ([HELD, HELD], [HELD], [], [1]),
    "two of three that are equal": ([HELD, HELD, HELD], [HELD], [], [1, 2]),
    "another day": ([HELD], [LATER], [], [0]),
    "another member": ([HELD], [BEN], [], [0]),
    "another state": ([HELD], [said(HELD, "cancelled")], [], [0]),
    "withdrawn": ([HELD], [said(HELD, "withdrawn")], [0], []),
    "two withdrawn": ([HELD, HELD], [said(HELD, "withdrawn")] * 2, [0, 1], []),
    "one withdrawn, one deleted": ([HELD, HELD], [said(HELD, "withdrawn")], [0], [1]),
    "a withdrawn one beside": ([HELD], [HELD, said(HELD, "withdrawn")], [], []),
    "withdrawn before": ([said(HELD, "withdrawn")], [said(HELD, "withdrawn")], [], []),
    "acknowledged": ([HELD], [said(HELD, word="yes")], [], []),
    "two acknowledged": ([HELD, HELD], [said(HELD, word="yes")] * 2, [], []),
    "one acknowledged, one deleted": ([HELD, HELD], [said(HELD, word="yes")], [], [1]),
    "refused": ([HELD], [said(HELD, word="no")], [0], []),
    "two refused": ([HELD, HELD], [said(HELD, word="no")] * 2, [0, 1], []),
    "one refused, one deleted": ([HELD, HELD], [said(HELD, word="no")], [0], [1]),
    "no longer refused": ([said(HELD, word="no")], [HELD], [], []),
    "booked and held on another day": ([BOOKED], [LATER], [], []),
    "booked and gone": ([BOOKED], [], [], []),
    "before the first day judged": (["2026-06-30 talk p-ada p-grace outbound held -"], [], [], []),
    "on the first day judged": (["2026-07-01 talk p-ada p-grace outbound held -"], [], [], [0]),
    "under the new id": ([HELD], [HELD.replace("talk", "chat")], [], []),
    "under the former id in the base": ([HELD.replace("talk", "word")], [HELD], [], []),
    "under another service": ([HELD], [HELD.replace("talk", "other")], [], [0]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_row_is_corrected_rewritten_or_neither(name: str) -> None:
    base, head, corrected, rewritten = CASES[name]
    since = date(2026, 7, 1)

    found = compare_logs(log(*base), log(*head), {"chat": "talk", "word": "talk"}, since)

    assert found == LogChange(tuple(corrected), tuple(rewritten))
