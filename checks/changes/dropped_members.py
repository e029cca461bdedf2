"""Members whom a team of the base owes a service on days to come, and no team of the head, though it is still agreed.

The teams of a change are compared one at a time, and only who is owed less by one of them is kept. Another team may
owe it, so the head's rosters are asked for these members at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from checks.engine.date_spans import DateSpans
from checks.loading.files import YAML_CAP
from checks.model.agreed_terms import terms_by_day
from checks.model.base import FOREVER
from checks.model.cadences import EventCadence
from checks.model.team import Team
from checks.rules.change_facts import DroppedMember

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from checks.engine.team_case import TeamCase
    from checks.loading.repository import Repository
    from checks.model.agreed_terms import AgreedTerms
    from checks.model.findings import Place
    from checks.model.service import Service
    from checks.model.team import Stay

_ID_OR_ESCAPE = re.compile(rb"[a-z0-9-]+|\\")
_DAY = timedelta(days=1)


class _Withheld(NamedTuple):
    """Days on which a team of the head does not owe a member what is agreed; `unnamed` if no agreement names the team."""

    team: str
    place: Place
    days: DateSpans
    unnamed: bool


@dataclass(slots=True)
class _Promise:
    """What the base owes a member: where it says so, on which days, and what the head makes of them.

    `team` is the id in the head of the team that owes it.
    """

    team: str
    place: Place
    days: DateSpans
    owed: DateSpans = field(default_factory=DateSpans)
    withheld: list[_Withheld] = field(default_factory=list)

    def dropped(self) -> tuple[date, _Withheld] | None:
        """Return the first day on which nobody owes it any more, and what says so; the team that owed it comes first."""
        left = self.days - self.owed
        drops = [(day, entry) for entry in self.withheld if (day := (entry.days & left).first)]
        return min(drops, key=lambda drop: (drop[0], drop[1].team != self.team), default=None)


class DroppedMembers:
    """Finds them; `ids` maps services' ids in the head to those in the base."""

    def __init__(self, base: Repository, head: Repository, ids: Mapping[str, str], as_of: date) -> None:
        self._base, self._head, self._as_of = base, head, as_of
        self._services = {
            service.id: (old, service)
            for service in head.policy.services.values()
            if service.audience == "member"
            and (old := base.policy.services.get(ids.get(service.id, service.id)))
        }
        ids_of_teams = tuple(sorted({*base.team_ids, *head.team_ids}))
        self._any_team = Team.model_construct(
            version=1, id="", name="", formerly=ids_of_teams, members=(), agreements={}
        )
        self._promises: dict[tuple[str, str], _Promise] = {}

    def add(self, before: TeamCase, after: TeamCase | None) -> None:
        """Compare a team with what it was; `after` is None where it is gone."""
        team = after.team if after else self._any_team
        unchanged = {_entry(stay) for stay in team.members}
        ahead = (stay for stay in before.team.members if stay.last_day >= self._as_of)
        stays = [stay for stay in ahead if _entry(stay) not in unchanged]
        for old, service in self._services.values() if stays else ():
            old_terms, new_terms = _GroupTerms(before.team, old), _GroupTerms(team, service)
            for stay in stays:
                if _takes_in(stay, old.id, self._base.policy.former):
                    # what is promised less to all members is told of the agreement
                    days = self._ahead(stay) & old_terms.owing_in(stay) & new_terms.owing(stay.group)
                    self._add((stay.person, service.id), _Promise(team.id, stay.place(), days))

    def _add(self, key: tuple[str, str], promise: _Promise) -> None:
        if key in self._promises:
            self._promises[key].days |= promise.days
        elif promise.days:
            self._promises[key] = promise

    def dropped(self) -> tuple[DroppedMember, ...]:
        """Ask the head's rosters, and return who is owed what no more, in order."""
        members = {member for member, _ in self._promises}
        encoded = {member.encode() for member in members}
        for team_id in self._head.team_ids if members else ():
            if not self._may_have(team_id, encoded):
                continue
            team, faults = self._head.roster(team_id)
            if team is None or faults:
                return ()  # it may owe them all, and is an error anyway
            self._ask(team, members)
        return tuple(sorted(self._dropped()))

    def _may_have(self, team_id: str, members: set[bytes]) -> bool:
        """Whether a roster may be about some of the members: a look at its bytes spares most of them."""
        content = self._head.data.below("teams", team_id, "team.yaml").content(YAML_CAP)
        if isinstance(content, str):
            return False
        words = set(_ID_OR_ESCAPE.findall(content))
        return b"\\" in words or not words.isdisjoint(members)

    def _ask(self, team: Team, members: set[str]) -> None:
        """Note what a team of the head owes the members, and what it does not though it is agreed."""
        stays = [stay for stay in team.members if stay.person in members and stay.last_day >= self._as_of]
        is_new = bool(stays) and self._is_new(team)
        for _, service in self._services.values() if stays else ():
            terms, everywhere = _GroupTerms(team, service), _GroupTerms(self._any_team, service)
            for stay in stays:
                promise = self._promises.get((stay.person, service.id))
                if promise is None:
                    continue
                here = self._ahead(stay) & terms.owing(stay.group)
                if _takes_in(stay, service.id, self._head.policy.former):
                    promise.owed |= here
                else:
                    promise.withheld.append(_Withheld(team.id, stay.key_place("owed"), here, unnamed=False))
                if is_new:
                    days = self._ahead(stay) & everywhere.owing(stay.group)
                    days -= here | terms.of_playbook(stay.group)
                    promise.withheld.append(_Withheld(team.id, stay.place(), days, unnamed=True))

    def _is_new(self, team: Team) -> bool:
        """Whether a team had no members in the base, so that nobody has agreed on what is owed in it."""
        former = [old for old in (team.id, *team.formerly) if old in self._base.team_ids]
        rosters = [self._base.roster(old)[0] for old in former]
        return not any(roster is None or roster.members for roster in rosters)

    def _ahead(self, stay: Stay) -> DateSpans:
        return DateSpans.between(max(stay.first, self._as_of), stay.last_day)

    def _dropped(self) -> Iterator[DroppedMember]:
        services: dict[tuple[Place, str, date, Place, str, bool], list[str]] = {}
        for (member, service), promise in self._promises.items():
            drop = promise.dropped()
            if drop:
                day, entry = drop
                key = (entry.place, member, day, promise.place, entry.team, entry.unnamed)
                services.setdefault(key, []).append(service)
        for (place, member, day, before, team, unnamed), ids in services.items():
            yield DroppedMember(place, member, day, before, team, tuple(sorted(ids)), unnamed)


