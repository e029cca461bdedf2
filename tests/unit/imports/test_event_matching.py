"""Which entry is which service, for whom, given by whom, and on whose initiative."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checks.engine.team_case import TeamCase
from checks.imports.calendar_file import CalendarFile, merge_calendars
from checks.imports.event_matching import MatchResult, Occurrence, match_occurrences
from checks.loading.repository import open_repository
from checks.model.cadences import EventCadence
from checks.model.recognition import CalendarRules
from checks.model.team import Team
from checks.model.touchpoint_log import Log
from tests.support.paths import ROOT

DAY = date(2026, 11, 2)
POLICY = open_repository(ROOT).policy
TEAM = {
    "schema": "1",
    "id": "harbour",
    "name": "Harbour",
    "part_of": "engineering",
    "leaders": [{"person": "p-lea", "from": "2025-01-01"}, {"person": "p-old", "from": "2025-01-01", "to": "2026-06-30"}],
    "coaches": [
        {"person": "p-ann", "from": "2025-01-01"},
        {"person": "p-ben", "from": "2025-01-01"},
        {"person": "p-eva", "from": "2025-01-01"},
    ],
    "members": [
        {"person": "p-ann", "from": "2025-01-01"},
        {"person": "p-ben", "from": "2025-01-01", "coach": "p-ann"},
        {"person": "p-cat", "from": "2025-01-01"},
        {"person": "p-dan", "from": "2025-01-01", "to": "2026-10-31"},
        {"person": "p-eva", "from": "2024-01-01"},
    ],
}  # fmt: skip


def case() -> TeamCase:
    assert POLICY.playbook
    team = Team.model_validate(TEAM)
    above = Team.model_validate({**TEAM, "leaders": [{"person": "p-top", "from": "2025-01-01"}]}).leaders
    return TeamCase(POLICY.playbook, POLICY.services, team, Log(), (), above, POLICY.former, DAY)


def meeting(*people: str, by: str = "", strangers: int = 0, **other: Any) -> Occurrence:
    made = Occurrence(
        "a.ics", 1, "entry 1", "0" * 16, DAY, DAY,
        organiser=by, answers=dict.fromkeys(people, "ACCEPTED"), strangers=strangers, titles=frozenset({"x"}),
    )  # fmt: skip
    return replace(made, **other)


@pytest.mark.parametrize(
    ("after", "expected"), [("leaving", [("p-lea", "p-dan", "outbound")]), ("joining", [])]
)
def test_who_has_left_is_met_where_that_is_agreed(after: str, expected: list[tuple[str, str, str]]) -> None:
    whole = case()
    service = whole.services["one-on-one"]
    cadence = EventCadence.model_validate({"after": after, "within": ["30 days"]})
    agreed = service.agreements[-1].model_copy(update={"cadence": cadence})
    changed = service.model_copy(update={"agreements": (*service.agreements[:-1], agreed)})
    rules = CalendarRules.model_validate({"schema": "1", "rules": [{"service": "one-on-one", "title": "x"}]})
    services = {**whole.services, "one-on-one": changed}

    found = match_occurrences(
        [meeting("p-lea", "p-dan", by="p-lea")], rules.rules, replace(whole, services=services)
    )

    assert pairs(found) == expected


def off(found: MatchResult) -> set[tuple[str, str | None]]:
    return {(gone.source.uid, gone.member) for gone in found.off}


def recognised(one: Occurrence, **rule: Any) -> MatchResult:
    rules = CalendarRules.model_validate(
        {"schema": "1", "rules": [{"service": "one-on-one", "title": "x"} | rule]}
    )
    return match_occurrences([one], rules.rules, case())


def pairs(found: MatchResult) -> list[tuple[str, str, str]]:
    return [(one.giver, one.member, one.initiative) for one in found.touchpoints]


def why(found: MatchResult) -> str:
    assert not found.touchpoints
    return "; ".join(one.why for one in found.passed)


def test_the_organiser_says_whose_initiative_it_was() -> None:
    assert pairs(recognised(meeting("p-lea", "p-cat", by="p-lea"))) == [("p-lea", "p-cat", "outbound")]
    assert pairs(recognised(meeting("p-lea", "p-cat", by="p-cat"))) == [("p-lea", "p-cat", "inbound")]


def test_an_assistant_leaves_it_to_the_agreement() -> None:
    one = meeting("p-lea", "p-cat")

    assert pairs(recognised(one)) == [("p-lea", "p-cat", "outbound")]
    assert "can start from either side" in why(recognised(one, service="career-conversation"))


def test_between_two_coaches_the_chosen_one_gives() -> None:
    assert pairs(recognised(meeting("p-ann", "p-ben", by="p-ben"))) == [("p-ann", "p-ben", "inbound")]


def test_a_deputy_gives_until_their_last_day() -> None:
    assert "no one in it may give" in why(recognised(meeting("p-old", "p-cat", by="p-old")))
    before = meeting("p-old", "p-cat", by="p-old", day=date(2026, 6, 30), last=date(2026, 6, 30))
    assert pairs(recognised(before)) == [("p-old", "p-cat", "outbound")]


def test_who_has_left_is_no_member() -> None:
    assert "no one in it is a member" in why(recognised(meeting("p-lea", "p-dan", by="p-lea")))


def test_the_leader_of_the_leader_gives_what_is_theirs() -> None:
    assert pairs(recognised(meeting("p-top", "p-cat", by="p-top"), service="skip-level")) == [
        ("p-top", "p-cat", "outbound")
    ]
    assert "no one in it may give" in why(recognised(meeting("p-top", "p-cat", by="p-top")))


def test_several_members_need_a_rule_that_says_how_many() -> None:
    one = meeting("p-lea", "p-ann", "p-ben", "p-cat", by="p-lea")

    assert "its rule has no `attendees`" in why(recognised(one))
    assert pairs(recognised(one, attendees={"at_most": "4"})) == [
        ("p-lea", "p-ann", "outbound"),
        ("p-lea", "p-ben", "outbound"),
        ("p-lea", "p-cat", "outbound"),
    ]


def test_of_several_members_who_declined_gets_no_row() -> None:
    one = meeting("p-lea", "p-ann", "p-cat", by="p-lea")
    one = replace(one, answers={**one.answers, "p-cat": "DECLINED"})

    found = recognised(one, attendees={"at_most": "3"})

    assert pairs(found) == [("p-lea", "p-ann", "outbound")]
    assert off(found) == {("0" * 16, "p-cat")}


def test_a_service_for_the_team_is_one_row() -> None:
    one = meeting("p-lea", "p-ann", "p-cat", by="p-lea")

    assert pairs(recognised(one, service="team-health-check")) == [("p-lea", "", "outbound")]


def test_the_first_rule_that_fits_with_its_people_wins() -> None:
    rules = CalendarRules.model_validate(
        {
            "schema": "1",
            "rules": [
                {"service": "skip-level", "title": "x", "with": ["giver", "member"]},
                {"service": "one-on-one", "title": "x", "with": ["giver", "member"]},
                {"service": "stay-interview", "title": "x"},
            ],
        }
    ).rules

    found = match_occurrences([meeting("p-lea", "p-cat", by="p-lea")], rules, case())

    assert [one.service for one in found.touchpoints] == ["one-on-one"]


def test_a_team_service_a_member_called_for_is_inbound() -> None:
    one = meeting("p-lea", "p-cat", by="p-cat")

    assert pairs(recognised(one, service="team-health-check")) == [("p-lea", "", "inbound")]


BEFORE = date(2024, 9, 30)
"""The day before anything was agreed."""

TEAM_SERVICE = {"service": "team-health-check"}
NOT_TAKEN: dict[str, tuple[Occurrence, dict[str, Any], str]] = {
    "fewer than its rule says": (
        meeting("p-lea", "p-cat", by="p-lea"),
        {"attendees": {"at_least": "3"}},
        "it has 2 people, but the rule for one-on-one needs at least 3",
    ),
    "more than its rule says": (
        meeting("p-lea", "p-cat", "p-ann", by="p-lea"),
        {"attendees": {"at_most": "2"}},
        "it has 3 people, but the rule for one-on-one allows at most 2",
    ),
    "nothing agreed for a member": (
        meeting("p-eva", "p-lea", by="p-lea", day=BEFORE, last=BEFORE),
        {},
        "there is no agreement on one-on-one for that day",
    ),
    "nothing agreed for the team": (
        meeting("p-eva", "p-lea", by="p-lea", day=BEFORE, last=BEFORE),
        TEAM_SERVICE,
        "there is no agreement on team-health-check for that day",
    ),
    "nobody who gives it to the team": (
        meeting("p-cat", "p-dan", by="p-cat"),
        TEAM_SERVICE,
        "no one in it may give team-health-check in harbour on that day",
    ),
    "a team that is not there": (
        meeting("p-lea", by="p-lea", strangers=2),
        TEAM_SERVICE,
        "no one in it is a member of harbour on that day (2 addresses not in people.csv)",
    ),
    "a team that has declined": (
        replace(meeting("p-lea", by="p-lea"), answers={"p-lea": "ACCEPTED", "p-cat": "DECLINED"}),
        TEAM_SERVICE,
        "no one in it is a member of harbour on that day",
    ),
    "several who may give it to the team": (
        meeting("p-ann", "p-eva", "p-cat", by="p-cat"),
        TEAM_SERVICE,
        "several people in it may give the service, and none of them organised it",
    ),
    "several who may give it to a group": (
        meeting("p-ann", "p-eva", "p-cat", by="p-cat"),
        {"attendees": {"at_most": "3"}},
        "several people in it may give the service, and none of them organised it",
    ),
    "two who may give it to each other": (
        meeting("p-ann", "p-eva"),
        {},
        "either person may give the service. Log it by hand",
    ),
}


@pytest.mark.parametrize(("one", "rule", "words"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_an_entry_its_rule_fits_by_words_alone_is_passed_over(
    one: Occurrence, rule: dict[str, Any], words: str
) -> None:
    assert why(recognised(one, **rule)) == words


def test_a_rule_without_words_that_fits_not_says_nothing() -> None:
    rules = CalendarRules.model_validate(
        {"schema": "1", "rules": [{"service": "one-on-one", "attendees": {"at_least": "3"}}]}
    ).rules

    found = match_occurrences([meeting("p-lea", "p-cat", by="p-lea")], rules, case())

    assert not found.touchpoints
    assert not found.passed
    assert [(o.file, o.position) for o in found.unfit] == [("a.ics", 1)]


@pytest.mark.parametrize(
    ("other", "rule", "words"),
    [
        ({"last": date(2026, 11, 4)}, {}, "lasts several days"),
        ({"day": date(2024, 1, 1), "last": date(2024, 1, 1)}, {}, "no one in it is a member"),
        ({"day": date(2025, 1, 2), "last": date(2025, 1, 2)}, {"service": "no-such"}, "no such service"),
        ({"answers": {}}, {}, "it has neither an organiser nor attendees"),
        ({"answers": {"p-lea": "ACCEPTED"}, "strangers": 1}, {}, "1 address not in people.csv"),
    ],
)
def test_what_is_no_touchpoint_says_why(other: dict[str, Any], rule: dict[str, Any], words: str) -> None:
    assert words in why(recognised(meeting("p-lea", "p-cat", by="p-lea", **other), **rule))


def test_a_private_entry_is_counted_and_not_told() -> None:
    found = recognised(meeting("p-lea", titles=frozenset()))

    assert found.passed == ()
    assert [(o.file, o.position) for o in found.unfit] == [("a.ics", 1)]


def file(name: str, *found: Occurrence) -> CalendarFile:
    return CalendarFile(
        name, tuple(replace(one, file=name) for one in found), frozenset(), (), (), len(found)
    )


def test_a_copy_in_another_calendar_knows_who_said_no() -> None:
    ours = meeting("p-lea", "p-cat", by="p-lea")
    theirs = replace(ours, answers={"p-lea": "ACCEPTED", "p-cat": "DECLINED"}, titles=frozenset())

    (one,) = merge_calendars([file("lea.ics", ours), file("cat.ics", theirs)])

    assert "the member has declined" in why(recognised(one))


def test_the_later_of_two_copies_holds() -> None:
    early, late = meeting("p-lea"), meeting("p-lea", sequence=2, day=date(2026, 11, 3))

    for files in ([file("a.ics", early), file("b.ics", late)], [file("b.ics", late), file("a.ics", early)]):
        (one,) = merge_calendars(files)
        assert one.day == date(2026, 11, 3)


def saying(occurrence: Occurrence, **answers: str) -> Occurrence:
    said_no = {f"p-{name}": answer for name, answer in answers.items()}
    return replace(occurrence, answers={**occurrence.answers, **said_no})


@pytest.mark.parametrize("answer", ["DECLINED", "DELEGATED"])
def test_who_said_no_is_not_counted(answer: str) -> None:
    three = saying(meeting("p-lea", "p-ann", "p-cat", by="p-lea"), ann=answer)

    found = recognised(three, attendees={"at_most": "2"})

    assert pairs(found) == [("p-lea", "p-cat", "outbound")]
    assert off(found) == {("0" * 16, "p-ann")}


def test_of_several_givers_those_who_come_count() -> None:
    entry = saying(meeting("p-lea", "p-ann", "p-cat", by="p-cat"), lea="DECLINED")

    assert pairs(recognised(entry, attendees={"at_most": "3"})) == [("p-ann", "p-cat", "inbound")]


def test_a_meeting_too_many_said_no_to_is_off() -> None:
    entry = saying(meeting("p-lea", "p-ann", "p-cat", by="p-lea"), ann="DECLINED")

    found = recognised(entry, service="team-health-check", attendees={"at_least": "3"})

    assert why(found) == (
        "it has 2 people, but the rule for team-health-check needs at least 3; 1 of the people invited declined"
    )
    assert off(found) == {("0" * 16, None)}


@pytest.mark.parametrize(
    ("in_title", "words"), [(True, "the title shows that it is cancelled"), (False, "it is cancelled")]
)
def test_a_cancelled_entry_that_fits_says_so(in_title: bool, words: str) -> None:  # noqa: FBT001
    found = recognised(
        meeting("p-lea", "p-cat", by="p-lea", status="CANCELLED", called_off_in_title=in_title)
    )

    assert why(found) == words
    assert off(found) == {("0" * 16, None)}


def test_a_cancelled_entry_without_a_rule_is_one_that_fits_none() -> None:
    cancelled = meeting("p-lea", status="CANCELLED", titles=frozenset())

    found = recognised(cancelled)

    assert (found.passed, found.unfit) == ((), (cancelled,))
    assert off(found) == {("0" * 16, None)}


def test_a_rule_may_name_several_titles() -> None:
    found = recognised(meeting("p-lea", "p-cat", by="p-lea"), title=["y", "x"])

    assert pairs(found) == [("p-lea", "p-cat", "outbound")]
