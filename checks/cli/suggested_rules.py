"""`import calendar --suggest`: rules that would take more entries, to tick on a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from checks.cli.calendar_reading import read_calendars
from checks.cli.person_argument import terminal_naming_of
from checks.cli.team_selection import data_root_of
from checks.model.errors import UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from checks.loading.repository import Repository
    from checks.output.suggestion_report import Suggestion
    from checks.store.yaml_emitting import Value


def suggest_rules_here(
    repository: Repository, team: str, as_of: date, files: Sequence[str], people: str | None, *, dry_run: bool
) -> None:
    """Print rules that would take more of the entries, and add those that are ticked to calendar.yaml.

    Titles are printed and never written, and not at all where others may read what is printed.
    """
    from checks.imports.rule_suggestions import suggest_rules
    from checks.output.import_report import import_heading
    from checks.output.suggestion_report import all_suggestions, by_hand_lines, suggestion_lines

    if os.environ.get("CI"):
        raise UsageError("--suggest shows the titles of meetings. Run it on your own computer")
    reading = read_calendars(repository, team, as_of, files, people, wording=True)
    suggestions = suggest_rules(reading.matches, reading.rules.rules, reading.case)
    heading = import_heading(team, reading.first, reading.last, reading.files)
    click.echo("\n".join([heading, *suggestion_lines(suggestions, terminal_naming_of(repository, people))]))
    if not all_suggestions(suggestions):
        click.echo("No other rule would match more of these entries.")
    elif dry_run or not sys.stdin.isatty():
        click.echo("\n".join(["", *by_hand_lines(suggestions)]))
    else:
        click.echo("Others can read calendar.yaml. Choose only rules without names and private words.")
        _add(repository, _ticked(all_suggestions(suggestions)))


def _ticked(suggestions: Sequence[Suggestion]) -> dict[str, list[Value]]:
    """Ask which suggestions to use, and return their items by the key of calendar.yaml."""
    from checks.imports.rule_suggestions import RuleSuggestion
    from checks.output.suggestion_report import key_and_item

    items: dict[str, list[Value]] = {}
    chosen = click.prompt(
        "Which ones do you want to add? (1,3-5 or all; leave empty for none)",
        default="",
        show_default=False,
        value_proc=lambda text: _numbers(text, len(suggestions)),
    )
    for number in dict.fromkeys(chosen):
        suggestion, service = suggestions[number - 1], ""
        if isinstance(suggestion, RuleSuggestion) and len(suggestion.services) > 1:
            choice = click.Choice(suggestion.services)
            question = f"Service for {number}"
            service = click.prompt(question, type=choice, show_choices=False, default=suggestion.services[0])
        key, item = key_and_item(suggestion, service)
        items.setdefault(key, []).append(item)
    return items


def _numbers(text: str, most: int) -> tuple[int, ...]:
    """Return the numbers typed; a wrong answer is asked for again."""
    from checks.imports.confirmations import parse_numbers

    try:
        return parse_numbers(text, most, "your answer")
    except UsageError as error:
        raise click.BadParameter(str(error)) from None


def _add(repository: Repository, items: dict[str, list[Value]]) -> None:
    """Write the items into calendar.yaml; the usual rules are written before the first of one's own."""
    from checks.imports.calendar_rewriting import PATH, rewrite_rules
    from checks.scaffold.repository_layout import calendar_file
    from checks.store.atomic_files import content_of, locked, replace_file

    number = sum(map(len, items.values()))
    if not number:
        click.echo("Nothing was added.")
        return
    root = data_root_of(repository)
    with locked(root):
        before = content_of(root / PATH)
        text = before.decode() if before else ""
        calendar = repository.policy.calendar
        if "rules" in items and not (calendar and calendar.says("rules")):
            text = calendar_file(repository.policy.services, text)
        elif not text:
            text = "schema: 1\n"
        replace_file(root / PATH, before, rewrite_rules(text, items).encode())
    further = " To find more rules, add --suggest once more." if "not_people" in items else ""
    lines = plural(number, "line", "lines")
    click.echo(f"{lines} added to {PATH}. Import the calendar again to use them.{further}")
