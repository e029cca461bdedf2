"""What is counted of teams, owed next, and read by people of themselves: `own/NAME.txt`, made by `python -m tests.coverage.test_own`.

Of some people of the example, and of all of small random teams, in which what is rare is frequent. Read the difference
before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.engine.member_record import team_record
from checks.engine.organisation_totals import OrganisationTotals, coverage_changes
from checks.engine.team_coverage import JudgedTeam, evaluate_coverage
from checks.loading.repository import open_repository
from checks.output import member_report
from checks.planning.upcoming import givers_of, upcoming_items
from checks.run.checking import JudgementDates, case_of
from checks.wording.terms import describe, diff
from tests.approved import approve, approved
from tests.cadence.test_owed import cut
from tests.oracle.cases import QUICK, random_case
from tests.oracle.memory import team_cases

if TYPE_CHECKING:
    from checks.engine.member_record import TeamRecord
    from checks.engine.timeline import TeamCase
    from checks.loading.team_files import TeamFiles
    from checks.planning.upcoming import UpcomingItem

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "own"
AS_OF = date(2026, 11, 20)
SEEDS = range(60, 72)
AHEAD = 60
"""Days of which it is said what is owed."""


@cache
def example() -> tuple[tuple[TeamCase, tuple[TeamRecord, ...]], ...]:
    """Return the example's teams, each with the records of everybody in it who stands for others."""
    found = []
    for files, case in _repository():
        people = [*case.people][::12] + [one.person for one in case.team.coaches][:1]
        owns = (team_record(case, person, files.answers) for person in people)
        found.append((case, tuple(own for own in owns if own)))
    return tuple(found)


def records() -> Iterator[str]:
    """Yield the records of some people of the example, as text, and of some of these as JSON and CSV."""
    for at, (_, owns) in enumerate(example()):
        yield from (member_report.record_as_text("p-somebody", (_recent(own),), AS_OF) for own in owns)
        if owns and at < 3:
            yield member_report.record_as_json("p-somebody", (_recent(owns[0]),), AS_OF)
            yield member_report.record_as_csv((_recent(owns[0]),), AS_OF)


def _recent(own: TeamRecord) -> TeamRecord:
    """Return a record of the last half year alone: the years before it say the same of other days."""
    since = date(2026, 6, 1).toordinal()
    return replace(
        own,
        windows=tuple(one for one in own.windows if one.window.last >= since),
        rows=tuple(one for one in own.rows if one.day >= since),
        gave=tuple(one for one in own.gave if one.day >= since),
    )


def small() -> Iterator[str]:
    """Yield the records of all members of random teams, as text."""
    for seed in SEEDS:
        for bare in team_cases(random_case(seed, size=QUICK)):
            case = replace(bare, log=replace(bare.log, files=[(0, "log.csv")]))
            for person in [*case.people][:4]:
                own = team_record(case, person)
                if own:
                    yield f"## {seed} {case.team.id} {person}\n"
                    yield member_report.record_as_text(person, (own,), date.fromordinal(case.as_of))


def ahead() -> Iterator[str]:
    """Yield what is owed next in the example and in random teams, and all terms in words."""
    random = (case for seed in SEEDS for case in team_cases(random_case(seed, size=QUICK)))
    terms: dict[str, None] = {}
    before = None
    for case in (*(case for case, _ in example()), *map(cut, random)):
        yield f"## {case.team.id}, {date.fromordinal(case.as_of)}\n"
        yield from (f"{_owed(case, one)}\n" for one in upcoming_items(case, case.as_of + AHEAD))
        for service in case.services.values():
            for agreed in case.timeline(service, None):
                terms[f"{describe(agreed)} otherwise than before {list(diff(before, agreed))}\n"] = None
                before = agreed
    yield from terms


def _owed(case: TeamCase, one: UpcomingItem) -> str:
    days = {
        "by": one.by,
        "late": one.late_from,
        "event": one.event,
        "last": one.last_held,
        "booked": one.booked,
    }
    said_days = " ".join(f"{name} {date.fromordinal(day)}" for name, day in days.items() if day is not None)
    there = " ".join(f"{date.fromordinal(first)}/{last - first + 1}" for first, last in one.possible_days)
    givers = ", ".join(givers_of(case, one, one.by))
    return f"{one.service} {one.member} {one.urgency} step {one.step} {said_days} {one.booked_by} there {there}; {givers}"


def teams() -> Iterator[str]:
    """Yield what is counted of the example's teams and of random ones, and of all of them together."""
    found = [
        (evaluate_coverage(case, case.as_of, files.pulse, tried=True), files) for files, case in _repository()
    ]
    for judged, files in found:
        yield from _counted(judged, files)
    whole = OrganisationTotals()
    for judged, _ in found:
        whole.add(judged)
    yield from _whole(whole)
    for seed in SEEDS[:4]:
        for case in team_cases(random_case(seed, size=QUICK)):
            yield from _counted(evaluate_coverage(case, case.as_of, tried=True), None)


def _repository() -> Iterator[tuple[TeamFiles, TeamCase]]:
    repository = open_repository(ROOT)
    for files in repository.teams():
        case = case_of(repository, files, JudgementDates(AS_OF, AS_OF, AS_OF))
        assert case
        yield files, case


def _counted(judged: JudgedTeam, files: TeamFiles | None) -> Iterator[str]:
    one = judged.coverage
    yield (
        f"## {one.team} ({one.name}) of {one.part_of}: {one.size} people, {one.leaders} and {one.coaches}, late {one.late}, "
        f"logged to {one.logged_to}, {len(one.own)} terms of its own, {one.hours} h, {files.files if files else 0} files\n"
    )
    promise = None
    for row in (part for whole in one.rows for part in (whole, *whole.parts)):
        if row.promise and row.promise != promise:
            promise = row.promise
            yield f"{row.service} promises {promise.share}, may miss {promise.may_miss}, at {promise.place}\n"
        below = " below" if row.below else ""
        counts = " ".join(map(str, row.counts.values()))
        promised = "" if row.promise else " nothing promised"
        yield f"{row.service} {row.period.name} {row.group or ''}: {counts} of {row.people}{promised}{below}\n"
    yield from (f"{some.service} {some.period} {some.counts()}\n" for some in one.touchpoints)
    yield from (f"{some}\n" for some in (*one.pulse, *one.trials))
    for service, rows in coverage_changes(judged):
        yield f"{service} from {rows.before.counts.values()} to {rows.after.counts.values()}\n"


def _whole(whole: OrganisationTotals) -> Iterator[str]:
    yield f"## all together: {whole.promised}\n"
    yield from (f"{one}\n" for one in whole.touchpoints.values())
    yield from (
        f"{service} {one.before.values()} {one.after.values()} {one.drop}\n"
        for service, one in whole.changes.items()
    )
    yield from (f"{giver}: {load.hours} h in {load.teams}\n" for giver, load in sorted(whole.loads.items()))
    yield from (f"{member} {owed}\n" for member, owed in whole.owed_by_several())


PAGES = {"records": records, "small": small, "ahead": ahead, "teams": teams}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_counted_owed_and_read_is_what_was_agreed(name: str) -> None:
    assert "".join(PAGES[name]()).splitlines() == approved(KEPT, name).splitlines()


if __name__ == "__main__":
    approve(KEPT, ((each, "".join(page())) for each, page in PAGES.items()))
