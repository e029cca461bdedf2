"""One team's share of the tables to its counts: what a worker does, by the function every machine uses."""

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from checks.engine.counts import FIELDS
from checks.loading.policy import Policy
from checks.loading.table_rows import read_team_rows
from checks.model.cadences import PeriodUnit
from checks.model.findings import Fault
from checks.run.arrow_tables import log_columns, rosters_of
from checks.run.judging import JudgementDates, case_under, team_counts

KEYS = ("team", "service", "period", "member", "group")
UNREAD = "unread"
"""Says why nothing can be said of a team; null in a row of counts."""

COUNTED = pa.schema(
    [*((name, pa.string()) for name in (*KEYS, UNREAD)), *((name, pa.int64()) for name in FIELDS)]
)
_MOST_WORDS = 3

Judge = Callable[[tuple[pa.Scalar, ...], pa.Table, pa.Table], pa.Table]


def count_team_rows(policy: Policy, days: JudgementDates, by: frozenset[str], unit: PeriodUnit) -> Judge:
    """Return what judges one team: its key, touchpoints and other rows to rows of `COUNTED`.

    It is sent to the workers with the terms it judges by, and without what they have no use for.
    """
    terms = replace(policy, releases=(), calendar=None, faults=())

    def judge_team(key: tuple[pa.Scalar, ...], touchpoints: pa.Table, rosters: pa.Table) -> pa.Table:
        team = key[0].as_py() or ""
        files, above, carried = read_team_rows(team, rosters_of(rosters), log_columns(touchpoints))
        case = case_under(terms, files, above, days, carried)
        if case is None:
            return _unread(team, files.faults)
        counts = team_counts(case, by, unit)
        rows = [
            {**key._asdict(), **dict(zip(FIELDS, count.values(), strict=True))}
            for key, count in counts.items()
        ]
        return pa.Table.from_pylist(rows, schema=COUNTED)

    return judge_team


def _unread(team: str, faults: tuple[Fault, ...]) -> pa.Table:
    words = list(dict.fromkeys(fault.problem.message for fault in faults)) or ["the playbook cannot be read"]
    more = [f"{len(words) - _MOST_WORDS} more"] if len(words) > _MOST_WORDS else []
    row = {"team": team, UNREAD: "; ".join([*words[:_MOST_WORDS], *more])}
    return pa.Table.from_pylist([row], schema=COUNTED)
