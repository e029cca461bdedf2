"""Who is under which terms on which day: agreements with what they inherit, in order of precedence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import zip_longest
from typing import Literal

from checks.model.agreements import INHERITED, TeamAgreement
from checks.model.cadences import CalendarCadence, EventCadence, RollingCadence
from checks.model.findings import Place
from checks.model.playbook import Terms
from checks.model.service import Service
from checks.model.team import Team

_DAY = timedelta(days=1)

AnyCadence = CalendarCadence | RollingCadence | EventCadence


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """An agreement as resolved: what it says itself and what it has taken over.

    In force from `first` to `last`, both included; `FOREVER` where no end is known. `teams` is None for all. `team` is set
    on a team's own terms. `promise` is the line that says the coverage promised, None where the
    playbook's terms say it.
    """

    service: str
    first: date
    last: date
    obligation: Literal["compulsory", "offered", "voluntary"]
    given_by: frozenset[str]
    teams: frozenset[str] | None
    cadence: AnyCadence | None
    counts: Literal["any", "outbound"]
    coverage_at_least: Fraction | None
    may_miss: int
    team: str | None
    group: str | None
    entry: TeamAgreement
    place: Place
    cadence_place: Place
    promise: Place | None

    @property
    def owes(self) -> bool:
        """Whether a day under these terms is owed; voluntary ones owe nothing."""
        return self.obligation != "voluntary"

    @property
    def after(self) -> str:
        """The event its cadence follows, empty for other cadences."""
        return self.cadence.after if isinstance(self.cadence, EventCadence) else ""

    def holds_for(self, team: Team) -> bool:
        """Whether the terms name this team, by the id it has or one it had."""
        return self.teams is None or not self.teams.isdisjoint((team.id, *team.formerly))


def agreed_by_playbook(service: Service, group: str | None) -> tuple[AgreedTerms, ...]:
    """Return the playbook's agreements for members of `group` (None: everybody), resolved, in order."""
    entries = [entry for entry in service.agreements if entry.group == group]
    return tuple(_resolve(service.id, entries, None, None))


def terms_still_in_force(service: Service, day: date) -> Iterator[AgreedTerms]:
    """Yield the playbook's agreements that are in force on `day` or later, for everybody and each group."""
    for group in dict.fromkeys(entry.group for entry in service.agreements):
        yield from (agreed for agreed in agreed_by_playbook(service, group) if agreed.last >= day)


def agreed_by_team(team: Team, service: Service, group: str | None) -> tuple[AgreedTerms, ...]:
    """Return the team's own agreements for a service, resolved.

    The first inherits the playbook's of its day, unless it is for a group: then it says everything.
    """
    entries = team_entries(team, service, group)
    above = None
    if entries and group is None:
        day = entries[0].first
        in_force = (terms for terms in agreed_by_playbook(service, None) if terms.first <= day <= terms.last)
        above = next((terms for terms in in_force if terms.holds_for(team)), None)
    return tuple(_resolve(service.id, entries, above, team.id))


def team_entries(team: Team, service: Service, group: str | None) -> list[TeamAgreement]:
    """Return what the team has written for a service, under its id or one it had."""
    ids = (service.id, *service.formerly)
    return [entry for name in ids for entry in team.agreements.get(name, ()) if entry.group == group]


def incomplete_entries(team: Team, service: Service) -> Iterator[TeamAgreement]:
    """Yield the team's agreements that do not say what they must, and inherit it from nobody."""
    for group in dict.fromkeys(entry.group for entries in team.agreements.values() for entry in entries):
        entries = team_entries(team, service, group)
        resolved = {id(terms.entry) for terms in agreed_by_team(team, service, group)}
        yield from (entry for entry in entries if id(entry) not in resolved)


def _resolve(
    service: str, entries: Sequence[TeamAgreement], above: AgreedTerms | None, team: str | None
) -> Iterator[AgreedTerms]:
    before = above
    for entry, following in zip_longest(entries, entries[1:]):
        last = min(entry.last_day, following.first - _DAY) if following else entry.last_day
        terms = _inherit(service, entry, last, before, team)
        if terms:
            yield terms
            before = terms


