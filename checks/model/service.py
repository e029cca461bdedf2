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
    """Duration and place."""

    minutes: Positive = Field(description="Duration in minutes.", examples=[45])
    where: Line = Field(description="The place.", examples=["In person or by video"])


class Preparation(Placed):
    """Preparation by each side."""

    leader: tuple[Line, ...] = Field(
        default=(), description="Steps for the leader or coach, before it takes place."
    )
    member: tuple[Line, ...] = Field(default=(), description="Steps for the member, before it takes place.")


class Ordering(Placed):
    """How a team member requests the service."""

    how: Prose = Field(
        description="How a team member requests the service.", examples=["Write to your leader or coach."]
    )


End = Annotated[int, PlainValidator(parse_count), number(0, 10)]
"""A number at one end of a scale."""


class Metric(Placed):
    """A survey question about the service. Only counts of the answers are stored."""

    id: Id = Field(description="The question's id. Use it only once in the file.", examples=["useful"])
    question: Line = Field(
        description="The wording of the question. Only counts of the answers are stored, never by person.",
        examples=["Was this conversation useful to you?"],
    )
    scale: tuple[End, End] = Field(
        default=(1, 5),
        description="The lowest and the highest score. The highest is at most 10.",
        examples=[[1, 5]],
    )
    count_by: Literal["teams", "groups"] = Field(
        default="teams",
        description="How a survey by mail counts the answers: by team (`teams`), or for the whole organisation by the groups that describe members (`groups`). Each answer counts once, so no question is counted by both.",
    )
    mean_at_least: Mean | None = Field(
        default=None, description="The mean score you aim for, on the scale.", examples=[4, 4.2]
    )
    translations: Translations[QuestionWords] = Field(
        default=Translations[QuestionWords](), description="Translations, by language code."
    )

    @model_validator(mode="after")
    def _within_the_scale(self) -> Self:
        low, high = self.scale
        if max(low, high) > 10:
            raise refusal("`scale` goes above 10. End it at 10 or less")
        if low >= high:
            raise refusal("`scale` must go from a lower to a higher number. Correct it")
        if self.mean_at_least is not None and not low <= self.mean_at_least <= high:
            raise refusal(f"`mean_at_least` is outside the scale {low} to {high}. Correct one of them")
        return self

    @property
    def by_group(self) -> bool:
        """Whether its answers are counted by group, for the whole organisation."""
        return self.count_by == "groups"

    def read_in(self, code: str) -> "Metric":
        """Return it with its question in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


Grade = Literal["primary", "second-hand", "vendor"]
"""How close a source is to what was found out. Source: the letters P, S and V of the list of evidence."""


class Evidence(Placed):
    """Evidence that the service helps."""

    claim: Prose = Field(description="The finding of the study.")
    source: Line = Field(description="The authors, and the place of publication.")
    url: Url | None = Field(default=None, description="A link to it.")
    grade: Grade | None = Field(
        default=None,
        description="How close the source is: read by you (`primary`), named but read elsewhere (`second-hand`), or a survey or page of a company that sells something in this field (`vendor`).",
    )
    against: Prose | None = Field(
        default=None, description="The weakness of the study, such as a correlation or a single company."
    )
    translations: Translations[EvidenceWords] = Field(
        default=Translations[EvidenceWords](), description="Translations, by language code."
    )

    def read_in(self, code: str) -> "Evidence":
        """Return it with its claim in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Service(Placed):
    """The contents of a service's file."""

    version: SchemaVersion = Field(alias="schema")
    id: Id = Field(description="The service's id. The file has the same name.", examples=["one-on-one"])
    formerly: tuple[Id, ...] = Field(
        default=(),
        description="Former ids of the service. Logs may still contain them.",
        examples=[["one-to-one"]],
    )
    title: Line = Field(description="The name of the service.", examples=["One-on-one"])
    also_called: tuple[Line, ...] = Field(
        default=(), description="Other words that people may search for.", examples=[["1-on-1", "catch-up"]]
    )
    summary: Line = Field(description="The benefit for the member, in one sentence.")
    purpose: Prose = Field(description="The purpose, and what would be missing without the service.")
    context: Context = Field(description="Duration and place.")
    serves: tuple[PrincipleId, ...] = Field(
        default=(), description="Ids of the principles in playbook.yaml that it supports."
    )
    audience: Literal["member", "team"] = Field(
        description="The receiver: each member (`member`), or the whole team (`team`)."
    )
    initiative: Literal["outbound", "inbound", "both"] = Field(
        description="The side that starts it: the leader or coach (`outbound`), the member (`inbound`), or either (`both`)."
    )
    agenda: tuple[Line, ...] = Field(
        default=(), description="Topics, in order.", examples=[["Their topics first"]]
    )
    prepare: Preparation = Field(default=Preparation(), description="Preparation by each side.")
    order: Ordering | None = Field(default=None, description="How a team member requests it.")
    metrics: tuple[Metric, ...] = Field(
        default=(), description="Survey questions about the service. Only counts of the answers are stored."
    )
    evidence: tuple[Evidence, ...] = Field(default=(), description="Evidence that it helps.")
    translations: Translations[ServiceWords] = Field(
        default=Translations[ServiceWords](), description="Translations, by language code."
    )
    agreements: Annotated[tuple[Agreement, ...], Field(min_length=1)] = Field(
        default=(),
        description="The terms, sorted by start date. Each applies until the next one begins. Anything an entry leaves out carries over, so the first one must be complete. An entry may also be a file of its own, beside this list or instead of it.",
    )

    @property
    def agreement_files(self) -> list[str]:
        """The paths of agreements that have a file of their own, in the order of the agreements."""
        own = self.place().path
        return [path for entry in self.agreements if (path := entry.place().path) != own]

    def written_at(self, at: int) -> tuple[str, tuple[int | str, ...]]:
        """Return the path of the file with the agreement number `at`, and the steps to it there."""
        path = self.agreements[at].place().path
        if path != self.place().path:
            return path, ()
        places = sorted(place for entry in self.agreements if (place := entry.place()).path == path)
        return path, ("agreements", places.index(self.agreements[at].place()))

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
