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

_CODE_WORDS = "not a valid rule code. Write three capital letters and three digits, for example CAD001"
_COUNTRY_WORDS = "not a valid country. Write an ISO 3166 code, for example FI"
_LANGUAGE_WORDS = f"not a valid language. Write one of {', '.join(LANGUAGES)}"
_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile("|".join(LANGUAGES))
_USUAL_ZONE = re.compile(
    r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][a-z]+(_[A-Z][a-z]+)*"
)


def _matching(pattern: re.Pattern[str], otherwise: str) -> PlainValidator:
    def parse(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refusal(otherwise)
        return str(value)

    return PlainValidator(parse)


def _time_zone(value: object) -> str:
    if not isinstance(value, str) or not _is_time_zone(value):
        raise refusal("not a valid time zone. Write an IANA name, for example Europe/Helsinki")
    return str(value)


def _is_time_zone(name: str) -> bool:
    """Whether this machine knows a time zone of exactly this name."""
    # a list of all reads 600 files, a tenth of a small command's time; where case doesn't matter, more can be opened
    if _USUAL_ZONE.fullmatch(name):
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            return False
        return True
    return name in zoneinfo.available_timezones()


class _Zones:
    """The schema of a time zone: those this machine knows, looked up when a schema is asked for."""

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": sorted(zoneinfo.available_timezones())}


def _folder(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refusal("this must be a folder. Write its path")
    return str(value)


class Principle(Placed):
    """A principle of the culture that services support."""

    id: Id = Field(description="The id that services use in `serves`.", examples=["seen-and-heard"])
    title: Line = Field(description="The principle, in a few words.", examples=["Everyone is seen and heard"])
    text: Prose = Field(description="The meaning in daily life.")
    translations: Translations[PrincipleWords] = Field(
        default=Translations[PrincipleWords](), description="Translations, by language code."
    )

    def read_in(self, code: str) -> Principle:
        """Return it in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Group(Placed):
    """A group of members: with its own terms, or one that only describes them."""

    id: Id = Field(
        description="The id that agreements use in `for`, and rosters in `group` or `described_as`.",
        examples=["probation", "remote"],
    )
    title: Line = Field(description="The name of the group.", examples=["In probation", "Works remotely"])
    describes: Flag = Field(
        default=False,
        description="Set to `true` if the group only describes members, such as remote or part-time. It has no terms, and a member may be in several.",
    )
    translations: Translations[TitleWords] = Field(
        default=Translations[TitleWords](), description="Translations, by language code."
    )

    def read_in(self, code: str) -> Group:
        """Return it in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Pause(Span):
    """Days on which no service is due, as if everyone were away."""

    last: Day = Field(alias="to", description="The last day. It counts too.")
    services: AllOr[ServiceId] = Field(
        description="The services that are not due on these days: `all`, or a list.", examples=["all"]
    )


class Terms(Placed):
    """The playbook's own terms from a date on. Anything an entry leaves out carries over from the one before."""

    first: Day = Field(alias="from", description="The start date of these terms.")
    owed_when_present: Share | None = Field(
        default=None,
        description="How much of a period someone must be present for it to count. 0%: at least one day. 100%: every day.",
        examples=["50%"],
    )
    coverage_at_least: Share | None = Field(
        default=None,
        description="The share of due windows that must be met, for agreements without a share of their own.",
    )
    coverage_may_drop: Share | None = Field(
        default=None,
        description="How many percentage points coverage may fall from one quarter to the next. If it is never "
        "set, only a drop of more than 2 points that chance doesn't explain is reported.",
        examples=["2%"],
    )
    outbound_at_least: Share | None = Field(
        default=None,
        description="The share of held touchpoints that leaders or coaches must start, over the last four full quarters.",
        examples=["60%"],
    )
    agreed_on: Day = Field(description="The date of the agreement.")
    agreed_with: AgreedWith
    record: Url = Field(description="A link to the record of the agreement.")


Level = Literal["organisation", "parents", "teams"]
"""What figures are shown of: all teams together, parents with their teams, or single teams."""

RESPONSIBLE = ("controller", "contact", "purpose", "legal_basis", "complaint_to")
"""The keys of `Privacy` that say who is responsible, for what, and where to complain."""


class Privacy(Placed):
    """How much the published pages may show, who agreed to it, and who is responsible."""

    smallest_group: Count = Field(
        description="The smallest number of people that a published figure may be about, 3 or more.",
        examples=[5],
        json_schema_extra={"minimum": 3},
    )
    show: Level = Field(
        default="teams",
        description="The most detailed level the website shows. Until an agreement for `teams` is written here, use `parents`.",
    )
    keep_logs_for: Quarters = Field(
        default=Length(9, "quarter"),
        description="How long you keep logs, and memberships, absences, waivers, corrections and plans after they have ended.",
    )
    controller: Line | None = Field(
        default=None,
        description="The name and address of the organisation responsible for the data. The privacy page shows it.",
        examples=["Northlight Oy, Satamakatu 1, 00160 Helsinki"],
    )
    contact: Line | None = Field(
        default=None,
        description="The contact for questions about one's own data: an address or a page.",
        examples=["privacy@northlight.example"],
    )
    purpose: Prose | None = Field(
        default=None, description="The purpose of the data, and the uses you rule out."
    )
    legal_basis: Line | None = Field(
        default=None,
        description="The legal basis, in the words of your own legal adviser.",
        examples=["legitimate interest, with an assessment on record"],
    )
    complaint_to: Line | None = Field(
        default=None,
        description="The authority that takes complaints, with its address or page.",
        examples=["Office of the Data Protection Ombudsman, tietosuoja.fi"],
    )
    agreed_on: Day | None = Field(
        default=None, description="The date of the agreement on what the website shows."
    )
    agreed_with: AgreedWith | None = Field(
        default=None,
        description="The parties to that agreement. For figures of single teams, include members, and the works council if there is one.",
        examples=[["members", "leaders", "works-council"]],
    )
    record: Url | None = Field(default=None, description="A link to the record of that agreement.")

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
            raise refusal("`smallest_group` is too small. Write 3 or more")
        return self


class Capacity(Placed):
    """Time that a leader or coach has."""

    leader_hours_per_week: Positive = Field(
        description="Hours a week that each leader or coach has for promised services.", examples=[6]
    )


class SeverityChange(Placed):
    """A changed severity for a rule. It is a warning before `enforced_from`."""

    severity: Severity = Field(
        description="The severity. An error fails the check; a warning or a notice does not."
    )
    enforced_from: Day | None = Field(
        default=None,
        description="The date from which the severity applies. Before it, the rule gives a warning that says so.",
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
Folder = Annotated[
    str, PlainValidator(_folder), words(r"\s*\S[\s\S]*", "this must be a folder. Write its path")
]


class Playbook(Placed):
    """The contents of playbook.yaml."""

    version: SchemaVersion = Field(alias="schema")
    organisation: Line = Field(description="The name of your organisation.", examples=["Northlight"])
    language: Language = Field(
        default="en",
        description="The language of pages, reports, dates and numbers.",
    )
    time_zone: TimeZone = Field(
        default="UTC",
        description="The time zone that decides when a day starts, as an IANA name.",
        examples=["Europe/Helsinki"],
    )
    holidays: Country | None = Field(
        default=None,
        description="The country for public holidays, as an ISO 3166 code. Its holidays are not working days.",
    )
    repository: Url | None = Field(
        default=None,
        description="The web address of the policy's repository, for links to its files.",
        examples=["https://git.example.org/northlight/playbook"],
    )
    code_host: Literal["github", "gitlab", "gitea", "forgejo"] | None = Field(
        default=None,
        description="The software of that repository's host. Write it if the web address doesn't contain its name: the website then opens the right pages there.",
        examples=["gitlab"],
    )
    orders: Url | None = Field(
        default=None,
        description="The web address of the request form, in the private repository.",
        examples=["https://git.example.org/northlight/records/issues/new"],
    )
    site: Url | None = Field(
        default=None,
        description="The web address of the published website. Findings link to its pages.",
        examples=["https://playbook.example.org"],
    )
    year_starts: MonthName = Field(
        default="january",
        description="The month in which the year begins, for quarters, half-years and years.",
    )
    logs_from: Day = Field(description="The first day that counts. `outbound prune` moves it forward.")
    judged_from: Day | None = Field(
        default=None,
        description="The agreed start. A promise broken before this day is a notice, for information, and never fails the check. Leave it out to judge everything from `logs_from` on.",
        examples=["2027-01-01"],
    )
    data: Folder = Field(
        default="data",
        description="The folder that contains `teams/`, relative to the root. It is often a private repository next to this one.",
        examples=["data", "../playbook-data"],
    )
    principles: tuple[Principle, ...] = Field(
        default=(), description="The principles of the culture that services support."
    )
    groups: tuple[Group, ...] = Field(
        default=(),
        description="Groups of members, with their own terms or to see whether services reach everyone.",
    )
    pauses: tuple[Pause, ...] = Field(
        default=(), description="Days on which no service is due, such as a summer break."
    )
    terms: Annotated[tuple[Terms, ...], Field(min_length=1)] = Field(
        description="The playbook's own terms, sorted by start date. Anything an entry leaves out carries over from the one before."
    )
    privacy: Privacy = Field(description="How much the published pages may show, and how long you keep logs.")
    capacity: Capacity | None = Field(default=None, description="Time that a leader or coach has.")
    metrics: tuple[Metric, ...] = Field(
        default=(),
        description="The organisation's own survey questions. Only counts of the answers are stored.",
    )
    severities: dict[Code, SeverityChange] = Field(
        default={},
        description="Changed severities, by rule code. `outbound explain` lists the codes.",
        examples=[{"CAD002": {"severity": "error", "enforced_from": "2027-01-01"}}],
    )
    today: Day | None = Field(
        default=None, description="A fixed date to use as “today”, for examples and archives."
    )
    archive: Flag = Field(default=False, description="Set to `true` if `today` is meant to stay fixed.")

    def read_in(self, code: str) -> Playbook:
        """Return it with its texts in a language, as far as they are translated."""
        texts = {
            "principles": tuple(principle.read_in(code) for principle in self.principles),
            "groups": tuple(group.read_in(code) for group in self.groups),
            "metrics": tuple(metric.read_in(code) for metric in self.metrics),
        }
        return self.model_copy(update=texts)


def agreed_start(playbook: Playbook) -> date:
    """Return the first day on which a broken promise counts: `judged_from`, `logs_from` where that is later or alone."""
    return max(playbook.logs_from, playbook.judged_from or playbook.logs_from)


def first_asked_by_team(playbook: Playbook) -> Metric | None:
    """Return the organisation's first question whose answers are counted by team."""
    return next((metric for metric in playbook.metrics if not metric.by_group), None)


def describing_groups(playbook: Playbook) -> tuple[Group, ...]:
    """Return the groups that describe members, in order; they have no terms."""
    return tuple(group for group in playbook.groups if group.describes)


def starting_month(playbook: Playbook) -> int:
    """Return the month the organisation's year starts in, from 1."""
    return MONTHS.index(playbook.year_starts) + 1
