"""What becomes of a row when its giver or its member has answered, and what it may have been before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checks.imports.incoming_mail import read_mail
from checks.imports.mail_answers import answered_rows, earlier_forms, moved_days, says_already, tokens_of
from checks.remote.mail_links import LinkAct
from checks.store.team_log import LogRow

DAY, LATER = date(2026, 11, 12), date(2026, 12, 3)
ROW = LogRow(DAY, "one-on-one", "p-ada", "p-grace", "outbound", "booked", "", "0123456789abcdef")


def states(rows: tuple[LogRow, ...]) -> list[str]:
    return [row.state for row in rows]


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        ("booked", LinkAct.HELD, ["held"]),
        ("booked", LinkAct.NOT_HELD, ["cancelled"]),
        ("booked", LinkAct.MOVED, ["booked"]),
        ("held", LinkAct.NOT_HELD, ["withdrawn", "cancelled"]),
        ("held", LinkAct.MOVED, ["withdrawn", "booked"]),
        ("cancelled", LinkAct.HELD, ["withdrawn", "held"]),
        ("withdrawn", LinkAct.HELD, []),
        ("ordered", LinkAct.HELD, []),
        ("booked", LinkAct.CONFIRMED, []),
        ("held", LinkAct.CONFIRMED, ["held"]),
        ("held", LinkAct.CONTESTED, ["held"]),
        ("declined", LinkAct.CONTESTED, ["declined"]),
        ("declined", LinkAct.CONFIRMED, []),
        ("held", LinkAct.RECORD, []),
    ],
)
def test_an_answer_changes_what_it_may(state: str, act: LinkAct, after: list[str]) -> None:
    row = replace(ROW, state=state)

    rows = answered_rows(row, act, LATER if act is LinkAct.MOVED else None)

    assert states(rows) == after
    for fresh in rows[-1:]:
        assert fresh != row
        assert says_already(fresh, act, (LATER,))
        assert row in set(earlier_forms(fresh))
        assert (fresh.service, fresh.member, fresh.given_by, fresh.uid) == (*ROW.values[1:4], ROW.uid)


def test_what_a_member_has_confirmed_stays() -> None:
    row = replace(ROW, state="held", acknowledged="yes")
    assert answered_rows(row, LinkAct.NOT_HELD) == ()
    assert answered_rows(row, LinkAct.CONTESTED) == (replace(row, acknowledged="no"),)


def test_a_request_of_the_member_is_not_withdrawn() -> None:
    row = replace(ROW, initiative="inbound")
    assert states(answered_rows(row, LinkAct.NOT_HELD)) == ["missed"]


TOKEN = f"ob-{'a' * 30}.aSqXyA.{'b' * 43}"
OTHER = TOKEN.replace("aSq", "aSr")


@pytest.mark.parametrize(
    ("subject", "body", "tokens"),
    [
        (f"Took place [{TOKEN}]", f"[{OTHER}]", [TOKEN]),
        (f"Re: Took place [{TOKEN}]", "", [TOKEN]),
        ("Took place", f"[{TOKEN}]", [TOKEN]),
        ("Took place", f"> [{TOKEN}]", []),
        ("Took place", f"On 3 December, Playbook wrote:\n[{TOKEN}]", []),
        (f"[{TOKEN}] [{OTHER}]", "", [TOKEN, OTHER]),
        (f"Took place [x{TOKEN}]", "", []),
    ],
)
def test_a_link_counts_where_its_sender_put_it(subject: str, body: str, tokens: list[str]) -> None:
    mail = read_mail(f"From: a@b.example\nSubject: {subject}\n\n{body}\n".encode())
    assert tokens_of(mail) == tokens


@pytest.mark.parametrize(
    ("subject", "body", "days"),
    [
        ("Moved to: One-on-one, 12 November 2026", "New day: 3 December", [LATER]),
        ("Moved to: One-on-one, Thu 12 Nov", "New day: ", []),
        ("Moved to 3 December: One-on-one, 12 November 2026", "New day: ", [LATER]),
        ("Moved to: One-on-one, 12 November 2026", "From 12 November to 3 December", [LATER]),
        ("Moved to: One-on-one, 12 November 2026", "12 November", [DAY]),
        (
            "Moved to: One-on-one, 12 November 2026",
            "3 or 4 December: 3 December, 4 December",
            [LATER, date(2026, 12, 4)],
        ),
    ],
)
def test_the_new_day_is_not_the_old_one(subject: str, body: str, days: list[date]) -> None:
    mail = read_mail(f"From: a@b.example\nSubject: {subject} [{TOKEN}]\n\n{body}\n".encode())
    assert sorted(moved_days(mail, DAY, date(2026, 11, 23), day_first=True).days) == days
