"""What collecting costs: `python -m benchmarks.collecting [CALENDARS [ENTRIES]]`, 500 calendars of 2,000 unless named.

Beside it, in the same run, the cost of merely parsing the same number of entries with icalendar. Calendars are served
by another process on loopback, whose cost does not count. Memory is that of all processes of the command together.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.latest import keep
from benchmarks.organisation import AS_OF, TEAM, lay
from benchmarks.served_calendars import lay_calendars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.cost import Cost

OUTBOUND = "import sys; sys.argv[0] = 'outbound'; from checks.cli import main; main()"
PARSING = (
    "import sys, pathlib, icalendar\n"
    "for name in sys.argv[1:]: icalendar.Calendar.from_ical(pathlib.Path(name).read_bytes())"
)
PARSED = 2
"""Calendars that are parsed for comparison."""


def main(words: list[str]) -> None:
    """Lay calendars, collect them twice, and print what it costs."""
    calendars, entries = [*map(int, words), *(500, 2_000)[len(words) :]]
    with tempfile.TemporaryDirectory() as folder:
        figures = list(_figures(Path(folder), calendars, entries))
    for figure in figures:
        print(figure.line(), flush=True)
    keep("collecting", {"figures": [vars(figure) for figure in figures]})


def _figures(folder: Path, calendars: int, entries: int) -> Iterator[Figure]:
    root, served = folder / "root", folder / "served"
    served.mkdir()
    lay(root, -(-calendars // (TEAM + 1)) * TEAM)
    for log in root.glob("data/teams/*/touchpoints"):
        shutil.rmtree(log)
    with _serving(served) as address:
        environment = lay_calendars(root, served, calendars, entries, address)
        words = (
            "-c", OUTBOUND, "--root", str(root), "collect", "--people", str(folder / "people.csv"),
            "--state", str(folder / "state"), "--allow-http", "--as-of", AS_OF.isoformat(),
        )  # fmt: skip
        first, second = (_measured(words, os.environ | environment, folder) for _ in range(2))
        files = [str(path) for path in sorted(served.glob("*.ics"))[:PARSED]]
        parsed = _measured(("-c", PARSING, *files), dict(os.environ), folder)
    of = f"{calendars:,} calendars of {entries:,} entries"
    parsing = parsed.seconds / PARSED * calendars
    yield Figure("", f"collect of {of}: wall", first.wall, "s", at_most=180)
    yield Figure("", f"collect of {of}: CPU", first.seconds, "s")
    yield Figure(
        "", f"collect of {of}: peak memory of all its processes", first.mebibytes, "MiB", at_most=400
    )
    yield Figure("", f"collect of {of}, unchanged: wall", second.wall, "s", at_most=20)
    yield Figure("", f"collect of {of}, unchanged: CPU", second.seconds, "s")
    yield Figure("", f"collect of {of}, unchanged: peak memory", second.mebibytes, "MiB")
    yield Figure("", f"collect of {of} beside parsing them with icalendar, CPU", first.seconds / parsing)
    yield Figure("", f"collect of {of}, unchanged beside changed, CPU", second.seconds / first.seconds)


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve a folder from a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder))
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        address = f"http://127.0.0.1:{port}/"
        for _ in range(200):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        try:
            yield address
        finally:
            server.terminate()


def _measured(words: tuple[str, ...], environment: dict[str, str], folder: Path) -> Cost:
    """Run Python once; memory is the highest sum over its processes, taken five times a second."""
    from benchmarks.cost import Cost

    began, before = time.perf_counter(), os.times()
    peak = 0.0
    output = folder / "output.txt"
    with (
        output.open("w") as out,
        subprocess.Popen([sys.executable, *words], env=environment, stdout=out, stderr=out) as child,
    ):
        while child.poll() is None:
            peak = max(peak, sum(_mebibytes(process) for process in _family(child.pid)))
            time.sleep(0.2)
    wall, after = time.perf_counter() - began, os.times()
    print("\n".join(output.read_text("utf-8").splitlines()[-3:]), flush=True)
    seconds = sum(after[2:4]) - sum(before[2:4])
    return Cost(seconds, wall, peak)


def _family(process: int) -> list[int]:
    """Return a process and those it started, as far as they still run."""
    try:
        lists = Path(f"/proc/{process}/task").glob("*/children")
        children = [int(child) for listed in lists for child in listed.read_text("utf-8").split()]
    except OSError:
        children = []
    return [process, *(member for child in children for member in _family(child))]


def _mebibytes(process: int) -> float:
    """Return the memory of a process; what several share is divided among them."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main(sys.argv[1:])
