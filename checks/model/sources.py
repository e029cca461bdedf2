"""`data/sources.yaml`: the calendars that the log is collected from. It names secrets, and never holds one."""

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from checks.model.base import Id, Line, Placed, SchemaVersion, refusal
from checks.model.lengths import CALENDAR_SHAPE, Length, parse_calendar_length
from checks.model.references import PersonId
from checks.model.shapes import spelled

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{1,99}")
_VARIABLE_WORDS = (
    "not the name of an environment variable. Write capital letters, digits and underscores, for example "
    "OUTBOUND_ICS_ELENA, and keep the secret itself out of this file"
)
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_SERVER = re.compile(
    rf"(?:https://(?=[^:/])|http://(?:{'|'.join(map(re.escape, _LOOPBACK))})(?=[:/]|$))[^\s<>\"'`\\^{{|}}@?#\x00-\x1f]{{0,1900}}"
)
_SERVER_WORDS = (
    "not the address of a calendar server. Start it with https:// and leave out user names, or write the name of "
    "an environment variable"
)


def _variable(value: object) -> str:
    if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
        raise refusal(_VARIABLE_WORDS)
    return str(value)


def _place_of_calendar(value: object) -> str:
    """Return the name of a variable, or the address of a server; which of the two fits depends on the kind."""
    if not isinstance(value, str):
        raise refusal(_VARIABLE_WORDS)
    if _VARIABLE.fullmatch(value):
        return str(value)
    if not {".", "/"} & set(value):
        raise refusal(_VARIABLE_WORDS)
    try:
        host = urlsplit(value).hostname
    except ValueError:
        host = None
    if not _SERVER.fullmatch(value) or not host:
        raise refusal(_SERVER_WORDS)
    return str(value)


def _held_after(value: object) -> Length | Literal["ask"]:
    if value == "ask":
        return "ask"
    try:
        return parse_calendar_length(value)
    except PydanticCustomError:
        raise refusal(
            "not a valid length of time. Write it as `3 days` or `1 week`, or write `ask`"
        ) from None


def _word(value: object) -> object:
    return str(value) if isinstance(value, str) else value


Variable = Annotated[
    str, PlainValidator(_variable), spelled(_VARIABLE.pattern, _VARIABLE_WORDS, "OUTBOUND_CLOUD_USER")
]
CalendarPlace = Annotated[
    str,
    PlainValidator(_place_of_calendar),
    spelled(
        rf"{_VARIABLE.pattern}|https?://[^\s@?#]+",
        _SERVER_WORDS,
        "OUTBOUND_ICS_ELENA",
        "https://cloud.example.org/remote.php/dav",
    ),
]
HeldAfter = Annotated[
    Length | Literal["ask"],
    PlainValidator(_held_after),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "const": "ask"}, CALENDAR_SHAPE], "examples": ["3 days", "ask"]}
    ),
]
SourceKind = Annotated[Literal["ics", "caldav"], BeforeValidator(_word)]


_BY_KIND: JsonDict = {
    "if": {"properties": {"kind": {"const": "ics"}}, "required": ["kind"]},
    "then": {
        "properties": {
            "address": {"pattern": rf"^(?:{_VARIABLE.pattern})$", "patternErrorMessage": _VARIABLE_WORDS},
            "user": False,
            "secret": False,
            "calendars": {"maxItems": 0},
        }
    },
    "else": {"required": ["user", "secret"]},
}


class CalendarSource(Placed):
    """A calendar, or a server with calendars."""

    model_config = ConfigDict(json_schema_extra=_BY_KIND)

    id: Id = Field(description="The name of this source in messages.", examples=["elena"])
    kind: SourceKind = Field(
        description="`ics` for a calendar that is published at an address, `caldav` for a calendar server."
    )
    address: CalendarPlace = Field(
        description="With `ics`, the name of the environment variable that holds the secret address. With `caldav`, "
        "the address of the server, or the name of a variable that holds it."
    )
    user: Variable | None = Field(
        default=None, description="With `caldav`: the name of the variable that holds the user name."
    )
    secret: Variable | None = Field(
        default=None, description="With `caldav`: the name of the variable that holds the password or token."
    )
    calendars: tuple[Line, ...] = Field(
        default=(),
        description="With `caldav`: the calendars to read, by name. Leave it out to read all.",
        examples=[["Work"]],
    )
    person: PersonId | None = Field(
        default=None,
        description="The person whose calendar it is. Entries without an organiser count as theirs. `plan --push` "
        "writes into this calendar.",
    )

    @field_validator("address")
    @classmethod
    def _no_secret_address(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("kind") == "ics" and not _VARIABLE.fullmatch(value):
            raise refusal(_VARIABLE_WORDS)
        return value

    @field_validator("user", "secret", "calendars")
    @classmethod
    def _of_a_server(cls, value: object, info: ValidationInfo) -> object:
        if value and info.data.get("kind") == "ics":
            raise refusal("only a source of kind `caldav` has this key. Remove it here")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "caldav" and not (self.user and self.secret):
            raise refusal("a source of kind `caldav` needs `user` and `secret`. Add both")
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that it reads."""
        place = (self.address,) if _VARIABLE.fullmatch(self.address) else ()
        return (*place, *(name for name in (self.user, self.secret) if name))


class Sources(Placed):
    """The contents of sources.yaml."""

    version: SchemaVersion = Field(alias="schema")
    held_after: HeldAfter = Field(
        default="ask",
        description="The time after which an accepted meeting counts as held, if no one cancelled or declined it. "
        "With `ask`, it stays booked until someone confirms it.",
        examples=["3 days", "ask"],
    )
    sources: tuple[CalendarSource, ...] = Field(
        default=(), description="The calendars. Their order doesn't matter."
    )

    @field_validator("sources")
    @classmethod
    def _ids_once(cls, sources: tuple[CalendarSource, ...]) -> tuple[CalendarSource, ...]:
        ids = [source.id for source in sources]
        if len(set(ids)) < len(ids):
            raise refusal("two sources have the same id. Rename one of them")
        return sources

    @property
    def held_after_days(self) -> int | None:
        """Days after which an accepted entry counts as held; None where somebody is to be asked."""
        return None if isinstance(self.held_after, str) else self.held_after.days
