"""A calendar.yaml with rules, addresses and assistants added: every comment kept, and read before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.loading.blocks import parse_yaml
from checks.loading.documents import judge_block
from checks.model.errors import ChecksError, UnspliceableError
from checks.model.recognition import CalendarRules
from checks.store.yaml_splices import YamlEdit, add_list, append, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.store.yaml_emitting import Value

PATH = "playbook/calendar.yaml"


class UnwritableRulesError(ChecksError):
    """A calendar.yaml that cannot be changed as it should be; it is left as it is."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{PATH}: {why}. Nothing was written")


def rewrite_rules(text: str, items: Mapping[str, Sequence[Value]]) -> str:
    """Return the text with items at the end of the list of each key.

    Raises `UnwritableRulesError`.
    """
    rules = _read(text)
    try:
        changed = apply_edits(text, list(_edits(rules, items)))
    except UnspliceableError as error:
        raise UnwritableRulesError(f"it {str(error).removeprefix('the file ')}") from None
    _read(changed)
    return changed


def _edits(rules: CalendarRules, items: Mapping[str, Sequence[Value]]) -> Iterator[YamlEdit]:
    for key, added in ((key, added) for key, added in items.items() if added):
        yield append((key,), *added) if rules.says(key) else add_list(key, *added)


def _read(text: str) -> CalendarRules:
    block, faults = parse_yaml(text, PATH)
    rules, wrong = judge_block(block, CalendarRules) if block is not None else (None, [])
    if rules is None or faults or wrong:
        problems = [*faults, *wrong]
        raise UnwritableRulesError(problems[0].problem.message if problems else "it is empty")
    return rules
