"""`playbook/playbook.yaml`: the organisation, its principles, its terms and its privacy."""

from __future__ import annotations

import re
import zoneinfo
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from checks.model.agreements import AgreedWith
from checks.model.base import (
    AllOr,
    Count,
    Day,
    Flag,
    Id,
    Line,
    Placed,
    Positive,
    Prose,
    SchemaVersion,
    Share,
    Span,
    Url,
    refusal,
)
from checks.model.cadences import MONTHS, MonthName
from checks.model.findings import Severity
from checks.model.languages import LANGUAGES
from checks.model.lengths import Length, Quarters
from checks.model.references import IdOf, ServiceId
from checks.model.service import Metric
from checks.model.shapes import spelled, words
from checks.model.translations import PrincipleWords, TitleWords, Translations, overlaid

if TYPE_CHECKING:
    from datetime import date

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

_CODE_WORDS = "a rule's code is three letters and three digits, for example CAD001"
_COUNTRY_WORDS = "holidays take a country's ISO 3166 code, for example FI"
_LANGUAGE_WORDS = f"a language is one the pages speak: {', '.join(LANGUAGES)}"
_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile("|".join(LANGUAGES))


def _matching(pattern: re.Pattern[str], otherwise: str) -> PlainValidator:
    def parse(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refusal(otherwise)
        return str(value)

    return PlainValidator(parse)


def _time_zone(value: object) -> str:
    if not isinstance(value, str) or value not in zoneinfo.available_timezones():
        raise refusal("a time zone is an IANA name, for example Europe/Helsinki")
    return str(value)


class _Zones:
    """The schema of a time zone: those this machine knows, looked up when a schema is asked for."""

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": sorted(zoneinfo.available_timezones())}


def _folder(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refusal("a folder is expected here")
    return str(value)


class Principle(Placed):
    """A piece of the culture the services serve."""

    id: Id = Field(description="The id that services name in `serves`.", examples=["seen-and-heard"])
    title: Line = Field(description="The principle in a few words.", examples=["Everyone is seen and heard"])
    text: Prose = Field(description="What it means in daily life.")
    translations: Translations[PrincipleWords] = Field(
        default=Translations[PrincipleWords](), description="The same in other languages, by their codes."
    )

    def read_in(self, code: str) -> Principle:
        """Return it in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Group(Placed):
    """Members with terms of their own."""

    id: Id = Field(description="The id that agreements name in `for`.", examples=["probation"])
    title: Line = Field(description="What the group is called.", examples=["In probation"])
    translations: Translations[TitleWords] = Field(
        default=Translations[TitleWords](), description="The same in other languages, by their codes."
    )

    def read_in(self, code: str) -> Group:
        """Return it in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Pause(Span):
    """Days that nobody owes anything: treated as everybody's absence."""

    last: Day = Field(alias="to", description="The last day, included.")
    services: AllOr[ServiceId] = Field(
        description="What is not owed on these days: `all`, or a list of services.", examples=["all"]
    )


class Terms(Placed):
    """The playbook's own terms from a day on; what an entry does not say stays as it was."""

    first: Day = Field(alias="from", description="The first day these terms hold.")
    owed_when_present: Share | None = Field(
        default=None,
        description="The share of a window's days somebody is present before the window is owed: 0% means any day, 100% the whole window.",
        examples=["50%"],
    )
    coverage_at_least: Share | None = Field(
        default=None, description="The share of due windows to be met, where an agreement names none."
    )
    coverage_may_drop: Share | None = Field(
        default=None,
        description="So many percentage points coverage may drop from one closed quarter to the next.",
        examples=["2%"],
    )
    outbound_at_least: Share | None = Field(
        default=None,
        description="The share of held touchpoints that is the leader's initiative, over the last four closed quarters.",
        examples=["60%"],
    )
    agreed_on: Day = Field(description="The day on which they were agreed.")
    agreed_with: AgreedWith
    record: Url = Field(description="Where the record of the agreement can be read.")


Level = Literal["organisation", "parents", "teams"]
"""What figures are shown of: all teams together, parents with their teams, or single teams."""

RESPONSIBLE = ("controller", "contact", "purpose", "legal_basis", "complaint_to")
"""The keys of `Privacy` that say who is responsible, for what, and where to complain."""


class Privacy(Placed):
    """How much the published pages may show, who agreed to it, and who is responsible."""

    smallest_group: Count = Field(
        description="The fewest people a published figure is about; 3 at the least.",
        examples=[5],
        json_schema_extra={"minimum": 3},
    )
    show: Level = Field(
        default="teams",
        description="The finest level the site shows. Before `teams` is agreed on here, it is `parents`.",
    )
    keep_logs_for: Quarters = Field(
        default=Length(9, "quarter"),
        description="How long logs are kept, and stays, absences, waivers and answers once they have ended.",
    )
    controller: Line | None = Field(
        default=None,
        description="Who is responsible for the data, with an address; the privacy page says it.",
        examples=["Northlight Oy, Satamakatu 1, 00160 Helsinki"],
    )
    contact: Line | None = Field(
        default=None,
        description="How to reach them about one's own data: an address or a page.",
        examples=["privacy@northlight.example"],
    )
    purpose: Prose | None = Field(
        default=None, description="What the data are for, and what they are not for."
    )
    legal_basis: Line | None = Field(
        default=None,
        description="The legal basis, as the organisation's own adviser words it.",
        examples=["legitimate interest, with an assessment on record"],
    )
    complaint_to: Line | None = Field(
        default=None,
        description="Where to complain: the authority, with its address or page.",
        examples=["Office of the Data Protection Ombudsman, tietosuoja.fi"],
    )
    agreed_on: Day | None = Field(
        default=None, description="The day on which it was agreed what the site shows."
    )
    agreed_with: AgreedWith | None = Field(
        default=None,
        description="With whom that was agreed. Figures of single teams are agreed with members, and with the works council where there is one.",
        examples=[["members", "leaders", "works-council"]],
    )
    record: Url | None = Field(default=None, description="Where the record of that agreement can be read.")

    @property
    def finest(self) -> Level:
        """The finest level that is shown: `show`, but `parents` where single teams were not agreed on."""
        return "parents" if self.show == "teams" and self.unagreed else self.show

    @property
    def unagreed(self) -> tuple[str, ...]:
        """The keys that lack for an agreement on single teams; `agreed_with` does, too, where it has no members."""
        agreed = {
            "agreed_on": self.agreed_on,
            "agreed_with": "members" in (self.agreed_with or ()),
            "record": self.record,
        }
        return tuple(key for key, value in agreed.items() if not value)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The keys that are missing of those that say who is responsible, and for what."""
        return tuple(key for key in RESPONSIBLE if getattr(self, key) is None)

    @model_validator(mode="after")
    def _large_enough(self) -> Self:
        if self.smallest_group < 3:
            raise refusal("`smallest_group` is 3 at the least")
        return self


class Capacity(Placed):
    """What a leader can give."""

    leader_hours_per_week: Positive = Field(
        description="The hours a week a leader can give to promised services.", examples=[6]
    )


class SeverityChange(Placed):
    """A severity of the playbook's own for a rule; a warning before `enforced_from`."""

    severity: Severity = Field(
        description="What the rule weighs: an error fails a check, a warning or a notice does not."
    )
    enforced_from: Day | None = Field(
        default=None, description="From this day on; a warning before, and the message says so."
    )

    def on_day(self, day: date) -> Severity:
        """Return the severity on a day."""
        return Severity.WARNING if self.enforced_from and day < self.enforced_from else self.severity


Code = Annotated[
    str, _matching(_CODE, _CODE_WORDS), spelled(_CODE.pattern, _CODE_WORDS, "CAD001"), IdOf("rule")
]
Language = Annotated[
    str, _matching(_LANGUAGE, _LANGUAGE_WORDS), spelled(_LANGUAGE.pattern, _LANGUAGE_WORDS, *LANGUAGES)
]
Country = Annotated[
    str, _matching(_COUNTRY, _COUNTRY_WORDS), spelled(_COUNTRY.pattern, _COUNTRY_WORDS, "FI", "DE-BY")
]
TimeZone = Annotated[str, PlainValidator(_time_zone), _Zones()]
Folder = Annotated[str, PlainValidator(_folder), words(r"\s*\S[\s\S]*", "a folder is expected here")]


class Playbook(Placed):
    """The whole of playbook.yaml."""

    version: SchemaVersion = Field(alias="schema")
    organisation: Line = Field(description="What the playbook is called after.", examples=["Northlight"])
    language: Language = Field(
        default="en",
        description="The language pages and reports speak, and dates and numbers are written in.",
    )
    time_zone: TimeZone = Field(
        default="UTC",
        description="The time zone that says which day it is, by its IANA name.",
        examples=["Europe/Helsinki"],
    )
    holidays: Country | None = Field(
        default=None,
        description="The country whose public holidays are no working days, by its ISO 3166 code.",
    )
    repository: Url | None = Field(
        default=None,
        description="Where the policy's repository lies, for links to its files.",
        examples=["https://git.example.org/northlight/playbook"],
    )
    orders: Url | None = Field(
        default=None,
        description="The form of the private repository that takes orders.",
        examples=["https://git.example.org/northlight/records/issues/new"],
    )
    site: Url | None = Field(
        default=None,
        description="Where the site is published; findings link to its pages.",
        examples=["https://playbook.example.org"],
    )
    year_starts: MonthName = Field(
        default="january", description="The month quarters, half-years and years are counted from."
    )
    logs_from: Day = Field(description="The first day that is judged. It is moved on by `outbound prune`.")
    data: Folder = Field(
        default="data",
        description="The folder that holds `teams/`, relative to the root; often a private repository beside this one.",
        examples=["data", "../playbook-data"],
    )
    principles: tuple[Principle, ...] = Field(default=(), description="The culture the services serve.")
    groups: tuple[Group, ...] = Field(default=(), description="Groups of members with terms of their own.")
    pauses: tuple[Pause, ...] = Field(
        default=(), description="Days on which nobody owes anything, such as a summer break."
    )
    terms: Annotated[tuple[Terms, ...], Field(min_length=1)] = Field(
        description="The playbook's own terms, dated and in order; what an entry does not say stays as it was."
    )
    privacy: Privacy = Field(description="How much the published pages may show, and how long logs are kept.")
    capacity: Capacity | None = Field(default=None, description="What a leader can give.")
    metrics: tuple[Metric, ...] = Field(
        default=(), description="The organisation's own questions; their answers are counted."
    )
    severities: dict[Code, SeverityChange] = Field(
        default={},
        description="What rules weigh here, by code; `outbound explain` lists them.",
        examples=[{"CAD002": {"severity": "error", "enforced_from": "2027-01-01"}}],
    )
    today: Day | None = Field(
        default=None, description="The day it is, for a playbook whose clock stands still."
    )
    archive: Flag = Field(default=False, description="Whether the clock stands still for good.")

    def read_in(self, code: str) -> Playbook:
        """Return it with its texts in a language, as far as they are translated."""
        texts = {
            "principles": tuple(principle.read_in(code) for principle in self.principles),
            "groups": tuple(group.read_in(code) for group in self.groups),
            "metrics": tuple(metric.read_in(code) for metric in self.metrics),
        }
        return self.model_copy(update=texts)


def starting_month(playbook: Playbook) -> int:
    """Return the month the organisation's year starts in, from 1."""
    return MONTHS.index(playbook.year_starts) + 1
