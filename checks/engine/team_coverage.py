"""A team judged: what each service promised in each quarter, and what became of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from checks.engine.cadence_trials import CadenceTrial, cadence_trials
from checks.engine.counts import Counts, counts_of
from checks.engine.evaluation import evaluate_team
from checks.engine.periods import Period, last_closed, periods
from checks.engine.pulse_answers import PulseResult, pulse_results
from checks.engine.window import State, Window
from checks.engine.workload import hours_of_team
from checks.model.agreed_terms import AgreedTerms, agreed_by_team, default_terms_on
from checks.model.cadences import MONTHS, PeriodUnit

if TYPE_CHECKING:
    from checks.engine.evaluation import TeamResult
    from checks.engine.timeline import TeamCase
    from checks.engine.window import LateMember
    from checks.model.findings import Place
    from checks.model.playbook import Playbook
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
    parts: tuple[CoverageRow, ...] = ()

    @property
    def promises(self) -> tuple[CoverageRow, ...]:
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

    def __add__(self, other: TouchpointCounts) -> TouchpointCounts:
        """Return the sum; it goes by the service and period of the first."""
        mine, theirs = self.counts(), other.counts()
        return TouchpointCounts(
            self.service, self.period, *(a + b for a, b in zip(mine, theirs, strict=True))
        )

    def counts(self) -> tuple[int, ...]:
        """Return the counts in their order."""
        return (
            self.held,
            self.outbound,
            self.inbound,
            self.acknowledged,
            self.by_chosen,
            self.by_another,
            self.receivers,
            self.coached,
        )


@dataclass(frozen=True, slots=True)
class TeamCoverage:
    """What is known of a team after judging it: counts, and neither persons nor rows of the log.

    `size`, `leaders` and `coaches` count people on the as-of day. `rows` are in order of service and
    period, the running quarter included. `late` counts, by service, those late now. `logged_to` is
    the day of the last held row, None without one. `pulse` is what members answered. `own` are the terms
    the team has agreed itself, `cadence_trials` what other lengths of rolling promises would come to, where asked for.
    `hours` a week are promised to its members together.
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
    logged_to: int | None
    own: tuple[AgreedTerms, ...]
    trials: tuple[CadenceTrial, ...] = ()
    hours: Fraction = Fraction(0)

    def row(self, service: str, period: str) -> CoverageRow | None:
        """Return the row of a service in a quarter."""
        return next((one for one in self.rows if (one.service, one.period.name) == (service, period)), None)


@dataclass(frozen=True)
class JudgedTeam:
    """One team while it is judged: the case as read, what was lived, and the coverage of its quarters."""

    case: TeamCase
    lived: TeamResult
    coverage: TeamCoverage
    today: int

    def closed_rows(self) -> tuple[CoverageRow, ...]:
        """Return the rows of the last closed quarter."""
        closed = last_closed(PeriodUnit.QUARTER, self.case.as_of, starting_month(self.case.playbook))
        return tuple(row for row in self.coverage.rows if row.period == closed)

    def running_rows(self) -> tuple[CoverageRow, ...]:
        """Return the rows of the running quarter."""
        as_of = self.case.as_of
        return tuple(row for row in self.coverage.rows if row.period.first <= as_of <= row.period.last)

    def late(self, service: str) -> tuple[LateMember, ...]:
        """Return who is late now with a service, the longest first."""
        found = (one for one in self.lived.late if one.service == service)
        return tuple(sorted(found, key=lambda one: (one.since, one.member or "")))


def starting_month(playbook: Playbook) -> int:
    """Return the month the organisation's year starts in, from 1."""
    return MONTHS.index(playbook.year_starts) + 1


def kept_from(playbook: Playbook, as_of: int) -> int:
    """Return the first day of the quarters whose logs are kept: the running one, and as many as agreed before it."""
    kept = playbook.privacy.keep_logs_for.count
    first = as_of - (kept + 2) * 92
    return periods(PeriodUnit.QUARTER, first, as_of, starting_month(playbook))[-1 - kept].first


MIX_QUARTERS = 4
"""Closed quarters the mix is counted over. Source: design.md, section 3, `outbound_at_least`."""

FEWEST_HELD = 20
"""Held touchpoints under which nothing is said of the mix. Source: design.md, section 8, CAD003."""


def mix_quarters(playbook: Playbook, as_of: int) -> tuple[Period, ...]:
    """Return the closed quarters the mix is counted over, the last four that are judged."""
    horizon = playbook.logs_from.toordinal()
    return periods(PeriodUnit.QUARTER, horizon, as_of, starting_month(playbook))[:-1][-MIX_QUARTERS:]


