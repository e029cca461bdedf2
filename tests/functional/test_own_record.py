"""`mine`, `export` and `prune`: what is stored about somebody is theirs to read, to contest, and to have let go."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.support.building import base, lines
from tests.support.calling import DAY, HEADER, UNREADABLE, changed, lay, outbound, replaced, said
from tests.support.dated_repository import called
from tests.support.examples import many
from tests.support.paths import ROOT
from tests.support.rolling_repository import laid as rolling

if TYPE_CHECKING:
    from pathlib import Path

LOG = "data/teams/harbour/touchpoints/2026-Q4.csv"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example."""
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small repository of the tests, without any finding."""
    return lay(tmp_path, changed({}))


def members(root: Path) -> list[str]:
    found = set()
    for file in root.glob("data/teams/*/team.yaml"):
        found |= set(re.findall(r"person: (p-[a-z0-9-]+)", file.read_text("utf-8")))
    return sorted(found)


def test_what_is_owed_now_comes_first_with_its_clause(example: Path) -> None:
    done = outbound("mine", "--person", "p-juno", here=example)

    lines = [line.strip() for line in done.stdout.splitlines()]
    at = lines.index("To come")
    assert done.returncode == 0
    assert lines[at + 1 : at + 6] == [
        "One-on-one, 2026-10-01 to 2026-12-31",
        "due by 2026-11-30, in 10 days",
        "agreed from 2026-06-01: at most 4 weeks apart, given by your leader or a",
        "coach, counts only if the leader or coach starts it",
        "data/teams/harbour/team.yaml:52:7",
    ]
    assert lines.index("Done for now") < lines.index("Before")
    assert max(map(len, done.stdout.splitlines())) <= 88


def test_json_says_the_same(example: Path) -> None:
    record = json.loads(outbound("mine", "--person", "p-juno", "--format", "json", here=example).stdout)

    harbour = record["teams"][0]
    owed = [one for one in harbour["windows"] if one["by"]]
    assert (record["person"], record["as_of"], harbour["team"]) == ("p-juno", "2026-11-20", "harbour")
    assert ("one-on-one", "2026-11-30") in {(one["service"], one["by"]) for one in owed}
    assert all(one["counts"] is not bool(one["why_not"]) for one in harbour["rows"])


def test_everybodys_windows_add_up_to_the_coverage(example: Path) -> None:
    rows = json.loads(outbound("coverage", "--format", "json", "--by", "member", here=example).stdout)["rows"]
    counted = {row["member"]: (row["met"], row["missed"]) for row in rows if row["member"]}

    for person in members(example)[:: many(28, 7)]:
        done = outbound("mine", "--person", person, "--format", "json", here=example)
        states = [
            one["state"]
            for team in (json.loads(done.stdout)["teams"] if done.returncode == 0 else [])
            for one in team["windows"]
            if one["member"]
        ]
        assert (states.count("met"), states.count("missed")) == counted.get(person, (0, 0)), person


def test_somebody_unknown_is_told_so_and_no_near_id_is_offered(example: Path) -> None:
    done = outbound("mine", "--person", "p-jun", here=example)

    assert said(done) == (
        3,
        "",
        "outbound: no data found for this id: it is not in any roster or log. Check the spelling\n",
    )


def test_a_record_is_given_while_another_file_cannot_be_read(tmp_path: Path) -> None:
    root = lay(tmp_path, changed(UNREADABLE))

    mine = outbound("mine", "--person", "p-ada", here=root)
    export = outbound("export", "--person", "p-ada", here=root)
    page = outbound("mine", "--person", "p-ada", "--html", str(tmp_path.parent / "own.html"), here=root)

    assert (mine.returncode, export.returncode, page.returncode) == (1, 1, 1)
    assert "one-on-one" in mine.stdout
    assert mine.stderr == (
        "outbound: quay could not be read. Entries about this person may be missing here. "
        "Run: outbound check\n"
    )
    assert json.loads(export.stdout)["unread"] == ["quay"]
    assert "what they contain about this person: quay." in (tmp_path.parent / "own.html").read_text("utf-8")


def test_nothing_found_names_what_could_not_be_read(tmp_path: Path) -> None:
    done = outbound("mine", "--person", "p-nobody", here=lay(tmp_path, changed(UNREADABLE)))

    assert (done.returncode, done.stdout) == (3, "")
    assert "no data found for this id, but quay could not be read" in done.stderr


def test_somebody_is_erased_while_another_file_cannot_be_read(tmp_path: Path) -> None:
    root = lay(tmp_path, changed(UNREADABLE))

    done = outbound("prune", "--person", "p-ada", "--yes", here=root)

    assert done.returncode == 1
    assert "quay could not be read. Nothing was deleted there" in done.stderr
    assert "p-ada," not in (root / LOG).read_text("utf-8")


def test_a_contested_row_counts_not_until_confirmed_again(small: Path) -> None:
    before = (small / LOG).read_text("utf-8")

    contested = outbound("mine", "--person", "p-ada", "--contest", "2026-11-02", "one-on-one", here=small)
    shown = outbound("mine", "--person", "p-ada", here=small).stdout
    confirmed = outbound("mine", "--person", "p-ada", "--confirm", "2026-11-02", "one-on-one", here=small)

    assert said(contested) == (
        0,
        f"{LOG}:2: one-on-one on 2026-11-02 now has `acknowledged: no`. It no longer counts.\n",
        "",
    )
    assert "does not count: you reported that it did not take place" in shown
    assert confirmed.returncode == 0
    after = (small / LOG).read_text("utf-8")
    assert after == before.replace(
        "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,yes,",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--contest", "2026-11-03", "one-on-one"),
            "there is no entry with the state held or declined for one-on-one on 2026-11-03 and p-ada",
        ),
        (
            ("--confirm", "2026-12-10", "one-on-one"),
            "there is no entry with the state held for one-on-one on 2026-12-10 and p-ada",
        ),
        (("--contest", "3.11.2026", "one-on-one"), "DAY 3.11.2026: not a valid date. Write it as YYYY-MM-DD"),
        (
            ("--contest", "2026-11-02", "one-on-one", "--confirm", "2026-11-02", "one-on-one"),
            "use either --contest or --confirm, not both",
        ),
    ],
)
def test_what_cannot_be_contested_changes_nothing(small: Path, words: tuple[str, ...], told: str) -> None:
    with (small / LOG).open("a", encoding="utf-8") as log:
        log.write("2026-12-10,one-on-one,p-ada,p-grace,outbound,booked,,\n")
    before = (small / LOG).read_bytes()

    done = outbound("mine", "--person", "p-ada", *words, here=small)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert (small / LOG).read_bytes() == before


def test_contesting_what_was_held_leaves_the_order_of_that_day(small: Path) -> None:
    order = "2026-11-02,one-on-one,p-ada,,inbound,ordered,,\n"
    with (small / LOG).open("a", encoding="utf-8") as log:
        log.write(order)

    done = outbound("mine", "--person", "p-ada", "--contest", "2026-11-02", "one-on-one", here=small)

    assert (done.returncode, done.stderr) == (0, "")
    text = (small / LOG).read_text("utf-8")
    assert "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,no,\n" in text
    assert order in text


def test_the_page_stands_alone_and_overwrites_nothing_of_others(example: Path, tmp_path: Path) -> None:
    page, other = tmp_path / "own.html", tmp_path / "other.html"
    other.write_text("mine", "utf-8")

    first = outbound("mine", "--person", "p-juno", "--html", str(page), here=example)
    again = outbound("mine", "--person", "p-juno", "--html", str(page), here=example)
    refused = outbound("mine", "--person", "p-juno", "--html", str(other), here=example)
    inside = outbound("mine", "--person", "p-juno", "--html", "docs/own.html", here=example)

    assert (first.returncode, again.returncode, refused.returncode, inside.returncode) == (0, 0, 2, 2)
    content = page.read_text("utf-8")
    assert not re.search(r"(?:src|href)=|<script|url\(", content)
    assert other.read_text("utf-8") == "mine"
    assert not (example / "docs").exists()


@pytest.mark.parametrize("command", [("mine",), ("export",), ("prune", "--yes")], ids=lambda words: words[0])
@pytest.mark.parametrize("person", ["P-Ada", " p-ada", "p ada", ""])
def test_an_impossible_id_is_refused_and_nothing_else_said(
    small: Path, command: tuple[str, ...], person: str
) -> None:
    done = outbound(*command, "--person", person, here=small)

    assert (done.returncode, done.stdout) == (2, "")
    assert "not a valid id. Use 2 to 40 lowercase letters" in done.stderr


def test_a_word_is_taken_in_while_another_team_cannot_be_read(tmp_path: Path) -> None:
    root = lay(tmp_path, changed(UNREADABLE))

    done = outbound("mine", "--person", "p-ada", "--contest", "2026-11-02", "one-on-one", here=root)

    assert (done.returncode, done.stderr) == (0, "")
    assert "p-ada,p-grace,outbound,held,no," in (root / LOG).read_text("utf-8")


def test_what_was_given_goes_by_the_service_s_id_of_today(small: Path) -> None:
    service = small / "playbook/services/one-on-one.yaml"
    service.write_text(
        service.read_text("utf-8").replace("id: one-on-one\n", "id: one-on-one\nformerly: [one-to-one]\n"),
        "utf-8",
    )
    log = small / LOG
    log.write_text(log.read_text("utf-8").replace(",one-on-one,", ",one-to-one,"), "utf-8")

    done = outbound("export", "--person", "p-grace", here=small)

    gave = [one["service"] for team in json.loads(done.stdout)["teams"] for one in team["gave"]]
    assert set(gave) == {"one-on-one"}


@pytest.mark.parametrize("folder", ["docs", "playbook", "elsewhere/teams"])
@pytest.mark.parametrize(("command", "option"), [("mine", "--html"), ("export", "--out")])
def test_nothing_about_a_person_is_written_where_others_read(
    small: Path, folder: str, command: str, option: str
) -> None:
    (small / "data").rename(small / "elsewhere")
    (small / folder).mkdir(parents=True, exist_ok=True)

    done = outbound(
        "--data", "elsewhere", command, "--person", "p-ada", option, f"{folder}/ada.html", here=small
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "this file is about one person and does not belong in" in done.stderr
    assert not (small / folder / "ada.html").exists()


def test_every_row_about_somebody_is_exported_exactly_once(example: Path) -> None:
    for person in members(example)[:: many(20, 5)]:
        there = [
            f"data/teams/{file.parts[-3]}/touchpoints/{file.name}:{line}:1"
            for file in example.glob("data/teams/*/touchpoints/*.csv")
            for line, row in enumerate(csv.reader(file.read_text("utf-8").splitlines()), start=1)
            if person in row[2:4]
        ]
        done = outbound("export", "--person", person, "--format", "csv", here=example)
        exported = (
            [row["place"] for row in csv.DictReader(done.stdout.splitlines())] if done.returncode == 0 else []
        )
        assert sorted(exported) == sorted(there), person


def test_an_export_says_of_what_was_given_not_to_whom(example: Path) -> None:
    done = outbound("export", "--person", "p-paavo", here=example)

    received = {one["state"] for team in json.loads(done.stdout)["teams"] for one in team["gave"]}
    others = set(members(example)) - {"p-paavo"}
    assert "held" in received
    assert not [one for one in others if re.search(rf"\b{one}\b", done.stdout)]


def test_an_export_overwrites_nothing(example: Path) -> None:
    (example / "there.json").write_text("x", "utf-8")

    done = outbound("export", "--person", "p-juno", "--out", "there.json", here=example)

    assert (done.returncode, (example / "there.json").read_text("utf-8")) == (2, "x")


def covered(root: Path, since: str) -> list[dict[str, object]]:
    done = outbound(
        "coverage", "--format", "json", "--by", "team,service,period", "--as-of", "2027-10-05", here=root
    )
    return [row for row in json.loads(done.stdout)["rows"] if row["period"] >= since]


def test_old_logs_are_let_go_and_what_stays_is_judged_as_before(example: Path) -> None:
    playbook = (example / "playbook/playbook.yaml").read_text("utf-8")
    before = covered(example, "2026-Q3")
    flagged = outbound("check", "--select", "PRV", "--as-of", "2027-10-05", here=example)

    done = outbound("prune", "--as-of", "2027-10-05", "--yes", here=example)
    again = outbound("prune", "--as-of", "2027-10-05", "--yes", here=example)

    assert "PRV003" in flagged.stdout
    assert done.stdout.startswith("Deleted 40 files from quarters before 2025-07-01")
    assert again.stdout.startswith(
        "Nothing to delete: everything is from the current quarter or the 9 quarters before it."
    )
    assert (example / "playbook/playbook.yaml").read_text("utf-8") == playbook.replace(
        "\nlogs_from: 2024-10-01", "\nlogs_from: 2025-07-01"
    )
    assert {file.stem for file in example.glob("data/teams/*/touchpoints/*.csv")} >= {"2025-Q3", "2026-Q4"}
    assert not list(example.glob("data/teams/*/*/2025-Q2.csv"))
    assert covered(example, "2026-Q3") == before
    assert outbound("check", "--select", "PRV", "--as-of", "2027-10-05", here=example).returncode == 0


def test_a_dry_run_says_what_a_run_that_was_stopped_left(example: Path) -> None:
    playbook = example / "playbook/playbook.yaml"
    playbook.write_text(
        playbook.read_text("utf-8").replace("\nlogs_from: 2024-10-01", "\nlogs_from: 2025-07-01"), "utf-8"
    )

    done = outbound("prune", "--as-of", "2027-10-05", "--dry-run", here=example)

    assert done.stdout.startswith("Would delete 40 files")
    assert "logs_from" not in done.stdout


def test_nothing_is_removed_unasked(example: Path) -> None:
    before = sorted(example.rglob("*"))

    dry = outbound("prune", "--as-of", "2027-10-05", "--dry-run", here=example)
    silent = outbound("prune", "--as-of", "2027-10-05", here=example)

    assert dry.stdout.startswith("Would delete 40 files")
    assert (silent.returncode, silent.stdout) == (2, "")
    assert "there is no one to ask" in silent.stderr
    assert sorted(example.rglob("*")) == before


def test_what_was_stopped_half_way_is_finished_by_the_next_run(example: Path) -> None:
    playbook = example / "playbook/playbook.yaml"
    playbook.write_text(
        playbook.read_text("utf-8").replace("\nlogs_from: 2024-10-01", "\nlogs_from: 2025-07-01"), "utf-8"
    )
    (example / "data/teams/harbour/touchpoints/2024-Q4.csv").unlink()

    done = outbound("prune", "--as-of", "2027-10-05", "--yes", here=example)

    assert done.stdout.startswith("Deleted 39 files")
    assert not list(example.glob("data/teams/*/*/2025-Q2.csv"))


def test_a_member_is_erased_and_nobody_else(example: Path) -> None:
    roster = (example / "data/teams/harbour/team.yaml").read_text("utf-8")
    remarks = re.findall(r"#.*", roster)

    done = outbound("prune", "--person", "p-juno", "--yes", here=example)

    left = outbound("mine", "--person", "p-juno", here=example)
    rows = [
        row
        for file in example.glob("data/teams/*/touchpoints/*.csv")
        for row in csv.reader(file.read_text("utf-8").splitlines())
    ]
    after = (example / "data/teams/harbour/team.yaml").read_text("utf-8")
    assert done.returncode == 0
    assert not [row for row in rows if row[2] == "p-juno"]
    assert "person: p-juno" not in after
    assert re.findall(r"#.*", after) == remarks
    assert set(after.splitlines()) < set(roster.splitlines())
    assert "gave" in left.stdout  # what they gave to others is the others' record
    assert outbound("check", "--select", "SCH", here=example).returncode == 0
    assert outbound("check", "--select", "REF", here=example).returncode == 0


OLD_ENTRIES = {
    "data/teams/harbour/waivers.yaml": "schema: 1\n# agreed in the spring\nwaivers:\n  - {id: w-one, service: one-on-one, member: p-ada, from: 2026-01-05, to: 2026-02-27, reason: agreed-pause, approved_by: p-grace, agreed_with_people: [p-ada]}  # seen\n",
    "data/teams/harbour/answers.yaml": 'schema: 1\nanswers:\n  - {service: one-on-one, period: 2026-Q1, by: p-grace, answered_on: 2026-04-06, plan: "https://git.example.org/plans/1"}\n  - {service: one-on-one, period: 2026-Q2, by: p-grace, answered_on: 2026-07-06, plan: "https://git.example.org/plans/2"}\n',
    **replaced("playbook/playbook.yaml", ("smallest_group: 5", "smallest_group: 5\n  keep_logs_for: 2 quarters")),
    **replaced(
        "data/teams/harbour/team.yaml",
        ("members:\n", "absences:\n  - {person: p-mia, from: 2026-02-02, to: 2026-02-06}\nmembers:\n  # p-old left in spring\n  - {person: p-old, from: 2025-03-01, to: 2026-02-27}  # moved away\n"),
    ),
}  # fmt: skip


def test_entries_that_ended_go_with_the_logs_and_the_rest_stays(tmp_path: Path) -> None:
    root = lay(tmp_path, changed(OLD_ENTRIES))
    check = ("check", "--no-base", "--as-of", DAY, "--format", "concise", "--select", "PRV")
    places = [
        "data/teams/harbour/answers.yaml:3",
        "data/teams/harbour/team.yaml:9",
        "data/teams/harbour/team.yaml:12",
        "data/teams/harbour/waivers.yaml:4",
    ]

    flagged = outbound(*check, here=root)
    dry = outbound("prune", "--as-of", DAY, "--dry-run", here=root)
    done = outbound("prune", "--as-of", DAY, "--yes", here=root)
    again = outbound(*check, here=root)

    listed = [line.strip() for line in dry.stdout.splitlines()]
    found = [":".join(line.split(":")[:2]) for line in flagged.stdout.splitlines()]
    assert [place for place in found if "yaml" in place] == places
    assert sorted(place for place in listed if ".yaml:" in place) == sorted(places)
    assert "and 4 entries in rosters, waivers, corrections and plans that ended before" in done.stdout
    assert "team.yaml:10: a comment names p-old, who is no longer in the roster." in done.stdout
    assert "PRV003" not in again.stdout
    harbour = root / "data/teams/harbour"
    assert (harbour / "waivers.yaml").read_text("utf-8") == "schema: 1\n# agreed in the spring\nwaivers: []\n"
    assert (harbour / "answers.yaml").read_text("utf-8").count("period: 2026-Q2") == 1
    assert "absences: []\nmembers:\n  # p-old left in spring\n  - {person: p-ada" in (
        harbour / "team.yaml"
    ).read_text("utf-8")


def test_a_change_that_lets_go_of_old_entries_passes_its_check(tmp_path: Path) -> None:
    before = lay(tmp_path / "before", changed(OLD_ENTRIES))
    root = tmp_path / "after"
    shutil.copytree(before, root)
    outbound("prune", "--as-of", DAY, "--yes", here=root)

    lost = lines(root, date.fromisoformat(DAY), against=before)

    assert [line for line in lost if " error " in line] == []


def test_one_file_no_change_fits_keeps_all_as_it_was(tmp_path: Path) -> None:
    folded = (
        "schema: 1\nwaivers:\n  - id: w-one\n    service: one-on-one\n    from: 2026-01-05\n    to: 2026-02-27\n"
        "    reason: data-gap\n    approved_by: >-\n      p-grace\n"
    )
    root = lay(tmp_path, changed({**OLD_ENTRIES, "data/teams/harbour/waivers.yaml": folded}))
    before = contents(root)

    done = outbound("prune", "--as-of", DAY, "--yes", here=root)

    assert (done.returncode, done.stdout) == (2, "")
    assert "data/teams/harbour/waivers.yaml can't be changed automatically" in done.stderr
    assert contents(root) == before


def test_a_table_brings_nothing_back_that_was_removed(tmp_path: Path) -> None:
    root = lay(tmp_path / "playbook", changed(OLD_ENTRIES))
    outbound("prune", "--as-of", DAY, "--yes", here=root)
    stays, away = tmp_path / "stays.csv", tmp_path / "away.csv"
    stays.write_text(
        "person,team,from,to\np-old,harbour,2025-03-01,2026-02-27\np-new,harbour,2026-05-04,\n", "utf-8"
    )
    away.write_text("person,from,to\np-mia,2026-02-02,2026-02-06\np-mia,2026-07-01,2026-07-03\n", "utf-8")

    joined = outbound("import", "people", str(stays), "--as-of", DAY, "--yes", here=root)
    absent = outbound("import", "people", str(away), "--absences", "--as-of", DAY, "--yes", here=root)

    assert "1 membership ended before 2026-04-01 and is not added" in joined.stdout
    assert "1 absence ended before 2026-04-01 and is not added" in absent.stdout
    roster = (root / "data/teams/harbour/team.yaml").read_text("utf-8")
    assert re.findall(r"^  - \{person: (p-\w+), from: 2026", roster, re.MULTILINE) == ["p-mia", "p-new"]
    assert "PRV003" not in outbound("check", "--no-base", "--as-of", DAY, "--select", "PRV", here=root).stdout


def contents(root: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for kind in ("*.yaml", "*.csv") for file in root.rglob(kind)}


def test_a_remark_that_names_somebody_erased_is_told(small: Path) -> None:
    roster = small / "data/teams/harbour/team.yaml"
    text = roster.read_text("utf-8").replace(
        "members:", "# p-mia and p-ada-lin came together\n# p-ada came back\nmembers:"
    )
    roster.write_text(text, "utf-8")
    told = "data/teams/harbour/team.yaml:9: a comment names this person. Remove it by hand.\n"

    tried = outbound("prune", "--person", "p-ada", "--dry-run", here=small)
    done = outbound("prune", "--person", "p-ada", "--yes", here=small)

    assert told in tried.stdout
    assert told in done.stdout
    assert done.stdout.count("a comment names this person") == 1


def test_what_is_over_stands_apart_from_what_is_not(small: Path) -> None:
    absent = "absences:\n  - {person: p-ada, from: 2026-10-01, to: 2026-12-31}\nmembers:"
    roster = small / "data/teams/harbour/team.yaml"
    roster.write_text(roster.read_text("utf-8").replace("members:", absent, 1), "utf-8")

    done = outbound("mine", "--person", "p-ada", "--as-of", "2026-12-30", here=small)

    lines = [line.strip() for line in done.stdout.splitlines()]
    idle, before = lines.index("Not due for now"), lines.index("Before")
    assert idle < before
    assert any("2026-10-01 to 2026-12-31" in line for line in lines[idle:before])
    assert not any("2026-12-31" in line for line in lines[before:])


ROSTER = "data/teams/harbour/team.yaml"
ONE_ON_ONE = "playbook/services/one-on-one.yaml"
WHY_NOT = {
    "2025-12-15,one-on-one,p-ada,p-grace,outbound,held,,": "it is before the first date that is checked",
    "2026-01-15,one-on-one,p-ada,p-grace,outbound,held,,": "you were not in the team on that day",
    "2026-02-10,one-on-one,p-ada,p-zed,outbound,held,,": (
        "the giver was not allowed to give this service on that day"
    ),
    "2026-02-11,one-on-one,p-ada,p-ada,outbound,held,,": "people can’t give a service to themselves",
    "2026-02-12,one-on-one,p-ada,,outbound,held,,": "the giver is missing",
    "2026-02-13,one-on-one,p-ada,p-grace,outbound,declined,,": "it was compulsory, so it can’t be declined",
    "2026-02-14,nothing,p-ada,p-grace,outbound,held,,": "you have no agreement for a service with this id",
    "2026-02-16,talk,p-ada,p-grace,outbound,held,,": "nothing was agreed on that day",
    "2026-11-25,one-on-one,p-ada,p-grace,outbound,held,,": "it is in the future",
}


def test_each_row_that_counts_for_nothing_says_why(tmp_path: Path) -> None:
    talk = (
        str(base()[ONE_ON_ONE])
        .replace("id: one-on-one", "id: talk")
        .replace("from: 2026-01-01", "from: 2026-12-01")
    )
    roster = replaced(ROSTER, ("p-ada, from: 2025-03-01", "p-ada, from: 2026-02-01"))
    logs = {f"data/teams/harbour/touchpoints/2026-Q{number}.csv": HEADER for number in (1, 2, 3, 4)}
    for row in WHY_NOT:
        path = f"data/teams/harbour/touchpoints/{row[:4]}-Q{(int(row[5:7]) + 2) // 3}.csv"
        logs[path] = f"{logs.get(path, HEADER)}{row}\n"
    root = lay(tmp_path, changed({**roster, **logs, "playbook/services/talk.yaml": talk}))

    done = called(root, "mine", "--person", "p-ada", "--as-of", DAY, "--format", "json")

    (team,) = json.loads(done.stdout)["teams"]
    found = {row["date"]: row["why_not"] for row in team["rows"] if not row["counts"]}
    assert found == {row[:10]: why for row, why in WHY_NOT.items()}


WAIVERS = """\
schema: 1
waivers:
  - {id: w-one, service: one-on-one, member: p-ada, from: 2026-07-01, to: 2026-07-31, reason: agreed-pause, approved_by: p-grace, agreed_with_people: [p-ada]}
  - {id: w-all, service: one-on-one, from: 2026-04-01, to: 2026-04-30, reason: reorganisation, approved_by: p-grace, agreed_with_people: [p-ada]}
