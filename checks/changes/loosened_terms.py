"""What a change of policy promises less than the base did, and from which day on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.engine.spans import union, without
from checks.engine.team_coverage import starting_month
from checks.engine.term_comparison import Looser, Under, looser
from checks.model.agreed_terms import house_eras, house_terms, timeline
from checks.model.team import Team
from checks.rules.change_facts import HouseLoosened, Loosened
from checks.wording.measures import percent
from checks.wording.terms import terms_words

if TYPE_CHECKING:
    from checks.model.agreed_terms import Agreed
    from checks.model.playbook import Playbook, Terms
    from checks.model.service import Service
    from checks.rules.change_facts import Policy


@dataclass(frozen=True, slots=True)
class Side:
    """The policy of base or head, and a team under it."""

    playbook: Playbook
    services: Mapping[str, Service]
    team: Team


def loosened(base: Side, head: Side, ids: Mapping[str, str]) -> Iterator[Loosened]:
    """Yield what each service of both promises less to members of each group, from the base's horizon on.

    `ids` maps services' ids in the head to those in the base. Both are read with the base's own terms.
    """
    horizon = base.playbook.logs_from.toordinal()
    house = house_eras(base.playbook.terms)
    for service in head.services.values():
        before = base.services.get(ids.get(service.id, service.id))
        if before is None:
            continue
        for group in _groups(base, head, before, service):
            ends = timeline(head.team, service, group)
            for agreed in timeline(base.team, before, group):
                first = max(agreed.first, horizon)
                if first > agreed.last:
                    continue
                for after in ends:
                    day = max(first, after.first)
                    if day <= min(agreed.last, after.last):
                        pair = Under(after, house), Under(agreed, house)
                        for found in looser(*pair, starting_month(base.playbook)):
                            yield Loosened(service.id, agreed, after, day, found)
                yield from _gaps(service.id, agreed, first, ends)


def loosened_by_policy(base: Policy, head: Policy, ids: Mapping[str, str]) -> Iterator[Loosened]:
    """Yield what the playbook's services promise less to all teams, then to each team an agreement names."""
    named = {
        team
        for service in (*base.services.values(), *head.services.values())
        for entry in service.agreements
        for team in (() if entry.teams in (None, "all") else entry.teams or ())
    }
    for team in ("", *sorted(named)):
        before, after = (
            Side(policy.playbook, policy.services, _without_members(team)) for policy in (base, head)
        )
        yield from loosened(before, after, ids)


def _without_members(team: str) -> Team:
    """Return a team without members or terms of its own: what the playbook says to a team of this id."""
    return Team.model_construct(version=1, id=team, name=team, formerly=(), members=(), agreements={})


def _gaps(service: str, agreed: Agreed, first: int, ends: Sequence[Agreed]) -> Iterator[Loosened]:
    if agreed.obligation == "voluntary" and not agreed.after:
        return
    for gap, _ in without(((first, agreed.last),), union((one.first, one.last) for one in ends)):
        words = f"nothing is agreed instead of {agreed.obligation}, {terms_words(agreed.cadence)}"
        yield Loosened(service, agreed, None, gap, Looser("agreements", words))


def _groups(base: Side, head: Side, before: Service, after: Service) -> list[str | None]:
    entries = [
        *before.agreements,
        *after.agreements,
        *(entry for side in (base, head) for own in side.team.agreements.values() for entry in own),
    ]
    return sorted({None, *(entry.group for entry in entries)}, key=lambda group: group or "")


_LESS = {
    "owed_when_present": ("owed when present for", 1),
    "coverage_at_least": ("coverage", -1),
    "coverage_may_drop": ("coverage may drop by", 1),
    "outbound_at_least": ("outbound", -1),
}
"""The terms in words, and the sign of a change of them that asks for less."""


def house_loosened(base: Playbook, head: Playbook) -> Iterator[HouseLoosened]:
    """Yield which of the playbook's own terms ask for less, each from the first such day on."""
    horizon = base.logs_from.toordinal()
    old, new = house_eras(base.terms), house_eras(head.terms)
    days = sorted({horizon, *(first for first, _ in (*old, *new) if first > horizon)})
    for key, (name, sign) in _LESS.items():
        for day in days:
            before, after = (getattr(house_terms(eras, day), key) for eras in (old, new))
            if (after - before) * sign > 0:
                yield HouseLoosened(key, f"{name} {percent(after)} instead of {percent(before)}", day)
                break


def new_terms(base: Playbook, head: Playbook) -> tuple[Terms, ...]:
    """Return the entries of the playbook's own terms that the base has not."""
    return tuple(entry for entry in head.terms if entry not in base.terms)
