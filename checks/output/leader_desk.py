"""What a leader or coach has before them this week: whom to invite, the plan, what to confirm, what went well.

It is for that person alone, and names people as `name` of the plan's view calls them. It holds no place in a file,
and no id where everybody has a name. The page and the weekly mail are made from it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from checks.engine.upcoming import Urgency
from checks.output.answer_links import AnswerLink, AnswerLinks, topic_of
from checks.output.digests import SOON, went_well
from checks.output.invitation_report import invitations_by_giver
from checks.output.invitation_words import Name
from checks.output.plan_report import PlanView, is_booked, plan_by_giver, week_heading, weeks_of
from checks.planning.invitations import GatheredInvitations, Invitation, to_invite
from checks.planning.open_questions import OpenQuestion
from checks.planning.weeks import Limits, PlannedItem, booked_besides, plan_items
from checks.wording.language import Language

Sign = Literal["asked", "late", "soon", "booked", "past"]
"""What an entry is: asked for, overdue, to come, booked, or over."""


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A touchpoint with whom: its day (suggested, booked or past; may be empty), and what else there is to say.

    `team` is empty where the leader gives in one team only.
    """

    sign: Sign
    day: str
    receiver: str
    team: str
    service: str
    note: str = ""
    links: tuple[AnswerLink, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPart:
    """Entries below a heading."""

    heading: str
    entries: tuple[DeskEntry, ...]


@dataclass(frozen=True, slots=True)
class DeskTask:
    """What to do this week, in a sentence or two, and in which part of the desk more of it stands."""

    words: str
    part: Literal["invitations", "past"]


@dataclass(frozen=True, slots=True)
class LeaderDesk:
    """All of it in words. `todo` has three tasks at most; none where all is done.

    `invitations` are those without a day that are due up to the day `until`; `impossible` is what the plan has no
    day for. `command` is what to type to confirm where there are no links, and `missing` names what could not be read.
    """

    person: str
    roles: str
    as_of: date
    until: date
    todo: tuple[DeskTask, ...]
    invitations: tuple[DeskPart, ...]
    weeks: tuple[DeskPart, ...]
    impossible: tuple[str, ...]
    past: tuple[DeskEntry, ...]
    command: str
    well: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskSources:
    """What a desk is made from: what all teams are owed, the plan, and what the leader is asked about.

    `answers` makes the links that say what became of a booking, None without a key.
    """

    gathered: GatheredInvitations
    planned: Sequence[PlannedItem]
    questions: Sequence[OpenQuestion]
    answers: AnswerLinks | None = None


def plan_for_desks(
    gathered: GatheredInvitations, limits: Limits, name: Name, language: Language
) -> tuple[tuple[PlannedItem, ...], PlanView]:
    """Return the plan of all teams, and the view it is shown with; `name` says how people are called."""
    planned = plan_items(gathered, limits, language, name)
    besides = booked_besides(gathered, planned)
    return planned, PlanView(limits.first, limits.minutes, besides, name, language)


def leader_desk(person: str, sources: DeskSources, view: PlanView) -> LeaderDesk:
    """Return the desk of one person, of all the teams they give something in."""
    gathered, until = sources.gathered, view.as_of + SOON
    own = invitations_by_giver(gathered.invitations).get(person, [])
    soon = [invitation for invitation in own if invitation.owed.by <= until]
    waiting = to_invite(soon)
    desk = _Desk(person, sources, view, plan_by_giver(sources.planned).get(person, []))
    past = tuple(desk.past())
    return LeaderDesk(
        person=view.name(person),
        roles=view.words.roles(person, own),
        as_of=view.as_of,
        until=until,
        todo=tuple(_todo(waiting, len(past), view)),
        invitations=tuple(desk.invitations(waiting)),
        weeks=tuple(desk.weeks()),
        impossible=tuple(desk.impossible()),
        past=past,
        command="" if all(entry.links for entry in past) else f"outbound confirm --by {person}",
        well=went_well(gathered.held.get(person, (0, 0)), len(soon) - len(waiting), view.language),
        missing=tuple(gathered.unread),
    )


def _todo(waiting: Sequence[Invitation], past: int, view: PlanView) -> Iterator[DeskTask]:
    """Yield what to do this week: requests, invitations, what to confirm."""
    counted, say = view.language.counted, view.language.say
    asked = [invitation for invitation in waiting if _sign(invitation, view) == "asked"]
    others = [invitation for invitation in waiting if _sign(invitation, view) != "asked"]
    late = sum(_sign(invitation, view) == "late" for invitation in others)
    if asked:
        requests = counted("Answer {number} request.", "Answer {number} requests.", len(asked))
        yield DeskTask(requests, "invitations")
    if others:
        first = min(invitation.owed.by for invitation in others)
        due = say("The first is due by {day}.", day=view.words.day(first))
        overdue = counted("{number} is overdue.", "{number} are overdue.", late)
        send = counted("Send {number} invitation.", "Send {number} invitations.", len(others))
        yield DeskTask(f"{send} {overdue if late else due}", "invitations")
    if past:
        meetings = counted("Confirm {number} past meeting.", "Confirm {number} past meetings.", past)
        yield DeskTask(meetings, "past")


def _sign(invitation: Invitation, view: PlanView) -> Sign:
    if invitation.owed.urgency is Urgency.ORDERED:
        return "asked"
    return "late" if invitation.owed.by < view.as_of else "soon"


@dataclass(frozen=True, slots=True)
class _Desk:
    """One person's part of the plan, in words."""

    person: str
    sources: DeskSources
    view: PlanView
    planned: Sequence[PlannedItem]

    def _team(self, name: str) -> str:
        """Return the team's name where the person gives in several, else nothing."""
        teams = {item.invitation.team for item in self.planned}
        teams |= {question.team for question in self.sources.questions}
        return name if len(teams) > 1 else ""

    def _entry(self, sign: Sign, day: str, invitation: Invitation, note: str) -> DeskEntry:
        words = self.view.words
        team = (
            self._team(invitation.team_name) if invitation.owed.member else ""
        )  # else the receiver names it
        return DeskEntry(sign, day, words.receiver(invitation), team, words.service(invitation), note)

    def invitations(self, waiting: Iterable[Invitation]) -> Iterator[DeskPart]:
        """Yield what is to be sent under its headings, each with the day that the plan suggests."""
        words, say = self.view.words, self.view.language.say
        days = {id(item.invitation): words.day(item.day) for item in self.planned if item.day}
        for heading, under_it in words.under_headings(waiting):
            entries = []
            for invitation in under_it:
                why = say(
                    "{deadline}; agreed: {often}",
                    deadline=words.deadline(invitation),
                    often=words.often(invitation),
                )
                entries.append(
                    self._entry(_sign(invitation, self.view), days.get(id(invitation), ""), invitation, why)
                )
            yield DeskPart(heading, tuple(entries))

    def weeks(self) -> Iterator[DeskPart]:
        """Yield what is suggested or booked, by week."""
        for monday, items in weeks_of(self.planned).items():
            entries = (
                self._entry(
                    "booked" if is_booked(item) else _sign(item.invitation, self.view),
                    self.view.words.day(item.day or monday),
                    item.invitation,
                    self.view.due_or_booked(item),
                )
                for item in items
            )
            yield DeskPart(week_heading(self.person, monday, items, self.view), tuple(entries))

    def impossible(self) -> Iterator[str]:
        """Yield what the plan has no day for, and what would help."""
        for item in self.planned:
            if item.day is None:
                yield self.view.impossible(item, self.view.words.receiver(item.invitation))

    def past(self) -> Iterator[DeskEntry]:
        """Yield what was booked on days that are over, the oldest first."""
        name, say = self.view.name, self.view.language.say
        for question in self.sources.questions:
            day, service = self.view.words.day(question.day), question.service
            title = service.read_in(self.view.language.code).title if service else question.service_id
            receiver, team = say("the team {team}", team=question.team_name), ""
            if question.member:
                receiver, team = name(question.member), self._team(question.team_name)
            topic = topic_of(title, receiver, day, self.view.language)
            yield DeskEntry("past", day, receiver, team, title, links=self._links(question, topic))

    def _links(self, question: OpenQuestion, topic: str) -> tuple[AnswerLink, ...]:
        if self.sources.answers is None:
            return ()
        return self.sources.answers.for_giver(self.person, question.team, question.values, topic)
