"""On which days groups describe a team's members, for a comparison of what two versions of a roster say."""

from collections import defaultdict
from collections.abc import Mapping

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.model.playbook import describing_groups


def redescribed_days(before: TeamCase, after: TeamCase) -> Mapping[tuple[str, str], DateSpans]:
    """Return the days on which only one of two versions has a member in a group, by group and member.

    They are days on which both have the member in the team: what a new membership says about itself changes nothing
    that was counted. Groups that the version before doesn't have were counted nowhere.
    """
    days_before, days_after = _described_days(before), _described_days(after)
    present = _present(before), _present(after)
    groups = {group.id for group in describing_groups(before.playbook)}
    differing = {}
    for key in days_before.keys() | days_after.keys():
        group, person = key
        old, new = days_before.get(key, DateSpans()), days_after.get(key, DateSpans())
        both = present[0].get(person, DateSpans()) & present[1].get(person, DateSpans())
        days = ((old - new) | (new - old)) & both
        if days and group in groups:
            differing[key] = days
    return differing


def _described_days(case: TeamCase) -> dict[tuple[str, str], DateSpans]:
    days: defaultdict[tuple[str, str], DateSpans] = defaultdict(DateSpans)
    for stay in case.team.members:
        for entry in stay.described_as:
            days[entry.group, stay.person] |= DateSpans.of([entry])
    return days


def _present(case: TeamCase) -> dict[str, DateSpans]:
    days: defaultdict[str, DateSpans] = defaultdict(DateSpans)
    for stay in case.team.members:
        days[stay.person] |= DateSpans.of([stay])
    return days
