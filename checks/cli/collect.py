"""`outbound collect`: the log of all teams, from the calendars of `sources.yaml`."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.calendar_reading import AHEAD, case_ahead, query_for, rules_of
from checks.cli.context import (
    Where,
    as_of_option,
    did_you_mean,
    dry_run_option,
    judgement_dates_of,
    open_repository_here,
    playbook_of,
)
from checks.cli.first_look import with_first_look
from checks.cli.person_records import refuse_folder_in_repository
from checks.cli.progress import progress_bar
from checks.cli.team_selection import people_of, people_option, readable_team, team_folder
from checks.model.errors import ChecksError, UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.engine.team_case import TeamCase
    from checks.imports.calendar_rows import BookingResult, HeldAssumption
    from checks.imports.collecting import Collection, OpenRow, SourceReading
    from checks.imports.event_matching import MatchResult
    from checks.imports.team_index import TeamIndex
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.model.recognition import CalendarRules
    from checks.model.sources import CalendarSource, Sources
    from checks.model.touchpoint_log import Log
    from checks.store.source_memory import Memory, MemoryFolder
    from checks.store.team_log import LogRow


@click.command(
    "collect",
    epilog="\b\nsources.yaml beside teams/ lists the calendars:\n"
    "  schema: 1\n"
    "  held_after: 3 days\n"
    "  sources:\n"
    "    - {id: elena, kind: ics, address: OUTBOUND_ICS_ELENA, person: p-elena}",
)
@people_option
@click.option("--source", "wanted", multiple=True, metavar="ID", help="Read only this source. Repeatable.")
@click.option(
    "--state",
    metavar="FOLDER",
    help="Folder that remembers what was read, outside every repository. Unchanged calendars are not read again.",
)
@click.option("--allow-http", is_flag=True, help="Allow http:// for servers on this computer.")
@dry_run_option
@as_of_option
@click.pass_obj
@with_first_look
def collect_command(
    where: Where,
    people: str | None,
    wanted: tuple[str, ...],
    state: str | None,
    allow_http: bool,
    dry_run: bool,
    as_of: str | None,
) -> None:
    """Read the calendars in sources.yaml, and keep the logs of all teams up to date.

    Each calendar is a published address (.ics) or a calendar server (CalDAV). The command recognises meetings as
    `import calendar` does, and writes them into the log of each team they belong to. Meetings that moved, were
    cancelled or declined change their row. Rows that someone confirmed or contested never change.

    With `held_after` in sources.yaml, an accepted meeting counts as held some days later. The member can
    still contest it. With --state, a future meeting that someone deleted from their calendar is cancelled.

    If a calendar can't be read, its rows stay as they are, and the command exits with 1.
    """
    from checks.store.source_memory import scratch_folder

    with ExitStack() as stack:
        memories = _memories(state, stack, None if dry_run else team_folder(open_repository_here(where)))
        repository = open_repository_here(where)  # as another collection has left it
        days = judgement_dates_of(repository.policy, as_of)
        setting = _prepared(repository, people, days.as_of, wanted)
        folder = stack.enter_context(scratch_folder(team_folder(repository), alone=not dry_run))
        readings = tuple(setting.read(folder, memories, allow_http=allow_http))
        outcome = setting.book_all(dry_run=dry_run)
        if not (dry_run or outcome.problems or setting.rosters.unreadable):
            memories.write(setting.collection.memories)
    _print(setting, readings, outcome, dry_run=dry_run)


@dataclass(slots=True)
class _Outcome:
    """What became of the logs, by team; `problems` are teams whose log could not be written."""

    booked: dict[str, BookingResult] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rosters:
    """Who is in which team, and what of their logs may change; `unreadable` teams with the reason are passed over."""

    index: TeamIndex
    open_rows: list[OpenRow]
    first: date
    unreadable: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Setting:
    """Everything a collection needs; of the sources only those `wanted` are read."""

    repository: Repository
    as_of: date
    rules: CalendarRules
    known: People
    sources: Sources
    wanted: frozenset[str]
    rosters: _Rosters
    collection: Collection

    @property
    def chosen(self) -> list[CalendarSource]:
        """The sources that are wanted."""
        return [source for source in self.sources.sources if source.id in self.wanted]

    @property
    def assumed(self) -> HeldAssumption | None:
        """Which meetings count as held without anybody's word."""
        from checks.imports.calendar_rows import HeldAssumption

        days = self.sources.held_after_days
        return None if days is None else HeldAssumption(self.as_of - timedelta(days=days), accepted=True)

    def read(self, folder: Path, memories: MemoryFolder, *, allow_http: bool) -> Iterator[SourceReading]:
        """Read all sources that are wanted; of the others only what is remembered counts."""
        from checks.imports.collecting import LONGER, valid_memory
        from checks.imports.source_fetching import FetchedSource, SourceFetcher, fetched_sources

        def remembered(source: CalendarSource) -> tuple[Memory | None, bool]:
            memory = valid_memory(memories.read(source.id))
            return memory, memory is not None and self.collection.still_holds(source, memory)

        def fetched() -> Iterator[FetchedSource]:
            fetcher = SourceFetcher(folder, self.rosters.first, self.as_of + AHEAD + LONGER, allow_http)
            for source in self.sources.sources:
                if source.id not in self.wanted and (memory := remembered(source)[0]):
                    yield FetchedSource(source, memory, problem="not wanted")
            yield from fetched_sources(self.chosen, remembered, fetcher.fetch)

        with progress_bar("Reading calendars", len(self.wanted)) as step:
            for reading in self.collection.take(fetched()):
                if reading.source in self.wanted:
                    step()
                    yield reading

    def book_all(self, *, dry_run: bool) -> _Outcome:
        """Book what was read in the logs of all teams."""
        outcome = _Outcome()
        for team in self.repository.team_ids:
            if team not in self.rosters.unreadable:
                self._book(team, outcome, dry_run=dry_run)
        return outcome

    def _book(self, team: str, outcome: _Outcome, *, dry_run: bool) -> None:
        """Book what concerns one team in its log; a problem of one team is noted, and the others go on."""
        from checks.imports.calendar_rows import DateRange, book_meetings
        from checks.imports.log_booking import write_bookings
        from checks.store.team_log import rows_of

        try:
            files = readable_team(self.repository, team)
            case = case_ahead(self.repository, files, self.as_of + AHEAD)
            matches, gone = self._matched(team, case)
            span = DateRange(case.horizon, self.as_of + AHEAD, self.as_of)

            def book(rows: Sequence[LogRow]) -> BookingResult:
                return book_meetings(rows, matches, gone, span, assumed=self.assumed)

            booked = book(tuple(rows_of(files.log)))
            if booked.changes and not dry_run:
                booked = write_bookings(
                    team_folder(self.repository), team, book, lambda: self.repository.changed_since(files)
                )
            outcome.booked[team] = booked
        except ChecksError as error:
            outcome.problems[team] = str(error)

    def _matched(self, team: str, case: TeamCase) -> tuple[MatchResult, frozenset[str]]:
        """Return what concerns a team, and the uids of what no longer takes place."""
        from checks.imports.event_matching import match_occurrences
        from checks.imports.stand_ins import as_organised_for, with_lists_read

        collected = self.collection.records.of(team, self.collection.writer)
        listed = with_lists_read(collected.occurrences, case.team)
        occurrences = as_organised_for(listed, self.rules.on_behalf_of)
        matches = match_occurrences(occurrences, self.rules.rules, case)
        touchpoints = tuple(
            entry
            for entry in matches.touchpoints
            if not self.rosters.index.owed_elsewhere(
                team, entry.member, entry.giver, entry.service, entry.day
            )
        )
        gone = frozenset(self.collection.gone) - collected.unsure
        return replace(matches, touchpoints=touchpoints), gone


