"""REF002 unknown-person: something refers to a person the team does not have.

A member's coach is not among the team's coaches, a waiver or an answer names somebody who is not on
the roster, or an absence is of somebody who neither is a member nor gives anything here.

To fix: write the id as it stands in the roster, or add the person to it.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.reference_problems import unknown_person
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Look at every person the roster and its exceptions refer to."""
    team = facts.judged.case.team
    coaches = {coach.person for coach in team.coaches}
    givers = coaches | {leader.person for leader in team.leaders}
    members = {stay.person for stay in team.members}
    for stay in team.members:
        if stay.coach:
            words = f"{team.id}: {{who}} is named as a coach and is none of the team's coaches"
            yield from unknown_person(stay.coach, coaches, stay.place("coach"), words, team=team.id)
    for absence in team.absences:
        words = f"{team.id}: {{who}} is absent and is neither member, leader nor coach here"
        place = absence.place("person")
        yield from unknown_person(absence.person, givers | members, place, words, team=team.id)
    for waiver in facts.waivers:
        words = f"{team.id}: {{who}} is named in a waiver and is no member"
        people = [(waiver.member, waiver.place("member"))] if waiver.member else []
        for index, person in enumerate(waiver.agreed_with_people):
            people.append((person, waiver.place("agreed_with_people", index)))
        for person, place in people:
            yield from unknown_person(person, members, place, words, team=team.id)
    for answer in facts.answers:
        words = f"{team.id}: {{who}} answers for the team and neither leads nor coaches it"
        yield from unknown_person(answer.by, givers, answer.place("by"), words, team=team.id)


RULE = Rule("REF002", "unknown-person", Severity.ERROR, __doc__, team=_check)
