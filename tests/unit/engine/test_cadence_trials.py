"""Other lengths of a rolling promise, tried on the log: as the promise itself would be judged."""

from fractions import Fraction
from typing import Any

import pytest

from checks.engine.cadence_trials import WEEKS, CadenceTrial, cadence_trials
from checks.engine.counts import Counts
from checks.engine.team_coverage import evaluate_coverage, mix_quarters
from tests.support.judging import read_case
from tests.support.oracle.settled import QUARTERLY, agreement, make, row, stay
from tests.support.oracle.walk import Case

AS_OF = "2026-07-02"
MEMBERS = [stay("2025-01-01"), stay("2025-06-01", person="p-ben"), stay("2026-05-20", person="p-cleo")]
ROWS = [row(f"2026-{month:02}-{day:02}") for month in range(1, 7) for day in (3, 24)]
ROWS += [row("2026-02-10", member="p-ben"), row("2026-04-15", member="p-ben")]


def of(cadence: dict[str, Any], **said: Any) -> Case:
    return make(AS_OF, agreement("2025-01-01", cadence, **said), members=MEMBERS, rows=ROWS)


def tried(case: Case) -> list[CadenceTrial]:
    made = read_case(case)
    return list(cadence_trials(made, mix_quarters(made.playbook, made.as_of)))


@pytest.mark.parametrize("weeks", WEEKS)
@pytest.mark.parametrize("grace", [None, "1 week"])
def test_a_length_comes_to_what_it_comes_to_when_it_is_agreed(weeks: int, grace: str | None) -> None:
    more = {"grace": grace} if grace else {}
    made = read_case(of({"at_most_apart": f"{weeks} weeks", **more}))
    quarters = {one.name for one in mix_quarters(made.playbook, made.as_of)}
    rows = evaluate_coverage(made, made.as_of).coverage.rows
    counts = sum((one.counts for one in rows if one.period.name in quarters), Counts())

    found = next(one for one in tried(of({"at_most_apart": "5 weeks", **more})) if one.weeks == weeks)

    assert (found.met, found.due) == (counts.met, counts.due)
    assert found.people == 2
    assert found.hours == Fraction(3 * 364 * 45, weeks * 7 * 60 * 52)


def test_a_longer_promise_is_never_kept_less_often() -> None:
    found = tried(of({"at_most_apart": "6 weeks"}))

    assert [one.weeks for one in found] == list(WEEKS)
    assert [one.met for one in found] == sorted(one.met for one in found)
    assert len({one.due for one in found}) == 1


def test_only_what_rolls_is_tried() -> None:
    assert tried(of(QUARTERLY)) == []
    assert tried(of({"at_most_apart": "6 weeks"}, obligation="voluntary")) == []
