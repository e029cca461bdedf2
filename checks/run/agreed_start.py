"""Which broken promises count and which are history: those that would be broken in a log from the agreed start on.

`judged_from` in playbook.yaml is the agreed start. A finding about a promise (CAD) counts only if it would
be there too in a log that begins on that day, with `logs_from` moved there. So these are history, a notice
that fails no check:

- everything, while the as-of day is before the start;
- a calendar period that began before the start;
- a wait that began before the start, until the agreed time has passed again from the start on;
- a request made before the start, and the steps after somebody joined or came back before it;
- of quarters compared or added up, those that began before the start.

A finding that counts shows the figures of the whole log, as every other command does. Findings that are not
about promises, such as a mistake in a file or a change that rewrites the log, are never history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from checks.engine.policy_case import PolicyCase
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import evaluate_coverage
from checks.loading.policy import Policy
from checks.model.findings import Problem
from checks.model.playbook import Playbook, agreed_start
from checks.rules.history_problems import as_history
from checks.rules.rule import Rule, TeamFacts


@dataclass
class AgreedStart:
    """The agreed start of a playbook, and what teams are judged by from that day on."""

    policy: Policy
    playbook: Playbook
    as_of: date

    @cached_property
    def _policy_case(self) -> PolicyCase:
        playbook = self.playbook.model_copy(update={"logs_from": agreed_start(self.playbook)})
        return PolicyCase(playbook, self.policy.services, self.policy.former, self.as_of)

    def mark_history(self, rule: Rule, problems: Iterable[Problem], facts: TeamFacts) -> Iterator[Problem]:
        """Yield the problems of a rule in a team, those about promises broken before the start as history."""
        start = agreed_start(self.playbook)
        if not rule.code.startswith("CAD") or start <= facts.judged.case.horizon:
            yield from problems
            return
        problems = tuple(problems)
        counting = self._keys_since(rule, facts) if problems and start <= self.as_of else frozenset()
        yield from (
            problem if _key(problem) in counting else as_history(problem, start, self.as_of)
            for problem in problems
        )

    def _keys_since(self, rule: Rule, facts: TeamFacts) -> frozenset[tuple[str | None, ...]]:
        """Return what a rule finds in a team's log from the start on."""
        judged = evaluate_coverage(self._case_since(facts.judged.case), facts.judged.today)
        return frozenset(map(_key, rule.team(replace(facts, judged=judged)) if rule.team else ()))

    def _case_since(self, case: TeamCase) -> TeamCase:
        shared = self._policy_case
        return replace(case, playbook=shared.playbook, policy=shared)


def _key(problem: Problem) -> tuple[str | None, ...]:
    """Return what tells problems of one rule apart."""
    return problem.team, problem.service, problem.period, problem.subject
