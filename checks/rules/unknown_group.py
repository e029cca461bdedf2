"""REF005 unknown-group: an agreement or a member names a group that the playbook doesn't have.

Terms for an unknown group apply to no one. A member in an unknown group gets the terms that apply to
everyone.

A group with `describes: true` has no terms. So `for` and `group` don't take it, and `described_as`
takes no other group.

To fix: write the group's id as it is in playbook.yaml, or add the group.
"""

from collections.abc import Iterator

from checks.model.findings import Place, Problem, Severity
from checks.rules.reference_problems import unknown_reference
from checks.rules.rule import KnownIds, PlaybookFacts, Rule, TeamFacts


def _of_playbook(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at whom each agreement is for, and at the groups that count survey answers."""
    for service in facts.services:
        for entry in service.agreements:
            if entry.group:
                yield from _unknown(facts.known, entry.group, entry.place("for"))
    for row in facts.answers:
        if row.group:
            yield from _unknown(facts.known, row.group, row.place, describes=True, in_data=True)


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the groups of members and of the team's own terms."""
    team = facts.judged.case.team
    for stay in team.members:
        if stay.group:
            yield from _unknown(facts.known, stay.group, stay.place("group"), team.id)
        for entry in stay.described_as:
            yield from _unknown(facts.known, entry.group, entry.place("group"), team.id, describes=True)
    for terms in (entry for entries in team.agreements.values() for entry in entries):
        if terms.group:
            yield from _unknown(facts.known, terms.group, terms.place("for"), team.id)


def _unknown(
    known: KnownIds,
    group: str,
    place: Place,
    team: str | None = None,
    *,
    describes: bool = False,
    in_data: bool = False,
) -> Iterator[Problem]:
    """Yield a problem when a group isn't known, or is of the other kind."""
    kind, other = (known.describing, known.groups) if describes else (known.groups, known.describing)
    if group not in other:
        yield from unknown_reference("group", group, kind, place, team=team, in_data=in_data)
    elif group not in kind:
        why, step = _OTHER_KIND[describes]
        words = f"{team}: the group {group} {why}" if team else f"the group {group} {why}"
        yield Problem(place, words, help=step, team=team, subject=f"group {group} {place.path}")


_OTHER_KIND = {
    False: ("describes members, so it has no terms", "Write it in `described_as` of the membership."),
    True: (
        "has terms of its own, so it can't describe a member",
        "Write it as `group` of the membership.",
    ),
}
"""Why a group is of the other kind, and what to do, by whether it should describe members."""


RULE = Rule("REF005", "unknown-group", Severity.ERROR, __doc__, playbook=_of_playbook, team=_of_team)
