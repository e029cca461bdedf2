"""`playbook/playbook.yaml`: the organisation, its principles, its terms and its privacy."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from checks.findings import Severity
from checks.languages import LANGUAGES
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
from checks.model.cadences import MonthName
from checks.model.lengths import Length, Quarters
from checks.model.service import Metric
from checks.model.translations import PrincipleWords, TitleWords, Translations, overlaid

_CODE = re.compile(r"[A-Z]{3}[0-9]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile("|".join(LANGUAGES))


def _matching(pattern: re.Pattern[str], words: str) -> PlainValidator:
    def parse(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise refusal(words)
        return str(value)

    return PlainValidator(parse)


def _time_zone(value: object) -> str:
    if not isinstance(value, str) or value not in zoneinfo.available_timezones():
        raise refusal("a time zone is an IANA name, for example Europe/Helsinki")
    return str(value)


def _folder(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise refusal("a folder is expected here")
    return str(value)


class Principle(Placed):
    """A piece of the culture the services serve."""

    id: Id
    title: Line
    text: Prose
    translations: Translations[PrincipleWords] = Translations[PrincipleWords]()

    def read_in(self, code: str) -> Principle:
        """Return it in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Group(Placed):
    """Members with terms of their own."""

    id: Id
    title: Line
    translations: Translations[TitleWords] = Translations[TitleWords]()

    def read_in(self, code: str) -> Group:
        """Return it in a language, as far as it is translated."""
        return overlaid(self, self.translations.into(code))


class Pause(Span):
    """Days that nobody owes anything: treated as everybody's absence."""

    last: Day = Field(alias="to")
    services: AllOr


class Terms(Placed):
    """The playbook's own terms from a day on; what an entry does not say stays as it was."""

    first: Day = Field(alias="from")
    owed_when_present: Share | None = None
    coverage_at_least: Share | None = None
    coverage_may_drop: Share | None = None
    outbound_at_least: Share | None = None
    agreed_on: Day
    agreed_with: AgreedWith
    record: Url


class Privacy(Placed):
    """How much the published pages may show."""

    smallest_group: Count
    show: Literal["organisation", "parents", "teams"] = "teams"
    keep_logs_for: Quarters = Length(9, "quarter")

    @model_validator(mode="after")
    def _large_enough(self) -> Self:
        if self.smallest_group < 3:
            raise refusal("`smallest_group` is 3 at the least")
        return self


class Capacity(Placed):
    """What a leader can give."""

    leader_hours_per_week: Positive


class SeverityChange(Placed):
    """A severity of the playbook's own for a rule; a warning before `enforced_from`."""

    severity: Severity
    enforced_from: Day | None = None

    def on_day(self, day: date) -> Severity:
        """Return the severity on a day."""
        return Severity.WARNING if self.enforced_from and day < self.enforced_from else self.severity


Code = Annotated[str, _matching(_CODE, "a rule's code is three letters and three digits, for example CAD001")]


class Playbook(Placed):
    """The whole of playbook.yaml."""

    version: SchemaVersion = Field(alias="schema")
    organisation: Line
    language: Annotated[
        str, _matching(_LANGUAGE, f"a language is one the pages speak: {', '.join(LANGUAGES)}")
    ] = "en"
    time_zone: Annotated[str, PlainValidator(_time_zone)] = "UTC"
    holidays: (
        Annotated[str, _matching(_COUNTRY, "holidays take a country's ISO 3166 code, for example FI")] | None
    ) = None
    repository: Url | None = None
    orders: Url | None = None
    site: Url | None = None
    year_starts: MonthName = "january"
    logs_from: Day
    data: Annotated[str, PlainValidator(_folder)] = "data"
    principles: tuple[Principle, ...] = ()
    groups: tuple[Group, ...] = ()
    pauses: tuple[Pause, ...] = ()
    terms: Annotated[tuple[Terms, ...], Field(min_length=1)]
    privacy: Privacy
    capacity: Capacity | None = None
    metrics: tuple[Metric, ...] = ()
    severities: dict[Code, SeverityChange] = {}
    today: Day | None = None
    archive: Flag = False

    def read_in(self, code: str) -> Playbook:
        """Return it with its texts in a language, as far as they are translated."""
        told = {
            "principles": tuple(one.read_in(code) for one in self.principles),
            "groups": tuple(one.read_in(code) for one in self.groups),
            "metrics": tuple(one.read_in(code) for one in self.metrics),
        }
        return self.model_copy(update=told)
