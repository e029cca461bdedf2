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

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.model.agreed_terms import team_entries
from checks.model.agreements import TeamAgreement
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.playbook import Playbook, Terms
from checks.rules.change_facts import ChangePart, LoosenedTerms, PolicyChange, TeamChange
from checks.rules.rule import Rule, once_per_subject
from checks.wording.measures import iso, listed, plural

_PLAYBOOK = "playbook/playbook.yaml"
_FINER = ("organisation", "parents", "teams")
_HELP = "Leave what was agreed as it is, and add a new entry below it that begins on a day to come."
_NO_DAY = date.min

_DATED = "this loosens what was agreed: add a dated entry instead"
_GUARD = "this lowers the guard: bring a new entry of `terms` with it, dated and agreed"
_SHOWN = (
    "this lowers the guard: agree on it, and write `agreed_on`, `agreed_with` and `record` under `privacy:`"
)


@dataclass(frozen=True, slots=True)
class _Loosening:
    """Something that promises less from `day` on, where it stands, and the entries that are new beside it.

    `day` is `_NO_DAY` where it is no matter of days. `instead` says what to do in its place.
    """

    words: str
    place: Place
    day: date
    new: Sequence[TeamAgreement | Terms]
    sure: bool = True
    instead: str = _DATED
    service: str | None = None
    team: str | None = None
    before: Place | None = None


def _of_policy(change: PolicyChange) -> Iterator[Problem]:
    """Report what the playbook and its services promise less than in the base."""
    loosenings = (*_of_services(change), *_of_playbook(change))
    yield from once_per_subject(_problem(loosening, change.as_of) for loosening in loosenings)
    yield from _shown_finer(change)


def _of_team(change: TeamChange) -> Iterator[Problem]:
    """Report what a team's own terms promise less, and windows that are no longer missed under other terms."""
    as_of = change.head.as_of
    yield from once_per_subject(_problem(loosening, as_of) for loosening in _of_own_terms(change))
    reported = {terms.service for terms in change.loosened if terms.looser.sure and terms.day < as_of}
    yield from _no_longer_missed(change, reported)


def _of_own_terms(change: TeamChange) -> Iterator[_Loosening]:
    base, head = change.base, change.head
    for terms in change.loosened:
        if terms.before.team or (terms.after and terms.after.team):
            group = terms.before.group
            old = team_entries(base.team, base.services[terms.before.service], group)
            entries = team_entries(head.team, head.services[terms.service], group)
            new = [entry for entry in entries if entry not in old]
            yield _of_agreement(terms, new, head.team.place("agreements"), head.team.id)


def _of_services(change: PolicyChange) -> Iterator[_Loosening]:
    base, head = change.base, change.head
    known = {change.ids.get(service, service) for service in (*head.services, *head.unread)}
    for service in base.services.values():
        last = max((entry.last_day for entry in service.agreements), default=_NO_DAY)
        if service.id not in known and last >= change.as_of:
            instead = "end its agreement with `to`, or name its former id in `formerly`"
            words = f"{service.id} is gone"
            yield _Loosening(words, Place(_PLAYBOOK), _NO_DAY, (), instead=instead, service=service.id)
    for terms in change.loosened:
        service = head.services[terms.service]
        old = base.services[terms.before.service].agreements
        new = [entry for entry in service.agreements if entry not in old]
        yield _of_agreement(terms, [*new, *change.new_terms], service.key_place("agreements"), None)
    for service in head.services.values():
        before = base.services.get(change.ids.get(service.id, service.id))
        if before and before.audience != service.audience:
            words = f"{service.id}: audience {service.audience} instead of {before.audience}"
            instead = "begin a new service, and end this one with `to`"
            place = service.key_place("audience")
            yield _Loosening(words, place, _NO_DAY, (), instead=instead, service=service.id)


def _of_agreement(
    terms: LoosenedTerms, new: Sequence[TeamAgreement | Terms], gap: Place, team: str | None
) -> _Loosening:
    """Return the loosening of an agreement; it stands at `gap` where nothing is agreed any more."""
    after, key = terms.after, terms.looser.key
    place = gap if after is None else after.place
    if after and after.entry.says(key):
        place = after.entry.key_place(key)
    whom = f" for {terms.before.group}" if terms.before.group else ""
    owner = f"{team}: {terms.service}" if team else terms.service
    return _Loosening(
        words=f"{owner}{whom}: {terms.looser.words}",
        place=place,
        day=terms.day,
        new=new,
        sure=terms.looser.sure,
        service=terms.service,
        team=team,
        before=terms.before.place,
    )


