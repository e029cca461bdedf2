"""From nothing to a playbook: laid out, valid from the first second, and from a wheel in an empty environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checks.starting.catalogue import catalogue
from checks.starting.layout import quoted, slug
from tests.cli.calling import outbound, said
from tests.pages.test_text import HOSTILE

ROOT = Path(__file__).parents[2]
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


def test_two_repositories_are_laid_out_and_nothing_is_wrong_with_them(tmp_path: Path) -> None:
    done = outbound("init", "acme", *ACME, "--from", "2026-11-02", here=tmp_path)
    checked = outbound("check", "--as-of", "2026-11-26", here=tmp_path / "acme")

    assert done.returncode == 0, done.stderr
    assert "cd acme\n  outbound check && mkdocs build --strict" in done.stdout
    assert (tmp_path / "acme-data/teams/harbour/touchpoints/2026-Q4.csv").is_file()
    assert not (tmp_path / "acme/data").exists()
    assert checked.returncode == 0
    assert checked.stdout == "Nothing to report in 14 files, judged for 2026-11-26.\n"


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


@pytest.mark.parametrize("service", sorted(catalogue().offers))
def test_each_service_of_the_catalogue_stands_alone(tmp_path: Path, service: str) -> None:
    outbound("init", "acme", *ACME, "--services", service, "--from", "2026-11-02", here=tmp_path)

    found = outbound("check", "--as-of", "2026-11-26", "--format", "concise", here=tmp_path / "acme")

    assert found.returncode == 0
    assert not [
        line
        for line in found.stdout.splitlines()
        if re.search(r"(error|warning) ", line) and "POL009" not in line
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--services", "one-on-on"), "there is no one-on-on; did you mean one-on-one?"),
        (("--leader", "Grace Hopper"), "people are ids, never names"),
        (("--time-zone", "Helsinki"), "there is no such time zone"),
        (("--organisation", "A\x07cme"), "without control characters"),
        (("--from", "2.11.2026"), "--from 2.11.2026: a date is written YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_writes_nothing(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = outbound("init", "acme", *words, here=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_catalogue_is_listed_without_a_folder_and_a_playbook_needs_one(tmp_path: Path) -> None:
    listed = outbound("init", "--list", here=tmp_path)
    missing = outbound("init", here=tmp_path)

    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(catalogue().offers)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "Missing argument 'DIR'" in missing.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme-data").mkdir()
    (tmp_path / "acme-data/mine").write_text("x", "utf-8")

    done = outbound("init", "acme", *ACME, here=tmp_path)

    assert said(done) == (2, "", "outbound: acme-data: there is something already; name a new folder\n")
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


@given(st.text(max_size=30))
def test_quoted_text_reads_back_as_itself(text: str) -> None:
    if text.isprintable():
        assert yaml.safe_load(f"a: {quoted(text)}")["a"] == text


@given(st.text(max_size=60))
def test_a_slug_is_an_id(text: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]{1,39}", slug(text))


@pytest.mark.slow
def test_from_a_wheel_in_an_empty_environment_to_a_site(tmp_path: Path) -> None:
    """Install, lay out, check, a first touchpoint, a broken change refused, a good one accepted, the site built."""
    wheel = _wheel(tmp_path / "wheel")
    names = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(wheel)], capture_output=True, text=True, check=True
    ).stdout
    assert "checks/catalogue/services/one-on-one.yaml" in names
    assert "checks/starting/templates/policy/README.md.j2" in names
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    locked = ROOT / "requirements/site.txt"
    _run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        str(locked),
        here=tmp_path,
    )
    _run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        str(wheel),
        here=tmp_path,
    )

    def command(*words: str, here: Path = tmp_path / "acme") -> subprocess.CompletedProcess[str]:
        return _run(home / "bin" / "outbound", *words, here=here, ok=(0, 1))

    assert (
        command("init", "acme", *ACME, "--from", "2026-11-02", "--one-repository", here=tmp_path).returncode
        == 0
    )
    assert command("check", "--as-of", "2026-11-26").returncode == 0
    git = shutil.which("git") or "git"
    for words in (
        ("init", "--quiet", "-b", "main"),
        ("add", "--all"),
        ("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "First"),
    ):
        _run(git, *words, here=tmp_path / "acme")
    log = tmp_path / "acme/data/teams/harbour/touchpoints/2026-Q4.csv"
    log.write_text(log.read_text("utf-8") + "2026-11-20,one-on-one,p-ada,p-grace,outbound,held,,\n", "utf-8")
    assert command("check", "--as-of", "2026-11-26", "--base", "main").returncode == 0
    service = tmp_path / "acme/playbook/services/one-on-one.yaml"
    agreed = service.read_text("utf-8")
    service.write_text(agreed.replace("6 weeks", "26 weeks"), "utf-8")
    refused = command("check", "--as-of", "2026-11-26", "--base", "main")
    service.write_text(agreed, "utf-8")
    assert refused.returncode == 1
    assert "RAT003" in refused.stdout
    assert _run(home / "bin" / "mkdocs", "build", "--strict", here=tmp_path / "acme").returncode == 0
    assert "Acme" in (tmp_path / "acme/site/index.html").read_text("utf-8")


def _wheel(out: Path) -> Path:
    words = (
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "-w",
        str(out),
        str(ROOT),
    )
    _run(Path(sys.executable), "-m", "pip", *words, here=ROOT)
    return next(out.glob("*.whl"))


def _run(
    program: Path | str, *words: str, here: Path, ok: tuple[int, ...] = (0,)
) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        [str(program), *words],
        cwd=here,
        env=kept | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert done.returncode in ok, done.stdout + done.stderr
    return done
