"""Cases of the oracle's kind, judged by the engine: made in memory, or laid out as files and read."""

import tempfile
from pathlib import Path

from checks.engine.counts import FIELDS, Counts, counts_of
from checks.engine.evaluation import TeamResult, evaluate_team
from checks.engine.team_case import TeamCase
from checks.loading.repository import open_repository
from checks.model.cadences import PeriodUnit
from checks.run.judging import JudgementDates, case_of
from tests.support.building import lay
from tests.support.oracle import walk
from tests.support.oracle.cases import files
from tests.support.oracle.memory import team_cases


def read_case(case: walk.Case) -> TeamCase:
    """Return the first team as the loader reads it from files."""
    with tempfile.TemporaryDirectory() as folder:
        repository = open_repository(lay(Path(folder), files(case)))
        team = next(repository.teams())
        made = case_of(repository, team, JudgementDates(case.as_of, case.as_of, case.as_of))
    assert made, [fault.problem.message for fault in team.faults]
    return made


def engine(case: walk.Case, unit: PeriodUnit = PeriodUnit.QUARTER) -> TeamResult:
    """Judge the first team."""
    return evaluate_team(next(team_cases(case)), unit)


def counts_by_period(found: TeamResult) -> dict[str, Counts]:
    """Return the counts by reporting period, all members together; periods of zeros are left out."""
    names = sorted({window.period for window in found.windows})
    sums = {name: counts_of(one for one in found.windows if one.period == name) for name in names}
    return {name: counts for name, counts in sums.items() if counts}


def total(found: TeamResult) -> Counts:
    """Return the counts of all windows."""
    return counts_of(found.windows)


def same(counts: walk.Counts) -> Counts:
    """Return the oracle's counts as the engine's."""
    return Counts(*(getattr(counts, name) for name in FIELDS))
