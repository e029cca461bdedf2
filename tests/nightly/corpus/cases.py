"""The cases: what is laid where, which command reads it, and what is to become of it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.building import AS_OF, Files, base, lay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INPUTS = Path(__file__).parent / "inputs"
CANARY = "data/teams/quay/touchpoints/2026-Q4.csv:4:1: DAT001"
"""A fault elsewhere in the repository: it is still found, whatever the input is."""

CHECK = ("check", "--as-of", AS_OF.isoformat(), "--no-base", "--format", "concise")
AGAINST = ("check", "--as-of", AS_OF.isoformat(), "--base", "main", "--format", "concise")
PEOPLE = ("--people", "../people.csv")
ROSTER = ("import", "people", "../roster.csv", "--yes", *PEOPLE)
CALENDAR = ("import", "calendar", "--team", "harbour")
MAIL = ("import", "mail", "--maildir", "../Maildir", *PEOPLE)
TREE = ""
"""In the place of a path: the input is a script that builds something in the repository."""


@dataclass(frozen=True)
class Kind:
    """Where an input is laid, seen from the root of a good repository, and the command that reads it."""

    at: str
    call: tuple[str, ...] = CHECK
    reads_teams: bool = True


KINDS: Mapping[str, Kind] = {
    "playbook": Kind("playbook/playbook.yaml", reads_teams=False),
    "service": Kind("playbook/services/one-on-one.yaml"),
    "recognition": Kind("playbook/calendar.yaml"),
    "figures": Kind("playbook/published/2026-Q3.json"),
    "team": Kind("data/teams/harbour/team.yaml"),
    "waivers": Kind("data/teams/harbour/waivers.yaml"),
    "answers": Kind("data/teams/harbour/answers.yaml"),
    "log": Kind("data/teams/harbour/touchpoints/2026-Q4.csv"),
    "pulse": Kind("data/teams/harbour/pulse/2026-Q3.csv"),
    "fmt": Kind("data/teams/harbour/touchpoints/2026-Q4.csv", ("fmt",)),
    "paths": Kind(TREE),
    "git": Kind(TREE, AGAINST, reads_teams=False),
    "people": Kind("../people.csv", ROSTER),
    "roster": Kind("../roster.csv", ROSTER),
    "absences": Kind("../roster.csv", (*ROSTER, "--absences")),
    "columns": Kind("../columns.yaml", (*ROSTER, "--columns", "../columns.yaml")),
    "table": Kind("../table.csv", ("import", "log", "../table.csv", "--team", "harbour")),
    "calendar": Kind("../calendar.ics", (*CALENDAR, "../calendar.ics", *PEOPLE)),
    "ticks": Kind("../ticked.txt", (*CALENDAR, "--held", "../ticked.txt")),
    "event": Kind("../event.json", ("import", "issue", "--event", "../event.json")),
    "issue": Kind("../event.json", ("import", "issue", "--event", "../event.json", *PEOPLE)),
    "mail": Kind("../Maildir/new/1.test", (*MAIL, "--dry-run")),
    "answered": Kind("../mail.json", (*MAIL, "--dry-run", "--state", "../mail.json")),
    "memory": Kind("../told.json", ("digest", "--state", "../told.json")),
}


@dataclass(frozen=True)
class Expected:
    """What is to become of a case: exit status, findings at their places, words that are said, files written."""

    status: int
    findings: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def apart(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return what was found, those of a code that only their number is told of as that."""
        codes = {one.partition(" ")[2] for one in self.finds}
        apart = [one for one in found if one.rpartition(" ")[2] not in codes]
        numbers = (f"{sum(one.endswith(code) for one in found)} {code}" for code in sorted(codes))
        return (*apart, *(f"finds {number}" for number in numbers))


