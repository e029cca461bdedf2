"""POL006 looser-terms: a team's own terms promise less than the playbook's.

A team may agree on more than the playbook asks for, never on less. The rule compares the obligation,
who gives the service, what counts, the share, how many may be missed, and how often. It compares
them on the days on which both agreements apply.

This is an error. It is a warning if the rule can't compare how often, such as one a month with at
most 6 weeks apart.

To fix: tighten the team's terms, or let them end so that the playbook's apply. If the playbook asks
for too much, change it for everyone.
"""

from collections.abc import Iterator

from checks.engine.team_case import TeamCase
from checks.engine.term_comparison import LooserTerm, TermsInContext, looser_terms
from checks.model.agreed_terms import AgreedTerms, terms_by_day
from checks.model.findings import Problem, Related, Severity
from checks.model.playbook import starting_month
from checks.model.service import Service
from checks.rules.rule import Rule, TeamFacts, once_per_subject


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Compare each of the team's own terms with the playbook's, once for each pair and key."""
    case = facts.judged.case
    if case.team.agreements:
        starts, default_terms = starting_month(case.playbook), case.default_terms
        yield from once_per_subject(
            _problem(own, playbook, looser)
            for service in case.services.values()
            for own, playbook in _pairs(case, service)
            for looser in looser_terms(
                TermsInContext(own, default_terms), TermsInContext(playbook, default_terms), starts
            )
        )


def _pairs(case: TeamCase, service: Service) -> Iterator[tuple[AgreedTerms, AgreedTerms]]:
    """Yield the team's terms with the playbook's that they take the place of, on days that are judged."""
    follower = case.team.model_copy(update={"agreements": {}})
    agreements = [
        *service.agreements,
        *(entry for entries in case.team.agreements.values() for entry in entries),
    ]
    for group in sorted({entry.group for entry in agreements}, key=lambda group: group or ""):
        above = terms_by_day(follower, service, group)
        for own in terms_by_day(case.team, service, group):
            for playbook in above if own.team else ():
                first, last = max(own.first, playbook.first), min(own.last, playbook.last)
                if max(first, case.horizon) <= last:
                    yield own, playbook


def _problem(own: AgreedTerms, playbook: AgreedTerms, looser: LooserTerm) -> Problem:
    whom = f" for {own.group}" if own.group else ""
    terms = f"{own.team}: its own terms of {own.service}{whom} from {own.entry.first}"
    verdict = "are looser than the playbook's" if looser.sure else "can't be compared with the playbook's"
    theirs = f" for {playbook.group}" if playbook.group and not own.group else ""
    entry = own.entry
    since = f", from {playbook.entry.first} on" if playbook.entry.first > entry.first else ""
    return Problem(
        entry.key_place(looser.key) if entry.says(looser.key) else own.place,
        f"{terms} {verdict}{theirs}: {looser.words}{since}",
        team=own.team,
        service=own.service,
        subject=f"{own.group} {entry.first} {looser.key} {playbook.group} {playbook.entry.first}",
        related=(Related(playbook.place, f"the playbook's terms, from {playbook.entry.first}"),),
        severity=None if looser.sure else Severity.WARNING,
    )


RULE = Rule("POL006", "looser-terms", Severity.ERROR, __doc__, team=_check, others=(Severity.WARNING,))
