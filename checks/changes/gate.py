"""The gate: a change held against its base, both judged for one day.

Time alone breaks a promise, and no change is to blame for that: what the base has too, and what is
said of cadences, never fails here. What guards the promises (the playbook's own terms, privacy,
severities and clock) is the base's, so that no change lowers its own bar.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from checks.changes.loosened_terms import loosened_by_policy, loosened_defaults, new_terms
from checks.changes.windows import team_change
from checks.engine.team_coverage import JudgedTeam, TeamCoverage
from checks.loading.policy import Policy
from checks.loading.repository import Repository
from checks.loading.team_files import TeamFiles
from checks.model.findings import Finding, Problem, Severity, reading_order
from checks.rules import ALL
from checks.rules.change_facts import AgreedPolicy as Agreed
from checks.rules.change_facts import CommonWindows, PolicyChange, RemovedTeam, TeamChange
from checks.run.checking import (
    BaseComparison,
    Judgement,
    JudgementDates,
    TeamAccumulator,
    finding_of,
    fold_repeats,
    known_ids,
)

BASES_OWN = ("terms", "privacy", "severities", "today", "archive", "time_zone")
"""Keys of playbook.yaml that a change is judged with as the base has them."""


def with_base_guards(base: Repository | None, head: Repository) -> Repository:
    """Return the head with what guards the promises taken from the base."""
    guards, playbook = base and base.policy.playbook, head.policy.playbook
    if not guards or not playbook:
        return head
    kept = playbook.model_copy(update={key: getattr(guards, key) for key in BASES_OWN})
    return replace(head, policy=replace(head.policy, playbook=kept))


def check_change(
    base: Repository | None,
    head: Repository,
    days: JudgementDates,
    named: tuple[str, str | None],
    keep: Callable[[TeamCoverage], None] | None = None,
) -> Judgement:
    """Judge the head as a change of the base; `named` are the base in words and its commit.

    The findings are the head's own, those about cadences as warnings at the most, and those of the
    change. `keep` is handed each readable team's coverage. On a first day, without a base, the change passes.
    """
    words, commit = named
    guarded = with_base_guards(base, head)
    judging = TeamAccumulator(guarded, days)
    if base is None:
        for team in guarded.teams():
            _add(judging, team, keep)
        found = judging.close()
        return replace(
            found, findings=tuple(map(_gentle, found.findings)), against=BaseComparison(words, None)
        )
    gated = _ChangeTotals(base, guarded, days)
    pairs = TeamPairs(base, guarded)
    for before, after in pairs.teams():
        judged = _add(judging, after, keep) if after else None
        gated.add(before, after, judged)
    found = judging.close()
    known = frozenset(gated.known())
    own = [finding_of(code, problem, guarded.policy.playbook, days) for code, problem in gated.problems]
    of_policy = _policy_problems(base.policy, head.policy, gated.gone, days)
    own += [finding_of(code, problem, guarded.policy.playbook, days) for code, problem in of_policy]
    findings = sorted([*map(_gentle, found.findings), *own], key=reading_order)
    return replace(
        found,
        findings=tuple(findings),
        against=BaseComparison(
            words, commit, gated.common, gated.added, gated.removed, known, tuple(gated.unread)
        ),
    )


def _add(
    judging: TeamAccumulator, team: TeamFiles, keep: Callable[[TeamCoverage], None] | None
) -> JudgedTeam | None:
    judged = judging.add(team)
    if judged and keep:
        keep(judged.coverage)
    return judged


def _gentle(finding: Finding) -> Finding:
    """Return a finding about a cadence as a warning: time breaks it, and no change is to blame."""
    if finding.code.startswith("CAD") and finding.severity is Severity.ERROR:
        return replace(finding, severity=Severity.WARNING)
    return finding


def renamed_services(base: Policy, head: Policy) -> dict[str, str]:
    """Return the ids of services in the head that had another in the base, and that one."""
    return {
        service.id: old
        for service in head.services.values()
        if service.id not in base.services
        for old in service.formerly
        if old in base.services and old not in head.services
    }


@dataclass(frozen=True)
class TeamPairs:
    """The teams of both sides, each with what it was in the base."""

    base: Repository
    head: Repository

    def teams(self) -> Iterator[tuple[TeamFiles | None, TeamFiles | None]]:
        """Yield each team of the head with the base's, then those of the base that are gone."""
        left = {team: self.base.team(team) for team in self.base.team_ids if team not in self.head.team_ids}
        for team in self.head.teams():
            if team.id in self.base.team_ids:
                yield self.base.team(team.id), team
                continue
            old = next((one for one in (team.team.formerly if team.team else ()) if one in left), "")
            yield left.pop(old, None), team
        yield from ((team, None) for team in left.values())


