"""calendar.yaml with lines added: what stood there stays, and what would be wrong is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.imports.calendar_rewriting import UnwritableRulesError, rewrite_rules

if TYPE_CHECKING:
    from checks.store.yaml_emitting import Value

RULE: Value = {
    "service": "one-on-one",
    "title": "weekly: #1",
    "attendees": {"at_most": 2},
    "with": ["giver", "member"],
}
BEFORE = """\
schema: 1
rules:  # agreed in spring
  - service: one-on-one
    title: "1:1"  # the usual one
not_people: []
"""


def test_lines_are_added_and_remarks_stay() -> None:
    after = rewrite_rules(
        BEFORE, {"rules": [RULE], "not_people": ["kaste@fjord.example", "bot@fjord.example"],
                 "on_behalf_of": [{"assistant": "p-ina", "acts_for": "p-lea"}]}
    )  # fmt: skip

    assert (
        after
        == """\
schema: 1
rules:  # agreed in spring
  - service: one-on-one
    title: "1:1"  # the usual one
  - service: one-on-one
    title: "weekly: #1"
    attendees: {at_most: 2}
    with: [giver, member]
not_people:
  - kaste@fjord.example
  - bot@fjord.example
on_behalf_of:
  - assistant: p-ina
    acts_for: p-lea
"""
    )


REFUSED = {
    "a file that is wrong": ("schema: 1\nrulez: []\n", {}, "unknown key `rulez`"),
    "a line that is wrong": (BEFORE, {"not_people": ["nobody"]}, "not a valid mail address"),
    "a file that is empty": ("", {}, "empty|mapping"),
}


@pytest.mark.parametrize(("text", "items", "why"), REFUSED.values(), ids=REFUSED)
def test_what_would_be_wrong_is_not_written(text: str, items: dict[str, list[Any]], why: str) -> None:
    with pytest.raises(UnwritableRulesError, match=why):
        rewrite_rules(text, items)
