"""An agreement: the terms of a service from a date on. Source: design.md, section 3."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from checks.model.base import AllOr, Count, Day, Id, Share, Span, Url, refusal
from checks.model.cadences import Cadence

Obligation = Literal["compulsory", "offered", "voluntary"]
GivenBy = Literal["leader", "coach", "leaders-leader", "anyone"]
Party = Literal["members", "leaders", "coaches", "people-team", "works-council", "management"]
AgreedWith = Annotated[tuple[Party, ...], Field(min_length=1)]

INHERITED = ("obligation", "given_by", "teams", "cadence", "counts", "coverage_at_least", "may_miss")
"""The top-level keys an agreement takes over from the one before when it does not say them."""


class TeamAgreement(Span):
    """Terms of a team's own for a service, or the shared part of any agreement."""

    group: Id | None = Field(default=None, alias="for")
    obligation: Obligation | None = None
    given_by: Annotated[tuple[GivenBy, ...], Field(min_length=1)] | None = None
    cadence: Cadence | None = None
    counts: Literal["any", "outbound"] | None = None
    coverage_at_least: Share | None = None
    may_miss: Count | None = None
    agreed_on: Day
    agreed_with: AgreedWith
    record: Url
    review_by: Day

    @model_validator(mode="after")
    def _reviewed_later(self) -> Self:
        if self.review_by < self.first:
            raise refusal(f"`review_by` ({self.review_by}) lies before `from` ({self.first})")
        return self


class Agreement(TeamAgreement):
    """The playbook's terms of a service from a date on."""

    teams: AllOr | None = None
