"""`outbound setup`: what a code host and an editor read, made from the playbook."""

from __future__ import annotations

import click

from checks.cli.lazy_group import LazyGroup

_COMMANDS = {
    "forms": "The issue forms of a code host, from the playbook.",
    "workflows": "The workflows of a code host.",
    "schema": "What lets an editor complete, explain and check the YAML files.",
}


@click.group("setup", cls=LazyGroup, tables={"Commands": _COMMANDS}, prefix="setup_")
def setup_command() -> None:
    """Write what a code host and an editor read of a playbook; run it again when the playbook has changed."""