def _of_playbook(change: PolicyChange) -> Iterator[_Loosening]:
    base, head, new = change.base.playbook, change.head.playbook, change.new_terms
    for default in change.loosened_defaults:
        entry = next((terms for terms in reversed(head.terms) if terms.says(default.key)), head.terms[0])
        yield _Loosening(f"terms: {default.words}", entry.key_place(default.key), default.day, new)
    for words, place in _lowered_guards(base, head):
        yield _Loosening(words, place, change.as_of, new, instead=_GUARD)
    yield from _severities(change)


def _shown_finer(change: PolicyChange) -> Iterator[Problem]:
    """Report figures of a finer level than in the base: a notice where a new agreement on it comes with them."""
    before, after = change.base.playbook.privacy, change.head.playbook.privacy
    if _FINER.index(after.finest) <= _FINER.index(before.finest):
        return
    words = f"figures are shown by {after.finest} instead of {before.finest}"
    place = after.key_place("show") if after.says("show") else change.head.playbook.key_place("privacy")
    agreed = after.agreed_on, after.agreed_with, after.record
    if after.unagreed or agreed == (before.agreed_on, before.agreed_with, before.record):
        yield _problem(_Loosening(words, place, change.as_of, change.new_terms, instead=_SHOWN), change.as_of)
    else:
        carried = f"{words}; agreed on {after.agreed_on} with {listed(after.agreed_with or ())}"
        yield Problem(place, carried, subject=words, severity=Severity.NOTICE)


def _lowered_guards(base: Playbook, head: Playbook) -> Iterator[tuple[str, Place]]:
    """Yield what of the guards besides terms and severities is lower than in the base, and where it stands."""
    before, after = base.privacy, head.privacy
    if after.smallest_group < before.smallest_group:
        words = f"smallest group {after.smallest_group} instead of {before.smallest_group}"
        yield words, after.key_place("smallest_group")
    hours = base.capacity.leader_hours_per_week if base.capacity else None
    new_hours = head.capacity.leader_hours_per_week if head.capacity else None
    if hours is not None and (new_hours is None or new_hours > hours):
        what = "none" if new_hours is None else new_hours
        yield f"capacity of {what} instead of {hours} leader hours a week", head.place("capacity")
    if head.year_starts != base.year_starts:
        words = f"the year starts in {head.year_starts} instead of {base.year_starts}: no quarter is the same"
        yield words, head.place("year_starts")
    if head.today and (base.today is None or head.today < base.today):
        was = f"set back from {base.today}" if base.today else "frozen"
        words = f"the clock is {was} to {head.today}: nothing after it would be judged"
        yield words, head.key_place("today")


def _severities(change: PolicyChange) -> Iterator[_Loosening]:
    """Compare what each rule weighs on the day judged, and on those from which a change of it is enforced."""
    base, head, as_of = change.base.playbook, change.head.playbook, change.as_of
    for code in sorted({*base.severities, *head.severities} & change.default_severities.keys()):
        usual = change.default_severities[code]
        sides = base.severities.get(code), head.severities.get(code)
        days = {as_of, *(side.enforced_from for side in sides if side and side.enforced_from)}
        for day in sorted(day for day in days if day >= as_of):
            before, after = (side.on_day(day) if side else usual for side in sides)
            if after.lighter_than(before):
                words = f"{code}: {after.value} instead of {before.value}"
                place = head.place("severities", code)
                yield _Loosening(words, place, day, change.new_terms, instead=_GUARD)
                break


def _problem(loosening: _Loosening, as_of: date) -> Problem:
    carried = next((entry for entry in loosening.new if as_of <= entry.first <= loosening.day), None)
    words = loosening.words
    if loosening.day != _NO_DAY and loosening.instead is _DATED:
        words += f", from {iso(loosening.day)} on"
    if loosening.day >= as_of and carried:
        severity: Severity | None = Severity.NOTICE
        words += f"; agreed on {carried.agreed_on} with {listed(carried.agreed_with)}"
    elif loosening.sure:
        severity = None
        words += f"; {loosening.instead}"
    else:
        severity = Severity.WARNING
        words += "; the two cannot be compared"
    return Problem(
        loosening.place,
        words,
        help=_HELP if severity is None and loosening.instead is _DATED else "",
        team=loosening.team,
        service=loosening.service,
        subject=loosening.words,
        related=(Related(loosening.before, "what was agreed, in the base"),) if loosening.before else (),
        severity=severity,
    )


def _no_longer_missed(change: TeamChange, reported: set[str]) -> Iterator[Problem]:
    """Yield the missed windows that other terms excuse, except of services whose terms are `reported` anyway."""
    team = change.head.team
    freed = Counter(
        (changed.window.service, changed.window.period)
        for changed in change.changed_windows
        if not changed.lost and changed.part is ChangePart.TERMS
    )
    for (base_id, period), windows in sorted(freed.items()):
        service = change.head_id(base_id)
        if service in reported or service not in change.head.services:
            continue
        count = plural(windows, "window")
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
