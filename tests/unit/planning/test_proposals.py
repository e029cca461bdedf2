"""Proposals keep their time while they can, what somebody has changed is theirs, and a second run changes nothing."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from checks.loading.repository import open_repository
from checks.planning.free_hours import Stretch, WorkingHours
from checks.planning.invitations import gather_invitations
from checks.planning.proposals import (
    CalendarEntry,
    Diary,
    PlacedProposal,
    Proposal,
    calendar_changes,
    placed_proposals,
    without_booked,
)
from checks.planning.weeks import Limits, PlannedItem, plan_items
from checks.run.judging import judgement_dates
from tests.support.building import AS_OF
from tests.support.rolling_repository import laid

ZONE = ZoneInfo("Europe/Helsinki")
MONDAY = AS_OF
NEVER = MONDAY - timedelta(days=3)


@cache
def planned() -> PlannedItem:
    """Return a touchpoint of 45 minutes of p-ada, planned for the Tuesday."""
    with TemporaryDirectory() as folder:
        repository = open_repository(laid(Path(folder)))
        days = judgement_dates(repository.policy, AS_OF, lambda _: AS_OF)
        last = AS_OF + timedelta(weeks=6)
        gathered = gather_invitations(repository, days, last)
        items = plan_items(gathered, Limits(AS_OF, last, "FI", None))
        return next(item for item in items if item.invitation.owed.member == "p-ada")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def at(number: int, hour: float) -> datetime:
    return datetime(day(number).year, day(number).month, day(number).day, tzinfo=ZONE) + timedelta(hours=hour)


def proposal(uid: str, *days: int) -> Proposal:
    return Proposal(uid, planned(), tuple(day(number) for number in days or (1, 2, 3)))


def entry(uid: str, number: int, hour: float | None = 9, *, as_written: bool = True) -> CalendarEntry:
    start = None if hour is None else at(number, hour)
    end = start + timedelta(minutes=45) if start else None
    return CalendarEntry(uid, day(number), start, end, as_written)


def diary(*busy: Stretch, told: bool = True, receivers: tuple[Stretch, ...] = (), today: int = 0) -> Diary:
    hours = WorkingHours(9 * 60, 16 * 60)
    return Diary(day(today), ZONE, hours, busy if told else None, lambda _: receivers)


def placed(proposals: list[Proposal], known: Diary, *entries: CalendarEntry) -> dict[str, tuple[int, str]]:
    """Return the day of each, counted from the Monday, and its hour."""
    by_uid = {entry.uid: entry for entry in entries}
    return {
        new.proposal.uid: ((new.day - MONDAY).days, f"{new.start:%H:%M}" if new.start else "")
        for new in placed_proposals(proposals, by_uid, known)
    }


def test_two_proposals_never_take_the_same_hour() -> None:
    assert placed([proposal("a"), proposal("b")], diary()) == {"a": (1, "09:00"), "b": (1, "10:00")}


def test_a_proposal_is_when_both_are_free() -> None:
    known = diary((at(1, 8), at(1, 11)), receivers=((at(1, 11), at(1, 15)),))

    assert placed([proposal("a")], known) == {"a": (1, "15:00")}


def test_a_full_day_moves_it_to_another_of_the_week() -> None:
    known = diary((at(1, 0), at(1, 24)), (at(2, 9), at(2, 12)))

    assert placed([proposal("a")], known) == {"a": (2, "12:00")}


def test_without_an_hour_it_has_its_day() -> None:
    assert placed([proposal("a")], diary(told=False)) == {"a": (1, "")}
    assert placed([proposal("a")], diary((at(0, 0), at(9, 0)))) == {"a": (1, "")}


def test_a_proposal_stays_while_it_can() -> None:
    assert placed([proposal("a")], diary(), entry("a", 2, 14)) == {"a": (2, "14:00")}
    assert placed([proposal("a")], diary(told=False), entry("a", 2, 14)) == {"a": (2, "14:00")}
    assert placed([proposal("a")], diary(told=False), entry("a", 2, None)) == {"a": (2, "")}
    assert placed([proposal("a")], diary(today=1), entry("a", 1, 14)) == {"a": (1, "14:00")}


def test_a_proposal_moves_when_it_must() -> None:
    meeting = (at(2, 14.5), at(2, 15))

    assert placed([proposal("a")], diary(meeting), entry("a", 2, 14)) == {"a": (1, "09:00")}
    assert placed([proposal("a")], diary(), entry("a", 4, 14)) == {"a": (1, "09:00")}  # another week
    assert placed([proposal("a")], diary(today=3), entry("a", 2, 14)) == {"a": (1, "09:00")}  # it is over
    assert placed([proposal("a")], diary(), entry("a", 2, 20)) == {"a": (1, "09:00")}  # other hours
    assert placed([proposal("a")], diary(), entry("a", 2, None)) == {"a": (1, "09:00")}  # it had no hour


def test_who_comes_later_leaves_the_place_of_who_was_there() -> None:
    before = entry("b", 1, 9)

    assert placed([proposal("a"), proposal("b")], diary(), before) == {"a": (1, "10:00"), "b": (1, "09:00")}


def test_what_somebody_has_changed_takes_its_time() -> None:
    theirs = entry("x", 1, 9, as_written=False)

    assert placed([proposal("a")], diary(), theirs) == {"a": (1, "10:00")}


def kinds(
    new: list[PlacedProposal],
    *entries: CalendarEntry,
    same: bool = False,
    booked: dict[str, date] | None = None,
) -> list[str]:
    by_uid = {entry.uid: entry for entry in entries}
    changes = calendar_changes(new, by_uid, lambda _: same, booked or {}, MONDAY)
    return [
        f"{change.kind} {change.placed.proposal.uid if change.placed else change.entry and change.entry.uid}"
        for change in changes
    ]


def new(uid: str) -> PlacedProposal:
    return PlacedProposal(proposal(uid), day(1), at(1, 9))


def test_what_is_done_with_each_entry() -> None:
    assert kinds([new("a")]) == ["added a"]
    assert kinds([new("a")], entry("a", 1)) == ["updated a"]
    assert kinds([new("a")], entry("a", 1), same=True) == ["unchanged a"]
    assert kinds([new("a")], entry("a", 1, as_written=False), same=True) == ["left as it is a"]
    assert kinds([], entry("a", 1)) == ["withdrawn a"]


def test_what_is_never_withdrawn() -> None:
    assert kinds([], entry("a", 1, as_written=False)) == []
    assert kinds([], entry("a", -1)) == []
    assert kinds([], entry("a", 1), booked={"a": day(1)}) == []
    assert kinds([], entry("a", 1), booked={"a": day(2)}) == ["withdrawn a"]
    assert calendar_changes([], {"a": entry("a", 1)}, lambda _: False, {}, MONDAY, withdraw=False) == ()


def test_a_meeting_in_the_calendar_takes_a_proposal_s_place() -> None:
    owed = planned().invitation.owed
    key = (owed.service, owed.member or "")
    proposals = [proposal("a"), proposal("b")]

    needed, met = without_booked(proposals, [(*key, day(3)), (*key, day(3)), ("other", key[1], day(2))])

    assert [left.uid for left in needed] == ["b"]
    assert [(done.uid, when) for done, when in met] == [("a", day(3))]


HOURS = st.integers(0, 47).map(lambda half: half / 2)
KNOWN = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.integers(-2, 6), st.one_of(st.none(), HOURS), st.booleans()),
    max_size=6,
)
BUSY = st.lists(st.tuples(st.integers(0, 5), HOURS, st.integers(1, 16)), max_size=6)


@given(KNOWN, BUSY, st.integers(0, 6), st.booleans())
def test_a_second_run_changes_nothing(
    known: dict[str, tuple[int, float | None, bool]],
    busy: list[tuple[int, float, int]],
    count: int,
    told: bool,  # noqa: FBT001 - drawn
) -> None:
    times = [(at(number, hour), at(number, hour + half / 2)) for number, hour, half in busy]
    entries = {uid: entry(uid, number, hour, as_written=ours) for uid, (number, hour, ours) in known.items()}
    proposals = [proposal(uid) for uid in "abcdef"[:count]]

    first = placed_proposals(proposals, entries, diary(*times, told=told))
    written = {uid: left for uid, left in entries.items() if not left.as_written}
    for place in first:
        uid = place.proposal.uid
        written.setdefault(uid, CalendarEntry(uid, place.day, place.start, place.end, as_written=True))
    again = placed_proposals(proposals, written, diary(*times, told=told))

    theirs = {uid for uid, left in entries.items() if not left.as_written}
    assert [p for p in again if p.proposal.uid not in theirs] == [
        p for p in first if p.proposal.uid not in theirs
    ]
    starts = [place for place in first if place.start and place.proposal.uid not in theirs]
    spans = sorted((place.start, place.end) for place in starts if place.start and place.end)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
