"""Who is in an entry: addresses in each form that programs write, names where there is none, and broken lines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.imports.test_calendar_bombs import calendar, entry
from tests.unit.imports.test_ics_expansion import expanded

PEOPLE = {"ida.salo@fjord.example": "p-ida", "noel@fjord.example": "p-noel"}
NAMES = {"p-ida": "Salo, Ida", "p-noel": "Noël Dupré", "p-twin-a": "Kim Berg", "p-twin-b": "Berg, Kim"}


def read(*lines: str, **task: Any) -> dict[str, Any]:
    return expanded(calendar(entry(*lines)), people=PEOPLE, names=NAMES, **task)


def answers(*lines: str, **task: Any) -> dict[str, str]:
    (occurrence,) = read(*lines, **task)["occurrences"]
    known: dict[str, str] = occurrence["answers"]
    return known


ADDRESSES = {
    "as it should be": "ATTENDEE:mailto:ida.salo@fjord.example",
    "in capital letters": "ATTENDEE:MAILTO:Ida.Salo@Fjord.Example",
    "bare": "ATTENDEE:ida.salo@fjord.example",
    "behind a space": "ATTENDEE:mailto: ida.salo@fjord.example",
    "in angle brackets": "ATTENDEE:mailto:<ida.salo@fjord.example>",
    "in quotes": "ATTENDEE:mailto:'ida.salo@fjord.example'",
    "percent-encoded": "ATTENDEE:mailto:ida.salo%40fjord.example",
    "behind another protocol": "ATTENDEE:SMTP:ida.salo@fjord.example",
    "with a subject": "ATTENDEE:mailto:ida.salo@fjord.example?subject=x",
    "in a parameter": "ATTENDEE;EMAIL=ida.salo@fjord.example:urn:uuid:0F2A",
    "in a parameter in quotes": 'ATTENDEE;EMAIL="ida.salo@fjord.example":/principals/77/',
    "in a parameter, encoded": "ATTENDEE;EMAIL=ida.salo%40fjord.example:invalid:nomail",
    "beside a relay's": "ATTENDEE;EMAIL=ida.salo@fjord.example:mailto:2_GM@imip.me.com",
    "behind a name with a colon": "ATTENDEE;CN=Salo: Ida:mailto:ida.salo@fjord.example",
    "by name alone": 'ATTENDEE;CN="Ida Salo":invalid:nomail',
    "by name, the last one first": 'ATTENDEE;CN="SALO, Ida (External)":mailto:/o=Org/cn=Recipients/cn=isalo',
}


@pytest.mark.parametrize("line", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("name", ["ATTENDEE", "ORGANIZER"])
def test_an_address_is_known_in_each_form(line: str, name: str) -> None:
    assert list(answers(line.replace("ATTENDEE", name))) == ["p-ida"]


def test_a_name_counts_only_without_an_address() -> None:
    found = read('ATTENDEE;CN="Ida Salo":mailto:other@elsewhere.example')

    assert found["occurrences"][0]["answers"] == {}
    assert found["occurrences"][0]["strangers"] == 1
    assert found["notes"] == []


def test_a_name_of_two_people_is_nobody_s() -> None:
    assert answers('ATTENDEE;CN="Kim Berg":invalid:nomail') == {}


def test_who_was_known_by_name_is_noted() -> None:
    found = read('ATTENDEE;CN="Ida Salo":invalid:nomail')

    assert found["notes"] == [
        "entry 1 has people without an address. They were recognised by their names in people.csv"
    ]


BROKEN = {
    "quotes in quotes": ('ATTENDEE;CN="Ida "I" Salo":mailto:ida.salo@fjord.example', "ATTENDEE 2"),
    "quotes that do not end": ('ATTENDEE;CN="Ida Salo:mailto:ida.salo@fjord.example', "ATTENDEE 2"),
    "a parameter without a value": ("ATTENDEE;CN:mailto:ida.salo@fjord.example", "ATTENDEE 2"),
    "a parameter without a name": ("ATTENDEE;=x:mailto:ida.salo@fjord.example", "ATTENDEE 2"),
    "words between": ('ATTENDEE;CN=Ida;X="1";NO VALUE":mailto:ida.salo@fjord.example', "ATTENDEE 2"),
    "no colon": ("ATTENDEE=ida.salo@fjord.example", "ATTENDEE 2"),
    "no value": ("ATTENDEE;CN=Ida:", "ATTENDEE 2"),
    "no address": ("ATTENDEE;CN=Ida:mailto:", "ATTENDEE 2"),
    "an organiser in quotes": ('ORGANIZER;CN="Ida "I" Salo":mailto:ida.salo@fjord.example', "ORGANIZER"),
    "an organiser without an address": ("ORGANIZER:mailto:", "ORGANIZER"),
}


@pytest.mark.parametrize(("line", "which"), BROKEN.values(), ids=BROKEN)
def test_a_line_that_is_broken_refuses_its_entry(line: str, which: str) -> None:
    found = read("ATTENDEE:mailto:noel@fjord.example", line)

    assert found["occurrences"] == []
    assert [why for _, _, why in found["refused"]] == [
        f"its {which} could not be read, so who is in it is unknown"
    ]


def test_a_property_that_only_begins_like_one_is_no_person() -> None:
    assert answers("ATTENDEE-X:broken;", "ATTENDEE:mailto:noel@fjord.example") == {"p-noel": "NEEDS-ACTION"}


NOT_PEOPLE = {
    "a room by its kind": "ATTENDEE;CUTYPE=ROOM:mailto:kaste@fjord.example",
    "a room of a provider": "ATTENDEE:mailto:c_188@resource.calendar.google.com",
    "an observer": "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:notes@fjord.example",
    "what is named as none": "ATTENDEE:mailto:Room-Kaste@fjord.example",
    "a bot that organises": "ORGANIZER:mailto:room-kaste@fjord.example",
}


@pytest.mark.parametrize("line", NOT_PEOPLE.values(), ids=NOT_PEOPLE)
def test_rooms_lists_and_bots_are_not_counted(line: str) -> None:
    found = read("ATTENDEE:mailto:noel@fjord.example", line, not_people=["room-kaste@fjord.example"])

    (occurrence,) = found["occurrences"]
    assert (list(occurrence["answers"]), occurrence["strangers"]) == (["p-noel"], 0)


@pytest.mark.parametrize("answer", ["DECLINED", "DELEGATED", "declined"])
def test_strangers_who_said_no_are_not_counted(answer: str) -> None:
    found = read(
        f"ATTENDEE;PARTSTAT={answer}:mailto:hr@elsewhere.example", "ATTENDEE:mailto:noel@fjord.example"
    )

    assert found["occurrences"][0]["strangers"] == 0


def test_the_list_of_a_team_is_told_by_its_team() -> None:
    found = read("ATTENDEE;CUTYPE=GROUP:mailto:Crew@fjord.example", lists={"crew@fjord.example": "harbour"})

    assert (found["occurrences"][0]["lists"], found["occurrences"][0]["strangers"]) == (["harbour"], 1)


def test_words_leave_the_process_only_when_asked_for() -> None:
    lines = (
        "SUMMARY:Weekly Ida",
        "ATTENDEE:mailto:ida.salo@fjord.example",
        "ATTENDEE:mailto:x@elsewhere.example",
    )

    quiet, asked = read(*lines), read(*lines, wording=True)

    assert quiet["occurrences"][0]["words"] is None
    assert not any(word in repr(quiet) for word in ("Weekly", "elsewhere", "Salo"))
    assert asked["occurrences"][0]["words"] == {
        "title": "Weekly Ida", "pattern": "weekly", "unknown": ["x@elsewhere.example"]
    }  # fmt: skip
