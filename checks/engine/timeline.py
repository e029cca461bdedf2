"""A member's time in a team: stays, the terms over them, and the days on which a service is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.periods import is_workday
from checks.engine.spans import Days, Spans, clip, common, includes, union, without
from checks.model.agreed_terms import AgreedTerms, DefaultTerms, default_terms_by_day, terms_by_day
from checks.model.base import FOREVER

if TYPE_CHECKING:
    from checks.model.playbook import Playbook
    from checks.model.service import Service
    from checks.model.team import Coach, Leader, Stay, Team
    from checks.model.touchpoint_log import Log, RowKey
    from checks.model.waivers import Waiver


_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TeamCase:
    """Everything needed to judge one team for one day, as read; nothing here is worked out yet.

    `above` are the leaders of the team it is part of, None when their file could not be read:
    then anybody is taken for one, so that a fault there turns nothing red here.
    `former` maps services' former ids to their ids. `as_of` is an ordinal.
    """

    playbook: Playbook
    services: Mapping[str, Service]
    team: Team
    log: Log
    waivers: tuple[Waiver, ...]
    above: tuple[Leader, ...] | None
    former: Mapping[str, str]
    as_of: int

    @cached_property
    def horizon(self) -> int:
        """The first day that is judged."""
        days = [self.playbook.logs_from, self.team.logs_from or self.playbook.logs_from]
        return max(days).toordinal()

    @cached_property
    def house(self) -> tuple[tuple[int, DefaultTerms], ...]:
        """The playbook's own terms, for `house_terms`."""
        return default_terms_by_day(self.playbook.terms)

    @cached_property
    def people(self) -> dict[str, tuple[Stay, ...]]:
        """Each member's stays in order, those that exist on the as-of day."""
        found: dict[str, list[Stay]] = {}
        for stay in sorted(self.team.members, key=lambda stay: stay.first):
            before = found.get(stay.person, [])
            follows = bool(before) and before[-1].last_number + 1 == stay.first_number
            if stay.first_number <= self.as_of or follows:
                found.setdefault(stay.person, []).append(stay)
        return {person: tuple(stays) for person, stays in sorted(found.items())}

    @cached_property
    def present(self) -> dict[str, Stay]:
        """The stay of each who is a member on the as-of day."""
        return {
            member: stay
            for member, stays in self.people.items()
            for stay in stays
            if stay.first_number <= self.as_of <= stay.last_number
        }

    def owes(self, stay: Stay, service: str) -> bool:
        """Whether a stay's `owed` takes a service in."""
        return stay.owed == "all" or (stay.owed != "none" and service in map(self.current, stay.owed))

    def group_of(self, member: str | None, day: int) -> str | None:
        """Return the group a member is in on a day, or was in last before it; None for the team's own."""
        begun = [stay.group for stay in self.people.get(member or "", ()) if stay.first_number <= day]
        return begun[-1] if begun else None

    def groups_apart(self, service: str) -> frozenset[str]:
        """Return the groups some member is in that have terms of their own for a service."""
        agreed = self.services[service].agreements
        own = (entry for entries in self.team.agreements.values() for entry in entries)
        apart = {entry.group for entry in (*agreed, *own) if entry.group}
        return frozenset(apart & {stay.group for stay in self.team.members if stay.group}) if apart else _NONE

    @cached_property
    def kinds(self) -> dict[RowKey, list[int]]:
        """The rows of each kind, the service under its id of today; in file order."""
        found: dict[RowKey, list[int]] = {}
        for kind, rows in self.log.kinds().items():
            today = kind._replace(service=self.current(kind.service))
            found[today] = sorted(found[today] + rows) if today in found else rows
        return found

    def has_chosen(self, member: str | None) -> bool:
        """Whether a member has ever chosen a coach."""
        return member in self._choices

    def chosen_coach(self, member: str | None, day: int) -> str | None:
        """Return the coach a member has chosen on a day, None without one."""
        for first, last, coach in self._choices.get(member, ()) if self._choices else ():
            if first <= day <= last:
                return coach
        return None

    @cached_property
    def _choices(self) -> dict[str | None, list[tuple[int, int, str]]]:
        found: dict[str | None, list[tuple[int, int, str]]] = {}
        for stay in self.team.members:
            if stay.coach:
                found.setdefault(stay.person, []).append((stay.first_number, stay.last_number, stay.coach))
        return found

    @cached_property
    def away(self) -> dict[str, Spans]:
        """Each person's days of absence."""
        found: dict[str, list[tuple[int, int]]] = {}
        for absence in self.team.absences:
            found.setdefault(absence.person, []).append((absence.first_number, absence.last_number))
        return {person: union(spans) for person, spans in found.items()}

    def away_in_a_row(self, person: str) -> Spans:
        """Return a person's absences, those with nothing but weekends and holidays between them as one."""
        rows: list[tuple[int, int]] = []
        for span in self.away.get(person, ()):
            if rows and _bridged(rows[-1][1] + 1, span[0] - 1, self.playbook.holidays):
                rows[-1] = (rows[-1][0], span[1])
            else:
                rows.append(span)
        return tuple(rows)

    def pauses(self, service: str) -> Spans:
        """Return the days on which everybody pauses a service."""
        return union(
            (pause.first_number, pause.last_number)
            for pause in self.playbook.pauses
            if pause.services == "all" or service in map(self.current, pause.services)
        )

    def waived(self, service: str, member: str | None) -> Spans:
        """Return the days on which a service is waived for a member, or the whole team."""
        return union(
            (waiver.first_number, waiver.last_number)
            for waiver in self.waivers
            if self.current(waiver.service) == service and waiver.member in (None, member)
        )

    def current(self, service: str) -> str:
        """Return a service's id of today for one it had before."""
        return self.former.get(service, service)

    def timeline(self, service: Service, group: str | None) -> tuple[AgreedTerms, ...]:
        """Return `agreed.timeline`, worked out once a service and group."""
        key = (service.id, group)
        if key not in self._timelines:
            self._timelines[key] = terms_by_day(self.team, service, group)
        return self._timelines[key]

    @cached_property
    def _timelines(self) -> dict[tuple[str, str | None], tuple[AgreedTerms, ...]]:
        return {}

    @cached_property
    def givers(self) -> dict[str, dict[str, Spans]]:
        """For each role the days each person has it."""
        roles: dict[str, tuple[Leader | Coach, ...]] = {
            "leader": self.team.leaders,
            "coach": self.team.coaches,
            "leaders-leader": self.above or (),
        }
        return {
            role: {
                person: union((one.first_number, one.last_number) for one in entries if one.person == person)
                for person in sorted({one.person for one in entries})
            }
            for role, entries in roles.items()
        }

    def anyone_gives(self, given_by: frozenset[str]) -> bool:
        """Whether no role is needed to give it, or the role's holders are not known."""
        return "anyone" in given_by or (self.above is None and "leaders-leader" in given_by)

    def may_give(self, giver: str, given_by: frozenset[str], day: int) -> bool:
        """Whether `giver` has one of the roles on the day."""
        return includes(self.entitled(giver, given_by), day)

    def entitled(self, giver: str, given_by: frozenset[str]) -> Spans:
        """Return the days on which `giver` (empty: not said) has one of the roles; absence does not matter."""
        if self.anyone_gives(given_by):
            return ((0, FOREVER),) if giver or "anyone" in given_by else ()
        key = (giver, given_by)
        if key not in self._entitled:
            roles = (self.givers[role].get(giver, ()) for role in given_by)
            self._entitled[key] = union(span for spans in roles for span in spans)
        return self._entitled[key]

    @cached_property
    def _entitled(self) -> dict[tuple[str, frozenset[str]], Spans]:
        return {}

    def givers_on(self, given_by: frozenset[str], day: int) -> tuple[str, ...]:
        """Return who has one of the roles on a day, in order; nobody in particular where anyone may give."""
        if "anyone" in given_by:
            return ()
        found = {
            person
            for role in given_by
            for person, spans in self.givers[role].items()
            if any(first <= day <= last for first, last in spans)
        }
        return tuple(sorted(found))

    def as_giver(self, person: str) -> str | None:
        """Return the person where it has a role, None for everybody else."""
        return person if person in self._all_givers else None

    def given_on(self, given_by: frozenset[str], receiver: str | None) -> Spans:
        """Return the days on which somebody other than the receiver may give it."""
        if self.anyone_gives(given_by):
            return ((0, FOREVER),)
        key = (given_by, self.as_giver(receiver) if receiver else None)
        if key not in self._given_on:
            self._given_on[key] = union(
                span
                for role in sorted(given_by)
                for person, spans in self.givers[role].items()
                if person != receiver
                for span in spans
            )
        return self._given_on[key]

    @cached_property
    def _all_givers(self) -> frozenset[str]:
        return frozenset(person for role in self.givers.values() for person in role)

    @cached_property
    def _given_on(self) -> dict[tuple[frozenset[str], str | None], Spans]:
        return {}


