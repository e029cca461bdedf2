"""A model as JSON Schema, draft 2020-12: what a file may say, with what each key means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from checks.model.lengths import Length

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema


def generate_schema(model: type[BaseModel]) -> JsonSchemaValue:
    """Return the schema of a model, its ids marked by what they are the ids of (`references.MARK`)."""
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **model.model_json_schema(schema_generator=_OfFiles),
    }


class _OfFiles(GenerateJsonSchema):
    """The generator of pydantic, changed for files: an optional key is left out, and never null."""

    def get_title_from_name(self, name: str) -> str:
        return name

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return {
            "type": "object",
            "propertyNames": self.generate_inner(schema["keys_schema"]),
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        default = _written(schema.get("default"))
        return inner if default is None else {**inner, "default": default}


def _written(default: object) -> Any:
    """Return a default as a file would say it; None where it would say nothing."""
    if isinstance(default, Length):
        return str(default)
    if isinstance(default, str | bool):
        return default
    return list(default) if isinstance(default, tuple) and default else None
