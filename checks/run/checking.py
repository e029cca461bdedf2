"""The use case: read the playbook, judge one team after the other, apply the rules.

What is handed in: the repository, the as-of day, and the day it really is. What comes out is a
value; nothing here prints, writes or asks the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.counts import CountKey, Counts, count_windows
from checks.engine.evaluation import evaluate_team
from checks.engine.organisation_totals import OrganisationTotals, PromisedWorkload
from checks.engine.team_coverage import JudgedTeam, TeamCoverage, evaluate_coverage
from checks.engine.timeline import TeamCase
from checks.model.base import FIRST_YEAR, LAST_YEAR
from checks.model.errors import WrongClockError
from checks.model.findings import Fault, Finding, Problem, Severity, reading_order
from checks.rules import ALL, BY_CODE
from checks.rules.change_facts import CommonWindows
from checks.rules.rule import KnownIds, OrganisationFacts, PlaybookFacts, Rule, TeamFacts

if TYPE_CHECKING:
    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.cadences import PeriodUnit
    from checks.model.playbook import Playbook, SeverityChange
    from checks.model.team import Leader


@dataclass(frozen=True, slots=True)
class JudgementDates:
    """The days a judgement is made with: `as_of` is judged, `today` ends the log, `real` is now."""

    as_of: date
    today: date
    real: date


@dataclass(frozen=True, slots=True)
class BaseComparison:
    """What a change was held against: the base in words, and what became of the windows of both.

    `base` is None on a first day, before which there was no playbook. `known` are the fingerprints of what
    the base has too. `unread` are the teams that could not be compared.
    """

    words: str
    base: str | None
    common: CommonWindows = field(default_factory=CommonWindows)
    added: int = 0
    removed: int = 0
    known: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found: findings in reading order, and the teams nothing could be said about.

    `files` and `people` (members of readable teams) say how much was looked at, `promised` what the
    readable teams take of those who give. `against` is set where a change was held against a base.
    """

    as_of: date
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]
    files: int
    people: int
    promised: PromisedWorkload
    against: BaseComparison | None = None

    @property
    def fresh(self) -> tuple[Finding, ...]:
        """The findings that the base does not have too; all without one."""
        known = self.against.known if self.against else frozenset()
        return tuple(one for one in self.findings if one.fingerprint not in known)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def judgement_dates(policy: Policy, as_of: date | None, now: Callable[[str], date]) -> JudgementDates:
    """Return the days to judge with: `as_of` if given, else the playbook's `today`, else now in its time zone."""
    zone = policy.playbook.time_zone if policy.playbook else "UTC"
    real = now(zone)
    today = policy.playbook.today if policy.playbook and policy.playbook.today else real
    if as_of is None:
        judgeable_day(today)
    elif not _in_range(today):  # a clock that stands still or has run away says nothing of the day asked for
        today = as_of
    chosen = as_of or today
    return JudgementDates(chosen, max(chosen, today), real)


def judgeable_day(today: date) -> date:
    """Return the day the clock says; raises `WrongClockError` where files may hold no such day."""
    if not _in_range(today):
        raise WrongClockError(today.isoformat(), f"{FIRST_YEAR} to {LAST_YEAR}")
    return today