def _bridged(first: int, last: int, country: str | None) -> bool:
    """Whether nobody works from `first` to `last`; no stretch of weekends and holidays lasts a month."""
    return last - first < 31 and not any(is_workday(country, day) for day in range(first, last + 1))


class Segment(NamedTuple):
    """Days of a stay under one agreement, from the horizon on; `owed` are those on which it is owed.

    `owed_unwaived` are the days owed if there were no waivers. `counted` are those a step after an
    event counts: as owed, whatever the obligation.
    """

    first: int
    last: int
    agreed: AgreedTerms
    owed: Spans
    owed_unwaived: Spans
    counted: Spans


class StayRun(NamedTuple):
    """Stays that follow without a gap, with their segments; `joined` when no stay lies just before it."""

    first: int
    last: int
    joined: bool
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class MemberTimeline:
    """One member (or the team) and one service: runs of stays without a gap, each with its segments."""

    member: str | None
    runs: tuple[StayRun, ...]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, in order."""
        return tuple(segment for run in self.runs for segment in run.segments)

    def has(self, day: int) -> bool:
        """Whether the day is one of a stay."""
        return any(run.first <= day <= run.last for run in self.runs)

    def agreed_on(self, day: int) -> AgreedTerms | None:
        """Return the agreement over a day of a stay, None when there is none."""
        for run in self.runs:
            for segment in run.segments:
                if segment.first <= day <= segment.last:
                    return segment.agreed
        return None


@dataclass(frozen=True, slots=True)
class _StayPiece:
    """Days of one stay with what holds over all of them; `begins` may lie before the horizon."""

    begins: int
    last: int
    group: str | None
    owed: bool


def member_timeline(case: TeamCase, service: Service, member: str) -> MemberTimeline:
    """Return a member's time under the agreements of a service of audience `member`."""
    pieces = [
        _StayPiece(
            stay.first_number,
            stay.last_number,
            stay.group,
            case.owes(stay, service.id),
        )
        for stay in case.people[member]
    ]
    present = without(((case.horizon, FOREVER),), _until(case, case.away.get(member, ())))
    return _timeline(case, service, member, pieces, present)


