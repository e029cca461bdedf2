"""`corrections.yaml`: what a team's files had wrong about past dates, and who approved that it is put right."""

from datetime import timedelta
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from checks.model.base import Day, Id, Placed, SchemaVersion, Span, Url, refusal
from checks.model.references import PersonId

CorrectedKind = Literal["absence", "membership", "giver", "row"]

LONGEST_CORRECTION = 366
"""Days a correction may cover. Source: docs/adr/0038-corrections.md."""


class Correction(Span):
    """A mistake about past dates that was put right, with an approver and a record."""

    model_config = ConfigDict(
        json_schema_extra={"if": {"properties": {"what": {"const": "row"}}}, "else": {"required": ["person"]}}
    )

    id: Id = Field(
        description="The correction's own id. Use it only once in the file.", examples=["c-2026-07-absence"]
    )
    last: Day = Field(
        alias="to",
        description="The last day that was wrong. It counts too. A correction covers at most 366 days, all of them past.",
    )
    what: CorrectedKind = Field(
        description="Choose what was wrong: an absence, a membership, a giver (leader or coach of the team), or a row of the log."
    )
    person: PersonId | None = Field(
        default=None,
        description="Id of the person whom the corrected entries are about. Leave it out only for rows without a member.",
    )
    known_since: Day = Field(description="The day since when the mistake is known.")
    approved_by: PersonId = Field(
        description="Id of the approver, who must not benefit from it: not a leader or coach of the team in that time, and not the person. The approver doesn't need to be on a roster."
    )
    record: Url = Field(description="A link to the record of the approval.")

    @model_validator(mode="after")
    def _about_someone_for_a_while(self) -> Self:
        if self.what != "row" and self.person is None:
            raise refusal(f"`person` is missing. Add the id of the person whose {self.what} was wrong")
        if self.last - self.first >= timedelta(days=LONGEST_CORRECTION):
            raise refusal(
                f"a correction covers at most {LONGEST_CORRECTION} days. Correct one of the two dates"
            )
        return self


class CorrectionsFile(Placed):
    """The contents of corrections.yaml."""

    version: SchemaVersion = Field(alias="schema")
    corrections: tuple[Correction, ...] = Field(
        default=(), description="The corrections. Keep them: a change must not edit or delete one."
    )
