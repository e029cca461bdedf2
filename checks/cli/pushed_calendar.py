"""The proposals of one who gives, put into their calendar: what is there is read, and what differs is written."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.calendar_reading import read_calendars
from checks.model.errors import UnusableFileError
from checks.remote.connections import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from checks.cli.busy_times import BusyTimes
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.model.sources import CalendarSource
    from checks.output.invitation_words import Name
    from checks.output.proposed_meetings import Invitee, ProposalWriter, PushWords
    from checks.planning.free_hours import Stretch, WorkingHours
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.proposals import CalendarChange, CalendarEntry, PlacedProposal, Proposal
    from checks.planning.weeks import Limits, PlannedItem
    from checks.remote.calendar_servers import CalendarServer, ServerCalendar, ServerEntry
    from checks.remote.own_entries import OwnEntry
    from checks.wording.language import Language

_LOOKS_BACK = timedelta(days=31)
"""How long after its day a proposal is still found, to be moved."""

_ABOUT_AN_ENTRY = (400, 403, 409, 412, 413, 415, 422)
"""Answers that refuse an entry, and say nothing about the next one."""

_FULL = 900_000
_MOST = 1_500
"""Letters and entries that are handed on at once; the reader takes a little more."""


@dataclass(frozen=True)
class PushedPlan:
    """A plan to be pushed, with all that is known apart from the calendars; `people_file` is where people stand."""

    repository: Repository
    gathered: GatheredInvitations
    planned: Sequence[PlannedItem]
    limits: Limits
    people: People
    people_file: str | None
    name: Name
    language: Language
    zone: ZoneInfo
    hours: WorkingHours
    dry_run: bool

    @property
    def as_of(self) -> date:
        """The day of the plan."""
        return self.limits.first


@dataclass(frozen=True)
class _Written:
    """An entry that was written before, and what the server has of it."""

    entry: CalendarEntry
    stored: ServerEntry
    sequence: int
    digest: str


class PushedCalendar:
    """The calendar of the person of a source, at its server; of several calendars it names the first is written to."""

    def __init__(
        self, plan: PushedPlan, source: CalendarSource, server: CalendarServer, busy: BusyTimes
    ) -> None:
        self.plan, self.source, self.server, self.busy = plan, source, server, busy
        self.giver = source.person or ""
        self.addresses: frozenset[str] = frozenset()
        self.done: Counter[str] = Counter()
        self.refused = 0

    def push(self) -> int:
        """Make the calendar show the proposals, and say what was done; return how many entries were refused."""
        from checks.planning.proposals import calendar_changes

        writer, words = self._writer(), self._words()
        calendars = self.server.calendars(self.source.calendars)
        target = _target(calendars, self.source.calendars)
        click.echo(f"{self.plan.name(self.giver)}, calendar {target.shown}:")
        proposals, booked = self._proposals()
        written, others = self._read(target, calendars)
        written |= self._out_of_sight(target, {proposal.uid for proposal in proposals} - written.keys())
        entries = {uid: known.entry for uid, known in written.items()}
        placed = self._placed(self._needed(proposals, entries, others, words), entries, calendars)
        changes = calendar_changes(
            placed,
            entries,
            lambda new: writer.digest(new) == written[new.proposal.uid].digest,
            booked,
            self.plan.as_of,
            withdraw=not self.plan.gathered.unread,
        )
        for change in changes:
            self._do(change, writer, words, target, written)
        self._end(target)
        return self.refused

    def _proposals(self) -> tuple[list[Proposal], dict[str, date]]:
        """Return what to propose, and the days of what is booked already, by UID."""
        from checks.engine.upcoming import Urgency
        from checks.output.calendar_feeds import touchpoint_uids
        from checks.planning.proposals import Proposal
        from checks.planning.weeks import days_in_week

        items = [item for item in self.plan.planned if item.giver == self.giver]
        uids = touchpoint_uids(item.invitation for item in items)
        proposals, booked = [], {}
        for uid, item in zip(uids, items, strict=True):
            if item.day is None:
                continue
            if item.invitation.owed.urgency is Urgency.BOOKED:
                booked[uid] = item.day
            elif self._invited_to(item):
                proposals.append(
                    Proposal(uid, item, days_in_week(item, self.plan.gathered, self.plan.limits))
                )
            else:
                receiver = self._words().receiver(item.invitation)
                click.echo(f"  not proposed: {receiver}: people.csv has no address to invite")
        return proposals, booked

    def _needed(
        self,
        proposals: Sequence[Proposal],
        entries: dict[str, CalendarEntry],
        others: dict[str, str],
        words: PushWords,
    ) -> list[Proposal]:
        """Return the proposals without those for which another meeting is in the calendar."""
        from checks.planning.proposals import without_booked

        theirs = {uid for uid, entry in entries.items() if not entry.as_written}
        open_ones = [proposal for proposal in proposals if proposal.uid not in theirs]
        texts = [text for uid, text in others.items() if uid not in {proposal.uid for proposal in proposals}]
        needed, met = without_booked(open_ones, self._meetings(texts, open_ones))
        for proposal, day in met:
            click.echo(f"  {words.booked(proposal, day)}")
        wanted = {proposal.uid for proposal in needed} | theirs
        return [proposal for proposal in proposals if proposal.uid in wanted]

    def _placed(
        self,
        proposals: Sequence[Proposal],
        entries: dict[str, CalendarEntry],
        calendars: Sequence[ServerCalendar],
    ) -> tuple[PlacedProposal, ...]:
        from checks.planning.proposals import Diary, placed_proposals

        plan, busy = self.plan, self.busy.of_giver(self.source, self.server, calendars)
        if busy is None and proposals:
            click.echo("  The server doesn't tell when you are busy, so proposals have a day and no hour.")
        diary = Diary(plan.as_of, plan.zone, plan.hours, busy, self._busy_receivers)
        return placed_proposals(proposals, entries, diary)

    def _busy_receivers(self, proposal: Proposal) -> list[Stretch]:
        """Return when those who receive it are busy, as far as anybody tells."""
        times: list[Stretch] = []
        for person, invitee in self._invited_to(proposal.item).items():
            times += self.busy.of_receiver(person, invitee.address, self.server) or ()
        return times

    def _invited_to(self, item: PlannedItem) -> dict[str, Invitee]:
        """Return who is invited, by id: the member, or the team as it is on the day; without those who have no address."""
        member = item.invitation.owed.member
        people = [member] if member else []
        team = None if member else self.plan.repository.team(item.invitation.team).team
        if team and item.day:
            people = [
                stay.person for stay in team.members if stay.has(item.day) and stay.person != self.giver
            ]
        invited = {person: self._invitee(person) for person in people}
        return {person: invitee for person, invitee in invited.items() if invitee}

    def _invitee(self, person: str) -> Invitee | None:
        from checks.imports.people_rows import spoken_name
        from checks.output.proposed_meetings import Invitee

        known = self.plan.people.by_id.get(person)
        return Invitee(spoken_name(known.name), known.addresses[0]) if known and known.addresses else None

    def _writer(self) -> ProposalWriter:
        """Return who writes the entries; raises `SourceError` where it is not known who invites."""
        from checks.output.proposed_meetings import Invitee, ProposalWriter

        organiser, known = self._invitee(self.giver), self.plan.people.by_id.get(self.giver)
        if organiser is None or known is None:
            raise SourceError("people.csv has no address for this person, so no one can be invited")
        at_server = self.server.own_addresses()
        self.addresses = frozenset([*at_server, *(own.casefold() for own in known.addresses)])
        address = next((own for own in known.addresses if own.casefold() in at_server), organiser.address)
        return ProposalWriter(
            self.plan.as_of,
            self.plan.language,
            Invitee(organiser.name, address),
            lambda placed: tuple(self._invited_to(placed.proposal.item).values()),
        )

    def _words(self) -> PushWords:
        from checks.output.proposed_meetings import PushWords

        return PushWords(self.plan.as_of, self.plan.name, self.plan.language)

    def _read(
        self, target: ServerCalendar, calendars: Sequence[ServerCalendar]
    ) -> tuple[dict[str, _Written], dict[str, str]]:
        """Return the entries written before by UID, and the texts of all others by what tells them apart."""
        from checks.remote.own_entries import own_entry

        written: dict[str, _Written] = {}
        others: dict[str, str] = {}
        first, last = self.plan.as_of - _LOOKS_BACK, self.plan.limits.last
        for calendar in calendars:
            for stored in self.server.entries(calendar, first, last):
                own = own_entry(stored.text) if calendar == target else None
                if (
                    own is None or own.organiser not in self.addresses
                ):  # e.g. what somebody else proposes to them
                    others[stored.address] = stored.text
                    continue
                written[own.uid] = self._known(own, stored)
                if not own.as_written:
                    others[own.uid] = stored.text
        return written, others

    def _out_of_sight(self, target: ServerCalendar, uids: Iterable[str]) -> dict[str, _Written]:
        """Return entries written before that lie outside the days looked at: long over, or moved far ahead."""
        from checks.remote.own_entries import own_entry

        written: dict[str, _Written] = {}
        for uid in uids:
            stored = self.server.entry(target, _file_of(uid))
            own = own_entry(stored.text) if stored else None
            if stored and own and own.uid == uid and own.organiser in self.addresses:
                written[uid] = self._known(own, stored)
        return written

    def _known(self, own: OwnEntry, stored: ServerEntry) -> _Written:
        return _Written(_entry(own, self.plan.zone), stored, own.sequence, own.digest)

    def _meetings(self, texts: Iterable[str], proposals: Sequence[Proposal]) -> list[tuple[str, str, date]]:
        """Return service, member and day of the meetings to come in calendar texts that the log does not know."""
        plan = self.plan
        teams = sorted({proposal.item.invitation.team for proposal in proposals})
        meetings: list[tuple[str, str, date]] = []
        with tempfile.TemporaryDirectory() as folder:
            files = [str(file) for file in _files(texts, Path(folder))] if teams else []
            for team in teams if files else ():
                try:
                    reading = read_calendars(plan.repository, team, plan.as_of, files, plan.people_file)
                except UnusableFileError:
                    click.echo("  Some entries could not be read, so meetings may be missing here.", err=True)
                    continue
                log = reading.case.log
                known = set(zip(log.services, log.members, log.days, strict=True))
                meetings += [
                    (match.service, match.member, match.day)
                    for match in reading.matches.touchpoints
                    if match.day >= plan.as_of and (match.service, match.member, match.day) not in known
                ]
        return meetings

    def _do(
        self,
        change: CalendarChange,
        writer: ProposalWriter,
        words: PushWords,
        target: ServerCalendar,
        written: dict[str, _Written],
    ) -> None:
        """Write one change, and say that it was done; what the server refuses is said instead."""
        from checks.planning.proposals import ChangeKind

        line, kind = words.change(change), change.kind
        try:
            if not self.plan.dry_run:
                self._write(change, writer, target, written)
        except SourceError as error:
            if error.code not in _ABOUT_AN_ENTRY:
                raise
            self.refused += 1
            click.echo(f"  not {line}: {error}")
            return
        self.done[kind] += 1
        if kind is not ChangeKind.UNCHANGED:
            click.echo(f"  {line}")

    def _write(
        self,
        change: CalendarChange,
        writer: ProposalWriter,
        target: ServerCalendar,
        written: dict[str, _Written],
    ) -> None:
        from checks.planning.proposals import ChangeKind

        known = written[change.entry.uid] if change.entry else None
        if change.kind is ChangeKind.WITHDRAWN and known:
            self.server.delete(known.stored)
        elif change.kind is ChangeKind.ADDED and change.placed:
            uid = change.placed.proposal.uid
            self.server.put(target, _file_of(uid), writer.text(change.placed))
        elif change.kind is ChangeKind.UPDATED and change.placed and known:
            self.server.put(target, "", writer.text(change.placed, known.sequence + 1), known.stored)

    def _end(self, target: ServerCalendar) -> None:
        from checks.planning.proposals import ChangeKind

        counts = ", ".join(f"{self.done[kind]} {kind}" for kind in ChangeKind if self.done[kind])
        dry = " Dry run: nothing was written." if self.plan.dry_run else ""
        click.echo(f"  {counts or 'Nothing to propose'}.{dry}")
        if self.plan.gathered.unread:
            click.echo("  Proposals stay until all files can be read, so none was withdrawn.")
        sent = self.done[ChangeKind.ADDED] + self.done[ChangeKind.UPDATED]
        if sent and not self.plan.dry_run and not self.server.sends_invitations(target):
            click.echo("  This server doesn't send invitations. Tell the people in these entries about them.")


def _target(calendars: Sequence[ServerCalendar], titles: Sequence[str]) -> ServerCalendar:
    """Return the calendar to write to: the first that is named, or the only one; raises `SourceError`."""
    if titles:
        return next(calendar for calendar in calendars if calendar.title == titles[0])
    if len(calendars) > 1:
        there = ", ".join(sorted(calendar.shown for calendar in calendars))
        raise SourceError(
            f"there are several calendars: {there}. Name the one to write to first under `calendars`"
        )
    return calendars[0]


def _file_of(uid: str) -> str:
    """Return the name of the file an entry is put into."""
    return f"{uid.partition('@')[0]}.ics"


def _entry(own: OwnEntry, zone: ZoneInfo) -> CalendarEntry:
    """Return an entry with its times as the organisation's clocks show them."""
    from checks.planning.proposals import CalendarEntry

    title = _safe(own.title)
    if not isinstance(own.start, datetime):
        return CalendarEntry(own.uid, own.start, None, None, own.as_written, title)
    start = _in_zone(own.start, zone)
    end = _in_zone(own.end, zone) if isinstance(own.end, datetime) else start
    return CalendarEntry(own.uid, start.date(), start, end, own.as_written, title)


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _files(texts: Iterable[str], folder: Path) -> Iterator[Path]:
    """Yield files with the entries that invite somebody, each as large as the reader takes."""
    batch: list[str] = []
    number = size = 0
    for text in (text for text in texts if "ATTENDEE" in text.upper()):
        if batch and (size + len(text) > _FULL or len(batch) >= _MOST):
            yield _file(batch, folder / f"{number}.ics")
            batch, size, number = [], 0, number + 1
        batch.append(text)
        size += len(text)
    if batch:
        yield _file(batch, folder / f"{number}.ics")


def _file(texts: Sequence[str], path: Path) -> Path:
    """Write calendar texts into a file as one calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//outbound-playbook//EN"]
    for text in texts:
        inner = text.replace("\r\n", "\n").strip().split("\n")
        lines += [line for line in inner if line.strip().upper() not in ("BEGIN:VCALENDAR", "END:VCALENDAR")]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8")
    return path


def _safe(text: str) -> str:
    """Return a text from a server as it may stand on a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:100])
