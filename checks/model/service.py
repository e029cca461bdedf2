"""`playbook/services/<id>.yaml`: one kind of leadership work with a purpose."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from checks.model.agreements import Agreement
from checks.model.base import Count, Id, Line, Mean, Placed, Positive, Prose, SchemaVersion, Url, refusal
from checks.model.translations import (
    EvidenceWords,
    QuestionWords,
    ServiceWords,
    Translations,
    overlaid,
)


class Context(Placed):
    """How long it takes and where it happens."""

    minutes: Positive
    where: Line


class Preparation(Placed):
    """What each side does before."""

    leader: tuple[Line, ...] = ()
    member: tuple[Line, ...] = ()


class Ordering(Placed):
    """How a team member orders the service."""

    how: Prose


class Metric(Placed):
    """A question whose counted answers follow the service up."""

    id: Id
    question: Line
    scale: tuple[Count, Count] = (1, 5)
    mean_at_least: Mean | None = None
    translations: Translations[QuestionWords] = Translations[QuestionWords]()

    @model_validator(mode="after")
    def _within_the_scale(self) -> Self:
        low, high = self.scale
        if low >= high or high > 10:
            raise refusal("`scale` runs from a lower to a higher number, at most 10")
        if self.mean_at_least is not None and not low <= self.mean_at_least <= high:
            raise refusal(f"`mean_at_least` lies outside the scale {low} to {high}")
        return self

    def read_in(self, code: str) -> Metric:
        """Return it with its question in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Evidence(Placed):
    """Why we believe that the service helps."""

    claim: Prose
    source: Line
    url: Url | None = None
    translations: Translations[EvidenceWords] = Translations[EvidenceWords]()

    def read_in(self, code: str) -> Evidence:
        """Return it with its claim in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Service(Placed):
    """The whole of a service's file."""

    version: SchemaVersion = Field(alias="schema")
    id: Id
    formerly: tuple[Id, ...] = ()
    title: Line
    also_called: tuple[Line, ...] = ()
    summary: Line
    purpose: Prose
    context: Context
    serves: tuple[Id, ...] = ()
    audience: Literal["member", "team"]
    initiative: Literal["outbound", "inbound", "both"]
    agenda: tuple[Line, ...] = ()
    prepare: Preparation = Preparation()
    order: Ordering | None = None
    metrics: tuple[Metric, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    translations: Translations[ServiceWords] = Translations[ServiceWords]()
    agreements: Annotated[tuple[Agreement, ...], Field(min_length=1)]

    def read_in(self, code: str) -> Service:
        """Return it with its texts in a language, as far as they are translated."""
        words = self.translations.into(code) or ServiceWords()
        nested = {
            "context": overlaid(self.context, words.context),
            "prepare": overlaid(self.prepare, words.prepare),
            "order": overlaid(self.order, words.order) if self.order else None,
            "metrics": tuple(one.read_in(code) for one in self.metrics),
            "evidence": tuple(one.read_in(code) for one in self.evidence),
        }
        return overlaid(self, words).model_copy(update=nested)
