"""`outbound import calendar`: one-on-ones and team meetings, from exports of calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.calendar_reading import read_calendars
from checks.cli.context import (
    Where,
    as_of_option,
    dry_run_option,
    judgement_dates_of,
    open_repository_here,
)
from checks.cli.first_look import with_first_look
from checks.cli.person_argument import naming_of, terminal_naming_of
from checks.cli.person_records import repository_around
from checks.cli.suggested_rules import suggest_rules_here
from checks.cli.team_selection import people_option, team_folder, team_option
from checks.model.errors import CannotWriteError, UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from checks.imports.calendar_file import CalendarFile
    from checks.imports.calendar_rows import BookingResult
    from checks.imports.event_matching import MatchResult
    from checks.imports.tick_list import TickedBooking
    from checks.loading.repository import Repository
    from checks.output.invitation_words import Name
    from checks.store.team_log import LogRow


@click.command("calendar")
@click.argument("files", nargs=-1, metavar="FILE.ics…")
@team_option("Team whose meetings to look for.", required=True)
@people_option
@dry_run_option
@click.option("--assume-held", is_flag=True, help="Log past meetings as held, unless they are tentative.")
@click.option(
    "--list",
    "list_file",
    metavar="FILE",
    help="Write a list of unconfirmed past meetings to FILE, so that you can tick them off.",
)
@click.option(
    "--held", metavar="FILE", help="Log the meetings that are ticked in FILE, a list from --list, as held."
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Show rules for entries that match none, with their titles. Imports nothing.",
)
@as_of_option
@click.pass_obj
@with_first_look
def import_calendar_command(
    where: Where,
    files: tuple[str, ...],
    team: str,
    people: str | None,
    dry_run: bool,
    assume_held: bool,
    list_file: str | None,
    held: str | None,
    suggest: bool,
    as_of: str | None,
) -> None:
    """Import one-on-ones and team meetings from calendar files into a team's log.

    playbook/calendar.yaml decides which entry is which service, and people.csv shows who is who. The command logs
    a meeting as booked until someone confirms it. You can import a file again: only meetings that have
    moved or been cancelled change, unless they are logged as held.

    The command uses an entry's title to choose the service, and doesn't store it. It doesn't read notes or
    descriptions.
    """
    if not files and (suggest or not held):
        raise UsageError("give a calendar file (.ics), or a ticked list with --held")
    from checks.imports.calendar_rows import DateRange, HeldAssumption, book_meetings
    from checks.imports.event_matching import NOTHING
    from checks.imports.log_booking import write_bookings
    from checks.imports.tick_list import tick_list
    from checks.store.team_log import read_lines

    repository = open_repository_here(where)
    days = judgement_dates_of(repository.policy, as_of)
    if suggest:
        suggest_rules_here(repository, team, days.as_of, files, people, dry_run=dry_run)
        return
    ticked = _ticked(held)
    job = (
        _read(repository, team, days.as_of, files, people)
        if files
        else _CalendarImport(team_folder(repository), team)
    )
    name: Name = str
    if list_file:
        _check_list(Path(list_file))
        name = _naming_outside(repository, people, Path(list_file))

    gone = frozenset(uid for file in job.files for uid in file.gone)
    span = DateRange(job.first, job.last, days.as_of)
    ticks = frozenset(ticked.rows) if ticked else frozenset()
    assumed = HeldAssumption(days.as_of - timedelta(days=1)) if assume_held else None

    def book(rows: Sequence[LogRow]) -> BookingResult:
        return book_meetings(rows, job.matches or NOTHING, gone, span, ticked=ticks, assumed=assumed)

    booked = (
        book([line.row for line in read_lines(job.data, team)])
        if dry_run
        else write_bookings(job.data, job.team, book, job.changed)
    )
    if list_file and not dry_run:
        with writing_to(Path(list_file)), Path(list_file).open("x", encoding="utf-8") as to:
            to.write(tick_list(team, booked.waiting, name))
    shown = terminal_naming_of(repository, people)
    for line in _report(job, booked, ticked, shown):
        click.echo(line)
    for line in _last_lines(job, booked, list_file, dry_run=dry_run, assume_held=assume_held):
        click.echo(line)


@dataclass(frozen=True)
class _CalendarImport:
    """The matches of some calendars for a team's log; without files it is the ticks of a list alone.

    `changed` returns the path of a file that decided who is meant and is no longer what was read, or None.
    """

    data: Path
    team: str
    first: date = date.min
    last: date = date.min
    files: tuple[CalendarFile, ...] = ()
    matches: MatchResult | None = None
    changed: Callable[[], str | None] = lambda: None
    bad_people: tuple[str, ...] = ()


def _read(
    repository: Repository, team: str, as_of: date, files: Sequence[str], people: str | None
) -> _CalendarImport:
    """Read the calendars, and match what is in them with the rules."""
    reading = read_calendars(repository, team, as_of, files, people)
    return _CalendarImport(
        team_folder(repository),
        team,
        reading.first,
        reading.last,
        reading.files,
        reading.matches,
        lambda: repository.changed_since(reading.team_files),
        tuple(f"people.csv, line {row.line}: {row.why}" for row in reading.people.bad),
    )


def _ticked(held: str | None) -> TickedBooking | None:
    from checks.imports.tick_list import read_tick_list

    if held is None:
        return None
    try:
        if not Path(held).is_file() and Path(held).exists():  # a pipe would be waited for
            raise UsageError(f"{held} is not a file")
        ticked = read_tick_list(Path(held).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"{held} can't be read: {(error.strerror or 'the system refused').lower()}"
        ) from None
    except UnicodeDecodeError:
        raise UsageError(f"{held} is not UTF-8, so it is not a list from --list") from None
    if ticked.odd and not ticked.rows:
        raise UsageError(f"{held} has no ticked lines, or it is not a list from --list")
    return ticked


def _check_list(path: Path) -> None:
    """Refuse a file for the list before anything is written: one that is there, or whose folder is not."""
    with writing_to(path):
        if path.exists():
            raise UsageError(f"{path} already exists and may contain ticks. Choose another file")
        if not path.parent.is_dir():
            raise CannotWriteError(str(path), "the folder does not exist")


def _naming_outside(repository: Repository, people: str | None, file: Path) -> Name:
    """Return how people are called in a file: by id where it lies in a repository."""
    inside = repository_around(file) or file.resolve().is_relative_to(team_folder(repository).resolve())
    return str if inside else naming_of(repository, people)


def _report(
    job: _CalendarImport, booked: BookingResult, ticked: TickedBooking | None, name: Name
) -> Iterator[str]:
    """Yield what is printed before the last line."""
    from checks.imports.event_matching import NOTHING
    from checks.output import import_report

    if job.matches:
        yield import_report.import_heading(job.team, job.first, job.last, job.files)
    yield from import_report.change_lines(booked.changes, name)
    not_taken = [*job.bad_people, *(import_report.tick_lines(ticked, booked) if ticked else ())]
    matches, elsewhen = import_report.matches_between(job.matches or NOTHING, job.first, job.last)
    not_taken += import_report.skipped_lines(job.files, matches)
    if not_taken:
        yield "Skipped:"
        yield from (f"  {line}" for line in not_taken)
    yield from import_report.unmatched_lines(booked, job.team, matches.unfit, name)
    yield from import_report.elsewhen_lines(job.files, elsewhen, job.first, job.last)


def _last_lines(
    job: _CalendarImport, booked: BookingResult, list_file: str | None, *, dry_run: bool, assume_held: bool
) -> Iterator[str]:
    """Yield the line about past meetings nobody has confirmed, where there are any, and the counts."""
    from checks.output import import_report
    from checks.wording.measures import plural

    if booked.waiting:
        number = plural(len(booked.waiting), "past meeting is", "past meetings are")
        assumed = "" if assume_held else ", or log them all as held with --assume-held"
        how = f". To tick off what took place, use --list FILE{assumed}"
        if list_file and not dry_run:
            how = f". Tick what took place in {list_file}"
        yield f"{number} booked but not confirmed{how}."
    counts = import_report.count_line(booked.changes, booked.unchanged)
    if not counts:
        yield "Nothing to change."
    elif dry_run:
        yield f"{counts}. Dry run: nothing was written."
    else:
        yield f"{counts} in data/teams/{job.team}/touchpoints."
