"""An agreement: the terms of a service from a date on. Source: design.md, section 3."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from checks.model.base import AllOr, Count, Day, SchemaVersion, Share, Span, Url, refusal
from checks.model.cadences import Cadence
from checks.model.references import GroupId, TeamId

Obligation = Literal["compulsory", "offered", "voluntary"]
GivenBy = Literal["leader", "coach", "leaders-leader", "anyone"]
Party = Literal["members", "leaders", "coaches", "people-team", "works-council", "management"]
AgreedWith = Annotated[
    tuple[Party, ...],
    Field(
        min_length=1,
        description="The parties to the agreement. If the terms bind members, members must be among them.",
        examples=[["members", "leaders"]],
    ),
]

INHERITED = ("obligation", "given_by", "teams", "cadence", "counts", "coverage_at_least", "may_miss")
"""The top-level keys an agreement takes over from the one before when it does not say them."""


class TeamAgreement(Span):
    """A team's own terms for a service."""

    group: GroupId | None = Field(
        default=None,
        alias="for",
        description="A group of playbook.yaml. The entry then applies only to members of this group. Keep these entries in their own sequence.",
        examples=["probation"],
    )
    obligation: Obligation | None = Field(
        default=None,
        description="`compulsory`: members must get it. `offered`: leaders must offer it, and members may decline. `voluntary`: it is due only if a member requests it.",
    )
    given_by: Annotated[tuple[GivenBy, ...], Field(min_length=1)] | None = Field(
        default=None, description="Roles that may give the service.", examples=[["leader", "coach"]]
    )
    cadence: Cadence | None = Field(
        default=None,
        description="How often: a number in each period, a longest time between two, or a time after an event. It carries over as a whole.",
    )
    counts: Literal["any", "outbound"] | None = Field(
        default=None,
        description="Which touchpoints count: all (`any`), or only those the leader or coach starts (`outbound`).",
    )
    coverage_at_least: Share | None = Field(
        default=None, description="The share of due windows in which the service must take place."
    )
    may_miss: Count | None = Field(
        default=None,
        description="How many windows a small team may miss before the check reports it.",
        examples=[1],
    )
    agreed_on: Day = Field(description="The date of the agreement.")
    agreed_with: AgreedWith
    record: Url = Field(description="A link to the record of the agreement.")
    review_by: Day = Field(description="The date for the next review, on or after `from`.")

    @model_validator(mode="after")
    def _reviewed_later(self) -> Self:
        if self.review_by < self.first:
            raise refusal(
                f"`review_by` ({self.review_by}) is before `from` ({self.first}). Correct one of the two dates"
            )
        return self


class Agreement(TeamAgreement):
    """The playbook's terms for a service, from a date on."""

    teams: AllOr[TeamId] | None = Field(
        default=None, description="The teams these terms apply to: `all`, or a list.", examples=["all"]
    )
    follows: Day | None = Field(
        default=None,
        description="The start date of the agreement this one was made from. The check reports if a different one has come before it since.",
        examples=["2026-01-01"],
    )


class AgreementFile(Agreement):
    """An agreement in a file of its own, `playbook/services/<id>/<from>.yaml`."""

    version: SchemaVersion = Field(alias="schema")

    @property
    def file_name(self) -> str:
        """The name its file has: the first day, and behind it the group, if it is for one."""
        return agreement_file_name(self.first, self.group)


def agreement_file_name(first: date, group: str | None) -> str:
    """Return the name of an agreement's own file.

    >>> agreement_file_name(date(2027, 1, 1), None), agreement_file_name(date(2027, 1, 1), "probation")
    ('2027-01-01.yaml', '2027-01-01-probation.yaml')
    """
    return f"{first}{f'-{group}' if group else ''}.yaml"
