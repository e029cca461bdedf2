"""References are found by the types of the models: every kind of file, every key that holds an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from checks.scaffold.editor_schemas import BY_NAME
from checks.scaffold.reference_rewriting import references_in

if TYPE_CHECKING:
    from checks.model.references import Kind

AGREED = "{from: 2026-01-01, agreed_on: 2026-01-01, agreed_with: [members], record: https://a.example, review_by: 2026-02-01}"
CASES: list[tuple[str, Kind, str, list[tuple[int | str, ...]]]] = [
    ("playbook", "service", "pauses: [{from: 2026-01-01, services: [x-y]}, {services: all}]", [("pauses", 0, "services", 0)]),
    ("service", "team", "id: x-y\nagreements: [{teams: all}, {teams: [a-b, x-y]}]", [("agreements", 1, "teams", 1)]),
    ("calendar", "service", "rules: [{service: x-y, title: x-y}]", [("rules", 0, "service")]),
    ("calendar", "team", "team_lists: [{team: x-y}]", [("team_lists", 0, "team")]),
    ("calendar", "person", "on_behalf_of: [{assistant: x-y, acts_for: x-y}]",
     [("on_behalf_of", 0, "acts_for"), ("on_behalf_of", 0, "assistant")]),
    ("team", "team", "id: x-y\npart_of: x-y\nmembers: [{moved_to: x-y}]", [("members", 0, "moved_to"), ("part_of",)]),
    ("team", "service", f"members: [{{owed: [x-y]}}]\nagreements:\n  x-y:\n    - {AGREED}",
     [("agreements", "x-y"), ("members", 0, "owed", 0)]),
    ("team", "person", ("leaders: [{person: x-y}]\ncoaches: [{person: x-y}]\nmembers: [{person: x-y, coach: x-y, formerly: [x-y]}]\n"
     "absences: [{person: x-y}]"),
     [("absences", 0, "person"), ("coaches", 0, "person"), ("leaders", 0, "person"), ("members", 0, "coach"), ("members", 0, "person")]),
    ("waivers", "person", "waivers: [{id: x-y, member: x-y, approved_by: x-y, agreed_with_people: [a-b, x-y]}]",
     [("waivers", 0, "agreed_with_people", 1), ("waivers", 0, "approved_by"), ("waivers", 0, "member")]),
    ("answers", "service", "answers: [{service: x-y, by: x-y}]", [("answers", 0, "service")]),
    ("answers", "person", "answers: [{service: x-y, by: x-y}]", [("answers", 0, "by")]),
    ("columns", "team", "teams: {Harbour: x-y}", [("teams", "Harbour")]),
    ("sources", "person", "sources: [{id: x-y, person: x-y}]", [("sources", 0, "person")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "text", "steps"), CASES)
def test_each_reference_is_found(
    name: str, kind: Kind, text: str, steps: list[tuple[int | str, ...]]
) -> None:
    node = yaml.compose(text, Loader=yaml.CSafeLoader)

    places = references_in(BY_NAME[name], node, kind, "x-y")

    assert sorted((place.steps for place in places), key=str) == sorted(steps, key=str)
    assert [place.key for place in places] == sorted(place.key for place in places)
