"""A command stopped at the n-th time it touches a file, or refused by the system."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.calling import UNMEASURED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STOPPED = 137
"""The exit status of a command that was stopped: that of a process that was killed."""

_STOPPING = """
import atexit, os, sys
at, count = int(sys.argv[1]), [0]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
NAMES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}

def heard(event, arguments):
    writes = event in NAMES or (event == "open" and arguments[2] & WRITING and "/proc/" not in str(arguments[0]))
    if writes and not str(arguments[0]).endswith((".pyc", "/dev/null")) and "__pycache__" not in str(arguments[0]):
        if count[0] == at:
            os._exit(137)  # as a kill does: nothing is tidied up, and nothing that is buffered is written
        count[0] += 1

atexit.register(lambda: print(f"touched {count[0]}", file=sys.stderr))
sys.addaudithook(heard)
sys.argv[1:] = sys.argv[2:]
from checks.cli import main
main()
"""

_WITHOUT_RIGHTS = """
import ctypes, os, sys
if os.geteuid() == 0:  # what root may write in spite of all is given up, in this process alone
    libc = ctypes.CDLL(None, use_errno=True)
    header, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, held)
    for bit in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
        for kept in (0, 1, 2):
            held[kept] &= ~(1 << bit)
    if libc.capset(header, held):
        sys.exit("cannot give up rights")
from checks.cli import main
main()
"""

_MOVED = """
import datetime, sys
at = [datetime.datetime.fromisoformat(one) for one in sys.argv[1].split(",")]

class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return (at.pop(0) if len(at) > 1 else at[0]).astimezone(tz)

import checks.cli.clock
checks.cli.clock.datetime = Moved
sys.argv[1:] = sys.argv[2:]
from checks.cli import main
main()
"""

_ONE_AFTER_ANOTHER = """
import json, os, sys
import checks.cli, checks.run.checking, checks.loading.repository, checks.site.all_pages  # what each call would import
calls, spoken = json.load(sys.stdin), {}
for name, words in calls.items():
    child = os.fork()
    if not child:
        for number, stream in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{sys.argv[1]}/{stream}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.argv = ["outbound", *words]
        checks.cli.main()
        os._exit(0)  # not reached: a command ends by an exit
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    out, err = (open(f"{sys.argv[1]}/{stream}", "rb").read().decode("latin-1") for stream in ("out", "err"))
    spoken[name] = status, out, err
print(json.dumps(spoken))
"""


def touches(words: Sequence[str], here: Path) -> int:
    """Call the command to its end, and return how often it touched a file."""
    done = stopped_at(-1, words, here)
    assert done.returncode == 0, done.stderr
    return int(done.stderr.rpartition("touched ")[2])


def stopped_at(number: int, words: Sequence[str], here: Path) -> subprocess.CompletedProcess[str]:
    """Call the command, and stop it when it is about to change a file for the n-th time, from 0."""
    return _called([sys.executable, "-c", _STOPPING, str(number), *words], here)


def refused(words: Sequence[str], here: Path) -> subprocess.CompletedProcess[str]:
    """Call the command where no file may grow, as on a disk that is full."""
    return _called([sys.executable, "-c", "from checks.cli import main; main()", *words], here, full=True)


def read_only(words: Sequence[str], here: Path) -> subprocess.CompletedProcess[str]:
    """Call the command as somebody who may write only where the modes of files say so, root included."""
    return _called([sys.executable, "-c", _WITHOUT_RIGHTS, *words], here)


def at_the_clock(
    moments: Sequence[str], words: Sequence[str], here: Path
) -> subprocess.CompletedProcess[str]:
    """Call the command with a clock that says these moments (ISO 8601, with an offset), then the last for ever."""
    return _called([sys.executable, "-c", _MOVED, ",".join(moments), *words], here)


Said = tuple[int, bytes, bytes]
"""Exit status, and what a call wrote to either stream."""


def said_by(
    calls: Mapping[str, Sequence[str]], here: Path, work: Path, env: Mapping[str, str]
) -> dict[str, Said]:
    """Make calls one after the other, each in a process of its own, from one that is started with `env`.

    `work` is a folder for what they write; starting Python once for all of them saves most of the time.
    """
    done = subprocess.run(
        [sys.executable, "-c", _ONE_AFTER_ANOTHER, str(work)],
        input=json.dumps(calls),
        cwd=here,
        env={**UNMEASURED, "HOME": str(work), "PYTHONDONTWRITEBYTECODE": "1", **env},
        capture_output=True,
        encoding="ascii",
        check=True,
        timeout=1800,
    )
    spoken = json.loads(done.stdout).items()
    return {
        name: (status, out.encode("latin-1"), err.encode("latin-1")) for name, (status, out, err) in spoken
    }


def called(
    words: Sequence[str], here: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Call the command in surroundings."""
    return _called([sys.executable, "-c", "from checks.cli import main; main()", *words], here, env=env)


def _called(
    words: Sequence[str], here: Path, *, full: bool = False, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=here,
        env={**UNMEASURED, "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(here.parent), **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=1800,
        preexec_fn=_nothing_grows if full else None,
    )


def _nothing_grows() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


_OWN = re.compile(r"(?:^|/)\.(?:outbound|[a-z]+)-\w{8}(?:/|$)|\.lock$|(?:^|/)\.git/")
"""What a command keeps for itself while it writes, and git passes over; and git's own files."""


def contents(root: Path) -> dict[str, bytes]:
    """Return all files below a folder by their paths, but what commands keep for themselves."""
    paths = (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
    shown = {str(path.relative_to(root)): path for path in paths}
    return {name: path.read_bytes() for name, path in shown.items() if not _OWN.search(name)}


def torn(before: dict[str, bytes], now: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Return the files that are neither as they were nor as they were to be, there or in a renamed folder."""
    whole = set(after.values())
    return [
        path
        for path in before.keys() | now.keys() | after.keys()
        if now.get(path) not in (before.get(path), after.get(path)) and now.get(path) not in whole
    ]
