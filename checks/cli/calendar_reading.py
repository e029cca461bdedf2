"""Calendars read for a team: by the rules of calendar.yaml or the usual ones, and who is who by people.csv."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checks.cli.context import playbook_of
from checks.cli.progress import progress_bar
from checks.cli.team_selection import people_of, readable_team
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.team_case import TeamCase
    from checks.imports.calendar_file import CalendarFile, CalendarQuery
    from checks.imports.event_matching import MatchResult
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.recognition import CalendarRules
    from checks.model.touchpoint_log import Log

AHEAD = timedelta(days=92)
"""How far ahead of the as-of day meetings are looked for: a series has no end."""

RULES_FILE = "playbook/calendar.yaml"


@dataclass(frozen=True)
class CalendarReading:
    """What some calendars hold for a team, matched by the rules; `people` is who is who."""

    files: tuple[CalendarFile, ...]
    matches: MatchResult
    rules: CalendarRules
    case: TeamCase
    team_files: TeamFiles
    people: People
    first: date
    last: date


def read_calendars(
    repository: Repository,
    team: str,
    as_of: date,
    files: Sequence[str],
    people: str | None,
    *,
    wording: bool = False,
) -> CalendarReading:
    """Read calendars and match what is in them; with `wording` titles are read too."""
    from checks.imports.calendar_file import merge_calendars
    from checks.imports.event_matching import match_occurrences
    from checks.imports.stand_ins import as_organised_for, with_lists_read

    rules = rules_of(repository)
    team_files = readable_team(repository, team)
    case = case_ahead(repository, team_files, as_of + AHEAD)
    known = people_of(repository, people)
    query = replace(_query(rules, case, known, as_of), wording=wording)
    calendars = tuple(_calendars(files, query))
    listed = with_lists_read(merge_calendars(calendars), case.team)
    occurrences = tuple(as_organised_for(listed, rules.on_behalf_of))
    matches = match_occurrences(occurrences, rules.rules, case)
    return CalendarReading(calendars, matches, rules, case, team_files, known, query.first, query.last)


def _calendars(files: Sequence[str], query: CalendarQuery) -> Iterator[CalendarFile]:
    from checks.imports.calendar_file import read_calendar

    with progress_bar("Reading calendars", len(files)) as step:
        for file in files:
            yield read_calendar(Path(file), query)
            step()


def _query(rules: CalendarRules, case: TeamCase, known: People, as_of: date) -> CalendarQuery:
    """Return what to look for, for one team."""
    query = query_for(rules, known, case.playbook.time_zone, case.horizon, as_of + AHEAD)
    return replace(query, booked=_booked(case.log, as_of))


def query_for(rules: CalendarRules, known: People, zone: str, first: date, last: date) -> CalendarQuery:
    """Return what to look for on some days; raises `UsageError` for a person's address that is named as nobody's."""
    from checks.imports.calendar_file import CalendarQuery

    _refuse_people_as_rooms(rules, known)
    return CalendarQuery(
        first,
        last,
        zone,
        known.by_address,
        tuple(dict.fromkeys(title for rule in rules.rules for title in rule.titles)),
        tuple(dict.fromkeys(rule.category for rule in rules.rules if rule.category)),
        {},
        {person.id: person.name for person in known.by_id.values() if person.name},
        rules.not_people,
        {entry.address: entry.team for entry in rules.team_lists},
    )


def rules_of(repository: Repository) -> CalendarRules:
    """Return how entries are recognised: by calendar.yaml, or by the usual rules where it says none.

    Raises `UsageError` where the file cannot be read, or says that there are none.
    """
    from checks.scaffold.service_catalogue import usual_rules

    policy = repository.policy
    fault = next((fault for fault in policy.faults if fault.problem.place.path == RULES_FILE), None)
    if fault:
        raise UsageError(f"{fault.problem.place}: {fault.problem.message}")
    if policy.calendar is not None and policy.calendar.says("rules"):
        rules = policy.calendar
    else:
        rules = usual_rules(policy.calendar, policy.services)
    if not rules.rules:
        raise UsageError(f"{RULES_FILE} has no rules, so calendar entries can't be matched to services")
    return rules


def _refuse_people_as_rooms(rules: CalendarRules, known: People) -> None:
    """Raise `UsageError` for a person's address under `not_people`: nobody would be met any more."""
    for at, address in enumerate(rules.not_people):
        if person := known.by_address.get(address.casefold()):
            raise UsageError(
                f"{rules.place('not_people', at)}: this address belongs to {person} in people.csv. Remove it here"
            )


def _booked(log: Log, as_of: date) -> dict[str, date]:
    """Return the days of booked rows to come, by their uid."""
    rows = zip(log.days, log.states, log.uids, strict=True)
    return {uid: day for day, state, uid in rows if uid and state == "booked" and day >= as_of}


def case_ahead(repository: Repository, files: TeamFiles, as_of: date) -> TeamCase:
    """Return the team as it is on the last day looked at: who will be in it by then is in it."""
    from checks.engine.team_case import TeamCase

    policy, playbook = repository.policy, playbook_of(repository)
    if files.team is None:
        raise UsageError("playbook/playbook.yaml can't be read. Run: outbound check")
    return TeamCase(
        playbook=playbook,
        services=policy.services,
        team=files.team,
        log=files.log,
        waivers=files.waivers,
        above=repository.leaders_of(files.team.part_of),
        former=policy.former,
        as_of=as_of,
        policy=policy.case_on(playbook, as_of),
    )
