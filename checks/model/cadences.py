"""How often: calendar, rolling, or after an event. Source: design.md, section 4."""

import itertools
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from checks.model.base import Model, Positive, refusal
from checks.model.lengths import CalendarLength, Length, StepLength


class PeriodUnit(StrEnum):
    """A stretch of the calendar."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


MonthName = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip

MONTHS: tuple[str, ...] = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class CalendarCadence(Model):
    """At least `at_least` touchpoints in each calendar `per`. With `only`, just in those months."""

    model_config = ConfigDict(
        title="A number in each period",
        json_schema_extra={
            "dependentSchemas": {"only": {"properties": {"per": {"const": "month"}}}},
            "examples": [{"at_least": 1, "per": "quarter"}],
        },
    )

    at_least: Positive = Field(description="Number of touchpoints in each period.", examples=[1])
    per: PeriodUnit = Field(description="The calendar period.")
    only: Annotated[tuple[MonthName, ...], Field(min_length=1)] | None = Field(
        default=None,
        description="With `per: month`: only these months.",
        examples=[["march", "september"]],
        json_schema_extra={"uniqueItems": True},
    )

    @model_validator(mode="after")
    def _only_names_months(self) -> Self:
        if self.only and self.per is not PeriodUnit.MONTH:
            raise refusal("`only` needs `per: month`. Change `per`, or remove `only`")
        if self.only and len(set(self.only)) < len(self.only):
            raise refusal("`only` contains a month twice. Remove one of them")
        return self


class RollingCadence(Model):
    """At most `at_most_apart` between two touchpoints. It counts as late after `grace`."""

    model_config = ConfigDict(
        title="A longest time between two",
        json_schema_extra={"examples": [{"at_most_apart": "6 weeks", "grace": "1 week"}]},
    )

    at_most_apart: CalendarLength = Field(
        description="The longest time from one touchpoint to the next. Only days on which the service is due count."
    )
    grace: CalendarLength | None = Field(
        default=None,
        description="Extra time before it counts as late. [default: no extra time]",
        examples=["1 week"],
    )

    @property
    def limit(self) -> int:
        """The number of the last owed day that is not overdue."""
        return self.at_most_apart.days

    @property
    def limit_with_grace(self) -> int:
        """The number of the last owed day that is not late."""
        return self.limit + (self.grace.days if self.grace else 0)


class EventCadence(Model):
    """Within each of the times in `within` after someone joins, returns, makes a request or leaves."""

    model_config = ConfigDict(
        title="After an event",
        json_schema_extra={
            "if": {"properties": {"after": {"enum": ["ordering", "leaving"]}}, "required": ["after"]},
            "then": {"properties": {"within": {"maxItems": 1}}},
            "dependentSchemas": {
                "away_at_least": {"properties": {"after": {"const": "returning"}}},
                "before": {"properties": {"after": {"const": "leaving"}}},
            },
            "examples": [
                {"after": "joining", "within": ["14 days", "42 days", "84 days"]},
                {"after": "leaving", "before": "14 days", "within": ["30 days"]},
            ],
        },
    )

    after: Literal["joining", "returning", "ordering", "leaving"] = Field(
        description="The event it follows: someone joins the team, returns from an absence, requests the service, or leaves."
    )
    within: Annotated[tuple[StepLength, ...], Field(min_length=1)] = Field(
        description="Times after the event, each longer than the one before. Each needs a touchpoint. After a request or after leaving, write exactly one.",
        examples=[["14 days", "42 days"], ["5 working days"]],
    )
    away_at_least: CalendarLength = Field(
        default=Length(28, "day"),
        description="With `after: returning`: the shortest absence after which a return counts.",
        examples=["28 days"],
    )
    before: CalendarLength | None = Field(
        default=None,
        description="With `after: leaving`: how long before the last day it may already take place. [default: on the last day or after it]",
        examples=["14 days"],
    )

    @model_validator(mode="after")
    def _steps_make_sense(self) -> Self:
        if self.after == "ordering" and len(self.within) != 1:
            raise refusal("after a request, `within` needs exactly one entry. Remove the others")
        if self.after == "leaving" and len(self.within) != 1:
            raise refusal("after leaving, `within` needs exactly one entry. Remove the others")
        if self.after != "leaving" and self.before is not None:
            raise refusal("`before` needs `after: leaving`. Change `after`, or remove `before`")
        if self.after != "returning" and "away_at_least" in self.model_fields_set:
            raise refusal(
                "`away_at_least` needs `after: returning`. Change `after`, or remove `away_at_least`"
            )
        days = [step.days * (7 if step.working else 5) for step in self.within]  # five working days a week
        if any(later <= sooner for sooner, later in itertools.pairwise(days)):
            raise refusal(
                "in `within`, each entry must be longer than the one before. Reorder or correct them"
            )
        return self


def cadence_keys(
    cadence: CalendarCadence | RollingCadence | EventCadence,
) -> dict[str, str | int | list[str]]:
    """Return a cadence by the keys of its file, those that are not as they usually are."""
    keys: dict[str, str | int | list[str]]
    if isinstance(cadence, RollingCadence):
        keys = {"at_most_apart": str(cadence.at_most_apart)}
        return keys | ({"grace": str(cadence.grace)} if cadence.grace else {})
    if isinstance(cadence, CalendarCadence):
        keys = {"at_least": cadence.at_least, "per": cadence.per.value}
        return keys | ({"only": list(cadence.only)} if cadence.only else {})
    keys = {"after": cadence.after}
    if cadence.before:
        keys["before"] = str(cadence.before)
    keys["within"] = [str(step) for step in cadence.within]
    away = "away_at_least" in cadence.model_fields_set
    return keys | ({"away_at_least": str(cadence.away_at_least)} if away else {})


CADENCE_KINDS = {
    "at_most_apart": "rolling",
    "after": "event",
    "within": "event",
    "at_least": "calendar",
    "per": "calendar",
    "grace": "rolling",
    "away_at_least": "event",
    "only": "calendar",
    "before": "event",
}
"""The kind of cadence each key belongs to; the keys a kind cannot do without come first."""


def _kind(value: object) -> str | None:
    """Return which kind of cadence is meant, a misspelt key counting as the nearest one."""
    if isinstance(value, dict):
        nearest = [near for key in value for near in get_close_matches(str(key), CADENCE_KINDS, n=1)]
        return next(
            (kind for key, kind in CADENCE_KINDS.items() if key in value),
            CADENCE_KINDS[nearest[0]] if nearest else None,
        )
    if isinstance(value, CalendarCadence):
        return "calendar"
    if isinstance(value, RollingCadence):
        return "rolling"
    return "event" if isinstance(value, EventCadence) else None


Cadence = Annotated[
    Annotated[CalendarCadence, Tag("calendar")]
    | Annotated[RollingCadence, Tag("rolling")]
    | Annotated[EventCadence, Tag("event")],
    Discriminator(_kind),
]
