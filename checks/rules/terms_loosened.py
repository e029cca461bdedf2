"""RAT003 terms-loosened: a change promises less than was agreed, so the same log is judged less strictly.

Compared are the terms before and after, day by day: a looser cadence or longer grace, a weaker
obligation, a lower coverage, more that may be missed, more who may give it or more that counts, fewer
teams, a service that is gone, and what guards the promises: the playbook's own terms, severities, the
smallest group, capacity, the month the year starts in, and a clock that is frozen or set back. An agreement that is edited reaches
into the past; a change of terms is written as a new entry, dated, with whom it was agreed and a record.

With such an entry, from the day it begins and not before the day that is judged, this is a notice.
Where two cadences cannot be compared, it is a warning unless a missed window would no longer be
missed.

To fix: leave the old agreement as it is and add a new one below it, whose first day is to come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from checks.model.agreed_terms import team_entries
from checks.model.agreements import TeamAgreement
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.playbook import Playbook, SeverityChange, Terms
from checks.rules.change_facts import ChangedWindow, ChangePart, LoosenedTerms, PolicyChange, TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import iso, listed, plural

_PLAYBOOK = "playbook/playbook.yaml"
_FINER = ("organisation", "parents", "teams")
_WEIGHT = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.NOTICE: 1}
_HELP = "Leave what was agreed as it is, and add a new entry below it that begins on a day to come."
_DATED = "this loosens what was agreed: add a dated entry instead"
_GUARD = "this lowers the guard: bring a new entry of `terms` with it, dated and agreed"


@dataclass(frozen=True, slots=True)
class _Loose:
    """Something that promises less from `day` on, where it stands, and the entries that are new beside it."""

    words: str
    place: Place
    day: int
    new: Sequence[TeamAgreement | Terms]
    sure: bool = True
    instead: str = _DATED
    service: str | None = None
    team: str | None = None
    before: Place | None = None


def _of_policy(change: PolicyChange) -> Iterator[Problem]:
    """Report what the playbook and its services promise less than in the base."""
    seen: set[str] = set()
    for loose in (*_of_services(change), *_of_playbook(change)):
        problem = _problem(loose, change.as_of)
        if problem.subject not in seen:
            seen.add(problem.subject)
            yield problem


def _of_team(change: TeamChange) -> Iterator[Problem]:
    """Report what a team's own terms promise less, and windows that are no longer missed under other terms."""
    case = change.head
    certain: set[str] = set()
    seen: set[str] = set()
    for one in change.loosened:
        if one.looser.sure and one.day < case.as_of:
            certain.add(one.service)
        if one.before.team or (one.after and one.after.team):
            service = case.services[one.service]
            old = team_entries(change.base.team, change.base.services[one.before.service], one.before.group)
            entries = team_entries(case.team, service, one.before.group)
            new = [entry for entry in entries if entry not in old]
            problem = _problem(
                _of_agreement(one, new, case.team.place("agreements"), case.team.id), case.as_of
            )
            if problem.subject not in seen:
                seen.add(problem.subject)
                yield problem
    yield from _no_longer_missed(change, certain)


def _of_services(change: PolicyChange) -> Iterator[_Loose]:
    base, head = change.base, change.head
    kept = {change.ids.get(one, one) for one in (*head.services, *head.unread)}
    for service in base.services.values():
        last = max((entry.last_number for entry in service.agreements), default=0)
        if service.id not in kept and last >= change.as_of:
            instead = "end its agreement with `to`, or name its former id in `formerly`"
            place = Place(_PLAYBOOK)
            yield _Loose(f"{service.id} is gone", place, 0, (), instead=instead, service=service.id)
    for found in change.loosened:
        service = head.services[found.service]
        old = base.services[found.before.service].agreements
        new = [entry for entry in service.agreements if entry not in old]
        yield _of_agreement(found, [*new, *change.new_terms], service.key_place("agreements"), None)
    for service in head.services.values():
        before = base.services.get(change.ids.get(service.id, service.id))
        if before and before.audience != service.audience:
            words = f"{service.id}: audience {service.audience} instead of {before.audience}"
            instead = "begin a new service, and end this one with `to`"
            place = service.key_place("audience")
            yield _Loose(words, place, 0, (), instead=instead, service=service.id)


def _of_agreement(
    found: LoosenedTerms, new: Sequence[TeamAgreement | Terms], gap: Place, team: str | None
) -> _Loose:
    after, key = found.after, found.looser.key
    place = gap if after is None else after.place
    if after and after.entry.says(key):
        place = after.entry.key_place(key)
    whom = f" for {found.before.group}" if found.before.group else ""
    owner = f"{team}: {found.service}" if team else found.service
    return _Loose(
        words=f"{owner}{whom}: {found.looser.words}",
        place=place,
        day=found.day,
        new=new,
        sure=found.looser.sure,
        service=found.service,
        team=team,
        before=found.before.place,
    )