def team_timeline(case: TeamCase, service: Service) -> MemberTimeline:
    """Return the team's own time: the days on which it has a member, present on those not all are absent."""
    spans = {
        member: union((stay.first_number, stay.last_number) for stay in stays)
        for member, stays in case.people.items()
    }
    together = union(span for one in spans.values() for span in one)
    present = union(
        span
        for member, one in spans.items()
        for span in without(one, _until(case, case.away.get(member, ())))
    )
    pieces = [_StayPiece(first, last, None, owed=True) for first, last in together]
    return _timeline(case, service, None, pieces, present)


def timelines_of(case: TeamCase, service: Service) -> Iterator[MemberTimeline]:
    """Yield each member's time under a service's agreements, or the team's own."""
    if service.audience == "team":
        if case.people:
            yield team_timeline(case, service)
        return
    for member in case.people:
        yield member_timeline(case, service, member)


def _until(case: TeamCase, spans: Spans) -> Spans:
    """Return the days up to the as-of day: days to come are owed whatever is known to take them away."""
    return clip(spans, 0, case.as_of)


def _timeline(
    case: TeamCase, service: Service, member: str | None, pieces: Sequence[_StayPiece], present: Spans
) -> MemberTimeline:
    pauses = _until(case, case.pauses(service.id))
    waived = _until(case, case.waived(service.id, member)) if case.waivers else ()
    runs: list[StayRun] = []
    before: int | None = None
    for piece in pieces:
        follows = before is not None and piece.begins == before + 1
        before = piece.last
        first = max(piece.begins, case.horizon)
        if piece.last < first:  # wholly before the horizon
            continue
        here = without(clip(present, first, piece.last), pauses) if piece.owed else ()
        segments = tuple(
            _segment(
                case, agreed, here, waived, max(first, agreed.first), min(piece.last, agreed.last), member
            )
            for agreed in case.timeline(service, piece.group)
            if max(first, agreed.first) <= min(piece.last, agreed.last)
        )
        if follows and runs:
            run = runs.pop()
            runs.append(StayRun(run.first, piece.last, run.joined, run.segments + segments))
        else:
            runs.append(StayRun(first, piece.last, not follows and piece.begins >= case.horizon, segments))
    return MemberTimeline(member, tuple(runs))


def _segment(
    case: TeamCase, agreed: AgreedTerms, here: Spans, waived: Spans, first: int, last: int, member: str | None
) -> Segment:
    unwaived = clip(here, first, last)
    unwaived = common(unwaived, case.given_on(agreed.given_by, member)) if unwaived else ()
    counted = without(unwaived, waived)
    return Segment(
        first, last, agreed, counted if agreed.owes else (), unwaived if agreed.owes else (), counted
    )


def owed_days(segments: Sequence[Segment], *, waived: bool = True, last: int = FOREVER) -> Days:
    """Return the owed days of segments in order, up to `last`; without `waived`, as if nothing were waived."""
    spans = (span for segment in segments for span in (segment.owed if waived else segment.owed_unwaived))
    return Days(clip(union(spans), 0, last))
