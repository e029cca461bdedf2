"""What a calendar changes in a log, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.calendar_rows import (
    BookingResult,
    DateRange,
    HeldAssumption,
    RowAction,
    book_meetings,
    tick_of,
)
from checks.imports.event_matching import NOTHING, CalledOff, MatchedEntry, MatchResult, Occurrence
from checks.store.team_log import LogRow

AS_OF = date(2026, 11, 20)
SPAN = DateRange(date(2026, 1, 1), date(2027, 2, 20), AS_OF)
ASSUMED = HeldAssumption(AS_OF - timedelta(days=1))
UID = "0123456789abcdef"


def row(day: date, state: str = "booked", **other: str) -> LogRow:
    made = LogRow(day, "one-on-one", "p-aino", "p-paavo", "outbound", state, uid=UID)
    return replace(made, **other)  # type: ignore[arg-type]


def meeting(day: date, uid: str = UID, member: str = "p-aino", *, sure: bool = True) -> MatchedEntry:
    source = Occurrence("a.ics", 1, "entry 1", uid, day, day)
    return MatchedEntry(day, "one-on-one", member, "p-paavo", "outbound", uid, sure, source)


def found(*meetings: MatchedEntry, off: tuple[tuple[str, str | None], ...] = ()) -> MatchResult:
    gone = tuple(CalledOff(Occurrence("a.ics", 1, "entry 1", uid, PAST, PAST), member) for uid, member in off)
    seen = (*(meeting.source for meeting in meetings), *(each.source for each in gone))
    return replace(NOTHING, touchpoints=meetings, off=gone, seen=seen)


def acts(done: BookingResult) -> list[RowAction]:
    return [one.act for one in done.changes]


PAST, LATER = date(2026, 11, 2), date(2026, 12, 1)


def test_a_meeting_is_booked_whether_past_or_to_come() -> None:
    done = book_meetings((), found(meeting(PAST), meeting(LATER, "f" * 16)), frozenset(), SPAN)

    assert [(one.day, one.state) for one in done.rows] == [(PAST, "booked"), (LATER, "booked")]
    assert done.waiting == (row(PAST),)


def test_a_past_meeting_is_assumed_held_unless_it_is_tentative() -> None:
    meetings = found(meeting(PAST), meeting(PAST, "e" * 16, "p-bram", sure=False), meeting(LATER, "f" * 16))

    done = book_meetings((), meetings, frozenset(), SPAN, assumed=ASSUMED)

    assert [one.state for one in done.rows] == ["held", "booked", "booked"]


def test_a_meeting_of_today_is_not_over_yet() -> None:
    done = book_meetings((), found(meeting(AS_OF)), frozenset(), SPAN, assumed=ASSUMED)

    assert done.rows == (row(AS_OF),)
    assert done.waiting == ()


def test_a_moved_meeting_moves_its_row() -> None:
    done = book_meetings((row(LATER),), found(meeting(date(2027, 1, 5))), frozenset(), SPAN)

    assert done.rows == (row(date(2027, 1, 5)),)
    assert acts(done) == [RowAction.MOVED]


def test_a_meeting_moved_far_away_moves_its_row_all_the_same() -> None:
    done = book_meetings((row(LATER),), found(meeting(date(2027, 6, 1))), frozenset(), SPAN)

    assert done.rows == (row(date(2027, 6, 1)),)


def test_a_new_meeting_on_a_day_not_looked_at_is_left_alone() -> None:
    done = book_meetings((), found(meeting(date(2027, 6, 1))), frozenset(), SPAN)

    assert (done.rows, [entry.day for entry in done.outside]) == ((), [date(2027, 6, 1)])


@pytest.mark.parametrize("way", ["cancelled", "taken out of its series"])
def test_a_meeting_that_fell_away_is_cancelled(way: str) -> None:
    off = found(off=((UID, None),)) if way == "cancelled" else found()
    gone = frozenset() if way == "cancelled" else frozenset({UID})

    done = book_meetings((row(LATER),), off, gone, SPAN)

    assert done.rows == (row(LATER, "cancelled"),)


def test_a_meeting_a_member_asked_for_is_withdrawn() -> None:
    asked = row(LATER, initiative="inbound")

    done = book_meetings((asked,), found(off=((UID, None),)), frozenset(), SPAN)

    assert done.rows == (replace(asked, state="withdrawn"),)


def test_one_member_declines_and_the_other_row_stands() -> None:
    rows = (row(LATER), row(LATER, member="p-bram"))

    done = book_meetings(rows, found(meeting(LATER), off=((UID, "p-bram"),)), frozenset(), SPAN)

    assert [one.state for one in done.rows] == ["booked", "cancelled"]


SETTLED = {
    "held": row(PAST, "held"),
    "acknowledged": row(PAST, acknowledged="no"),
    "withdrawn": row(PAST, "withdrawn"),
    "missed": row(PAST, "missed"),
    "cancelled": row(PAST, "cancelled"),
    "declined": row(PAST, "declined"),
}


@pytest.mark.parametrize("settled", SETTLED.values(), ids=SETTLED)
@pytest.mark.parametrize("change", ["moved", "the same", "cancelled", "gone"])
def test_a_row_that_is_settled_is_never_changed_by_a_calendar(settled: LogRow, change: str) -> None:
    meetings = {
        "moved": found(meeting(LATER)),
        "the same": found(meeting(PAST)),
        "cancelled": found(off=((UID, None),)),
        "gone": found(),
    }[change]

    done = book_meetings(
        (settled,), meetings, frozenset({UID} if change == "gone" else ()), SPAN, assumed=ASSUMED
    )

    assert done.rows == (settled,)
    assert done.changes == ()


def test_a_meeting_logged_by_hand_is_not_logged_again() -> None:
    by_hand = row(PAST, "held", uid="")

    done = book_meetings((by_hand,), found(meeting(PAST)), frozenset(), SPAN)

    assert (done.rows, done.unchanged) == ((by_hand,), 1)


def test_a_meeting_moved_to_a_day_that_has_one_falls_away() -> None:
    by_hand = row(PAST, "held", uid="")

    done = book_meetings((by_hand, row(LATER)), found(meeting(PAST)), frozenset(), SPAN)

    assert done.rows == (by_hand, row(LATER, "cancelled"))


def test_meetings_that_move_to_the_next_ones_day_all_move() -> None:
    week = timedelta(days=7)
    uids = [f"{number:016x}" for number in range(4)]
    rows = [row(LATER + week * at, uid=uid) for at, uid in enumerate(uids)]
    meetings = [meeting(LATER + week * (at + 1), uid) for at, uid in enumerate(uids)]

    done = book_meetings(rows, found(*meetings), frozenset(), SPAN)

    assert done.rows == tuple(replace(one, day=one.day + week) for one in rows)


def test_a_new_meeting_takes_the_day_another_one_was_moved_from() -> None:
    meetings = found(meeting(LATER, "f" * 16), meeting(date(2027, 1, 5)))

    done = book_meetings((row(LATER),), meetings, frozenset(), SPAN)

    assert done.rows == (row(date(2027, 1, 5)), row(LATER, uid="f" * 16))


def test_a_booked_row_with_another_giver_is_moved_and_told() -> None:
    done = book_meetings(
        (row(LATER, given_by="p-maire"),), found(meeting(date(2027, 1, 5))), frozenset(), SPAN
    )

    assert done.rows == done.left == (row(date(2027, 1, 5), given_by="p-maire"),)


def test_a_booked_row_whose_entry_differs_is_left_and_told() -> None:
    done = book_meetings((row(LATER),), found(meeting(LATER, member="p-bram")), frozenset(), SPAN)

    assert done.left == (row(LATER),)
    assert [one.member for one in done.rows] == ["p-aino", "p-bram"]


def test_a_booked_row_without_its_entry_is_left_and_counted() -> None:
    done = book_meetings((row(LATER),), found(meeting(LATER, "f" * 16, "p-bram")), frozenset(), SPAN)

    assert done.lost == (row(LATER),)


def test_a_ticked_row_is_held_and_a_tick_ahead_is_idle() -> None:
    rows = (row(PAST), row(LATER, member="p-bram"))

    done = book_meetings(rows, NOTHING, frozenset(), SPAN, ticked=frozenset(map(tick_of, rows)))

    assert [one.state for one in done.rows] == ["held", "booked"]
    assert done.idle == {tick_of(rows[1])}


days = st.integers(-60, 60).map(lambda number: AS_OF + timedelta(days=number))
uids = st.integers(0, 4).map(lambda number: f"{number:016x}")
members = st.sampled_from(("p-aino", "p-bram"))
states = st.sampled_from(("held", "booked", "cancelled", "withdrawn", "missed", "declined"))
logs = st.lists(st.builds(row, days, states, uid=st.one_of(uids, st.just("")), member=members), max_size=6)


def calendar_of(meetings: list[MatchedEntry], off: list[tuple[str, str | None]]) -> MatchResult:
    """Return what is recognised: no meeting takes place and is off at once."""
    known = {(one.uid, one.member): one for one in meetings}
    fallen = [
        (uid, who) for uid, who in off if not any(uid == one[0] and who in (None, one[1]) for one in known)
    ]
    return found(*known.values(), off=tuple(fallen))


calendars = st.builds(
    calendar_of,
    st.lists(st.builds(meeting, days, uids, members, sure=st.booleans()), max_size=6),
    st.lists(st.tuples(uids, st.one_of(st.none(), members)), max_size=2),
)


@given(rows=logs, calendar=calendars, gone=st.frozensets(uids, max_size=2), assume_held=st.booleans())
def test_importing_twice_changes_nothing_the_second_time(
    *, rows: list[LogRow], calendar: MatchResult, gone: frozenset[str], assume_held: bool
) -> None:
    once = book_meetings(rows, calendar, gone, SPAN, assumed=ASSUMED if assume_held else None)

    twice = book_meetings(once.rows, calendar, gone, SPAN, assumed=ASSUMED if assume_held else None)

    assert twice.rows == once.rows
    assert twice.changes == ()


@given(st.permutations(range(8)), st.permutations(range(8)), st.integers(0, 8), st.sets(st.integers(0, 7)))
def test_every_meeting_is_on_its_day_wherever_it_was_before(
    was: list[int], now: list[int], known: int, called_off: set[int]
) -> None:
    uids = [f"{number:016x}" for number in range(8)]
    rows = [row(LATER + timedelta(days=was[at]), uid=uids[at]) for at in range(known)]
    meetings = [meeting(LATER + timedelta(days=now[at]), uids[at]) for at in range(8) if at not in called_off]
    off = tuple((uids[at], None) for at in sorted(called_off))

    done = book_meetings(rows, found(*meetings, off=off), frozenset(), SPAN)

    on = {(one.uid, one.day) for one in done.rows if one.state == "booked"}
    assert on == {(one.uid, one.day) for one in meetings}


@given(rows=logs, calendar=calendars, gone=st.frozensets(uids, max_size=2), assume_held=st.booleans())
def test_no_row_is_lost_and_only_booked_ones_change(
    *, rows: list[LogRow], calendar: MatchResult, gone: frozenset[str], assume_held: bool
) -> None:
    done = book_meetings(rows, calendar, gone, SPAN, assumed=ASSUMED if assume_held else None)

    for before, after in zip(rows, done.rows, strict=False):
        assert after == replace(before, day=after.day, state=after.state)
        assert after == before or before.state == "booked"
    assert len(done.rows) >= len(rows)
