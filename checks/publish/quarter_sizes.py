"""What decides how a quarter is released: rosters and terms, and nothing that was logged.

Who is in a team, who gives in it and what was agreed is known to everybody. Who was met, was away, ordered
something or is in a group is not, and is not looked at here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction

from checks.engine.team_case import TeamCase
from checks.engine.workload import hours_of_team
from checks.model.agreed_terms import AgreedTerms
from checks.model.base import Span
from checks.model.cadences import MONTHS, CalendarCadence, EventCadence
from checks.model.periods import Period, periods
from checks.model.playbook import describing_groups, starting_month
from checks.model.service import Service
from checks.model.team import Description, Stay


@dataclass(frozen=True, slots=True)
class DescribedPeople:
    """Members a service is owed to, by a group that describes them.

    `inside` were owed it and in the group on each day of the quarter, `touched` on some day; `outside` were owed it
    on each day, and in the group on none.
    """

    inside: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ServiceSizes:
    """A service in a team in a quarter: whom it may be owed to, and how often.

    `least` people were there on each day of the quarter, `most` on some day; one for a team's own service.
    `windows` is how many each of them has by the terms for everybody, `lightest` and `heaviest` the fewest and
    most by any terms; all 0 where nothing can end in the quarter. `after` are the events that begin it, where
    it follows events. `given_by` are the roles that may give it, `agreed` is the coverage
    promised to everybody at the end of the quarter. `described` are its members by group that describes them.
    """

    least: int
    most: int
    windows: int
    lightest: int
    heaviest: int
    after: frozenset[str]
    given_by: frozenset[str]
    agreed: Fraction | None
    described: Mapping[str, DescribedPeople] = field(default_factory=dict)

    @property
    def by_team(self) -> bool:
        """Whether a team's figure may be published at all: it is for everybody, and follows no event."""
        return self.windows > 0 and not self.after


@dataclass(frozen=True, slots=True)
class TeamSizes:
    """A team in a quarter: who gives in it on any of its days, its members on the last, and its services."""

    team: str
    name: str
    part_of: str | None
    members: int
    leaders: frozenset[str]
    coaches: frozenset[str]
    above: frozenset[str]
    hours: int
    services: dict[str, ServiceSizes]

    def givers(self, roles: frozenset[str]) -> frozenset[str]:
        """Return who may give in the team in one of these roles."""
        by_role = {"leader": self.leaders, "coach": self.coaches, "leaders-leader": self.above}
        return frozenset().union(*(by_role.get(role, frozenset()) for role in roles))


def sizes_of_quarter(case: TeamCase, quarter: Period) -> TeamSizes:
    """Return the sizes of a team in a closed quarter."""
    at_end = replace(case, as_of=quarter.last, policy=None)
    team = case.team
    return TeamSizes(
        team=team.id,
        name=team.name,
        part_of=team.part_of,
        members=len(at_end.present),
        leaders=frozenset(entry.person for entry in team.leaders if _overlaps(entry, quarter)),
        coaches=frozenset(entry.person for entry in team.coaches if _overlaps(entry, quarter)),
        above=frozenset(entry.person for entry in case.above or () if _overlaps(entry, quarter)),
        hours=round(hours_of_team(at_end)),
        services={service.id: _service_sizes(case, service, quarter) for service in case.services.values()},
    )


def _overlaps(entry: Span, quarter: Period) -> bool:
    return entry.first <= quarter.last and entry.last_day >= quarter.first


def _service_sizes(case: TeamCase, service: Service, quarter: Period) -> ServiceSizes:
    starts = starting_month(case.playbook)
    # every group that has terms, whether or not anybody of the team is in it: who is, is nobody's to learn
    own = (entry for entries in case.team.agreements.values() for entry in entries)
    groups = (None, *sorted({entry.group for entry in (*service.agreements, *own) if entry.group}))
    judged = quarter.first >= case.horizon  # of a quarter that began before it nothing is owed
    in_force = {group: list(_terms_in(case, service, group, quarter)) if judged else [] for group in groups}
    each = {group: sum(_windows(terms, quarter, starts) for terms in of) for group, of in in_force.items()}
    weights = [count for count in each.values() if count]
    every = [terms for of in in_force.values() for terms in of]
    if service.audience == "team":
        least = most = int(bool(case.team.members))
    else:
        least, most = _people(case, service.id, quarter)
    return ServiceSizes(
        least=least,
        most=most,
        windows=each[None],
        lightest=min(weights, default=0),
        heaviest=max(weights, default=0),
        after=frozenset(terms.after for terms in every if terms.after),
        given_by=frozenset().union(*(terms.given_by for terms in every)),
        agreed=_agreed(case, service, quarter),
        described=_by_group(case, service, quarter),
    )


