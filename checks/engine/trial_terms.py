"""A case as if the terms of one day had been agreed from the first day judged on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from checks.engine.team_case import TeamCase
from checks.model.agreed_terms import AgreedTerms, agreed_by_playbook, agreed_by_team
from checks.model.agreements import INHERITED, TeamAgreement


def with_terms_of(case: TeamCase, day: date) -> TeamCase:
    """Return the case with what is agreed on `day` in force throughout; other terms are gone."""
    team = case.team
    services = {}
    team_agreements = {}
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
            team_agreements[service.id] = tuple(of_team)
    return replace(case, services=services, team=team.model_copy(update={"agreements": team_agreements}))


def _throughout(resolved: Sequence[AgreedTerms], case: TeamCase, day: date) -> list[TeamAgreement]:
    """Return the entry in force on `day`, saying everything it has taken over, from the horizon on."""
    return [
        terms.entry.model_copy(
            update={key: getattr(terms, key) for key in INHERITED} | {"first": case.horizon, "last": None}
        )
        for terms in resolved
        if terms.first <= day <= terms.last
    ]
