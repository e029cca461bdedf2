"""The base of all models, and the types their fields are made of.

Each type says in its message what should have been written. A scalar arrives as text: a number or
a flag in quotes is refused, since another YAML reader would take it for a text.

Beside its reader each type has its JSON Schema, for editors.
"""

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    PrivateAttr,
    Tag,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from checks.model.findings import Place
from checks.model.shapes import DAY, LINE, PROSE, SHARE, URL, number, spelled, words
from checks.model.source import Block, Quoted, place_of

FIRST_YEAR, LAST_YEAR = 2000, 2090
"""Years a date may lie in. Source: design.md, section 8."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNT = re.compile(r"0|[1-9][0-9]{0,6}")
_SHARE = re.compile(r"(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,2}))?%")
_MEAN = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
ID_PATTERN = re.compile(r"[a-z][a-z0-9-]{1,39}")
"""What an id is; `parse_id` says so to people."""

_MAILBOX = re.compile(r"[^@\s<>,;]{1,200}@[^@\s<>,;]{1,199}")
_HTTPS = re.compile(r"https://[^\s<>\"'`\\^{|}\x00-\x1f]{1,1990}")


_ID_WORDS = "not a valid id. Use 2 to 40 lowercase letters, digits and hyphens, starting with a letter"
_DAY_WORDS = "not a valid date. Write it as YYYY-MM-DD, for example 2026-01-31"
_SHARE_WORDS = "not a percentage. Write it with a percent sign, for example 90%"
_URL_WORDS = "not a valid web address. Start it with https:// and leave out spaces"
_MAILBOX_WORDS = "not a valid mail address. Write it as in the calendar, for example quiet-room@example.org"
_LINE_WORDS = "this text is too long or has several lines. Write one line of at most 400 characters"
_PROSE_WORDS = "this text is too long. Write at most 8,000 characters"


def refusal(words: str) -> PydanticCustomError:
    """Return the error that carries `words` unchanged into a finding."""
    return PydanticCustomError("refused", "{words}", {"words": words})


class Model(BaseModel):
    """Base of all models: immutable, and an unknown key is an error."""

    model_config = ConfigDict(
        defer_build=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_by_alias=True,
        validate_by_name=False,
    )


class Placed(Model):
    """A model that remembers where it was written, so that a rule can point there."""

    _block: Block = PrivateAttr(default_factory=lambda: Block("", (1, 1)))

    @model_validator(mode="wrap")
    @classmethod
    def _keep_the_block(cls, value: Any, handler: ValidatorFunctionWrapHandler) -> Self:
        model: Self = handler(value)
        if isinstance(value, Block):
            model._block = value
        return model

    def place(self, *steps: int | str) -> Place:
        """Return the place of the value at `steps`, or of the nearest thing around it that was written."""
        return place_of(self._block, steps)

    def key_place(self, *steps: int | str) -> Place:
        """Return the place of the key at `steps`: the line that says it."""
        return place_of(self._block, steps, key=True)

    @property
    def written(self) -> Block:
        """What was written, before it was judged; empty where it was made in memory."""
        return self._block

    def says(self, key: str) -> bool:
        """Whether `key` was written, rather than left to its default."""
        return key in self._block


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refusal("this must be text")
    return str(value)


def _plain(value: object, what: str) -> str:
    if isinstance(value, Quoted):
        raise refusal(f"write {what} without quotes")
    if not isinstance(value, str):
        raise refusal(f"this must be {what}")
    return value


def parse_day(value: object) -> date:
    """Return the day written `YYYY-MM-DD`; years outside 2000–2090 are refused."""
    text = _text(value)
    if not _DAY.fullmatch(text):
        raise refusal(_DAY_WORDS)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise refusal(f"{text} is not in the calendar. Check the day and the month") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refusal(f"the year {day.year} is not between {FIRST_YEAR} and {LAST_YEAR}. Check the date")
    return day


def calendar_day(year: str, month: str, day: str) -> date | None:
    """Return the day of these numbers, None where it is none of the calendar."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_count(value: object) -> int:
    """Return a whole number from 0 to 9,999,999."""
    text = _plain(value, "a whole number")
    if not _COUNT.fullmatch(text):
        raise refusal("not a whole number. Write one, for example 3")
    return int(text)


def parse_flag(value: object) -> bool:
    """Return `true` or `false`; `yes`, `no`, `on` and `off` mean different things to different readers."""
    text = _plain(value, "true or false")
    if text not in ("true", "false"):
        raise refusal("not a valid value. Write true or false")
    return text == "true"


def parse_share(value: object) -> Fraction:
    """Return a share written `90%` as an exact fraction from 0 to 1."""
    text = _text(value)
    match = _SHARE.fullmatch(text)
    if not match:
        raise refusal(_SHARE_WORDS)
    share = Fraction(text[:-1]) / 100
    if share > 1:
        raise refusal("this is more than 100%. Write 100% or less")
    return share


def _parse_mean(value: object) -> Fraction:
    text = _plain(value, "a number")
    if not _MEAN.fullmatch(text):
        raise refusal("not a valid number. Write one, for example 4 or 4.2")
    return Fraction(text)


