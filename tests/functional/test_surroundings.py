"""The same bytes whatever surrounds the command, colour for a terminal alone, and a quick `--help`."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.building import Files
from tests.support.calling import (
    DAY,
    MAIN,
    START,
    UNREADABLE,
    broken_promise,
    changed,
    outbound,
    replaced,
)

Laid = Callable[[Files], Path]
PLAYBOOK = "playbook/playbook.yaml"


def flagged() -> Files:
    """Return a playbook with a day of its own, letters beyond ASCII, a broken promise and an unread team."""
    named = replaced(PLAYBOOK, ("time_zone:", f"today: {DAY}\narchive: true\ntime_zone:"))
    title = replaced(
        "playbook/services/one-on-one.yaml", ("title: One-on-one", "title: Kahdenkeskinen – välillä")
    )
    return changed({**named, **title, **broken_promise(), **UNREADABLE})


@pytest.fixture
def root(repository: Laid) -> Path:
    return repository(flagged())


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_today_is_the_day_in_the_time_zone_of_the_organisation(zone: str, repository: Laid) -> None:
    root = repository(changed(replaced(PLAYBOOK, ("time_zone: Europe/Helsinki", f"time_zone: {zone}"))))
    ask = f"from datetime import datetime; from zoneinfo import ZoneInfo; print(datetime.now(ZoneInfo('{zone}')).date())"

    before = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    result = outbound("check", "--exit-zero", here=root, env={"TZ": "Europe/Helsinki"})
    after = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout

    judged = re.search(r"as of ([0-9-]+)", result.stdout)
    assert judged
    assert judged[1] in (before.strip(), after.strip())


IMPORTS = f"""
import sys
try:
    {MAIN}
except SystemExit:
    pass
print(*sorted({{name.partition('.')[0] for name in sys.modules}}), sep='\\n', file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["--help"], ["--version"], []], ids=["--help", "--version", "no command"])
def test_help_imports_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", IMPORTS, *words],
        cwd=tmp_path,
        env=START,
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(result.stderr.split())
    assert {"click", "checks"} <= loaded
    assert not loaded & {"pydantic", "pydantic_core", "mkdocs", "rich", "yaml", "jinja2", "babel", "holidays"}


def test_help_names_each_command_and_says_what_it_does(tmp_path: Path) -> None:
    whole = outbound("--help", here=tmp_path)

    assert whole.returncode == 0
    for name in ("check", "coverage", "explain", "setup"):
        own = outbound(name, "--help", here=tmp_path)
        assert re.search(rf"^  {name} +[A-Z].+\.$", whole.stdout, re.MULTILINE)
        assert own.returncode == 0
        assert own.stdout.startswith(f"Usage: outbound {name}")
        assert own.stderr == ""


def at_a_terminal(*words: str, here: Path, env: dict[str, str] | None = None) -> str:
    """Return what the command writes to a terminal of its own."""
    ours, theirs = pty.openpty()
    surroundings = {**START, "TERM": "xterm-256color", "COLUMNS": "120", **(env or {})}
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        cwd=here,
        env=surroundings,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        written = b""
        while piece := _read(ours):
            written += piece
    os.close(ours)
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when nobody has the other end open any more
        return b""


@pytest.mark.parametrize("words", [["check"], ["coverage"]], ids=" ".join)
def test_a_terminal_gets_colour_and_a_pipe_gets_none(words: list[str], root: Path) -> None:
    shown, piped = at_a_terminal(*words, here=root), outbound(*words, here=root)

    assert "\x1b[" in shown
    assert "\x1b" not in piped.stdout + piped.stderr


@pytest.mark.parametrize("words", [["check"], ["coverage"]], ids=" ".join)
def test_a_terminal_gets_no_colour_where_none_is_wanted(words: list[str], root: Path) -> None:
    shown = at_a_terminal(*words, here=root, env={"NO_COLOR": "1"})

    assert "harbour" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)


def test_a_terminal_is_told_the_same_findings_as_a_pipe(root: Path) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", at_a_terminal("check", "--all", here=root))
    piped = outbound("check", "--format", "concise", here=root).stdout

    codes = re.findall(r"^.+?: ([A-Z]{3}[0-9]{3}) ", piped, re.MULTILINE)
    assert codes
    of_terminal = re.findall(r"^(?:error|warning|notice) ([A-Z]{3}[0-9]{3}) ", shown, re.MULTILINE)
    assert sorted(of_terminal) == sorted(codes)


def test_a_table_wider_than_the_window_is_the_one_a_pipe_gets(root: Path) -> None:
    words = ("coverage", "--by", "team,service,period")

    shown = at_a_terminal(*words, here=root, env={"COLUMNS": "40"})

    assert shown.replace("\r\n", "\n").startswith(outbound(*words, here=root).stdout)


def test_a_closed_pipe_ends_the_command_without_a_word(root: Path) -> None:
    call = f"{sys.executable} -c '{MAIN}' explain | head -n 1"

    result = subprocess.run(
        ["sh", "-c", call], cwd=root, env=START, capture_output=True, text=True, check=False
    )

    assert result.stdout.startswith("code")
    assert result.stderr == ""
