"""A team judged: what each service promised in each quarter, and what became of it."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from checks.engine.cadence_trials import CadenceTrial, cadence_trials
from checks.engine.counts import Counts, counts_of
from checks.engine.date_spans import DateSpans
from checks.engine.evaluation import TeamResult, evaluate_team
from checks.engine.group_reach import GroupCounts, group_counts
from checks.engine.pulse_answers import PulseResult, pulse_results
from checks.engine.spans import clip, common, union
from checks.engine.team_case import TeamCase
from checks.engine.touchpoints import CountingTouchpoints
from checks.engine.window import LateMember, State, Window
from checks.engine.workload import hours_of_team
from checks.model.agreed_terms import AgreedTerms, agreed_by_team
from checks.model.cadences import PeriodUnit
from checks.model.findings import Place
from checks.model.periods import Period, last_closed, periods
from checks.model.playbook import Playbook, agreed_start, starting_month
from checks.model.team import Coach, Leader
from checks.model.touchpoint_log import PulseRow


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised for a service at the end of a period, and the lines that say so."""

    share: Fraction
    may_miss: int
    place: Place
    agreed: AgreedTerms


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One service of one team in one quarter.

    `people` had a window that was due or running in it, one for a team's own. `promise` is what is
    promised to everybody, None when no terms were in force. `parts` are the same by `group`, where
    members in a group have terms of their own; without such there are none.
    """

    service: str
    period: Period
    counts: Counts
    people: int
    promise: Promise | None
    group: str | None = None
    parts: "tuple[CoverageRow, ...]" = ()

    @property
    def promises(self) -> "tuple[CoverageRow, ...]":
        """The parts, or the row itself: each is held against one promise."""
        return self.parts or (self,)

    @property
    def below(self) -> bool:
        """Whether coverage is below what was promised, and more is missed than the promise allows."""
        if self.parts:
            return any(part.below for part in self.parts)
        share = self.counts.share
        return (
            self.promise is not None
            and share is not None
            and share < self.promise.share
            and self.counts.missed > self.promise.may_miss
        )


@dataclass(frozen=True, slots=True)
class TouchpointCounts:
    """What was held of a service in a quarter, each receiver and day once.

    `outbound` and `inbound` count by whose initiative it was, `acknowledged` those the receiver says
    took place. `by_chosen` and `by_another` count those a coach gave to a member who had chosen one.
    `receivers` are the people it was held with last in this quarter, of the closed ones, so that those of
    the last few quarters add up and nobody is counted twice; all members for what a team receives as one.
    `coached` are the same of those behind `by_chosen` and `by_another`.
    """

    service: str
    period: str
    held: int = 0
    outbound: int = 0
    inbound: int = 0
    acknowledged: int = 0
    by_chosen: int = 0
    by_another: int = 0
    receivers: int = 0
    coached: int = 0

    def __add__(self, other: "TouchpointCounts") -> "TouchpointCounts":
        """Return the sum; it goes by the service and period of the first."""
        sums = (a + b for a, b in zip(self.counts(), other.counts(), strict=True))
        return TouchpointCounts(self.service, self.period, *sums)

    def counts(self) -> tuple[int, ...]:
        """Return the counts in their order."""
        return tuple(getattr(self, name) for name in ("held", *_KINDS, "receivers", "coached"))


@dataclass(frozen=True, slots=True)
class TeamCoverage:
    """What is known of a team after judging it: counts, and neither persons nor rows of the log.

    `size`, `leaders` and `coaches` count people on the as-of day. `rows` are in order of service and
    period, the running quarter included. `late` counts, by service, those late now. `logged_to` is
    the day of the last held row, None without one. `pulse` is what members answered. `own` are the terms
    the team has agreed itself, `cadence_trials` what other lengths of rolling promises would come to, where asked for.
    `hours` a week are promised to its members together. `groups` count what reaches the groups that describe members.
    """

    team: str
    name: str
    part_of: str | None
    size: int
    leaders: int
    coaches: int
    rows: tuple[CoverageRow, ...]
    touchpoints: tuple[TouchpointCounts, ...]
    pulse: tuple[PulseResult, ...]
    late: tuple[tuple[str, int], ...]
    logged_to: date | None
    own: tuple[AgreedTerms, ...]
    trials: tuple[CadenceTrial, ...] = ()
    hours: Fraction = Fraction(0)
    groups: tuple[GroupCounts, ...] = ()

    def row(self, service: str, period: str) -> CoverageRow | None:
        """Return the row of a service in a quarter."""
        return next((row for row in self.rows if (row.service, row.period.name) == (service, period)), None)


@dataclass(frozen=True)
class JudgedTeam:
    """One team while it is judged: the case as read, what the engine says of it, and the coverage of its quarters."""

    case: TeamCase
    result: TeamResult
    coverage: TeamCoverage
    today: date

    def closed_rows(self) -> tuple[CoverageRow, ...]:
        """Return the rows of the last closed quarter."""
        closed = last_closed(PeriodUnit.QUARTER, self.case.as_of, starting_month(self.case.playbook))
        return tuple(row for row in self.coverage.rows if row.period == closed)

    def running_rows(self) -> tuple[CoverageRow, ...]:
        """Return the rows of the running quarter."""
        return tuple(row for row in self.coverage.rows if row.period.has(self.case.as_of))

    def late(self, service: str) -> tuple[LateMember, ...]:
        """Return who is late now with a service, the longest first."""
        late = (late for late in self.result.late if late.service == service)
        return tuple(sorted(late, key=lambda late: (late.since, late.member or "")))

    def days_of(self, kind: str, service: str | None = None) -> Iterator[tuple[str | None, date]]:
        """Yield member (None: the team) and day of the held touchpoints of a kind, of one service or of all.

        A kind is a field of `CountingTouchpoints` that holds days: `inbound`, `by_chosen`, `by_another`.
        """
        for (service_id, member), touchpoints in self.result.touchpoints.items():
            if service in (None, service_id):
                yield from ((member, date.fromordinal(day)) for day in getattr(touchpoints, kind))

    def outstanding_days(self, first: date) -> dict[str, DateSpans]:
        """Return the owed days from `first` to the as-of day in windows with something outstanding, by service.

        A service without such a day is left out. A rolling promise is never done with.
        """
        windows: dict[tuple[str, str | None], list[tuple[int, int]]] = {}
        for window in self.result.windows:
            # `days_due` are rolling windows' alone
            outstanding = window.state in (State.MISSED, State.OPEN) or window.days_due
            if outstanding and window.last >= first:
                span = window.first.toordinal(), window.last.toordinal()
                windows.setdefault((window.service, window.member), []).append(span)
        owed: dict[str, list[tuple[int, int]]] = {service: [] for service, _ in windows}
        for (service, member), timeline in self.result.timelines.items():
            if service in owed:
                outstanding_spans = union(windows.get((service, member), ()))
                for segment in timeline.segments:
                    owed[service] += common(segment.owed, outstanding_spans)
        clipped = {
            service: clip(union(spans), first.toordinal(), self.case.as_of_ordinal)
            for service, spans in owed.items()
        }
        return {service: DateSpans.counted(spans) for service, spans in clipped.items() if spans}


def kept_from(playbook: Playbook, as_of: date) -> date:
    """Return the first day of the quarters whose logs are kept: the running one, and as many as agreed before it."""
    kept = playbook.privacy.keep_logs_for.count
    first = as_of - timedelta(days=(kept + 2) * 92)
    return periods(PeriodUnit.QUARTER, first, as_of, starting_month(playbook))[-1 - kept].first


MIX_QUARTERS = 4
"""Closed quarters the mix is counted over. Source: design.md, section 3, `outbound_at_least`."""

FEWEST_HELD = 20
"""Held touchpoints under which nothing is said of the mix. Source: design.md, section 8, CAD003."""


def mix_quarters(playbook: Playbook, as_of: date) -> tuple[Period, ...]:
    """Return the closed quarters the mix is counted over, the last four that are judged.

    Those that began before the agreed start are left out, as soon as there is a later one.
    """
    first, start = playbook.logs_from, agreed_start(playbook)
    closed = periods(PeriodUnit.QUARTER, first, as_of, starting_month(playbook))[:-1]
    since = tuple(quarter for quarter in closed if quarter.first >= start) if start > first else closed
    return (since or closed)[-MIX_QUARTERS:]


def evaluate_coverage(
    case: TeamCase, today: date, pulse: Sequence[PulseRow] = (), *, with_trials: bool = False
) -> JudgedTeam:
    """Judge one team for the as-of day of its case; `today` is the day no row may be later than.

    With `with_trials` other lengths of rolling promises are tried on the quarters of the mix.
    """
    result = evaluate_team(case)
    quarters = periods(PeriodUnit.QUARTER, case.horizon, case.as_of, starting_month(case.playbook))
    rows = tuple(_rows(case, result.windows, quarters))
    last_held = [
        days[-1]
        for touchpoints in result.touchpoints.values()
        for days in (touchpoints.outbound, touchpoints.inbound)
        if days
    ]
    coverage = TeamCoverage(
        team=case.team.id,
        name=case.team.name,
        part_of=case.team.part_of,
        size=len(case.present),
        leaders=_on_duty(case.team.leaders, case.as_of),
        coaches=_on_duty(case.team.coaches, case.as_of),
        rows=rows,
        touchpoints=tuple(_touchpoint_counts(result, quarters, len(case.present))),
        pulse=pulse_results(case, pulse),
        late=tuple(sorted(Counter(late.service for late in result.late).items())),
        logged_to=date.fromordinal(max(last_held)) if last_held else None,
        own=tuple(
            terms for service in case.services.values() for terms in agreed_by_team(case.team, service, None)
        ),
        trials=tuple(cadence_trials(case, mix_quarters(case.playbook, case.as_of))) if with_trials else (),
        hours=hours_of_team(case),
        groups=tuple(group_counts(case, result, quarters)),
    )
    return JudgedTeam(case, result, coverage, today)


def _on_duty(entries: Sequence[Leader | Coach], day: date) -> int:
    return len({entry.person for entry in entries if entry.has(day)})


def _rows(case: TeamCase, windows: Sequence[Window], quarters: Sequence[Period]) -> list[CoverageRow]:
    groups: dict[tuple[str, str], list[Window]] = defaultdict(list)
    for window in windows:
        groups[window[0], window[2]].append(window)
    by_name = {quarter.name: quarter for quarter in quarters}
    rows = []
    for service in case.services:
        later = sorted({period for service_id, period in groups if service_id == service} - set(by_name))
        for name in (*by_name, *later):
            group = groups.get((service, name))
            if not group:
                continue
            last = group[0].last  # in a quarter to come, where windows of a longer cadence end
            period = (
                by_name.get(name) or periods(PeriodUnit.QUARTER, last, last, starting_month(case.playbook))[0]
            )
            row = _row(case, service, period, group, None)
            parts = tuple(_parts(case, service, period, group))
            rows.append(replace(row, parts=parts) if parts else row)
    return rows


def _row(
    case: TeamCase, service: str, period: Period, windows: Sequence[Window], group: str | None
) -> CoverageRow:
    counted = (State.MET, State.MISSED, State.OPEN, State.KEPT)
    people = {window.member for window in windows if window.state in counted}
    promise = promise_on(case, service, min(period.last, case.as_of), group)
    return CoverageRow(service, period, counts_of(windows), len(people), promise, group)


def _parts(case: TeamCase, service: str, period: Period, windows: Sequence[Window]) -> Iterator[CoverageRow]:
    """Yield a row a group with terms of its own, and one for everybody else."""
    apart = case.groups_apart(service)
    by_group: dict[str | None, list[Window]] = {}
    for window in windows if apart else ():
        group = case.group_of(window.member, min(period.last, case.as_of))
        by_group.setdefault(group if group in apart else None, []).append(window)
    if any(by_group):
        for group, of_group in sorted(by_group.items(), key=lambda entry: entry[0] or ""):
            yield _row(case, service, period, of_group, group)


def promise_on(case: TeamCase, service: str, day: date, group: str | None = None) -> Promise | None:
    """Return what the terms in force on `day`, or the last before it, promise to members of a group."""
    terms = _last_terms(case, service, group, day)
    if terms is None and group is None:  # agreed for groups alone
        of_groups = (_last_terms(case, service, name, day) for name in sorted(case.groups_apart(service)))
        terms = next((agreed for agreed in reversed(list(of_groups)) if agreed), None)
    if terms is None:
        return None
    default = case.shared.default_terms_on(day)
    if terms.coverage_at_least is not None and terms.promise is not None:
        return Promise(terms.coverage_at_least, terms.may_miss, terms.promise, terms)
    return Promise(default.coverage_at_least, terms.may_miss, default.coverage_place, terms)


def _last_terms(case: TeamCase, service: str, group: str | None, day: date) -> AgreedTerms | None:
    """Return the last terms for a group that begin by `day`."""
    last = None
    for _, _, terms in case.terms_with_ordinals(case.services[service], group):
        if terms.first > day:
            break
        last = terms
    return last


_KINDS = ("outbound", "inbound", "acknowledged", "by_chosen", "by_another")
"""What `TouchpointCounts` counts after `held`, as fields of `CountingTouchpoints`."""


def _touchpoint_counts(
    result: TeamResult, quarters: Sequence[Period], size: int
) -> Iterator[TouchpointCounts]:
    sums: dict[str, list[list[int]]] = {}
    width = len(TouchpointCounts("", "").counts())
    begins = [quarter.first.toordinal() for quarter in quarters]
    for (service, member), touchpoints in result.touchpoints.items():
        by_quarter = sums.setdefault(service, [])
        if not by_quarter:
            by_quarter += ([0] * width for _ in quarters)
        _add_touchpoints(by_quarter, touchpoints, begins, receivers=1 if member else size)
    for service, by_quarter in sums.items():
        for period, numbers in zip(quarters, by_quarter, strict=True):
            if any(numbers):
                yield TouchpointCounts(service, period.name, *numbers)


def _add_touchpoints(
    by_quarter: Sequence[list[int]], touchpoints: CountingTouchpoints, begins: Sequence[int], receivers: int
) -> None:
    """Add the touchpoints of a receiver, who stands for so many people, to the counts of each quarter."""
    held = touchpoints.outbound
    if touchpoints.inbound:
        held = tuple(sorted({*held, *touchpoints.inbound}))
    kinds = (held, *[getattr(touchpoints, kind) for kind in _KINDS])
    for column, days in enumerate(kinds):
        if days:
            _add_by_quarter(by_quarter, column, days, begins)
    coached = sorted(touchpoints.by_chosen + touchpoints.by_another)
    # a receiver counts once, in the closed quarter in which it was held with them last
    for column, days in ((len(kinds), held), (len(kinds) + 1, coached)):
        closed = bisect_left(days, begins[-1]) if days else 0
        if closed:
            by_quarter[bisect_right(begins, days[closed - 1]) - 1][column] += receivers


def _add_by_quarter(
    by_quarter: Sequence[list[int]], column: int, days: Sequence[int], begins: Sequence[int]
) -> None:
    """Add to a column how many of sorted `days` lie in each quarter; none lies before the first."""
    before = 0
    for quarter, first in enumerate(begins[1:]):
        until = bisect_left(days, first)
        by_quarter[quarter][column] += until - before
        before = until
    by_quarter[-1][column] += len(days) - before
