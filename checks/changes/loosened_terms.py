"""What a change of policy promises less than the base did, and from which day on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from checks.engine.date_spans import DateSpans
from checks.engine.term_comparison import LooserTerm, TermsInContext, looser_terms
from checks.model.agreed_terms import AgreedTerms, default_terms_by_day, default_terms_on, terms_by_day
from checks.model.playbook import Playbook, Terms, starting_month
from checks.model.service import Service
from checks.model.team import Team
from checks.rules.change_facts import AgreedPolicy, LoosenedDefault, LoosenedTerms
from checks.wording.measures import percent
from checks.wording.terms import terms_words


class TeamPolicy(NamedTuple):
    """The policy of base or head, and a team under it."""

    playbook: Playbook
    services: Mapping[str, Service]
    team: Team


def loosened_terms(base: TeamPolicy, head: TeamPolicy, ids: Mapping[str, str]) -> Iterator[LoosenedTerms]:
    """Yield what each service of both promises less to members of each group, from the base's horizon on.

    `ids` maps services' ids in the head to those in the base. Both are read with the base's own terms.
    """
    horizon = base.playbook.logs_from
    default_terms = default_terms_by_day(base.playbook.terms)
    starts = starting_month(base.playbook)
    for service in head.services.values():
        old_service = base.services.get(ids.get(service.id, service.id))
        if old_service is None:
            continue
        for group in _groups(base.team, head.team, old_service, service):
            new_terms_by_day = terms_by_day(head.team, service, group)
            for before in terms_by_day(base.team, old_service, group):
                first = max(before.first, horizon)
                if first > before.last:
                    continue
                for after in new_terms_by_day:
                    day = max(first, after.first)
                    if day <= min(before.last, after.last):
                        pair = TermsInContext(after, default_terms), TermsInContext(before, default_terms)
                        for looser in looser_terms(*pair, starts):
                            yield LoosenedTerms(service.id, before, after, day, looser)
                yield from _gaps(service.id, before, first, new_terms_by_day)


def loosened_by_policy(
    base: AgreedPolicy, head: AgreedPolicy, ids: Mapping[str, str], teams: Mapping[str, str]
) -> Iterator[LoosenedTerms]:
    """Yield what the playbook's services promise less to all teams, then to each team an agreement names.

    `teams` maps teams' former ids to those they have now: a team that is named by either is one team.
    """
    named_teams = {
        teams.get(team, team)
        for service in (*base.services.values(), *head.services.values())
        for entry in service.agreements
        for team in (() if entry.teams in (None, "all") else entry.teams or ())
    }
    for team_id in ("", *sorted(named_teams)):
        # a team without members and terms of its own stands for every team of this id
        former = tuple(old for old, new in teams.items() if new == team_id)
        team = Team.model_construct(
            version=1, id=team_id, name=team_id, formerly=former, members=(), agreements={}
        )
        before, after = (TeamPolicy(policy.playbook, policy.services, team) for policy in (base, head))
        yield from loosened_terms(before, after, ids)


def _gaps(
    service: str, before: AgreedTerms, first: date, new_terms_by_day: Sequence[AgreedTerms]
) -> Iterator[LoosenedTerms]:
    """Yield the stretches from `first` on for which nothing is agreed in the place of `before`."""
    if before.obligation == "voluntary" and not before.after:
        return
    covered = DateSpans.joined((after.first, after.last) for after in new_terms_by_day)
    for gap, _ in DateSpans.between(first, before.last) - covered:
        words = f"nothing instead of {before.obligation}, {terms_words(before.cadence)}"
        yield LoosenedTerms(service, before, None, gap, LooserTerm("agreements", words))


def _groups(old_team: Team, new_team: Team, old_service: Service, new_service: Service) -> list[str | None]:
    agreements = (*old_team.agreements.values(), *new_team.agreements.values())
    of_teams = [entry for entries in agreements for entry in entries]
    entries = (*old_service.agreements, *new_service.agreements, *of_teams)
    return sorted({None, *(entry.group for entry in entries)}, key=lambda group: group or "")


def presumed_renames(base: AgreedPolicy, head: AgreedPolicy) -> dict[str, str]:
    """Return the ids of teams that took the place of another wherever agreements name teams, by that other.

    Only the data say whether a team has a new id. Without them it can be presumed: each list of teams that
    differs has the same ids in the same places, but for ids that are gone everywhere and ids that are new.
    """
    lists = [*_lists_of_teams(base, head)]
    before = {team for old, _ in lists for team in old}
    after = {team for _, new in lists for team in new}
    renames: dict[str, str] = {}
    for old, new in lists:
        pairs = [(was, now) for was, now in zip(old, new, strict=False) if was != now]
        if len(old) != len(new) or any(was in after or now in before for was, now in pairs):
            return {}
        if any(renames.setdefault(was, now) != now for was, now in pairs):
            return {}
    return renames if len(set(renames.values())) == len(renames) else {}


def _lists_of_teams(
    base: AgreedPolicy, head: AgreedPolicy
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the teams that agreements of the same service, group and first day name, before and after."""
    for service in head.services.values():
        old_service = base.services.get(service.id)
        for old in old_service.agreements if old_service else ():
            for new in service.agreements:
                same = (old.first, old.group) == (new.first, new.group)
                if same and isinstance(old.teams, tuple) and isinstance(new.teams, tuple):
                    yield old.teams, new.teams


_LESS = {
    "owed_when_present": ("owed when present for", 1),
    "coverage_at_least": ("coverage", -1),
    "coverage_may_drop": ("coverage may drop by", 1),
    "outbound_at_least": ("outbound", -1),
}
"""The terms in words, and the sign of a change of them that asks for less."""


def loosened_defaults(base: Playbook, head: Playbook) -> Iterator[LoosenedDefault]:
    """Yield which of the playbook's own terms ask for less, each from the first such day on."""
    horizon = base.logs_from
    sides = [default_terms_by_day(playbook.terms) for playbook in (base, head)]
    days = sorted({horizon, *(first for side in sides for first, _ in side if first > horizon)})
    for key, (name, sign) in _LESS.items():
        for day in days:
            before, after = (getattr(default_terms_on(side, day), key) for side in sides)
            if (after - before) * sign > 0:
                yield LoosenedDefault(key, f"{name} {percent(after)} instead of {percent(before)}", day)
                break


def new_terms(base: Playbook, head: Playbook) -> tuple[Terms, ...]:
    """Return the entries of the playbook's own terms that the base has not."""
    return tuple(entry for entry in head.terms if entry not in base.terms)
