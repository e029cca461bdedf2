"""What a change of policy promises less than the base did, and from which day on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.engine.spans import union, without
from checks.engine.team_coverage import starting_month
from checks.engine.term_comparison import LooserTerm, TermsInContext, looser_terms
from checks.model.agreed_terms import AgreedTerms, default_terms_by_day, default_terms_on, terms_by_day
from checks.model.playbook import Playbook, Terms
from checks.model.service import Service
from checks.model.team import Team
from checks.rules.change_facts import AgreedPolicy, LoosenedDefault, LoosenedTerms
from checks.wording.measures import percent
from checks.wording.terms import terms_words


@dataclass(frozen=True, slots=True)
class TeamPolicy:
    """The policy of base or head, and a team under it."""

    playbook: Playbook
    services: Mapping[str, Service]
    team: Team


def loosened_terms(base: TeamPolicy, head: TeamPolicy, ids: Mapping[str, str]) -> Iterator[LoosenedTerms]:
    """Yield what each service of both promises less to members of each group, from the base's horizon on.

    `ids` maps services' ids in the head to those in the base. Both are read with the base's own terms.
    """
    horizon = base.playbook.logs_from.toordinal()
    house = default_terms_by_day(base.playbook.terms)
    for service in head.services.values():
        before = base.services.get(ids.get(service.id, service.id))
        if before is None:
            continue
        for group in _groups(base, head, before, service):
            ends = terms_by_day(head.team, service, group)
            for agreed in terms_by_day(base.team, before, group):
                first = max(agreed.first, horizon)
                if first > agreed.last:
                    continue
                for after in ends:
                    day = max(first, after.first)
                    if day <= min(agreed.last, after.last):
                        pair = TermsInContext(after, house), TermsInContext(agreed, house)
                        for found in looser_terms(*pair, starting_month(base.playbook)):
                            yield LoosenedTerms(service.id, agreed, after, day, found)
                yield from _gaps(service.id, agreed, first, ends)


def loosened_by_policy(
    base: AgreedPolicy, head: AgreedPolicy, ids: Mapping[str, str]
) -> Iterator[LoosenedTerms]:
    """Yield what the playbook's services promise less to all teams, then to each team an agreement names."""
    named = {
        team
        for service in (*base.services.values(), *head.services.values())
        for entry in service.agreements
        for team in (() if entry.teams in (None, "all") else entry.teams or ())
    }
    for team in ("", *sorted(named)):
        before, after = (
            TeamPolicy(policy.playbook, policy.services, _without_members(team)) for policy in (base, head)
        )
        yield from loosened_terms(before, after, ids)


def _without_members(team: str) -> Team:
    """Return a team without members or terms of its own: what the playbook says to a team of this id."""
    return Team.model_construct(version=1, id=team, name=team, formerly=(), members=(), agreements={})


def _gaps(
    service: str, agreed: AgreedTerms, first: int, ends: Sequence[AgreedTerms]
) -> Iterator[LoosenedTerms]:
    if agreed.obligation == "voluntary" and not agreed.after:
        return
    for gap, _ in without(((first, agreed.last),), union((one.first, one.last) for one in ends)):
        words = f"nothing is agreed instead of {agreed.obligation}, {terms_words(agreed.cadence)}"
        yield LoosenedTerms(service, agreed, None, gap, LooserTerm("agreements", words))


def _groups(base: TeamPolicy, head: TeamPolicy, before: Service, after: Service) -> list[str | None]:
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


def loosened_defaults(base: Playbook, head: Playbook) -> Iterator[LoosenedDefault]:
    """Yield which of the playbook's own terms ask for less, each from the first such day on."""
    horizon = base.logs_from.toordinal()
    old, new = default_terms_by_day(base.terms), default_terms_by_day(head.terms)
    days = sorted({horizon, *(first for first, _ in (*old, *new) if first > horizon)})
    for key, (name, sign) in _LESS.items():
        for day in days:
            before, after = (getattr(default_terms_on(eras, day), key) for eras in (old, new))
            if (after - before) * sign > 0:
                yield LoosenedDefault(key, f"{name} {percent(after)} instead of {percent(before)}", day)
                break


def new_terms(base: Playbook, head: Playbook) -> tuple[Terms, ...]:
    """Return the entries of the playbook's own terms that the base has not."""
    return tuple(entry for entry in head.terms if entry not in base.terms)
