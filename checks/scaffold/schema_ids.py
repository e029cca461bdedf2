"""Put a playbook's own ids into a schema: an editor completes them, and marks those that do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from checks.model.references import MARK, Kind

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

Known = Mapping[Kind, Mapping[str, str]]
"""The existing ids by kind, each with its title; ids of a kind that is missing here are not checked."""

_AROUND = ("title", "description", "default", "examples")
"""Keys that describe a field, and not the id in it."""


def with_known_ids(schema: Any, known: Known) -> Any:
    """Return the schema with the ids of `known` in it, and without marks.

    Ids of people are offered and others taken too: a new member is nobody's mistake. An id of another kind
    is one of those known.
    """
    if isinstance(schema, list):
        return [with_known_ids(entry, known) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: with_known_ids(value, known) for key, value in schema.items() if key != MARK}
    if "propertyNames" in schema:
        return _keyed(inner, known.get(schema["propertyNames"].get(MARK, ""), {}))
    ids = known.get(schema.get(MARK, ""), {})
    return _one_of(inner, ids, offered=schema[MARK] == "person") if ids else inner


def _one_of(node: JsonSchemaValue, ids: Mapping[str, str], *, offered: bool) -> JsonSchemaValue:
    """Return the schema of an id that is one of `ids`; where they are only `offered`, any other is taken too."""
    around = {key: value for key, value in node.items() if key in _AROUND and key != "examples"}
    listed: JsonSchemaValue = {"type": "string", "enum": list(ids)}
    if any(ids.values()):
        listed["enumDescriptions"] = list(ids.values())
    if not offered:
        return {**around, **listed}
    return {**around, "anyOf": [listed, {key: value for key, value in node.items() if key not in _AROUND}]}


def _keyed(node: JsonSchemaValue, ids: Mapping[str, str]) -> JsonSchemaValue:
    """Return the schema of a mapping whose keys are `ids`; as it is where none are known."""
    if not ids:
        return node
    below = node["additionalProperties"]
    keys = {known_id: {**below, "title": known_id, "description": title} for known_id, title in ids.items()}
    kept = {key: value for key, value in node.items() if key not in ("propertyNames", "examples")}
    return {**kept, "properties": keys, "additionalProperties": False}
