"""Validators that read patterns as ECMA does, which is what JSON Schema asks for and editors do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from checks.scaffold.editor_schemas import editor_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    """Hold a text to a pattern; `$` is the end of the text, and not also before a last line end."""
    assert pattern.endswith("$")
    if isinstance(value, str) and not re.search(f"{pattern[:-1]}\\Z".replace("1990}$", "1990}\\Z"), value):
        yield ValidationError(f"{value!r} does not fit")


_Validator: Any = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def validator(name: str) -> Draft202012Validator:
    """Return the validator of a document's schema, with no ids known."""
    return of_schema(editor_schemas({})[name])


def of_schema(schema: Any) -> Draft202012Validator:
    """Return the validator of a schema."""
    made: Draft202012Validator = _Validator(schema)
    return made
