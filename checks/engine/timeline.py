"""A member's time in a team: stays, the terms over them, and the days on which a service is owed."""

from collections.abc import Iterator, Mapping, Sequence
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
    _shapes: dict[tuple[str, str | None], "_Shape"] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    _presence: dict[str | None, "Presence"] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    run_days_of: dict["_RunKey", "tuple[_RunDays, ...]"] = _worked_out()  # noqa: RUF009 - a field each, not one value for all
    runs_of: dict[tuple[str, "_RunKey"], "tuple[tuple[StayRun, ...], tuple[Segment, ...]]"] = _worked_out()  # noqa: RUF009 - a field each, not one value for all

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

    def shape_of(self, service: Service, group: str | None) -> "_Shape":
        """Return what of the terms decides which days are owed: from when to when, and who gives it."""
        key = (service.id, group)
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = tuple(
                (first, last, terms.given_by)
                for first, last, terms in self.terms_with_ordinals(service, group)
            )
        return shape

    def presence(self, member: str | None) -> "Presence":
        """Return the stays of a member, None for the team, and the days they are there."""
        presence = self._presence.get(member)
        if presence is None:
            presence = _presence_of_member(self, member) if member else _presence_of_team(self)
            self._presence[member] = presence
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


_Shape = tuple[tuple[int, int, frozenset[str]], ...]
_RunKey = tuple["Presence", tuple[bool, ...], tuple[_Shape, ...], Spans, Spans]
"""What days of a member's stays depend on: presence, what is owed, shapes of the terms, pauses and waivers."""


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


class MemberTimeline(NamedTuple):
    """One member (or the team) and one service: runs of stays without a gap, and all segments of these in order."""

    member: str | None
    runs: tuple[StayRun, ...]
    segments: tuple[Segment, ...]

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
        return any(run.first <= day <= run.last for run in self.runs)

    def terms_on(self, day: int) -> AgreedTerms | None:
        """Return the terms over a day of a stay, None when there are none."""
        for run in self.runs:
            for segment in run.segments:
                if segment.first <= day <= segment.last:
                    return segment.terms
        return None


class Presence(NamedTuple):
    """The stays of a member (or the days on which the team has one), and the days that may be owed in them.

    `stays` are first and last day and group of each, in order; the first may lie before the horizon. `present`
    are the days from the horizon on without absences, those to come as if none were known. `giver` is the
    member where it has a role, since nobody gives a service to themselves.
    """

    stays: tuple[tuple[int, int, str | None], ...]
    present: Spans
    giver: str | None


def _presence_of_member(case: TeamCase, member: str) -> Presence:
    absent = _until_as_of(case, case.absent.get(member, ()))
    return Presence(
        tuple((*span_of(stay), stay.group) for stay in case.people[member]),
        without(((case.horizon_ordinal, FOREVER),), absent),
        case.as_giver(member),
    )


def _presence_of_team(case: TeamCase) -> Presence:
    """Return the days on which the team has a member, present on those not all are absent."""
    stays_of = {member: union(map(span_of, stays)) for member, stays in case.people.items()}
    together = union(span for stays in stays_of.values() for span in stays)
    present = union(
        span
        for member, stays in stays_of.items()
        for span in without(stays, _until_as_of(case, case.absent.get(member, ())))
    )
    return Presence(tuple((first, last, None) for first, last in together), present, None)


def member_timeline(case: TeamCase, service: Service, member: str) -> MemberTimeline:
    """Return a member's time under the agreements of a service of audience `member`."""
    owed = tuple([case.owes(stay, service.id) for stay in case.people[member]])
    return MemberTimeline(member, *_runs(case, service, member, owed))


def team_timeline(case: TeamCase, service: Service) -> MemberTimeline:
    """Return the team's own time: the days on which it has a member, present on those not all are absent."""
    return MemberTimeline(None, *_runs(case, service, None, ()))


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


class _SegmentDays(NamedTuple):
    """A segment but for its terms: the number of these among those of its group, and the days of it."""

    first: int
    last: int
    number: int
    unwaived: Spans
    counted: Spans


