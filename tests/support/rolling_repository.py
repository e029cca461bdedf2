"""What these tests lay out: the base repository with a rolling one-on-one, and one person late by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.building import HARBOUR, Files
from tests.support.calling import lay, replaced

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-23"
"""A Monday."""

ROLLING = replaced(
    "playbook/services/one-on-one.yaml",
    ("cadence: {at_least: 1, per: quarter}", "cadence: {at_most_apart: 4 weeks, grace: 1 week}"),
)
LOG = "date,service,member,given_by,initiative,state,acknowledged,uid\n"


def rows(*lines: str) -> dict[str, str]:
    """Return harbour's log of the running quarter."""
    return {f"{HARBOUR}/touchpoints/2026-Q4.csv": LOG + "".join(f"{line}\n" for line in lines)}


LATE_AND_SOON = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",  # due 9 November, late from 17 November on
    "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",  # due 3 December
)


def laid(root: Path, *changes: dict[str, str]) -> Path:
    """Lay the base repository with a rolling one-on-one and changes, and return its root."""
    from tests.support.building import base

    files: Files = {**base(), **ROLLING, **LATE_AND_SOON}
    for one in changes:
        files |= one
    return lay(root, files)


def team(*more: str) -> dict[str, str]:
    """Return harbour's roster with lines added."""
    from tests.support.building import base

    return {
        f"{HARBOUR}/team.yaml": str(base()[f"{HARBOUR}/team.yaml"]) + "".join(f"{line}\n" for line in more)
    }
