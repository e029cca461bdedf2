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
        raise refusal("a team's id in quotes, or null for the total")
    return parse_id(str(value))


def _version(value: object) -> Literal[1]:
    if parse_count(value) != 1:
        raise refusal('this version reads `"schema": 1`')
    return 1


def _number(value: object) -> Fraction:
    text = str(value) if isinstance(value, Quoted) else ""
    if not _NUMBER.fullmatch(text):
        raise refusal('a number in quotes is expected here, for example "4.1"')
    return Fraction(text)


def _share(value: object) -> Fraction:
    if not isinstance(value, Quoted):
        raise refusal('a share in quotes is expected here, for example "90%"')
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
    """A share of at least `from` percent and under `below`; 100 is in the range that ends there."""

    least: Count = Field(alias="from", description="The share is at least so many percent.")
    below: Count = Field(
        description="The share is under so many percent; 100 is in the range that ends there."
    )

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not self.least < self.below <= 100:
            raise refusal("`from` is less than `below`, and `below` is 100 at the most")
        return self


class PublishedCoverage(PublishedRange):
    """Coverage of a service: of a team, of a parent, or (null) of the organisation."""

    team: Annotated[str | None, PlainValidator(_team)]
    service: Id
    agreed: Annotated[Fraction, PlainValidator(_share)] | None = Field(
        default=None, description="The coverage agreed at the end of the quarter."
    )


class HeldWithTeam(Placed):
    """How often a team as one received a service, of how often it was agreed for the quarter."""

    team: Id
    service: Id
    times: Count = Field(description="How often it was held.")
    of: Count = Field(description="How often it was agreed for the quarter.")

    @model_validator(mode="after")
    def _no_more_than_agreed(self) -> Self:
        if self.times > self.of:
            raise refusal("`times` is more than `of`")
        return self


class PublishedShare(PublishedRange):
    """A share of what was held in the quarter, in the whole organisation."""

    part: Literal["outbound", "acknowledged", "by_chosen"]


class PublishedAnswers(Placed):
    """The mean of a question's answers, of the whole organisation, and about how many answered.

    With `bound` the mean is only known to be at least, or at most, so much.
    """

    service: Id
    metric: Id
    mean: Number
    bound: Literal["at least", "at most"] | None = Field(
        default=None, description="Set where the mean is only known to lie beyond that border."
    )
    about: Count = Field(description="How many answered, up to the next five.")


class TriedLength(PublishedRange):
    """Another length of a rolling promise: how often it would have been kept, and the hours a week it takes."""

    service: Id
    weeks: Count = Field(description="At most so many weeks apart.")
    hours: Count = Field(description="The hours a week it takes of all who give it.")


class PublishedTeam(Placed):
    """A team: its members at the end of the quarter, who gives in it, counted, and the hours promised a week."""

    id: Id
    name: Line
    part_of: Id | None = None
    members: Count = Field(description="Members on the last day of the quarter.")
    leaders: Count = Field(description="People who led on some day of the quarter.")
    coaches: Count = Field(description="People who coached on some day of the quarter.")
    hours: Count = Field(description="Hours a week promised to it, by its size and the agreements alone.")


class ReleaseDocument(Placed):
    """The whole of a release, for one closed quarter. It is never rewritten."""

    version: Annotated[Literal[1], PlainValidator(_version)] = Field(alias="schema")
    period: Line = Field(description="The quarter, as the file is named.")
    as_of: Day = Field(description="The day the log was judged for.")
    smallest_group: Count = Field(description="The smallest group then.")
    show: Literal["organisation", "parents", "teams"] = Field(description="The finest level shown then.")
    members: Count = Field(description="Members of all teams on the last day of the quarter.")
    hours: Count = Field(description="Hours a week promised to all of them.")
    givers: Count = Field(description="People who led or coached on some day of the quarter.")
    teams: tuple[PublishedTeam, ...] = ()
    coverage: tuple[PublishedCoverage, ...] = ()
    held: tuple[HeldWithTeam, ...] = ()
    shares: tuple[PublishedShare, ...] = ()
    answers: tuple[PublishedAnswers, ...] = ()
    tried: tuple[TriedLength, ...] = ()
    seal: Line = Field(description="A checksum of all other lines: it shows that a file was changed by hand.")

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
                why = f"no team's figure may be here while `show` is organisation, and {unit} has one"
            elif people[unit] < self.smallest_group:
                why = f"{unit} has fewer than {self.smallest_group} members, so no figure of it may be here"
            else:
                continue
            yield next(figure.place("team") for figure in figures if figure.team == unit), why