class _RunDays(NamedTuple):
    """A run of stays but for the terms of its segments; `stays` says by number in which of them each lies."""

    first: int
    last: int
    joined: bool
    stays: tuple[int, ...]
    segments: tuple[_SegmentDays, ...]


def _runs(
    case: TeamCase, service: Service, member: str | None, owed: tuple[bool, ...]
) -> tuple[tuple[StayRun, ...], tuple[Segment, ...]]:
    """Return the runs of a member's stays, and all their segments; members who are present alike share them.

    `owed` says of each stay whether it takes the service in; a team's own service is owed in all.
    """
    presence = case.presence(member)
    waived = _until_as_of(case, case.waived(service.id, member)) if case.waivers else ()
    terms = [case.terms_with_ordinals(service, group) for _, _, group in presence.stays]
    shapes = tuple([case.shape_of(service, group) for _, _, group in presence.stays])
    pauses = case.shared.pauses_so_far(service.id)
    key = (presence, owed, shapes, pauses, waived)
    known = case.runs_of.get((service.id, key))
    if known is None:
        days = case.run_days_of.get(key)
        if days is None:
            days = case.run_days_of[key] = tuple(_run_days(case, presence, owed, terms, pauses, waived))
        runs = tuple(
            StayRun(
                run.first,
                run.last,
                run.joined,
                tuple(
                    _segment(segment, terms[stay][segment.number][2])
                    for stay, segment in zip(run.stays, run.segments, strict=True)
                ),
            )
            for run in days
        )
        segments = tuple([segment for run in runs for segment in run.segments])
        known = case.runs_of[service.id, key] = runs, segments
    return known


def _segment(days: _SegmentDays, terms: AgreedTerms) -> Segment:
    first, last, _, unwaived, counted = days
    return Segment(first, last, terms, counted if terms.owes else (), unwaived if terms.owes else (), counted)


def _run_days(
    case: TeamCase,
    presence: Presence,
    owed: tuple[bool, ...],
    terms: Sequence[TermsWithOrdinals],
    pauses: Spans,
    waived: Spans,
) -> Iterator[_RunDays]:
    """Yield the runs of stays with the days of their segments, which services under alike terms share."""
    run: _RunDays | None = None
    before: int | None = None
    for number, (begins, last, _) in enumerate(presence.stays):
        follows = before is not None and begins == before + 1
        before = last
        first = max(begins, case.horizon_ordinal)
        if last < first:  # wholly before the horizon
            continue
        here = without(clip(presence.present, first, last), pauses) if not owed or owed[number] else ()
        segments = tuple(_segments_of(case, presence, terms[number], here, waived, first, last))
        if follows and run:
            run = _RunDays(
                run.first,
                last,
                run.joined,
                run.stays + (number,) * len(segments),
                run.segments + segments,
            )
            continue
        if run:
            yield run
        joined = not follows and begins >= case.horizon_ordinal
        run = _RunDays(first, last, joined, (number,) * len(segments), segments)
    if run:
        yield run


def _segments_of(
    case: TeamCase,
    presence: Presence,
    terms: TermsWithOrdinals,
    here: Spans,
    waived: Spans,
    first: int,
    last: int,
) -> Iterator[_SegmentDays]:
    """Yield the segments of a stay from `first` to `last`; `here` are the days of it that may be owed."""
    for number, (begins, ends, agreed) in enumerate(terms):
        since, until = max(first, begins), min(last, ends)
        if since <= until:
            unwaived = clip(here, since, until)
            if unwaived:
                unwaived = common(unwaived, case.given_on(agreed.given_by, presence.giver))
            yield _SegmentDays(since, until, number, unwaived, without(unwaived, waived))


def owed_days(segments: Sequence[Segment], *, waived: bool = True, last: int = FOREVER) -> Days:
    """Return the owed days of segments in order, up to `last`; without `waived`, as if nothing were waived."""
    spans = (span for segment in segments for span in (segment.owed if waived else segment.owed_unwaived))
    return Days(clip(union(spans), 0, last))
