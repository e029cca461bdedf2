"""CAD003 too-little-outbound: what was held came about on members' initiative more often than agreed.

The playbook's terms say how much of what is held comes about because leaders and coaches invite.
It is counted over the last four closed quarters and all services together, for each team and for
the organisation, and nothing is said where fewer than 20 touchpoints were held in them, nor of the
organisation while a team is unread. Where only those who ask are seen, those who do not ask go
without, and no single window shows it.

To fix: invite first, the quiet ones before the others; or change the terms together, by pull request.
"""

from collections.abc import Collection, Iterator
from datetime import date

from checks.engine.team_coverage import FEWEST_HELD, TouchpointCounts, mix_quarters
from checks.model.agreed_terms import default_terms_by_day, default_terms_on
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.playbook import Playbook
from checks.model.team import Team
from checks.rules.rule import OrganisationFacts, Rule, TeamFacts
from checks.wording.measures import percent, share_of

_TEAMS = Related(Place("data/teams"), "the rosters and logs of all teams")


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team whose outbound share is below the terms of the as-of day."""
    case = facts.judged.case
    names = {quarter.name for quarter in mix_quarters(case.playbook, case.as_of)}
    touchpoints = [counts for counts in facts.judged.coverage.touchpoints if counts.period in names]
    yield from _below(case.playbook, case.as_of, touchpoints, case.team)


def _of_organisation(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report the organisation when the share of all its teams together is below."""
    if facts.complete:
        touchpoints = facts.organisation.touchpoints.values()
        yield from _below(facts.playbook, facts.as_of, touchpoints, None)


def _below(
    playbook: Playbook, as_of: date, touchpoints: Collection[TouchpointCounts], team: Team | None
) -> Iterator[Problem]:
    outbound = sum(counts.outbound for counts in touchpoints)
    held = outbound + sum(counts.inbound for counts in touchpoints)
    terms = default_terms_on(default_terms_by_day(playbook.terms), as_of)
    if held < FEWEST_HELD or outbound >= terms.outbound_at_least * held:
        return
    closed = mix_quarters(playbook, as_of)
    first, last = closed[0].name, closed[-1].name
    when = first if first == last else f"{first} to {last}"
    yield Problem(
        terms.outbound_place,
        f"{team.id if team else playbook.organisation}: {share_of(outbound, held)} of what was held in {when} was the leaders' initiative, "
        f"agreed at least {percent(terms.outbound_at_least)}; invite first, those who have not asked before the others",
        help="All services count together, over the last four closed quarters.",
        team=team.id if team else None,
        related=(Related(team.place("name"), "the roster") if team else _TEAMS,),
    )


RULE = Rule(
    "CAD003",
    "too-little-outbound",
    Severity.WARNING,
    __doc__,
    team=_of_team,
    organisation=_of_organisation,
)
