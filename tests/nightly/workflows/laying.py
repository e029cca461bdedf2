"""What these tests lay out: this project as a repository, and playbooks of somebody else's."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checks.scaffold.workflows import Part, workflow_files
from tests.nightly.workflows.running import Event, Host, git
from tests.support.calling import HEADER, outbound
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OURS = "northlight/playbook"
POLICY, DATA = "acme/playbook", "acme/playbook-data"
KEYS = {
    "outbound": {"OUTBOUND_KEY": f"key of {POLICY}"},
    "outbound-release": {"OUTBOUND_RELEASES": f"token of {POLICY}"},
}
TO_POLICY = {"OUTBOUND_POLICY": POLICY}
MEMBERS = [
    f"p-{name}" for name in ("ada", "bo", "cy", "di", "ed", "fay", "ib", "jo", "kai", "lea", "mia", "noa")
]
FEW = ("p-gil", "p-hal")
ANSWERED = (
    "  controller: Acme\n  contact: privacy@acme.example\n  purpose: So that nobody is passed over.\n"
    "  legal_basis: legitimate interest\n  complaint_to: The authority\n  agreed_on: 2026-01-02\n"
    "  agreed_with: [members, leaders]\n  record: https://git.example.org/acme/1\n"
)
"""Who is responsible, and that single teams may be shown."""
QUARTERS = {"2026-Q1": (1, 3), "2026-Q2": (4, 6), "2026-Q3": (7, 9), "2026-Q4": (10, 12)}


def project(host: Host) -> Path:
    """Lay this project as it stands, and return a clone of it."""
    said = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    to = host.folder / "ours"
    for name in said.split("\0"):
        if name and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, to / name)
    return host.publish(OURS, to)


def acme(
    host: Host, *, first: str = "2026-01-05", frozen: bool = False, private: bool = False
) -> tuple[Path, Path]:
    """Lay a new playbook in two repositories, the data's private, the policy's if so, and return clones of both.

    It begins on `first`, and is judged for the 20th of November 2026 where it is frozen, else for the day it is.
    """
    words = ["--services", "one-on-one", "--team", "Harbour", "--team", "Islet", "--leader", "p-grace"]
    members = [word for one in MEMBERS for word in ("--member", one)]
    done = outbound(
        "init",
        "acme",
        "--organisation",
        "Acme",
        *words,
        *members,
        "--first-day",
        first,
        "--judged-from",
        first,
        here=host.folder,
    )
    assert done.returncode == 0, done.stderr
    policy, data = host.folder / "acme", host.folder / "acme-data"
    replaced(policy / "playbook/playbook.yaml", "  show: parents ", f"{ANSWERED}  show: teams ")
    if frozen:
        added(policy / "playbook/playbook.yaml", "today: 2026-11-20\narchive: true\n")
    islet = data / "teams/islet/team.yaml"
    stays = "".join(f"  - {{person: {one}, from: {first}}}\n" for one in FEW)
    islet.write_text(islet.read_text("utf-8").replace("members: []\n", f"members:\n{stays}"), "utf-8")
    guarded(policy, "policy")
    guarded(data, "data")
    return host.publish(POLICY, policy, private=private), host.publish(DATA, data, private=True)


def guarded(folder: Path, part: Part) -> None:
    """Lay the workflows of a repository."""
    for name, text in workflow_files(part).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def added(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, (path, old)
    path.write_text(text.replace(old, new), "utf-8")


def log(data: Path, team: str, *people: str) -> None:
    """Log a one-on-one each five weeks of 2026 until the 20th of November, for each of these people."""
    days = [date(2026, 1, 17) + timedelta(weeks=5 * turn) for turn in range(9)]
    for name, (first, last) in QUARTERS.items():
        rows = [
            f"{day},one-on-one,{one},p-grace,outbound,held,,\n"
            for day in days
            for one in people
            if first <= day.month <= last
        ]
        file = data / f"teams/{team}/touchpoints/{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEADER + "".join(rows), "utf-8")


def pushed(clone: Path) -> None:
    """Commit all that has changed to the default branch."""
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Next")
    git(clone, "push", "--quiet")


def pull_request(
    clone: Path, name: str, *, variables: dict[str, str] | None = None, fork: bool = False
) -> Event:
    """Return the event of a pull request that holds all that has changed in a clone."""
    base = git(clone, "rev-parse", "main")
    git(clone, "checkout", "--quiet", "-b", "change")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "A change")
    git(clone, "push", "--quiet", "origin", "change")
    head = {"repo": {"full_name": "somebody/fork" if fork else name, "fork": fork}}
    request = {"base": {"sha": base}, "head": head, "user": {"login": "somebody"}}
    payload = {"pull_request": request, "repository": {"private": name == DATA}}
    return Event(
        "pull_request", name, git(clone, "rev-parse", "HEAD"), payload, variables or {}, base_ref="main"
    )
