"""The use case: judge a repository, for every command and page, in one process or several."""

from collections.abc import Callable

from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import TeamCoverage
from checks.loading.repository import Repository
from checks.run.judging import CountBy, Judgement, JudgementDates, TeamAccumulator
from checks.run.processes import judge_in_processes


def run_check(
    repository: Repository,
    dates: JudgementDates,
    workers: int = 1,
    on_team: Callable[[TeamCoverage], None] | None = None,
    *,
    on_case: Callable[[TeamCase], None] | None = None,
    count_by: CountBy | None = None,
    with_trials: bool = False,
) -> Judgement:
    """Judge a repository: its teams one after the other, then the rules over all of them.

    `on_team` is handed each readable team's coverage, so that only who wants it holds it, and `on_case` the
    case of each before it is let go. With several `workers` teams are judged in so many processes, to the same
    result; cases stay in the process that reads them, so that with `on_case` there is one. `count_by` and
    `with_trials` are those of `TeamAccumulator`.
    """
    accumulator = TeamAccumulator(repository, dates, count_by, with_trials=with_trials)
    if workers > 1 and on_case is None:
        for partial, coverages in judge_in_processes(
            workers, repository, dates, count_by, with_trials=with_trials, with_coverages=on_team is not None
        ):
            accumulator.partial.join(partial)
            for coverage in coverages:
                if on_team:
                    on_team(coverage)
        return accumulator.close()
    for team in repository.teams():
        judged = accumulator.add(team)
        if judged and on_team:
            on_team(judged.coverage)
        if judged and on_case:
            on_case(judged.case)
    return accumulator.close()
