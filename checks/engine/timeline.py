"""A member's time in a team: what is agreed about a service over their stays, and the days on which it is owed."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from checks.engine.afterwards import segments_afterwards, stay_left
from checks.engine.date_spans import DateSpans
from checks.engine.spans import Spans, clip, common, union, without
from checks.engine.stays import Presence, PresentStay, Segment, StayRun, Stays
from checks.engine.team_case import TeamCase
from checks.model.agreed_terms import AgreedTerms
from checks.model.service import Service


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

    @property
    def afterwards(self) -> Iterator[tuple[int, Segment]]:
        """Yield the days after each leaving on which a conversation may still be held, with the last day before."""
        for run in (self.stays.as_if_present or self.stays).runs:
            yield from ((run.last, segment) for segment in run.afterwards or ())

    def days_that_count(self) -> DateSpans:
        """Return the owed days, and those that are counted for the answer to an order or after a leaving."""
        return DateSpans.counted(
            union(
                span
                for segment in (*self.segments, *(segment for _, segment in self.afterwards))
                for span in (segment.counted if segment.terms.after == "ordering" else segment.owed)
            )
        )

    def has(self, day: int) -> bool:
        """Whether the day is one of a stay."""
        return any(run.first <= day <= run.last for run in (self.stays.as_if_present or self.stays).runs)

    def terms_on(self, day: int) -> AgreedTerms | None:
        """Return the terms over a day of a stay, None when there are none."""
        return next(
            (segment.terms for segment in self.stays.agreed if segment.first <= day <= segment.last), None
        )

    def terms_after(self, day: int) -> AgreedTerms | None:
        """Return the terms over a day after a leaving, None when there are none."""
        return next(
            (segment.terms for _, segment in self.afterwards if segment.first <= day <= segment.last), None
        )


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
    owed = (True,) * len(case.presence(None).presence.stays)
    return MemberTimeline(None, _stays(case, service, None, owed))


def terms_of_receiver(case: TeamCase, service: Service, member: str, day: date) -> AgreedTerms | None:
    """Return the terms a member is under on a day of a stay or after leaving, or the team for a service of its own."""
    of_team = service.audience == "team"
    timeline = team_timeline(case, service) if of_team else member_timeline(case, service, member)
    if not of_team and stay_left(case, service, member, day):
        return timeline.terms_after(day.toordinal())
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
    presence, absent, known, everywhere = case.presence(member)
    waived = _until_as_of(case, case.waived(service.id, member)) if case.waivers else ()
    if everywhere is not None and not waived and case.shared.is_same_for_every_team(case.team, service):
        known = everywhere
    shapes = tuple([case.shape_of(service, stay.group, presence.giver) for stay in presence.stays])
    key = (service.id, owed, shapes, waived)
    stays = known.get(key)
    if stays is None:
        stays = known[key] = Stays(tuple(_runs(case, service, presence, owed, waived)))
    return Stays(stays.runs, stays, absent) if absent else stays


def _runs(
    case: TeamCase, service: Service, presence: Presence, owed: tuple[bool, ...], waived: Spans
) -> Iterator[StayRun]:
    run: StayRun | None = None
    for at, (stay, takes_in) in enumerate(zip(presence.stays, owed, strict=True)):
        segments = _segments(case, service, stay, waived, presence.giver, owed=takes_in)
        if run:
            run = StayRun(run.first, stay.last, run.joined, run.segments + segments)
        else:
            run = StayRun(stay.first, stay.last, stay.joined, segments)
        if any(after.follows for after in presence.stays[at + 1 : at + 2]):
            continue
        afterwards = segments_afterwards(case, service, presence, at, waived, owed=takes_in)
        yield run if afterwards is None else run._replace(afterwards=afterwards)
        run = None


def _segments(
    case: TeamCase, service: Service, stay: PresentStay, waived: Spans, giver: str | None, *, owed: bool
) -> tuple[Segment, ...]:
    """Return the segments of a stay; `owed` says whether it takes the service in."""
    pauses = case.shared.pauses_so_far(service.id)
    here = without(((stay.first, stay.last),), pauses) if owed else ()
    return tuple(
        [
            _segment(case, agreed, here, waived, (max(stay.first, first), min(stay.last, last)), giver)
            for first, last, agreed in case.terms_with_ordinals(service, stay.group)
            if max(stay.first, first) <= min(stay.last, last)
        ]
    )


def _segment(
    case: TeamCase, terms: AgreedTerms, here: Spans, waived: Spans, span: tuple[int, int], giver: str | None
) -> Segment:
    first, last = span
    unwaived = clip(here, first, last)
    unwaived = common(unwaived, case.given_on(terms.given_by, giver)) if unwaived else ()
    counted = without(unwaived, waived)
    owed = (counted, unwaived) if terms.owes else ((), ())
    return Segment(first, last, terms, *owed, counted, unwaived)
