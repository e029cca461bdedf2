"""Teams judged in several processes: the same functions, a stretch of teams at a time, joined in their order.

Nothing but the findings and sums of a stretch comes back, and they are joined as the teams stand, so that
the result is the same whatever the number of processes.
"""

from __future__ import annotations

import gc
import signal
from functools import partial
from typing import TYPE_CHECKING

from checks.model.errors import LostProcessError
from checks.run.judging import CountBy, PartialResult, TeamAccumulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from checks.engine.team_coverage import TeamCoverage
    from checks.loading.repository import Repository
    from checks.run.judging import JudgementDates

    Part = tuple[PartialResult, list[TeamCoverage]]
    Work = Callable[[Repository, Sequence[str]], Part]

STRETCH = 32
"""Teams handed to a process at once: a fraction of a second, so that an interrupt is soon heeded."""

FEWEST = 4
"""Stretches a process is worth starting for."""


def judge_in_processes(
    workers: int,
    repository: Repository,
    dates: JudgementDates,
    count_by: CountBy | None,
    *,
    with_trials: bool,
    with_coverages: bool,
) -> Iterator[Part]:
    """Yield what each stretch of teams comes to, in order, and if asked for their coverages.

    Where the teams are too few to be worth a process they are judged in this one.
    """
    work = partial(_judge, dates, count_by, with_trials=with_trials, with_coverages=with_coverages)
    ids = repository.team_ids
    stretches = [ids[first : first + STRETCH] for first in range(0, len(ids), STRETCH)]
    workers = min(workers, len(stretches) // FEWEST)
    if workers < 2:
        yield from (work(repository, teams) for teams in stretches)
        return
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(repository,))
    try:
        yield from pool.map(partial(_in_a_process, work), stretches)
    except BrokenProcessPool:
        raise LostProcessError from None
    finally:  # an interrupt too: what has not begun is left, and every process is waited for
        pool.shutdown(cancel_futures=True)


def _judge(
    dates: JudgementDates,
    count_by: CountBy | None,
    repository: Repository,
    teams: Sequence[str],
    *,
    with_trials: bool,
    with_coverages: bool,
) -> Part:
    accumulator = TeamAccumulator(repository, dates, count_by, with_trials=with_trials)
    coverages = []
    for team in map(repository.team, teams):
        judged = accumulator.add(team)
        if judged and with_coverages:
            coverages.append(judged.coverage)
    return accumulator.partial, coverages


_OWN_REPOSITORY: list[Repository] = []
"""In a process of the pool, the repository it judges teams of."""


def _begin(repository: Repository) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked hears it, and ends this process
    gc.disable()
    _OWN_REPOSITORY[:] = [repository]


def _in_a_process(work: Work, teams: Sequence[str]) -> Part:
    return work(_OWN_REPOSITORY[0], teams)
