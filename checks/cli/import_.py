"""`outbound import`: touchpoints, rosters and absences from where they are kept already."""

from __future__ import annotations

import click

from checks.cli.lazy_group import LazyGroup

_COMMANDS = {
    "calendar": "One-on-ones and team meetings, from exports of calendars.",
    "roster": "Joiners, leavers, moves and absences, from a table.",
    "log": "Touchpoints from a table.",
    "issue": "What somebody filed with an issue form.",
}


@click.group("import", cls=LazyGroup, tables={"Commands": _COMMANDS}, prefix="import_")
def import_command() -> None:
    """Bring in touchpoints, rosters and absences from where they are kept already."""
