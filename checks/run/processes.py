"""Teams judged in several processes: the same functions, a stretch of teams at a time, joined in their order.

Nothing but the findings and sums of a stretch comes back, and they are joined as the teams stand, so that
the result is the same whatever the number of processes.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from checks.model.errors import LostProcessError
from checks.run.checking import CountAccumulator, PartialCounts, PartialResult, TeamAccumulator

if TYPE_CHECKING:
    from checks.engine.counts import CountKey, Counts
    from checks.engine.team_coverage import TeamCoverage
    from checks.loading.repository import Repository
    from checks.model.cadences import PeriodUnit
    from checks.model.findings import Finding
    from checks.run.checking import Judgement, JudgementDates

T = TypeVar("T")
Work = Callable[["Repository", Sequence[str]], T]

STRETCH = 32
"""Teams handed to a process at once: a fraction of a second, so that an interrupt is soon heeded."""

FEWEST = 4
"""Stretches a process is worth starting for."""


def judge_in(
    jobs: int,
    repository: Repository,
    days: JudgementDates,
    keep: Callable[[TeamCoverage], None] | None = None,
) -> Judgement:
    """Return what `judge` returns, worked out in at most so many processes."""
    judging = TeamAccumulator(repository, days)
    work = partial(_judged, days, kept=keep is not None)
    for share, coverages in _spread(work, repository, jobs):
        judging.share.join(share)
        if keep:
            for coverage in coverages:
                keep(coverage)
    return judging.close()


def coverage_in(
    jobs: int, repository: Repository, days: JudgementDates, by: frozenset[str], unit: PeriodUnit
) -> tuple[dict[CountKey, Counts], tuple[str, ...], tuple[Finding, ...]]:
    """Return what `coverage_by` returns, worked out in at most so many processes."""
    counting = CountAccumulator(repository, days, by, unit)
    for counted in _spread(partial(_counted, days, by, unit), repository, jobs):
        counting.counted.join(counted)
    return counting.close()


def _judged(
    days: JudgementDates, repository: Repository, teams: Sequence[str], *, kept: bool
) -> tuple[PartialResult, list[TeamCoverage]]:
    judging = TeamAccumulator(repository, days)
    coverages = []
    for team in map(repository.team, teams):
        judged = judging.add(team)
        if judged and kept:
            coverages.append(judged.coverage)
    return judging.share, coverages


def _counted(
    days: JudgementDates, by: frozenset[str], unit: PeriodUnit, repository: Repository, teams: Sequence[str]
) -> PartialCounts:
    counting = CountAccumulator(repository, days, by, unit)
    for team in map(repository.team, teams):
        counting.add(team)
    return counting.counted


def _spread(work: Work[T], repository: Repository, jobs: int) -> Iterator[T]:
    """Yield what `work` makes of each stretch of teams, in order; here, where few teams are not worth a process."""
    ids = repository.team_ids
    stretches = [ids[first : first + STRETCH] for first in range(0, len(ids), STRETCH)]
    jobs = min(jobs, len(stretches) // FEWEST)
    if jobs < 2:
        yield from (work(repository, teams) for teams in stretches)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(repository,))
    try:
        yield from pool.map(partial(_in_a_process, work), stretches)
    except BrokenProcessPool:
        raise LostProcessError from None
    finally:  # an interrupt too: what has not begun is left, and every process is waited for
        pool.shutdown(cancel_futures=True)


_HERE: list[Repository] = []
"""In a process of the pool, the repository it judges teams of."""


def _begin(repository: Repository) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked hears it, and ends this process
    gc.disable()
    _HERE[:] = [repository]


def _in_a_process(work: Work[T], teams: Sequence[str]) -> T:
    return work(_HERE[0], teams)
