"""A quarter's survey with real servers: asked, half answered, reminded, counted, released, shown; and nobody tied to it."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import date
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from checks.imports.survey_memory import SurveyMarks, SurveyQuestion
from checks.remote.mail_links import LinkSigner, tokens_in
from checks.remote.mailbox import MAILBOX
from checks.site.all_pages import render_pages
from checks.store.survey_counts import survey_file
from tests.support.imap_serving import imap_server
from tests.support.mail_answering import SECRET
from tests.support.mail_catching import postbox
from tests.support.site_making import preview_of, published_of
from tests.support.small_organisation import people, released
from tests.support.survey_asking import (
    QUARTER,
    SUPPORT,
    USEFUL,
    SurveyedOrganisation,
    address,
    surveyed_organisation,
)

if TYPE_CHECKING:
    from pathlib import Path
MEMBERS = people("quay", 24)
SCORES = [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5]


def test_a_quarter_from_the_first_mail_to_the_page(tmp_path: Path) -> None:
    with postbox() as box, imap_server() as server:
        office = surveyed_organisation(tmp_path, box, {"pier": 3, "quay": 24}, missed=MEMBERS[:3])
        office.extra = {MAILBOX: server.url()}

        assert office.ask().stdout == "sent 24\n"
        first = [box.message(at).get_body(("plain",)) for at in range(24)]
        for person, score in zip(MEMBERS[:8], SCORES[:8], strict=True):
            server.deliver(office.answer(person, SUPPORT, score))
        assert office.read().stdout == "8 mails: 8 survey answer counted.\n"
        office.on("2026-10-19")
        assert office.ask("--remind").stdout == "sent 24\n"  # of the second question too
        for person, score in zip(MEMBERS[8:12], SCORES[8:], strict=True):
            server.deliver(office.answer(person, SUPPORT, score))
            server.deliver(office.answer(person, USEFUL, score))
        assert office.read().stdout == "8 mails: 8 survey answer counted.\n"
        before = office.state.read_bytes()
        office.commit()
        office.on("2026-10-27")
        closed = office.read()
        folders = [server.count(name) for name in ("", "Answered", "Refused", "Automatic")]
        left = [path for path in server.mail.rglob("*") if path.is_file() and b"ob-" in path.read_bytes()]
        tokens = {token for body in filter(None, first) for token in tokens_in(unquote(body.get_content()))}

    assert closed.stdout.startswith(
        f"The survey about {QUARTER} is over: 12 answers of 24 asked are in the data.\n"
    )
    assert (folders, left) == ([0, 0, 0, 0], [])
    assert office.counts("quay") == [
        *(f"organisation,felt-supported,{score},{SCORES.count(score)}" for score in (1, 2, 3, 4, 5)),
        "organisation,felt-supported,,12",
    ]
    office.commit()
    _nobody_is_tied(office, before, tokens)
    _it_is_shown(office)


def _nobody_is_tied(office: SurveyedOrganisation, before: bytes, tokens: set[str]) -> None:
    """Search every byte that is kept for what stood for a person, or for an answer, while the survey was open."""
    kept = office.bytes_kept()
    marks = SurveyMarks(LinkSigner(SECRET), QUARTER)
    questions = [
        SurveyQuestion("quay", "one-on-one", "useful"),
        SurveyQuestion("quay", "organisation", "felt-supported"),
    ]
    of_people = {marks.person(question, person) for question in questions for person in MEMBERS}
    of_answers = {
        marks.entry(question, person, score)[20:]
        for question in questions
        for person in MEMBERS
        for score in range(1, 6)
    }

    assert len(tokens) == 24 * 2 * 5
    assert sum(mark.encode() in before for mark in of_people) == 48
    for text in (*of_people, *of_answers, *tokens, *map(marks.reminded, MEMBERS), *map(address, MEMBERS)):
        assert text.encode() not in kept, text
    # the counts came in one commit: none shows who answered between two
    path = survey_file(office.root / "data", "quay", QUARTER).relative_to(office.root)
    log = ["git", "log", "--format=%h", "--", str(path)]
    commits = subprocess.run(log, cwd=office.root, check=True, capture_output=True, text=True).stdout
    assert len(commits.split()) == 1


def _it_is_shown(office: SurveyedOrganisation) -> None:
    (answer,) = released(office.root, "2026-10-27", QUARTER)["answers"]
    assert (answer["metric"], answer["about"]) == ("felt-supported", 15)
    published = render_pages(published_of(office.root, date(2026, 10, 27)))["organisation.md"]
    inside = render_pages(preview_of(office.root, date(2026, 10, 27)))["organisation.md"]
    assert "about 15 answers" in unescape(published)
    assert "answered by 50% (12 of 24)" in unescape(inside)


REMOTE = [*people("pier", 3), *MEMBERS[:6]]


def test_a_quarter_counted_by_group_ties_nobody(tmp_path: Path) -> None:
    """Committed after every answer: no version of any file shows a score of fewer than five people, or of a team."""
    described = {
        person: ["part-time", "remote"] if person in MEMBERS[:1] else ["remote"] for person in REMOTE
    }
    everyone = [*people("pier", 3), *MEMBERS]
    with postbox() as box, imap_server() as server:
        office = surveyed_organisation(tmp_path, box, {"pier": 3, "quay": 24}, described=described)
        office.extra = {MAILBOX: server.url()}
        assert office.ask().stdout == "sent 27\n"
        bodies = [box.message(at).get_body(("plain",)) for at in range(27)]
        before = []
        for number, person in enumerate([*everyone[:5], *everyone[9:17]]):
            server.deliver(office.answer(person, SUPPORT, SCORES[number % 12]))
            assert office.read().stdout == "1 mail: 1 survey answer counted.\n"
            office.commit()
            before.append(office.state.read_bytes())
        office.on("2026-10-19")
        assert office.ask("--remind").stdout == "sent 24\n"  # whom a second question is open to
        for person in everyone[5:9]:
            server.deliver(office.answer(person, SUPPORT, 2))
        assert office.read().stdout == "4 mails: 4 survey answer counted.\n"
        office.commit()
        office.on("2026-10-27")
        office.read()
        tokens = {token for body in filter(None, bodies) for token in tokens_in(unquote(body.get_content()))}
        left = [path for path in server.mail.rglob("*") if path.is_file() and b"ob-" in path.read_bytes()]

    office.commit()
    assert left == []
    _no_group_ties_anybody(office, before, tokens, everyone)
    _versions_hold_groups_only(office)
    inside = unescape(render_pages(preview_of(office.root, date(2026, 10, 27)))["organisation.md"])
    assert "answered by 100% (9 of 9)" in inside[inside.index("Do services reach everyone?") :]


def _no_group_ties_anybody(
    office: SurveyedOrganisation, before: list[bytes], tokens: set[str], everyone: list[str]
) -> None:
    """Search every byte kept, and all versions in git, for marks of people and of answers, in any group."""
    kept, marks = office.bytes_kept(), SurveyMarks(LinkSigner(SECRET), QUARTER)
    questions = [
        SurveyQuestion("", "organisation", "felt-supported", group) for group in ("", "part-time", "remote")
    ]
    of_people = {marks.person(question, person) for question in questions for person in everyone}
    of_answers = {
        marks.entry(question, person, score)[20:]
        for question in questions
        for person in everyone
        for score in range(1, 6)
    }
    assert all(sum(mark.encode() in state for mark in of_people) == len(everyone) for state in before)
    for text in (*of_people, *of_answers, *tokens, *map(marks.reminded, everyone), *map(address, everyone)):
        assert text.encode() not in kept, text


def _versions_hold_groups_only(office: SurveyedOrganisation) -> None:
    """Look at each version of each file with scores: there is one, and its counts are of five answers and more."""
    name = f"data/pulse/{QUARTER}.csv"
    log = ["git", "log", "--all", "--format=", "--name-only", "--", "data/pulse/*", "data/teams/*/pulse/*"]
    versions = subprocess.run(log, cwd=office.root, check=True, capture_output=True, text=True).stdout
    assert versions.split() == [name]
    answers = Counter[str]()
    for row in office.group_counts():
        group, _, _, score, count = row.split(",")
        answers[group] += int(count) if score else 0
    assert answers == {"": 8, "remote": 9}


def test_bytes_do_not_change_with_who_gave_which(tmp_path: Path) -> None:
    """Two worlds that differ in who gave which score leave the same bytes, while the survey is open and after."""
    kept: list[tuple[bytes, bytes, list[str]]] = []
    for number, scores in enumerate(([1, 5, 3, 3, 4], [5, 3, 4, 1, 3])):
        with postbox() as box:
            office = surveyed_organisation(tmp_path / str(number), box, {"quay": 6})
            assert office.ask().stdout == "sent 6\n"
            given = zip(people("quay", 5), scores, strict=True)
            office.post(*(office.answer(person, SUPPORT, score) for person, score in given))
            assert office.read().stdout == "5 mails: 5 survey answer counted.\n"
            before = office.state.read_bytes()
            office.on("2026-11-01")
            office.read()
            kept.append((before, office.state.read_bytes(), office.counts("quay")))

    assert kept[0] == kept[1]


def test_a_kill_before_the_memory_adds_nothing_twice(tmp_path: Path) -> None:
    with postbox() as box:
        office = surveyed_organisation(tmp_path, box, {"quay": 6})
        office.ask()
        office.post(*(office.answer(person, SUPPORT, 4) for person in people("quay", 5)))
        office.read()
        before = office.state.read_bytes()
        office.on("2026-11-01")
        office.read()
        counted = office.counts("quay")
        office.state.write_bytes(before)  # as it is after a kill behind the last file of the data
        again = office.read()

    assert counted == ["organisation,felt-supported,4,5", "organisation,felt-supported,,1"]
    assert "counted already, so nothing was added" in again.stderr
    assert office.counts("quay") == counted
