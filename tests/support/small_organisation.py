"""Small made-up organisations as files, so that what is published of one can be held against that of another."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.support.calling import outbound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

AGREED = (
    "agreed_on: 2025-12-01, agreed_with: [members, leaders], record: https://git.example.org/1, "
    "review_by: 2029-12-31"
)
HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid\n"

PLAYBOOK = """schema: 1
organisation: Small
time_zone: UTC
logs_from: 2026-01-01
groups:
  - {id: probation, title: In probation}
terms:
  - from: 2020-01-01
    owed_when_present: 50%
    coverage_at_least: 90%
    agreed_on: 2019-12-01
    agreed_with: [members, leaders]
    record: https://git.example.org/1
privacy:
  smallest_group: 5
  show: teams
  agreed_on: 2019-12-01
  agreed_with: [members, leaders]
  record: https://git.example.org/2
"""


def service(name: str, cadence: str, *, minutes: int = 60, more: str = "", group: str = "") -> str:
    """Return a service's file; `more` are further agreements, a line each."""
    whose = f"for: {group}, " if group else ""
    entry = (
        f"  - {{from: 2020-01-01, {whose}obligation: compulsory, given_by: [leader], teams: all, "
        f"cadence: {cadence}, coverage_at_least: 90%, {AGREED}}}\n"
    )
    return (
        f"schema: 1\nid: {name}\ntitle: {name}\nsummary: A service.\npurpose: To care.\n"
        f"context: {{minutes: {minutes}, where: Here}}\naudience: member\ninitiative: outbound\n"
        f"metrics:\n  - {{id: useful, question: Was it useful?, scale: [1, 5]}}\nagreements:\n{entry}{more}"
    )


def team(name: str, members: Sequence[str], absences: Iterable[tuple[str, str, str]] = ()) -> str:
    """Return a roster: each member is an id, or an id and more keys; an absence its person and its days."""
    stays = "".join(f"  - {{person: {member}, from: 2024-01-01}}\n" for member in members)
    away = "".join(f"  - {{person: {who}, from: {first}, to: {last}}}\n" for who, first, last in absences)
    return (
        f"schema: 1\nid: {name}\nname: {name.capitalize()}\n"
        f"leaders:\n  - {{person: p-lead-{name}, from: 2020-01-01}}\nmembers:\n{stays}"
        + (f"absences:\n{away}" if away else "")
    )


def people(name: str, count: int) -> list[str]:
    """Return so many members' ids."""
    return [f"p-{name}-{number:02}" for number in range(count)]


def row(
    day: str, service_id: str, member: str, giver: str, initiative: str = "outbound", **other: str
) -> str:
    """Return a row of the log; `state` and `acknowledged` may be said."""
    state, acknowledged = other.get("state", "held"), other.get("acknowledged", "")
    return f"{day},{service_id},{member},{giver},{initiative},{state},{acknowledged},\n"


def met(
    name: str, members: Iterable[str], day: str, service_id: str = "one-on-one", **other: str
) -> list[str]:
    """Return a row for each of some members, given by the leader of their team."""
    return [row(day, service_id, member, f"p-lead-{name}", **other) for member in members]


def lay_organisation(
    root: Path,
    services: Iterable[str],
    teams: Mapping[str, str],
    rows: Mapping[str, Iterable[str]],
    *,
    playbook: str = PLAYBOOK,
    files: Mapping[str, str] = {},
) -> Path:
    """Write an organisation below `root`, its logs in the files of their quarters, and commit it."""
    written = {"playbook/playbook.yaml": playbook, **files}
    written |= {f"playbook/services/{_id_of(text)}.yaml": text for text in services}
    written |= {f"data/teams/{name}/team.yaml": text for name, text in teams.items()}
    for name, of_team in rows.items():
        by_quarter: dict[str, list[str]] = defaultdict(list)
        for line in of_team:
            day = date.fromisoformat(line[:10])
            by_quarter[f"{day.year}-Q{(day.month + 2) // 3}"].append(line)
        for quarter, lines in by_quarter.items():
            written[f"data/teams/{name}/touchpoints/{quarter}.csv"] = HEADER + "".join(sorted(lines))
    for path, text in written.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "A small organisation", "--allow-empty")
    return root


def git(root: Path, *words: str) -> None:
    """Run git in a folder, as somebody who has a name."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def _id_of(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("id: ")).removeprefix("id: ")


def released(root: Path, as_of: str, quarter: str) -> dict[str, Any]:
    """Return the release of a quarter, as everybody may read it."""
    done = outbound("release", "--as-of", as_of, here=root)
    assert done.returncode == 0, done.stderr
    release: dict[str, Any] = json.loads((root / f"playbook/published/{quarter}.json").read_text("utf-8"))
    return release