"""
ANSWERS = """\
schema: 1
answers:
  - {service: one-on-one, period: 2026-Q1, by: p-grace, answered_on: 2026-04-06, plan: "https://git.example.org/plans/1"}
"""


@pytest.mark.parametrize(
    ("person", "stored"),
    [
        (
            "p-ada",
            [
                "  in the team since 2025-03-01",
                "  waiver w-one: one-on-one from 2026-07-01 to 2026-07-31",
                "  waiver w-all for the team: one-on-one from 2026-04-01 to 2026-04-30",
            ],
        ),
        (
            "p-grace",
            [
                "  leader",
                "  gave 8 touchpoints to others",
                "  wrote 1 plan",
                "  approved 2 waivers",
            ],
        ),
    ],
)
def test_what_else_is_stored_of_somebody_stands_on_top(
    tmp_path: Path, person: str, stored: list[str]
) -> None:
    files = {"data/teams/harbour/waivers.yaml": WAIVERS, "data/teams/harbour/answers.yaml": ANSWERS}
    root = lay(tmp_path, changed({**files}))

    lines = called(root, "mine", "--person", person, "--as-of", DAY).stdout.splitlines()

    at = lines.index("Harbour (harbour)")
    assert lines[at + 1 : at + 1 + len(stored)] == stored
    assert lines[at + 1 + len(stored)] == ""


def test_waivers_stand_on_the_page_and_go_with_who_is_erased(tmp_path: Path) -> None:
    root = lay(tmp_path / "playbook", changed({"data/teams/harbour/waivers.yaml": WAIVERS}))
    page = tmp_path / "own.html"

    called(root, "mine", "--person", "p-ada", "--as-of", DAY, "--html", str(page))
    erased = called(root, "prune", "--person", "p-ada", "--yes")

    assert "Waiver w-one for one-on-one from 1\u00a0July 2026" in html.unescape(page.read_text("utf-8"))
    assert erased.returncode == 0
    left = (root / "data/teams/harbour/waivers.yaml").read_text("utf-8")
    assert "w-one" not in left
    assert "w-all" in left
    assert "p-ada" not in left


def test_the_last_day_is_said_to_be_today(tmp_path: Path) -> None:
    root = rolling(tmp_path)

    lines = called(root, "mine", "--person", "p-ada", "--as-of", "2026-11-09").stdout.splitlines()

    assert "      due by 2026-11-09, today" in lines


NAMING = """\
schema: 1
rules:
  - {service: one-on-one, title: x}
