"""The words of invitations and plans: days with their weekday, no codes, and ids where nobody is named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from checks.engine.upcoming import UpcomingItem, Urgency
from checks.model.service import Service
from checks.planning.invitations import Invitation
from checks.wording.language import ENGLISH, Language, message, numbered
from checks.wording.measures import cadence_words, hours, with_grace
from checks.wording.roles import ROLES_IN_TEAMS

Name = Callable[[str], str]
"""How a person is called: by their id, or on a person's own screen by their name too."""

_DAY, _DAY_OF_YEAR = message("EEE d MMM"), message("EEE d MMM y")
"""How a day is written, in the letters of Unicode's date patterns."""


@dataclass(frozen=True, slots=True)
class InvitationWords:
    """How invitations are worded: as of which day, how people are called, and in which language."""

    as_of: date
    name: Name = str
    language: Language = ENGLISH

    def day(self, day: date) -> str:
        """Return a day as people say it; the year where it is another than that of `as_of`.

        >>> words = InvitationWords(date(2026, 11, 23))
        >>> words.day(date(2026, 11, 23)), words.day(date(2027, 1, 4))
        ('Mon 23 Nov', 'Mon 4 Jan 2027')
        """
        return self.language.short_day(day, _DAY if day.year == self.as_of.year else _DAY_OF_YEAR)

    def heading(self, invitation: Invitation) -> str:
        """Return the heading under which an invitation is listed for who gives it."""
        owed, say = invitation.owed, self.language.say
        if owed.urgency is Urgency.ORDERED:
            return say("Requested")
        if owed.by < self.as_of:
            return say("Overdue")
        sunday = self.as_of + timedelta(days=6 - self.as_of.weekday())
        later = sunday + timedelta(weeks=2)
        if owed.by <= sunday:
            return say("This week, until {day}", day=self.day(sunday))
        if owed.by <= later:
            return say("In the next two weeks, until {day}", day=self.day(later))
        return say("Later")

    def under_headings(self, invitations: Iterable[Invitation]) -> Iterable[tuple[str, Iterable[Invitation]]]:
        """Yield invitations by their headings; they come in order, so those of one heading follow each other."""
        return groupby(invitations, key=self.heading)

    def receiver(self, invitation: Invitation) -> str:
        """Return who receives it: a member, or the team."""
        member = invitation.owed.member
        return (
            self.name(member) if member else self.language.say("the team {team}", team=invitation.team_name)
        )

    def translated(self, invitation: Invitation) -> Service:
        """Return the service in the language, as far as it is translated."""
        return invitation.service.read_in(self.language.code)

    def service(self, invitation: Invitation) -> str:
        """Return the service and how long it takes: `One-on-one, 45 min`; an offer is called one."""
        title, minutes = self.translated(invitation).title, invitation.service.context.minutes
        if invitation.offered:
            return self.language.say("offer: {service}, {number} min", service=title, number=minutes)
        return self.language.say("{service}, {number} min", service=title, number=minutes)

    def deadline(self, invitation: Invitation) -> str:
        """Return by when, and what else is to be known of the days."""
        owed, say = invitation.owed, self.language.say
        parts = [self._by(owed)]
        if owed.event is not None and owed.agreed.after == "joining":
            parts.append(say("joined {day}", day=self.day(owed.event)))
        elif owed.event is not None and owed.agreed.after == "returning":
            parts.append(say("came back {day}", day=self.day(owed.event)))
        elif owed.event is not None and owed.agreed.after == "leaving":
            parts.append(say("last day in the team {day}", day=self.day(owed.event)))
        if owed.last_held is not None:
            parts.append(say("last {day}", day=self.day(owed.last_held)))
        if owed.asked is not None:
            parts.append(
                say(
                    "met {day} because they asked, which is not enough: only what the leader or coach starts counts",
                    day=self.day(owed.asked),
                )
            )
        if not owed.possible_days:
            parts.append(say("away for the whole period: choose another date, or agree on a waiver"))
        elif invitation.back is not None:
            parts.append(say("away, back on {day}", day=self.day(invitation.back)))
        return "; ".join(parts)

    def _by(self, owed: UpcomingItem) -> str:
        say, by, late = self.language.say, self.day(owed.by), self.day(owed.late_from)
        if owed.urgency is Urgency.ORDERED:
            asked = self.day(owed.event or self.as_of)
            if owed.by >= self.as_of:
                return say("by {by}; requested {asked}", by=by, asked=asked)
            return say("was due {by}; requested {asked}", by=by, asked=asked)
        if owed.urgency is Urgency.BOOKED:
            return say("booked {booked}, due by {by}", booked=self.day(owed.booked or self.as_of), by=by)
        if owed.by >= self.as_of:
            has_grace = owed.late_from > owed.by + timedelta(days=1)
            return say("by {by}, late from {late}", by=by, late=late) if has_grace else say("by {by}", by=by)
        if owed.urgency is Urgency.LATE:
            return say("was due {by}, late since {late}", by=by, late=late)
        return say("was due {by}, late from {late}", by=by, late=late)

    def agreed(self, invitation: Invitation) -> str:
        """Return what is agreed, in words, and the line that says so."""
        place = invitation.owed.agreed.cadence_place
        return f"{self.often(invitation)} ({place.path}:{place.line})"

    def often(self, invitation: Invitation) -> str:
        """Return how often it is agreed: `one each month`."""
        cadence = invitation.owed.agreed.cadence
        return with_grace(cadence_words(cadence, self.language), cadence, self.language)

    def terms(self, invitation: Invitation) -> str:
        """Return a service with what is agreed of it, and where that stands."""
        return f"{self.translated(invitation).title}: {self.agreed(invitation)}"

    def giver(self, person: str, invitations: Iterable[Invitation] = ()) -> str:
        """Return who gives, and in which roles in which teams; nobody in particular has no id."""
        if not person:
            return self.language.say("Anyone may give these")
        roles = self.roles(person, invitations)
        return f"{self.name(person)}, {roles}" if roles else self.name(person)

    def roles(self, person: str, invitations: Iterable[Invitation]) -> str:
        """Return in which roles in which teams a person gives: `leader of Harbour; coach in Compass`."""
        teams_by_role: dict[str, dict[str, None]] = {}
        for invitation in invitations:
            role = next((giver.role for giver in invitation.givers if giver.person == person), "")
            if role:
                teams_by_role.setdefault(role, {})[invitation.team_name] = None
        roles = [
            self.language.say(ROLES_IN_TEAMS[role], teams=self._teams(list(teams)))
            for role, teams in teams_by_role.items()
        ]
        return "; ".join(roles)

    def _teams(self, teams: Sequence[str]) -> str:
        if len(teams) <= 4:
            return ", ".join(teams)
        more = numbered("{teams} and {number} more", "{teams} and {number} more")
        return self.language.counted(*more, len(teams) - 3, teams=", ".join(teams[:3]))

    def amount(self, invitations: Sequence[Invitation]) -> str:
        """Return how many touchpoints, and how long they take together."""
        minutes = sum(invitation.service.context.minutes for invitation in invitations)
        forms = numbered("{number} touchpoint, {hours}", "{number} touchpoints, {hours}")
        length = hours(Fraction(minutes, 60), self.language)
        return self.language.counted(*forms, len(invitations), hours=length)
