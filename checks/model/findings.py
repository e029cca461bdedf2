"""What rules and loaders report: a place, words, and a severity.

A message never names a person. Where naming one helps somebody who may see it, `named`
holds the same sentence with ids, and the edge decides which of the two is printed.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: only errors fail a check."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    def lighter_than(self, other: "Severity") -> bool:
        """Whether it weighs less."""
        order = list(Severity)
        return order.index(self) > order.index(other)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the repository: path with forward slashes, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that helps to understand a finding, and what stands there."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule or a loader has to say, before it is given its code.

    `subject` tells two problems of one code and one team, service, member and period apart;
    it holds no line number, so that a fingerprint survives an edit further up. `is_history` says that it was
    broken before the agreed start, so that it is there for information alone.
    """

    place: Place
    message: str
    named: str = ""
    help: str = ""
    team: str | None = None
    service: str | None = None
    member: str | None = None
    period: str | None = None
    subject: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    is_history: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem found while reading, with the code of the file rule it breaks."""

    code: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its rule's code, name and severity."""

    code: str
    name: str
    severity: Severity
    problem: Problem

    @property
    def fingerprint(self) -> str:
        """16 hex digits of SHA-256 over code and subject; stable under edits elsewhere."""
        problem = self.problem
        parts = (self.code, problem.team, problem.service, problem.member, problem.period, problem.subject)
        text = "\x1f".join(part or "" for part in parts)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def words(self, *, members: bool) -> str:
        """Return the message, with ids of persons only when `members`."""
        return self.problem.named if members and self.problem.named else self.problem.message


def reading_order(finding: Finding) -> tuple[int, Place, str, str, str]:
    """Sort errors before warnings before notices, then by place, code and subject: the same on every machine."""
    problem = finding.problem
    gravity = list(Severity).index(finding.severity)
    return gravity, problem.place, finding.code, problem.team or "", problem.subject
