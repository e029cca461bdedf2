"""A calendar.yaml with rules, addresses and assistants added: every remark kept, and read before it is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from checks.loading.blocks import parse_yaml
from checks.loading.documents import judge_block
from checks.model.errors import ChecksError, UnspliceableError
from checks.model.recognition import CalendarRules
from checks.store.yaml_splices import YamlEdit, add_list, append, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.model.recognition import CalendarRule

PATH = "playbook/calendar.yaml"


class UnwritableRulesError(ChecksError):
    """A calendar.yaml that cannot be changed as it should be; it is left as it is."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{PATH}: {why}. Nothing was written")


def rule_line(rule: CalendarRule) -> str:
    """Return a rule on one line, as it stands in a list of YAML.

    >>> from checks.model.recognition import CalendarRule
    >>> rule_line(CalendarRule.model_validate({"service": "one-on-one", "title": "a: b", "with": ["giver"]}))
    '{service: one-on-one, title: "a: b", with: [giver]}'
    """
    parts = [f"service: {rule.service}"]
    parts += [f"title: {json.dumps(title, ensure_ascii=False)}" for title in rule.titles]
    if rule.attendees:
        bounds = {"at_least": rule.attendees.at_least, "at_most": rule.attendees.at_most}
        numbers = ", ".join(f"{key}: {number}" for key, number in bounds.items() if number is not None)
        parts.append(f"attendees: {{{numbers}}}")
    if rule.present:
        parts.append(f"with: [{', '.join(rule.present)}]")
    return f"{{{', '.join(parts)}}}"


def rewrite_rules(text: str, items: Mapping[str, Sequence[str]]) -> str:
    """Return the text with items, written in flow style, at the end of the list of each key.

    Raises `UnwritableRulesError`.
    """
    rules = _read(text)
    try:
        changed = apply_edits(text, list(_edits(rules, items)))
    except UnspliceableError as error:
        raise UnwritableRulesError(f"it {str(error).removeprefix('the file ')}") from None
    _read(changed)
    return changed


def _edits(rules: CalendarRules, items: Mapping[str, Sequence[str]]) -> Iterator[YamlEdit]:
    for key, lines in items.items():
        for at, line in enumerate(lines):
            yield append((key,), line) if at or rules.says(key) else add_list(key, line)


def _read(text: str) -> CalendarRules:
    block, faults = parse_yaml(text, PATH)
    rules, wrong = judge_block(block, CalendarRules) if block is not None else (None, [])
    if rules is None or faults or wrong:
        problems = [*faults, *wrong]
        raise UnwritableRulesError(problems[0].problem.message if problems else "it is empty")
    return rules
