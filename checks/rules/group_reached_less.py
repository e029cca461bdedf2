"""CAD007 group-reached-less: a service reached a group less than everyone else, for two quarters.

A group with `describes: true` describes members, such as those who work remotely. The rule compares
each of these groups with everyone who isn't in it, for the whole organisation and for each service. It
reports a group whose coverage was lower in both of the last two full quarters, by more than chance
explains.

The rule uses Fisher's exact test for each quarter. If the group gets a service as often as everyone else,
it is reported in at most 1 of 20 comparisons. Two quarters are required, so it is usually far fewer.

It reports nothing if the group, or everyone else, has fewer people than `smallest_group`. It also
reports nothing if any team's files can't be read. It never compares the groups of one team.

To fix: ask members of the group what keeps the conversations from taking place, such as time zones,
shifts or a missing room. Then change that. The finding doesn't show a cause.
"""

from collections.abc import Iterator

from checks.engine.group_reach import GroupBesideOthers, beside_others
from checks.model.cadences import PeriodUnit
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.periods import last_closed
from checks.model.playbook import Group, describing_groups, starting_month
from checks.rules.history_problems import history_before_start
from checks.rules.rule import OrganisationFacts, Rule
from checks.wording.measures import share_of


def _of_organisation(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report the groups that a service reached less than everyone else in the two last closed quarters."""
    if not facts.complete:
        return
    starts = starting_month(facts.playbook)
    after = last_closed(PeriodUnit.QUARTER, facts.as_of, starts)
    before = last_closed(PeriodUnit.QUARTER, after.first, starts)
    few = facts.playbook.privacy.smallest_group
    sums = facts.organisation.groups
    for group in describing_groups(facts.playbook):
        for service in facts.services:
            sides = [beside_others(sums, service.id, quarter.name, group.id) for quarter in (before, after)]
            lower = [each for each in sides if each and each.is_lower and _enough(each, few)]
            if len(lower) == len(sides):
                names = (before.name, after.name)
                problem = _problem(facts.playbook.organisation, service.id, group, names, lower)
                yield history_before_start(problem, facts.playbook, before.first, facts.as_of)


def _enough(sides: GroupBesideOthers, few: int) -> bool:
    return min(sides.people, sides.others_people) >= few


def _problem(
    organisation: str, service: str, group: Group, quarters: tuple[str, str], sides: list[GroupBesideOthers]
) -> Problem:
    parts = (
        f"in {quarter} {share_of(*each.group)}, everyone else {share_of(*each.others)}"
        for quarter, each in zip(quarters, sides, strict=True)
    )
    return Problem(
        group.place("id"),
        f"{organisation}: {service} reached the group {group.id} less than everyone else: "
        f"{'; '.join(parts)}; both are more than chance explains",
        help="Ask members of the group what keeps these conversations from taking place, and change that.",
        service=service,
        period=quarters[1],
        subject=f"{service} {group.id}",
        related=(Related(Place("data/teams"), "the rosters and logs of all teams"),),
    )


RULE = Rule("CAD007", "group-reached-less", Severity.NOTICE, __doc__, organisation=_of_organisation)