not_people: [ada@example.org]
on_behalf_of:
  - {assistant: p-ina, acts_for: p-ada}
"""
COLUMNS = 'schema: 1\nteams:\n  "Lovelace, Ada": harbour\n  p-adams: quay\n'


def test_erasing_names_the_lines_of_the_policy_about_somebody(tmp_path: Path) -> None:
    files = {"playbook/calendar.yaml": NAMING, "data/columns.yaml": COLUMNS}
    root = lay(tmp_path / "playbook", changed(files))
    people = tmp_path / "people.csv"
    people.write_text(
        "id,name,address\np-ada,Ada Lovelace,Ada@Example.org\np-ina,Ina,ina@example.org\n", "utf-8"
    )

    def erased(person: str, *more: str) -> tuple[int, list[str]]:
        done = outbound("prune", "--person", person, "--dry-run", *more, here=root)
        told = [line for line in done.stdout.splitlines() if ": this line contains the person's " in line]
        assert all(line.endswith("Remove it by hand, or write someone else there.") for line in told)
        return done.returncode, [line.partition(". Remove")[0] for line in told]

    by_id = "playbook/calendar.yaml:6: this line contains the person's id"
    assert erased("p-ada") == (0, [by_id])
    assert erased("p-ada", "--people", str(people)) == (
        0,
        [
            "playbook/calendar.yaml:4: this line contains the person's address",
            by_id,
            "data/columns.yaml:3: this line contains the person's name",
        ],
    )
    assert erased("p-ina") == (0, [by_id])
    assert (
        "No log, roster, waiver or correction is about this person."
        in outbound("prune", "--person", "p-ina", "--yes", here=root).stdout
    )
    assert erased("p-else") == (3, [])