def _in_range(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


@dataclass(slots=True)
class PartialResult:
    """What some teams come to, in their order: findings and sums, and nothing of the teams themselves."""

    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    files: int = 0
    people: int = 0
    organisation: OrganisationTotals = field(default_factory=OrganisationTotals)

    def join(self, other: PartialResult) -> None:
        """Add the share of teams that come after these."""
        self.faults += other.faults
        self.findings += other.findings
        self.unread += other.unread
        self.files += other.files
        self.people += other.people
        self.organisation.join(other.organisation)


class TeamAccumulator:
    """A judgement in the making: teams are added one by one and let go, then it is closed."""

    def __init__(self, repository: Repository, days: JudgementDates, *, tried: bool = False) -> None:
        self._tried = tried
        self._repository = repository
        self._days = days
        self._known = known_ids(repository)
        self.share = PartialResult()

    def add(self, team: TeamFiles, like: JudgedTeam | None = None) -> JudgedTeam | None:
        """Judge a team by the rules over teams; None when nothing can be said of it.

        `like` is the same team judged before, from equal files under equal terms.
        """
        share = self.share
        share.files += team.files
        share.faults += team.faults
        judged = like or _judged(self._repository, team, self._days, tried=self._tried)
        if judged is None:
            share.unread.append(team.id)
            return None
        share.findings += _team_findings(
            judged, team, self._known, self._repository.policy.playbook, self._days
        )
        share.people += len(judged.case.people)
        share.organisation.add(judged)
        return judged

    def close(self) -> Judgement:
        """Apply the rules over playbook and organisation, and return what was found."""
        policy, days, share = self._repository.policy, self._days, self.share
        faults = (*policy.faults, *self._repository.stray, *share.faults)
        findings = [
            *share.findings,
            *(finding_of(fault.code, fault.problem, policy.playbook, days) for fault in faults),
            *_playbook_findings(policy, self._known, days),
            *_organisation_findings(policy, share.organisation, days, complete=not share.unread),
        ]
        return Judgement(
            as_of=days.as_of,
            findings=tuple(sorted(findings, key=reading_order)),
            unread=tuple(share.unread),
            files=policy.files + share.files,
            people=share.people,
            promised=share.organisation.promised,
        )


def judge(
    repository: Repository,
    days: JudgementDates,
    keep: Callable[[TeamCoverage], None] | None = None,
    *,
    tried: bool = False,
    look: Callable[[TeamCase], None] | None = None,
) -> Judgement:
    """Apply all rules; `keep` is handed each readable team's coverage, so that only who wants it holds it.

    `look` is handed the case of each, before it is let go.

    With `tried` it says what other lengths of rolling promises would come to.
    """
    judging = TeamAccumulator(repository, days, tried=tried)
    for team in repository.teams():
        judged = judging.add(team)
        if judged and keep:
            keep(judged.coverage)
        if judged and look:
            look(judged.case)
    return judging.close()


def check_policy_alone(policy: Policy, days: JudgementDates) -> Judgement:
    """Return what can be said of a policy without data: what of it could not be read."""
    findings = (finding_of(fault.code, fault.problem, policy.playbook, days) for fault in policy.faults)
    return Judgement(
        as_of=days.as_of,
        findings=tuple(sorted(findings, key=reading_order)),
        unread=(),
        files=policy.files,
        people=0,
        promised=PromisedWorkload(Fraction(0), 0),
    )


@dataclass(slots=True)
class PartialCounts:
    """The counts of some teams, in their order, and what of them could not be read."""

    sums: dict[CountKey, Counts] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, sums: Mapping[CountKey, Counts]) -> None:
        """Add the counts of another team, or of others."""
        for key, counts in sums.items():
            self.sums[key] = self.sums[key] + counts if key in self.sums else counts

    def join(self, other: PartialCounts) -> None:
        """Add what comes of teams after these."""
        self.add(other.sums)
        self.unread += other.unread
        self.faults += other.faults


def coverage_by(
    repository: Repository, days: JudgementDates, by: frozenset[str], unit: PeriodUnit
) -> tuple[dict[CountKey, Counts], tuple[str, ...], tuple[Finding, ...]]:
    """Return the counts asked for, the unread teams, and the findings that make them unread."""
    counting = CountAccumulator(repository, days, by, unit)
    for team in repository.teams():
        counting.add(team)
    return counting.close()


@dataclass
class CountAccumulator:
    """Counts in the making: teams are added one by one and let go, then it is closed."""

    repository: Repository
    days: JudgementDates
    by: frozenset[str]
    unit: PeriodUnit
    counted: PartialCounts = field(default_factory=PartialCounts)

    def add(self, team: TeamFiles) -> None:
        """Add a team's counts, or that it cannot be read."""
        self.counted.faults += team.faults
        case = case_of(self.repository, team, self.days)
        if case is None:
            self.counted.unread.append(team.id)
        else:
            self.counted.add(team_counts(case, self.by, self.unit))

    def close(self) -> tuple[dict[CountKey, Counts], tuple[str, ...], tuple[Finding, ...]]:
        """Return the counts, the unread teams, and the findings that make them unread."""
        policy, counted = self.repository.policy, self.counted
        faults = (*policy.faults, *self.repository.stray, *counted.faults)
        findings = (finding_of(fault.code, fault.problem, policy.playbook, self.days) for fault in faults)
        return counted.sums, tuple(counted.unread), tuple(sorted(findings, key=reading_order))


def team_counts(case: TeamCase, by: frozenset[str], unit: PeriodUnit) -> dict[CountKey, Counts]:
    """Return one team's counts: the function that is the same on one machine and on many."""
    return count_windows(case.team.id, evaluate_team(case, unit).windows, by)


def case_of(repository: Repository, team: TeamFiles, days: JudgementDates) -> TeamCase | None:
    """Return what is needed to judge a team; None when it, or the playbook, cannot be read."""
    part_of = team.team.part_of if team.team else None
    return case_under(repository.policy, team, repository.leaders_of(part_of), days)


def case_under(
    policy: Policy, team: TeamFiles, above: tuple[Leader, ...] | None, days: JudgementDates
) -> TeamCase | None:
    """Return `case_of` where the leaders of the team above are known, wherever the team was read from."""
    if policy.playbook is None or team.team is None or team.unread:
        return None
    return TeamCase(
        playbook=policy.playbook,
        services=policy.services,
        team=team.team,
        log=team.log,
        waivers=team.waivers,
        above=above,
        former=policy.former,
        as_of=days.as_of.toordinal(),
    )


