"""What a key takes, in words, from the type it has in its model."""

from __future__ import annotations

import enum
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, PlainValidator
from pydantic_core import PydanticCustomError

NAMED = {
    "parse_day": ("a day, `2026-01-31`", "days"),
    "parse_count": ("a whole number", "whole numbers"),
    "_positive": ("a whole number from 1", "whole numbers from 1"),
    "parse_flag": ("`true` or `false`", "flags"),
    "parse_share": ("a share, `90%`", "shares"),
    "_share": ('a share in quotes, `"90%"`', "shares in quotes"),
    "_number": ('a number in quotes, `"4.1020"`', "numbers in quotes"),
    "_parse_mean": ("a number, `4.2`", "numbers"),
    "parse_id": ("an id", "ids"),
    "_team": ("a team’s id, or null for the total", "teams"),
    "_parse_url": ("an address that begins with `https://`", "addresses"),
    "_mailbox": ("a mail address", "mail addresses"),
    "_short": ("a line of text", "lines of text"),
    "_long": ("text", "texts"),
    "_version": ("`1`", ""),
    "_folder": ("a folder", "folders"),
    "_quarter": ("a quarter, `2026-Q3`", "quarters"),
    "_time_zone": ("a time zone, `Europe/Helsinki`", "time zones"),
    "parse_calendar_length": ("days or weeks, `6 weeks`", "lengths"),
    "_variable": ("the name of an environment variable", "names of environment variables"),
    "_place_of_calendar": ("the name of an environment variable, or an address", "addresses"),
    "_held_after": ("days or weeks, `3 days`, or `ask`", "lengths"),
    "_step_length": ("", "days, weeks or working days, `[5 working days]`"),
    "_quarters": ("quarters, `9 quarters`", "quarters"),
}
"""Words for one and for many, by the function that reads the value."""


CALLED = {
    "Stay": "membership",
    "Answer": "plan",
    "Metric": "survey question",
    "Ordering": "request",
    "PublishedAnswers": "published survey results",
}
"""Models that people call by another name."""


def takes(annotation: Any, metadata: list[Any], *, many: bool = False) -> str:
    """Return what a value of this type is; raises `KeyError` for a reader that has no words yet."""
    for part in metadata:
        if isinstance(part, PlainValidator):
            return _read(part, many=many)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return takes(inner[0], [*inner[1:], *metadata], many=many)
    return _single(annotation, many=many) if origin is None else _composed(origin, inner)


def _composed(origin: Any, inner: tuple[Any, ...]) -> str:
    if origin in (Union, types.UnionType):
        return " or ".join(takes(part, []) for part in inner if part is not type(None))
    if origin is Literal:
        return _listed([str(choice) for choice in inner])
    several = takes(inner[0], [], many=True)
    if origin is tuple:
        return f"a list of {several}" if Ellipsis in inner else f"two {several}"
    return f"{several}, each with {takes(inner[1], [])}"


def _single(annotation: type, *, many: bool) -> str:
    if issubclass(annotation, enum.Enum):
        return _listed([str(choice.value) for choice in annotation])
    if issubclass(annotation, BaseModel):
        name = heading(annotation)
        return f"[{_several(name) if many else name}](#{anchor(annotation)})"
    return NAMED[annotation.__name__][many]


def _several(name: str) -> str:
    """Return the plural of what a model is called.

    >>> _several("membership"), _several("coach"), _several("terms"), _several("evidence")
    ('memberships', 'coaches', 'terms', 'evidence')
    """
    if name.endswith("s") or name == "evidence":
        return name
    return f"{name}{'es' if name.endswith('ch') else 's'}"


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the models a type is made of, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def heading(model: type[BaseModel]) -> str:
    """Return what a model is called among people.

    >>> from checks.model.cadences import EventCadence
    >>> heading(EventCadence), anchor(EventCadence)
    ('event cadence', 'event-cadence')
    >>> from checks.model.translations import TitleWords, Translations
    >>> heading(Translations[TitleWords])
    'title translations'
    """
    kind, _, of = model.__name__.removesuffix("]").partition("[")
    if kind in CALLED:
        return CALLED[kind]
    name = "".join(f" {c.lower()}" if c.isupper() else c for c in of or kind).strip()
    if name.endswith(" words"):
        return f"{name.removesuffix(' words')} translation{'s' if of else ''}"
    return name


def anchor(model: type[BaseModel]) -> str:
    """Return where a model stands on the page."""
    return heading(model).replace(" ", "-")


def _read(validator: PlainValidator, *, many: bool) -> str:
    name: str = validator.func.__name__
    if name != "parse":
        return NAMED[name][many]
    try:
        validator.func(None)  # type: ignore[call-arg]
    except PydanticCustomError as error:
        return "codes of rules" if many else error.message().partition(". Write ")[2]
    raise KeyError(name)


def _listed(words: list[str]) -> str:
    coded = [f"`{word}`" for word in words]
    return f"{', '.join(coded[:-1])} or {coded[-1]}" if len(coded) > 1 else coded[0]
