"""From a wheel in an empty environment to a playbook with its first touchpoint, guarded and published."""

from __future__ import annotations

import os
import subprocess
import venv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.nightly.package.building import WHEEL, built
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ACME = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")


@dataclass(frozen=True)
class Place:
    """An environment with the package in it, and the folder somebody works in."""

    programs: Path
    folder: Path

    def run(self, line: str, *, ends: int = 0) -> str:
        """Run a line as it is typed in the folder, and return what it prints."""
        done = _run("bash", "-c", line, here=self.folder, path=f"{self.programs}:{os.environ['PATH']}")
        assert done.returncode == ends, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An empty environment, and nothing but the wheel and what it leans on installed into it."""
    home = tmp_path_factory.mktemp("wheel")
    wheel = built(WHEEL, ROOT, home / "dist")
    venv.create(home / "env", with_pip=True)
    pip = (str(home / "env/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for words in (("--require-hashes", "-r", str(ROOT / "requirements/site.txt")), ("--no-deps", str(wheel))):
        done = _run(*pip, *words, here=home)
        assert done.returncode == 0, done.stderr
    (home / "work").mkdir()
    return Place(home / "env/bin", home / "work")


def test_from_nothing_to_a_guarded_and_published_playbook(place: Place) -> None:
    """Lay out, the two commands of its README, a touchpoint, a broken change refused, a good one taken, a site."""
    place.run(f"outbound init acme --first-day 2026-11-02 {' '.join(ACME)}")
    acme = Place(place.programs, place.folder / "acme")
    readme = (acme.folder / "README.md").read_text("utf-8")
    first, second = readme.partition("```\n")[2].partition("\n```")[0].splitlines()
    acme.run(first)  # it is installed already, at the version that is asked for
    assert "1 warning in" in acme.run(second)
    for folder in (".", "../acme-data"):
        acme.run(f"git -C {folder} add --all && git -C {folder} {IDENTITY} commit -qm First")

    logged = acme.run("outbound log one-on-one p-ada --date 2026-11-20")
    assert "held, given by p-grace" in logged
    assert "p-grace" in (place.folder / "acme-data/teams/harbour/touchpoints/2026-Q4.csv").read_text("utf-8")
    acme.run("outbound check --as-of 2026-11-26")

    acme.run("git switch -qc lower && git rm -q playbook/services/one-on-one.yaml")
    refused = acme.run("outbound check --as-of 2026-11-26 --base main --data-base HEAD", ends=1)
    assert "one-on-one" in refused
    acme.run("git restore --staged --worktree playbook && git switch -q main && git branch -D lower")

    acme.run("git switch -qc closer")
    acme.run(
        'outbound new agreement one-on-one --from 2027-01-01 --at-most-apart "4 weeks" '
        "--record https://git.example.org/acme/playbook/pulls/2"
    )
    acme.run(f"git {IDENTITY} commit -qam 'Closer one-on-ones, agreed with the team'")
    acme.run("outbound check --as-of 2026-11-26 --base main --data-base HEAD")

    acme.run("mkdocs build --strict")
    page = (acme.folder / "site/services/one-on-one.html").read_text("utf-8")
    assert "4 weeks" in page
    assert "Acme" in (acme.folder / "site/index.html").read_text("utf-8")
    assert not [
        path for path in (acme.folder / "site").rglob("*") if path.is_file() and b"p-ada" in path.read_bytes()
    ]


IDENTITY = "-c user.name=Editor -c user.email=editor@example.org"


def test_the_command_works_far_from_any_repository(place: Place) -> None:
    far = Place(place.programs, place.folder.parent)

    assert far.run("outbound --version").startswith("outbound ")
    assert "one-on-one" in far.run("outbound init --list")
    assert "CAD001" in far.run("outbound explain CAD001")
    assert "CAD001" in far.run("outbound explain")


def _run(*words: str, here: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))}
    return subprocess.run(
        words,
        cwd=here,
        env=kept | {"NO_MKDOCS_2_WARNING": "1"} | ({"PATH": path} if path else {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
