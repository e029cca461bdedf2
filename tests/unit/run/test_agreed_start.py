"""What was broken before the agreed start is history, and what would be broken without the time before it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import Repository, open_repository
from checks.model.findings import Severity
from checks.run.checking import run_check
from checks.run.judging import JudgementDates
from tests.support.paths import ROOT
from tests.support.rolling_repository import DAY, laid, rows, team

if TYPE_CHECKING:
    from pathlib import Path

    from checks.model.findings import Finding

AS_OF = date(2026, 11, 20)
STARTS = [date(2026, 4, 1), date(2026, 7, 1), date(2026, 8, 15), date(2026, 10, 1), date(2026, 11, 10)]


def with_days(repository: Repository, **days: date | None) -> Repository:
    """Return the repository with days of its playbook changed."""
    policy = repository.policy
    assert policy.playbook
    return replace(repository, policy=replace(policy, playbook=policy.playbook.model_copy(update=days)))


def promises(repository: Repository) -> dict[str, Finding]:
    """Return the findings about teams' promises, by fingerprint."""
    findings = run_check(repository, JudgementDates(AS_OF, AS_OF, AS_OF)).findings
    return {
        finding.fingerprint: finding
        for finding in findings
        if finding.code.startswith("CAD") and finding.problem.team
    }


@pytest.fixture(scope="module")
def northlight() -> Repository:
    """The example."""
    return open_repository(ROOT)


def test_before_the_start_everything_is_history(northlight: Repository) -> None:
    judged = promises(with_days(northlight, judged_from=date(2027, 1, 1)))

    assert judged.keys() == promises(northlight).keys()
    assert {finding.severity for finding in judged.values()} == {Severity.NOTICE}
    assert all("before the agreed start on 2027-01-01" in each.problem.message for each in judged.values())


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_what_counts_is_what_a_log_from_the_start_has_too(start: date, northlight: Repository) -> None:
    judged = promises(with_days(northlight, judged_from=start))
    since = promises(with_days(northlight, logs_from=start))

    counting = {key for key, finding in judged.items() if not finding.problem.is_history}
    history = judged.keys() - counting
    assert counting <= since.keys()
    assert not history & since.keys()
    assert all(judged[key].severity is Severity.NOTICE for key in history)


def test_a_start_before_the_log_changes_nothing(northlight: Repository) -> None:
    assert promises(with_days(northlight, judged_from=date(2020, 1, 1))) == promises(northlight)


HISTORY = rows(
    "2026-08-03,one-on-one,p-mia,p-grace,outbound,held,,",  # away from October on, so that she waits since September
    "2026-10-06,one-on-one,p-ada,p-grace,outbound,held,,",
)
AWAY = team("absences:", "  - {person: p-mia, from: 2026-10-05, to: 2026-11-08}")


def late_now(folder: Path, start: date) -> Finding:
    """Return the finding about who is late now, in a repository in which two are, with an agreed start."""
    repository = with_days(open_repository(laid(folder, HISTORY, AWAY)), judged_from=start)
    monday = date.fromisoformat(DAY)
    findings = run_check(repository, JudgementDates(monday, monday, monday)).findings
    (finding,) = (finding for finding in findings if finding.code == "CAD002")
    return finding


def test_who_waits_since_before_the_start_is_counted_apart(tmp_path: Path) -> None:
    finding = late_now(tmp_path, date(2026, 10, 5))

    assert finding.severity is Severity.WARNING
    assert "harbour: one-on-one: 1 member has waited too long, since 2026-11-" in finding.problem.message
    assert finding.problem.message.endswith(
        "; 1 other wait began before the agreed start on 2026-10-05, for information"
    )
    assert "(p-ada since 2026-11-" in finding.problem.named
    assert "2026-10-05 (p-mia since 2026-09-" in finding.problem.named


def test_all_who_wait_count_where_the_log_begins_at_the_start(tmp_path: Path) -> None:
    finding = late_now(tmp_path, date(2026, 1, 1))

    assert "2 members have waited too long" in finding.problem.message
    assert "for information" not in finding.problem.message
