"""`outbound explain [CODE]`: the list of rules, or a rule's page with an example that it reports and one that it doesn't."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from checks.cli.completion import rule_codes
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.loading.examples import RuleExample
    from checks.rules.rule import Rule

_COLOURS = {"-": "red", "+": "green"}
_WIDTH = 100


@click.command("explain")
@click.argument("code", metavar="[CODE]", required=False, shell_complete=rule_codes)
def explain_command(code: str | None) -> None:
    """Explain a rule: when it reports something, how to fix it, and two examples.

    Without CODE, the command lists all rules with code, severity, name and meaning.
    """
    from checks.rules import ALL, BY_CODE

    if code is None:
        from checks.output.formats import text_table

        rows = [(rule.code, _severity(rule), rule.name, rule.headline) for rule in ALL]
        click.echo(text_table([("code", "severity", "name", "meaning"), *rows]), nl=False)
        return
    rule = BY_CODE.get(code.upper()) or {rule.name: rule for rule in ALL}.get(code.lower())
    if rule is None:
        nearest = get_close_matches(code.upper(), BY_CODE, n=1, cutoff=0.5)
        hint = f"Did you mean {nearest[0]}? " if nearest else ""
        raise UsageError(f"there is no rule {code!r}. {hint}To list all rules, run: outbound explain")
    click.echo("\n".join(_page(rule)))


def _page(rule: Rule) -> Iterator[str]:
    from checks.loading.examples import examples_of

    examples = examples_of(rule.code)
    head, _, body = rule.page.strip().partition("\n\n")
    yield click.style(head, bold=True)
    yield f"\n{body}\n"
    yield f"Severity: {_severity(rule)}. The rule checks {_scopes(rule)}.\n"
    yield from _example("Example, reported.", examples.speaks)
    yield f"  As of {_when(examples.speaks)}, the check reports:\n"
    yield from (click.style(f"    {line}", bold=True) for line in examples.speaks.lines_of(rule.code))
    yield ""
    yield from _example("Example, not reported.", examples.silent)
    yield f"  As of {_when(examples.silent)}, the check reports no problem.\n"
    yield from textwrap.wrap(
        "Both examples start from a small invented playbook without problems. "
        "They remove the lines marked - and add the lines marked +.",
        _WIDTH,
    )


_SCOPES = {
    "file": "each file",
    "playbook": "the playbook",
    "team": "each team",
    "organisation": "the organisation",
    "change": "changes",
}
"""What a rule checks, by the names of its scopes."""


def _scopes(rule: Rule) -> str:
    return " and ".join(_SCOPES[scope] for scope in rule.scopes)


def _severity(rule: Rule) -> str:
    return " or ".join(severity.value for severity in rule.severities())


def _when(example: RuleExample) -> str:
    return f"{example.as_of} (today: {example.now})" if example.now else str(example.as_of)


def _example(title: str, example: RuleExample) -> Iterator[str]:
    words = textwrap.wrap(f"{title} {example.what}", _WIDTH)
    yield click.style(title, bold=True) + words[0].removeprefix(title)
    yield from (*words[1:], "")
    for edit in example.edits():
        yield f"  {click.style(edit.path, fg='cyan')}{'' if edit.lines else ': the file is missing'}"
        for sign, line in edit.lines:
            yield click.style(f"    {sign} {line}".rstrip(), fg=_COLOURS.get(sign), dim=sign == "…" or None)
        yield ""
