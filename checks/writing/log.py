"""Stub until merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LogRow:
    """Stub."""

    day: date
    service: str
    member: str
    given_by: str
    initiative: str
    state: str
    acknowledged: str = ""
    uid: str = ""


def edit_log(team: object, edit: object) -> None:
    """Stub."""
