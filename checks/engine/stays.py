"""Stays: when somebody is there, under which terms, and on which days a service is owed then.

People who are there alike share them: most members of an organisation are.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from checks.engine.spans import FOREVER, Days, Spans, clip, span_of, union, without
from checks.engine.window import CalendarPlan
from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import PeriodUnit
from checks.model.team import Stay


class Segment(NamedTuple):
    """Days of a stay under one agreement, from the horizon on; `owed` are those on which it is owed.

    `owed_unwaived` are the days owed if there were no waivers. `counted` are those a step after an
    event counts: as owed, whatever the obligation. `counted_unwaived` are these if there were no waivers.
    """

    first: int
    last: int
    terms: AgreedTerms
    owed: Spans
    owed_unwaived: Spans
    counted: Spans
    counted_unwaived: Spans


class StayRun(NamedTuple):
    """Stays that follow without a gap, with their segments; `joined` when no stay lies just before it.

    `afterwards` are the days after the last one, up to the next stay, where a conversation after leaving may
    still be held on them; None where the terms on the last day follow no leaving.
    """

    first: int
    last: int
    joined: bool
    segments: tuple[Segment, ...]
    afterwards: tuple[Segment, ...] | None = None


class Stays:
    """The runs of somebody's stays under a service's agreements.

    People who are there alike share them, and with them `calendar_plans`, worked out by the unit of the reporting
    period. Somebody who was `absent` on some days has the stays of one who was not, `as_if_present`, and those
    days are taken out of the owed ones only where somebody asks for these.
    """

    calendar_plans: dict[PeriodUnit, tuple[CalendarPlan, ...]]

    def __init__(
        self, runs: tuple[StayRun, ...], as_if_present: "Stays | None" = None, absent: Spans = ()
    ) -> None:
        self.agreed: tuple[Segment, ...] = (
            as_if_present.agreed
            if as_if_present
            else tuple([segment for run in runs for segment in run.segments])
        )
        """All segments in order, for their terms and days: which of these are owed, `segments` says."""
        self.kinds: frozenset[type] = (
            as_if_present.kinds
            if as_if_present
            else frozenset([type(segment.terms.cadence) for segment in self.agreed])
        )
        """The kinds of cadence of the terms."""
        self.as_if_present = as_if_present
        self.absent = absent
        self.calendar_plans = {}
        self._runs = runs

    @cached_property
    def runs(self) -> tuple[StayRun, ...]:
        """Runs of stays without a gap."""
        if not self.as_if_present:
            return self._runs
        return tuple(
            [
                run._replace(
                    segments=tuple([_without_absence(segment, self.absent) for segment in run.segments])
                )
                for run in self._runs
            ]
        )

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of all runs, in order."""
        return tuple([segment for run in self.runs for segment in run.segments])


def _without_absence(segment: Segment, absent: Spans) -> Segment:
    """Return a segment without some days of absence."""
    counted = without(segment.counted, absent)
    unwaived = counted
    if segment.counted_unwaived != segment.counted:
        unwaived = without(segment.counted_unwaived, absent)
    owed = (counted, unwaived) if segment.terms.owes else ((), ())
    return Segment(segment.first, segment.last, segment.terms, *owed, counted, unwaived)


class PresentStay(NamedTuple):
    """A stay from the horizon on; `follows` without a gap on the one before it, or was `joined` after one.

    `moved` says that the member is in another team after it.
    """

    first: int
    last: int
    group: str | None
    joined: bool
    follows: bool
    moved: bool = False


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


StaysKey = tuple[str, tuple[bool, ...], tuple[int, ...], Spans]
"""A service, what of the presence is owed it, numbers of the terms' shapes, and waivers: they decide on `Stays`."""


class PresenceOfMember(NamedTuple):
    """Somebody's presence, their absences, and what is worked out already.

    `own` are the stays worked out in this team for people present alike, and `everywhere` those in all teams:
    the same for all who are there all the time, None for others.
    """

    presence: Presence
    absent: Spans
    own: dict[StaysKey, Stays]
    everywhere: dict[StaysKey, Stays] | None


def presence_of_member(stays: Iterable[Stay], giver: str | None, horizon: int) -> Presence:
    """Return a member's presence from the horizon on, absences aside."""
    spans = [(*span_of(stay), stay.group, bool(stay.moved_to)) for stay in stays]
    return Presence(_from_horizon(spans, horizon), giver)


def presence_of_team(
    people: Mapping[str, Sequence[Stay]], absences: Mapping[str, Spans], horizon: int
) -> tuple[Presence, Spans]:
    """Return the days from the horizon on with a member in the team, and those of them on which all are absent."""
    stays_of = {member: union(map(span_of, stays)) for member, stays in people.items()}
    together = union(span for stays in stays_of.values() for span in stays)
    present = union(
        span for member, stays in stays_of.items() for span in without(stays, absences.get(member, ()))
    )
    absent = clip(without(together, present), horizon, FOREVER)
    return Presence(_from_horizon([(*span, None, False) for span in together], horizon), None), absent


def _from_horizon(
    spans: Iterable[tuple[int, int, str | None, bool]], horizon: int
) -> tuple[PresentStay, ...]:
    """Return stays in order without what lies before the horizon."""
    stays: list[PresentStay] = []
    before: int | None = None
    for begins, last, group, moved in spans:
        follows = before is not None and begins == before + 1
        before = last
        if last >= horizon:
            joined = not follows and begins >= horizon
            goes_on = follows and bool(stays)
            stays.append(PresentStay(max(begins, horizon), last, group, joined, goes_on, moved))
    return tuple(stays)


def owed_days(segments: Sequence[Segment], *, waived: bool = True, last: int = FOREVER) -> Days:
    """Return the owed days of segments in order, up to `last`; without `waived`, as if nothing were waived."""
    spans = (span for segment in segments for span in (segment.owed if waived else segment.owed_unwaived))
    return Days(clip(union(spans), 0, last))
