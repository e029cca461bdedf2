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
The website offers two files for other programs. [`api/v1/services.json`](../api/v1/services.json) contains each
service with its complete agreements. [`api/v1/coverage.json`](../api/v1/coverage.json) contains the figures of the
pages, as ranges in percent (`from`, `below`). If a page hides a figure, the file has no range for it. For the files
in `playbook/published`, see [Releases](files.md#releases).
"""


def shapes_page() -> str:
    """Return the page."""
    shapes = "".join(part for name in SCHEMAS for part in _shape(name))
    head = front("JSON output", "Every key that commands write with `--format json`.")
    about = "\nThe website publishes each shape as a JSON Schema, and tests compare the commands' output with it. Adding a key doesn't change the `schema` number. Changing or removing a key increases it.\n"
    return f"{head}{about}{shapes}\n## Files that the website offers\n{SERVED}"


def _shape(name: str) -> Iterator[str]:
    schema: Schema = json.loads(files("checks").joinpath("output", f"{name}.schema.json").read_text("utf-8"))
    yield f"\n## {name} --format json\n"
    yield f"\nThe schema: [`schemas/{name}.json`](../schemas/{name}.json)\n"
    yield defined(_rows(schema, schema.get("$defs", {}), ""))
    for part, inner in schema.get("$defs", {}).items():
        if "properties" in inner:
            yield f"\n### {_called(part).capitalize()} of {name}\n"
            yield f"\n{inner['description']}\n" if "description" in inner else ""
            yield defined(_rows(inner, schema["$defs"], ""))


def _rows(schema: Schema, defs: Schema, above: str) -> Iterator[tuple[str, str, str]]:
    """Yield each key with its type and meaning, those of an object within behind it."""
    for key, value in schema["properties"].items():
        needed = "" if key in schema.get("required", ()) else "; only on request"
        yield f"{above}{key}", f"{_type(value, defs)}{needed}", value.get("description", "")
        if "properties" in value:
            yield from _rows(value, defs, f"{above}{key}.")


def _type(value: Schema, defs: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return _called(name) if "properties" in defs[name] else _type(defs[name], defs)
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


def _called(part: str) -> str:
    """Return what a part of a schema is called among people.

    >>> _called("stay"), _called("row")
    ('membership', 'row')
    """
    return {"stay": "membership", "answer": "plan", "given": "given row"}.get(part, part)
