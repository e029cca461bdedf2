"""`playbook/published/<period>.json`: a release, what everybody may read of one closed quarter."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from checks.model.base import Count, Day, Id, Line, Placed, parse_count, parse_id, parse_share, refusal
from checks.model.findings import Place
from checks.model.source import Quoted

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_SEAL = re.compile(r',\n "seal": "([0-9a-f]{64})"\n\}\s*\Z')


def _team(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, Quoted):
        raise refusal("not a valid team. Write its id in quotes, or null for the total")
    return parse_id(str(value))


def _version(value: object) -> Literal[1]:
    if parse_count(value) != 1:
        raise refusal(
            'this version of outbound only reads `"schema": 1`. If the file is newer, upgrade outbound'
        )
    return 1


def _number(value: object) -> Fraction:
    text = str(value) if isinstance(value, Quoted) else ""
    if not _NUMBER.fullmatch(text):
        raise refusal('not a valid number. Write it in quotes, for example "4.1"')
    return Fraction(text)


def _share(value: object) -> Fraction:
    if not isinstance(value, Quoted):
        raise refusal('not a percentage. Write it in quotes, for example "90%"')
    return parse_share(value)


def sealed(text: str) -> str:
    """Return a release's JSON with its seal as the last key; `text` ends in a closing brace and a newline."""
    body = text.removesuffix("}\n").rstrip()
    return f'{body},\n "seal": "{_digest(text)}"\n}}\n'


def is_sealed(text: str) -> bool:
    """Whether a release is as it was written; the ends of its lines do not matter."""
    text = text.replace("\r\n", "\n")
    seal = _SEAL.search(text)
    return seal is not None and _digest(f"{text[: seal.start()]}\n}}\n") == seal[1]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


Number = Annotated[Fraction, PlainValidator(_number)]


class PublishedRange(Placed):
    """A range of shares: at least `from` percent and under `below`. 100% is in the range that ends there."""

    least: Count = Field(alias="from", description="The lowest percentage of the range.")
    below: Count = Field(
        description="The share is under this percentage. 100% is in the range that ends there."
    )

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.least < self.below <= 100:
            raise refusal(
                "`from` must be less than `below`, and `below` must be at most 100. Restore the file from git"
            )
        return self


class PublishedCoverage(PublishedRange):
    """Coverage of a service in a team or a group of teams, or in the whole organisation (null)."""

    team: Annotated[str | None, PlainValidator(_team)]
    service: Id
    agreed: Annotated[Fraction, PlainValidator(_share)] | None = Field(
        default=None, description="The agreed coverage at the end of the quarter."
    )


class HeldWithTeam(Placed):
    """How often a whole team received a service, and how often it was agreed for the quarter."""

    team: Id
    service: Id
    times: Count = Field(description="How often it took place.")
    of: Count = Field(description="The agreed number for the quarter.")

    @model_validator(mode="after")
    def _no_more_than_agreed(self) -> Self:
        if self.times > self.of:
            raise refusal("`times` is more than `of`. Restore the file from git")
        return self


class PublishedGroup(PublishedRange):
    """Coverage of a service in a group that describes members, in the whole organisation."""

    group: Id
    service: Id


class StartedWithGroup(PublishedRange):
    """How many of the conversations with a group leaders and coaches started, in the whole organisation."""

    group: Id


class FeltInGroup(Placed):
    """Between which scores the mean of a group's answers to a survey question lies."""

    group: Id
    service: Id
    metric: Id
    least: Number = Field(alias="from", description="The lowest mean of the range.")
    below: Number = Field(
        description="The mean is under this score. The highest score is in the range that ends there."
    )

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.least < self.below:
            raise refusal("`from` must be less than `below`. Restore the file from git")
        return self


class PublishedShare(PublishedRange):
    """A share of what took place in the quarter, in the whole organisation."""

    part: Literal["outbound", "acknowledged", "by_chosen"]


class PublishedAnswers(Placed):
    """The mean of the answers to a survey question in the whole organisation, and about how many people answered.

    With `bound`, the mean is only known to be at least, or at most, this much.
    """

    service: Id
    metric: Id
    mean: Number
    bound: Literal["at least", "at most"] | None = Field(
        default=None, description="Present if the mean is only known to be at least or at most this much."
    )
    about: Count = Field(description="How many people answered, rounded up to a multiple of five.")


class TriedLength(PublishedRange):
    """A different time between two touchpoints: how often it would have been met, and the hours a week it takes."""

    service: Id
    weeks: Count = Field(description="The largest number of weeks between two.")
    hours: Count = Field(description="Hours a week that it takes for all leaders and coaches together.")


class PublishedTeam(Placed):
    """A team: counts of its members, leaders and coaches, and the hours promised a week."""

    id: Id
    name: Line
    part_of: Id | None = None
    members: Count = Field(description="Members on the last day of the quarter.")
    leaders: Count = Field(description="People who led on any day of the quarter.")
    coaches: Count = Field(description="People who coached on any day of the quarter.")
    hours: Count = Field(
        description="Hours a week promised to the team, calculated from its size and the agreements."
    )


class ReleaseDocument(Placed):
    """A release, for one full quarter. The program never rewrites it."""

    version: Annotated[Literal[1], PlainValidator(_version)] = Field(alias="schema")
    period: Line = Field(description="The quarter. The file has the same name.")
    as_of: Day = Field(description="The date of the figures.")
    smallest_group: Count = Field(description="The smallest group at that time.")
    show: Literal["organisation", "parents", "teams"] = Field(
        description="The most detailed level shown at that time."
    )
    members: Count = Field(description="Members of all teams on the last day of the quarter.")
    hours: Count = Field(description="Hours a week promised to all members together.")
    givers: Count = Field(description="People who led or coached on any day of the quarter.")
    teams: tuple[PublishedTeam, ...] = ()
    coverage: tuple[PublishedCoverage, ...] = ()
    held: tuple[HeldWithTeam, ...] = ()
    shares: tuple[PublishedShare, ...] = ()
    answers: tuple[PublishedAnswers, ...] = ()
    tried: tuple[TriedLength, ...] = ()
    groups: tuple[PublishedGroup, ...] = ()
    started: tuple[StartedWithGroup, ...] = ()
    felt: tuple[FeltInGroup, ...] = ()
    seal: Line = Field(
        description="A checksum of all other lines. It shows if someone changed the file by hand."
    )

    @property
    def teams_told(self) -> list[str]:
        """The teams, or parents, of which something is told."""
        named = [cell.team for cell in self.coverage if cell.team] + [held.team for held in self.held]
        return list(dict.fromkeys(named))

    def not_for_everybody(self) -> Iterator[tuple[Place, str]]:
        """Yield where something is told of too few people, or finer than `show` allows, and why: once a unit."""
        people: Counter[str] = Counter()
        for team in self.teams:
            people[(team.part_of if self.show == "parents" else None) or team.id] += team.members
        figures: tuple[PublishedCoverage | HeldWithTeam, ...] = (*self.coverage, *self.held)
        for unit in self.teams_told:
            if self.show == "organisation":
                why = f"`show` is organisation, so this file must not contain figures of a team, but it has one of {unit}"
            elif people[unit] < self.smallest_group:
                why = f"{unit} has fewer than {self.smallest_group} members, so this file must not contain its figures"
            else:
                continue
            yield next(figure.place("team") for figure in figures if figure.team == unit), why
