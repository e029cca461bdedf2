"""Repositories of policy and data, in one or in two, for what happens to policy and people."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from tests.support.building import Files, base, lay
from tests.support.dated_repository import TODAY, Said, called

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORD = "https://git.example.org/acme/pulls/9"
AGREED = "agreed_on: 2026-05-19, agreed_with: [members, leaders], record: https://git.example.org/5, review_by: 2026-12-31"
_HARBOUR, _QUAY = "data/teams/harbour/team.yaml", "data/teams/quay/team.yaml"
_ONE_ON_ONE = "playbook/services/one-on-one.yaml"


def rich() -> Files:
    """Return the base repository with comments, and something of everything that refers to something."""
    files = {name: str(text) for name, text in base().items()}
    files[_HARBOUR] = (
        files[_HARBOUR]
        .replace("members:\n", "members:  # who is in it\n  # the first two\n")
        .replace(
            "p-ada, from: 2025-03-01}",
            "p-ada, from: 2025-03-01, coach: p-alan, owed: [one-on-one]} # since ever",
        )
        + f"absences:\n  - {{person: p-ada, from: 2026-11-30, to: 2026-12-06}} # away\nagreements:\n"
        f"  one-on-one: # ours\n    - {{from: 2026-06-01, may_miss: 0, {AGREED}}}\n"
    )
    files[_QUAY] = files[_QUAY].replace("name: Quay\n", "name: Quay # by the water\npart_of: harbour\n")
    files["playbook/calendar.yaml"] = (
        "schema: 1\nrules:\n  - service: one-on-one # the usual words\n    title: '1:1'\n"
        "team_lists:\n  - {address: all@harbour.example, team: harbour}\n"
        "on_behalf_of:\n  - {assistant: p-ina, acts_for: p-grace}\n"
    )
    files["playbook/playbook.yaml"] += (
        "pauses:\n  - {from: 2026-07-06, to: 2026-07-12, services: [one-on-one]}\n"
        f"today: {TODAY}\narchive: true\n"
    )
    files["data/teams/harbour/waivers.yaml"] = (
        "schema: 1\nwaivers:\n  - {id: w-1, service: one-on-one, member: p-mia, from: 2026-12-01, to: 2026-12-31, "
        "reason: agreed-pause, approved_by: p-hopper, agreed_with_people: [p-mia]} # agreed\n"
    )
    files["data/teams/harbour/answers.yaml"] = (
        "schema: 1\nanswers:\n  - {service: one-on-one, period: 2026-Q3, by: p-grace, answered_on: 2026-10-06, "
        "plan: https://git.example.org/8}\n"
    )
    files["data/teams/harbour/pulse/2026-Q3.csv"] = "service,metric,score,count\none-on-one,useful,4,5\n"
    files["data/sources.yaml"] = (
        "schema: 1\nsources:\n  - {id: grace, kind: ics, address: OUTBOUND_ICS_GRACE, person: p-grace}\n"
    )
    files["CODEOWNERS"] = "/playbook/services/one-on-one.yaml @grace\n/data/teams/harbour/ @grace\n"
    return dict(files)


def lay_repositories(
    root: Path, files: Mapping[str, str | bytes], *, apart: bool, committed: bool = True
) -> Path:
    """Lay files as one git repository, or policy and data as two; commit them, and return the policy's root.

    What is not `committed` lies in plain folders.
    """
    policy, data = root / "policy", root / "people" if apart else root / "policy" / "data"
    for name, content in files.items():
        if name.startswith("data/"):
            lay(data, {name.removeprefix("data/"): content})
        else:
            lay(policy, {name: content})
    if apart:
        playbook = policy / "playbook" / "playbook.yaml"
        playbook.write_text(playbook.read_text() + "data: ../people\n")
    for folder in dict.fromkeys((policy, data if apart else policy)) if committed else ():
        git(folder, "init", "--quiet", "--initial-branch=main")
        commit(folder, "as it was")
    return policy


def data_of(policy: Path) -> Path:
    """Return where the data of a policy's root lie."""
    apart = policy.parent / "people"
    return apart if apart.is_dir() else policy / "data"


def commit(folder: Path, subject: str) -> None:
    """Commit everything in a repository but locks."""
    git(folder, "add", "--all", ".", ":!*.outbound.lock")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", subject)


def git(folder: Path, *words: str) -> str:
    """Call git in a folder, as somebody."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def everything(policy: Path) -> dict[str, str]:
    """Return the texts of policy and data by the paths that findings call them by."""
    data = data_of(policy)
    texts = {}
    for top, lead in ((policy, ""), (data, "data/")):
        for path in sorted(top.rglob("*")):
            inside = path.relative_to(top)
            is_here = top == data or not path.is_relative_to(data)
            if is_here and path.is_file() and ".git" not in inside.parts and path.name != ".outbound.lock":
                texts[f"{lead}{inside.as_posix()}"] = path.read_text("utf-8")
    return texts


def base_words(policy: Path) -> tuple[str, ...]:
    """Return the options that name what was committed first, of policy and data."""
    apart = ("--data-base", "main") if data_of(policy).parent == policy.parent else ()
    return ("--base", "main", *apart)


def told(policy: Path, pages: Path, people: tuple[str, ...], day: str) -> dict[str, str]:
    """Return what check, effect, mine and render make of a repository, without lines, columns and commits."""
    answers: dict[str, Said] = {
        "check": called(policy, "check", "--as-of", day, "--members"),
        "gate": called(policy, "check", "--as-of", day, "--members", *base_words(policy)),
        "effect": called(policy, "effect", "--as-of", day, *base_words(policy)),
        "verdict": called(
            policy, "check", "--as-of", day, "--members", "--format", "json", *base_words(policy)
        ),
        "effect as data": called(policy, "effect", "--as-of", day, "--format", "json", *base_words(policy)),
        **{person: called(policy, "mine", "--person", person, "--as-of", day) for person in people},
        "render": called(policy, "render", "--preview", "--as-of", day, "--out", str(pages)),
    }
    texts = {name: f"{said.returncode} {said.stdout}{said.stderr}" for name, said in answers.items()}
    texts["render"] = texts["render"].replace(str(pages), "PAGES")
    texts |= {path.relative_to(pages).as_posix(): path.read_text("utf-8") for path in pages.rglob("*.md")}
    return {name: _LINES.sub("", _EXCERPT.sub("", text)) for name, text in texts.items()}


_LINES = re.compile(
    r"(?<=\.yaml|.\.csv)(:\d+){1,2}|\b[0-9a-f]{9}(?= \(main\))|"
    r'(?<="line": )\d+|(?<="column": )\d+|\b[0-9a-f]{40}\b'
)
_EXCERPT = re.compile(r"^ +\d* \|.*\n", re.MULTILINE)