def _judged(
    repository: Repository, team: TeamFiles, days: JudgementDates, *, tried: bool
) -> JudgedTeam | None:
    case = case_of(repository, team, days)
    return evaluate_coverage(case, days.today.toordinal(), team.pulse, tried=tried) if case else None


def known_ids(repository: Repository) -> KnownIds:
    """Return the ids that may be referred to, those of files that could not be read included."""
    policy = repository.policy
    playbook = policy.playbook
    metrics: dict[str, frozenset[str]] = {
        service.id: frozenset(metric.id for metric in service.metrics) for service in policy.services.values()
    }
    if playbook:
        metrics["organisation"] = frozenset(metric.id for metric in playbook.metrics)
    referred = _teams_referred_to(policy)
    teams = frozenset(repository.team_ids)
    if referred - teams:
        teams |= frozenset(repository.former_teams)
    return KnownIds(
        services=frozenset(policy.services) | policy.unread | frozenset(policy.former),
        teams=teams,
        groups=frozenset(group.id for group in playbook.groups) if playbook else frozenset(),
        principles=frozenset(principle.id for principle in playbook.principles) if playbook else frozenset(),
        rules=frozenset(BY_CODE),
        metrics=metrics,
    )


def _teams_referred_to(policy: Policy) -> set[str]:
    return {
        team
        for service in policy.services.values()
        for entry in service.agreements
        if entry.teams and entry.teams != "all"
        for team in entry.teams
    }


def _playbook_findings(policy: Policy, known: KnownIds, days: JudgementDates) -> Iterator[Finding]:
    if policy.playbook is None:
        return
    services = tuple(policy.services.values())
    facts = PlaybookFacts(policy.playbook, services, policy.calendar, known, days.as_of, days.real)
    for rule in ALL:
        if rule.playbook:
            yield from _findings(rule, rule.playbook(facts), policy.playbook, days)


def _organisation_findings(
    policy: Policy, organisation: OrganisationTotals, days: JudgementDates, *, complete: bool
) -> Iterator[Finding]:
    if policy.playbook is None:
        return
    facts = OrganisationFacts(
        policy.playbook, tuple(policy.services.values()), organisation, complete, days.as_of
    )
    for rule in ALL:
        if rule.organisation:
            yield from _findings(rule, rule.organisation(facts), policy.playbook, days)


def _team_findings(
    judged: JudgedTeam, team: TeamFiles, known: KnownIds, playbook: Playbook | None, days: JudgementDates
) -> Iterator[Finding]:
    facts = TeamFacts(judged, team.waivers, team.answers, team.pulse, known)
    for rule in ALL:
        if rule.team and (problems := tuple(rule.team(facts))):
            yield from _findings(rule, fold_repeats(problems), playbook, days)


MOST_IN_A_FILE = 100
"""Problems of one rule that are listed for one file; a log pasted twice has one a row."""


def fold_repeats(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problems in each file, and for those after them one that says how many there are."""
    found: Counter[str] = Counter()
    more: dict[str, Problem] = {}
    for problem in problems:
        path = problem.place.path
        found[path] += 1
        if found[path] <= MOST_IN_A_FILE:
            yield problem
        elif path not in more:
            more[path] = problem
    for path, first in more.items():
        count = found[path] - MOST_IN_A_FILE
        yield Problem(
            first.place,
            f"{first.team}: {count:,} more of the same in this file, from this line on",
            team=first.team,
            subject=f"{path} more",
            severity=first.severity,
        )


def _findings(
    rule: Rule, problems: Iterable[Problem], playbook: Playbook | None, days: JudgementDates
) -> Iterator[Finding]:
    yield from (finding_of(rule.code, problem, playbook, days) for problem in problems)


def finding_of(code: str, problem: Problem, playbook: Playbook | None, days: JudgementDates) -> Finding:
    """Return a problem with its rule's name, and the severity the playbook gives it on the as-of day.

    Before the day a severity is enforced from it is a warning, and says what it will be.
    """
    rule = BY_CODE[code]
    change = None if playbook is None or code.startswith("SCH") else playbook.severities.get(code)
    if change is None:
        return Finding(code, rule.name, problem.severity or rule.severity, problem)
    severity = change.on_day(days.as_of)
    if problem.severity and problem.severity.lighter_than(rule.severity):  # answered, or agreed anew
        severity = min(severity, problem.severity, key=list(Severity)[::-1].index)
    return Finding(code, rule.name, severity, _announced(problem, change, days.as_of))


def _announced(problem: Problem, change: SeverityChange, as_of: date) -> Problem:
    """Return a problem that says from which day on it weighs otherwise, if it will."""
    first = change.enforced_from
    if first is None or change.on_day(as_of) is change.severity:
        return problem
    kind = "an error" if change.severity is Severity.ERROR else "a notice"
    words = f"; a warning until {first - timedelta(days=1)}, {kind} from {first} on"
    return replace(problem, message=problem.message + words, named=problem.named and problem.named + words)
