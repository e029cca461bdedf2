"""CAD003 too-little-outbound: leaders and coaches started less than agreed.

The playbook's terms say what share leaders and coaches should start: `outbound_at_least`. The rule
counts what took place in the last four full quarters, all services together, for each team and for
the organisation. If only those who ask are seen, the others go without, and no single service
shows it.

The rule reports nothing if fewer than 20 took place, or if a service file can't be read. It skips
the organisation if a team's files can't be read.

If it began before the agreed start (`judged_from`), it is a notice.

To fix: invite people before they ask. If the share is unrealistic, change the terms together, by
pull request.
"""

from collections.abc import Collection, Iterator
from datetime import date

from checks.engine.team_coverage import FEWEST_HELD, TouchpointCounts, mix_quarters
from checks.model.agreed_terms import default_terms_by_day, default_terms_on
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.playbook import Playbook
from checks.model.team import Team
from checks.rules.history_problems import history_before_start
from checks.rules.rule import OrganisationFacts, Rule, TeamFacts
from checks.wording.measures import percent, share_of

_TEAMS = Related(Place("data/teams"), "the rosters and logs of all teams")


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team whose outbound share is below the terms of the as-of day."""
    case = facts.judged.case
    if not facts.known.every_service_read:
        return
    names = {quarter.name for quarter in mix_quarters(case.playbook, case.as_of)}
    touchpoints = [counts for counts in facts.judged.coverage.touchpoints if counts.period in names]
    yield from _below(case.playbook, case.as_of, touchpoints, case.team)


def _of_organisation(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report the organisation when the share of all its teams together is below."""
    if facts.complete and facts.every_service_read:
        touchpoints = facts.organisation.touchpoints.values()
        for problem in _below(facts.playbook, facts.as_of, touchpoints, None):
            first = mix_quarters(facts.playbook, facts.as_of)[0].first
            yield history_before_start(problem, facts.playbook, first, facts.as_of)


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
        f"{team.id if team else playbook.organisation}: leaders and coaches started {share_of(outbound, held)} "
        f"of what took place in {when}, agreed at least {percent(terms.outbound_at_least)}",
        help="Invite people before they ask. All services count together.",
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
    others=(Severity.NOTICE,),
)