def _agreed(case: TeamCase, service: Service, quarter: Period) -> Fraction | None:
    """Return the coverage promised to everybody at the end of the quarter; None where nothing was agreed."""
    begun = [terms for terms in case.terms_by_day(service, None) if terms.first <= quarter.last]
    if not begun:
        return None
    share = begun[-1].coverage_at_least
    return case.shared.default_terms_on(quarter.last).coverage_at_least if share is None else share


def _terms_in(case: TeamCase, service: Service, group: str | None, quarter: Period) -> Iterator[AgreedTerms]:
    """Yield the terms in force on some day of the quarter that owe something, orders included."""
    for terms in case.terms_by_day(service, group):
        in_quarter = terms.first <= quarter.last and terms.last >= quarter.first
        if in_quarter and terms.cadence is not None and (terms.owes or terms.after == "ordering"):
            yield terms


def _windows(terms: AgreedTerms, quarter: Period, starts: int) -> int:
    """Return how many windows of one person end in the quarter under these terms; of an event its steps."""
    cadence = terms.cadence
    if isinstance(cadence, EventCadence):
        return len(cadence.within)
    if not isinstance(cadence, CalendarCadence):
        return 1
    ending = periods(cadence.per, quarter.first - timedelta(days=366), quarter.last, starts)
    only = {MONTHS.index(name) + 1 for name in cadence.only or ()}
    return sum(
        quarter.first <= period.last <= quarter.last and (not only or period.first.month in only)
        for period in ending
    )


def _people(case: TeamCase, service: str, quarter: Period) -> tuple[int, int]:
    """Return how many members are owed the service all the quarter by the roster, and how many on some day."""
    days = _days_owed(case, service, quarter)
    return sum(count == quarter.days for count in days.values()), len(days)


def _days_owed(case: TeamCase, service: str, quarter: Period) -> dict[str, int]:
    """Return on how many days of the quarter each member is owed the service by the roster; nobody with none."""
    days: dict[str, int] = {}
    for stay in case.team.members:
        if _overlaps(stay, quarter) and case.owes(stay, service):
            days[stay.person] = days.get(stay.person, 0) + _days_within(stay, quarter)
    return days


def _by_group(case: TeamCase, service: Service, quarter: Period) -> dict[str, DescribedPeople]:
    groups = describing_groups(case.playbook) if service.audience == "member" else ()
    return {group.id: _described(case, service.id, quarter, group.id) for group in groups}


def _described(case: TeamCase, service: str, quarter: Period, group: str) -> DescribedPeople:
    days = _days_owed(case, service, quarter)
    throughout = {person for person, count in days.items() if count == quarter.days}
    entries: dict[str, list[Description]] = {}
    for stay in case.team.members:
        for entry in stay.described_as:
            if entry.group == group and stay.person in days and _overlaps(entry, quarter):
                entries.setdefault(stay.person, []).append(entry)
    whole = {
        person
        for person, of_person in entries.items()
        if any(entry.first <= quarter.first and entry.last_day >= quarter.last for entry in of_person)
    }
    return DescribedPeople(
        frozenset(throughout & whole), frozenset(entries), frozenset(throughout - entries.keys())
    )


def _days_within(stay: Stay, quarter: Period) -> int:
    return (min(stay.last_day, quarter.last) - max(stay.first, quarter.first)).days + 1


def two_largest(teams: Sequence[TeamSizes], roles: frozenset[str], people: dict[str, int]) -> int:
    """Return of how many people two readers may know everything, at most: those two who give to most of them.

    `people` are by team. Who may give to anybody may know everybody.
    """
    if "anyone" in roles:
        return sum(people.values())
    reached: dict[str, int] = {}
    for team in teams:
        for giver in team.givers(roles):
            reached[giver] = reached.get(giver, 0) + people.get(team.team, 0)
    first, second = sorted([1, 1, *reached.values()])[-2:]
    return min(first + second, sum(people.values()))
