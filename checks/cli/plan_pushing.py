"""`outbound plan --push`: the calendars that are written to, one after the other; one that fails stops no other."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from checks.cli.busy_times import BusyTimes
from checks.cli.context import playbook_of
from checks.cli.person_argument import naming_of
from checks.cli.pushed_calendar import PushedCalendar, PushedPlan
from checks.cli.team_selection import people_of
from checks.model.errors import UnreadError, UsageError
from checks.remote.connections import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.cli.push_options import PushOptions
    from checks.loading.repository import Repository
    from checks.model.sources import CalendarSource
    from checks.planning.free_hours import WorkingHours
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.weeks import Limits, PlannedItem
    from checks.wording.language import Language


def push_plan(
    repository: Repository,
    gathered: GatheredInvitations,
    planned: Sequence[PlannedItem],
    limits: Limits,
    language: Language,
    options: PushOptions,
) -> None:
    """Put a plan's proposals into the calendars of those who give; ends with 1 where one could not be written."""
    from checks.loading.calendar_sources import read_sources
    from checks.remote.calendar_servers import server_of

    sources = read_sources(repository.data).sources
    plan = _plan(repository, gathered, planned, limits, language, options)
    busy = BusyTimes(sources, limits.first, limits.last, plan.zone, allow_http=options.allow_http)
    failed = 0
    for source in _targets(sources, gathered, options.leader):
        try:
            with server_of(source, os.environ, allow_http=options.allow_http) as server:
                failed += PushedCalendar(plan, source, server, busy).push()
        except SourceError as error:
            failed += 1
            click.echo(f"outbound: {source.id}: {error}. Run the command again to complete it", err=True)
    if failed:
        click.get_current_context().exit(1)


def _plan(
    repository: Repository,
    gathered: GatheredInvitations,
    planned: Sequence[PlannedItem],
    limits: Limits,
    language: Language,
    options: PushOptions,
) -> PushedPlan:
    return PushedPlan(
        repository,
        gathered,
        planned,
        limits,
        people_of(repository, options.people),
        options.people,
        str if os.environ.get("CI") else naming_of(repository, options.people),  # many read what CI prints
        language,
        ZoneInfo(playbook_of(repository).time_zone),
        _hours(options.hours),
        options.dry_run,
    )


def _hours(text: str) -> WorkingHours:
    from checks.planning.free_hours import parse_hours

    try:
        return parse_hours(text)
    except ValueError:
        raise UsageError(f"--hours {text}: not valid hours. Write them as 9-16 or 8:30-15:30") from None


def _targets(
    sources: Sequence[CalendarSource], gathered: GatheredInvitations, leader: str | None
) -> list[CalendarSource]:
    """Return the sources that are written to, one a person; raises `UsageError` where there is none."""
    targets: dict[str, CalendarSource] = {}
    for source in sources:
        person = source.person
        if source.kind == "caldav" and person in gathered.givers and leader in (None, person):
            targets.setdefault(person or "", source)
    if not targets and gathered.unread:
        unread = ", ".join(gathered.unread)
        raise UnreadError(
            f"{unread} can't be read, so it is not known whose calendars to write to. Run: outbound check"
        )
    if not targets:
        whose = f"`person: {leader}`" if leader else "the id of a leader or coach as `person`"
        raise UsageError(
            f"sources.yaml has no calendar server to write to. Add a source of kind caldav with {whose}"
        )
    return list(targets.values())
