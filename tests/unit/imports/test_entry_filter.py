"""Which entries are looked at: never fewer than what would be a touchpoint, and few of the others."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from checks.imports.calendar_file import CalendarQuery
from checks.imports.entry_filter import EntryFilter, KnownEntries, SelectedEntries, entry_key, single_uid
from checks.imports.ics import NotACalendarError, split_calendar
from checks.imports.ics_expansion import Expansion, uid_of
from checks.imports.team_index import TeamIndex
from checks.model.recognition import CalendarRules
from checks.model.team import Stay
from checks.remote.own_entries import mark
from tests.support.collecting import calendar, meeting
from tests.support.examples import examples

RULES = CalendarRules.model_validate(
    {
        "schema": "1",
        "rules": [
            {"service": "one-on-one", "title": ["1:1", "A / B"], "attendees": {"at_most": "2"}},
            {"service": "health-check", "category": "Health check"},
        ],
    }
)
NAMES = ("grace", "ada", "mia", "tony")
STAY = Stay.model_validate({"person": "p-ada", "from": "2025-01-01"})
INDEX = TeamIndex(
    {"p-ada": {"harbour": (STAY,)}, "p-mia": {"harbour": (STAY,)}, "p-tony": {"quay": (STAY,)}},
    {"harbour": frozenset({"p-grace"}), "quay": frozenset({"p-edsger"})},
)
QUERY = CalendarQuery(
    date(2026, 1, 1),
    date(2027, 2, 20),
    "Europe/Helsinki",
    {f"{name}@northlight.example": f"p-{name}" for name in NAMES},
    ("1:1", "A / B"),
    ("Health check",),
    names={f"p-{name}": f"{name.capitalize()} Lee" for name in NAMES},
    not_people=("room@northlight.example",),
    lists={"harbour@northlight.example": "harbour"},
)


def selected(text: str | bytes, owner: str = "", known: KnownEntries | None = None) -> SelectedEntries:
    content = text if isinstance(text, bytes) else text.encode()
    file = io.BufferedReader(io.BytesIO(content))
    return EntryFilter(QUERY, RULES.rules, INDEX).selected(file, owner, known or KnownEntries())


def kept(text: str | bytes, owner: str = "", known: KnownEntries | None = None) -> list[int]:
    return sorted(at for batch in selected(text, owner, known).batches for at in batch.positions)


DAY = "2026-11-26"
ENTRIES: dict[str, tuple[str, bool]] = {
    "a leader and a member": (meeting("a", DAY, "grace", "ada"), True),
    "a member and a leader": (meeting("a", DAY, "ada", "grace"), True),
    "two members": (meeting("a", DAY, "mia", "ada"), False),
    "a leader and another team's member": (meeting("a", DAY, "grace", "tony"), False),
    "somebody alone": (meeting("a", DAY, "grace"), False),
    "nobody": (meeting("a", DAY), False),
    "another title": (meeting("a", DAY, "grace", "ada", title="Lunch"), False),
    "a title of names": (meeting("a", DAY, "grace", "ada", title="Grace / Ada"), True),
    "a title of other names": (meeting("a", DAY, "grace", "ada", title="Kim / Bo"), False),
    "a category": (
        meeting("a", DAY, "grace", "ada", title="x", lines=("CATEGORIES:Red,Health check",)),
        True,
    ),
    "called off in its title": (meeting("a", DAY, "grace", "ada", title="Cancelled: lunch"), True),
    "cancelled": (meeting("a", DAY, "grace", "ada", title="Lunch", lines=("STATUS:CANCELLED",)), True),
    "the day before the first": (meeting("a", "2025-12-31", "grace", "ada"), True),
    "long ago": (meeting("a", "2025-12-30", "grace", "ada"), False),
    "much later": (meeting("a", "2027-02-22", "grace", "ada"), False),
    "a series from long ago": (
        meeting("a", "2020-01-01", "grace", "ada", lines=("RRULE:FREQ=WEEKLY",)),
        True,
    ),
    "a series that is over": (
        meeting("a", "2020-01-01", "grace", "ada", lines=("RRULE:FREQ=WEEKLY;UNTIL=20250101T000000Z",)),
        False,
    ),
    "a list of a team": (
        meeting("a", DAY, "grace", lines=("ATTENDEE:mailto:harbour@northlight.example",)),
        True,
    ),
    "a list of a team without a leader": (
        meeting("a", DAY, "tony", lines=("ATTENDEE:mailto:harbour@northlight.example",)),
        False,
    ),
    "somebody by name": (meeting("a", DAY, "grace", lines=("ATTENDEE;CN=Ada Lee:invalid:nomail",)), True),
    "somebody by a folded address": (
        meeting("a", DAY, "grace", lines=("ATTENDEE:mailto:ad\n a@northlight.example",)),
        True,
    ),
    "somebody by an encoded address": (
        meeting("a", DAY, "grace", lines=("ATTENDEE:MAILTO:Ada%40northlight.example",)),
        True,
    ),
    "somebody by a parameter": (
        meeting("a", DAY, "grace", lines=('ATTENDEE;EMAIL="ada@northlight.example":urn:x',)),
        True,
    ),
    "an address only in a name": (
        meeting("a", DAY, "grace", lines=('ATTENDEE;SENT-BY="mailto:ada@northlight.example":mailto:x@y.z',)),
        False,
    ),
    "people only in an alarm": (
        meeting(
            "a", DAY, "grace", lines=("BEGIN:VALARM", "ATTENDEE:mailto:ada@northlight.example", "END:VALARM")
        ),
        False,
    ),
    "no start": (meeting("a", DAY, "grace", "ada").replace("DTSTART", "X-START"), True),
}


@pytest.mark.parametrize(("entry", "wanted"), ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_entry_is_looked_at_if_it_can_be_a_touchpoint(entry: str, newline: str, *, wanted: bool) -> None:
    text = calendar(meeting("z", DAY), entry).replace("\n", newline)

    assert kept(text) == ([2] if wanted else [])


def test_all_entries_of_one_uid_go_together() -> None:
    series = meeting("a", "2026-01-05", "grace", "tony", lines=("RRULE:FREQ=WEEKLY",))
    change = meeting("a", "2026-03-03", "grace", "ada", lines=("RECURRENCE-ID:20260302T090000Z",))

    assert kept(calendar(series, meeting("b", DAY), change)) == [1, 3]


def test_what_was_recognised_before_is_looked_at() -> None:
    entry = calendar(meeting("a", DAY, "grace", title="Lunch"), meeting("b", "2029-01-01", "grace"))

    assert kept(entry, known=KnownEntries(keys={entry_key(b"a")})) == [1]
    assert kept(entry, known=KnownEntries(uids={uid_of("b", "")})) == [2]


def test_the_id_of_a_single_entry_is_that_of_the_expansion() -> None:
    assert single_uid(rb"a\,b\;c\\d ") == uid_of("a,b;c\\d", "")


def test_an_entry_nobody_sent_counts_as_the_owners() -> None:
    entry = calendar(meeting("a", DAY, "ada").replace("ORGANIZER", "X-ORGANIZER"))

    assert (kept(entry), kept(entry, owner="p-grace")) == ([], [1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a calendar"),
        ("<html>", "not a calendar"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n", "middle of an entry"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\n", "its end is missing"),
    ],
)
def test_half_a_calendar_or_none_is_refused(text: str, words: str) -> None:
    with pytest.raises(NotACalendarError, match=words):
        selected(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_calendars_in_other_encodings_are_read(encoding: str) -> None:
    assert kept(calendar(meeting("a", DAY, "grace", "ada")).encode(encoding)) == [1]


def test_names_in_small_letters_are_read() -> None:
    text = "\n".join(
        line if line.startswith(("ORG", "ATT", "SUM")) else line.lower()
        for line in calendar(meeting("a", DAY, "grace", "ada")).splitlines()
    )

    assert kept(text) == [1]


def test_an_entry_that_is_too_large_is_passed_over() -> None:
    large = meeting("a", DAY, "grace", "ada", lines=("ATTACH:" + "x" * 6_000_000,))

    found = selected(calendar(large, meeting("b", DAY, "grace", "ada")))

    assert found.too_large == 1
    assert [key for batch in found.batches for key in batch.keys] == [entry_key(b"b")]


def test_a_calendar_of_many_entries_is_read_in_pieces() -> None:
    entries = [
        meeting(f"e{at}", DAY, *("grace", "ada")[: 1 + at % 2], lines=("DESCRIPTION:" + "x" * 300,))
        for at in range(8_000)
    ]

    found = selected(calendar(*entries).replace("\n", "\r\n"))

    assert found.count == 8_000
    assert sorted(at for batch in found.batches for at in batch.positions) == list(range(2, 8_001, 2))
    assert all(len(batch.positions) <= 250 for batch in found.batches)
    assert "DESCRIPTION" not in found.batches[0].text


def test_time_zones_and_the_method_stay_with_every_batch() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE"
    text = calendar(
        "METHOD:CANCEL", meeting("a", DAY, "grace", "ada"), zone, zone, "X-WR-TIMEZONE:Europe/Paris"
    )

    cut = split_calendar(selected(text).batches[0].text)

    assert (cut.cancels, cut.zone, len(cut.zones)) == (True, "Europe/Paris", 1)


people = st.lists(st.sampled_from(NAMES), max_size=3, unique=True)
titles = st.sampled_from(["1:1", "Grace / Ada", "Lunch", "Canceled: 1:1", "x"])
extra = st.sampled_from(
    [
        (),
        ("RRULE:FREQ=MONTHLY",),
        ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261126T090000Z"),
        ("RECURRENCE-ID:20261126T090000Z",),
        ("STATUS:CANCELLED",),
        ("CATEGORIES:Health check",),
        ("ATTENDEE:mailto:guest@example.org",),
        ("ATTENDEE:mailto:harbour@northlight.example",),
        ("ATTENDEE:mailto:room@northlight.example",),
    ]
)
days = st.sampled_from(["2020-01-01", "2025-12-31", "2026-03-02", DAY, "2027-03-01"])
entries = st.lists(st.tuples(st.sampled_from("abc"), days, people, titles, extra), max_size=6)


@given(drawn=entries)
@examples(40, 1_000)
def test_nothing_that_would_be_recognised_is_left_out(drawn: list[Any]) -> None:
    text = calendar(
        *(meeting(uid, day, *who, title=title, lines=lines) for uid, day, who, title, lines in drawn)
    )
    task = {
        "first": "2026-01-01", "last": "2027-02-20", "zone": QUERY.zone, "people": QUERY.people,
        "names": QUERY.names, "titles": QUERY.titles, "categories": QUERY.categories, "not_people": QUERY.not_people,
        "lists": QUERY.lists,
    }  # fmt: skip

    def relevant(answer: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            fields
            for fields in answer["occurrences"]
            if "2026-01-01" <= fields["day"] <= "2027-02-20"
            and (fields["titles"] or fields["categories"] or fields["status"] == "CANCELLED")
            and (
                INDEX.teams_of(frozenset(fields["answers"]))
                or (fields["lists"] and "p-grace" in fields["answers"])
            )
        ]

    whole = Expansion(task, split_calendar(text)).run()
    parts = [
        Expansion(task, split_calendar(batch.text).numbered(batch.positions)).run()
        for batch in selected(text).batches
    ]

    assert relevant(whole) == sorted(
        (fields for part in parts for fields in relevant(part)),
        key=lambda fields: (fields["day"], fields["position"], fields["uid"]),
    )


@pytest.mark.parametrize(
    ("change", "wanted"), [(("", ""), []), (("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"), [2])]
)
def test_a_suggestion_of_ours_is_no_meeting_until_answered(
    change: tuple[str, str], wanted: list[int]
) -> None:
    lines = (
        "DESCRIPTION:What to talk about",
        "STATUS:TENTATIVE",
        "BEGIN:VALARM",
        "TRIGGER:-PT5M",
        "END:VALARM",
    )
    entry = calendar(meeting("a", DAY, "grace", "ada", lines=lines, answer="NEEDS-ACTION"))
    event = Calendar.from_ical(entry).walk("VEVENT")[0]
    written = mark(event).to_ical().decode().replace("\r\n", "\n").strip()

    assert kept(calendar(meeting("z", DAY), written.replace(*change))) == wanted
