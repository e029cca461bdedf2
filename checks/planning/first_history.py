"""What a playbook knows after its first import: who is there, how often they met so far, and who waits. Ids only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checks.engine.evaluation import TeamResult
from checks.engine.spans import Days, clip, union
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import evaluate_coverage
from checks.engine.upcoming import Urgency, upcoming_items
from checks.loading.repository import Repository
from checks.model.agreed_terms import AgreedTerms
from checks.run.judging import JudgementDates, case_of

_WAITING = (Urgency.ORDERED, Urgency.LATE, Urgency.OVERDUE)


@dataclass
class ServiceHistory:
    """How often a service was held so far, with whom, and over how many owed days of theirs.

    `outbound` counts those that the leader or coach started. `terms` are those in force now, None without any.
    """

    service: str
    terms: AgreedTerms | None = None
    held: int = 0
    outbound: int = 0
    met: set[str] = field(default_factory=set)
    owed_to: set[str] = field(default_factory=set)
    owed_days: int = 0

    @property
    def weeks_between(self) -> Fraction | None:
        """Weeks from one to the next for each person, on the average; None where there was less than one for each."""
        enough = self.held >= len(self.owed_to) > 0
        return Fraction(self.owed_days, 7 * self.held) if enough and self.owed_days else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member, or a team as a whole (None), that waits for a service, and since which day."""

    team: str
    member: str | None
    service: str
    since: date


@dataclass
class FirstHistory:
    """What all readable teams come to; `unread` are the others.

    `rows` are all of the log, `earlier` those of them before the first day that counts, `booked` those of
    the past that nobody has confirmed. `held_earlier` are the members, empty for a team, of each service that
    took place before that day, once for each time. `leaderless` are teams with members and nobody who leads them.
    """

    as_of: date
    teams: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    leaderless: list[str] = field(default_factory=list)
    services: dict[str, ServiceHistory] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    rows: int = 0
    earlier: int = 0
    held_earlier: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    booked: int = 0
    unread: list[str] = field(default_factory=list)

    @property
    def never_met(self) -> list[str]:
        """The people with whom nothing was held that is theirs alone, in order."""
        met: set[str] = set().union(*(history.met for history in self.services.values()))
        return sorted(self.people - met)


def first_history(repository: Repository, days: JudgementDates) -> FirstHistory:
    """Return what there is, one team after the other."""
    history = FirstHistory(days.as_of, unread=list(repository.policy.unreadable))
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            history.unread.append(files.id)
        else:
            _add_team(history, case)
    history.waiting.sort(key=lambda waiting: (waiting.since, waiting.team, waiting.member or ""))
    return history


def _add_team(history: FirstHistory, case: TeamCase) -> None:
    history.teams.append(case.team.id)
    history.people |= set(case.present)
    if case.present and not any(leader.has(case.as_of) for leader in case.team.leaders):
        history.leaderless.append(case.team.id)
    history.rows += len(case.log)
    history.earlier += sum(day < case.horizon for day in case.log.days)
    log = case.log
    for day, state, service, member in zip(log.days, log.states, log.services, log.members, strict=True):
        if state == "held" and day < case.horizon:
            history.held_earlier[service].append(member)
    history.booked += sum(
        state == "booked" and day < case.as_of
        for state, day in zip(case.log.states, case.log.days, strict=True)
    )
    _add_services(history, case, evaluate_coverage(case, case.as_of).result)
    history.waiting += _waiting(case)


def _add_services(history: FirstHistory, case: TeamCase, result: TeamResult) -> None:
    for (service, member), touchpoints in result.touchpoints.items():
        whole = history.services.setdefault(service, ServiceHistory(service))
        timeline = result.timelines[service, member]
        whole.terms = whole.terms or timeline.terms_on(case.as_of_ordinal)
        whole.outbound += len(touchpoints.outbound)
        held = len({*touchpoints.outbound, *touchpoints.inbound})
        whole.held += held
        if member in case.present:
            whole.met |= {member} if held else set()
            spans = union(span for segment in timeline.segments for span in segment.owed)
            owed = len(Days(clip(spans, case.horizon_ordinal, case.as_of_ordinal)))
            whole.owed_days += owed
            whole.owed_to |= {member} if owed else set()


def _waiting(case: TeamCase) -> Iterator[Waiting]:
    """Yield who waits already: for an answer, or longer than agreed."""
    for item in upcoming_items(case, case.as_of):
        if item.urgency in _WAITING and item.by < case.as_of:
            yield Waiting(case.team.id, item.member, item.service, item.late_from)
