"""Shared by the rules over coverage: a promise that was not kept, in words, and whether there is a plan for it."""

from checks.engine.team_coverage import CoverageRow, JudgedTeam
from checks.engine.window import State
from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import TeamFacts
from checks.wording.measures import listed, plural


def missed_promises(facts: TeamFacts, row: CoverageRow, words: str, step: str) -> Problem:
    """Return the problem of a row below its promise; `step` ends in recording a plan. With a plan it is a notice."""
    judged, promise = facts.judged, row.promise
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
        words += f"; plan recorded on {answer.answered_on}"
    missed = _missed_by(judged, row)
    return Problem(
        promise.place,
        words,
        named=f"{words}; missed: {listed(missed)}" if missed else "",
        help=_help(judged, row, "Follow the plan" if answer else step),
        team=team.id,
        service=row.service,
        period=row.period.name,
        subject=row.group or "",
        related=(
            Related(promise.agreed.cadence_place, f"how often, from {promise.agreed.entry.first} on"),
            Related(team.place("name"), f"the team, {plural(row.people, 'person', 'people')} concerned"),
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


def _help(judged: JudgedTeam, row: CoverageRow, step: str) -> str:
    """Return the next step with the file of the plan, and why held ones may not count, if only outbound does."""
    step = f"{step} in data/teams/{judged.case.team.id}/answers.yaml."
    inbound = sum(row.period.has(day) for _, day in judged.days_of("inbound", row.service))
    if inbound and row.promise and row.promise.agreed.counts == "outbound":
        what = plural(inbound, "more took place because a member", "more took place because members")
        return (
            f"{step} {what} asked. Only those the leader or coach starts count here, so invite people first."
        )
    return step


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
