"""A proposal as an entry of a calendar: tentative, with those it is for invited and its agenda.

Those invited read it too, so it says when and what for, and not how late anybody is. It holds names and addresses and
no ids, and goes to a calendar server, never into a repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from checks.output.invitation_words import InvitationWords
from checks.planning.proposals import ChangeKind
from checks.remote.own_entries import MARK, mark
from checks.wording.measures import cadence_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from icalendar import Event

    from checks.output.invitation_words import Name
    from checks.planning.invitations import Invitation
    from checks.planning.proposals import CalendarChange, PlacedProposal, Proposal
    from checks.wording.language import Language


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody in an entry: a name, which may be empty, and a mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ProposalWriter:
    """Writes proposals of one who gives, the `organiser`; `invited` says who is invited to each."""

    as_of: date
    language: Language
    organiser: Invitee
    invited: Callable[[PlacedProposal], tuple[Invitee, ...]]

    def digest(self, placed: PlacedProposal) -> str:
        """Return the digest of the entry of a proposal, which is the same as long as it says the same."""
        return str(self._event(placed, 0)[MARK])

    def text(self, placed: PlacedProposal, sequence: int = 0) -> str:
        """Return the calendar text of a proposal's entry; `sequence` counts how often it was written before."""
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", "-//outbound-playbook//EN")
        calendar.add("version", "2.0")
        calendar.add_component(self._event(placed, sequence))
        text: bytes = calendar.to_ical()
        return text.decode()

    def _event(self, placed: PlacedProposal, sequence: int) -> Event:
        from icalendar import Event

        invitation = placed.proposal.item.invitation
        service = invitation.service.read_in(self.language.code)
        event, invited = Event(), self.invited(placed)
        event.add("uid", placed.proposal.uid)
        event.add("dtstamp", datetime.combine(self.as_of, time(), tzinfo=UTC))
        event.add("sequence", sequence)
        if placed.start and placed.end:
            event.add("dtstart", placed.start.astimezone(UTC))
            event.add("dtend", placed.end.astimezone(UTC))
        else:
            event.add("dtstart", placed.day)
            event.add("dtend", placed.day + timedelta(days=1))
        event.add("summary", self._title(placed, service.title, invited))
        event.add("status", "TENTATIVE")
        event.add("transp", "TRANSPARENT")  # a proposal keeps nobody from other meetings; it moves aside
        event.add("categories", [service.title])
        if service.context.where:
            event.add("location", service.context.where)
        event.add("description", "\n".join(self._lines(placed)))
        _add_people(event, self.organiser, invited)
        return mark(event)

    def _title(self, placed: PlacedProposal, title: str, invited: tuple[Invitee, ...]) -> str:
        invitation = placed.proposal.item.invitation
        whose = invited[0].name if invitation.owed.member and invited else invitation.team_name
        return f"{title}: {whose}" if whose else title

    def _lines(self, placed: PlacedProposal) -> list[str]:
        """Return what an entry says: how to take it or leave it, what is agreed, and the agenda."""
        invitation, say = placed.proposal.item.invitation, self.language.say
        lines = [
            say("Suggested date. Not booked yet."),
            say("If you change, confirm or accept it, it stays as you leave it."),
        ]
        if placed.start is None:
            lines.append(say("Choose an hour."))
        terms = cadence_words(invitation.owed.agreed.cadence, self.language)
        lines += ["", say("Agreed: {terms}", terms=terms)]
        agenda = invitation.service.read_in(self.language.code).agenda
        if agenda:
            lines += ["", say("Agenda"), *(f"{number}. {line}" for number, line in enumerate(agenda, 1))]
        return lines


def _add_people(event: Event, organiser: Invitee, invited: tuple[Invitee, ...]) -> None:
    from icalendar import vCalAddress, vText

    def address(person: Invitee, **parameters: str) -> vCalAddress:
        value = vCalAddress(f"mailto:{person.address}")
        for name, text in {**({"CN": person.name} if person.name else {}), **parameters}.items():
            value.params[name] = vText(text)
        return value

    event.add("organizer", address(organiser), encode=False)
    for person in invited:
        asked = address(person, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="TRUE")
        event.add("attendee", asked, encode=False)


@dataclass(frozen=True, slots=True)
class PushWords:
    """How it is told what was done in a calendar; `name` says how people are called."""

    as_of: date
    name: Name
    language: Language

    def change(self, change: CalendarChange) -> str:
        """Return a line: what was done, with what, when."""
        if change.placed is None:
            entry = change.entry
            when = self._when(entry.day, entry.start) if entry else ""
            title = entry.title if entry and self.name is not str else ""
            return f"{change.kind}: {title or 'the proposal'}, {when}: no longer needed"
        line = f"{change.kind}: {self._what(change.placed.proposal)}"
        if change.kind is ChangeKind.LEFT:
            when = self._when(change.entry.day, change.entry.start) if change.entry else ""
            return f"{line}, {when}: someone has changed or answered it"
        when = self._when(change.placed.day, change.placed.start)
        return f"{line}, {when}{'' if change.placed.start else ', without an hour'}"

    def booked(self, proposal: Proposal, day: date) -> str:
        """Return the line for a proposal that is not needed, since a meeting is in the calendar."""
        return f"booked already: {self._what(proposal)}, {self._words.day(day)}"

    def receiver(self, invitation: Invitation) -> str:
        """Return who receives it."""
        return self._words.receiver(invitation)

    def _what(self, proposal: Proposal) -> str:
        invitation = proposal.item.invitation
        return f"{self._words.translated(invitation).title}, {self._words.receiver(invitation)}"

    def _when(self, day: date, start: datetime | None) -> str:
        return f"{self._words.day(day)} {start:%H:%M}" if start else self._words.day(day)

    @property
    def _words(self) -> InvitationWords:
        return InvitationWords(self.as_of, self.name, self.language)
