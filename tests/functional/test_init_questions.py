"""What `outbound init` asks on a terminal: again after a wrong answer, with what the machine is set to."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.functional.test_init import ACME
from tests.support.calling import MAIN, START, outbound

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pty", reason="there are no terminals to open here")
from tests.functional.test_terminal import on_a_terminal

INIT = [sys.executable, "-c", MAIN, "init", "acme"]


def policy_of(folder: Path) -> dict[str, object]:
    """Return the playbook that was created in a folder."""
    read: dict[str, object] = yaml.safe_load((folder / "acme/playbook/playbook.yaml").read_text("utf-8"))
    return read


def counted(folder: Path, service: str) -> str:
    """Return whose first step counts for a service that was created."""
    text = (folder / f"acme/playbook/services/{service}.yaml").read_text("utf-8")
    return str(yaml.safe_load(text)["agreements"][0]["counts"])


def test_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    answers = (
        "Acme",
        "Helsinki",
        "Europe/Stockholm",
        "Sweden",
        "se",
        "next year",
        "2027-04-01",
        "one-on-on",
        "one-on-one",
        "perhaps",
        "no",
        "Harbour",
        "Grace Hopper",
        "p-grace",
        ",",
        "p-ada, p-mia",
    )

    status, shown = on_a_terminal(INIT, "".join(f"{answer}\n" for answer in answers), tmp_path)

    assert status == 0, shown
    assert re.findall(r"Please answer again: [^\r\n]+", shown) == [
        "Please answer again: not a known time zone. Write it like this: Europe/Helsinki.",
        "Please answer again: not a valid country. Write an ISO 3166 code, for example FI.",
        "Please answer again: not a valid date. Write it as YYYY-MM-DD, for example 2026-01-31.",
        "Please answer again: there is no service 'one-on-on' in the catalogue. Did you mean one-on-one?",
        "Please answer again: write yes or no.",
        "Please answer again: use ids, not names: not a valid id. Use 2 to 40 lowercase letters, digits and hyphens, starting with a letter.",
        "Please answer again: write at least one id, for example p-ann.",
    ]
    policy = policy_of(tmp_path)
    assert (policy["time_zone"], policy["holidays"]) == ("Europe/Stockholm", "SE")
    assert str(policy["judged_from"]) == "2027-04-01"
    assert counted(tmp_path, "one-on-one") == "outbound"


@pytest.mark.parametrize(
    ("machine", "proposed"),
    [
        ({"TZ": "Europe/Berlin", "LC_ALL": "de_DE.UTF-8"}, ("Europe/Berlin", "DE")),
        ({"TZ": ":Asia/Tokyo", "LC_ALL": "ja_JP"}, ("Asia/Tokyo", "JP")),
        ({"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C"}, ("Europe/Helsinki", "none")),
    ],
)
def test_the_machine_proposes_zone_and_country(
    machine: dict[str, str], proposed: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in machine.items():
        monkeypatch.setitem(START, name, value)

    status, shown = on_a_terminal([*INIT, *ACME], "\n" * 5, tmp_path)

    assert status == 0, shown
    zone, country = proposed
    assert f"Time zone [{zone}]:" in shown
    assert f"Country for public holidays (ISO 3166 code, or none) [{country}]:" in shown
    assert policy_of(tmp_path).get("holidays", "none") == country


def test_a_script_is_asked_nothing_and_counts_any_first_step(tmp_path: Path) -> None:
    done = outbound("init", "acme", *ACME, "--first-day", "2088-02-03", here=tmp_path)

    assert done.returncode == 0, done.stderr
    assert str(policy_of(tmp_path)["judged_from"]) == "2088-04-01"
    assert {counted(tmp_path, name) for name in ("one-on-one", "recognition", "stay-interview")} == {"any"}


def test_options_say_whose_first_step_counts_and_from_when(tmp_path: Path) -> None:
    words = ("--counts", "outbound", "--judged-from", "2026-12-01", "--country", "fi")

    done = outbound("init", "acme", *ACME, *words, here=tmp_path)

    assert done.returncode == 0, done.stderr
    assert str(policy_of(tmp_path)["judged_from"]) == "2026-12-01"
    assert counted(tmp_path, "one-on-one") == "outbound"
    assert counted(tmp_path, "team-health-check") == "any"


def test_each_service_left_out_is_named_with_the_reason(tmp_path: Path) -> None:
    every = outbound("init", "acme", *ACME, here=tmp_path).stdout.splitlines()
    chosen = outbound(
        "init", "beta", *ACME, "--services", "one-on-one,recognition", here=tmp_path
    ).stdout.splitlines()

    assert every[-1] == (
        "Not created, because no team is part of another: skip-level. Once a team names the team above it "
        "with `part_of`, run: outbound new service skip-level"
    )
    assert chosen[-1].startswith(
        "Not created, because you did not choose them: career-conversation, coach-session, "
    )
    assert "skip-level" in chosen[-1]
    assert len(chosen) == len(every)


@pytest.mark.parametrize(
    ("option", "words"),
    [("--country", "Finland"), ("--judged-from", "1.1.2027"), ("--counts", "some")],
)
def test_an_option_that_cannot_be_meant_writes_nothing(option: str, words: str, tmp_path: Path) -> None:
    done = outbound("init", "acme", *ACME, option, words, here=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert option in done.stderr
    assert list(tmp_path.iterdir()) == []


PEOPLE = "id,name,address\np-0007,Ada Vester,ada@quay.example\np-0008,Ib Vester,ib@quay.example\np-0009,Olga Rask,olga@quay.example\n"


def roster_of(folder: Path) -> dict[str, list[str]]:
    """Return who leads and who is a member of the first team."""
    (path,) = (folder / "acme-data/teams").glob("*/team.yaml")
    team = yaml.safe_load(path.read_text("utf-8"))
    return {key: [entry["person"] for entry in team[key]] for key in ("leaders", "members")}


def test_a_new_team_is_of_people_by_name(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    words = (
        "--team",
        "Harbour",
        "--leader",
        "rask",
        "--member",
        "Vester, Ada",
        "--member",
        "ib@quay.example",
    )

    done = outbound("init", "acme", *words, "--people", "people.csv", here=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert roster_of(tmp_path) == {"leaders": ["p-0009"], "members": ["p-0007", "p-0008"]}
    files = [path for path in tmp_path.rglob("acme*/**/*") if path.is_file()]
    assert not [path for path in files if b"Vester" in path.read_bytes()]


def test_a_name_that_is_not_clear_creates_nothing(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")

    done = outbound("init", "acme", "--leader", "Vester", "--people", "people.csv", here=tmp_path)

    assert done.returncode == 2
    assert (
        "--leader Vester: this fits 2 people: Ada Vester (p-0007), Ib Vester (p-0008). Use an id"
        in done.stderr
    )
    assert not (tmp_path / "acme").exists()


def test_people_are_asked_for_by_name(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    answers = (
        "Acme",
        "",
        "none",
        "",
        "one-on-one",
        "",
        "Harbour",
        "Vester",
        "Rask, Olga",
        "ada, ib@quay.example",
    )
    command = [*INIT, "--people", "people.csv"]

    status, shown = on_a_terminal(command, "".join(f"{answer}\n" for answer in answers), tmp_path)

    assert status == 0, shown
    assert "Please answer again: Person Vester: this fits 2 people" in shown
    assert roster_of(tmp_path) == {"leaders": ["p-0009"], "members": ["p-0007", "p-0008"]}


def test_the_leader_of_a_table_is_named_as_in_it(tmp_path: Path) -> None:
    (tmp_path / "hr.csv").write_text("person,name,team,from\np-1,Ada Vester,Dock,2026-01-05\n", "utf-8")

    done = outbound("init", "acme", "--from", "hr.csv", "--leader", "vester", here=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert roster_of(tmp_path)["leaders"] == ["p-1"]
