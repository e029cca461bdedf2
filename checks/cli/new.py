"""`outbound new`: one more service, team, agreement or waiver, valid from the first second."""

from __future__ import annotations

import click

from checks.cli.lazy_group import LazyGroup

_COMMANDS = {
    "service": "A service of the catalogue, or one of your own.",
    "team": "A team, with who leads it and who is in it.",
    "agreement": "Other terms of a service, from a day on.",
    "waiver": "An agreed exception, with an approver and a last day.",
}


@click.group("new", cls=LazyGroup, tables={"Commands": _COMMANDS}, prefix="new_")
def new_command() -> None:
    """Add one thing to the playbook or its data; everything else stays as it is."""
