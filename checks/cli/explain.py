"""`outbound explain CODE`: a rule's page, as its module's docstring says it."""

from __future__ import annotations

from difflib import get_close_matches

import click

from checks.errors import UsageError


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """Print what a rule says, why, and how to fix what it reports."""
    from checks.rules import ALL, BY_CODE

    names = {rule.name: rule for rule in ALL}
    rule = BY_CODE.get(code.upper()) or names.get(code.lower())
    if rule is None:
        nearest = get_close_matches(code.upper(), BY_CODE, n=1, cutoff=0.5)
        hint = f"did you mean {nearest[0]}? " if nearest else ""
        raise UsageError(f"there is no rule {code!r}; {hint}`outbound rules` lists them")
    click.echo(
        f"{rule.page.strip()}\n\nSeverity: {rule.severity.value}. Judged for: {', '.join(rule.scopes)}."
    )
