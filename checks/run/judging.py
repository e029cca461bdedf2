"""One team after the other is judged, the rules are applied, and a verdict is what comes of it.

What is handed in: the repository, the as-of day, and the day it really is. What comes out is a
value; nothing here prints, writes or asks the clock.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from checks.engine.carried_clocks import CarriedClocks
from checks.engine.counts import CountKey, Counts, count_windows
from checks.engine.departures import Departure, moves_out_of
from checks.engine.evaluation import evaluate_team
from checks.engine.group_reach import groups_of_window
from checks.engine.organisation_totals import OrganisationTotals
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import JudgedTeam, evaluate_coverage
from checks.loading.policy import Policy
from checks.loading.repository import Repository
from checks.loading.team_files import TeamFiles
from checks.model.base import FIRST_YEAR, LAST_YEAR
from checks.model.cadences import PeriodUnit
from checks.model.errors import WrongClockError
from checks.model.findings import Fault, Finding, Problem, Severity, reading_order
from checks.model.frequency import PromisedWorkload
from checks.model.playbook import Playbook, SeverityChange
from checks.model.team import Leader, Team
from checks.model.touchpoint_log import PulseRow
from checks.rules import ALL, BY_CODE
from checks.rules.change_facts import CommonWindows
from checks.rules.rule import KnownIds, OrganisationFacts, PlaybookFacts, TeamFacts
from checks.run.agreed_start import AgreedStart
from checks.run.arrivals import Arrivals
from checks.run.moves import Moves
from checks.wording.measures import plural


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
    the base has too. `unread` are the teams that could not be compared. `not_compared` says by part, `policy` or
    `data`, why all of it was taken as it is. `policy` is that of the base.
    """

    words: str
    base: str | None
    common: CommonWindows = field(default_factory=CommonWindows)
    added: int = 0
    removed: int = 0
    known: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    not_compared: Mapping[str, str] = field(default_factory=dict)
    policy: Policy | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found: findings in reading order, and the teams nothing could be said about.

    `files` and `people` (members of readable teams) say how much was looked at, `promised` what the
    readable teams take of those who give, `counts` what was asked for by `CountBy`, `corrections` how many there
    were within a year. `against` is set where a change was held against a base.
    """

    as_of: date
    findings: tuple[Finding, ...]
    unread: tuple[str, ...]
    files: int
    people: int
    promised: PromisedWorkload
    against: BaseComparison | None = None
    counts: Mapping[CountKey, Counts] = field(default_factory=dict)
    corrections: int = 0

    @property
    def fresh(self) -> tuple[Finding, ...]:
        """The findings that the base does not have too; all without one."""
        known = self.against.known if self.against else frozenset()
        return tuple(finding for finding in self.findings if finding.fingerprint not in known)

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


class CountBy(NamedTuple):
    """What counts are asked by: the keys, and the unit of the reporting period."""

    keys: frozenset[str]
    unit: PeriodUnit


@dataclass(slots=True)
class PartialResult:
    """What some teams come to, in their order: findings and sums, and nothing of the teams themselves."""

    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    files: int = 0
    people: int = 0
    totals: OrganisationTotals = field(default_factory=OrganisationTotals)
    counts: dict[CountKey, Counts] = field(default_factory=dict)

    def add_counts(self, counts: Mapping[CountKey, Counts]) -> None:
        """Add the counts of another team, or of others."""
        for key, count in counts.items():
            self.counts[key] = self.counts[key] + count if key in self.counts else count

    def join(self, later: "PartialResult") -> None:
        """Add the result of teams that come after these."""
        self.faults += later.faults
        self.findings += later.findings
        self.unread += later.unread
        self.files += later.files
        self.people += later.people
        self.totals.join(later.totals)
        self.add_counts(later.counts)


class TeamAccumulator:
    """A judgement in the making: teams are added one by one and let go, then it is closed.

    With `count_by` windows are counted by its keys and no rule is applied; with `with_trials` it is worked
    out what other lengths of rolling promises would come to.
    """

    def __init__(
        self,
        repository: Repository,
        dates: JudgementDates,
        count_by: CountBy | None = None,
        *,
        with_trials: bool = False,
    ) -> None:
        self._repository = repository
        self._dates = dates
        self._count_by = count_by
        self._with_trials = with_trials
        self._known = known_ids(repository)
        self._arrivals = Arrivals(repository)
        playbook = repository.policy.playbook
        self._start = AgreedStart(repository.policy, playbook, dates.as_of) if playbook else None
        self.partial = PartialResult()

    def add(self, team: TeamFiles, reuse: JudgedTeam | None = None) -> JudgedTeam | None:
        """Judge a team by the rules over teams; None when nothing can be said of it, or it is counted only.

        `reuse` is the same team judged before, from equal files under equal terms.
        """
        partial = self.partial
        partial.files += team.files
        partial.faults += team.faults
        case = reuse.case if reuse else case_of(self._repository, team, self._dates)
        if case is None:
            partial.unread.append(team.id)
            return None
        if self._count_by:
            partial.add_counts(team_counts(case, *self._count_by))
            return None
        judged = reuse or evaluate_coverage(
            case, self._dates.today, team.pulse, with_trials=self._with_trials
        )
        known, half = self._known_to(case.team), tuple(self._arrivals.half_moves(case))
        facts = TeamFacts(judged, team.waivers, team.answers, team.pulse, known, half)
        partial.findings += _team_findings(facts, self._start, self._dates)
        partial.people += len(case.people)
        partial.totals.add(judged)
        return judged

    def _known_to(self, team: Team) -> KnownIds:
        """Return the ids a team may refer to: former ones of teams too, where it names a team there is not."""
        moves = (other for stay in team.members for other in (stay.moved_from, stay.moved_to))
        named = {team.part_of, *moves} - {None}
        if named <= self._known.teams:
            return self._known
        return replace(self._known, teams=self._known.teams | frozenset(self._repository.former_teams))

    def _faults_beside_teams(self) -> tuple[Fault, ...]:
        """Return the faults of files in the data that are no team's."""
        return *self._repository.stray, *self._repository.group_pulse[1]

    def close(self) -> Judgement:
        """Apply the rules over playbook and organisation, and return what was found."""
        policy, dates, partial = self._repository.policy, self._dates, self.partial
        findings = [
            *partial.findings,
            *findings_of_faults(
                policy, dates, (*policy.faults, *self._faults_beside_teams(), *partial.faults)
            ),
        ]
        if not self._count_by:
            findings += _policy_findings(policy, self._known, partial, dates, self._repository.group_pulse[0])
        return Judgement(
            as_of=dates.as_of,
            findings=tuple(sorted(findings, key=reading_order)),
            unread=tuple(partial.unread),
            files=policy.files + partial.files,
            people=partial.people,
            promised=partial.totals.promised,
            counts=partial.counts,
            corrections=partial.totals.corrections,
        )


