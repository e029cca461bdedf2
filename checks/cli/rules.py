"""`outbound rules`: the list of all rules."""

from __future__ import annotations

import click


@click.command("rules")
def rules_command() -> None:
    """List all rules: code, name, severity, and what each says."""
    from checks.output.formats import text_table
    from checks.rules import ALL

    rows = [(rule.code, rule.severity.value, rule.name, rule.headline) for rule in ALL]
    click.echo(text_table([("code", "severity", "name", "says"), *rows]), nl=False)
