"""A member's time in a team: stays, the terms over them, and the days on which a service is owed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from checks.engine.date_spans import DateSpans
from checks.engine.policy_case import PolicyCase, TermsWithOrdinals
from checks.engine.spans import ALWAYS, FOREVER, Days, Spans, clip, common, includes, span_of, union, without
from checks.model.agreed_terms import AgreedTerms, DefaultTerms
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.model.team import Coach, Leader, Stay, Team
from checks.model.touchpoint_log import Log, RowKey
from checks.model.waivers import Waiver
from checks.model.workdays import is_workday

_NONE: frozenset[str] = frozenset()


def _worked_out() -> Any:
    """Return a field that holds what is worked out once, and is no part of a case."""
    return field(default_factory=dict, init=False, repr=False, compare=False)


StaysWorkedOut = dict[tuple[str, tuple[bool, ...], tuple[int, ...], Spans], "Stays"]
"""Stays by service, what of the presence is owed, numbers of the terms' shapes, and waivers."""


@dataclass(frozen=True)
class TeamCase:
    """Everything needed to judge one team for one day, as read; nothing here is worked out yet.

    `above` are the leaders of the team it is part of, None when their file could not be read:
    then anybody is taken for one, so that a fault there turns nothing red here.
    `former` maps services' former ids to their ids.

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
    _terms: dict[tuple[str, str | None], TermsWithOrdinals] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _entitled: dict[tuple[str, frozenset[str]], Spans] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _days_with_giver: dict[tuple[frozenset[str], str | None], DateSpans] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _given_on: dict[tuple[frozenset[str], str | None], Spans] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _presence: dict[str | None, "PresenceOfMember"] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _shapes: dict[tuple[str, str | None, str | None], int] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _stays_of: dict["Presence", StaysWorkedOut] = _worked_out()  # noqa: RUF009 - a field each, not one value for all

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

    def presence(self, member: str | None) -> "PresenceOfMember":
        """Return the stays of a member, None for the team, and the days they are there."""
        presence = self._presence.get(member)
        if presence is None:
            unbroken, absent = _presence_of_member(self, member) if member else _presence_of_team(self)
            own = self._stays_of.setdefault(unbroken, {})
            everywhere = self.shared.stays_worked_out.setdefault(unbroken, {}) if unbroken.is_whole else None
            presence = self._presence[member] = PresenceOfMember(unbroken, absent, own, everywhere)
        return presence

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


class Segment(NamedTuple):
    """Days of a stay under one agreement, from the horizon on; `owed` are those on which it is owed.

    `owed_unwaived` are the days owed if there were no waivers. `counted` are those a step after an
    event counts: as owed, whatever the obligation.
    """

    first: int
    last: int
    terms: AgreedTerms
    owed: Spans
    owed_unwaived: Spans
    counted: Spans


class StayRun(NamedTuple):
    """Stays that follow without a gap, with their segments; `joined` when no stay lies just before it."""

    first: int
    last: int
    joined: bool
    segments: tuple[Segment, ...]


class Stays:
    """The runs of somebody's stays under a service's agreements.

    People who are there alike share them, and with them `plans`, what is worked out of them by the unit of the
    reporting period. Somebody who was `absent` on some days has the stays of one who was not, `unbroken`, and
    those days are taken out of the owed ones only where somebody asks for these.
    """

    def __init__(
        self, runs: tuple[StayRun, ...], unbroken: "Stays | None" = None, absent: Spans = ()
    ) -> None:
        self.agreed: tuple[Segment, ...] = (
            unbroken.agreed if unbroken else tuple([segment for run in runs for segment in run.segments])
        )
        """All segments in order, for their terms and days: which of these are owed, `segments` says."""
        self.kinds: frozenset[type] = (
            unbroken.kinds
            if unbroken
            else frozenset([type(segment.terms.cadence) for segment in self.agreed])
        )
        """The kinds of cadence of the terms."""
        self.unbroken = unbroken
        self.absent = absent
        self.plans: dict[str, Any] = {}
        self._runs = runs

    @cached_property
    def runs(self) -> tuple[StayRun, ...]:
        """Runs of stays without a gap."""
        if not self.unbroken:
            return self._runs
        return tuple(
            [
                run._replace(segments=tuple([_broken(segment, self.absent) for segment in run.segments]))
                for run in self._runs
            ]
        )

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of all runs, in order."""
        return tuple([segment for run in self.runs for segment in run.segments])


