"""Groups that describe members, put into a case of the oracle's kind; nothing that is judged changes by them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.support.calling import replaced

if TYPE_CHECKING:
    from random import Random

    from tests.support.oracle.walk import Case

REMOTE, PART_TIME = "remote", "part-time"
ALWAYS = "2000-01-01"


def described(case: Case, dice: Random) -> tuple[Case, dict[tuple[str, str], set[str]]]:
    """Return the case with its people in none, one or both groups for ever, and who is in which, by team and person."""
    case = deepcopy(case)
    case.playbook["groups"] = [
        *case.playbook.get("groups", []),
        *({"id": name, "title": name, "describes": "true"} for name in (REMOTE, PART_TIME)),
    ]
    groups_of: dict[tuple[str, str], set[str]] = {}
    for name, team in case.teams.items():
        for stay in team.get("members", []):
            key = (name, stay["person"])
            if key not in groups_of:
                groups_of[key] = {group for group in (REMOTE, PART_TIME) if dice.random() < 0.5}
            stay["described_as"] = [{"group": group, "from": ALWAYS} for group in sorted(groups_of[key])]
    return case, groups_of


def one_remote_member() -> dict[str, str]:
    """Return changes of the base repository that put one member of its first team into a describing group."""
    remote = f"groups:\n  - {{id: {REMOTE}, title: Remote, describes: true}}\n"
    member = "{person: p-mia, from: 2025-03-01"
    described_as = f", described_as: [{{group: {REMOTE}, from: 2026-01-01}}]"
    roster = replaced("data/teams/harbour/team.yaml", (f"{member}}}", f"{member}{described_as}}}"))
    return {**replaced("playbook/playbook.yaml", ("groups:\n", remote)), **roster}