def team_counts(case: TeamCase, keys: frozenset[str], unit: PeriodUnit) -> dict[CountKey, Counts]:
    """Return one team's counts: the function that is the same on one machine and on many."""
    windows = evaluate_team(case, unit).windows
    return count_windows(case.team.id, windows, keys, lambda window: groups_of_window(case, window))


def case_of(repository: Repository, team: TeamFiles, days: JudgementDates) -> TeamCase | None:
    """Return what is needed to judge a team; None when it, or the playbook, cannot be read."""
    part_of = team.team.part_of if team.team else None
    carried = carried_clocks_of(repository, team, days)
    return case_under(repository.policy, team, repository.leaders_of(part_of), days, carried)


def carried_clocks_of(repository: Repository, team: TeamFiles, days: JudgementDates) -> CarriedClocks:
    """Return the rolling clocks of a team's members who have come from another team, from that team's files.

    That team is read once, whoever asks, and let go: what stays is what the clocks are wound along. A team without
    such members costs nothing.
    """
    if team.team is None or not any(stay.moved_from for stay in team.team.members):
        return {}

    def departures_of(team_id: str) -> tuple[Departure, ...]:
        key, known = (team_id, days.as_of), repository.departures
        if key not in known:
            files = repository.team(team_id)
            above = repository.leaders_of(files.team.part_of if files.team else None)
            case = case_under(repository.policy, files, above, days)
            known[key] = tuple(moves_out_of(case)) if case else ()
        return known[key]

    return Moves(repository.current_team, departures_of).carried_into(team.team)


def case_under(
    policy: Policy,
    team: TeamFiles,
    above: tuple[Leader, ...] | None,
    days: JudgementDates,
    carried: CarriedClocks | None = None,
) -> TeamCase | None:
    """Return `case_of` where the leaders above and the carried clocks are known, wherever the team was read from."""
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
        as_of=days.as_of,
        policy=policy.case_on(policy.playbook, days.as_of),
        corrections=team.corrections,
        carried=carried or {},
    )


