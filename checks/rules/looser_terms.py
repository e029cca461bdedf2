"""POL006 looser-terms: a team's own terms promise less than the playbook's.

A team may agree on more than the playbook asks for, never on less: what everybody was promised
holds in every team. Compared are the obligation, who gives it, what counts, the share, how many may
be missed, and the cadence, on the days on which both are in force. Where two cadences cannot be
compared, such as one a month with at most 6 weeks apart, this is a warning.

To fix: tighten the team's terms, or let them end and follow the playbook's; where the playbook asks
for too much, change it for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from checks.cadence.agreed import house_terms, timeline
from checks.cadence.comparing import Outcome, compare
from checks.coverage.judged import starting_month
from checks.coverage.wording import cadence_words, percent
from checks.findings import Problem, Related, Severity
from checks.model.cadences import RollingCadence
from checks.rules.rule import Rule

if TYPE_CHECKING:
    from checks.cadence.agreed import Agreed, AnyCadence
    from checks.cadence.lives import TeamCase
    from checks.model.service import Service
    from checks.rules.rule import TeamFacts

_STRENGTH = {"voluntary": 0, "offered": 1, "compulsory": 2}


class _Loose(NamedTuple):
    """A key of an agreement that promises less, in words; `sure` unless it cannot be compared."""

    key: str
    words: str
    sure: bool = True


def check(facts: TeamFacts) -> Iterator[Problem]:
    """Hold each of the team's own terms against the playbook's, once for each pair and key."""
    case = facts.judged.case
    if not case.team.agreements:
        return
    for service in case.services.values():
        reported: set[str] = set()
        for own, playbook in _pairs(case, service):
            for loose in (
                *_looser(own, playbook),
                *_share(case, own, playbook),
                *_cadence(case, own, playbook),
            ):
                problem = _problem(own, playbook, loose)
                if problem.subject not in reported:
                    reported.add(problem.subject)
                    yield problem


def _pairs(case: TeamCase, service: Service) -> Iterator[tuple[Agreed, Agreed]]:
    """Yield the team's terms with the playbook's that they take the place of, on days that are judged."""
    follower = case.team.model_copy(update={"agreements": {}})
    entries = [*service.agreements, *(entry for own in case.team.agreements.values() for entry in own)]
    for group in sorted({entry.group for entry in entries}, key=lambda group: group or ""):
        above = timeline(follower, service, group)
        for own in timeline(case.team, service, group):
            for playbook in above if own.team else ():
                first, last = max(own.first, playbook.first), min(own.last, playbook.last)
                if max(first, case.horizon) <= last:
                    yield own, playbook


def _looser(own: Agreed, playbook: Agreed) -> Iterator[_Loose]:
    if _STRENGTH[own.obligation] < _STRENGTH[playbook.obligation]:
        yield _Loose("obligation", f"{own.obligation} instead of {playbook.obligation}")
    if "anyone" not in playbook.given_by and not own.given_by <= playbook.given_by:
        more = ", ".join(sorted(own.given_by - playbook.given_by))
        yield _Loose("given_by", f"{more} may give it too")
    if own.counts == "any" and playbook.counts == "outbound":
        yield _Loose("counts", "any initiative counts instead of outbound alone")
    if own.may_miss > playbook.may_miss:
        yield _Loose("may_miss", f"may miss {own.may_miss} instead of {playbook.may_miss}")


def _share(case: TeamCase, own: Agreed, playbook: Agreed) -> Iterator[_Loose]:
    """Compare the shares on each day on which either may change."""
    first, last = max(own.first, playbook.first), min(own.last, playbook.last)
    for day in (first, *(begins for begins, _ in case.house if first < begins <= last)):
        house = house_terms(case.house, day).coverage_at_least
        mine, theirs = (
            house if one.coverage_at_least is None else one.coverage_at_least for one in (own, playbook)
        )
        if mine < theirs:
            yield _Loose("coverage_at_least", f"coverage {percent(mine)} instead of {percent(theirs)}")


def _cadence(case: TeamCase, own: Agreed, playbook: Agreed) -> Iterator[_Loose]:
    outcome = compare(own.cadence, playbook.cadence, starting_month(case.playbook))
    mine, theirs = _words(own.cadence), _words(playbook.cadence)
    if outcome is Outcome.LOOSER:
        yield _Loose("cadence", f"{mine} instead of {theirs}")
    elif outcome is Outcome.NOT_COMPARABLE:
        yield _Loose("cadence", f"{mine} instead of {theirs}", sure=False)


def _words(cadence: AnyCadence | None) -> str:
    words = cadence_words(cadence)
    grace = cadence.grace if isinstance(cadence, RollingCadence) else None
    return f"{words} with {grace} of grace" if grace else words


def _problem(own: Agreed, playbook: Agreed, loose: _Loose) -> Problem:
    whom = f" for {own.group}" if own.group else ""
    terms = f"{own.team}: its own terms of {own.service}{whom} from {own.entry.first}"
    verdict = "are looser than the playbook's" if loose.sure else "cannot be compared with the playbook's"
    theirs = f" for {playbook.group}" if playbook.group and not own.group else ""
    entry = own.entry
    since = f", from {playbook.entry.first} on" if playbook.entry.first > entry.first else ""
    return Problem(
        entry.key_place(loose.key) if entry.says(loose.key) else own.place,
        f"{terms} {verdict}{theirs}: {loose.words}{since}",
        team=own.team,
        service=own.service,
        subject=f"{own.group} {entry.first} {loose.key} {playbook.group} {playbook.entry.first}",
        related=(Related(playbook.place, f"the playbook's terms, from {playbook.entry.first}"),),
        severity=None if loose.sure else Severity.WARNING,
    )


RULE = Rule("POL006", "looser-terms", Severity.ERROR, __doc__, team=check)