def _prepared(repository: Repository, people: str | None, as_of: date, wanted: tuple[str, ...]) -> _Setting:
    """Return what is needed to collect: rosters, rules, people and sources; raises `UsageError`."""
    from checks.imports.collecting import LONGER, Collection
    from checks.loading.calendar_sources import read_sources

    sources = read_sources(repository.data)
    ids = [source.id for source in sources.sources]
    for name in wanted:
        if name not in ids:
            hint = did_you_mean(name, ids)
            raise UsageError(f"there is no source {name!r} in sources.yaml. {hint}".rstrip())
    rules, known, playbook = rules_of(repository), people_of(repository, people), playbook_of(repository)
    rosters = _rosters(repository, as_of)
    query = query_for(rules, known, playbook.time_zone, rosters.first, as_of + AHEAD + LONGER)
    collection = Collection(query, rules.rules, rosters.index, as_of, rosters.open_rows)
    return _Setting(repository, as_of, rules, known, sources, frozenset(wanted or ids), rosters, collection)


def _rosters(repository: Repository, as_of: date) -> _Rosters:
    """Read all teams, one at a time."""
    from checks.imports.team_index import TeamIndexBuilder

    builder = TeamIndexBuilder(repository.policy.services.values())
    open_rows: list[OpenRow] = []
    unreadable: dict[str, str] = {}
    first = as_of
    for team in repository.team_ids:
        try:
            case = case_ahead(repository, readable_team(repository, team), as_of + AHEAD)
        except UsageError as error:
            unreadable[team] = str(error).replace(", so nothing was written", "")
            continue
        builder.add(case.team, case.above)
        first = min(first, case.horizon)
        open_rows += _open_rows(team, case.log)
    return _Rosters(builder.built(), open_rows, first, unreadable)


