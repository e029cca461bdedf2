"""A team as it is judged on a day: its roster, log, terms and waivers, and what several ask of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from checks.engine.carried_clocks import CarriedClocks
from checks.engine.date_spans import DateSpans
from checks.engine.policy_case import PolicyCase, TermsWithOrdinals
from checks.engine.spans import ALWAYS, FOREVER, Spans, clip, includes, span_of, union
from checks.engine.stays import (
    Presence,
    PresenceOfMember,
    Stays,
    StaysKey,
    presence_of_member,
    presence_of_team,
)
from checks.model.agreed_terms import AgreedTerms, DefaultTerms
from checks.model.corrections import Correction
from checks.model.playbook import Playbook, describing_groups
from checks.model.service import Service
from checks.model.team import Coach, Description, Leader, Stay, Team
from checks.model.touchpoint_log import Log, RowKey
from checks.model.waivers import Waiver
from checks.model.workdays import is_workday

_NONE: frozenset[str] = frozenset()


def _worked_out() -> Any:
    """Return a field that holds what is worked out once, and is no part of a case."""
    return field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class TeamCase:
    """Everything needed to judge one team for one day, as read; nothing here is worked out yet.

    `above` are the leaders of the team it is part of, None when their file could not be read:
    then anybody is taken for one, so that a fault there turns nothing red here.
    `former` maps services' former ids to their ids. `carried` are the rolling clocks of members who have come from
    another team, as they stood there.

    Methods that return `Spans`, and what is called an ordinal, are for the engine alone.
    """

    playbook: Playbook
    services: Mapping[str, Service]
    team: Team
    log: Log
    waivers: tuple[Waiver, ...]
    above: tuple[Leader, ...] | None
    former: Mapping[str, str]
    as_of: date
    policy: PolicyCase | None = field(default=None, repr=False, compare=False)
    corrections: tuple[Correction, ...] = ()
    carried: CarriedClocks = field(default_factory=dict)
    _terms: dict[tuple[str, str | None], TermsWithOrdinals] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _entitled: dict[tuple[str, frozenset[str]], Spans] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _days_with_giver: dict[tuple[frozenset[str], str | None], DateSpans] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _given_on: dict[tuple[frozenset[str], str | None], Spans] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _presence: dict[str | None, PresenceOfMember] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _shapes: dict[tuple[str, str | None, str | None], int] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _stays_of: dict[Presence, dict[StaysKey, Stays]] = _worked_out()  # noqa: RUF009 - a field each, not one value for all

    @cached_property
    def shared(self) -> PolicyCase:
        """What is the same for every team: `policy` where it was handed in and is of this case, else its own."""
        if self.policy and self.policy.is_of(self.playbook, self.services, self.as_of):
            return self.policy
        return PolicyCase(self.playbook, self.services, self.former, self.as_of)

    @cached_property
    def horizon(self) -> date:
        """The first day that is judged."""
        return max(self.playbook.logs_from, self.team.logs_from or self.playbook.logs_from)

    @cached_property
    def as_of_ordinal(self) -> int:
        """The as-of day as the engine counts."""
        return self.shared.as_of_ordinal

    @cached_property
    def horizon_ordinal(self) -> int:
        """The first day that is judged, as the engine counts."""
        return self.horizon.toordinal()

    @cached_property
    def day_ordinals(self) -> list[int]:
        """The day of each row of the log, as the engine counts."""
        ordinals = {day: day.toordinal() for day in set(self.log.days)}
        return [ordinals[day] for day in self.log.days]

    @cached_property
    def default_terms(self) -> tuple[tuple[date, DefaultTerms], ...]:
        """The playbook's own terms, for `default_terms_on`."""
        return self.shared.default_terms

    @cached_property
    def people(self) -> dict[str, tuple[Stay, ...]]:
        """Each member's stays in order, those that exist on the as-of day."""
        stays_of: dict[str, list[Stay]] = {}
        for stay in sorted(self.team.members, key=lambda stay: stay.first):
            before = stays_of.get(stay.person, [])
            follows = bool(before) and span_of(before[-1])[1] + 1 == span_of(stay)[0]
            if stay.first <= self.as_of or follows:
                stays_of.setdefault(stay.person, []).append(stay)
        return {person: tuple(stays) for person, stays in sorted(stays_of.items())}

    @cached_property
    def present(self) -> dict[str, Stay]:
        """The stay of each who is a member on the as-of day."""
        return {
            member: stay for member, stays in self.people.items() for stay in stays if stay.has(self.as_of)
        }

    @cached_property
    def present_alike(self) -> dict[tuple[str | None, str | None, str | tuple[str, ...]], list[str]]:
        """The members on the as-of day by what matters to those who give: the member as giver, group and `owed`."""
        alike: dict[tuple[str | None, str | None, str | tuple[str, ...]], list[str]] = {}
        for member, stay in self.present.items():
            owed = stay.owed if isinstance(stay.owed, str) else tuple(stay.owed)
            alike.setdefault((self.as_giver(member), stay.group, owed), []).append(member)
        return alike

    def owes(self, stay: Stay, service: str) -> bool:
        """Whether a stay's `owed` takes a service in."""
        return stay.owed == "all" or (stay.owed != "none" and service in map(self.current, stay.owed))

    def group_of(self, member: str | None, day: date) -> str | None:
        """Return the group a member is in on a day, or was in last before it; None for the team's own."""
        groups = [stay.group for stay in self.people.get(member or "", ()) if stay.first <= day]
        return groups[-1] if groups else None

    @cached_property
    def _descriptions(self) -> dict[str, tuple[Description, ...]]:
        """Each member's descriptions, of the groups that describe members."""
        known = {group.id for group in describing_groups(self.playbook)}
        by_member: dict[str, tuple[Description, ...]] = {}
        for stay in self.team.members if known else ():
            entries = tuple(entry for entry in stay.described_as if entry.group in known)
            if entries:
                by_member[stay.person] = by_member.get(stay.person, ()) + entries
        return by_member

    @property
    def is_described(self) -> bool:
        """Whether a group describes any member."""
        return bool(self._descriptions)

    def described_on(self, member: str | None, day: date) -> tuple[str, ...]:
        """Return the groups that describe a member on a day, in order; none for the team as one."""
        entries = self._descriptions.get(member or "", ())
        return tuple(sorted({entry.group for entry in entries if entry.has(day)}))

    def groups_apart(self, service: str) -> frozenset[str]:
        """Return the groups some member is in that have terms of their own for a service."""
        team_entries = (entry for entries in self.team.agreements.values() for entry in entries)
        agreements = (*self.services[service].agreements, *team_entries)
        apart = {entry.group for entry in agreements if entry.group}
        return frozenset(apart & {stay.group for stay in self.team.members if stay.group}) if apart else _NONE

    @cached_property
    def rows_by_key(self) -> dict[RowKey, list[int]]:
        """The rows of each key, the service under its id of today; in file order."""
        rows_by_key: dict[RowKey, list[int]] = {}
        for key, rows in self.log.rows_by_key().items():
            today = key._replace(service=self.current(key.service))
            rows_by_key[today] = sorted(rows_by_key[today] + rows) if today in rows_by_key else rows
        return rows_by_key

    def has_chosen(self, member: str | None) -> bool:
        """Whether a member has ever chosen a coach."""
        return member in self._choices

    def chosen_coach(self, member: str | None, day: date) -> str | None:
        """Return the coach a member has chosen on a day, None without one."""
        for stay in self._choices.get(member, ()) if self._choices else ():
            if stay.has(day):
                return stay.coach
        return None

    @cached_property
    def _choices(self) -> dict[str | None, list[Stay]]:
        choices: dict[str | None, list[Stay]] = {}
        for stay in self.team.members:
            if stay.coach:
                choices.setdefault(stay.person, []).append(stay)
        return choices

    @cached_property
    def absent(self) -> dict[str, Spans]:
        """Each person's days of absence."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for absence in self.team.absences:
            spans.setdefault(absence.person, []).append(span_of(absence))
        return {person: union(absences) for person, absences in spans.items()}

    def days_away(self, person: str | None) -> DateSpans:
        """Return a person's days of absence."""
        return DateSpans.counted(self.absent.get(person or "", ()))

    def absences_in_a_row(self, person: str) -> DateSpans:
        """Return a person's absences, those with nothing but weekends and holidays between them as one."""
        rows: list[tuple[int, int]] = []
        for span in self.absent.get(person, ()):
            if rows and _bridged(rows[-1][1] + 1, span[0] - 1, self.playbook.holidays):
                rows[-1] = (rows[-1][0], span[1])
            else:
                rows.append(span)
        return DateSpans.counted(tuple(rows))

    def pauses(self, service: str) -> Spans:
        """Return the days on which everybody pauses a service."""
        return self.shared.pauses(service)

    def waived(self, service: str, member: str | None) -> Spans:
        """Return the days on which a service is waived for a member, or the whole team."""
        return union(
            span_of(waiver)
            for waiver in self.waivers
            if self.current(waiver.service) == service and waiver.member in (None, member)
        )

    def current(self, service: str) -> str:
        """Return a service's id of today for one it had before."""
        return self.former.get(service, service)

    def terms_by_day(self, service: Service, group: str | None) -> tuple[AgreedTerms, ...]:
        """Return `agreed_terms.terms_by_day`, worked out once a service and group."""
        return tuple(terms for _, _, terms in self.terms_with_ordinals(service, group))

    def terms_with_ordinals(self, service: Service, group: str | None) -> TermsWithOrdinals:
        """Return `terms_by_day`, each with its first and last day as the engine counts."""
        key = (service.id, group)
        known = self._terms.get(key)
        if known is None:
            known = self._terms[key] = self.shared.terms_with_ordinals(self.team, service, group)
        return known

    def shape_of(self, service: Service, group: str | None, giver: str | None) -> int:
        """Return a number for what of the terms decides which days are owed.

        These are when each begins and ends, and the days with a giver. Teams under one policy share the numbers.
        """
        key = (service.id, group, giver)
        number = self._shapes.get(key)
        if number is None:
            terms = tuple(
                [
                    (first, last, clip(self.given_on(agreed.given_by, giver), self.horizon_ordinal, FOREVER))
                    for first, last, agreed in self.terms_with_ordinals(service, group)
                ]
            )
            numbers = self.shared.shape_numbers
            number = self._shapes[key] = numbers.setdefault(terms, len(numbers))
        return number

    def presence(self, member: str | None) -> PresenceOfMember:
        """Return the stays of a member, None for the team, and the days they are there."""
        presence = self._presence.get(member)
        if presence is None:
            presence = self._presence[member] = self._presence_of(member)
        return presence

    def _presence_of(self, member: str | None) -> PresenceOfMember:
        """Work a presence out; days to come are owed whatever is known to take them away."""
        if member:
            presence = presence_of_member(self.people[member], self.as_giver(member), self.horizon_ordinal)
            absent = clip(self.absent.get(member, ()), self.horizon_ordinal, self.as_of_ordinal)
        else:
            absences = {person: clip(spans, 0, self.as_of_ordinal) for person, spans in self.absent.items()}
            presence, absent = presence_of_team(self.people, absences, self.horizon_ordinal)
        own = self._stays_of.setdefault(presence, {})
        everywhere = self.shared.stays_of.setdefault(presence, {}) if presence.is_whole else None
        return PresenceOfMember(presence, absent, own, everywhere)

    @cached_property
    def _role_spans(self) -> dict[str, dict[str, Spans]]:
        """For each role the days each person has it."""
        roles: dict[str, tuple[Leader | Coach, ...]] = {
            "leader": self.team.leaders,
            "coach": self.team.coaches,
            "leaders-leader": self.above or (),
        }
        return {
            role: {
                person: union(span_of(entry) for entry in entries if entry.person == person)
                for person in sorted({entry.person for entry in entries})
            }
            for role, entries in roles.items()
        }

    def days_in_role(self, role: str) -> dict[str, DateSpans]:
        """Return the days each person has a role; nobody where the role's holders are not known."""
        return {person: DateSpans.counted(spans) for person, spans in self._role_spans.get(role, {}).items()}

    def anyone_gives(self, given_by: frozenset[str]) -> bool:
        """Whether no role is needed to give it, or the role's holders are not known."""
        return "anyone" in given_by or (self.above is None and "leaders-leader" in given_by)

    def may_give(self, giver: str, given_by: frozenset[str], day: date) -> bool:
        """Whether `giver` has one of the roles on the day."""
        return includes(self.entitled(giver, given_by), day.toordinal())

    def entitled(self, giver: str, given_by: frozenset[str]) -> Spans:
        """Return the days on which `giver` (empty: not said) has one of the roles; absence does not matter."""
        if self.anyone_gives(given_by):
            return ALWAYS if giver or "anyone" in given_by else ()
        key = (giver, given_by)
        if key not in self._entitled:
            roles = (self._role_spans[role].get(giver, ()) for role in given_by)
            self._entitled[key] = union(span for spans in roles for span in spans)
        return self._entitled[key]

    def givers_on(self, given_by: frozenset[str], day: date) -> tuple[str, ...]:
        """Return who has one of the roles on a day, in order; nobody in particular where anyone may give."""
        if "anyone" in given_by:
            return ()
        ordinal = day.toordinal()
        givers = {
            person
            for role in given_by
            for person, spans in self._role_spans[role].items()
            if includes(spans, ordinal)
        }
        return tuple(sorted(givers))

    def days_given(self, given_by: frozenset[str], receiver: str | None) -> DateSpans:
        """Return the days on which somebody other than the receiver may give it."""
        return DateSpans.counted(self.given_on(given_by, receiver))

    def days_with_giver(self, given_by: frozenset[str], receiver: str | None) -> DateSpans:
        """Return the days on which somebody other than the receiver may give it and is not absent."""
        if self.anyone_gives(given_by):
            return self.days_given(given_by, receiver)
        key = (given_by, self.as_giver(receiver) if receiver else None)
        if key not in self._days_with_giver:
            self._days_with_giver[key] = DateSpans.joined(
                stretch
                for role in given_by
                for person, days in self.days_in_role(role).items()
                if person != receiver
                for stretch in days - self.absences_in_a_row(person)
            )
        return self._days_with_giver[key]

    def days_off(self, service: str, receiver: str | None) -> DateSpans:
        """Return the days on which a service is paused for all, or waived for the receiver."""
        return DateSpans.counted(union((*self.pauses(service), *self.waived(service, receiver))))

    def as_giver(self, person: str) -> str | None:
        """Return the person where it has a role, None for everybody else."""
        return person if person in self._all_givers else None

    def given_on(self, given_by: frozenset[str], receiver: str | None) -> Spans:
        """Return the days on which somebody other than the receiver may give it."""
        if self.anyone_gives(given_by):
            return ALWAYS
        key = (given_by, self.as_giver(receiver) if receiver else None)
        if key not in self._given_on:
            self._given_on[key] = union(
                span
                for role in sorted(given_by)
                for person, spans in self._role_spans[role].items()
                if person != receiver
                for span in spans
            )
        return self._given_on[key]

    @cached_property
    def _all_givers(self) -> frozenset[str]:
        return frozenset(person for role in self._role_spans.values() for person in role)


def _bridged(first: int, last: int, country: str | None) -> bool:
    """Whether nobody works from `first` to `last`; no stretch of weekends and holidays lasts a month."""
    days = range(first, last + 1)
    return len(days) < 32 and not any(is_workday(country, date.fromordinal(day)) for day in days)
