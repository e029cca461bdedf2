"""`coverage --tables` as a process beside Spark: what it prints, and what it says where something is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.functional.test_cluster_commands import PAGE
from tests.support.calling import (
    DAY,
    HEADER,
    MAIN,
    START,
    changed,
    lay,
    outbound,
    process,
    said,
)
from tests.support.describing import one_remote_member
from tests.support.spark import missing, surroundings

needs_spark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return lay(tmp_path / "repository", changed({}))


def on_spark(*words: str, here: Path) -> subprocess.CompletedProcess[str]:
    """Call the command in a folder with Spark on this machine alone."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        cwd=here,
        env={**START, **surroundings(here.parent / "spark")},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


@needs_spark
def test_an_unread_team_is_told_and_ends_with_1_as_in_files(tmp_path: Path) -> None:
    root = lay(
        tmp_path / "repository",
        changed(
            {"data/teams/quay/touchpoints/2026-Q4.csv": f"{HEADER}2026-11-02,one-on-one,p-x,,up,held,,\n"}
        ),
    )
    (tmp_path / "spark").mkdir()
    outbound("export", "--parquet", "../tables", here=root)
    words = ("coverage", "--as-of", DAY, "--format", "csv")

    done = on_spark(*words, "--tables", "../tables", here=root)

    files = outbound(*words, here=root)
    assert (done.returncode, done.stdout) == (files.returncode, files.stdout) == (1, files.stdout)
    assert "quay: its files could not be read when the tables were written. " in done.stderr
    assert done.stderr.endswith("outbound: left out because their files can't be read: quay\n")


@needs_spark
def test_groups_are_printed_as_they_are_of_files(tmp_path: Path) -> None:
    root = lay(tmp_path / "repository", changed(one_remote_member()))
    (tmp_path / "spark").mkdir()
    outbound("export", "--parquet", "../tables", here=root)
    words = ("coverage", "--as-of", DAY, "--by", "service,period,group", "--format", "csv")

    done = on_spark(*words, "--tables", "../tables", here=root)

    assert (done.returncode, done.stdout) == (0, outbound(*words, here=root).stdout)
    assert "one-on-one,2026-Q3,remote,1,1," in done.stdout


@needs_spark
def test_tables_that_are_not_there_are_one_line_and_no_trace(small: Path) -> None:
    done = process("coverage", "--tables", "../nowhere", here=small)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("outbound: ../nowhere/teams: there is no such folder\n")
    assert "Exception" not in done.stderr
    assert "\tat " not in done.stderr


@needs_spark
def test_without_java_it_is_said_what_spark_needs(small: Path) -> None:
    # in a process of its own: in this one Spark may have started before
    done = process("coverage", "--tables", "../tables", here=small, env={"JAVA_HOME": str(small / "nowhere")})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "outbound: Spark did not start. Install Java 17 or newer, and set JAVA_HOME or put it on the path\n"
    )
    assert "Traceback" not in done.stderr


@needs_spark
def test_spark_submit_takes_the_script_of_the_page(small: Path) -> None:
    found = re.search(
        r"Save this as `\.\./judge\.py`:\n\n```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL
    )
    assert found
    (small.parent / "judge.py").write_text(found[1], "utf-8")
    outbound("export", "--parquet", "../tables", here=small)
    words = ("coverage", "--by", "service,period", "--as-of", DAY, "--format", "json")
    (small.parent / "spark").mkdir()
    set_up = surroundings(small.parent / "spark")
    confs = re.findall(r'--conf "([^"]*)"', set_up.pop("PYSPARK_SUBMIT_ARGS"))

    spec = find_spec("pyspark")
    assert spec
    assert spec.origin
    done = subprocess.run(
        [
            str(Path(spec.origin).parent / "bin" / "spark-submit"),
            *(word for conf in confs for word in ("--conf", conf)),
            "../judge.py",
            *words,
            "--tables",
            "../tables",
        ],
        cwd=small,
        env={**START, **set_up, "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )

    assert said(done)[:2] == said(outbound(*words, here=small))[:2]
