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


class _Imports(LazyGroup):
    tables = {"Commands": _COMMANDS}  # noqa: RUF012 - never changed
    prefix = "checks.cli.import_"


@click.group("import", cls=_Imports)
def import_command() -> None:
    """Bring in touchpoints, rosters and absences from where they are kept already."""
