"""A new playbook is laid out whole, or not at all; and from a people team's table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pygit2
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checks.loading.naming import slug
from checks.model.errors import CannotWriteError
from checks.store.new_folders import begin_repository, lay_out
from tests.support.calling import outbound
from tests.support.rights import without_rights

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """Employee ID;Department;Hire date;Termination date;Manager ID;Salary
1001;R&D North;2024-03-01;;1000;1
1002;R&D North;2025-01-07;31.12.2026;1000;1
1003;R&D North;2020-01-01;2023-01-01;1000;1
2001;Sales;2026-01-01;;2000;1
2000;Sales;2019-01-01;;3000;1
Ada Lovelace;Sales;2026-01-01;;2000;1
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A people team's table, as one exports it."""
    path = tmp_path / "hr.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_teams_and_their_people_come_from_a_table(tmp_path: Path, table: Path) -> None:
    done = outbound(
        "init",
        "acme",
        "--organisation",
        "Acme",
        "--from",
        "hr.csv",
        "--first-day",
        "2026-11-02",
        here=tmp_path,
    )
    checked = outbound("check", "--as-of", "2026-11-26", here=tmp_path / "acme")

    north = yaml.safe_load((tmp_path / "acme-data/teams/rd-north/team.yaml").read_text("utf-8"))
    assert done.returncode == 0, done.stderr
    assert [one["person"] for one in north["leaders"]] == ["p-1000"]
    assert [(one["person"], str(one["from"]), str(one.get("to"))) for one in north["members"]] == [
        ("p-1001", "2024-03-01", "None"),
        ("p-1002", "2025-01-07", "2026-12-31"),
    ]
    assert north["name"] == "R&D North"
    assert (checked.returncode, checked.stderr) == (0, "")


def test_what_a_table_says_and_is_not_taken_is_told(tmp_path: Path, table: Path) -> None:
    done = outbound(
        "init",
        "acme",
        "--organisation",
        "Acme",
        "--from",
        "hr.csv",
        "--first-day",
        "2026-11-02",
        here=tmp_path,
    )

    assert done.stdout.splitlines()[8:17] == [
        "New teams:",
        "  rd-north      p-1000  2 members",
        "  sales         p-2000  1 member   part of sales-p-3000",
        "  sales-p-3000  p-3000  1 member",
        "Skipped:",
        "  hr.csv, line 7: invalid person. Write an id, a number, or an address or name from people.csv",
        "Note: 1 membership ended before 2026-11-02 and is not added.",
        "Created 11 services and 3 teams in acme and acme-data. Next:",
        "  cd acme",
    ]
    assert "Lovelace" not in (tmp_path / "acme-data/teams/sales/team.yaml").read_text("utf-8")


def test_names_that_make_one_id_are_told(tmp_path: Path) -> None:
    (tmp_path / "hr.csv").write_text("person,team,from\np-ann,R&D,2026-01-01\np-bo,RD,2026-01-01\n", "utf-8")

    done = outbound("init", "acme", "--from", "hr.csv", "--leader", "p-grace", here=tmp_path)

    assert (
        "Note: R&D and RD have the same id here, rd, so they are one team. To separate them, give each its own id in columns.yaml.\n"
        in done.stdout
    )


def test_overlapping_rows_of_one_team_are_one_membership(tmp_path: Path) -> None:
    rows = (
        "p-ann,Deck,2026-01-01,2080-03-31",
        "p-ann,Deck,2080-03-01,",
        "p-bo,Deck,2026-01-01,2080-03-31",
        "p-bo,Deck,2080-04-01,",
    )
    (tmp_path / "hr.csv").write_text("person,team,from,to\n" + "\n".join(rows), "utf-8")

    done = outbound("init", "acme", "--from", "hr.csv", "--leader", "p-grace", here=tmp_path)

    members = yaml.safe_load((tmp_path / "acme-data/teams/deck/team.yaml").read_text("utf-8"))["members"]
    assert done.returncode == 0, done.stderr
    assert [(one["person"], str(one["from"]), one.get("to")) for one in members] == [
        ("p-ann", "2026-01-01", None),
        ("p-bo", "2026-01-01", None),
    ]


@pytest.mark.parametrize("words", [(), ("--one-repository",)])
def test_the_forms_are_those_the_playbook_makes(tmp_path: Path, words: tuple[str, ...]) -> None:
    outbound("init", "acme", "--organisation", "Acme", *words, here=tmp_path)
    private = "." if words else "../acme-data"

    for repository, folder in (("policy", "."), ("data", private)):
        checked = outbound(
            "setup",
            "forms",
            "--check",
            "--for",
            repository,
            "--out",
            f"{folder}/.github/ISSUE_TEMPLATE",
            here=tmp_path / "acme",
        )
        assert checked.returncode == 0, checked.stdout

    assert (tmp_path / "acme/.github/ISSUE_TEMPLATE/log-a-touchpoint.yml").exists() is bool(words)


