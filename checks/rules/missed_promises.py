"""Shared by the rules over coverage: a promise that was not kept, in words, and whether it was answered."""

from dataclasses import dataclass

from checks.engine.team_coverage import CoverageRow, JudgedTeam
from checks.engine.window import State
from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import TeamFacts
from checks.wording.measures import listed, plural


@dataclass(frozen=True, slots=True)
class NextAct:
    """What to do about what was missed, `hold or log`, and what that is called, once and several times."""

    verb: str
    single: str
    several: str


def missed_promises(facts: TeamFacts, row: CoverageRow, words: str, act: NextAct) -> Problem:
    """Return the problem of a row below its promise; an answered one is a notice."""
    judged, counts, promise = facts.judged, row.counts, row.promise
    team = judged.case.team
    if promise is None:
        raise ValueError(row)
    if promise.may_miss:
        words += f" or at most {promise.may_miss:,} missed"
    earlier = _since(judged, row)
    if earlier:
        words += f"; below since {earlier}"
    answer = facts.answer(row.service, row.period.name)
    if answer:
        words += f"; answered on {answer.answered_on}, with a plan"
    what = act.single if counts.missed == 1 else f"{counts.missed:,} {act.several}"
    words += f"; {act.verb} the {what}"
    plan = "as the plan says" if answer else "or answer with a plan"
    missed = _missed_by(judged, row)
    return Problem(
        promise.place,
        f"{words}, {plan}",
        named=f"{words} ({listed(missed)}), {plan}" if missed else "",
        help=_help(judged, row),
        team=team.id,
        service=row.service,
        period=row.period.name,
        subject=row.group or "",
        related=(
            Related(promise.agreed.cadence_place, f"the cadence, in force from {promise.agreed.entry.first}"),
            Related(
                team.place("name"), f"the team, {plural(row.people, 'person', 'people')} in it owed this"
            ),
        ),
        severity=Severity.NOTICE if answer else None,
    )


def _missed_by(judged: JudgedTeam, row: CoverageRow) -> list[str]:
    """Return the members of the row's group who missed a window of it."""
    case, day = judged.case, min(row.period.last, judged.case.as_of)
    missed = (row.service, row.period.name, State.MISSED)
    members = {
        window.member
        for window in judged.result.windows
        if (window.service, window.period, window.state) == missed and window.member
    }
    apart = case.groups_apart(row.service)
    groups = {member: case.group_of(member, day) for member in members}
    return sorted(
        member for member in members if row.group == (groups[member] if groups[member] in apart else None)
    )


def _help(judged: JudgedTeam, row: CoverageRow) -> str:
    """Return why held ones may not count, where only outbound does; else where an answer is given."""
    inbound = sum(row.period.has(day) for _, day in judged.days_of("inbound", row.service))
    if inbound and row.promise and row.promise.agreed.counts == "outbound":
        what = plural(inbound, "was held on a member's own", "were held on members' own")
        return f"{what} initiative, and only the leader's counts: invite first."
    return (
        f"An answer stands in data/teams/{judged.case.team.id}/answers.yaml; "
        "terms that cannot be kept are agreed anew, together."
    )


def _since(judged: JudgedTeam, row: CoverageRow) -> str:
    """Return the first quarter of those in a row that were below, when there is one before this."""
    first = ""
    earlier = [
        part
        for whole in judged.coverage.rows
        if whole.service == row.service and whole.period < row.period
        for part in whole.promises
        if part.group == row.group
    ]
    for part in reversed(earlier):
        if part.counts.due and not part.below:
            break
        if part.below:
            first = part.period.name
    return first
