"""POL008 owed-twice: two teams owe one person the same service.

A person can be in several teams. Each team owes them all its services unless their entry says
differently. People seldom want a second one-on-one every six weeks with another leader. One of the
two teams then looks as if it missed its promises.

To fix: write what the second team owes in its entry for this person: `owed: none`, or a list of
services.
"""

from collections.abc import Iterator
from itertools import combinations

from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import OrganisationFacts, Rule
from checks.wording.measures import listed


def _check(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report each pair of teams that owe a member the same, at the stay in the second."""
    for member, owed in facts.organisation.owed_by_several():
        for first, second in combinations(owed, 2):
            both = sorted(first.services & second.services)
            if both:
                words = f"{second.team}: {first.team} also owes {{who}} {listed(both)}"
                yield Problem(
                    second.place,
                    words.format(who="a member"),
                    named=words.format(who=member),
                    help="List under `owed` what this team owes.",
                    team=second.team,
                    member=member,
                    subject=f"{member} {first.team}",
                    related=(Related(first.place, f"the membership in {first.team}"),),
                )


RULE = Rule("POL008", "owed-twice", Severity.WARNING, __doc__, organisation=_check)
