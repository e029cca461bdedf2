"""POL002 not-agreed-with-members: the members did not agree to the terms.

Terms set without the members are targets, not promises. So each agreement, each entry of the
playbook's `terms` and each team's own terms must list `members` under `agreed_with`.

To fix: discuss the terms with the members or their representatives. Then add `members` to
`agreed_with`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts

_NEXT_STEP = "Agree on the terms with the members, then add `members` to `agreed_with`."


def _of_playbook(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at the playbook's terms and at each service's agreements."""
    for terms in facts.playbook.terms:
        if "members" not in terms.agreed_with:
            words = f"the terms from {terms.first} were not agreed with members"
            yield Problem(
                terms.key_place("agreed_with"), words, help=_NEXT_STEP, subject=f"terms {terms.first}"
            )
    for service in facts.services:
        for entry in service.agreements:
            if "members" not in entry.agreed_with:
                whom = f" for {entry.group}" if entry.group else ""
                words = f"{service.id}: the agreement{whom} from {entry.first} was not agreed with members"
                yield Problem(
                    entry.key_place("agreed_with"),
                    words,
                    help=_NEXT_STEP,
                    service=service.id,
                    subject=f"{entry.group} {entry.first}",
                )


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the team's own terms."""
    team = facts.judged.case.team
    for written, entries in team.agreements.items():
        service = facts.judged.case.current(written)
        for entry in entries:
            if "members" not in entry.agreed_with:
                whom = f" for {entry.group}" if entry.group else ""
                what = f"{team.id}: its own terms of {service}{whom} from {entry.first}"
                yield Problem(
                    entry.key_place("agreed_with"),
                    f"{what} were not agreed with members",
                    help=_NEXT_STEP,
                    team=team.id,
                    service=service,
                    subject=f"{entry.group} {entry.first}",
                )


RULE = Rule(
    "POL002", "not-agreed-with-members", Severity.ERROR, __doc__, playbook=_of_playbook, team=_of_team
)
