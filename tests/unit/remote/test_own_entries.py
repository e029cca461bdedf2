"""An entry of ours is known by its digest: whatever a server does to its spelling, and only until somebody changes it."""

from datetime import UTC, datetime
from random import Random

import pytest
import vobject
from icalendar import Calendar, Event

from checks.remote.own_entries import is_open_proposal, mark, own_entry


def written() -> str:
    event = Event()
    event.add("uid", "1@outbound-playbook")
    event.add("dtstamp", datetime(2026, 11, 23, tzinfo=UTC))
    event.add("sequence", 2)
    event.add("dtstart", datetime(2026, 11, 24, 7, tzinfo=UTC))
    event.add("dtend", datetime(2026, 11, 24, 8, tzinfo=UTC))
    event.add("summary", "One-on-one: Ada, of course; and “more”")
    event.add("status", "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["One-on-one", "A, b"])
    event.add(
        "description",
        "First\n\n1. Second, third; and a line that is so long that it is folded at the end of it",
    )
    event.add("organizer", "mailto:grace@example.org")
    event.add("attendee", "mailto:ada@example.org", parameters={"PARTSTAT": "NEEDS-ACTION"})
    calendar = Calendar()
    calendar.add("prodid", "-//x//EN")
    calendar.add("version", "2.0")
    calendar.add_component(mark(event))
    text: bytes = calendar.to_ical()
    return text.decode()


SPELLED = {
    "a time of its own": ("DTSTAMP:20261123T000000Z", "DTSTAMP:20261201T101500Z"),
    "another sequence": ("SEQUENCE:2", "SEQUENCE:7"),
    "its own properties": ("END:VEVENT", "CREATED:20261123T000000Z\r\nX-MOZ-GENERATION:3\r\nEND:VEVENT"),
    "what is usual": ("END:VEVENT", "CLASS:PUBLIC\r\nPRIORITY:0\r\nEND:VEVENT"),
    "what became of the invitation": ("ATTENDEE;", "ATTENDEE;SCHEDULE-STATUS=1.1;RSVP=TRUE;"),
    "small letters of an address": ("mailto:grace@example.org", "MAILTO:Grace@example.org"),
    "a name": ("ORGANIZER:", "ORGANIZER;CN=Grace:"),
    "lines that end otherwise": ("\r\n", "\n"),
    "another time zone of the same moment": (
        "DTSTART:20261124T070000Z",
        "DTSTART;TZID=Europe/Helsinki:20261124T090000",
    ),
}
CHANGED = {
    "moved": ("DTSTART:20261124T070000Z", "DTSTART:20261124T073000Z"),
    "made longer": ("DTEND:20261124T080000Z", "DTEND:20261124T090000Z"),
    "confirmed": ("STATUS:TENTATIVE", "STATUS:CONFIRMED"),
    "no status": ("STATUS:TENTATIVE\r\n", ""),
    "accepted": ("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED"),
    "declined": ("PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED"),
    "shown as busy": ("TRANSP:TRANSPARENT", "TRANSP:OPAQUE"),
    "another title": ("SUMMARY:One", "SUMMARY:1"),
    "a note": ("DESCRIPTION:First", "DESCRIPTION:Bring cake"),
    "a place": ("END:VEVENT", "LOCATION:Room 1\r\nEND:VEVENT"),
    "somebody else": ("END:VEVENT", "ATTENDEE:mailto:mia@example.org\r\nEND:VEVENT"),
    "a reminder": (
        "END:VEVENT",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT",
    ),
    "repeated": ("END:VEVENT", "RRULE:FREQ=WEEKLY\r\nEND:VEVENT"),
}


@pytest.mark.parametrize("case", SPELLED)
def test_a_server_s_spelling_is_no_change(case: str) -> None:
    assert is_open_proposal(written())
    assert is_open_proposal(replaced(*SPELLED[case]))


@pytest.mark.parametrize("case", CHANGED)
def test_what_somebody_does_is_a_change(case: str) -> None:
    own = own_entry(replaced(*CHANGED[case]))

    assert own is not None
    assert not own.as_written


def replaced(old: str, new: str) -> str:
    text = written()
    assert old in text
    return text.replace(old, new)


def test_another_program_s_serialiser_is_no_change() -> None:
    text = vobject.readOne(written()).serialize()

    assert text != written()
    assert is_open_proposal(text)


def test_what_is_told_of_an_entry() -> None:
    own = own_entry(written())

    assert own is not None
    assert (own.uid, own.sequence) == ("1@outbound-playbook", 2)
    assert own.start == datetime(2026, 11, 24, 7, tzinfo=UTC)


ODD = {
    "of somebody else": written().replace("X-OUTBOUND-WRITTEN", "X-OTHER"),
    "no calendar": "X-OUTBOUND-WRITTEN",
    "without a start": written().replace("DTSTART:20261124T070000Z\r\n", ""),
    "a start that is none": written().replace("DTSTART:20261124T070000Z", "DTSTART:soon"),
    "without a UID": written().replace("UID:1@outbound-playbook\r\n", ""),
    "half": written()[:200] + "X-OUTBOUND-WRITTEN",
    "the mark in a note": written().replace("X-OUTBOUND-WRITTEN:", "COMMENT:X-OUTBOUND-WRITTEN "),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_none_of_ours(case: str) -> None:
    assert own_entry(ODD[case]) is None


PIECES = [
    ";TZID=Europe/Nowhere:", "BEGIN:VALARM\r\n", "END:VEVENT\r\n", "BEGIN:VEVENT\r\n", "DTSTART:99991231T235959Z\r\n",
    "DTSTART;TZID=America/New_York:00010101T000000\r\n", "DTEND:-PT1H\r\n", "SEQUENCE:x\r\n", "\x00", "\r\n ",
    "X-OUTBOUND-WRITTEN:1\r\n", "RRULE:FREQ=;X\r\n", "ATTENDEE\r\n", "DTSTART;VALUE=PERIOD:20260101T000000Z/PT1H\r\n",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_no_text_breaks_the_reading(seed: int) -> None:
    random = Random(seed)
    for _ in range(25):
        text = written()
        for _ in range(random.randint(1, 5)):
            at = random.randrange(len(text))
            cut = at + random.choice([0, 0, 1, 30])
            text = text[:at] + random.choice([*PIECES, ""]) + text[cut:]

        own = own_entry(text)

        assert own is None or own.uid