def findings_of_faults(policy: Policy, dates: JudgementDates, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Yield what could not be read as findings."""
    yield from (finding_of(fault.code, fault.problem, policy.playbook, dates) for fault in faults)


def known_ids(repository: Repository) -> KnownIds:
    """Return the ids that may be referred to, those of files that could not be read included."""
    policy = repository.policy
    playbook = policy.playbook
    metrics: dict[str, frozenset[str]] = {
        service.id: frozenset(metric.id for metric in service.metrics) for service in policy.services.values()
    }
    if playbook:
        metrics["organisation"] = frozenset(metric.id for metric in playbook.metrics)
    entries = (entry for service in policy.services.values() for entry in service.agreements)
    referred = {team for entry in entries if entry.teams and entry.teams != "all" for team in entry.teams}
    teams = frozenset(repository.team_ids)
    if referred - teams:
        teams |= frozenset(repository.former_teams)
    groups = playbook.groups if playbook else ()
    return KnownIds(
        services=frozenset(policy.services) | policy.unread | frozenset(policy.former),
        teams=teams,
        groups=frozenset(group.id for group in groups if not group.describes),
        describing=frozenset(group.id for group in groups if group.describes),
        principles=frozenset(principle.id for principle in playbook.principles) if playbook else frozenset(),
        rules=frozenset(BY_CODE),
        metrics=metrics,
        every_service_read=not policy.unread,
    )


def _policy_findings(
    policy: Policy,
    known: KnownIds,
    teams: PartialResult,
    days: JudgementDates,
    answers: tuple[PulseRow, ...],
) -> Iterator[Finding]:
    """Yield what the rules over the playbook and over the organisation find."""
    playbook, services = policy.playbook, tuple(policy.services.values())
    if playbook is None:
        return
    facts = PlaybookFacts(playbook, services, policy.calendar, known, days.as_of, days.real, answers)
    organisation = OrganisationFacts(
        playbook, services, teams.totals, not teams.unread, days.as_of, not policy.unread
    )
    for rule in ALL:
        problems = [*(rule.playbook(facts) if rule.playbook else ())]
        problems += rule.organisation(organisation) if rule.organisation else ()
        yield from (finding_of(rule.code, problem, playbook, days) for problem in problems)


def _team_findings(facts: TeamFacts, start: AgreedStart | None, days: JudgementDates) -> Iterator[Finding]:
    playbook = start.playbook if start else None
    for rule in ALL:
        if rule.team:
            problems = rule.team(facts)
            problems = start.mark_history(rule, problems, facts) if start else problems
            yield from (finding_of(rule.code, problem, playbook, days) for problem in fold_repeats(problems))


MOST_IN_A_FILE = 100
"""Problems of one rule that are listed for one file; a log pasted twice has one a row."""


def fold_repeats(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problems in each file, and for those after them one that says how many there are."""
    counts: Counter[str] = Counter()
    more: dict[str, Problem] = {}
    for problem in problems:
        path = problem.place.path
        counts[path] += 1
        if counts[path] <= MOST_IN_A_FILE:
            yield problem
        elif path not in more:
            more[path] = problem
    for path, first in more.items():
        more_words = plural(counts[path] - MOST_IN_A_FILE, "more problem", "more problems")
        yield Problem(
            first.place,
            f"{first.team}: {more_words} of this kind in this file, from this line on",
            team=first.team,
            subject=f"{path} more",
            severity=first.severity,
        )


def finding_of(code: str, problem: Problem, playbook: Playbook | None, days: JudgementDates) -> Finding:
    """Return a problem with its rule's name, and the severity the playbook gives it on the as-of day.

    Before the day a severity is enforced from it is a warning, and says what it will be.
    """
    rule = BY_CODE[code]
    change = None if playbook is None or code.startswith("SCH") else playbook.severities.get(code)
    if change is None:
        return Finding(code, rule.name, problem.severity or rule.severity, problem)
    severity = change.on_day(days.as_of)
    if problem.severity and problem.severity.lighter_than(rule.severity):  # answered, or agreed again
        severity = min(severity, problem.severity, key=list(Severity)[::-1].index)
    return Finding(code, rule.name, severity, _announced(problem, change, days.as_of))


def _announced(problem: Problem, change: SeverityChange, as_of: date) -> Problem:
    """Return a problem that says from which day on it weighs otherwise, if it will."""
    first = change.enforced_from
    if first is None or problem.is_history or change.on_day(as_of) is change.severity:
        return problem
    kind = "an error" if change.severity is Severity.ERROR else "a notice"
    words = f"; a warning until {first - timedelta(days=1)}, {kind} from {first} on"
    return replace(problem, message=problem.message + words, named=problem.named and problem.named + words)
