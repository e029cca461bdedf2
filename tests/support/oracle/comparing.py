"""The engine and the walk side by side: each row of counts in which they differ, by the seed of its case."""

from checks.engine.counts import FIELDS, count_windows
from checks.engine.evaluation import evaluate_team
from checks.model.cadences import PeriodUnit
from tests.support.oracle.cases import ALL, EDGES, LEAVING, MOVES, MOVING, QUICK, Size, random_case
from tests.support.oracle.memory import team_cases
from tests.support.oracle.walk import Case
from tests.support.oracle.walk import judge as walk

UNITS = (PeriodUnit.MONTH, PeriodUnit.QUARTER, PeriodUnit.YEAR)
BY = frozenset({"team", "service", "period", "member"})

Found = dict[tuple[str | None, ...], tuple[int, ...]]


def unit_of(seed: int) -> PeriodUnit:
    """Return the reporting period a case is judged for."""
    return UNITS[seed % len(UNITS)]


def by_walk(case: Case, unit: PeriodUnit) -> Found:
    """Return the walk's counts by team, service, period and member."""
    return {
        key: tuple(getattr(counts, name) for name in FIELDS) for key, counts in walk(case, unit.value).items()
    }


def by_engine(case: Case, unit: PeriodUnit) -> Found:
    """Return the engine's counts by team, service, period and member, of a case in memory."""
    return {
        key[:4]: counts.values()
        for team in team_cases(case)
        for key, counts in count_windows(team.team.id, evaluate_team(team, unit).windows, BY).items()
    }


def features_of(seed: int) -> frozenset[str]:
    """Return what may occur in a case: each fourth is about leaving, another about moves from team to team."""
    return {2: MOVING, 3: LEAVING}.get(seed % 4, ALL)


def size_of(seed: int) -> Size:
    """Return how large a case may grow: each second is made of edges, and moves need teams."""
    return EDGES if seed % 2 else MOVES if seed % 4 == 2 else QUICK


def differences(seed: int) -> list[str]:
    """Name each row of counts in which the two differ on a case in memory."""
    case, unit = random_case(seed, features=features_of(seed), size=size_of(seed)), unit_of(seed)
    ours, theirs = by_engine(case, unit), by_walk(case, unit)
    return told(f"seed {seed}, {unit}, as of {case.as_of}", ours, theirs) if ours != theirs else []


def told(case: str, ours: Found, theirs: Found) -> list[str]:
    """Return a line for each row of counts in which the two differ."""
    return [
        f"{case}, {key}: engine {ours.get(key)}, walk {theirs.get(key)}"
        for key in sorted({*ours, *theirs}, key=str)
        if ours.get(key) != theirs.get(key)
    ]
