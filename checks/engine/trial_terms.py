"""A case as if the terms of one day had been agreed from the first day judged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from checks.model.agreed_terms import agreed_by_playbook, agreed_by_team
from checks.model.agreements import INHERITED, TeamAgreement

if TYPE_CHECKING:
    from checks.engine.timeline import TeamCase
    from checks.model.agreed_terms import AgreedTerms

E = TypeVar("E", bound=TeamAgreement)


def with_terms_of(case: TeamCase, day: int) -> TeamCase:
    """Return the case with what is agreed on `day` (an ordinal) in force throughout; other terms are gone."""
    team = case.team
    services = {}
    own = {}
    for service in case.services.values():
        groups = dict.fromkeys(
            entry.group for entries in (service.agreements, *team.agreements.values()) for entry in entries
        )
        of_playbook, of_team = [], []
        for group in groups:
            of_playbook += _throughout(agreed_by_playbook(service, group), case, day)
            of_team += _throughout(agreed_by_team(team, service, group), case, day)
        services[service.id] = service.model_copy(update={"agreements": tuple(of_playbook)})
        if of_team:
            own[service.id] = tuple(of_team)
    return replace(case, services=services, team=team.model_copy(update={"agreements": own}))


def _throughout(agreed: Sequence[AgreedTerms], case: TeamCase, day: int) -> list[TeamAgreement]:
    """Return the entry in force on `day`, saying everything it has taken over, from the horizon on."""
    return [_saying(one, case.horizon) for one in agreed if one.first <= day <= one.last]


def _saying(agreed: AgreedTerms, first: int) -> TeamAgreement:
    said = {key: getattr(agreed, key) for key in INHERITED}
    return agreed.entry.model_copy(update={**said, "first": date.fromordinal(first), "last": None})
