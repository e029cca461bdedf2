"""A survey question counted by group: each answer in one group, in no team, and in the data once it is over."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.calling import outbound
from tests.support.mail_catching import postbox
from tests.support.small_organisation import people, released
from tests.support.survey_asking import QUARTER, SUPPORT, USEFUL, surveyed_organisation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.survey_asking import SurveyedOrganisation

PIER, QUAY = people("pier", 4), people("quay", 12)
REMOTE = [*PIER[:2], *QUAY[:5]]
SCORES = dict(zip([*PIER, *QUAY], [1, 2, 5, 5, 1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5], strict=True))
WITHHELD_OF_TEAM = (
    f"outbound: quay, one-on-one/useful in {QUARTER}: withheld, because fewer than 5 answered. 5 are needed\n"
)
FEW = {QUAY[11]: ["first-year"]}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SurveyedOrganisation]:
    """A team of four, too small for questions of its own, and one of twelve; some of both work remotely."""
    described = {person: ["remote"] for person in REMOTE} | FEW
    with postbox() as box:
        yield surveyed_organisation(tmp_path, box, {"pier": 4, "quay": 12}, described=described)


def answered(office: SurveyedOrganisation, *without: str) -> None:
    office.post(
        *(office.answer(person, SUPPORT, score) for person, score in SCORES.items() if person not in without)
    )
    office.read()


def closed(office: SurveyedOrganisation, *without: str) -> str:
    """Ask, let all but some answer, end the survey, and return what is told of it."""
    office.ask()
    answered(office, *without)
    office.on("2026-10-27")
    return office.read().stderr


def test_answers_count_in_a_group_and_in_no_team(office: SurveyedOrganisation) -> None:
    told = closed(office, QUAY[4])

    assert told == WITHHELD_OF_TEAM
    assert office.group_counts() == [
        *(f",organisation,felt-supported,{score},{count}" for score, count in ((4, 4), (5, 5))),
        *(f"remote,organisation,felt-supported,{score},{count}" for score, count in ((1, 2), (2, 3), (3, 1))),
        "remote,organisation,felt-supported,,1",
    ]
    assert (office.counts("quay"), office.counts("pier")) == ([], [])


def test_a_small_team_is_asked_what_groups_count(office: SurveyedOrganisation) -> None:
    asked = office.ask()

    assert asked.stdout == "sent 16\n"
    assert asked.stderr == (
        "outbound: pier: 1 question not asked, because fewer than 5 people can answer. 5 are needed\n"
    )
    assert office.ask().stdout == "sent 0\n"
    assert sorted(office.links(PIER[0], SUPPORT)) == [1, 2, 3, 4, 5]


def test_while_it_runs_no_answer_has_a_team(office: SurveyedOrganisation) -> None:
    office.ask()
    office.post(office.answer(REMOTE[0], SUPPORT, 1))
    office.read()

    questions = office.memory()["rounds"][QUARTER]["questions"]  # type: ignore[index]
    grouped = [question for question in questions if question["service"] == "organisation"]
    assert [(question["team"], question["group"]) for question in grouped] == [("", ""), ("", "remote")]
    assert [len(question["asked"]) for question in grouped] == [9, 7]
    assert [question["counts"] for question in grouped] == [{}, {"1": 1}]
    assert office.group_counts() == []


def test_too_few_answers_of_a_group_are_withheld(office: SurveyedOrganisation) -> None:
    told = closed(office, *REMOTE[:3])

    assert told == (
        f"outbound: group remote, organisation/felt-supported in {QUARTER}: withheld, because fewer than 5 "
        f"answered. 5 are needed\n{WITHHELD_OF_TEAM}"
    )
    assert {row.split(",")[0] for row in office.group_counts()} == {""}
    office.commit()
    table = outbound("coverage", "--by", "group", here=office.root).stdout
    assert f"{QUARTER}  remote      organisation  felt-supported  needs 5 answers" in table


def test_a_kill_behind_the_data_adds_nothing_twice(office: SurveyedOrganisation) -> None:
    office.ask()
    answered(office)
    before = office.state.read_bytes()
    office.on("2026-10-27")
    office.read()
    counted = office.group_counts()
    office.state.write_bytes(before)
    told = office.read().stderr

    assert told.count("counted already, so nothing was added") == 2
    assert office.group_counts() == counted


def test_who_changes_groups_meanwhile_answers_once(office: SurveyedOrganisation) -> None:
    office.ask()
    office.post(office.answer(QUAY[5], SUPPORT, 3))
    office.read()
    roster = office.root / "data/teams/quay/team.yaml"
    text = roster.read_text("utf-8")
    moved = f"person: {QUAY[5]}, described_as: [{{group: remote, from: 2026-08-01}}]"
    roster.write_text(text.replace(f"person: {QUAY[5]}", moved), "utf-8")

    assert office.ask().stdout == "sent 0\n"


def test_a_table_leaves_the_question_to_mails(office: SurveyedOrganisation, tmp_path: Path) -> None:
    (tmp_path / "table").mkdir()
    made = office.call("ask", "--survey", QUARTER, "--codes", "quay", "--out", str(tmp_path / "table"))
    page = (tmp_path / f"table/survey-quay-{QUARTER}.html").read_text("utf-8")
    rows = [f"quay,{QUARTER},organisation,felt-supported,4,6", f",{QUARTER},organisation,felt-supported,4,6"]
    file = tmp_path / "counts.csv"
    file.write_text("\n".join(["team,quarter,service,metric,score,count", *rows, ""]), "utf-8")
    taken = office.call("import", "survey", str(file))

    assert made.returncode == 0
    assert USEFUL in page
    assert SUPPORT not in page
    assert "quay, organisation/felt-supported: not counted, because its answers are counted by group" in (
        taken.stderr
    )
    assert f"{file}, line 3: it has no team. Not counted" in taken.stderr
    assert (taken.stdout, taken.returncode) == ("0 answers of 0 added.\n", 1)
    assert (office.counts("quay"), office.group_counts()) == ([], [])


def test_a_group_stands_beside_everyone_else(office: SurveyedOrganisation) -> None:
    closed(office)
    office.commit()

    table = outbound("coverage", "--by", "group", here=office.root).stdout
    document = json.loads(outbound("coverage", "--by", "group", "--format", "json", here=office.root).stdout)

    row = f"{QUARTER} remote organisation felt-supported 2.0 100% (7 of 7) 4.5 100% (9 of 9)"
    assert row in " ".join(table.split())
    assert document["answers"][1] == {
        "group": "remote",
        "service": "organisation",
        "metric": "felt-supported",
        "quarter": QUARTER,
        "mean": 2.0,
        "given": 7,
        "asked": 7,
        "others_mean": 4.56,
        "others_given": 9,
        "others_asked": 9,
    }
    assert "answers" not in json.loads(
        outbound("coverage", "--by", "service", "--format", "json", here=office.root).stdout
    )


def test_the_release_counts_everyone_together(office: SurveyedOrganisation) -> None:
    closed(office)
    office.commit()

    (answer,) = released(office.root, "2026-10-27", QUARTER)["answers"]
    assert (answer["metric"], answer["about"]) == ("felt-supported", 20)


def test_no_release_without_a_file_that_counts(office: SurveyedOrganisation) -> None:
    closed(office)
    path = office.root / f"data/pulse/{QUARTER}.csv"
    path.write_text(path.read_text("utf-8").replace(",5\n", ",many\n"), "utf-8")
    office.commit()

    refused = outbound("release", here=office.root)

    assert refused.returncode == 3
    assert "the survey answers by group could not be read in full" in refused.stderr
    assert not (office.root / f"playbook/published/{QUARTER}.json").exists()


def test_the_counts_come_in_one_commit(office: SurveyedOrganisation) -> None:
    office.ask()
    for person, score in SCORES.items():
        office.post(office.answer(person, SUPPORT, score))
        office.read()
        office.commit()
    office.on("2026-10-27")
    office.read()
    office.commit()

    log = ["git", "log", "--format=%h", "--", "data"]
    commits = subprocess.run(log, cwd=office.root, check=True, capture_output=True, text=True).stdout
    assert len(commits.split()) == 2  # the organisation itself, and all counts together
