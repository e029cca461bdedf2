"""An agreement: the terms of a service from a date on. Source: design.md, section 3."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from checks.model.base import AllOr, Count, Day, Share, Span, Url, refusal
from checks.model.cadences import Cadence
from checks.model.references import GroupId, TeamId

Obligation = Literal["compulsory", "offered", "voluntary"]
GivenBy = Literal["leader", "coach", "leaders-leader", "anyone"]
Party = Literal["members", "leaders", "coaches", "people-team", "works-council", "management"]
AgreedWith = Annotated[
    tuple[Party, ...],
    Field(
        min_length=1,
        description="With whom it was agreed. Terms that bind members are agreed with members.",
        examples=[["members", "leaders"]],
    ),
]

INHERITED = ("obligation", "given_by", "teams", "cadence", "counts", "coverage_at_least", "may_miss")
"""The top-level keys an agreement takes over from the one before when it does not say them."""


class TeamAgreement(Span):
    """Terms of a team's own for a service, or the shared part of any agreement."""

    group: GroupId | None = Field(
        default=None,
        alias="for",
        description="A group of playbook.yaml: terms for its members alone, a sequence of their own.",
        examples=["probation"],
    )
    obligation: Obligation | None = Field(
        default=None,
        description="compulsory: it is owed. offered: it must be offered, and may be declined. voluntary: nothing is owed.",
    )
    given_by: Annotated[tuple[GivenBy, ...], Field(min_length=1)] | None = Field(
        default=None, description="Who may give the service.", examples=[["leader", "coach"]]
    )
    cadence: Cadence | None = Field(
        default=None,
        description="How often: so many in each period, never further apart, or after an event. It is taken over whole or not at all.",
    )
    counts: Literal["any", "outbound"] | None = Field(
        default=None,
        description="Which touchpoints count: on anybody's initiative, or on the leader's alone (outbound).",
    )
    coverage_at_least: Share | None = Field(
        default=None, description="The share of due windows that is promised to be met."
    )
    may_miss: Count | None = Field(
        default=None, description="So many windows a small team may miss before it is flagged.", examples=[1]
    )
    agreed_on: Day = Field(description="The day on which it was agreed.")
    agreed_with: AgreedWith
    record: Url = Field(description="Where the record of the agreement can be read.")
    review_by: Day = Field(description="The day by which it is looked at again, after `from`.")

    @model_validator(mode="after")
    def _reviewed_later(self) -> Self:
        if self.review_by < self.first:
            raise refusal(f"`review_by` ({self.review_by}) lies before `from` ({self.first})")
        return self


class Agreement(TeamAgreement):
    """The playbook's terms of a service from a date on."""

    teams: AllOr[TeamId] | None = Field(
        default=None, description="Whose terms these are: `all`, or a list of teams.", examples=["all"]
    )
