"""POL008 owed-twice: one person is owed one service by two teams.

Somebody may be in several teams, and each owes all its services unless the stay says otherwise. A
second one-on-one every six weeks, by another leader, is seldom what was agreed with that person,
and one of the two teams looks red for it.

To fix: say in the second team's stay what that team owes, with `owed: none` or a list of services.
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
                words = f"{second.team}: {{who}} is owed {listed(both)} by {first.team} too"
                yield Problem(
                    second.place,
                    words.format(who="a member"),
                    named=words.format(who=member),
                    help="Say with `owed` what the second team owes.",
                    team=second.team,
                    member=member,
                    subject=f"{member} {first.team}",
                    related=(Related(first.place, f"the stay in {first.team}"),),
                )


RULE = Rule("POL008", "owed-twice", Severity.WARNING, __doc__, organisation=_check)
