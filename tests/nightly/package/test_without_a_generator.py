"""The command alone, in an environment without MkDocs: it lays out, checks and renders."""

from __future__ import annotations

import os
import subprocess
import venv
from typing import TYPE_CHECKING

import pytest

from tests.nightly.package.building import WHEEL, built
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ACME = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")

OF_OTHER_EXTRAS = {"spark", "arrow_tables", "parquet", "cluster_worker", "guarded_session"}
"""Modules that need the extra `spark` or `caldav`."""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment with the wheel, and what it needs without the extra `site`."""
    home = tmp_path_factory.mktemp("bare")
    wheel = built(WHEEL, ROOT, home / "dist")
    venv.create(home / "env", with_pip=True)
    python = home / "env/bin/python"
    pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--require-hashes", "-r", str(ROOT / "requirements/command.txt"), here=home)
    _run(*pip, "--no-deps", str(wheel), here=home)
    _run(str(python), "-m", "pip", "check", here=home)
    return python


def test_every_command_works_without_the_generator(python: Path, tmp_path: Path) -> None:
    outbound = str(python.with_name("outbound"))

    laid = _run(outbound, "init", "acme", "--first-day", "2026-11-02", *ACME, here=tmp_path)
    acme = tmp_path / "acme"
    checked = _run(outbound, "check", "--as-of", "2026-11-26", here=acme)
    rendered = _run(outbound, "render", "--out", "../pages", here=acme)

    assert "pip install -r requirements.txt  # installs MkDocs" in laid
    assert "1 warning in" in checked
    assert rendered.startswith("No quarter has a release yet")
    assert (tmp_path / "pages/services/one-on-one.md").is_file()
    assert not python.with_name("mkdocs").exists()


def test_every_module_but_the_plugin_is_imported(python: Path, tmp_path: Path) -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "checks").rglob("*.py"))
        if not {"mkdocs_plugin", "examples"} & set(path.parts) and path.stem not in OF_OTHER_EXTRAS
    ]

    _run(str(python), "-c", "\n".join(f"import {name}" for name in names), here=tmp_path)


def _run(*words: str, here: Path) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        words, cwd=here, env=kept, capture_output=True, text=True, check=False, timeout=1800
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    return done.stdout