@dataclass
class _ChangeTotals:
    """What a change does, team by team."""

    base: Repository
    head: Repository
    days: JudgementDates
    before: TeamAccumulator = field(init=False)
    ids: dict[str, str] = field(init=False)
    same: bool = field(init=False)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    gone: list[RemovedTeam] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    common: CommonWindows = field(default_factory=CommonWindows)
    added: int = 0
    removed: int = 0

    def __post_init__(self) -> None:
        self.before = TeamAccumulator(self.base, self.days)
        self.ids = renamed_services(self.base.policy, self.head.policy)
        sides = (self.base.policy, self.head.policy)
        self.same = known_ids(self.base) == known_ids(self.head) and all(
            getattr(sides[0], key) == getattr(sides[1], key) for key in ("playbook", "services", "former")
        )

    def add(self, files: TeamFiles | None, head: TeamFiles | None, after: JudgedTeam | None) -> None:
        """Judge the base's team too, and compare the two; what is the same is judged once."""
        like = after if after and self._same(files, head) else None
        before = self.before.add(files, like) if files else None
        if before and before is after:
            due, met = (
                sum(getattr(row.counts, key) for row in after.coverage.rows) for key in ("due", "met")
            )
            self.common += CommonWindows(due, met, met)
        elif before and after:
            self.teams[before.case.team.id] = after.case.team.id
            self._compare(team_change(before.case, after.case, self.ids))
        elif after:
            self.added += sum(row.counts.due for row in after.coverage.rows)
        elif before and before.case.team.id not in self.head.team_ids:
            due = sum(row.counts.due for row in before.coverage.rows)
            missed = sum(row.counts.missed for row in before.coverage.rows)
            self.removed += due
            self.gone.append(RemovedTeam(before.case.team.id, missed))
        elif files:
            self.unread.append(files.id)

    def _same(self, files: TeamFiles | None, head: TeamFiles | None) -> bool:
        """Whether a team's files and all it is judged by are equal in base and head."""
        team = files.team if files else None
        return (
            self.same
            and files == head
            and team is not None
            and self.base.leaders_of(team.part_of) == self.head.leaders_of(team.part_of)
        )

    def known(self) -> Iterator[str]:
        """Yield the fingerprints of what the base has, under the ids of the base and of the head."""
        services = {old: new for new, old in self.ids.items()}
        for finding in self.before.close().findings:
            yield finding.fingerprint
            problem = finding.problem
            team, service = (
                names.get(one or "", one)
                for names, one in ((self.teams, problem.team), (services, problem.service))
            )
            if (team, service) != (problem.team, problem.service):
                yield replace(finding, problem=replace(problem, team=team, service=service)).fingerprint

    def _compare(self, change: TeamChange) -> None:
        self.common += change.whole
        self.added += change.added
        self.removed += change.removed
        for rule in ALL:
            if rule.change:
                self.problems += ((rule.code, one) for one in fold_repeats(rule.change(change)))


def _policy_problems(
    base: Policy, head: Policy, gone: Iterable[RemovedTeam], days: JudgementDates
) -> Iterator[tuple[str, Problem]]:
    before, after = _agreed(base), _agreed(head)
    if before is None or after is None:
        return
    ids = renamed_services(base, head)
    facts = PolicyChange(
        base=before,
        head=after,
        ids=ids,
        gone=tuple(gone),
        loosened=tuple(loosened_by_policy(before, after, ids)),
        house_loosened=tuple(loosened_defaults(before.playbook, after.playbook)),
        new_terms=new_terms(before.playbook, after.playbook),
        usual={rule.code: rule.severity for rule in ALL},
        as_of=days.as_of.toordinal(),
    )
    for rule in ALL:
        if rule.policy_change:
            yield from ((rule.code, one) for one in rule.policy_change(facts))


def _agreed(policy: Policy) -> Agreed | None:
    return Agreed(policy.playbook, policy.services, policy.unread) if policy.playbook else None
