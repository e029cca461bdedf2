"""Rules that would take entries no rule takes: grouped by their words, and each tried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checks.imports.event_matching import EntryWords, Occurrence, match_occurrences
from checks.imports.rule_suggestions import AssistantSuggestion, RoomSuggestion, Suggestions, suggest_rules
from checks.model.recognition import CalendarRules
from tests.unit.imports.test_event_matching import case, meeting

RULES = CalendarRules.model_validate(
    {"schema": "1", "rules": [{"service": "one-on-one", "title": "x", "attendees": {"at_most": "2"}}]}
).rules


def entry(
    number: int, title: str, pattern: str, *people: str, unknown: tuple[str, ...] = (), **other: Any
) -> Occurrence:
    words = EntryWords(title, pattern, unknown)
    occurrence = meeting(*people, by=other.pop("by", people[0]), strangers=len(unknown), **other)
    return replace(
        occurrence, position=number, uid=f"{number:016}", words=words, titles=other.get("titles", frozenset())
    )


def suggested(*occurrences: Occurrence) -> Suggestions:
    return suggest_rules(match_occurrences(occurrences, RULES, case()), RULES, case())


def test_entries_of_two_are_grouped_by_their_words() -> None:
    found = suggested(
        entry(1, "Weekly Cat", "weekly", "p-lea", "p-cat"),
        entry(1, "Weekly Cat", "weekly", "p-lea", "p-cat"),
        entry(2, "Weekly Ann", "weekly", "p-lea", "p-ann"),
        entry(3, "Lunch", "lunch", "p-lea", "p-cat"),
    ).rules

    assert [(rule.title, rule.entries, rule.meetings, rule.titles) for rule in found] == [
        ("weekly", 2, 3, ("Weekly Cat", "Weekly Ann")),
        ("lunch", 1, 1, ("Lunch",)),
    ]
    assert found[0].rule(found[0].services[0]).as_data() == {
        "service": "one-on-one",
        "title": "weekly",
        "attendees": {"at_most": 2},
        "with": ["giver", "member"],
    }


def test_each_rule_takes_the_entries_it_is_suggested_for() -> None:
    occurrence = entry(1, "Weekly Cat", "weekly", "p-lea", "p-cat")

    for rule in suggested(occurrence).rules:
        for service in rule.services:
            titled = replace(occurrence, titles=frozenset({rule.title}))
            assert match_occurrences([titled], [rule.rule(service)], case()).touchpoints


def test_a_service_called_like_the_title_comes_first() -> None:
    (rule,) = suggested(entry(1, "Career talk Cat", "career talk", "p-lea", "p-cat")).rules

    assert rule.services[0] == "career-conversation"


def test_most_of_a_team_with_a_giver_is_a_meeting_of_the_team() -> None:
    (rule,) = suggested(entry(1, "Retro", "retro", "p-lea", "p-ann", "p-ben", "p-cat")).rules

    assert (rule.pair, rule.services) == (False, ("team-health-check",))
    assert rule.rule(rule.services[0]).as_data()["attendees"] == {"at_least": 3}


def test_other_entries_are_not_suggested() -> None:
    found = suggested(
        entry(1, "Half a team", "half a team", "p-lea", "p-ann", "p-ben"),
        entry(2, "Vendor", "vendor", "p-lea", "p-cat", unknown=("v@elsewhere.example",)),
        entry(3, "Peers", "peers", "p-cat", "p-dan"),
        entry(4, "Alone", "alone", "p-lea"),
        replace(
            entry(5, "Declined", "declined", "p-lea", "p-cat"),
            answers={"p-lea": "ACCEPTED", "p-cat": "DECLINED"},
        ),
    )

    assert found == Suggestions()


def test_entries_without_words_in_common_are_counted() -> None:
    assert suggested(entry(1, "Q3", "", "p-lea", "p-cat")).wordless == 1


def test_an_address_that_keeps_entries_from_fitting_is_named() -> None:
    titles = frozenset({"x"})
    kaste = ("kaste@fjord.example",)

    found = suggested(
        entry(1, "x", "x", "p-lea", "p-cat", unknown=kaste, titles=titles),
        entry(2, "x", "x", "p-lea", "p-ann", unknown=kaste, titles=titles),
        entry(3, "x", "x", "p-lea", "p-ann", unknown=(*kaste, "b@fjord.example"), titles=titles),
    )

    assert found.rooms == (RoomSuggestion("kaste@fjord.example", 2),)


def test_a_room_among_entries_without_a_rule_is_named() -> None:
    room, guest = ("kaste@fjord.example",), ("v@elsewhere.example",)

    found = suggested(
        entry(1, "Walk", "walk", "p-lea", "p-cat", unknown=room),
        entry(2, "Retro", "retro", "p-lea", "p-ann", "p-ben", "p-cat", unknown=room),
        entry(3, "Vendor", "vendor", "p-lea", "p-cat", unknown=guest),
        entry(4, "Vendor", "vendor", "p-lea", "p-cat", unknown=guest),
        entry(5, "Peers", "peers", "p-cat", "p-dan", unknown=room),
    )

    assert found == Suggestions(rooms=(RoomSuggestion("kaste@fjord.example", 2),))


def test_an_organiser_who_is_a_third_person_may_be_an_assistant() -> None:
    found = suggested(entry(1, "x", "x", "p-ina", "p-lea", "p-cat", titles=frozenset({"x"})))

    assert found.assistants == (AssistantSuggestion("p-ina", "p-lea", 1),)
