"""The gate of a change of policy, by the policy and the last release alone: what everybody may read.

It reads no log and no roster, so it answers the same whether or not the data lie beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from checks.changes.loosened_terms import (
    loosened_by_policy,
    loosened_defaults,
    new_terms,
    presumed_renames,
)
from checks.loading.policy import Policy
from checks.model.findings import Finding, Problem, Severity, reading_order
from checks.model.frequency import PromisedWorkload
from checks.rules import ALL, BY_CODE, unknown_team
from checks.rules.change_facts import AgreedPolicy, PolicyChange, TeamsChange
from checks.rules.rule import KnownIds, PlaybookFacts
from checks.run.judging import BaseComparison, Judgement, JudgementDates, finding_of

_GUARDS = ("terms", "privacy", "severities", "judged_from", "today", "archive", "time_zone")
"""Keys of playbook.yaml that a change is judged with as the base has them."""


def guarded_policy(base: Policy | None, head: Policy) -> Policy:
    """Return the head's policy with what guards the promises taken from the base."""
    if not base or not base.playbook or not head.playbook:
        return head
    guards = {key: getattr(base.playbook, key) for key in _GUARDS}
    return replace(head, playbook=head.playbook.model_copy(update=guards))


def check_policy(
    base: Policy | None, head: Policy, days: JudgementDates, named: tuple[str, str | None] | None = None
) -> Judgement:
    """Judge a policy by itself, or with `named` as a change of the base: its words and its commit."""
    guarded = guarded_policy(base, head)
    findings = list(_findings(guarded, days))
    against = None
    if named:
        known: frozenset[str] = frozenset()
        if base:
            findings += (
                finding_of(code, problem, guarded.playbook, days)
                for code, problem in policy_problems(base, head, days, None)
            )
            known = frozenset(finding.fingerprint for finding in _findings(base, days))
        words, commit = named
        against = BaseComparison(words, commit if base else None, known=known, policy=base)
    return Judgement(
        as_of=days.as_of,
        findings=tuple(sorted(findings, key=reading_order)),
        unread=(),
        files=head.files,
        people=0,
        promised=PromisedWorkload(Fraction(0), 0),
        against=against,
    )


def _findings(policy: Policy, days: JudgementDates) -> Iterator[Finding]:
    for fault in policy.faults:
        yield finding_of(fault.code, fault.problem, policy.playbook, days)
    if policy.playbook is None:
        return
    services = tuple(policy.services.values())
    facts = PlaybookFacts(
        policy.playbook, services, policy.calendar, _known_ids(policy), days.as_of, days.real
    )
    for rule in ALL:
        for problem in rule.playbook(facts) if rule.playbook else ():
            # a team may be younger than the last release, and only the data say so
            unsure = replace(problem, severity=Severity.WARNING) if rule is unknown_team.RULE else problem
            yield finding_of(rule.code, unsure, policy.playbook, days)


def _known_ids(policy: Policy) -> KnownIds:
    """Return the ids that may be referred to; the teams are those of the last release, where there is one."""
    playbook = policy.playbook
    entries = (entry for service in policy.services.values() for entry in service.agreements)
    referred = {team for entry in entries if entry.teams and entry.teams != "all" for team in entry.teams}
    last = policy.last_release
    groups = playbook.groups if playbook else ()
    return KnownIds(
        services=frozenset(policy.services) | policy.unread | frozenset(policy.former),
        teams=frozenset(team.id for team in last.teams) if last else frozenset(referred),
        groups=frozenset(group.id for group in groups if not group.describes),
        describing=frozenset(group.id for group in groups if group.describes),
        principles=frozenset(principle.id for principle in playbook.principles) if playbook else frozenset(),
        rules=frozenset(BY_CODE),
        metrics={
            service.id: frozenset(metric.id for metric in service.metrics)
            for service in policy.services.values()
        },
    )


def renamed_services(base: Policy, head: Policy) -> dict[str, str]:
    """Return the ids of services in the head that had another in the base, and that one."""
    return {
        service.id: old
        for service in head.services.values()
        if service.id not in base.services
        for old in service.formerly
        if old in base.services and old not in head.services
    }


def policy_problems(
    base: Policy, head: Policy, days: JudgementDates, teams: TeamsChange | None
) -> Iterator[tuple[str, Problem]]:
    """Yield by code what the rules over a change of policy find.

    `teams` is None without data: then new ids may be those of renamed teams.
    """
    before, after = _agreed(base), _agreed(head)
    if before is None or after is None:
        return
    renamed_teams = teams.renamed if teams else None
    facts = _policy_change(before, after, renamed_services(base, head), renamed_teams)
    facts = replace(facts, as_of=days.as_of)
    if teams:
        facts = replace(facts, removed_teams=tuple(teams.removed), dropped=tuple(teams.dropped))
    for rule in ALL:
        if rule.policy_change:
            yield from ((rule.code, problem) for problem in rule.policy_change(facts))


def _policy_change(
    before: AgreedPolicy, after: AgreedPolicy, ids: Mapping[str, str], renamed_teams: Mapping[str, str] | None
) -> PolicyChange:
    """Return what is agreed otherwise; no team is removed, and the day is none."""
    presumed = presumed_renames(before, after) if renamed_teams is None else {}
    return PolicyChange(
        base=before,
        head=after,
        ids=ids,
        removed_teams=(),
        loosened=tuple(loosened_by_policy(before, after, ids, renamed_teams or presumed)),
        loosened_defaults=tuple(loosened_defaults(before.playbook, after.playbook)),
        new_terms=new_terms(before.playbook, after.playbook),
        default_severities={rule.code: rule.severity for rule in ALL},
        as_of=date.min,
        presumed_renames=presumed,
    )


def _agreed(policy: Policy) -> AgreedPolicy | None:
    return AgreedPolicy(policy.playbook, policy.services, policy.unread) if policy.playbook else None
