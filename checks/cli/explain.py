"""`outbound explain [CODE]`: the list of rules, or a rule's page with an example in which it speaks and one in which it is silent."""

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
    """Explain a rule: what it checks, why, and how to fix what it reports, with two examples.

    Without CODE, the command lists all rules.
    """
    from checks.rules import ALL, BY_CODE

    if code is None:
        from checks.output.formats import text_table

        rows = [(rule.code, rule.severity.value, rule.name, rule.headline) for rule in ALL]
        click.echo(text_table([("code", "severity", "name", "reports"), *rows]), nl=False)
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
    yield f"Severity: {rule.severity.value}. Scope: {', '.join(rule.scopes)}.\n"
    yield from _example("Example: reported.", examples.speaks)
    yield f"  As of {_when(examples.speaks)}, the rule reports:\n"
    yield from (click.style(f"    {line}", bold=True) for line in examples.speaks.lines_of(rule.code))
    yield ""
    yield from _example("Example: not reported.", examples.silent)
    yield f"  As of {_when(examples.silent)}, the rule reports nothing.\n"
    yield from textwrap.wrap(
        (
            "Both examples change an invented playbook of two teams that passes every rule. The "
            "examples remove lines with - and add lines with +."
        ),
        _WIDTH,
    )


def _when(example: RuleExample) -> str:
    return f"{example.as_of}, on {example.now}" if example.now else str(example.as_of)


def _example(title: str, example: RuleExample) -> Iterator[str]:
    words = textwrap.wrap(f"{title} {example.what}", _WIDTH)
    yield click.style(title, bold=True) + words[0].removeprefix(title)
    yield from (*words[1:], "")
    for edit in example.edits():
        yield f"  {click.style(edit.path, fg='cyan')}{'' if edit.lines else ': deleted'}"
        for sign, line in edit.lines:
            yield click.style(f"    {sign} {line}".rstrip(), fg=_COLOURS.get(sign), dim=sign == "…" or None)
        yield ""
