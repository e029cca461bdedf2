"""What a rule is, and the facts each scope hands it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from checks.engine.organisation_totals import OrganisationTotals
from checks.engine.team_coverage import JudgedTeam
from checks.model.findings import Problem, Severity
from checks.model.playbook import Playbook, SeverityChange
from checks.model.recognition import CalendarRules
from checks.model.service import Service
from checks.model.team import Stay
from checks.model.touchpoint_log import PulseRow
from checks.model.waivers import Answer, Waiver
from checks.rules.change_facts import PolicyChange, TeamChange

_TITLES = {
    "late-orders": "late requests",
    "outside-stay": "outside the membership",
    "absence-outside-stay": "absence outside the membership",
    "window-lost": "promise no longer met",
    "nobody-gives": "no one to give a service",
    "owed-twice": "agreed twice for one person",
    "idle-principle": "principle without a service",
    "lapsing": "waiver ends soon",
    "lapsed": "waiver ended",
    "unused": "waiver without effect",
    "too-long": "waiver too long",
    "own-approver": "waiver approved by its receiver",
    "guest": "guest in the log",
    "person-in-clear": "name or address in a file",
    "contradiction": "entries that contradict each other",
    "later-than-today": "future date in the log",
    "no-place-for-words": "forbidden column or key",
    "outside-scale": "score outside the scale",
    "stale-today": "outdated fixed date",
    "moved-nowhere": "move that only one of the two teams has",
    "teams-not-agreed": "team figures not agreed",
    "own-correction": "correction approved by who benefits",
    "correction-ahead": "correction of future dates",
    "another-coach": "not the chosen coach",
}
"""Titles of rules whose names hold a word that pages do not use, or say too little alone. Names stay as promised."""


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The ids that may be referred to. Those of files that could not be read are known too.

    `groups` have terms, `describing` ones describe members.
    `metrics` are the ids of the questions of each service, and of the organisation. A rule that adds up all
    services is silent unless `every_service_read`: rows of the others would be missing from its sums.
    """

    services: frozenset[str]
    teams: frozenset[str]
    groups: frozenset[str]
    principles: frozenset[str]
    rules: frozenset[str]
    metrics: Mapping[str, frozenset[str]]
    every_service_read: bool = True
    describing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlaybookFacts:
    """What a rule over the playbook sees. `clock` is the day it really is, at the edge.

    `answers` are the survey answers counted by group, for the whole organisation.
    """

    playbook: Playbook
    services: tuple[Service, ...]
    calendar: CalendarRules | None
    known: KnownIds
    as_of: date
    clock: date
    answers: tuple[PulseRow, ...] = ()


class HalfMove(NamedTuple):
    """A stay with a move in its `key`, `moved_to` or `moved_from`, of which the other team does not tell.

    `there` is the stay in the other team that does not say so, None where it has none.
    """

    stay: Stay
    key: str
    there: Stay | None


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What a rule over one team sees. `half_moves` are moves to or from a team that does not tell of them."""

    judged: JudgedTeam
    waivers: tuple[Waiver, ...]
    answers: tuple[Answer, ...]
    pulse: tuple[PulseRow, ...]
    known: KnownIds
    half_moves: tuple[HalfMove, ...] = ()

    def answer(self, service: str, period: str) -> Answer | None:
        """Return the answer to a promise broken in a period, once it was given."""
        case = self.judged.case
        for answer in self.answers:
            if case.current(answer.service) == service and answer.period == period:
                return answer if answer.answered_on <= case.as_of else None
        return None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What a rule over the organisation sees: the sums over its teams.

    `complete` unless a team is unread: then sums say nothing of the whole. The same holds for sums over all
    services unless `every_service_read`.
    """

    playbook: Playbook
    services: tuple[Service, ...]
    organisation: OrganisationTotals
    complete: bool
    as_of: date
    every_service_read: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A code with its name, its usual severity, and a check for each scope it has.

    `others` are the severities that some of its findings have instead; its page says when. A rule whose faults
    are found while reading has `file` set and no check of its own: its module holds code and page. `page` is the module's docstring.
    """

    code: str
    name: str
    severity: Severity
    page: str
    file: bool = False
    playbook: Callable[[PlaybookFacts], Iterator[Problem]] | None = None
    team: Callable[[TeamFacts], Iterator[Problem]] | None = None
    organisation: Callable[[OrganisationFacts], Iterator[Problem]] | None = None
    change: Callable[[TeamChange], Iterator[Problem]] | None = None
    policy_change: Callable[[PolicyChange], Iterator[Problem]] | None = None
    others: tuple[Severity, ...] = ()

    @property
    def title(self) -> str:
        """Its name as a heading, in the words of the pages: `Coverage below agreed`."""
        words = _TITLES.get(self.name) or self.name.replace("-", " ").replace("yaml", "YAML")
        return words[:1].upper() + words[1:]

    @property
    def headline(self) -> str:
        """What it says in one line, without its code and name."""
        return " ".join(self.page.split("\n\n")[0].split()).partition(": ")[2].removesuffix(".")

    @property
    def body(self) -> tuple[str, ...]:
        """The paragraphs after the first line."""
        return tuple(" ".join(part.split()) for part in self.page.strip().split("\n\n")[1:])

    def severities(
        self, change: SeverityChange | None = None, day: date | None = None
    ) -> tuple[Severity, ...]:
        """Return those its findings may have, the usual one first; `change` is the playbook's own, on a day.

        A playbook that changes a rule's severity leaves findings lighter that are lighter anyway.
        """
        if change is None or day is None:
            return self.severity, *self.others
        now = change.on_day(day)
        lighter = (other for other in self.others if other.lighter_than(self.severity))
        return now, *(other for other in lighter if other.lighter_than(now))

    @property
    def scopes(self) -> tuple[str, ...]:
        """The names of the scopes it is judged for."""
        checks = {
            "file": self.file,
            "playbook": self.playbook,
            "team": self.team,
            "organisation": self.organisation,
            "change": self.change or self.policy_change,
        }
        return tuple(name for name, check in checks.items() if check)


def once_per_subject(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problem of each subject."""
    seen: set[str] = set()
    for problem in problems:
        if problem.subject not in seen:
            seen.add(problem.subject)
            yield problem
