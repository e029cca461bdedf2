"""What a leader has before them: the same as in `invite`, `plan` and `digest`, in a few words."""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checks.loading.repository import open_repository
from checks.output.answer_links import AnswerLinks
from checks.output.digests import digest_for_giver
from checks.output.invitation_report import invitations_by_giver
from checks.planning.invitations import gather_invitations
from checks.remote.mail_links import LinkAct, LinkSigner
from checks.run.judging import JudgementDates
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH
from tests.support.leader_desks import desk_for
from tests.support.paths import ROOT
from tests.support.rolling_repository import laid, rows, team

if TYPE_CHECKING:
    from pathlib import Path

    from checks.output.leader_desk import LeaderDesk

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)
ANSWERS = AnswerLinks(LinkSigner("k" * 40), "playbook@example.org", ENGLISH)
NAMES = {"p-ada": "Ada Lovelace", "p-grace": "Grace Hopper", "p-mia": "Mia Hamm"}
PAST = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
    "2026-11-12,one-on-one,p-ada,p-grace,outbound,booked,,",
    "2026-11-16,team-health-check,,p-grace,outbound,booked,,",
)


def todo(desk: LeaderDesk) -> list[str]:
    return [task.words for task in desk.todo]


def test_what_is_late_comes_first_with_its_reason(tmp_path: Path) -> None:
    desk = desk_for(laid(tmp_path), "p-grace", MONDAY, name=NAMES.__getitem__)

    first = desk.invitations[0]
    assert todo(desk) == ["Send 2 invitations. 1 is overdue."]
    assert (desk.person, desk.roles) == ("Grace Hopper", "leader of Harbour")
    assert first.heading == "Overdue"
    assert astuple(first.entries[0])[:5] == ("late", "Tue 24 Nov", "Ada Lovelace", "", "One-on-one, 45 min")
    assert first.entries[0].note == (
        "was due Mon 9 Nov, late since Tue 17 Nov; last Mon 12 Oct; agreed: at most 4 weeks apart, "
        "grace period 1 week"
    )


def test_what_is_over_is_to_be_confirmed(tmp_path: Path) -> None:
    desk = desk_for(laid(tmp_path, PAST), "p-grace", MONDAY)

    assert todo(desk)[-1] == "Confirm 2 past meetings."
    assert [(entry.day, entry.receiver) for entry in desk.past] == [
        ("Thu 12 Nov", "p-ada"),
        ("Mon 16 Nov", "the team Harbour"),
    ]
    assert desk.command == "outbound confirm --by p-grace"


def test_with_a_key_links_take_the_place_of_the_command(tmp_path: Path) -> None:
    desk = desk_for(laid(tmp_path, PAST), "p-grace", MONDAY, name=NAMES.__getitem__, answers=ANSWERS)

    acts = [link.act for link in desk.past[0].links]
    assert acts == [LinkAct.HELD, LinkAct.NOT_HELD, LinkAct.MOVED]
    assert desk.command == ""
    assert "p-" not in re.sub(r"ob-\S+", "", " ".join(link.href for link in desk.past[0].links))


def test_a_request_is_the_first_thing_to_do() -> None:
    desk = desk_for(ROOT, "p-tyyne", FRIDAY)

    first = desk.invitations[0]
    assert todo(desk)[0] == "Answer 1 request."
    assert (first.heading, first.entries[0].sign, len(first.entries)) == ("Requested", "asked", 1)
    assert first.entries[0].note.startswith("by Tue 24 Nov; requested Thu 19 Nov; last Wed 13 May; agreed: ")
    assert len(desk.todo) <= 3


def test_nothing_to_do_leaves_the_plan(tmp_path: Path) -> None:
    held = rows(
        "2026-11-20,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-20,one-on-one,p-mia,p-grace,outbound,held,,",
    )

    desk = desk_for(laid(tmp_path, held), "p-grace", MONDAY)

    assert (desk.todo, desk.invitations, desk.past, desk.command) == ((), (), (), "")
    assert desk.until == MONDAY + timedelta(days=14)
    assert desk.well == ("In the last two weeks, you held 2 touchpoints with 2 people.",)


def test_reasons_of_the_plan_name_people(tmp_path: Path) -> None:
    away = team("absences:", "  - {person: p-ada, from: 2026-11-20}")

    desk = desk_for(laid(tmp_path, away), "p-grace", MONDAY, name=NAMES.__getitem__)

    assert "p-" not in repr(desk.weeks) + repr(desk.impossible)


def test_it_says_what_the_digest_says() -> None:
    """The same invitations, and the same of what went well, for everybody who gives in the example."""
    repository, days = open_repository(ROOT, None), JudgementDates(FRIDAY, FRIDAY, FRIDAY)
    gathered = gather_invitations(repository, days, FRIDAY + timedelta(days=14))
    groups = invitations_by_giver(gathered.invitations)

    for person in ("p-paavo", "p-ritva", "p-asta", "p-vesna"):
        group, held = groups.get(person, []), gathered.held.get(person, (0, 0))
        digest, desk = digest_for_giver(person, group, held, FRIDAY, ENGLISH), desk_for(ROOT, person, FRIDAY)
        listed = [f"{entry.receiver}: {entry.service}" for part in desk.invitations for entry in part.entries]

        assert listed == [
            item.words.split(", by ")[0].split(", was ")[0] for item in (digest.items if digest else ())
        ]
        assert not digest or desk.well == digest.well


def test_who_gives_in_several_teams_sees_which_is_meant() -> None:
    several, single = desk_for(ROOT, "p-asta", FRIDAY), desk_for(ROOT, "p-paavo", FRIDAY)

    def teams(desk: LeaderDesk) -> set[str]:
        return {entry.team for part in desk.weeks for entry in part.entries}

    assert teams(several) == {"Breakwater", "Harbour", "Sounding"}
    assert teams(single) == {""}


def test_it_speaks_the_playbooks_language() -> None:
    desk = desk_for(ROOT, "p-paavo", FRIDAY, language_of("fi"))

    assert todo(desk) == ["Lähetä 5 kutsua. Ensimmäisen määräpäivä: ma 30.11."]
    assert not any(".." in entry.note for part in desk.invitations for entry in part.entries)
