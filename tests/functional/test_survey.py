"""A survey by mail: asked once a quarter, answered by one click, reminded once, counted without anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.mail_answering import written
from tests.support.mail_catching import postbox
from tests.support.survey_asking import SUPPORT, USEFUL, address, surveyed_organisation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.survey_asking import SurveyedOrganisation

SIX = [f"p-quay-{number:02}" for number in range(6)]


@pytest.fixture
def quay(tmp_path: Path) -> Iterator[SurveyedOrganisation]:
    """A team of six, and one of two, which is too small to be asked."""
    with postbox() as box:
        yield surveyed_organisation(tmp_path, box, {"pier": 2, "quay": 6}, missed=["p-quay-05"])


def test_everyone_is_asked_once(quay: SurveyedOrganisation) -> None:
    first, again = quay.ask(), quay.ask()

    assert first.stdout == "sent 6\n"
    assert first.stderr == (
        "outbound: pier: 2 questions not asked, because fewer than 5 people can answer. 5 are needed\n"
    )
    assert (first.returncode, again.returncode, again.stdout) == (0, 0, "sent 0\n")
    assert sorted(to for to, _ in quay.postbox.letters) == [address(person) for person in SIX]
    assert (
        sorted(quay.links("p-quay-00", USEFUL)) == sorted(quay.links("p-quay-05", SUPPORT)) == [1, 2, 3, 4, 5]
    )


def test_a_quarter_is_asked_answered_reminded_and_counted(quay: SurveyedOrganisation) -> None:
    quay.ask()
    quay.post(*(quay.answer(person, SUPPORT, 4) for person in SIX[:3]))
    quay.post(*(quay.answer(person, USEFUL, 5) for person in SIX[:2]))

    taken = quay.read()
    quay.postbox.letters[6:] = []
    quay.on("2026-10-20")
    reminded, again = quay.ask("--remind"), quay.ask("--remind")
    quay.post(*(quay.answer(person, SUPPORT, 2) for person in SIX[3:5]))
    quay.post(*(quay.answer(person, USEFUL, 3) for person in SIX[2:4]))
    quay.read()
    counted_before = quay.counts("quay")
    quay.on("2026-10-27")
    closed = quay.read()

    assert taken.stdout == "5 mails: 5 survey answer counted.\n"
    assert (reminded.stdout, again.stdout) == ("sent 4\n", "sent 0\n")
    assert [str(quay.postbox.message(at)["Subject"]) for at in range(6, 10)] == [
        "Reminder: 2026-Q3: 1 question about support",
        *["Reminder: 2026-Q3: 2 questions about support"] * 3,
    ]
    assert counted_before == []
    assert closed.stdout.splitlines() == [
        "The survey about 2026-Q3 is over: 5 answers of 6 asked are in the data.",
        "No mails to read.",
    ]
    assert closed.stderr == (
        "outbound: quay, one-on-one/useful in 2026-Q3: withheld, because fewer than 5 answered. 5 are needed\n"
    )
    assert quay.counts("quay") == [
        "organisation,felt-supported,2,2",
        "organisation,felt-supported,4,3",
        "organisation,felt-supported,,1",
    ]
    assert quay.memory() == {"schema": 1, "kind": "survey", "closed": ["2026-Q3"], "rounds": {}}
    assert quay.waiting() == 0


def test_a_weekly_job_asks_reminds_and_rests(quay: SurveyedOrganisation) -> None:
    """Asked on 5 October, the last day is the 26th. From then on until the quarter is over, nothing is sent."""
    sent = {}
    for day in ("2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-12-28"):
        quay.on(day)
        weekly = quay.ask("--when-due")
        assert weekly.returncode == 0, weekly.stderr
        sent[day] = len(quay.postbox.letters)
        if day != "2026-10-26":
            quay.read()

    assert list(sent.values()) == [6, 6, 12, 12, 12, 12]
    assert str(quay.postbox.message(6)["Subject"]).startswith("Reminder: ")
    assert weekly.stderr == "The survey about 2026-Q3 is over. There is nothing to send.\n"


def test_a_weekly_job_without_questions_sends_nothing(quay: SurveyedOrganisation) -> None:
    for file in (quay.root / "playbook").rglob("*.yaml"):
        file.write_text(re.sub(r"(?m)^(metrics|questions):.*\n((  |- ).*\n)*", "", file.read_text()))

    weekly = quay.ask("--when-due")
    quay.read()

    assert (weekly.returncode, weekly.stdout, quay.postbox.letters) == (0, "sent 0\n", [])


def test_answers_that_do_not_count_are_named_once(quay: SurveyedOrganisation) -> None:
    quay.ask()
    first = quay.answer(SIX[0], SUPPORT, 1)
    other = quay.links(SIX[1], SUPPORT)[1]
    content, signature = quay.links(SIX[2], SUPPORT)[5].rsplit(".", 1)
    forged = f"{content}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    quay.post(
        first,
        quay.answer(SIX[0], SUPPORT, 5),
        written(address(SIX[0]), other),
        written(address(SIX[2]), forged),
        written("stranger@example.org", other),
        quay.answer(SIX[3], SUPPORT, 5, Auto_Submitted="auto-replied"),
    )

    result = quay.read()

    assert result.stdout == (
        "6 mails: 1 survey answer counted, 1 second answer to a survey question, 1 link of another person, "
        "1 link not valid, 1 unknown sender, 1 automatic mail.\n"
    )
    (support,) = [
        question
        for question in quay.memory()["rounds"]["2026-Q3"]["questions"]  # type: ignore[index]
        if question["service"] == "organisation"
    ]
    assert (support["counts"], len(support["used"])) == ({"1": 1}, 1)


def test_an_answer_after_the_last_day_does_not_count(quay: SurveyedOrganisation) -> None:
    quay.ask("--until", "2026-10-12")
    quay.on("2026-10-13")
    in_time = {"Date": "Mon, 12 Oct 2026 12:00:00 +0000"}
    quay.post(
        *(quay.answer(person, SUPPORT, 3, **in_time) for person in SIX[:5]), quay.answer(SIX[5], SUPPORT, 1)
    )

    closing = quay.read()
    quay.post(quay.answer(SIX[5], SUPPORT, 1, **in_time))
    after = quay.read()

    assert closing.stdout.splitlines()[-1] == "6 mails: 5 survey answer counted, 1 answer after the survey."
    assert after.stdout == "1 mail: 1 answer after the survey.\n"
    assert quay.counts("quay") == ["organisation,felt-supported,3,5", "organisation,felt-supported,,1"]
    assert quay.ask().returncode == 2


def test_without_its_file_answers_stay_in_the_mailbox(quay: SurveyedOrganisation) -> None:
    quay.ask()
    quay.post(quay.answer(SIX[0], SUPPORT, 4))

    left = quay.call("import", "mail", "--maildir", str(quay.maildir), "--people", str(quay.people))

    assert left.stdout == "1 mail: 1 survey answer left for --survey.\n"
    assert quay.waiting() == 1
    assert quay.read().stdout == "1 mail: 1 survey answer counted.\n"


def test_a_dry_run_changes_nothing(quay: SurveyedOrganisation) -> None:
    printed = quay.ask(send=False)
    quay.ask()
    before = quay.state.read_bytes()
    quay.post(quay.answer(SIX[0], SUPPORT, 4))

    dry = quay.read("--dry-run")

    assert "p-quay-00" in printed.stdout
    assert "[1]\n  [2]\n  [3]\n  [4]\n  [5]" in printed.stdout
    assert dry.stdout == "survey answer counted\n1 mail: 1 survey answer counted.\n"
    assert (quay.state.read_bytes(), quay.waiting()) == (before, 1)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--until", "2026-10-01"), "choose a day from 2026-10-05 to 2026-11-19"),
        (("2026-Q4",), "this quarter is not over. Choose 2026-Q3"),
        (("autumn",), "this is not a valid quarter"),
        (("--remind",), "no one was asked about 2026-Q3 yet"),
        (("--leader", "p-lead-quay"), "Use it without --leader and --member"),
        (("--when-due", "--remind"), "Leave out --until, --remind and --codes"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    quay: SurveyedOrganisation, words: tuple[str, ...], why: str
) -> None:
    refused = quay.ask(*words)

    assert refused.returncode == 2
    assert why in refused.stderr
    assert quay.postbox.letters == []
