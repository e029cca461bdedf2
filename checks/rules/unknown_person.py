"""REF002 unknown-person: a file names a person who is not on the team's roster.

A member's coach is not among the team's coaches. Or a waiver or a plan names someone who is not on
the roster. Or an absence is for someone who is neither a member nor gives a service in this team.

To fix: write the id as it is in team.yaml, or add the person there.
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
            words = f"{team.id}: {{who}} is named as a coach but is not among the team's coaches"
            yield from unknown_person(stay.coach, coaches, stay.place("coach"), words, team=team.id)
    for absence in team.absences:
        words = f"{team.id}: {{who}} is absent but is neither member, leader nor coach here"
        place = absence.place("person")
        yield from unknown_person(absence.person, givers | members, place, words, team=team.id)
    for waiver in facts.waivers:
        words = f"{team.id}: {{who}} is named in a waiver but is not a member"
        people = [(waiver.member, waiver.place("member"))] if waiver.member else []
        for index, person in enumerate(waiver.agreed_with_people):
            people.append((person, waiver.place("agreed_with_people", index)))
        for person, place in people:
            yield from unknown_person(person, members, place, words, team=team.id)
    for answer in facts.answers:
        words = f"{team.id}: {{who}} recorded a plan but neither leads nor coaches the team"
        yield from unknown_person(answer.by, givers, answer.place("by"), words, team=team.id)


RULE = Rule("REF002", "unknown-person", Severity.ERROR, __doc__, team=_check)
