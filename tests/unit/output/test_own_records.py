"""What is counted of teams, owed next, and read by people of themselves: `records/NAME.txt`, made by
`python -m tests.unit.output.test_own_records`.

Of one team of the example, and of small random teams, in which what is rare is frequent. Read the difference before it
is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.engine.member_record import team_record
from checks.engine.organisation_totals import OrganisationTotals, coverage_changes
from checks.engine.team_coverage import JudgedTeam, evaluate_coverage
from checks.engine.upcoming import givers_of, upcoming_items
from checks.loading.repository import open_repository
from checks.output import member_report
from checks.run.judging import JudgementDates, case_of
from checks.wording.terms import describe, diff
from tests.support.approved import approve, approved
from tests.support.oracle.cases import QUICK, random_case
from tests.support.oracle.memory import team_cases
from tests.support.paths import ROOT
from tests.unit.engine.test_upcoming import cut

if TYPE_CHECKING:
    from checks.engine.member_record import TeamRecord
    from checks.engine.team_case import TeamCase
    from checks.engine.upcoming import UpcomingItem
    from checks.loading.team_files import TeamFiles

KEPT = Path(__file__).parent / "records"
AS_OF = date(2026, 11, 20)
SEEDS = range(60, 64)
TEAM, SERVICES = "harbour", ("one-on-one", "coach-session", "onboarding-check-in")
AHEAD = timedelta(days=60)
"""Days of which it is said what is owed."""


@cache
def example() -> tuple[TeamCase, tuple[TeamRecord, ...]]:
    """Return a team of the example, and the records of two in it: a member's, and a coach's."""
    files, case = _repository()
    people = next(iter(case.people)), case.team.coaches[0].person
    owns = (team_record(case, person, files.answers) for person in people)
    return case, tuple(own for own in owns if own)


def records() -> Iterator[str]:
    """Yield the records of two people of the example as text, and the tables of one of them."""
    _, owns = example()
    yield from (member_report.record_as_text("p-somebody", (_recent(own),), AS_OF) for own in owns)
    yield member_report.record_as_csv((_recent(owns[0]),), AS_OF)


def _recent(own: TeamRecord) -> TeamRecord:
    """Return a record of the running quarter alone: the years before it say the same of other days."""
    since = date(2026, 10, 1)
    return replace(
        own,
        windows=tuple(judged for judged in own.windows if judged.window.last >= since),
        rows=tuple(row for row in own.rows if row.day >= since),
        gave=tuple(row for row in own.gave if row.day >= since),
    )


def small() -> Iterator[str]:
    """Yield the record of the first member of two random teams, as text."""
    for seed in SEEDS[::2]:
        bare = next(iter(team_cases(random_case(seed, size=QUICK))))
        case = replace(bare, log=replace(bare.log, files=[(0, "log.csv")]))
        person = next(iter(case.people))
        own = team_record(case, person)
        assert own
        yield f"## {seed} {case.team.id} {person}\n"
        yield member_report.record_as_text(person, (own,), case.as_of)


def ahead() -> Iterator[str]:
    """Yield what is owed next in the example and in random teams, and all terms in words."""
    random = (case for seed in SEEDS for case in team_cases(random_case(seed, size=QUICK)))
    terms: dict[str, None] = {}
    before = None
    for case in (example()[0], *map(cut, random)):
        yield f"## {case.team.id}, {case.as_of}\n"
        yield from (f"{_owed(case, item)}\n" for item in [*upcoming_items(case, case.as_of + AHEAD)][:12])
        for service in case.services.values():
            for agreed in case.terms_by_day(service, None):
                terms[f"{describe(agreed)} otherwise than before {list(diff(before, agreed))}\n"] = None
                before = agreed
    yield from [*terms][:20]


def _owed(case: TeamCase, item: UpcomingItem) -> str:
    dates = {
        "by": item.by,
        "late": item.late_from,
        "event": item.event,
        "last": item.last_held,
        "booked": item.booked,
    }
    days = " ".join(f"{name} {day}" for name, day in dates.items() if day is not None)
    possible = " ".join(f"{first}/{(last - first).days + 1}" for first, last in item.possible_days)
    givers = ", ".join(givers_of(case, item, item.by))
    return (
        f"{item.service} {item.member} {item.urgency} step {item.step} {days} {item.booked_by} "
        f"there {possible}; {givers}"
    )


def teams() -> Iterator[str]:
    """Yield what is counted of a team of the example and of a random one, and of both together."""
    files, case = _repository()
    judged = evaluate_coverage(case, case.as_of, files.pulse, with_trials=True)
    yield from _counted(judged, files)
    whole = OrganisationTotals()
    whole.add(judged)
    yield from _whole(whole)
    for case in team_cases(random_case(SEEDS[0], size=QUICK)):
        yield from _counted(evaluate_coverage(case, case.as_of, with_trials=True), None)


def _repository() -> tuple[TeamFiles, TeamCase]:
    repository = open_repository(ROOT)
    files = repository.team(TEAM)
    case = case_of(repository, files, JudgementDates(AS_OF, AS_OF, AS_OF))
    assert case
    return files, case


def _counted(judged: JudgedTeam, files: TeamFiles | None) -> Iterator[str]:
    one = judged.coverage
    yield (
        f"## {one.team} ({one.name}) of {one.part_of}: {one.size} people, {one.leaders} and {one.coaches}, late {one.late}, "
        f"logged to {one.logged_to}, {len(one.own)} terms of its own, {one.hours} h, {files.files if files else 0} files\n"
    )
    promise = None
    for row in (part for whole in one.rows if _chosen(whole.service) for part in (whole, *whole.parts)):
        if row.promise and row.promise != promise:
            promise = row.promise
            yield f"{row.service} promises {promise.share}, may miss {promise.may_miss}, at {promise.place}\n"
        below = " below" if row.below else ""
        counts = " ".join(map(str, row.counts.values()))
        promised = "" if row.promise else " nothing promised"
        yield f"{row.service} {row.period.name} {row.group or ''}: {counts} of {row.people}{promised}{below}\n"
    yield from (
        f"{some.service} {some.period} {some.counts()}\n" for some in one.touchpoints if _chosen(some.service)
    )
    yield from (f"{asked}\n" for asked in one.pulse if asked.service == SERVICES[0])
    yield from (f"{trial}\n" for trial in one.trials)
    for service, rows in coverage_changes(judged):
        yield f"{service} from {rows.before.counts.values()} to {rows.after.counts.values()}\n"


def _chosen(service: str) -> bool:
    """Whether a service is among those whose counts a reader checks; those of random teams all are."""
    return service in SERVICES or "-" not in service


def _whole(whole: OrganisationTotals) -> Iterator[str]:
    yield f"## all together: {whole.promised}\n"
    yield from (f"{one}\n" for one in whole.touchpoints.values() if one.service == SERVICES[0])
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
