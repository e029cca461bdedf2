"""Assistants and lists: who stands for others in an entry."""

from __future__ import annotations

from datetime import date

import pytest

from checks.imports.event_matching import Occurrence
from checks.imports.stand_ins import as_organised_for, with_lists_read
from checks.model.recognition import Assistant
from checks.model.team import Team
from tests.unit.imports.test_event_matching import TEAM, meeting

ASSISTANTS = [
    Assistant.model_validate({"assistant": "p-ina", "acts_for": "p-lea"}),
    Assistant.model_validate({"assistant": "p-ina", "acts_for": "p-top"}),
]
MEETINGS = {
    "an assistant invites": (("p-ina", "p-lea", "p-cat"), "p-ina", ("p-cat", "p-lea"), "p-lea"),
    "an assistant is only invited": (("p-ina", "p-lea", "p-cat"), "p-cat", ("p-cat", "p-lea"), "p-cat"),
    "an assistant's own": (("p-ina", "p-lea"), "p-ina", ("p-ina", "p-lea"), "p-ina"),
    "with neither of them": (("p-ina", "p-ann", "p-cat"), "p-ina", ("p-ann", "p-cat", "p-ina"), "p-ina"),
    "with both of them": (("p-ina", "p-lea", "p-top"), "p-ina", ("p-lea", "p-top"), ""),
    "of others": (("p-lea", "p-cat"), "p-lea", ("p-cat", "p-lea"), "p-lea"),
}


@pytest.mark.parametrize(("people", "by", "left", "organiser"), MEETINGS.values(), ids=MEETINGS)
def test_an_assistant_is_no_third_person(
    people: tuple[str, ...], by: str, left: tuple[str, ...], organiser: str
) -> None:
    (changed,) = as_organised_for([meeting(*people, by=by)], ASSISTANTS)

    assert (tuple(sorted(changed.answers)), changed.organiser) == (left, organiser)


def listed(occurrence: Occurrence) -> Occurrence:
    (changed,) = with_lists_read([occurrence], Team.model_validate(TEAM))
    return changed


def test_a_list_stands_for_the_members_of_the_day() -> None:
    changed = listed(meeting("p-lea", by="p-lea", strangers=1, lists=frozenset({"harbour"})))

    assert (sorted(changed.answers), changed.strangers) == (["p-ann", "p-ben", "p-cat", "p-eva", "p-lea"], 0)
    early = listed(meeting("p-lea", strangers=1, lists=frozenset({"harbour"}), day=date(2024, 6, 1)))
    assert sorted(early.answers) == ["p-eva", "p-lea"]


def test_who_has_declined_is_not_brought_back_by_a_list() -> None:
    entry = meeting("p-lea", strangers=1, lists=frozenset({"harbour"}))
    changed = listed(
        Occurrence(
            **{**{name: getattr(entry, name) for name in entry.__slots__}, "answers": {"p-cat": "DECLINED"}}
        )
    )

    assert changed.answers["p-cat"] == "DECLINED"


def test_a_list_of_another_team_is_one_stranger() -> None:
    entry = meeting("p-lea", strangers=1, lists=frozenset({"quay"}))

    assert listed(entry) == entry
