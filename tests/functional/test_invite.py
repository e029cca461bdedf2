"""`outbound invite`: whom, by when, and in words a colleague would use."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checks.cli import group
from tests.functional.test_invite_cadences import terms
from tests.support.building import base
from tests.support.rolling_repository import DAY, laid, rows, team


def invite(root: Path, *words: str, columns: int = 80) -> Result:
    words = ("--root", str(root), "invite", "--as-of", DAY, *words)
    return CliRunner().invoke(group, words, catch_exceptions=False, env={"COLUMNS": str(columns)})


def test_the_advice_reads_like_a_colleague_s(tmp_path: Path) -> None:
    found = invite(laid(tmp_path), "--leader", "p-grace")

    assert found.output == (
        "p-grace, leader of Harbour\n"
        "To do: 2 touchpoints, 1.5 hours.\n"
        "\n"
        "  Overdue\n"
        "    p-ada  One-on-one, 45 min  was due Mon 9 Nov, late since Tue 17 Nov;\n"
        "                               last Mon 12 Oct\n"
        "\n"
        "  In the next two weeks, until Sun 13 Dec\n"
        "    p-mia  One-on-one, 45 min  by Thu 3 Dec, late from Fri 11 Dec;\n"
        "                               last Thu 5 Nov\n"
        "\n"
        "  Agreed\n"
        "    One-on-one: at most 4 weeks apart, grace period 1 week\n"
        "      (playbook/services/one-on-one.yaml:18)\n"
    )
    assert found.exit_code == 0


def test_what_is_booked_is_told_apart_as_nothing_to_do(tmp_path: Path) -> None:
    booked = rows(
        "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
        "2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,,",
        "2026-12-01,one-on-one,p-mia,p-grace,outbound,booked,,",
    )

    found = invite(laid(tmp_path, booked), "--leader", "p-grace")

    assert "Everything is booked." in found.output
    assert "p-ada  One-on-one, 45 min  Tue 24 Nov" in found.output


def test_a_day_booked_after_the_last_one_does_not_quieten(tmp_path: Path) -> None:
    booked = rows(
        "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
        "2026-12-04,one-on-one,p-mia,p-grace,outbound,booked,,",
    )

    found = invite(laid(tmp_path, booked), "--format", "json")

    states = {one["member"]: one["state"] for one in json.loads(found.output)["rows"]}
    assert states["p-mia"] == "soon"


def test_who_is_away_is_invited_for_after_their_return(tmp_path: Path) -> None:
    away = team("absences:", "  - {person: p-mia, from: 2026-11-20, to: 2026-11-29}")

    found = invite(laid(tmp_path, away), "--format", "json")

    row = next(one for one in json.loads(found.output)["rows"] if one["member"] == "p-mia")
    assert row["since"] == "2026-11-30"
    assert row["by"] == "2026-12-13"
    assert "away, back on Mon 30 Nov" in invite(tmp_path).output


def test_the_chosen_coach_is_the_one_to_invite(tmp_path: Path) -> None:
    files = laid(tmp_path)
    path = files / "data/teams/harbour/team.yaml"
    path.write_text(
        path.read_text().replace("p-mia, from: 2025-03-01", "p-mia, from: 2025-03-01, coach: p-alan")
    )

    found = json.loads(invite(tmp_path, "--format", "json").output)["rows"]

    row = next(one for one in found if one["member"] == "p-mia")
    assert (row["giver"], row["others"]) == ("p-alan", ["p-grace"])


def test_as_csv_and_markdown_the_same_rows(tmp_path: Path) -> None:
    root = laid(tmp_path)

    table = list(csv.DictReader(io.StringIO(invite(root, "--format", "csv").output)))
    text = invite(root, "--format", "markdown").output

    assert [row["member"] for row in table if row["giver"] == "p-grace"] == ["p-ada", "p-mia"]
    assert "- [ ] **p-ada**: One-on-one, 45 min, was due Mon 9 Nov, late since Tue 17 Nov" in text


def test_names_are_told_to_who_has_the_table_of_people(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,name,address\np-ada,Ada Lovelace,ada@example.org\n")

    found = invite(laid(tmp_path / "playbook"), "--people", str(people), "--leader", "p-grace")

    assert "Ada Lovelace (p-ada)  One-on-one" in found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--leader", "p-grase"), "Did you mean p-grace?"),
        (("--team", "harbor"), "Did you mean harbour?"),
        (("--within", "a while"), "--within a while"),
        (("--within", "3 months"), "--within 3 months"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    from checks.model.errors import UsageError

    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        invite(laid(tmp_path), *words)


def test_a_team_that_cannot_be_read_is_told_and_ends_with_one(tmp_path: Path) -> None:
    found = invite(laid(tmp_path, {"data/teams/quay/team.yaml": "schema: 1\nid: quay\nname: [Quay\n"}))

    assert found.exit_code == 1
    assert "left out because their files can't be read: quay" in found.output


LONG_TITLE = "A long conversation about all there is and all there will be"
TALK = {
    "playbook/services/talk.yaml": str(base()["playbook/services/one-on-one.yaml"])
    .replace("id: one-on-one", "id: talk")
    .replace("title: One-on-one", f"title: {LONG_TITLE}")
}


@pytest.mark.parametrize(
    ("columns", "changes", "lines"),
    [
        (
            68,
            {},
            [
                "    p-ada  One-on-one, 45 min  was due Mon 9 Nov, late since Tue 17",
                "                               Nov; last Mon 12 Oct",
            ],
        ),
        (
            90,
            TALK,
            [
                "    p-ada  One-on-one, 45 min  was due Mon 9 Nov, late since Tue 17 Nov; last Mon 12 Oct",
                f"    p-ada  {LONG_TITLE}, 45 min",
                "        by Thu 31 Dec",
            ],
        ),
    ],
    ids=["narrow columns", "a long title"],
)
def test_days_are_wrapped_as_the_window_asks_for(
    tmp_path: Path, columns: int, changes: dict[str, str], lines: list[str]
) -> None:
    words = ("--leader", "p-grace", "--within", "6 weeks")

    said = invite(laid(tmp_path, changes), *words, columns=columns).output.splitlines()

    assert set(lines) <= set(said)


SAID: dict[str, tuple[tuple[dict[str, str], ...], str]] = {
    "who came back": (
        (
            terms("{after: returning, within: [14 days]}"),
            rows(),
            team("absences:", "  - {person: p-ada, from: 2026-10-01, to: 2026-11-20}"),
        ),
        "p-ada One-on-one, 45 min by Sat 5 Dec; came back Sat 21 Nov; last Wed 12 Aug",
    ),
    "an order that is late": (
        (
            terms("{after: ordering, within: [5 working days]}"),
            rows("2026-11-09,one-on-one,p-ada,,inbound,ordered,,"),
        ),
        "p-ada One-on-one, 45 min was due Mon 16 Nov; requested Mon 9 Nov; last Wed 12 Aug",
    ),
    "a leader of many teams": (
        (
            {
                f"data/teams/t{at}/team.yaml": (
                    f"schema: 1\nid: t{at}\nname: T{at}\nleaders:\n  - {{person: p-grace, from: 2025-01-01}}\n"
                    f"members:\n  - {{person: p-t{at}, from: 2025-03-01}}\n"
                )
                for at in range(5)
            },
        ),
        "p-grace, leader of T0, T1, T2 and 3 more",
    ),
    "what is booked of a service there is not": (
        (rows("2026-11-30,nothing,p-ada,p-grace,outbound,booked,,"),),
        "p-ada One-on-one, 45 min was due Wed 9 Sep, late since Thu 17 Sep; last Wed 12 Aug",
    ),
}


@pytest.mark.parametrize(("changes", "words"), SAID.values(), ids=SAID)
def test_what_else_there_is_to_know_is_said(
    tmp_path: Path, changes: tuple[dict[str, str], ...], words: str
) -> None:
    said = " ".join(invite(laid(tmp_path, *changes), "--leader", "p-grace").output.split())

    assert words in said