@pytest.mark.parametrize(
    ("host", "policy", "data"),
    [
        (
            "github",
            {".github/workflows/site.yml", ".github/pull_request_template.md"},
            {
                f".github/workflows/{name}.yml"
                for name in ("nightly", "quarter", "digest", "intake", "collect", "mails", "answers")
            },
        ),
        ("gitlab", {".gitlab-ci.yml", ".gitlab/merge_request_templates/Default.md"}, {".gitlab-ci.yml"}),
    ],
)
def test_each_host_finds_its_own_files(tmp_path: Path, host: str, policy: set[str], data: set[str]) -> None:
    outbound("init", "acme", "--organisation", "Acme", "--host", host, here=tmp_path)

    laid = {
        part: {
            str(path.relative_to(tmp_path / part)) for path in (tmp_path / part).rglob("*") if path.is_file()
        }
        for part in ("acme", "acme-data")
    }

    assert policy <= laid["acme"]
    assert data <= laid["acme-data"]
    assert not [path for found in laid.values() for path in found if path.startswith(OTHERS[host])]


OTHERS = {"github": (".gitlab",), "gitlab": (".github",)}


def test_an_option_names_the_leader_a_table_lacks(tmp_path: Path) -> None:
    (tmp_path / "hr.csv").write_text(
        "person,team,from\np-ann,Deck,2026-01-01\np-bo,Sail,2026-01-01\n", "utf-8"
    )

    done = outbound("init", "acme", "--from", "hr.csv", "--leader", "p-grace", here=tmp_path)

    leaders = {
        path.parent.name: yaml.safe_load(path.read_text("utf-8"))["leaders"][0]["person"]
        for path in tmp_path.glob("acme-data/teams/*/team.yaml")
    }
    assert done.returncode == 0, done.stderr
    assert leaders == {"deck": "p-grace", "sail": "p-grace"}
    assert outbound("check", here=tmp_path / "acme").returncode == 0


@pytest.mark.parametrize(
    ("table", "more", "told"),
    [
        ("", (), "it is empty"),
        ("person,team,from\n", (), "no one could be imported"),
        (
            "person,team,from\nAda L,Deck,2026-01-01\n",
            (),
            "no one could be imported: hr.csv, line 2: invalid person",
        ),
        ("person,team,from\np-a,Deck,2026-01-01\n", ("--team", "Sail"), "Leave out --team and --member"),
        (
            "person,team,from\np-a,Deck,03/04/2026\n",
            (),
            "Say it with --dates day-first or --dates month-first",
        ),
        (
            "person,team,from\np-a,Deck,2026-01-01\n",
            ("--leader", "Grace H"),
            "--leader Grace H: the table of people has no one like this",
        ),
    ],
)
def test_a_table_that_cannot_be_meant_writes_nothing(
    tmp_path: Path, table: str, more: tuple[str, ...], told: str
) -> None:
    (tmp_path / "hr.csv").write_text(table, "utf-8")

    done = outbound("init", "acme", "--from", "hr.csv", *more, here=tmp_path)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["hr.csv"]


def test_both_folders_begin_as_repositories_without_commits(tmp_path: Path) -> None:
    outbound("init", "acme", "--organisation", "Acme", here=tmp_path)

    for name in ("acme", "acme-data"):
        repository = pygit2.Repository(str(tmp_path / name))
        assert repository.head_is_unborn
        assert repository.lookup_reference("HEAD").target == "refs/heads/main"


def test_inside_a_repository_no_other_is_begun(tmp_path: Path) -> None:
    pygit2.init_repository(str(tmp_path))

    assert begin_repository(tmp_path) is False
    outbound("init", "acme", "--one-repository", here=tmp_path)
    assert not (tmp_path / "acme/.git").exists()


def test_the_site_speaks_the_language_that_is_asked_for(tmp_path: Path) -> None:
    outbound("init", "acme", "--organisation", "Acme", "--language", "fi", here=tmp_path)

    assert "\nlanguage: fi\n" in (tmp_path / "acme/playbook/playbook.yaml").read_text("utf-8")
    assert yaml.safe_load((tmp_path / "acme/mkdocs.yml").read_text("utf-8"))["theme"]["language"] == "fi"
    assert outbound("check", here=tmp_path / "acme").returncode == 0


def test_an_empty_folder_may_be_laid_out_from_within(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()

    done = outbound("init", ".", "--organisation", "Acme", here=tmp_path / "acme")

    assert done.returncode == 0, done.stderr
    assert " in . and ../acme-data. Next:" in done.stdout
    assert "cd " not in done.stdout
    assert outbound("check", here=tmp_path / "acme").returncode == 0
    assert (tmp_path / "acme-data/teams").is_dir()


def test_what_cannot_be_written_leaves_every_folder_as_it_was(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    impossible = "x" * 300

    with pytest.raises(CannotWriteError, match="name too long"):
        lay_out({there: {"a/b": "1"}, tmp_path / "new": {"c": "2", impossible: "3"}})

    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert list(there.iterdir()) == []


def test_what_cannot_be_moved_into_place_is_taken_back(tmp_path: Path) -> None:
    """The second folder has meanwhile got a folder with something in it, where a file should stand."""
    second = tmp_path / "second"
    (second / "c").mkdir(parents=True)
    (second / "c/mine").write_text("mine", "utf-8")

    with pytest.raises(CannotWriteError):
        lay_out({tmp_path / "first": {"a": "1"}, second: {"c": "2"}})

    assert sorted(path.name for path in tmp_path.iterdir()) == ["second"]
    assert (second / "c/mine").read_text("utf-8") == "mine"


def test_a_folder_that_may_not_be_written_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    with without_rights():
        done = outbound("init", "acme", here=tmp_path)

    tmp_path.chmod(0o755)
    assert done.returncode == 2
    assert "cannot write" in done.stderr


@given(st.text(max_size=60))
def test_a_slug_is_an_id(text: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{1,39}", slug(text))
