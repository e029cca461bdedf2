"""How often: calendar, rolling, or after an event. Source: design.md, section 4."""

from __future__ import annotations

import itertools
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

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
    """At least `at_least` touchpoints in each calendar `per`; with `only`, in those months alone."""

    at_least: Positive
    per: PeriodUnit
    only: Annotated[tuple[MonthName, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _only_names_months(self) -> Self:
        if self.only and self.per is not PeriodUnit.MONTH:
            raise refusal("`only` goes with `per: month`")
        if self.only and len(set(self.only)) < len(self.only):
            raise refusal("`only` names a month twice")
        return self


class RollingCadence(Model):
    """Never more than `at_most_apart` owed days after the last touchpoint; `grace` before it is late."""

    at_most_apart: CalendarLength
    grace: CalendarLength | None = None

    @property
    def limit(self) -> int:
        """The number of the last owed day that is not overdue."""
        return self.at_most_apart.days

    @property
    def limit_with_grace(self) -> int:
        """The number of the last owed day that is not late."""
        return self.limit + (self.grace.days if self.grace else 0)


class EventCadence(Model):
    """Within each of `within` after somebody joins, returns, or orders."""

    after: Literal["joining", "returning", "ordering"]
    within: Annotated[tuple[StepLength, ...], Field(min_length=1)]
    away_at_least: CalendarLength = Length(28, "day")

    @model_validator(mode="after")
    def _steps_make_sense(self) -> Self:
        if self.after == "ordering" and len(self.within) != 1:
            raise refusal("an order has exactly one step in `within`")
        if self.after != "returning" and "away_at_least" in self.model_fields_set:
            raise refusal("`away_at_least` goes with `after: returning`")
        days = [step.days * (7 if step.working else 5) for step in self.within]  # five working days a week
        if any(later <= sooner for sooner, later in itertools.pairwise(days)):
            raise refusal("the steps of `within` grow from one to the next")
        return self


_KINDS = {
    "at_most_apart": "rolling",
    "after": "event",
    "within": "event",
    "at_least": "calendar",
    "per": "calendar",
    "grace": "rolling",
    "away_at_least": "event",
    "only": "calendar",
}
"""The kind of cadence each key belongs to; the keys a kind cannot do without come first."""


def _kind(value: object) -> str | None:
    """Return which kind of cadence is meant, a misspelt key counting as the nearest one."""
    if isinstance(value, dict):
        nearest = [near for key in value for near in get_close_matches(str(key), _KINDS, n=1)]
        return next(
            (kind for key, kind in _KINDS.items() if key in value), _KINDS[nearest[0]] if nearest else None
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
