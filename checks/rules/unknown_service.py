"""REF001 unknown-service: a file names a service that doesn't exist.

A log row, a waiver, a plan, a team's own terms or a pause names an id that no file under
playbook/services has now or had before. Rows of an unknown service don't count.

To fix: write the id as it is in the service's file, or add the service. If you renamed a service,
list its old id under `formerly`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.model.metrics import ORGANISATION
from checks.rules.reference_problems import Reference, unknown_reference
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts


def _of_playbook(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at pauses, how calendar entries are recognised, and survey answers by group."""
    for pause in facts.playbook.pauses:
        if pause.services != "all":
            for index, service in enumerate(pause.services):
                yield from unknown_reference(
                    "service", service, facts.known.services, pause.place("services", index)
                )
    for rule in facts.calendar.rules if facts.calendar else ():
        yield from unknown_reference("service", rule.service, facts.known.services, rule.place("service"))
    for row in facts.answers:
        if row.service != ORGANISATION:
            yield from unknown_reference(
                "service", row.service, facts.known.services, row.place, in_data=True
            )


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the roster, its exceptions and the log: one finding an unknown id of the log."""
    team = facts.judged.case.team
    for reference in _references(facts):
        yield from unknown_reference(
            "service", reference.id, facts.known.services, reference.place, team=team.id
        )
    log = facts.judged.case.log
    for service in sorted({kind.service for kind in facts.judged.case.rows_by_key} - facts.known.services):
        row, count = log.services.index(service), log.services.count(service)
        many = f" ({count} rows, the first here)" if count > 1 else ""
        yield from unknown_reference(
            "service", service, facts.known.services, log.place(row), team=team.id, many=many
        )


def _references(facts: TeamFacts) -> Iterator[Reference]:
    team = facts.judged.case.team
    for stay in team.members:
        if stay.owed not in ("all", "none"):
            yield from (
                Reference(service, stay.place("owed", index)) for index, service in enumerate(stay.owed)
            )
    for service in team.agreements:
        yield Reference(service, team.key_place("agreements", service))
    yield from (Reference(waiver.service, waiver.place("service")) for waiver in facts.waivers)
    yield from (Reference(answer.service, answer.place("service")) for answer in facts.answers)
    yield from (Reference(row.service, row.place) for row in facts.pulse if row.service != ORGANISATION)


RULE = Rule("REF001", "unknown-service", Severity.ERROR, __doc__, playbook=_of_playbook, team=_of_team)
