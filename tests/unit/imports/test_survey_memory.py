"""What a survey remembers: a count for each used link, no order, and nothing of another kind of file."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.incoming_mail import read_mail
from checks.imports.mail_checking import AskedMail, MailFate
from checks.imports.survey_memory import (
    QuestionTally,
    SurveyMarks,
    SurveyMemory,
    SurveyQuestion,
    SurveyRound,
    read_survey,
    take_score,
    unanswered,
    write_survey,
)
from checks.model.errors import UsageError
from checks.remote.mail_links import LinkAct, LinkSigner, SignedLink

if TYPE_CHECKING:
    from pathlib import Path

SIGNER = LinkSigner("a key of thirty-two letters or so")
MARKS = SurveyMarks(SIGNER, "2026-Q3")
USEFUL = SurveyQuestion("quay", "one-on-one", "useful")
SUPPORT = SurveyQuestion("quay", "organisation", "felt-supported")
PEOPLE = [f"p-{number}" for number in range(8)]
UNTIL = date(2026, 10, 26)


def asked() -> SurveyMemory:
    """Return a survey in which everyone is asked both questions."""
    tallies = {
        question: QuestionTally((1, 5), {MARKS.person(question, person) for person in PEOPLE})
        for question in (USEFUL, SUPPORT)
    }
    return SurveyMemory({"2026-Q3": SurveyRound(UNTIL, tallies)}, {"2026-Q2"})


def answer(person: str, question: SurveyQuestion, score: int, marks: SurveyMarks = MARKS) -> AskedMail:
    link = SignedLink(LinkAct.SCORE, marks.entry(question, person, score), SIGNER.person(person))
    return AskedMail(read_mail(b""), f"{person}@example.org", person, SIGNER.sign(link), link)


def bytes_of(memory: SurveyMemory, folder: Path) -> bytes:
    path = folder / "survey.json"
    write_survey(path, memory)
    return path.read_bytes()


ANSWERS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from([USEFUL, SUPPORT]), st.integers(1, 5)), max_size=30
)


@given(ANSWERS)
def test_the_first_answer_of_each_is_counted(answers: list[tuple[str, SurveyQuestion, int]]) -> None:
    memory, first = asked(), dict[tuple[str, SurveyQuestion], int]()

    for person, question, score in answers:
        fate = take_score(memory, SIGNER, answer(person, question, score), UNTIL)
        assert fate is (MailFate.COUNTED_BEFORE if (person, question) in first else MailFate.COUNTED)
        first.setdefault((person, question), score)

    survey = memory.rounds["2026-Q3"]
    for question, tally in survey.tallies.items():
        scores = [score for (_, of), score in first.items() if of == question]
        assert tally.counts == {score: scores.count(score) for score in scores}
        assert len(tally.used) == tally.given == len(scores)
    for person in PEOPLE:
        open_ones = {question for question in survey.tallies if (person, question) not in first}
        assert set(unanswered(survey, MARKS, person)) == open_ones


def test_two_hundred_swaps_leave_the_same_bytes(tmp_path: Path) -> None:
    """Whoever reads the file sees the same, however scores are dealt out to those who answered, in any order."""
    chance, kept = random.Random(50), set[bytes]()
    scores = [1, 1, 2, 3, 5, 5]
    for _ in range(200):
        memory = asked()
        chance.shuffle(scores)
        given_by = list(zip(PEOPLE[:6], scores, strict=True))
        chance.shuffle(given_by)
        for person, score in given_by:
            take_score(memory, SIGNER, answer(person, SUPPORT, score), UNTIL)
        kept.add(bytes_of(memory, tmp_path))

    assert len(kept) == 1


def test_no_link_is_that_of_a_colleague() -> None:
    """Somebody who sees an answer can't compare it with the links of their own mail."""
    entries = {
        MARKS.entry(question, person, score)[20:]
        for question in (USEFUL, SUPPORT)
        for person in PEOPLE
        for score in range(1, 6)
    }

    assert len(entries) == 2 * len(PEOPLE) * 5


@pytest.mark.parametrize(
    ("mail", "day", "fate"),
    [
        (answer("p-0", SUPPORT, 3), date(2026, 10, 27), MailFate.SURVEY_OVER),
        (answer("p-0", SUPPORT, 3, SurveyMarks(SIGNER, "2026-Q2")), UNTIL, MailFate.SURVEY_OVER),
        (answer("p-0", SUPPORT, 3, SurveyMarks(SIGNER, "2026-Q1")), UNTIL, MailFate.NOT_ASKED),
        (answer("p-0", SUPPORT, 6), UNTIL, MailFate.NOT_ASKED),
        (answer("p-0", SUPPORT, 0), UNTIL, MailFate.NOT_ASKED),
        (answer("p-9", SUPPORT, 3), UNTIL, MailFate.NOT_ASKED),
        (answer("p-0", SUPPORT._replace(team="pier"), 3), UNTIL, MailFate.NOT_ASKED),
    ],
    ids=["late", "closed", "never asked", "above the scale", "below it", "nobody", "another team"],
)
def test_what_does_not_count_changes_nothing(mail: AskedMail, day: date, fate: MailFate) -> None:
    memory = asked()

    assert take_score(memory, SIGNER, mail, day) is fate
    assert memory == asked()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    memory = asked()
    take_score(memory, SIGNER, answer("p-0", SUPPORT, 5), UNTIL)
    memory.rounds["2026-Q3"].reminded.add(MARKS.reminded("p-1"))

    text = bytes_of(memory, tmp_path)

    assert read_survey(tmp_path / "survey.json") == memory
    assert not any(person.encode() in text for person in PEOPLE)
    assert re.findall(rb"\d{4}-\d\d-\d\d", text) == [UNTIL.isoformat().encode()]
    assert read_survey(tmp_path / "nothing.json") == SurveyMemory()


def _document() -> dict[str, Any]:
    question = {"team": "quay", "service": "one-on-one", "metric": "useful", "scale": [1, 5]}
    tally = {**question, "asked": ["a"], "used": ["a"], "counts": {"3": 1}}
    survey = {"until": "2026-10-26", "reminded": [], "questions": [tally]}
    return {"schema": 1, "kind": "survey", "closed": [], "rounds": {"2026-Q3": survey}}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "mail"},
        {"schema": 2},
        {"rounds": []},
        {"rounds": {"2026-Q3": {"until": "soon", "reminded": [], "questions": []}}},
        {"rounds": {"2026-Q3": {"until": "2026-10-26", "reminded": {}, "questions": []}}},
    ],
    ids=str,
)
def test_another_kind_of_file_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "survey.json"
    path.write_text(json.dumps({**_document(), **change}), encoding="utf-8")

    with pytest.raises(UsageError, match="is not the file of a survey"):
        read_survey(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("counts", {"3": 2}),
        ("counts", {"6": 1}),
        ("counts", {"3": -1}),
        ("team", "../x"),
        ("scale", [1]),
        ("used", 1),
    ],
)
def test_counts_that_cannot_be_are_refused(tmp_path: Path, key: str, value: object) -> None:
    document, path = _document(), tmp_path / "survey.json"
    document["rounds"]["2026-Q3"]["questions"][0][key] = value
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(UsageError, match="is not the file of a survey"):
        read_survey(path)
