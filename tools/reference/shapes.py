"""docs/reference/json.md: the shapes of the commands' JSON, from the schemas that are published with the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from checks.site.all_pages import SCHEMAS
from tools.reference.writing import defined, front

Schema = Mapping[str, Any]
"""A JSON Schema, or a part of one."""

SERVED = """
The site serves two files for others to read. [`api/v1/services.json`](../api/v1/services.json) holds each service
with its agreements as they resolve, and [`api/v1/coverage.json`](../api/v1/coverage.json) the figures the pages
show: ranges in percent (`from`, `below`), and none where a figure is not shown. The files in `playbook/published` are described among
[the files](files.md#releases).
"""


def shapes_page() -> str:
    """Return the page."""
    shapes = "".join(part for name in SCHEMAS for part in _shape(name))
    head = front("JSON output", "What commands write with `--format json`, key by key.")
    about = "\nEach shape is published as a JSON Schema, and tests hold the commands to it. A key that is added leaves `schema` as it is; one that changes raises it.\n"
    return f"{head}{about}{shapes}\n## What the site serves\n{SERVED}"


def _shape(name: str) -> Iterator[str]:
    schema: Schema = json.loads(files("checks").joinpath("output", f"{name}.schema.json").read_text("utf-8"))
    yield f"\n## {name} --format json\n"
    yield f"\nThe schema: [`schemas/{name}.json`](../schemas/{name}.json)\n"
    yield defined(_rows(schema, schema.get("$defs", {}), ""))
    for part, inner in schema.get("$defs", {}).items():
        if "properties" in inner:
            yield f"\n### {part.capitalize()} of {name}\n"
            yield f"\n{inner['description']}\n" if "description" in inner else ""
            yield defined(_rows(inner, schema["$defs"], ""))


def _rows(schema: Schema, defs: Schema, above: str) -> Iterator[tuple[str, str, str]]:
    """Yield each key with its type and meaning, those of an object within behind it."""
    for key, value in schema["properties"].items():
        needed = "" if key in schema.get("required", ()) else "; where it was asked for"
        yield f"{above}{key}", f"{_type(value, defs)}{needed}", value.get("description", "")
        if "properties" in value:
            yield from _rows(value, defs, f"{above}{key}.")


def _type(value: Schema, defs: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return name if "properties" in defs[name] else _type(defs[name], defs)
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "enum" in value:
        return ", ".join(f"`{json.dumps(choice)}`" for choice in value["enum"])
    if "oneOf" in value or "anyOf" in value:
        return " or ".join(_type(choice, defs) for choice in value.get("oneOf") or value["anyOf"])
    types = value.get("type", "object")
    words = " or ".join([types] if isinstance(types, str) else types)
    inner = value.get("items")
    return f"{words} of {_type(inner, defs)}" if isinstance(inner, Mapping) else words
