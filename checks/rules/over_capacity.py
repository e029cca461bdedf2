"""POL007 over-capacity: what is promised takes more of somebody's week than they can give.

Hours a week are the members, times the minutes of a service, times its touchpoints a year, by 52,
split evenly among those who may give it; what follows an event is counted as in the last 52 weeks.
They are added up over all services and teams of each who gives and held against `capacity`. A
promise nobody has the hours for is broken before it is made.

To fix: let coaches or deputies give a part of it, agree on a rhythm that can be kept, or lead fewer.
"""

from collections.abc import Iterator
from fractions import Fraction

from checks.model.findings import Problem, Severity
from checks.rules.rule import OrganisationFacts, Rule
from checks.wording.measures import hours, listed


def _check(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report each who is to give more than the capacity says, the most burdened first."""
    capacity = facts.playbook.capacity
    if capacity is None:
        return
    most = Fraction(capacity.leader_hours_per_week)
    for giver, load in sorted(
        facts.organisation.loads.items(), key=lambda entry: (-entry[1].hours, entry[0])
    ):
        if load.hours <= most:
            continue
        words = (
            f"{listed(load.teams)}: what is promised takes {hours(load.hours)} a week of {{who}}, "
            f"and the capacity is {hours(most)}"
        )
        yield Problem(
            capacity.place("leader_hours_per_week"),
            words.format(who="somebody who gives it"),
            named=words.format(who=giver),
            help="Share it with coaches or a deputy, or agree on a rhythm that can be kept.",
            team=load.teams[0] if len(load.teams) == 1 else None,
            member=giver,
            subject=giver,
        )


RULE = Rule("POL007", "over-capacity", Severity.WARNING, __doc__, organisation=_check)
