"""A schema with the playbook's ids takes those there are, and no other where another is a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.scaffold.editor_schemas import editor_schemas
from tests.unit.model.test_every_field import COMPLETE
from tests.unit.model.writing import Node, Steps, Text, as_yaml, changed, read
from tests.unit.scaffold.reading import in_core
from tests.unit.scaffold.validating import of_schema

if TYPE_CHECKING:
    from checks.scaffold.schema_ids import Known

KNOWN: Known = {
    "principle": {"seen-and-heard": "Everyone is seen and heard"},
    "service": {"one-on-one": "One-on-one", "one-to-one": "now one-on-one"},
    "team": {"harbour": "Harbour", "quay": "Quay"},
    "group": {"probation": "In probation", "remote": "Works remotely"},
    "rule": {"CAD002": "A window was missed"},
    "person": dict.fromkeys(("p-grace", "p-alan", "p-ada", "p-mia", "p-hopper"), ""),
}
BINDING: list[tuple[str, str, Steps]] = [
    ("service", "one-on-one.yaml", ("serves", 0)),
    ("calendar", "calendar.yaml", ("rules", 0, "service")),
    ("answers", "answers.yaml", ("answers", 0, "service")),
    ("waivers", "waivers.yaml", ("waivers", 0, "service")),
    ("team", "team.yaml", ("members", 0, "group")),
    ("team", "team.yaml", ("part_of",)),
]
OFFERED: list[tuple[str, str, Steps]] = [
    ("team", "team.yaml", ("members", 0, "person")),
    ("team", "team.yaml", ("members", 0, "coach")),
    ("team", "team.yaml", ("leaders", 0, "person")),
    ("waivers", "waivers.yaml", ("waivers", 0, "approved_by")),
    ("answers", "answers.yaml", ("answers", 0, "by")),
]


def complete(name: str) -> Node:
    return read((COMPLETE / name).read_text(encoding="utf-8"))


def takes(schema: Any, document: Node) -> bool:
    return of_schema(schema).is_valid(in_core(as_yaml(document).text))


@pytest.mark.parametrize(("name", "file", "steps"), BINDING)
def test_an_id_nobody_has_is_told(name: str, file: str, steps: Steps) -> None:
    schema = editor_schemas(KNOWN)[name]
    other = changed(complete(file), steps, Text("nobody-has-it", quoted=False))

    assert takes(schema, complete(file))
    assert not takes(schema, other)
    assert takes(editor_schemas({})[name], other)


@pytest.mark.parametrize(("name", "file", "steps"), OFFERED)
def test_ids_of_people_are_offered_and_another_is_no_mistake(name: str, file: str, steps: Steps) -> None:
    schema = editor_schemas(KNOWN)[name]

    assert takes(schema, changed(complete(file), steps, Text("p-new", quoted=False)))
    assert not takes(schema, changed(complete(file), steps, Text("Somebody New", quoted=False)))


def test_keys_that_are_ids_are_those_there_are() -> None:
    made = editor_schemas(KNOWN)

    assert list(made["team"]["properties"]["agreements"]["properties"]) == ["one-on-one", "one-to-one"]
    assert made["playbook"]["properties"]["severities"]["properties"]["CAD002"]["description"] == (
        "A window was missed"
    )
    misspelt = changed(
        complete("playbook.yaml"),
        ("severities", "CAD002"),
        {"severity": Text("error", quoted=False)},
        key="CAD999",
    )
    assert takes(made["playbook"], complete("playbook.yaml"))
    assert not takes(made["playbook"], misspelt)


def test_a_kind_nobody_has_any_of_is_left_open() -> None:
    assert editor_schemas({"principle": {}}) == editor_schemas({})


def test_no_schema_of_the_policy_holds_anybody() -> None:
    made = editor_schemas(KNOWN)

    holding = [name for name, schema in made.items() if any(one in str(schema) for one in KNOWN["person"])]
    assert holding == ["team", "waivers", "answers", "corrections", "sources"]
