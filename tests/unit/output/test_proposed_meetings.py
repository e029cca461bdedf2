"""What a proposal says in a calendar: names and no ids, in each language, and how it is told what was done."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from checks.output.proposed_meetings import Invitee, ProposalWriter, PushWords
from checks.planning.proposals import CalendarChange, CalendarEntry, ChangeKind, PlacedProposal, Proposal
from checks.wording.catalogues import language_of
from tests.support.building import AS_OF
from tests.unit.planning.test_proposals import planned

DAY = date(2026, 11, 24)
START = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
ADA = Invitee("Ada Lovelace", "ada@example.org")


def proposal(start: datetime | None = START) -> PlacedProposal:
    return PlacedProposal(Proposal("1@outbound-playbook", planned(), (DAY,)), DAY, start)


def writer(language: str = "en", *invited: Invitee) -> ProposalWriter:
    grace = Invitee("Grace Hopper", "grace@example.org")
    return ProposalWriter(AS_OF, language_of(language), grace, lambda _: invited or (ADA,))


def event(text: str) -> dict[str, str]:
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    return {name: value.to_ical().decode() for name, value in found.items()}


def test_an_entry_says_who_when_and_what_for() -> None:
    found = event(writer().text(proposal(), 3))

    assert (found["DTSTART"], found["DTEND"]) == ("20261124T073000Z", "20261124T081500Z")
    assert (found["STATUS"], found["TRANSP"], found["SEQUENCE"]) == ("TENTATIVE", "TRANSPARENT", "3")
    assert found["SUMMARY"] == "One-on-one: Ada Lovelace"
    assert (found["ORGANIZER"], found["ATTENDEE"]) == ("mailto:grace@example.org", "mailto:ada@example.org")
    assert "p-" not in "".join(found.values())


def test_without_an_hour_it_is_of_the_whole_day() -> None:
    found = event(writer().text(proposal(None)))

    assert (found["DTSTART"], found["DTEND"]) == ("20261124", "20261125")
    assert "Choose an hour." in found["DESCRIPTION"]


SAID = {
    "en": "Suggested date. Not booked yet.",
    "fi": "Ehdotettu päivä. Ei vielä varattu.",
    "sv": "Föreslagen dag. Inte bokat ännu.",
}


@pytest.mark.parametrize("code", SAID)
def test_it_is_said_in_the_playbook_s_language(code: str) -> None:
    assert event(writer(code).text(proposal()))["DESCRIPTION"].startswith(SAID[code])


def test_its_digest_changes_with_what_it_says() -> None:
    same = writer().digest(proposal())

    assert same == writer().digest(proposal())
    assert same == replace(writer(), as_of=DAY).digest(proposal())
    assert same != writer("fi").digest(proposal())
    assert same != writer().digest(proposal(None))
    assert same != writer("en", Invitee("", "ada@example.org")).digest(proposal())


def entry(start: datetime | None = START) -> CalendarEntry:
    return CalendarEntry("1", DAY, start, start, as_written=True, title="One-on-one: Ada Lovelace")


LINES = {
    "added: One-on-one, p-ada, Tue 24 Nov 09:30": CalendarChange(ChangeKind.ADDED, proposal()),
    "updated: One-on-one, p-ada, Tue 24 Nov, without an hour": CalendarChange(
        ChangeKind.UPDATED, proposal(None), entry()
    ),
    "withdrawn: the proposal, Tue 24 Nov 09:30: no longer needed": CalendarChange(
        ChangeKind.WITHDRAWN, entry=entry()
    ),
    "left as it is: One-on-one, p-ada, Tue 24 Nov: someone has changed or answered it": CalendarChange(
        ChangeKind.LEFT, proposal(), entry(None)
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_what_was_done_is_told_in_a_line(line: str) -> None:
    assert PushWords(AS_OF, str, language_of("en")).change(LINES[line]) == line


def test_names_are_told_to_who_has_the_table() -> None:
    words = PushWords(AS_OF, lambda _: "Ada Lovelace", language_of("en"))

    told = words.change(CalendarChange(ChangeKind.WITHDRAWN, entry=entry()))

    assert told == "withdrawn: One-on-one: Ada Lovelace, Tue 24 Nov 09:30: no longer needed"