def _broken(segment: Segment, absent: Spans) -> Segment:
    """Return a segment without some days of absence."""
    first, last, terms, owed, unwaived, counted = segment
    counted = without(counted, absent)
    if not terms.owes:
        return Segment(first, last, terms, owed, unwaived, counted)
    return Segment(
        first, last, terms, counted, counted if unwaived == owed else without(unwaived, absent), counted
    )


class MemberTimeline(NamedTuple):
    """One member (or the team) and one service."""

    member: str | None
    stays: Stays

    @property
    def runs(self) -> tuple[StayRun, ...]:
        """Runs of stays without a gap."""
        return self.stays.runs

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of all runs, in order."""
        return self.stays.segments

    def days_that_count(self) -> DateSpans:
        """Return the owed days, and those that are counted for the answer to an order."""
        return DateSpans.counted(
            union(
                span
                for segment in self.segments
                for span in (segment.counted if segment.terms.after == "ordering" else segment.owed)
            )
        )

    def has(self, day: int) -> bool:
        """Whether the day is one of a stay."""
        return any(run.first <= day <= run.last for run in (self.stays.unbroken or self.stays).runs)

    def terms_on(self, day: int) -> AgreedTerms | None:
        """Return the terms over a day of a stay, None when there are none."""
        return next(
            (segment.terms for segment in self.stays.agreed if segment.first <= day <= segment.last), None
        )


class PresentStay(NamedTuple):
    """A stay from the horizon on; `follows` without a gap on the one before it, or was `joined` after one."""

    first: int
    last: int
    group: str | None
    joined: bool
    follows: bool


class Presence(NamedTuple):
    """The stays of a member, or the days on which the team has one, whatever absences there are.

    `giver` is the member where it has a role, since nobody gives a service to themselves.
    """

    stays: tuple[PresentStay, ...]
    giver: str | None

    @property
    def is_whole(self) -> bool:
        """Whether it is one stay that neither begins after the horizon nor ends, of nobody with a role."""
        return (
            len(self.stays) == 1
            and self.stays[0].last == FOREVER
            and not self.stays[0].joined
            and self.stays[0].group is None
            and self.giver is None
        )


class PresenceOfMember(NamedTuple):
    """Somebody's presence as if there had been no absences, these, and what is worked out already.

    `own` are the stays worked out in this team for people present alike, and `everywhere` those in all teams:
    the same for all who are there all the time, None for others.
    """

    unbroken: Presence
    absent: Spans
    own: StaysWorkedOut
    everywhere: StaysWorkedOut | None


def _presence_of_member(case: TeamCase, member: str) -> tuple[Presence, Spans]:
    """Return a member's presence and absences; days to come are owed whatever is known to take them away."""
    spans = [(*span_of(stay), stay.group) for stay in case.people[member]]
    absent = clip(case.absent.get(member, ()), case.horizon_ordinal, case.as_of_ordinal)
    return Presence(_from_horizon(spans, case.horizon_ordinal), case.as_giver(member)), absent


def _presence_of_team(case: TeamCase) -> tuple[Presence, Spans]:
    """Return the days on which the team has a member, absent on those on which all are."""
    horizon = case.horizon_ordinal
    stays_of = {member: union(map(span_of, stays)) for member, stays in case.people.items()}
    together = union(span for stays in stays_of.values() for span in stays)
    present = union(
        span
        for member, stays in stays_of.items()
        for span in without(stays, clip(case.absent.get(member, ()), 0, case.as_of_ordinal))
    )
    absent = clip(without(together, present), horizon, FOREVER)
    return Presence(_from_horizon([(*span, None) for span in together], horizon), None), absent


def _from_horizon(spans: Iterable[tuple[int, int, str | None]], horizon: int) -> tuple[PresentStay, ...]:
    """Return stays in order without what lies before the horizon."""
    stays: list[PresentStay] = []
    before: int | None = None
    for begins, last, group in spans:
        follows = before is not None and begins == before + 1
        before = last
        if last >= horizon:
            joined = not follows and begins >= horizon
            stays.append(PresentStay(max(begins, horizon), last, group, joined, follows and bool(stays)))
    return tuple(stays)


