"""POL009 nobody-gives: a compulsory service that nobody may give.

A service is not owed on days on which nobody, or nobody but its receiver, may give it: the coverage
of a team whose leader has left looks fine while nobody is seen. So it is said here, as a warning,
and as an error once it has lasted more than 30 days. Members who are absent and teams without
members are left out. That those who give are absent themselves does not matter.

To fix: enter a deputy among the leaders or coaches in team.yaml, with a `to`; or agree that others
may give it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from checks.cadence.spans import has, union, without
from checks.coverage.wording import iso, plural
from checks.findings import Place, Problem, Related, Severity
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.cadence.agreed import Agreed
    from checks.cadence.lives import TeamCase
    from checks.model.service import Service
    from checks.model.team import Stay, Team
    from checks.rules.rule import TeamFacts

PATIENCE = 30
"""Days for which it is a warning. Source: design.md, section 5."""

_KEYS = {"leader": "leaders", "coach": "coaches", "leaders-leader": "part_of"}
"""Where team.yaml says who has a role."""


def check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each such service once, with the first day on which somebody goes without."""
    case = facts.judged.case
    for service in case.services.values():
        without_giver = dict(
            _members(case, service) if service.audience == "member" else _team(case, service)
        )
        if without_giver:
            yield _problem(case, service, without_giver)


def _members(case: TeamCase, service: Service) -> Iterator[tuple[str | None, int]]:
    for member, stays in case.people.items():
        if not has(case.away.get(member, ()), case.as_of):
            owed = [stay for stay in stays if _owes(case, stay, service)]
            days = ((stay.first_number, stay.last_number, stay.group) for stay in owed)
            yield from _since(case, service, member, days)


def _owes(case: TeamCase, stay: Stay, service: Service) -> bool:
    return stay.owed == "all" or (stay.owed != "none" and service.id in map(case.current, stay.owed))


def _team(case: TeamCase, service: Service) -> Iterator[tuple[str | None, int]]:
    stays = (stay for stays in case.people.values() for stay in stays)
    together = union((stay.first_number, stay.last_number) for stay in stays)
    yield from _since(case, service, None, ((first, last, None) for first, last in together))


def _since(
    case: TeamCase, service: Service, receiver: str | None, days: Iterable[tuple[int, int, str | None]]
) -> Iterator[tuple[str | None, int]]:
    """Yield the receiver with the first day of the stretch without a giver the as-of day lies in, if any."""
    bare = union(
        span
        for first, last, group in days
        for agreed in case.timeline(service, group)
        if agreed.obligation == "compulsory"
        for span in without(
            ((max(first, agreed.first, case.horizon), min(last, agreed.last, case.as_of)),),
            case.given_on(agreed.given_by, receiver),
        )
    )
    if has(bare, case.as_of):
        yield receiver, bare[-1][0]


def _problem(case: TeamCase, service: Service, found: dict[str | None, int]) -> Problem:
    team, since = case.team, min(found.values())
    agreed = _agreed(case, service, min(found, key=lambda one: (found[one], one or "")))
    names = sorted(one for one in found if one)
    whom = f" to {plural(len(names), 'member')}" if names else ""
    message = f"{team.id}: nobody may give {service.id}{whom} since {iso(since)}"
    named = f"{team.id}: nobody may give {service.id}{' to ' if names else ''}{', '.join(names)} since {iso(since)}"
    ended = _ended(case, agreed, since - 1)
    if ended:
        named += f"; until then {', '.join(ended)} did"
    return Problem(
        _place(team, agreed),
        message,
        named=named if names or ended else "",
        help="Enter a deputy among the leaders or coaches, with a `to`, or agree that others may give it.",
        team=team.id,
        service=service.id,
        related=(Related(agreed.place, f"the terms in force from {agreed.entry.first}"),),
        severity=Severity.ERROR if case.as_of - since > PATIENCE else None,
    )


def _agreed(case: TeamCase, service: Service, receiver: str | None) -> Agreed:
    """Return the terms the receiver is under on the as-of day."""
    stays = case.people[receiver] if receiver else ()
    group = next((stay.group for stay in stays if stay.first_number <= case.as_of <= stay.last_number), None)
    return next(one for one in case.timeline(service, group) if one.first <= case.as_of <= one.last)


def _ended(case: TeamCase, agreed: Agreed, day: int) -> list[str]:
    """Return who had a role that gives it up to `day` and no longer."""
    roles = agreed.given_by & case.givers.keys()
    return sorted(
        {
            person
            for role in roles
            for person, spans in case.givers[role].items()
            if any(last == day for _, last in spans)
        }
    )


def _place(team: Team, agreed: Agreed) -> Place:
    """Return the line of team.yaml that says who gives it, or the team's name where none does."""
    keys = [key for role, key in _KEYS.items() if role in agreed.given_by and team.says(key)]
    return team.key_place(keys[0]) if keys else team.place("name")


RULE = Rule("POL009", "nobody-gives", Severity.WARNING, __doc__, team=check)