def _of_playbook(change: PolicyChange) -> Iterator[_Loose]:
    base, head, as_of = change.base.playbook, change.head.playbook, change.as_of
    new = change.new_terms
    for found in change.loosened_defaults:
        entry = next((one for one in reversed(head.terms) if one.says(found.key)), head.terms[0])
        yield _Loose(f"terms: {found.words}", entry.key_place(found.key), found.day, new)
    privacy = base.privacy, head.privacy
    if privacy[1].smallest_group < privacy[0].smallest_group:
        words = f"smallest group {privacy[1].smallest_group} instead of {privacy[0].smallest_group}"
        yield _Loose(words, head.privacy.key_place("smallest_group"), as_of, new, instead=_GUARD)
    if _FINER.index(privacy[1].show) > _FINER.index(privacy[0].show):
        words = f"figures are shown by {privacy[1].show} instead of {privacy[0].show}"
        yield _Loose(words, head.privacy.key_place("show"), as_of, new, instead=_GUARD)
    if base.capacity and (
        not head.capacity or head.capacity.leader_hours_per_week > base.capacity.leader_hours_per_week
    ):
        hours = f"{head.capacity.leader_hours_per_week}" if head.capacity else "none"
        words = f"capacity of {hours} instead of {base.capacity.leader_hours_per_week} leader hours a week"
        yield _Loose(words, head.place("capacity"), as_of, new, instead=_GUARD)
    if head.year_starts != base.year_starts:
        words = f"the year starts in {head.year_starts} instead of {base.year_starts}: no quarter is the same"
        yield _Loose(words, head.place("year_starts"), as_of, new, instead=_GUARD)
    yield from _severities(change, new)
    yield from _clock(base, head, as_of, new)


def _severities(change: PolicyChange, new: Sequence[Terms]) -> Iterator[_Loose]:
    """Compare what each rule weighs on the day judged, and on those from which a change of it is enforced."""
    base, head, as_of = change.base.playbook, change.head.playbook, change.as_of
    for code in sorted({*base.severities, *head.severities} & change.default_severities.keys()):
        changes = [one.severities.get(code) for one in (base, head)]
        days = {as_of, *(one.enforced_from.toordinal() for one in changes if one and one.enforced_from)}
        for day in sorted(day for day in days if day >= as_of):
            before, after = (_severity(one, change.default_severities[code], day) for one in changes)
            if _WEIGHT[after] < _WEIGHT[before]:
                place = head.place("severities", code)
                words = f"{code}: {after.value} instead of {before.value}"
                yield _Loose(words, place, day, new, instead=_GUARD)
                break


def _severity(change: SeverityChange | None, usual: Severity, day: int) -> Severity:
    if change and change.enforced_from and day < change.enforced_from.toordinal():
        return Severity.WARNING
    return change.severity if change else usual


def _clock(base: Playbook, head: Playbook, as_of: int, new: Sequence[Terms]) -> Iterator[_Loose]:
    if head.today and (base.today is None or head.today < base.today):
        was = f"set back from {base.today}" if base.today else "frozen"
        words = f"the clock is {was} to {head.today}: nothing after it would be judged"
        yield _Loose(words, head.key_place("today"), as_of, new, instead=_GUARD)


def _problem(loose: _Loose, as_of: int) -> Problem:
    carried = next((entry for entry in loose.new if as_of <= entry.first.toordinal() <= loose.day), None)
    words = loose.words
    if loose.day and loose.instead is _DATED:
        words += f", from {iso(loose.day)} on"
    if loose.day >= as_of and carried:
        severity: Severity | None = Severity.NOTICE
        words += f"; agreed on {carried.agreed_on} with {listed(carried.agreed_with)}"
    elif loose.sure:
        severity = None
        words += f"; {loose.instead}"
    else:
        severity = Severity.WARNING
        words += "; the two cannot be compared"
    return Problem(
        loose.place,
        words,
        help=_HELP if severity is None and loose.instead is _DATED else "",
        team=loose.team,
        service=loose.service,
        subject=loose.words,
        related=(Related(loose.before, "what was agreed, in the base"),) if loose.before else (),
        severity=severity,
    )


def _no_longer_missed(change: TeamChange, certain: set[str]) -> Iterator[Problem]:
    def kind(one: ChangedWindow) -> tuple[str, str]:
        return one.window.service, one.window.period

    team = change.head.team
    freed = sorted((one for one in change.changed_windows if not one.lost and one.part is ChangePart.TERMS), key=kind)
    for (old, period), found in groupby(freed, key=kind):
        service = change.head_id(old)
        if service in certain or service not in change.head.services:
            continue
        count = plural(len(list(found)), "window")
        yield Problem(
            change.head.services[service].key_place("agreements"),
            f"{team.id}: {service} in {period}: {count} missed under the base's terms would no longer be "
            "missed; this loosens what was agreed for days past: add a dated entry instead",
            help=_HELP,
            team=team.id,
            service=service,
            period=period,
            subject="no longer missed",
            related=(Related(team.place("name"), "the team"),),
        )


RULE = Rule("RAT003", "terms-loosened", Severity.ERROR, __doc__, change=_of_team, policy_change=_of_policy)