def member_timeline(case: TeamCase, service: Service, member: str) -> MemberTimeline:
    """Return a member's time under the agreements of a service of audience `member`."""
    stays = case.people[member]
    first = case.horizon
    owed = tuple(
        [stay.owed == "all" or case.owes(stay, service.id) for stay in stays if stay.last_day >= first]
    )
    return MemberTimeline(member, _stays(case, service, member, owed))


def team_timeline(case: TeamCase, service: Service) -> MemberTimeline:
    """Return the team's own time: the days on which it has a member, present on those not all are absent."""
    owed = (True,) * len(case.presence(None).unbroken.stays)
    return MemberTimeline(None, _stays(case, service, None, owed))


def terms_of_receiver(case: TeamCase, service: Service, member: str, day: date) -> AgreedTerms | None:
    """Return the terms a member is under on a day of a stay, or the team for a service of its own."""
    of_team = service.audience == "team"
    timeline = team_timeline(case, service) if of_team else member_timeline(case, service, member)
    return timeline.terms_on(day.toordinal())


def timelines_of(case: TeamCase, service: Service) -> Iterator[MemberTimeline]:
    """Yield each member's time under a service's agreements, or the team's own."""
    if service.audience == "team":
        if case.people:
            yield team_timeline(case, service)
        return
    for member in case.people:
        yield member_timeline(case, service, member)


def _until_as_of(case: TeamCase, spans: Spans) -> Spans:
    """Return the days up to the as-of day: days to come are owed whatever is known to take them away."""
    return clip(spans, 0, case.as_of_ordinal)


def _stays(case: TeamCase, service: Service, member: str | None, owed: tuple[bool, ...]) -> Stays:
    """Return somebody's stays under a service's agreements; `owed` says of each whether it takes the service in."""
    unbroken, absent, known, everywhere = case.presence(member)
    waived = _until_as_of(case, case.waived(service.id, member)) if case.waivers else ()
    if everywhere is not None and not waived and case.shared.is_same_for_every_team(case.team, service):
        known = everywhere
    shapes = tuple([case.shape_of(service, stay.group, unbroken.giver) for stay in unbroken.stays])
    key = (service.id, owed, shapes, waived)
    stays = known.get(key)
    if stays is None:
        stays = known[key] = Stays(tuple(_runs(case, service, unbroken, owed, waived)))
    return Stays(stays.runs, stays, absent) if absent else stays


def _runs(
    case: TeamCase, service: Service, presence: Presence, owed: tuple[bool, ...], waived: Spans
) -> Iterator[StayRun]:
    pauses = case.shared.pauses_so_far(service.id)
    run: StayRun | None = None
    for stay, takes_in in zip(presence.stays, owed, strict=True):
        here = without(((stay.first, stay.last),), pauses) if takes_in else ()
        segments = tuple(
            [
                _segment(
                    case, agreed, here, waived, (max(stay.first, first), min(stay.last, last)), presence.giver
                )
                for first, last, agreed in case.terms_with_ordinals(service, stay.group)
                if max(stay.first, first) <= min(stay.last, last)
            ]
        )
        if run and stay.follows:
            run = StayRun(run.first, stay.last, run.joined, run.segments + segments)
            continue
        if run:
            yield run
        run = StayRun(stay.first, stay.last, stay.joined, segments)
    if run:
        yield run


def _segment(
    case: TeamCase, terms: AgreedTerms, here: Spans, waived: Spans, span: tuple[int, int], giver: str | None
) -> Segment:
    first, last = span
    unwaived = clip(here, first, last)
    unwaived = common(unwaived, case.given_on(terms.given_by, giver)) if unwaived else ()
    counted = without(unwaived, waived)
    return Segment(first, last, terms, counted if terms.owes else (), unwaived if terms.owes else (), counted)


def owed_days(segments: Sequence[Segment], *, waived: bool = True, last: int = FOREVER) -> Days:
    """Return the owed days of segments in order, up to `last`; without `waived`, as if nothing were waived."""
    spans = (span for segment in segments for span in (segment.owed if waived else segment.owed_unwaived))
    return Days(clip(union(spans), 0, last))