@dataclass(slots=True)
class _GroupTerms:
    """What is agreed on a service with the members of a team, worked out once a group."""

    team: Team
    service: Service
    _known: dict[str | None, tuple[AgreedTerms, ...]] = field(default_factory=dict)

    def owing(self, group: str | None) -> DateSpans:
        """Return the days on which something is owed."""
        return _days_of(terms for terms in self._by_day(group) if _binds(terms))

    def of_playbook(self, group: str | None) -> DateSpans:
        """Return the days on which the playbook's terms hold, whatever they say."""
        return _days_of(terms for terms in self._by_day(group) if terms.team is None)

    def owing_in(self, stay: Stay) -> DateSpans:
        """Return the days on which something is owed that a stay brings: after joining, no longer than its last step."""
        first = _joined(stay, self.team.members)
        return DateSpans.joined(
            stretch
            for terms in self._by_day(stay.group)
            if _binds(terms)
            for stretch in DateSpans.between(terms.first, min(terms.last, _last_due(terms, first)))
        )

    def _by_day(self, group: str | None) -> tuple[AgreedTerms, ...]:
        if group not in self._known:
            self._known[group] = terms_by_day(self.team, self.service, group)
        return self._known[group]


def _days_of(all_terms: Iterable[AgreedTerms]) -> DateSpans:
    return DateSpans.joined((terms.first, terms.last) for terms in all_terms)


def _binds(terms: AgreedTerms) -> bool:
    return terms.cadence is not None and (terms.owes or terms.after == "ordering")


def _last_due(terms: AgreedTerms, joined: date) -> date:
    """Return the last day on which something may be owed to somebody who joined on a day."""
    cadence = terms.cadence
    if not isinstance(cadence, EventCadence) or cadence.after != "joining":
        return FOREVER
    step = cadence.within[-1]
    return joined + timedelta(days=step.days * (2 if step.working else 1))


def _joined(stay: Stay, stays: Sequence[Stay]) -> date:
    """Return the first day of the stays that follow each other without a gap up to this one."""
    first = stay.first
    ends = {entry.last + _DAY: entry.first for entry in stays if entry.person == stay.person and entry.last}
    while first in ends:
        first = ends.pop(first)
    return first


def _takes_in(stay: Stay, service: str, former: Mapping[str, str]) -> bool:
    """Whether a stay's `owed` takes a service in."""
    return stay.owed == "all" or (
        stay.owed != "none" and service in (former.get(name, name) for name in stay.owed)
    )


def _entry(stay: Stay) -> tuple[object, ...]:
    """Return what of a stay says what is owed, and when."""
    return stay.person, stay.first, stay.last, stay.group, stay.owed
