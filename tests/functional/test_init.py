"""From nothing to a playbook: laid out, valid from the first second, and from a wheel in an empty environment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from checks.model.playbook import RESPONSIBLE
from checks.scaffold.service_catalogue import load_catalogue
from tests.support.calling import outbound, said
from tests.unit.site.test_safe_text import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

ACME = (
    "--organisation",
    "Acme",
    "--team",
    "Harbour",
    "--leader",
    "p-grace",
    "--member",
    "p-ada",
    "--member",
    "p-mia",
)

PRIVACY_WARNING = "playbook/playbook.yaml:32:1: PRV004 warning"


def test_two_repositories_are_laid_out_without_findings(tmp_path: Path) -> None:
    done = outbound("init", "acme", *ACME, "--first-day", "2026-11-02", here=tmp_path)
    checked = outbound("check", "--as-of", "2026-11-26", here=tmp_path / "acme")

    assert done.returncode == 0, done.stderr
    assert "cd acme\n  outbound check && mkdocs build --strict" in done.stdout
    assert (tmp_path / "acme-data/teams/harbour/touchpoints/2026-Q4.csv").is_file()
    assert not (tmp_path / "acme/data").exists()
    assert checked.returncode == 0
    assert re.findall(r"^\S+ [A-Z]{3}\d{3} \w+", checked.stdout, re.MULTILINE) == [PRIVACY_WARNING]
    assert checked.stdout.endswith("1 warning in 14 files, as of 2026-11-26.\n")


def test_the_privacy_keys_are_there_as_comments_to_fill_in(tmp_path: Path) -> None:
    outbound("init", "acme", *ACME, "--first-day", "2026-11-02", here=tmp_path)
    playbook = tmp_path / "acme/playbook/playbook.yaml"
    text = playbook.read_text("utf-8").replace("show: parents", "show: teams")
    keys = (*RESPONSIBLE, "agreed_on", "agreed_with", "record")

    playbook.write_text(re.sub(rf"  # ((?:{'|'.join(keys)}): )", r"  \1", text), "utf-8")

    checked = outbound("check", "--as-of", "2026-11-26", here=tmp_path / "acme")
    assert checked.stdout == "No findings in 14 files, as of 2026-11-26.\n"


def test_one_repository_holds_both_where_that_is_wanted(tmp_path: Path) -> None:
    done = outbound(
        "init", "acme", *ACME, "--one-repository", "--services", "one-on-one,recognition", here=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "acme/playbook/services").iterdir()) == [
        "one-on-one.yaml",
        "recognition.yaml",
    ]
    assert (tmp_path / "acme/data/teams/harbour/team.yaml").is_file()
    assert "data:" not in (tmp_path / "acme/playbook/playbook.yaml").read_text("utf-8")
    assert outbound("check", here=tmp_path / "acme").returncode == 0


@pytest.mark.parametrize("service", sorted(load_catalogue().offers))
def test_each_service_of_the_catalogue_stands_alone(tmp_path: Path, service: str) -> None:
    outbound("init", "acme", *ACME, "--services", service, "--first-day", "2026-11-02", here=tmp_path)

    found = outbound("check", "--as-of", "2026-11-26", "--format", "concise", here=tmp_path / "acme")

    assert found.returncode == 0
    assert not [
        line
        for line in found.stdout.splitlines()
        if re.search(r"(error|warning) ", line) and not re.search("POL009|PRV004", line)
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--services", "one-on-on"),
            "there is no service 'one-on-on' in the catalogue. Did you mean one-on-one?",
        ),
        (("--leader", "Grace Hopper"), "--leader: use ids, or names with --people FILE: not a valid id"),
        (("--time-zone", "Helsinki"), "not a known time zone"),
        (("--country", "XX"), "--country XX: the public holidays of this country are not known. Use a code"),
        (("--organisation", "A\x07cme"), "without control characters"),
        (("--first-day", "2.11.2026"), "--first-day 2.11.2026: not a valid date. Write it as YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_writes_nothing(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = outbound("init", "acme", *words, here=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_catalogue_is_listed_without_a_folder(tmp_path: Path) -> None:
    listed = outbound("init", "--list", here=tmp_path)
    missing = outbound("init", here=tmp_path)

    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(load_catalogue().offers)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr == "outbound: choose a folder for the playbook. Run: outbound init DIR\n"
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme-data").mkdir()
    (tmp_path / "acme-data/mine").write_text("x", "utf-8")

    done = outbound("init", "acme", *ACME, here=tmp_path)

    assert said(done) == (2, "", "outbound: acme-data already exists. Choose a new folder\n")
    assert not (tmp_path / "acme").exists()


@pytest.mark.parametrize("name", [*HOSTILE[::6], "Acme: Söns & Co", "yes", "123", "- x"])
def test_any_name_of_an_organisation_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    name = " ".join(name.replace("\u2028", " ").split())

    done = outbound(
        "init", "acme", *ACME[2:], "--organisation", name, "--services", "one-on-one", here=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert (
        yaml.safe_load((tmp_path / "acme/playbook/playbook.yaml").read_text("utf-8"))["organisation"] == name
    )
    assert outbound("check", here=tmp_path / "acme").returncode == 0