def evaluate_coverage(
    case: TeamCase, today: int, pulse: Sequence[PulseRow] = (), *, tried: bool = False
) -> JudgedTeam:
    """Judge one team for the as-of day of its case; `today` is the day no row may be later than.

    With `tried` other lengths of rolling promises are tried on the quarters of the mix.
    """
    found = evaluate_team(case)
    quarters = periods(PeriodUnit.QUARTER, case.horizon, case.as_of, starting_month(case.playbook))
    rows = tuple(_rows(case, found.windows, quarters))
    last_held = [days[-1] for one in found.held.values() for days in (one.outbound, one.inbound) if days]
    coverage = TeamCoverage(
        team=case.team.id,
        name=case.team.name,
        part_of=case.team.part_of,
        size=len(case.present),
        leaders=_on_duty(case.team.leaders, case.as_of),
        coaches=_on_duty(case.team.coaches, case.as_of),
        rows=rows,
        touchpoints=tuple(_touchpoints(found, quarters, len(case.present))),
        pulse=pulse_results(case, pulse),
        late=tuple(sorted(Counter(late.service for late in found.late).items())),
        logged_to=max(last_held, default=None),
        own=tuple(
            agreed
            for service in case.services.values()
            for agreed in agreed_by_team(case.team, service, None)
        ),
        trials=tuple(cadence_trials(case, mix_quarters(case.playbook, case.as_of))) if tried else (),
        hours=hours_of_team(case),
    )
    return JudgedTeam(case, found, coverage, today)


def _on_duty(entries: Sequence[Leader | Coach], day: int) -> int:
    return len({one.person for one in entries if one.first_number <= day <= one.last_number})


def _rows(case: TeamCase, windows: Sequence[Window], quarters: Sequence[Period]) -> list[CoverageRow]:
    groups: dict[tuple[str, str], list[Window]] = {}
    for window in windows:
        groups.setdefault((window.service, window.period), []).append(window)
    by_name = {quarter.name: quarter for quarter in quarters}
    rows = []
    for service in case.services:
        later = sorted({period for one, period in groups if one == service} - set(by_name))
        for name in (*by_name, *later):
            found = groups.get((service, name))
            if not found:
                continue
            period = by_name.get(name) or _period_of(found, case)
            row = _row(case, service, period, found, None)
            parts = tuple(_parts(case, service, period, found))
            rows.append(replace(row, parts=parts) if parts else row)
    return rows


def _row(
    case: TeamCase, service: str, period: Period, found: Sequence[Window], group: str | None
) -> CoverageRow:
    counted = (State.MET, State.MISSED, State.OPEN, State.KEPT)
    people = {window.member for window in found if window.state in counted}
    promise = promise_on(case, service, min(period.last, case.as_of), group)
    return CoverageRow(service, period, counts_of(found), len(people), promise, group)


def _parts(case: TeamCase, service: str, period: Period, found: Sequence[Window]) -> Iterator[CoverageRow]:
    """Yield a row a group with terms of its own, and one for everybody else."""
    apart = case.groups_apart(service)
    by_group: dict[str | None, list[Window]] = {}
    for window in found if apart else ():
        group = case.group_of(window.member, min(period.last, case.as_of))
        by_group.setdefault(group if group in apart else None, []).append(window)
    if any(by_group):
        for group, windows in sorted(by_group.items(), key=lambda one: one[0] or ""):
            yield _row(case, service, period, windows, group)


def _period_of(windows: Sequence[Window], case: TeamCase) -> Period:
    """Return the quarter to come that running windows of a longer cadence end in."""
    last = windows[0].last
    return periods(PeriodUnit.QUARTER, last, last, starting_month(case.playbook))[0]


def promise_on(case: TeamCase, service: str, day: int, group: str | None = None) -> Promise | None:
    """Return what the terms in force on `day`, or the last before it, promise to members of a group."""
    begun = [one for one in case.timeline(case.services[service], group) if one.first <= day]
    if not begun and group is None:  # agreed for groups alone
        of_groups = (case.timeline(case.services[service], one) for one in sorted(case.groups_apart(service)))
        begun = [one for timeline in of_groups for one in timeline if one.first <= day]
    if not begun:
        return None
    agreed = begun[-1]
    house = default_terms_on(case.house, day)
    if agreed.coverage_at_least is not None and agreed.promise is not None:
        return Promise(agreed.coverage_at_least, agreed.may_miss, agreed.promise, agreed)
    return Promise(house.coverage_at_least, agreed.may_miss, house.coverage_place, agreed)


def _touchpoints(found: TeamResult, quarters: Sequence[Period], size: int) -> Iterator[TouchpointCounts]:
    sums: dict[str, list[list[int]]] = {}
    width = len(TouchpointCounts("", "").counts())
    begins = [quarter.first for quarter in quarters]
    for (service, member), held in found.held.items():
        of_service = sums.setdefault(service, [[0] * width for _ in quarters])
        days = tuple(sorted({*held.outbound, *held.inbound})) if held.inbound else held.outbound
        kinds = (days, held.outbound, held.inbound, held.acknowledged, held.by_chosen, held.by_another)
        for at, kind in enumerate(kinds):
            if kind:
                for quarter, count in enumerate(_by_quarter(kind, begins)):
                    of_service[quarter][at] += count
        for at, some in ((len(kinds), days), (len(kinds) + 1, sorted(held.by_chosen + held.by_another))):
            closed = bisect_left(some, begins[-1]) if some else 0
            if closed:
                of_service[bisect_right(begins, some[closed - 1]) - 1][at] += 1 if member else size
    for service, of_service in sums.items():
        for period, numbers in zip(quarters, of_service, strict=True):
            if any(numbers):
                yield TouchpointCounts(service, period.name, *numbers)


def _by_quarter(days: Sequence[int], begins: Sequence[int]) -> Iterator[int]:
    """Yield how many of sorted `days` lie in each quarter; none lies before the first."""
    ends = [bisect_left(days, first) for first in begins[1:]]
    yield from (after - before for before, after in pairwise((0, *ends, len(days))))
