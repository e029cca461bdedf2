"""POL007 over-capacity: the agreements take more hours a week than a leader or coach has.

The rule multiplies the members, the minutes of a service and how often it takes place in a year. It
divides the result by 52 weeks and splits it evenly among those who may give the service. For
services that follow an event, it uses the last 52 weeks. Then it adds up all services and teams of
each leader or coach, and compares the sum with `capacity`. Without the hours, no one can keep the
promise.

To fix: let coaches or deputies give a part of it, agree on a lower frequency, or lead fewer people.
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
            f"{listed(load.teams)}: the agreements take {hours(load.hours)} a week of {{who}}, "
            f"but the limit is {hours(most)}"
        )
        yield Problem(
            capacity.place("leader_hours_per_week"),
            words.format(who="a leader or coach"),
            named=words.format(who=giver),
            help="Share it with coaches or a deputy, or agree on a lower frequency.",
            team=load.teams[0] if len(load.teams) == 1 else None,
            member=giver,
            subject=giver,
        )


RULE = Rule("POL007", "over-capacity", Severity.WARNING, __doc__, organisation=_check)