def parse_id(value: object) -> str:
    """Return an id: a small letter, then 1 to 39 small letters, digits and hyphens."""
    text = _text(value)
    if not ID_PATTERN.fullmatch(text):
        raise refusal(_ID_WORDS)
    if text in ("true", "false") and not isinstance(value, Quoted):
        raise refusal(f"other programs read {text} as a flag, not as text. Choose another id")
    return text


def _parse_url(value: object) -> str:
    text = _text(value)
    if not _HTTPS.fullmatch(text):
        raise refusal(_URL_WORDS)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise refusal("not a valid web address. Check it for typing errors") from None
    if not parts.hostname or parts.username is not None:
        raise refusal("not a valid web address. Include a host and leave out the user name")
    return text


def _short(value: object) -> str:
    text = _text(value).strip()
    if not text:
        raise refusal("this text is empty. Write something here")
    if "\n" in text or len(text) > 400:
        raise refusal(_LINE_WORDS)
    return text


def _long(value: object) -> str:
    text = _text(value).strip()
    if not text:
        raise refusal("this text is empty. Write something here")
    if len(text) > 8000:
        raise refusal(_PROSE_WORDS)
    return text


def _mailbox(value: object) -> str:
    text = _text(value)
    if len(text) > 400 or not _MAILBOX.fullmatch(text):
        raise refusal(_MAILBOX_WORDS)
    return text


Day = Annotated[date, PlainValidator(parse_day), spelled(DAY, _DAY_WORDS, "2026-01-31")]
Count = Annotated[int, PlainValidator(parse_count), number(0)]
Flag = Annotated[bool, PlainValidator(parse_flag), WithJsonSchema({"type": "boolean"})]
Share = Annotated[Fraction, PlainValidator(parse_share), spelled(SHARE, _SHARE_WORDS, "90%")]
Mean = Annotated[
    Fraction,
    PlainValidator(_parse_mean),
    WithJsonSchema({"type": "number", "minimum": 0, "exclusiveMaximum": 100, "examples": [4, 4.2]}),
]
Id = Annotated[str, PlainValidator(parse_id), spelled(ID_PATTERN.pattern, _ID_WORDS)]
Url = Annotated[str, PlainValidator(_parse_url), spelled(URL, _URL_WORDS, "https://git.example.org/pulls/41")]
Line = Annotated[str, PlainValidator(_short), words(LINE, _LINE_WORDS)]
Prose = Annotated[str, PlainValidator(_long), words(PROSE, _PROSE_WORDS)]
Address = Annotated[
    str, PlainValidator(_mailbox), spelled(_MAILBOX.pattern, _MAILBOX_WORDS, "quiet-room@example.org")
]


def _positive(value: object) -> int:
    count = parse_count(value)
    if count < 1:
        raise refusal("this number is too small. Write 1 or more")
    return count


Positive = Annotated[int, PlainValidator(_positive), number(1)]


def _version(value: object) -> Literal[1]:
    if parse_count(value) != 1:
        raise refusal(
            "this version of outbound only reads `schema: 1`. If the file is newer, upgrade outbound"
        )
    return 1


SchemaVersion = Annotated[
    Literal[1],
    PlainValidator(_version),
    Field(description="The version of the file format. Write 1."),
    WithJsonSchema({"type": "integer", "enum": [1]}),
]


def _only_known(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _word_or_list(value: object) -> str:
    return "word" if isinstance(value, str) else "list"


T = TypeVar("T")

AllOr = Annotated[
    Annotated[Literal["all"], BeforeValidator(_only_known), Tag("word")]
    | Annotated[tuple[T, ...], Field(min_length=1), Tag("list")],
    Discriminator(_word_or_list),
]
"""`all`, or a list of ids of one kind."""

AllNoneOr = Annotated[
    Annotated[Literal["all", "none"], BeforeValidator(_only_known), Tag("word")]
    | Annotated[tuple[T, ...], Field(min_length=1), Tag("list")],
    Discriminator(_word_or_list),
]
"""`all`, `none`, or a list of ids of one kind."""


LineOrLines = Annotated[
    Annotated[Line, Tag("word")] | Annotated[tuple[Line, ...], Field(min_length=1), Tag("list")],
    Discriminator(_word_or_list),
]
"""A line of text, or a list of them."""


class Span(Placed):
    """Days from the first to the last, both included; without a last day, until further notice."""

    first: Day = Field(alias="from", description="The first day. It counts too.")
    last: Day | None = Field(
        default=None,
        alias="to",
        description="The last day. It counts too. Leave it out if there is no end date yet.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise refusal(f"`to` ({self.last}) is before `from` ({self.first}). Correct one of the two dates")
        return self

    @property
    def last_day(self) -> date:
        """The last day, included; `FOREVER` when there is none."""
        return self.last or FOREVER

    def has(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last_day


FOREVER = date.max - timedelta(days=1)
"""The last day of what has no end; the day after it is still a date, so that sums of days do not fail."""
