"""Which broken promises count and which are history: those that would be broken in a log from the agreed start on.

`judged_from` in playbook.yaml is the agreed start. A finding about a promise (CAD) counts only if it would
be there too in a log that begins on that day, with `logs_from` moved there. So these are history, a notice
that fails no check:

- everything, while the as-of day is before the start;
- a calendar period that began before the start;
- a wait that began before the start, until the agreed time has passed again from the start on;
- a request made before the start, and the steps after somebody joined or came back before it;
- of quarters compared or added up, those that began before the start.

A finding that counts shows the figures of the whole log, as every other command does. Of who is late now it
counts and names those whose wait counts, and tells how many others wait since before the start. Findings that are not
about promises, such as a mistake in a file or a change that rewrites the log, are never history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from checks.engine.policy_case import PolicyCase
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import JudgedTeam, evaluate_coverage
from checks.engine.window import LateMember
from checks.loading.policy import Policy
from checks.model.findings import Problem
from checks.model.playbook import Playbook, agreed_start
from checks.rules import late_now
from checks.rules.history_problems import as_history, with_earlier
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
        if not problems or not rule.team or start > self.as_of:
            yield from (as_history(problem, start, self.as_of) for problem in problems)
            return
        judged = evaluate_coverage(self._case_since(facts.judged.case), facts.judged.today)
        counting = frozenset(map(_key, rule.team(replace(facts, judged=judged))))
        late, earlier = _late_and_earlier(facts, judged) if rule is late_now.RULE else (facts, {})
        for problem in rule.team(late) if earlier else problems:
            if _key(problem) in counting:
                yield with_earlier(problem, earlier.get(problem.service, ()), start)
        yield from (as_history(p, start, self.as_of) for p in problems if _key(p) not in counting)

    def _case_since(self, case: TeamCase) -> TeamCase:
        shared = self._policy_case
        return replace(case, playbook=shared.playbook, policy=shared)


def _late_and_earlier(
    facts: TeamFacts, since: JudgedTeam
) -> tuple[TeamFacts, dict[str | None, list[LateMember]]]:
    """Return the facts with those late now who are so by a log from the start on too, and the others by service."""
    result = facts.judged.result
    counting = {(late.service, late.member) for late in since.result.late}
    earlier: dict[str | None, list[LateMember]] = {}
    for late in result.late:
        if (late.service, late.member) not in counting:
            earlier.setdefault(late.service, []).append(late)
    kept = tuple(late for late in result.late if (late.service, late.member) in counting)
    return replace(facts, judged=replace(facts.judged, result=replace(result, late=kept))), earlier


def _key(problem: Problem) -> tuple[str | None, ...]:
    """Return what tells problems of one rule apart."""
    return problem.team, problem.service, problem.period, problem.subject