def _open_rows(team: str, log: Log) -> Iterator[OpenRow]:
    """Yield the rows that a calendar may still change."""
    from checks.imports.collecting import OpenRow

    columns = zip(log.uids, log.states, log.acknowledged, log.days, log.members, log.givers, strict=True)
    for uid, state, acknowledged, day, *people in columns:
        if uid and state == "booked" and not acknowledged:
            yield OpenRow(team, uid, day, frozenset(people))


def _memories(state: str | None, stack: ExitStack, data: Path | None) -> MemoryFolder:
    """Return what is remembered, with the sources held for this command alone where it writes into `data`."""
    from checks.store.source_memory import MemoryFolder, only_collection

    folder = Path(state) if state is not None else None
    if folder is not None:
        if not state or (folder.exists() and not folder.is_dir()):
            raise UsageError(f"--state {state}: this is not a folder. Choose another one")
        refuse_folder_in_repository(folder, "what is remembered")
        with writing_to(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if data:
        stack.enter_context(only_collection(data))
    return MemoryFolder(folder)


def _print(setting: _Setting, readings: Sequence[SourceReading], outcome: _Outcome, *, dry_run: bool) -> None:
    """Print what changed, and end with 1 where a source or a team could not be read."""
    from checks.output import collect_report

    readings = sorted(readings, key=lambda reading: reading.source)
    for row in setting.known.bad:
        click.echo(f"people.csv, line {row.line}: {row.why}")
    strangers = collect_report.unknown_person_lines(setting.chosen, setting.known.by_id)
    for line in (*strangers, *collect_report.skipped_entry_lines(readings)):
        click.echo(line)
    for team, booked in outcome.booked.items():
        for line in collect_report.team_lines(team, booked):
            click.echo(line)
    click.echo(collect_report.calendars_line(readings))
    waiting = sum(len(booked.waiting) for booked in outcome.booked.values())
    changes = {team: booked.changes for team, booked in outcome.booked.items()}
    for line in collect_report.last_line(changes, waiting, dry_run=dry_run):
        click.echo(line)
    failed = [collect_report.problem_line(reading) for reading in readings if reading.problem]
    failed += [f"{words}. Its log stays as it is" for words in setting.rosters.unreadable.values()]
    failed += [f"{team}: {words}" for team, words in outcome.problems.items()]
    for line in failed:
        click.echo(f"outbound: {line}.", err=True)
    if failed:
        click.get_current_context().exit(1)
