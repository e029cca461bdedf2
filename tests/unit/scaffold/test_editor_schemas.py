"""The schemas themselves: valid by their own rules, and so are their examples and the files they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from checks.cli.setup_schema import known_ids_of
from checks.loading.repository import open_repository
from checks.model.references import MARK
from checks.scaffold.editor_schemas import BY_NAME, editor_schemas
from tests.support.paths import ROOT
from tests.unit.scaffold.reading import in_core
from tests.unit.scaffold.validating import of_schema, validator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.model.base import Placed

COMPLETE = ROOT / "tests/unit/model/complete"
NAMES = sorted(BY_NAME)
KNOWN = known_ids_of(open_repository(ROOT))
FILES: dict[str, tuple[Path, ...]] = {
    "playbook": (ROOT / "playbook/playbook.yaml", COMPLETE / "playbook.yaml"),
    "service": (*sorted(ROOT.glob("playbook/services/*.yaml")), COMPLETE / "one-on-one.yaml"),
    "calendar": (ROOT / "playbook/calendar.yaml", COMPLETE / "calendar.yaml"),
    **{
        name: (*sorted(ROOT.glob(f"data/teams/*/{name}.yaml")), COMPLETE / f"{name}.yaml")
        for name in ("team", "waivers", "answers")
    },
}


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping in a schema."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from nodes(inner)


def fields(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the schema of every key of every mapping, by its name."""
    for node in nodes(schema):
        if node.get("type") == "object" and "properties" in node:
            yield from node["properties"].items()


def described(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return what is said of a key; what its own mapping says of itself is not said twice."""
    below = schema.get("$defs", {}).get(field.get("$ref", "").rpartition("/")[2], {})
    return str(field.get("description") or below.get("description", ""))


@pytest.mark.parametrize("known", [{}, KNOWN], ids=["general", "with-ids"])
@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_and_says_nothing_only_we_understand(name: str, known: Any) -> None:
    schema = editor_schemas(known)[name]

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not [node for node in nodes(schema) if MARK in node]


@pytest.mark.parametrize("known", [{}, KNOWN], ids=["general", "with-ids"])
@pytest.mark.parametrize("name", NAMES)
def test_every_example_and_default_is_one(name: str, known: Any) -> None:
    schema = editor_schemas(known)[name]
    examples = 0
    for node in nodes(schema):
        if not isinstance(node.get("type", node.get("anyOf", node.get("$ref"))), str | list):
            continue
        for one in [*node.get("examples", ()), *([node["default"]] if "default" in node else ())]:
            examples += 1
            assert of_schema({**node, "$defs": schema.get("$defs", {})}).is_valid(one), (node["title"], one)
    assert examples


@pytest.mark.parametrize("name", NAMES)
def test_every_key_says_what_it_is_for(name: str) -> None:
    schema = editor_schemas({})[name]
    silent = [key for key, field in fields(schema) if not described(field, schema)]

    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_the_model_says_what_the_schema_says(name: str) -> None:
    model: type[Placed] = BY_NAME[name].model
    schema = editor_schemas({})[name]

    assert {key: described(field, schema) for key, field in schema["properties"].items()} == {
        field.alias or key: field.description for key, field in model.model_fields.items()
    }


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_example_and_complete_ones_are_valid(name: str) -> None:
    wrong = {
        path.name: [error.message for error in validator(name).iter_errors(in_core(path.read_text("utf-8")))]
        for path in FILES[name]
    }

    assert wrong == {key: [] for key in wrong}


@pytest.mark.parametrize("name", FILES)
def test_the_files_of_the_example_hold_ids_that_are_known(name: str) -> None:
    judge = of_schema(editor_schemas(KNOWN)[name])
    own = [path for path in FILES[name] if COMPLETE not in path.parents]

    assert own
    assert [path.name for path in own if not judge.is_valid(in_core(path.read_text("utf-8")))] == []


@pytest.mark.parametrize("name", FILES)
def test_the_first_line_of_a_file_leads_to_its_schema(name: str) -> None:
    for path in FILES[name]:
        if COMPLETE in path.parents:
            continue
        first = path.read_text("utf-8").splitlines(keepends=True)[0]
        target = first.rpartition("$schema=")[2].strip()
        top = ROOT / "data" if BY_NAME[name].private else ROOT
        assert first == BY_NAME[name].first_line
        assert (path.parent / target).resolve() == top / ".outbound-schemas" / f"{name}.json"
