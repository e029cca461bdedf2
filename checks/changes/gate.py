"""The gate: a change held against its base, both judged for one day.

Time alone breaks a promise, and no change is to blame for that: what the base has too, and what is
said of cadences, never fails here. What guards the promises (the playbook's own terms, privacy,
severities and clock) is the base's, so that no change lowers its own bar.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from checks.changes.corrected_base import accepted_corrections, corrected_base, corrected_leaders
from checks.changes.dropped_members import DroppedMembers
from checks.changes.gains_above import approver_owes_it
from checks.changes.policy_gate import guarded_policy, policy_problems, renamed_services
from checks.changes.renamed_people import with_renamed_people
from checks.changes.unlogged_head import UnloggedHead
from checks.changes.windows import team_change
from checks.engine.correction_approval import gainers
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import JudgedTeam, TeamCoverage
from checks.loading.repository import Repository
from checks.loading.team_files import TeamFiles
from checks.model.findings import Problem, Severity, reading_order
from checks.rules import ALL
from checks.rules.change_facts import CommonWindows, RemovedTeam, TeamChange, TeamsChange
from checks.run.judging import (
    BaseComparison,
    Judgement,
    JudgementDates,
    TeamAccumulator,
    carried_clocks_of,
    case_of,
    finding_of,
    fold_repeats,
    known_ids,
)


def with_base_guards(base: Repository | None, head: Repository) -> Repository:
    """Return the head with what guards the promises taken from the base."""
    return replace(head, policy=guarded_policy(base.policy if base else None, head.policy))


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
    base = with_renamed_people(base, head) if base else None
    guarded = with_base_guards(base, head)
    head_teams = TeamAccumulator(guarded, days)
    totals = _ChangeTotals(base, guarded, days) if base else None
    for before, after in paired_teams(base, guarded):
        judged = head_teams.add(after) if after else None
        if judged and keep:
            keep(judged.coverage)
        if totals:
            totals.add(before, after, judged)
    judgement = head_teams.close()
    findings = [  # time breaks a cadence, and no change is to blame
        replace(finding, severity=Severity.WARNING)
        if finding.code.startswith("CAD") and finding.severity is Severity.ERROR
        else finding
        for finding in judgement.findings
    ]
    against = BaseComparison(words, None)
    if base and totals:
        # the head as written is compared here: its own guards may be what the change lowers
        of_policy = policy_problems(base.policy, head.policy, days, totals.of_teams())
        problems = [*totals.problems, *of_policy]
        findings += [finding_of(code, problem, guarded.policy.playbook, days) for code, problem in problems]
        against = BaseComparison(
            words,
            commit,
            totals.common,
            totals.added,
            totals.removed,
            frozenset(totals.known_fingerprints()),
            tuple(totals.unread),
            policy=base.policy,
        )
    return replace(judgement, findings=tuple(sorted(findings, key=reading_order)), against=against)


def paired_teams(
    base: Repository | None, head: Repository
) -> Iterator[tuple[TeamFiles | None, TeamFiles | None]]:
    """Yield each team of the head with what it was in the base, then those of the base that are gone."""
    base_ids = base.team_ids if base else ()
    unpaired = {team: base.team(team) for team in base_ids if base and team not in head.team_ids}
    for team in head.teams():
        if base and team.id in base_ids:
            yield base.team(team.id), team
        else:
            former = next((old for old in (team.team.formerly if team.team else ()) if old in unpaired), "")
            yield unpaired.pop(former, None), team
    yield from ((team, None) for team in unpaired.values())


class _ChangeTotals:
    """What a change does, added up team by team."""

    def __init__(self, base: Repository, head: Repository, days: JudgementDates) -> None:
        self._base, self._head, self._days = base, head, days
        self._base_teams = TeamAccumulator(base, days)
        self._team_ids: dict[str, str] = {}  # of the head, by those of the base
        self._same_policy = known_ids(base) == known_ids(head) and all(
            getattr(base.policy, key) == getattr(head.policy, key)
            for key in ("playbook", "services", "former")
        )
        self.ids = renamed_services(base.policy, head.policy)
        self.problems: list[tuple[str, Problem]] = []
        self.removed_teams: list[RemovedTeam] = []
        self.renamed_teams: dict[str, str] = {}  # their former ids, and those they have now
        self.unread: list[str] = []
        self.common = CommonWindows()
        self.added = self.removed = 0
        self._unlogged_head = UnloggedHead.of(base, head)
        self._members = DroppedMembers(base, head, self.ids, days.as_of)

    def of_teams(self) -> TeamsChange:
        """Return what only the teams' files say, once all are added."""
        return TeamsChange(self.removed_teams, self.renamed_teams, self._members.dropped())

    def add(self, base: TeamFiles | None, head: TeamFiles | None, after: JudgedTeam | None) -> None:
        """Judge the base's team too, and compare the two; what is the same is judged once."""
        for old in head.team.formerly if head and head.team else ():
            if head and old not in self._head.team_ids:
                self.renamed_teams[old] = head.id
        same = after if base and after and self._same(base, head, after) else None
        before = self._base_teams.add(base, same) if base else None
        if before and before is after:
            due, met = (
                sum(getattr(row.counts, key) for row in after.coverage.rows) for key in ("due", "met")
            )
            self.common += CommonWindows(due, met, met)
        elif before and after and head:
            self._team_ids[before.case.team.id] = after.case.team.id
            self._members.add(before.case, after.case)
            self._compare(self._change_of(before.case, after.case, head))
        elif after:
            self.added += sum(row.counts.due for row in after.coverage.rows)
        elif before and before.case.team.id not in self._head.team_ids:
            self.removed += sum(row.counts.due for row in before.coverage.rows)
            missed = sum(row.counts.missed for row in before.coverage.rows)
            self.removed_teams.append(RemovedTeam(before.case.team.id, missed))
            self._members.add(before.case, None)
        elif base:
            self.unread.append(base.id)

    def _same(self, base: TeamFiles, head: TeamFiles | None, after: JudgedTeam) -> bool:
        """Whether a team's files and all it is judged by are equal in base and head."""
        if not self._same_policy or base != head or base.team is None:
            return False
        above = base.team.part_of
        if self._base.leaders_of(above) != self._head.leaders_of(above):
            return False
        return carried_clocks_of(self._base, base, self._days) == after.case.carried

    def _change_of(self, base: TeamCase, head: TeamCase, files: TeamFiles) -> TeamChange:
        """Return what a change does to a team besides what accepted corrections name."""
        accepted = accepted_corrections(base, head)
        owed_above = [entry for entry in accepted if approver_owes_it(base, head, entry)]
        corrections = [entry for entry in accepted if entry not in owed_above]
        right = corrected_base(base, head, corrections) if corrections else base
        right = self._with_leaders_above(right, head)
        moved = base.carried != head.carried
        unlogged = carried_clocks_of(self._unlogged_head, files, self._days) if moved else None
        change = team_change(right, head, self.ids, unlogged)
        refused = [
            entry
            for entry in head.corrections
            if entry.approved_by in gainers(base, entry) - gainers(head, entry)
        ]
        put_right = team_change(base, right, {}).changed_windows if right is not base else ()
        return replace(change, accepted=put_right, refused=(*refused, *owed_above))

    def _with_leaders_above(self, base: TeamCase, head: TeamCase) -> TeamCase:
        """Return the base with the leaders of the team above as its corrections say."""
        parent = head.team.part_of
        if not parent or parent != base.team.part_of or not base.above or base.above == head.above:
            return base
        if parent not in self._base.team_ids or parent not in self._head.team_ids:
            return base
        cases = [case_of(side, side.team(parent), self._days) for side in (self._base, self._head)]
        if not cases[0] or not cases[1] or not (corrections := accepted_corrections(cases[0], cases[1])):
            return base
        return replace(base, above=corrected_leaders(base.above, head.above or (), corrections))

    def _compare(self, change: TeamChange) -> None:
        self.common += change.common_total
        self.added += change.added
        self.removed += change.removed
        for rule in ALL:
            if rule.change:
                self.problems += ((rule.code, problem) for problem in fold_repeats(rule.change(change)))

    def known_fingerprints(self) -> Iterator[str]:
        """Yield the fingerprints of what the base has, under the ids of the base and of the head."""
        service_ids = {old: new for new, old in self.ids.items()}
        for finding in self._base_teams.close().findings:
            yield finding.fingerprint
            problem = finding.problem
            team = self._team_ids.get(problem.team or "", problem.team)
            service = service_ids.get(problem.service or "", problem.service)
            if (team, service) != (problem.team, problem.service):
                yield replace(finding, problem=replace(problem, team=team, service=service)).fingerprint
