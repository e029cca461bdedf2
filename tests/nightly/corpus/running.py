"""A case in a process of its own: 1 GiB of address space, 20 seconds of the processor, and no rights of root.

`RLIMIT_AS` and not `RLIMIT_DATA`: it bounds whatever a process maps, and so what a small machine must have.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.nightly.corpus.cases import Case

MEMORY = 1 << 30
SECONDS = 20
"""Seconds of the processor: ten times what any case takes on a slow machine; speed is measured in benchmarks."""
PATIENCE = 600
"""Seconds by the wall after which a case hangs."""

MAIL_SETTINGS = {
    "OUTBOUND_MAIL": "mailto://127.0.0.1:9/?mode=insecure&from=playbook@example.org",
    "OUTBOUND_MAIL_KEY": "a key of forty letters, for these tests ",
}
"""A mail server that is not there and a key, for the command that reads mails."""

SURROUNDINGS: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", **MAIL_SETTINGS},
    {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        **MAIL_SETTINGS,
    },
)
"""What surrounds the first and the second run; both give the same bytes."""

NURSERY = f"""
import ctypes, json, os, resource, sys, time, traceback
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
if os.geteuid() == 0:  # what root may read and raise in spite of all is given up, in this process alone
    libc = ctypes.CDLL(None, use_errno=True)
    header, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, held)
    for bit in (1, 2, 24):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SYS_RESOURCE
        for kept in (0, 1, 2):
            held[kept] &= ~(1 << bit)
    if libc.capset(header, held):
        sys.exit("cannot give up rights")
import checks.cli.check, checks.imports.issue, checks.imports.touchpoint_writer, checks.run.checking, checks.output.concise
import checks.loading.commits, checks.store.team_log, checks.publish.releases
from checks.cli import main

def child(task):
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
    for number, path in enumerate(("/dev/null", task["out"], task["err"])):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
    os.chdir(task["here"])
    os.environ["HOME"] = task["home"]
    sys.argv = ["outbound", *task["words"]]
    status = 0
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else end.code is not None
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)

for line in sys.stdin:
    pid = os.fork()
    if not pid:
        child(json.loads(line))
    until = time.monotonic() + {PATIENCE}
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > until:
            os.kill(pid, 9)
        time.sleep(0.002)
    seconds = used.ru_utime + used.ru_stime
    print(json.dumps([os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss * 1024]), flush=True)
"""
"""Gives up rights, reads the program, and forks a process for each line that names a call: 20 times as fast."""


@dataclass(frozen=True)
class Outcome:
    """How a process ended, what it said, which files it wrote, and what it took: seconds and bytes."""

    status: int
    stdout: str
    stderr: str
    written: tuple[str, ...]
    seconds: float
    memory: int

    @property
    def said(self) -> tuple[int, str, str, tuple[str, ...]]:
        """All that must not differ between two runs."""
        return self.status, self.stdout, self.stderr, self.written

    @property
    def findings(self) -> tuple[str, ...]:
        """The places and codes of the findings that were printed."""
        return tuple(_FINDING.findall(self.stdout))


_FINDING = re.compile(r"^(\S.*?:\d+:\d+: [A-Z]{3}\d{3}) (?:error|warning|notice)\b", re.MULTILINE)


class Nursery:
    """Processes that start one for each call, in one surrounding; ended by `close`."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def call(self, words: Sequence[str], here: Path, home: Path) -> Outcome:
        """Run the command in a folder; one that hangs is killed, which its status says."""
        out, err = home / ".out", home / ".err"
        task = {"words": words, "here": str(here), "home": str(home), "out": str(out), "err": str(err)}
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        status, seconds, memory = json.loads(self._process.stdout.readline())
        texts = [path.read_bytes().decode("utf-8") for path in (out, err)]
        for path in (out, err):
            path.unlink()
        return Outcome(status, texts[0], texts[1], (), seconds, memory)

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=PATIENCE)


class Nurseries:
    """One nursery for each of the surroundings."""

    def __init__(self) -> None:
        self._all = [Nursery(env) for env in SURROUNDINGS]

    def run(self, case: Case) -> tuple[Outcome, ...]:
        """Run a case once in each of the surroundings, each time in a repository of its own."""
        return tuple(_run(case, one) for one in self._all)

    def close(self) -> None:
        """End them."""
        for one in self._all:
            one.close()


def _run(case: Case, nursery: Nursery) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="corpus") as made:
        top = Path(made).resolve()
        root = case.lay(top)
        before = state_of(top)
        outcome = nursery.call(case.call, root, top)
        written = dict.fromkeys(sorted(path for path, _ in before ^ state_of(top)))
        opened(top)
    out, err = (text.replace(str(top), "TOP") for text in (outcome.stdout, outcome.stderr))
    return Outcome(outcome.status, out, err, tuple(written), outcome.seconds, outcome.memory)


def opened(top: Path) -> None:
    """Give rights back, so that all of it can be removed."""
    for folder, names, _ in os.walk(top):
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755)


def state_of(top: Path) -> frozenset[tuple[str, str]]:
    """Return each file below a folder with a digest of it; the lock of writers is nobody's content."""
    found = set()
    for path in top.rglob("*"):
        name = os.fsencode(path.relative_to(top)).decode("utf-8", "backslashreplace")
        if path.name == ".outbound.lock" or name.startswith("repository/.git/"):
            continue
        if path.is_symlink():
            found.add((name, f"link {path.readlink()}"))
        elif path.is_file():
            found.add((name, hashlib.sha256(path.read_bytes()).hexdigest()))
        else:
            found.add((name, "folder" if path.is_dir() else "other"))
    return frozenset(found)


def wrong_with(case: Case, first: Outcome, second: Outcome | None = None) -> list[str]:
    """Return what is wrong with how a case ended, a line each; nothing when all is as it should be."""
    expected = case.expected
    text = first.stdout + first.stderr
    odd = sorted({char for char in text if not (char.isprintable() or char == "\n")})
    return [
        *(["it differs in other surroundings"] if second and first.said != second.said else []),
        *(["a traceback"] if "Traceback (most recent call last)" in text else []),
        *([f"characters no terminal should get: {odd!r}"] if odd else []),
        *([f"status {first.status}, not {expected.status}"] if first.status != expected.status else []),
        *_differs("findings", expected.apart(first.findings), expected.findings),
        *_differs("files written", first.written, expected.writes),
        *(f"it does not say {words!r}" for words in expected.says if words not in text),
    ]


def _differs(what: str, found: tuple[str, ...], expected: tuple[str, ...]) -> list[str]:
    more, less = sorted(set(found) - set(expected)), sorted(set(expected) - set(found))
    same_number = len(found) == len(expected)
    return [] if not more and not less and same_number else [f"{what}: not expected {more}, missing {less}"]
