"""The judgement itself: its clock, its parts joined, and what is said where much or nothing can be said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.engine.counts import count_windows
from checks.engine.evaluation import evaluate_team
from checks.loading.repository import Repository, open_policy, open_repository
from checks.model.cadences import PeriodUnit
from checks.model.errors import WrongClockError
from checks.model.findings import Place, Problem, Severity
from checks.run.checking import run_check
from checks.run.judging import (
    MOST_IN_A_FILE,
    CountBy,
    JudgementDates,
    PartialResult,
    TeamAccumulator,
    case_of,
    finding_of,
    fold_repeats,
    judgeable_day,
    judgement_dates,
    known_ids,
)
from tests.support.building import AS_OF, HARBOUR, Files, base, lay
from tests.support.oracle.cases import files, random_case
from tests.support.oracle.comparing import BY

if TYPE_CHECKING:
    from pathlib import Path

    from checks.engine.counts import CountKey, Counts
    from checks.engine.team_coverage import TeamCoverage
    from checks.loading.policy import Policy

PLAYBOOK = "playbook/playbook.yaml"
DAYS = JudgementDates(AS_OF, AS_OF, AS_OF)
NEXT = date(2026, 11, 24)
BY_QUARTER = CountBy(BY, PeriodUnit.QUARTER)


def policy_with(root: Path, *lines: str) -> Policy:
    """Return the policy of the small repository, with lines added to its playbook."""
    return open_policy(lay(root, base() | {PLAYBOOK: "\n".join((text(PLAYBOOK), *lines, ""))}))


def text(path: str) -> str:
    content = base()[path]
    return content if isinstance(content, str) else content.decode()


# The clock


@pytest.mark.parametrize(
    ("today", "as_of", "real", "expected"),
    [
        (None, None, AS_OF, JudgementDates(AS_OF, AS_OF, AS_OF)),
        (None, AS_OF, NEXT, JudgementDates(AS_OF, NEXT, NEXT)),
        (None, NEXT, AS_OF, JudgementDates(NEXT, NEXT, AS_OF)),
        (NEXT, None, AS_OF, JudgementDates(NEXT, NEXT, AS_OF)),
        (NEXT, AS_OF, AS_OF, JudgementDates(AS_OF, NEXT, AS_OF)),
        (AS_OF, NEXT, AS_OF, JudgementDates(NEXT, NEXT, AS_OF)),
        (None, AS_OF, date(1970, 1, 1), JudgementDates(AS_OF, AS_OF, date(1970, 1, 1))),
        (None, AS_OF, date(2091, 1, 1), JudgementDates(AS_OF, AS_OF, date(2091, 1, 1))),
        (AS_OF, None, date(1970, 1, 1), JudgementDates(AS_OF, AS_OF, date(1970, 1, 1))),
    ],
)
def test_a_day_is_the_one_asked_for_or_the_playbook_s_or_today(
    tmp_path: Path, today: date | None, as_of: date | None, real: date, expected: JudgementDates
) -> None:
    policy = policy_with(tmp_path, *([f"today: {today}"] if today else []))

    assert judgement_dates(policy, as_of, lambda _: real) == expected


def test_now_is_in_the_playbooks_time_zone_or_in_utc(tmp_path: Path) -> None:
    asked: list[str] = []

    def now(zone: str) -> date:
        asked.append(zone)
        return AS_OF

    judgement_dates(policy_with(tmp_path / "one"), None, now)
    judgement_dates(open_policy(lay(tmp_path / "none", base() | {PLAYBOOK: "schema: 1\n"})), None, now)

    assert asked == ["Europe/Helsinki", "UTC"]


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2090, 12, 31)])
def test_a_clock_within_the_days_files_may_hold_is_taken(tmp_path: Path, day: date) -> None:
    assert judgeable_day(day) == day
    assert judgement_dates(policy_with(tmp_path), None, lambda _: day) == JudgementDates(day, day, day)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2091, 1, 1)])
def test_a_clock_outside_the_days_files_may_hold_judges_nothing(tmp_path: Path, day: date) -> None:
    for ask in (
        lambda: judgeable_day(day),
        lambda: judgement_dates(policy_with(tmp_path), None, lambda _: day),
    ):
        with pytest.raises(WrongClockError, match=f"{day}.*2000 to 2090"):
            ask()


# Parts and the whole


def organisation(root: Path, *, spoilt: bool = False) -> Repository:
    """Return a repository of several random teams; one of them with a fault, if it is said."""
    made: Files = dict(files(random_case(41)))
    made |= {path: content for path, content in base().items() if path.startswith("data/")}
    if spoilt:
        made["data/teams/harbour/team.yaml"] = "schema: 1\n"
    return open_repository(lay(root, made))


@pytest.mark.parametrize("spoilt", [False, True])
def test_shares_of_teams_joined_in_order_come_to_the_whole(tmp_path: Path, *, spoilt: bool) -> None:
    repository = organisation(tmp_path, spoilt=spoilt)
    teams = list(repository.teams())
    assert len(teams) > 2
    for parted in range(len(teams) + 1):
        judging, rest = TeamAccumulator(repository, DAYS), TeamAccumulator(repository, DAYS)
        counting = TeamAccumulator(repository, DAYS, BY_QUARTER)
        later = TeamAccumulator(repository, DAYS, BY_QUARTER)
        for team in teams[:parted]:
            judging.add(team)
            counting.add(team)
        for team in teams[parted:]:
            rest.add(team)
            later.add(team)
        judging.partial.join(rest.partial)
        counting.partial.join(later.partial)

        assert judging.close() == run_check(repository, DAYS)
        assert counting.close() == run_check(repository, DAYS, count_by=BY_QUARTER)


@pytest.mark.parametrize("unit", [PeriodUnit.QUARTER, PeriodUnit.MONTH])
def test_counts_are_those_of_each_team_and_the_unread_are_told(tmp_path: Path, unit: PeriodUnit) -> None:
    repository = organisation(tmp_path, spoilt=True)
    readable = [team for team in repository.teams() if team.team]

    judgement = run_check(repository, DAYS, count_by=CountBy(BY, unit))

    expected: dict[CountKey, Counts] = {}
    for team in readable:
        case = case_of(repository, team, DAYS)
        assert case
        expected |= count_windows(team.id, evaluate_team(case, unit).windows, BY)
    assert judgement.counts == expected
    assert {key.team for key in judgement.counts} <= {team.id for team in readable}
    assert judgement.counts
    assert judgement.unread == ("harbour",)
    assert {finding.problem.place.path for finding in judgement.findings} == {f"{HARBOUR}/team.yaml"}
    assert {finding.code for finding in judgement.findings} == {"SCH004"}


def test_files_and_severities_are_those_of_the_playbook(tmp_path: Path) -> None:
    own = policy_with(tmp_path, "severities: {SCH006: {severity: notice}, CAD001: {severity: notice}}")
    assert own.playbook
    lay(tmp_path, {"playbook/stray.txt": "x", "data/teams/harbour/touchpoints/2026-Q4.csv": "x\n"})
    repository = open_repository(tmp_path)

    found = run_check(repository, DAYS)

    assert found.files == 3 + sum(team.files for team in repository.teams())
    # what is wrong with a file is an error, and that it may weigh less is refused as well (REF008)
    assert [one.code for one in found.findings] == ["SCH008", "REF008", "SCH006"]
    assert found.count(Severity.ERROR) == 3
    assert found.count(Severity.NOTICE) == 0
    counted = run_check(repository, DAYS, count_by=BY_QUARTER)
    assert [finding.severity for finding in counted.findings] == [Severity.ERROR] * 2


def test_other_lengths_are_tried_where_it_is_asked_for(tmp_path: Path) -> None:
    talk = text("playbook/services/one-on-one.yaml").replace(
        "{at_least: 1, per: quarter}", "{at_most_apart: 6 weeks}"
    )
    repository = open_repository(lay(tmp_path, base() | {"playbook/services/one-on-one.yaml": talk}))
    weeks: dict[bool, set[int]] = {}
    for with_trials in (False, True):
        kept: list[TeamCoverage] = []
        run_check(repository, DAYS, on_team=kept.append, with_trials=with_trials)
        weeks[with_trials] = {trial.weeks for team in kept for trial in team.trials}
    plain: list[TeamCoverage] = []
    run_check(repository, DAYS, on_team=plain.append)

    assert not weeks[False]
    assert 6 in weeks[True]
    assert not any(team.trials for team in plain)


def test_own_questions_and_services_may_be_referred_to(tmp_path: Path) -> None:
    own = base() | {PLAYBOOK: f"{text(PLAYBOOK)}metrics: [{{id: proud, question: Are you proud?}}]\n"}

    known = known_ids(open_repository(lay(tmp_path, own)))

    assert known.metrics == {
        "one-on-one": frozenset({"useful"}),
        "health-check": known.metrics["health-check"],
        "organisation": frozenset({"proud"}),
    }
    assert known.groups == {"probation"}
    assert known.principles == {"seen-and-heard"}


def test_counts_of_the_same_key_are_added(tmp_path: Path) -> None:
    sums = run_check(organisation(tmp_path), DAYS, count_by=BY_QUARTER).counts
    twice = PartialResult()
    twice.add_counts(sums)
    twice.add_counts(sums)

    assert {key: counts.values() for key, counts in twice.counts.items()} == {
        key: tuple(2 * value for value in counts.values()) for key, counts in sums.items()
    }


def test_readable_teams_are_handed_over_and_unread_ones_told(tmp_path: Path) -> None:
    repository = organisation(tmp_path, spoilt=True)
    kept, looked = [], []

    found = run_check(
        repository,
        DAYS,
        on_team=lambda team: kept.append(team.team),
        on_case=lambda case: looked.append(case.team.id),
    )

    assert found.unread == ("harbour",)
    assert kept == looked == [team for team in repository.team_ids if team != "harbour"]
    assert "SCH004" in {
        one.code for one in found.findings if one.problem.place.path == f"{HARBOUR}/team.yaml"
    }
    assert found.as_of == AS_OF
    assert found.people == run_check(organisation(tmp_path / "whole"), DAYS).people - 2


def test_ids_of_unreadable_files_may_be_referred_to(tmp_path: Path) -> None:
    broken = base() | {"playbook/services/recognition.yaml": "schema: 1\n"}

    known = known_ids(open_repository(lay(tmp_path, broken)))

    assert "recognition" in known.services
    assert {"harbour"} <= known.teams
    assert "one-on-one" in known.metrics
    assert "CAD001" in known.rules


# Findings


@pytest.mark.parametrize(
    "paths",
    [
        "",
        "a",
        "a" * 99,
        "a" * 100,
        "a" * 101,
        "ab" * 100,
        "ab" * 101,
        "a" * 250 + "b" * 3,
        "b" * 101 + "a" * 102,
    ],
)
def test_a_hundred_findings_of_a_file_are_listed(paths: str) -> None:
    problems = [
        Problem(Place(path, line), f"words {line}", team=path.upper(), severity=Severity.NOTICE)
        for line, path in enumerate(paths, start=1)
    ]

    found = list(fold_repeats(problems))

    of_file = {path: [one for one in problems if one.place.path == path] for path in "ab"}
    listed = [one for one in problems if one in of_file[one.place.path][:MOST_IN_A_FILE]]
    assert found[: len(listed)] == listed
    rest = {path: some[MOST_IN_A_FILE:] for path, some in of_file.items() if some[MOST_IN_A_FILE:]}
    assert {one.place.path: one for one in found[len(listed) :]} == {
        path: Problem(
            some[0].place,
            f"{path.upper()}: {len(some)} more {'problem' if len(some) == 1 else 'problems'} of this kind in this file, from this line on",
            team=path.upper(),
            subject=f"{path} more",
            severity=Severity.NOTICE,
        )
        for path, some in rest.items()
    }


def test_a_thousand_more_are_written_as_people_write_them() -> None:
    problems = [Problem(Place("a", line), "words", team="A") for line in range(1, 1_235 + MOST_IN_A_FILE)]

    assert "A: 1,234 more problems" in list(fold_repeats(problems))[-1].message


@pytest.mark.parametrize(
    ("code", "severity", "own", "expected", "words"),
    [
        ("CAD001", None, None, Severity.ERROR, ""),
        ("CAD002", None, None, Severity.WARNING, ""),
        ("CAD002", "{severity: error}", Severity.WARNING, Severity.ERROR, ""),
        ("CAD001", None, Severity.NOTICE, Severity.NOTICE, ""),
        ("CAD001", "{severity: error}", None, Severity.ERROR, ""),
        ("CAD001", "{severity: error}", Severity.NOTICE, Severity.NOTICE, ""),
        ("CAD001", "{severity: notice}", Severity.NOTICE, Severity.NOTICE, ""),
        ("CAD001", "{severity: error}", Severity.ERROR, Severity.ERROR, ""),
        ("CAD001", "{severity: error, enforced_from: 2026-11-23}", None, Severity.ERROR, ""),
        (
            "CAD001",
            "{severity: error, enforced_from: 2026-11-24}",
            None,
            Severity.WARNING,
            "; a warning until 2026-11-23, an error from 2026-11-24 on",
        ),
        (
            "CAD001",
            "{severity: notice, enforced_from: 2027-01-01}",
            None,
            Severity.WARNING,
            "; a warning until 2026-12-31, a notice from 2027-01-01 on",
        ),
        ("CAD001", "{severity: warning, enforced_from: 2027-01-01}", None, Severity.WARNING, ""),
    ],
)
def test_a_finding_weighs_as_the_playbook_says_now_and_later(
    tmp_path: Path, code: str, severity: str | None, own: Severity | None, expected: Severity, words: str
) -> None:
    playbook = policy_with(tmp_path, *([f"severities: {{{code}: {severity}}}"] if severity else [])).playbook
    problem = Problem(Place("a"), "what it is", named="who it is", severity=own)

    found = finding_of(code, problem, playbook, DAYS)

    assert found.code == code
    assert found.severity is expected
    assert (found.problem.message, found.problem.named) == (f"what it is{words}", f"who it is{words}")


def test_what_names_nobody_is_not_made_to_name_somebody(tmp_path: Path) -> None:
    playbook = policy_with(
        tmp_path, "severities: {CAD001: {severity: error, enforced_from: 2027-01-01}}"
    ).playbook

    assert finding_of("CAD001", Problem(Place("a"), "what it is"), playbook, DAYS).problem.named == ""
