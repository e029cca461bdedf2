"""`playbook/services/<id>.yaml`: one kind of leadership work with a purpose."""

from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from checks.model.agreements import Agreement
from checks.model.base import (
    Id,
    Line,
    Mean,
    Placed,
    Positive,
    Prose,
    SchemaVersion,
    Url,
    parse_count,
    refusal,
)
from checks.model.references import PrincipleId
from checks.model.shapes import number
from checks.model.translations import EvidenceWords, QuestionWords, ServiceWords, Translations, overlaid


class Context(Placed):
    """How long it takes and where it happens."""

    minutes: Positive = Field(description="How long it takes, in minutes.", examples=[45])
    where: Line = Field(description="Where it takes place.", examples=["In person or by video"])


class Preparation(Placed):
    """What each side does before."""

    leader: tuple[Line, ...] = Field(default=(), description="What the leader or coach does before.")
    member: tuple[Line, ...] = Field(default=(), description="What the member does before.")


class Ordering(Placed):
    """How a team member orders the service."""

    how: Prose = Field(
        description="How a team member orders the service.", examples=["Write to your leader or coach."]
    )


End = Annotated[int, PlainValidator(parse_count), number(0, 10)]
"""One end of a scale."""


class Metric(Placed):
    """A question whose counted answers follow the service up."""

    id: Id = Field(description="The question's id, once in the file.", examples=["useful"])
    question: Line = Field(
        description="What people are asked. Answers are counted, never kept by person.",
        examples=["Was this conversation useful to you?"],
    )
    scale: tuple[End, End] = Field(
        default=(1, 5), description="The lowest and the highest score, at most 10.", examples=[[1, 5]]
    )
    mean_at_least: Mean | None = Field(
        default=None, description="The mean score that is aimed for, on the scale.", examples=[4, 4.2]
    )
    translations: Translations[QuestionWords] = Field(
        default=Translations[QuestionWords](), description="The same in other languages, by their codes."
    )

    @model_validator(mode="after")
    def _within_the_scale(self) -> Self:
        low, high = self.scale
        if max(low, high) > 10:
            raise refusal("`scale` goes to 10 at the most")
        if low >= high:
            raise refusal("`scale` runs from a lower to a higher number")
        if self.mean_at_least is not None and not low <= self.mean_at_least <= high:
            raise refusal(f"`mean_at_least` lies outside the scale {low} to {high}")
        return self

    def read_in(self, code: str) -> "Metric":
        """Return it with its question in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Evidence(Placed):
    """Why we believe that the service helps."""

    claim: Prose = Field(description="What was found.")
    source: Line = Field(description="Who found it, and where it is published.")
    url: Url | None = Field(default=None, description="Where it can be read.")
    translations: Translations[EvidenceWords] = Field(
        default=Translations[EvidenceWords](), description="The same in other languages, by their codes."
    )

    def read_in(self, code: str) -> "Evidence":
        """Return it with its claim in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Service(Placed):
    """The whole of a service's file."""

    version: SchemaVersion = Field(alias="schema")
    id: Id = Field(description="The service's id: the name of its file.", examples=["one-on-one"])
    formerly: tuple[Id, ...] = Field(
        default=(),
        description="Ids the service had before; logs may still hold them.",
        examples=[["one-to-one"]],
    )
    title: Line = Field(description="What the service is called.", examples=["One-on-one"])
    also_called: tuple[Line, ...] = Field(
        default=(), description="Other words people look for it by.", examples=[["1-on-1", "catch-up"]]
    )
    summary: Line = Field(description="What somebody gets, in one sentence.")
    purpose: Prose = Field(description="What it is for, and what would be missing without it.")
    context: Context = Field(description="How long it takes and where it happens.")
    serves: tuple[PrincipleId, ...] = Field(
        default=(), description="The principles of playbook.yaml that it serves, by id."
    )
    audience: Literal["member", "team"] = Field(
        description="Who receives it: each member, or the team as one."
    )
    initiative: Literal["outbound", "inbound", "both"] = Field(
        description="Who starts it: the leader (outbound), the team member (inbound), or both."
    )
    agenda: tuple[Line, ...] = Field(
        default=(), description="What is talked about, in order.", examples=[["Their topics first"]]
    )
    prepare: Preparation = Field(default=Preparation(), description="What each side does before.")
    order: Ordering | None = Field(default=None, description="How a team member orders it.")
    metrics: tuple[Metric, ...] = Field(
        default=(), description="The questions that follow it up; their answers are counted."
    )
    evidence: tuple[Evidence, ...] = Field(default=(), description="Why we believe that it helps.")
    translations: Translations[ServiceWords] = Field(
        default=Translations[ServiceWords](), description="The same in other languages, by their codes."
    )
    agreements: Annotated[tuple[Agreement, ...], Field(min_length=1)] = Field(
        description="The terms, dated and in order: each holds from its first day until the next begins, and takes over what it does not say. The first says everything."
    )

    def read_in(self, code: str) -> "Service":
        """Return it with its texts in a language, as far as they are translated."""
        words = self.translations.into(code) or ServiceWords()
        nested = {
            "context": overlaid(self.context, words.context),
            "prepare": overlaid(self.prepare, words.prepare),
            "order": overlaid(self.order, words.order) if self.order else None,
            "metrics": tuple(metric.read_in(code) for metric in self.metrics),
            "evidence": tuple(fact.read_in(code) for fact in self.evidence),
        }
        return overlaid(self, words).model_copy(update=nested)
