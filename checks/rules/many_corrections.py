"""COR003 many-corrections: there were many corrections within a year.

A few corrections are normal: someone falls ill, and the roster learns it late. Many of them are a
sign that rosters aren't kept up to date, or that corrections replace conversations.

The rule warns if more than three corrections became known, or are about dates, within the last 365
days, and if there is more than one for every ten members. It counts each team, and all teams
together.

To fix: find out why so much becomes known late. For example, import absences from the HR system
every week.
"""

from collections.abc import Iterator

from checks.engine.correction_approval import LATELY, recent_corrections, too_many
from checks.model.findings import Place, Problem, Severity
from checks.rules.rule import OrganisationFacts, Rule, TeamFacts
from checks.wording.measures import plural

_HELP = "Find out why so much becomes known late. Import absences often, for example every week."


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team with too many corrections for its members."""
    case = facts.judged.case
    corrections, members = recent_corrections(case), len(case.present)
    if too_many(corrections, members):
        yield Problem(
            case.corrections[-1].place(),
            _words(case.team.id, corrections, members),
            help=_HELP,
            team=case.team.id,
            subject="corrections",
        )


def _of_organisation(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report the organisation if all teams together have too many corrections."""
    totals = facts.organisation
    if too_many(totals.corrections, totals.members):
        yield Problem(
            Place("data/teams"),
            _words(facts.playbook.organisation, totals.corrections, totals.members),
            help=_HELP,
            subject="corrections",
        )


def _words(who: str, corrections: int, members: int) -> str:
    return (
        f"{who}: {plural(corrections, 'correction')} within {LATELY.days} days, for {plural(members, 'member')}; "
        "the limit is 3, or one for every ten members"
    )


RULE = Rule(
    "COR003", "many-corrections", Severity.WARNING, __doc__, team=_of_team, organisation=_of_organisation
)
