"""Shared by the rules over coverage: a promise that was not kept, in words, and whether it was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.cadence.window import State
from checks.coverage.wording import plural
from checks.findings import Problem, Related, Severity

if TYPE_CHECKING:
    from checks.coverage.judged import JudgedTeam, Row
    from checks.rules.rule import TeamFacts


def broken(facts: TeamFacts, row: Row, words: str, missed_words: tuple[str, str]) -> Problem:
    """Return the problem of a row below its promise; an answered one is a notice."""
    judged, counts, promise = facts.judged, row.counts, row.promise
    team = judged.case.team
    if promise is None:
        raise ValueError(row)
    earlier = _since(judged, row)
    if earlier:
        words += f"; below since {earlier}"
    answer = facts.answer(row.service, row.period.name)
    if answer:
        words += f"; answered on {answer.answered_on}, with a plan"
    missed = _missed_by(judged, row)
    return Problem(
        promise.place,
        words,
        named=f"{words}; missed for {', '.join(missed)}" if missed else "",
        help=f"{plural(counts.missed, *missed_words)}. {_next_act(judged, row)}",
        team=team.id,
        service=row.service,
        period=row.period.name,
        related=(
            Related(promise.agreed.cadence_place, f"the cadence, in force from {promise.agreed.entry.first}"),
            Related(
                team.place("name"), f"the team, {plural(row.people, 'person', 'people')} in it owed this"
            ),
        ),
        severity=Severity.NOTICE if answer else None,
    )


def _missed_by(judged: JudgedTeam, row: Row) -> list[str]:
    wanted = (row.service, row.period.name, State.MISSED)
    windows = judged.lived.windows
    return sorted(
        {one.member for one in windows if (one.service, one.period, one.state) == wanted and one.member}
    )


def _next_act(judged: JudgedTeam, row: Row) -> str:
    """Return what to do; where only outbound counts, how many were held on the members' initiative."""
    inbound = sum(
        row.period.first <= day <= row.period.last
        for (service, _), held in judged.lived.held.items()
        if service == row.service
        for day in held.inbound
    )
    if inbound and row.promise and row.promise.agreed.counts == "outbound":
        what = plural(inbound, "was held on a member's own", "were held on members' own")
        return f"{what} initiative, and only the leader's counts: invite first."
    return "Hold them now, log what was held, or agree on other terms."


def _since(judged: JudgedTeam, row: Row) -> str:
    """Return the first quarter of those in a row that were below, when there is one before this."""
    first = ""
    rows = [one for one in judged.coverage.rows if one.service == row.service and one.period < row.period]
    for one in reversed(rows):
        if one.counts.due and not one.below:
            break
        if one.below:
            first = one.period.name
    return first