@dataclass(frozen=True)
class Case:
    """An input and its verdict."""

    kind: str
    input: Path

    @property
    def name(self) -> str:
        """Its kind and name."""
        return f"{self.kind}/{self.input.stem}"

    @property
    def expected_file(self) -> Path:
        """Where its verdict stands."""
        return self.input.with_suffix(".expected")

    @property
    def expected(self) -> Expected:
        """What is to become of it."""
        return parse_expected(self.expected_file.read_text(encoding="utf-8"))

    @property
    def script(self) -> bool:
        """Whether the input is made by a script."""
        return self.input.suffix == ".sh"

    @property
    def call(self) -> tuple[str, ...]:
        """The words of the command; a script may name others on a line `# outbound WORDS`."""
        if self.script:
            for line in self.input.read_text(encoding="utf-8").splitlines():
                if line.startswith("# outbound "):
                    return tuple(line.split()[2:])
        return KINDS[self.kind].call

    def content(self) -> bytes:
        """Return the input's bytes, of a kind that is laid as one file."""
        if not self.script:
            return self.input.read_bytes()
        return subprocess.run(
            ["sh", "-eu", str(self.input)],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            capture_output=True,
            check=True,
            timeout=1800,
        ).stdout

    def lay(self, top: Path) -> Path:
        """Lay a good repository below `top` with the input in it, and return its root."""
        root = lay(top / "repository", good())
        lay(top, BESIDE)
        at = KINDS[self.kind].at
        if at == TREE:
            run_script(self.input, root, top)
        else:
            content = self.content()
            path = root / at
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(issue_event(content) if self.kind == "issue" else content)
        return root


def good() -> Files:
    """Return a repository in which nothing is wrong but the canary, and that has a day of its own."""
    files = base()
    playbook = str(files["playbook/playbook.yaml"])
    quay = "data/teams/quay/touchpoints/2026-Q4.csv"
    return files | {
        "playbook/playbook.yaml": f"{playbook}today: {AS_OF}\narchive: true\n",
        "playbook/calendar.yaml": 'schema: 1\nrules:\n  - {service: one-on-one, title: "1:1"}\n',
        quay: f"{files[quay]!s}2026-12-24,one-on-one,p-tony,p-edsger,outbound,held,,\n",
    }


BESIDE: Mapping[str, str] = {
    "people.csv": "id,name,address,account\np-ada,Ada,ada@example.org,ada-l\np-grace,Grace,grace@example.org,\n",
    "roster.csv": "person,team,from,to\np-zoe,harbour,2026-11-01,\n",
    "Maildir/cur/.keep": "",
    "Maildir/new/.keep": "",
}
"""What lies beside the repository: a table of people, a roster with one who joins, and an empty Maildir."""


def issue_event(body: bytes) -> bytes:
    """Return the event of an issue that was opened with this body, whatever its bytes."""
    issue = {
        "number": 7,
        "created_at": "2026-11-20T09:00:00Z",
        "state": "open",
        "body": body.decode("utf-8", "surrogateescape"),
        "user": {"login": "ada-l"},
    }
    return json.dumps({"action": "opened", "issue": issue, "sender": issue["user"]}).encode()


def run_script(script: Path, root: Path, home: Path) -> None:
    """Run a script in the root; git gets a name and a day, and no settings of this machine."""
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _GIT.items()}
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "CORPUS": str(INPUTS),
        **who,
    }
    done = subprocess.run(
        ["sh", "-eu", str(script)],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    if done.returncode:
        raise RuntimeError(f"{script.name}: {done.stderr}")


_GIT = {"NAME": "Corpus", "EMAIL": "corpus@example.org", "DATE": "2026-11-20T12:00:00Z"}


def parse_expected(text: str) -> Expected:
    """Return a verdict: `status N`, then places with codes, `finds N CODE`, `says WORDS` and `writes PATH`."""
    first, *rest = text.splitlines()
    kept: dict[str, list[str]] = {"finds": [], "says": [], "writes": [], "": []}
    for line in rest:
        word, _, words = line.partition(" ")
        kept[word if word in kept else ""].append(words if word in kept else line)
    word, _, status = first.partition(" ")
    if word != "status":
        raise ValueError(first)
    finds = sorted(kept["finds"])
    findings = (*kept[""], *(f"finds {one}" for one in finds))
    return Expected(int(status), findings, tuple(finds), tuple(kept["says"]), tuple(kept["writes"]))


def all_cases() -> list[Case]:
    """Return all cases, in the order of kinds and names."""
    return [
        Case(kind, path)
        for kind in KINDS
        for path in sorted((INPUTS / kind).glob("*"))
        if path.suffix != ".expected"
    ]
