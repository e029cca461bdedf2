"""A survey at a table: pages with no person in them, and a file of counts that is checked line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.mail_catching import Postbox
from tests.support.survey_asking import QUARTER, surveyed_organisation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.survey_asking import SurveyedOrganisation

HEADER = "team,quarter,service,metric,score,count\n"


@pytest.fixture
def quay(tmp_path: Path) -> SurveyedOrganisation:
    return surveyed_organisation(tmp_path, Postbox(1), {"pier": 2, "quay": 6})


def table(quay: SurveyedOrganisation, *rows: str, header: str = HEADER) -> str:
    """Write the file of a table, and return its path."""
    path = quay.people.parent / "table.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def rows(
    *counts: tuple[int, int], service: str = "organisation,felt-supported", team: str = "quay"
) -> list[str]:
    return [f"{team},{QUARTER},{service},{score},{count}" for score, count in counts]


def test_a_table_gets_a_page_and_a_code_each(quay: SurveyedOrganisation) -> None:
    folder = quay.people.parent

    result = quay.call("ask", "--survey", "--codes", "quay", "--out", str(folder))

    assert (result.returncode, result.stderr) == (0, "")
    page, slips = ((folder / f"{kind}-quay-{QUARTER}.html").read_text() for kind in ("survey", "codes"))
    codes = re.findall("<li>([a-z2-9]{8})</li>", slips)
    assert len(set(codes)) == 6
    assert not any(code in page for code in codes)
    assert not re.search(r"p-(quay|lead)|@example|https?:", page + slips)
    assert page.count("<fieldset>") == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("quay",), "--codes needs --out FOLDER"),
        (("quay", "--out", "."), "is inside the repository"),
        (("quay", "--out", "../nowhere"), "folder not found"),
        (("quai", "--out", ".."), "there is no team 'quai'"),
        (("pier", "--out", ".."), "fewer than 5 people can answer. 5 are needed"),
    ],
)
def test_what_a_table_cannot_be_asked_is_refused(
    quay: SurveyedOrganisation, words: tuple[str, ...], why: str
) -> None:
    result = quay.call("ask", "--survey", "--codes", *words)

    assert result.returncode == 2
    assert why in result.stderr


def test_counts_are_added_once(quay: SurveyedOrganisation) -> None:
    file = table(quay, *rows((3, 2), (5, 3)), *rows((4, 4), service="one-on-one,useful"))

    dry, first, again = (quay.call("import", "survey", file, *words) for words in (("--dry-run",), (), ()))

    assert dry.stdout == "5 answers of 6 to add.\n"
    assert first.stdout == "5 answers of 6 added.\n"
    assert first.stderr == (
        "outbound: quay, one-on-one/useful in 2026-Q3: withheld, because fewer than 5 answered. 5 are needed\n"
    )
    assert quay.counts("quay") == [
        "organisation,felt-supported,3,2",
        "organisation,felt-supported,5,3",
        "organisation,felt-supported,,1",
    ]
    assert (again.returncode, again.stdout) == (1, "0 answers of 0 added.\n")
    assert "not counted, because the data has counted answers of this quarter" in again.stderr


def test_bad_lines_are_named_and_the_rest_counts(quay: SurveyedOrganisation) -> None:
    good = rows((2, 2), (3, 1), (4, 1), (5, 1))
    bad = [
        *rows((6, 1), (3, 1), (1, 0)),
        *rows((1, 1), service="one-on-one,nice"),
        f"quay,{QUARTER},organisation",
        *rows((4, 7), service="one-on-one,useful"),
        *rows((4, 5), team="pier"),
        *rows((4, 5), team="sea"),
    ]

    result = quay.call("import", "survey", table(quay, *good, *bad))

    assert result.returncode == 0
    assert [line.partition(", line ")[2] or line for line in result.stderr.splitlines()] == [
        "6: the score is not a whole number from 1 to 5. Not counted",
        "7: an earlier line counts this score already. Not counted",
        "8: the count is not a whole number from 1. Not counted",
        "9: the playbook has no such question. Not counted",
        "10: it has 3 values instead of 6. Not counted",
        "outbound: quay, one-on-one/useful: not counted, because the file has 7 answers of 6 people",
        "outbound: pier, organisation/felt-supported: not counted, because fewer than 5 people can answer. 5 are needed",
        "outbound: sea, organisation/felt-supported: not counted, because no one in the team was due it",
    ]
    assert quay.counts("quay")[-1] == "organisation,felt-supported,,1"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("date,service\n", "is not a file of counted survey answers"),
        (HEADER, "has rows of 0 quarters"),
        (HEADER + "quay,2026-Q3,a,b,1,1\nquay,2026-Q2,a,b,1,1\n", "has rows of 2 quarters"),
        (HEADER + "quay,2026-Q4,a,b,1,1\n", "this quarter is not over"),
        (HEADER + "quay,../x,a,b,1,1\n", "this is not a valid quarter"),
    ],
)
def test_a_file_that_is_none_is_refused(quay: SurveyedOrganisation, content: str, why: str) -> None:
    result = quay.call("import", "survey", table(quay, header=content))

    assert result.returncode == 2
    assert why in result.stderr


def test_a_file_that_is_not_there_is_refused(quay: SurveyedOrganisation) -> None:
    assert "no such file or directory" in quay.call("import", "survey", "nothing.csv").stderr