def _inherit(
    service: str, entry: TeamAgreement, last: date, before: AgreedTerms | None, team: str | None
) -> AgreedTerms | None:
    """Return `entry` with what it does not say; None when nobody says the obligation or who gives it."""
    written = {key: getattr(entry, key, None) for key in INHERITED}
    obligation = written["obligation"] or (before.obligation if before else None)
    given_by = frozenset(written["given_by"] or (before.given_by if before else ()))
    if not obligation or not given_by:
        return None
    named = written["teams"]
    teams = (None if named == "all" else frozenset(named)) if named else (before.teams if before else None)
    says_cadence = written["cadence"] is not None
    says_share = written["coverage_at_least"] is not None
    return AgreedTerms(
        service=service,
        first=entry.first,
        last=last,
        obligation=obligation,
        given_by=given_by,
        teams=teams,
        cadence=written["cadence"] if says_cadence else (before.cadence if before else None),
        counts=written["counts"] or (before.counts if before else "any"),
        coverage_at_least=written["coverage_at_least"]
        if says_share
        else (before.coverage_at_least if before else None),
        may_miss=written["may_miss"]
        if written["may_miss"] is not None
        else (before.may_miss if before else 0),
        team=team,
        group=entry.group,
        entry=entry,
        place=entry.place(),
        cadence_place=entry.key_place("cadence") if says_cadence or not before else before.cadence_place,
        promise=entry.key_place("coverage_at_least") if says_share else (before.promise if before else None),
    )


def terms_by_day(team: Team, service: Service, group: str | None) -> tuple[AgreedTerms, ...]:
    """Return what is agreed with members of `group` in a team, day for day: disjoint, in order.

    On each day the first that is in force holds, of: the team's for the group, the team's,
    the playbook's for the group, the playbook's.
    """
    groups = (group, None) if group else (None,)
    layers = [agreed_by_team(team, service, name) for name in groups] if team.agreements else []
    layers += [
        tuple(agreed for agreed in agreed_by_playbook(service, name) if agreed.holds_for(team))
        for name in groups
    ]
    taken: list[AgreedTerms] = []
    for layer in layers:
        taken += [piece for agreed in layer for piece in _uncovered(agreed, taken)]
    return tuple(sorted(taken, key=lambda agreed: agreed.first))


def _uncovered(agreed: AgreedTerms, taken: Iterable[AgreedTerms]) -> Iterator[AgreedTerms]:
    """Yield the parts of `agreed` on days nothing in `taken` holds."""
    first = agreed.first
    for above in sorted(taken, key=lambda terms: terms.first):
        if above.last < first or above.first > agreed.last:
            continue
        if above.first > first:
            yield replace(agreed, first=first, last=above.first - _DAY)
        first = above.last + _DAY
    if first <= agreed.last:
        yield agreed if first == agreed.first else replace(agreed, first=first)


@dataclass(frozen=True, slots=True)
class DefaultTerms:
    """The playbook's terms in force on a day, each with the line that says it.

    `drop_agreed` says whether an entry sets `coverage_may_drop`; if none does, it has its default.
    """

    owed_when_present: Fraction
    coverage_at_least: Fraction
    coverage_may_drop: Fraction
    outbound_at_least: Fraction
    coverage_place: Place
    outbound_place: Place
    drop_place: Place
    drop_agreed: bool


DEFAULTS = {
    "owed_when_present": Fraction(1, 2),
    "coverage_at_least": Fraction(9, 10),
    "coverage_may_drop": Fraction(2, 100),
    "outbound_at_least": Fraction(6, 10),
}
"""What holds where no entry says it. Source: the example of design.md, section 3."""


def default_terms_by_day(terms: Sequence[Terms]) -> tuple[tuple[date, DefaultTerms], ...]:
    """Return the playbook's terms resolved, each with its first day, in order."""
    values: dict[str, Fraction] = dict(DEFAULTS)
    places = dict.fromkeys(DEFAULTS, terms[0].place())
    eras = []
    agreed: set[str] = set()
    for entry in terms:
        for key in DEFAULTS:
            if getattr(entry, key) is not None:
                values[key] = getattr(entry, key)
                places[key] = entry.key_place(key)
                agreed.add(key)
        default_terms = DefaultTerms(
            **values,
            coverage_place=places["coverage_at_least"],
            outbound_place=places["outbound_at_least"],
            drop_place=places["coverage_may_drop"],
            drop_agreed="coverage_may_drop" in agreed,
        )
        eras.append((entry.first, default_terms))
    return tuple(eras)


def default_terms_on(eras: Sequence[tuple[date, DefaultTerms]], day: date) -> DefaultTerms:
    """Return the terms in force on `day`; before the first entry its own hold, so that no day is without."""
    return next((terms for first, terms in reversed(eras) if first <= day), eras[0][1])
