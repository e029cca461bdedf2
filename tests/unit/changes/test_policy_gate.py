"""A policy judged by itself: what of it is wrong, and nothing of what was logged."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checks.changes.policy_gate import check_policy
from checks.loading.repository import open_policy
from checks.run.judging import Judgement, JudgementDates
from tests.support.building import AS_OF, Files, base, lay
from tests.support.calling import changed, replaced

if TYPE_CHECKING:
    from pathlib import Path

DAYS = JudgementDates(AS_OF, AS_OF, AS_OF)
PLAYBOOK = "playbook/playbook.yaml"


def judged(root: Path, files: Files, before: Files | None = None) -> Judgement:
    """Judge a policy, as a change of the one before where there is one."""
    head = open_policy(lay(root / "head", files))
    if before is None:
        return check_policy(None, head, DAYS)
    return check_policy(open_policy(lay(root / "base", before)), head, DAYS, ("the base", "0" * 40))


def test_what_cannot_be_read_is_found_and_no_one_counted(tmp_path: Path) -> None:
    broken = base() | {"playbook/services/one-on-one.yaml": "schema: 1\n", "playbook/other.txt": "x"}

    found = judged(tmp_path, broken)

    assert {each.problem.place.path for each in found.findings} == {
        "playbook/other.txt",
        "playbook/services/one-on-one.yaml",
    }
    assert list(found.findings) == sorted(found.findings, key=lambda each: (each.problem.place, each.code))
    assert (found.as_of, found.unread, found.people) == (AS_OF, (), 0)
    assert (found.promised.hours, found.promised.givers) == (Fraction(0), 0)
    assert (found.against, found.fresh) == (None, found.findings)


def test_a_change_cannot_lower_its_own_bar(tmp_path: Path) -> None:
    """The severity a change gives a rule is not the one that it is judged with."""
    silent = replaced(PLAYBOOK, ("logs_from:", "severities:\n  RAT003: {severity: notice}\nlogs_from:"))
    looser = replaced(
        "playbook/services/one-on-one.yaml", ("coverage_at_least: 90%", "coverage_at_least: 80%")
    )

    found = judged(tmp_path, changed(silent | looser), base())

    assert ("RAT003", "error") in {(each.code, each.severity.value) for each in found.fresh}


def test_a_first_playbook_passes_as_a_change(tmp_path: Path) -> None:
    head = open_policy(lay(tmp_path, base()))

    found = check_policy(None, head, DAYS, ("the base", None))

    assert found.findings == ()
    assert found.against
    assert found.against.base is None


ONE_ON_ONE = "playbook/services/one-on-one.yaml"


def of_teams(teams: str) -> Files:
    return changed(replaced(ONE_ON_ONE, ("teams: all", f"teams: {teams}")))


def test_a_new_id_for_a_team_may_be_a_rename(tmp_path: Path) -> None:
    """Only the data say so; without them it is a warning that names both."""
    found = judged(tmp_path, of_teams("[port, quay]"), of_teams("[harbour, quay]"))

    (only,) = [each for each in found.fresh if each.code == "RAT003"]
    assert only.severity.value == "warning"
    assert "the team port instead of harbour" in only.problem.message


def test_fewer_teams_are_no_rename(tmp_path: Path) -> None:
    for teams in ("[quay]", "[quay, harbour-two, pier]", "[quay, quay]"):
        found = judged(tmp_path / str(len(teams)), of_teams(teams), of_teams("[harbour, quay]"))

        assert "error" in {each.severity.value for each in found.fresh if each.code == "RAT003"}, teams
