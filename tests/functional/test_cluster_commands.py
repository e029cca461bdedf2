"""`export --parquet` and `coverage --tables` as processes: what they print, where they refuse, and how they end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from checks.model.cluster_tables import TABLES
from tests.support.calling import (
    DAY,
    MAIN,
    UNMEASURED,
    UNREADABLE,
    changed,
    lay,
    outbound,
    process,
    said,
)
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs/how-to/judge-on-a-cluster.md"
needs_arrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small repository of the tests, with room beside it."""
    return lay(tmp_path / "repository", changed({}))


@needs_arrow
def test_tables_of_all_teams_are_for_their_owner_alone(small: Path) -> None:
    done = outbound("export", "--parquet", "../tables", here=small)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"Wrote \.\./tables: 2 teams, \d+ touchpoints\. The tables contain people's ids\..*\n", done.stdout
    )
    tables = small.parent / "tables"
    assert {one.name for one in tables.iterdir()} == set(TABLES)
    assert tables.stat().st_mode & 0o077 == 0
    assert {one.name for one in small.parent.iterdir()} == {"repository", "tables"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--parquet", "build/tables"), "Keep the tables outside every repository"),
        (("--parquet", "../there"), "--parquet ../there: it already exists. Choose a new folder"),
        (
            ("--parquet", "../x", "--person", "p-ada"),
            "--parquet exports all teams. Leave out the other options",
        ),
        (("--parquet", "../x", "--as-of", DAY), "--parquet exports all teams. Leave out the other options"),
        ((), "use --person ID for one person's data, or --parquet DIR for tables of all teams"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    small: Path, words: tuple[str, ...], told: str
) -> None:
    (small.parent / "there").mkdir()

    done = outbound("export", *words, here=small)

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {one.name for one in small.parent.iterdir()} == {"repository", "there"}
    assert not list((small.parent / "there").iterdir())


@needs_arrow
def test_an_unreadable_team_is_told_and_written_as_unread(tmp_path: Path) -> None:
    root = lay(tmp_path / "repository", changed(UNREADABLE))

    done = outbound("export", "--parquet", "../tables", here=root)

    assert done.returncode == 1
    assert "data/teams/quay/team.yaml:4:1: SCH002" in done.stderr
    assert done.stderr.endswith(
        "outbound: these teams are in the tables without figures, because their files can't be read: quay\n"
    )


@needs_arrow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_full_disk_leaves_nothing_half_written(small: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f 1; exec "{sys.executable}" -c "{MAIN}" export --parquet ../tables'],
        cwd=small,
        env={**UNMEASURED, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=1800,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot write" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {one.name for one in small.parent.iterdir()} == {"repository"}


@pytest.mark.parametrize(
    ("words", "package", "extra"),
    [
        (("export", "--parquet", "../tables"), "pyarrow", "parquet"),
        (("coverage", "--tables", "../tables"), "pyspark", "spark"),
    ],
)
def test_where_a_package_is_missing_its_extra_is_named(
    small: Path, words: tuple[str, ...], package: str, extra: str
) -> None:
    absent = f"raise ModuleNotFoundError('No module named {package}', name='{package}')\n"
    lay(small.parent / "absent", {f"{package}/__init__.py": absent})

    paths = os.pathsep.join([str(small.parent / "absent"), str(ROOT)])
    done = process(*words, here=small, env={"PYTHONPATH": paths})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f": pip install 'outbound-playbook[{extra}]'\n")
    assert len(done.stderr.splitlines()) == 1
    assert not (small.parent / "tables").exists()


def test_tables_and_files_are_not_named_at_once(small: Path) -> None:
    done = outbound("--data", "data", "coverage", "--tables", "../tables", here=small)

    assert said(done) == (
        2,
        "",
        "outbound: use either --tables or --data, not both\n",
    )
