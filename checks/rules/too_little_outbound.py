"""CAD003 too-little-outbound: what a team held came about on its members' initiative more often than agreed.

The playbook's terms say how much of what is held comes about because leaders and coaches invite.
It is counted over the last four closed quarters and all services together, and nothing is said of
a team with fewer than 20 held touchpoints in them. Where only those who ask are seen, those who do
not ask go without, and no single window shows it.

To fix: invite first, the quiet ones before the others; or change the terms together, by pull request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.cadence.agreed import house_terms
from checks.calendar import periods
from checks.coverage.judged import starting_month
from checks.coverage.wording import percent, share_of
from checks.findings import Problem, Related, Severity
from checks.model.cadences import PeriodUnit
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.rules.rule import TeamFacts

_QUARTERS = 4
_FEW = 20
"""Held touchpoints under which a share says nothing. Source: design.md, section 8."""


def check(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team whose outbound share is below the terms of the as-of day."""
    case = facts.judged.case
    starts = starting_month(case.playbook)
    closed = periods(PeriodUnit.QUARTER, case.horizon, case.as_of, starts)[:-1][-_QUARTERS:]
    names = {quarter.name for quarter in closed}
    mixes = [mix for mix in facts.judged.coverage.mixes if mix.period in names]
    outbound = sum(mix.outbound for mix in mixes)
    held = outbound + sum(mix.inbound for mix in mixes)
    terms = house_terms(case.house, case.as_of)
    if held < _FEW or outbound >= terms.outbound_at_least * held:
        return
    first, last = closed[0].name, closed[-1].name
    when = first if first == last else f"{first} to {last}"
    team = case.team
    yield Problem(
        terms.outbound_place,
        f"{team.id}: {share_of(outbound, held)} of what was held in {when} was the leaders' initiative, "
        f"agreed at least {percent(terms.outbound_at_least)}",
        help="Invite first, and those who have not asked before the others.",
        team=team.id,
        related=(Related(team.place("name"), "the team"),),
    )


RULE = Rule("CAD003", "too-little-outbound", Severity.WARNING, __doc__, team=check)
