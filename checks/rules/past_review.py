"""POL003 past-review: an agreement is past its review date.

Each agreement has a review date, so that no one forgets terms that no longer help. The agreement
still applies after that date.

To fix: ask those who agreed how it went. Then add a new agreement with a new `review_by`. The terms
may stay the same.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from checks.model.agreed_terms import AgreedTerms, agreed_by_team, team_entries, terms_still_in_force
from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts
from checks.wording.measures import iso


def _of_playbook(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at each service's agreements in force."""
    as_of = facts.as_of
    for service in facts.services:
        yield from _overdue(terms_still_in_force(service, as_of), as_of)


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Look at the team's own terms in force."""
    case = facts.judged.case
    groups = (None, *sorted(facts.known.groups))
    for service in case.services.values():
        for group in groups:
            if team_entries(case.team, service, group):
                yield from _overdue(agreed_by_team(case.team, service, group), case.as_of)


def _overdue(terms: Iterable[AgreedTerms], as_of: date) -> Iterator[Problem]:
    for agreed in terms:
        due = agreed.entry.review_by
        if agreed.first <= as_of <= agreed.last and due < as_of:
            whom = f" for {agreed.group}" if agreed.group else ""
            what = f"{agreed.service}: the agreement{whom} from {agreed.entry.first} is"
            if agreed.team:
                what = f"{agreed.team}: its own terms of {agreed.service}{whom} from {agreed.entry.first} are"
            yield Problem(
                agreed.entry.key_place("review_by"),
                f"{what} past the review date, {iso(due)}",
                team=agreed.team,
                service=agreed.service,
                subject=f"{agreed.group} {agreed.entry.first}",
            )


RULE = Rule("POL003", "past-review", Severity.WARNING, __doc__, playbook=_of_playbook, team=_of_team)
