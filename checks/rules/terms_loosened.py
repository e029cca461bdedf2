"""RAT003 terms-loosened: a change promises less than was agreed.

The rule compares the terms before and after the change, day by day. It reports a lower frequency, a
longer grace period, a weaker obligation or a lower share. It reports a higher `may_miss`, more roles
in `given_by`, `counts: any` instead of `outbound`, fewer teams, and a deleted service. It also
reports weaker safeguards: the playbook's own terms, severities, smallest group, capacity, the month
in which the year starts, a `today` that is new or earlier, a later `judged_from`, and a `logs_from`
that leaves out logs you still keep (`outbound prune` moves it as far as agreed). So is a pause ahead
of more than half a quarter. You may delete a
service that ended, once its logs are older than agreed.

If you edit an agreement, you change the past. To change terms, add a new entry with a date, who
agreed, and a link to the record. You may end an agreement on a future date: write `to` in it, with
the date, parties and record of the agreement to end it. Members must be among the parties.

This is an error. It is a notice if the change adds such an entry and the entry starts today or
later, or if it ends one in this way. The entry must be about these terms, with the date and record
of an agreement of its own. It is a warning if the rule can't compare how often, unless a missed
promise would no longer be missed.

It is an error too if no team owes a member any more what is agreed: their `owed` leaves it out, or
no agreement names their new team. A member who leaves, or whom another team owes it, is no finding.

A team with a new id is the same team if it lists the old id under `formerly`. If the teams' files
aren't compared, an id that replaces another one everywhere is a warning.

To fix: leave the old agreement as it is, and add a new one below it with a future start date.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.engine.date_spans import DateSpans
from checks.engine.team_coverage import kept_from
from checks.model.agreed_terms import AgreedTerms, team_entries
from checks.model.agreements import TeamAgreement
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.playbook import Pause, Playbook, Terms
from checks.rules.change_facts import ChangePart, DroppedMember, LoosenedTerms, PolicyChange, TeamChange
from checks.rules.rule import Rule, once_per_subject
from checks.wording.measures import iso, listed, plural

_PLAYBOOK = "playbook/playbook.yaml"
_LONGEST_PAUSE = timedelta(days=46)
"""Half a quarter: with more, nothing is owed in one. Source: docs/adr/0038-corrections.md."""

_FINER = ("organisation", "parents", "teams")
_NO_DAY = date.min

_DATED = "Restore the existing agreement, and add a new entry below it with a future start date."
_END = (
    "To end a service, remove `to` and run `outbound retire service`. To end this entry by hand, write in it also "
    "`agreed_on`, `agreed_with` (with members) and `record` of the agreement to end it."
)
_PAST_END = "Remove `to`. To end a service today or later, run `outbound retire service`."
_OWN = (
    "Write in the new entry when and where its terms were agreed: a date of today or earlier in `agreed_on`, and in "
    "`record` a link of its own."
)
_GUARD = "Restore it, or add a new entry of `terms` in the same change, with a date and who agreed."
_SHOWN = "Agree on it, and write `agreed_on`, `agreed_with` and `record` under `privacy:`."
_OWE = (
    "Let one of their teams owe it: remove `owed`, or add the service to its list. Or agree on new terms with "
    "`outbound new agreement`."
)
_NAME = (
    "Add the new team under `teams` of the agreement. Or agree on new terms with `outbound new agreement`."
)
_WEAKENS = {
    _DATED: "; this weakens the existing agreement",
    _END: "; this ends the existing agreement, but not by a new agreement",
    _PAST_END: "; this weakens the existing agreement",
    _OWN: "; the new entry is not agreed yet, or repeats an earlier agreement",
    _GUARD: "; this weakens the playbook's safeguards",
    _SHOWN: "; this weakens the playbook's safeguards",
}


@dataclass(frozen=True, slots=True)
class _Loosening:
    """Something that promises less from `day` on, where it stands, and the entries that are new beside it.

    `day` is `_NO_DAY` where it is no matter of days. `instead` is what to do in its place. `ending` is the
    agreement that now ends on the day before, if it was agreed that it does.
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
    ending: TeamAgreement | None = None

    def carried(self, as_of: date) -> TeamAgreement | Terms | None:
        """Return the agreement it is made by: the end that was agreed, or an entry that begins now or later."""
        new = (entry for entry in self.new if as_of <= entry.first <= self.day and entry.agreed_on <= as_of)
        return self.ending or next(new, None)


def _of_policy(change: PolicyChange) -> Iterator[Problem]:
    """Report what the playbook and its services promise less than in the base."""
    loosenings = (*_of_services(change), *_of_playbook(change))
    yield from once_per_subject(_problem(loosening, change.as_of) for loosening in loosenings)
    yield from _shown_finer(change)
    yield from _of_dropped_members(change.dropped)
    for old, new in sorted(change.presumed_renames.items()):
        words = f"agreements name the team {new} instead of {old}; only the teams' files show whether it was renamed"
        next_step = "Check policy and teams together. A renamed team lists its old id under `formerly`."
        yield Problem(
            Place(_PLAYBOOK), words, help=next_step, subject=f"{old} {new}", severity=Severity.WARNING
        )


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
            gap = head.team.place("agreements")
            yield _of_agreement(terms, (old, new), gap, head.team.id, as_of=head.as_of)


def _of_services(change: PolicyChange) -> Iterator[_Loosening]:
    base, head = change.base, change.head
    known = {change.ids.get(service, service) for service in (*head.services, *head.unread)}
    first_kept = kept_from(base.playbook, change.as_of)
    for service in base.services.values():
        last = max((entry.last_day for entry in service.agreements), default=_NO_DAY)
        if service.id not in known and last >= first_kept:
            instead = (
                "Restore the file, and end the service with `outbound retire service`. If it has a new id, list the "
                "old one under `formerly`."
            )
            words = f"this change removes the service {service.id}"
            yield _Loosening(words, Place(_PLAYBOOK), _NO_DAY, (), instead=instead, service=service.id)
    for terms in change.loosened:
        service = head.services[terms.service]
        old = base.services[terms.before.service].agreements
        new = [entry for entry in service.agreements if entry not in old]
        yield _of_agreement(terms, (old, new), service.key_place("agreements"), None, as_of=change.as_of)
    for service in head.services.values():
        before = base.services.get(change.ids.get(service.id, service.id))
        if before and before.audience != service.audience:
            words = f"{service.id}: audience {service.audience} instead of {before.audience}"
            instead = "Begin a new service, and end this one with `outbound retire service`."
            place = service.key_place("audience")
            yield _Loosening(words, place, _NO_DAY, (), instead=instead, service=service.id)


_Sides = tuple[Sequence[TeamAgreement], Sequence[TeamAgreement]]
"""Agreements of a service in the base, and those of the head that the base has not."""


def _of_agreement(
    terms: LoosenedTerms, sides: _Sides, gap: Place, team: str | None, *, as_of: date
) -> _Loosening:
    """Return the loosening of an agreement; it stands at `gap` where nothing is agreed any more."""
    ends, after = _newly_ended(terms, sides[1]), terms.after
    ahead = ends is not None and terms.day > as_of
    whom = f" for {terms.before.group}" if terms.before.group else ""
    owner = f"{team}: {terms.service}" if team else terms.service
    begins_ahead = after is not None and after.entry in sides[1] and as_of <= after.entry.first <= terms.day
    return _Loosening(
        words=f"{owner}{whom}: {terms.looser.words}",
        place=_place_of(after, terms.looser.key) if after else gap,
        day=terms.day,
        new=list(_agreed_anew(terms, *sides)),
        sure=terms.looser.sure,
        service=terms.service,
        team=team,
        before=terms.before.place,
        ending=ends if ends and ahead and _is_agreed(ends, terms.before.entry, as_of) else None,
        instead=_instead(ends=ends is not None, ahead=ahead, begins_ahead=begins_ahead),
    )


def _place_of(terms: AgreedTerms, key: str) -> Place:
    return terms.entry.key_place(key) if terms.entry.says(key) else terms.place


def _instead(*, ends: bool, ahead: bool, begins_ahead: bool) -> str:
    """Return what to do in place of an agreement that ends, of a new one, or of an edited one."""
    if ends:
        return _END if ahead else _PAST_END
    return _OWN if begins_ahead else _DATED


def _agreed_anew(
    terms: LoosenedTerms, old: Sequence[TeamAgreement], new: Sequence[TeamAgreement]
) -> Iterator[TeamAgreement]:
    """Yield the new entries that are about the terms that promise less, by an agreement that the base has not.

    An entry is about them if it is for the same people, and lasts until they begin. The date and record of an
    entry of the base say what was agreed then.
    """
    known = {_agreement_of(entry) for entry in old}
    groups = {terms.before.group, terms.after.group if terms.after else terms.before.group}
    for entry in new:
        is_about = entry.group in groups and entry.last_day >= terms.day - timedelta(days=1)
        if is_about and _agreement_of(entry) not in known:
            yield entry


def _agreement_of(entry: TeamAgreement | Terms) -> tuple[date, str]:
    """Return what tells one agreement from another: when it was agreed on, and where that is written."""
    return entry.agreed_on, entry.record


def _newly_ended(terms: LoosenedTerms, new: Sequence[TeamAgreement]) -> TeamAgreement | None:
    """Return the agreement of the base as the head has it, if it ends on the day before the loosening."""
    before, last = terms.before.entry, terms.day - timedelta(days=1)
    return next(
        (
            entry
            for entry in new
            if (entry.first, entry.group, entry.last) == (before.first, before.group, last)
        ),
        None,
    )


def _is_agreed(ends: TeamAgreement, before: TeamAgreement, as_of: date) -> bool:
    """Whether an end was agreed: with the members, by now, and not by the agreement that began it."""
    again = ends.agreed_on != before.agreed_on and ends.record != before.record
    return again and ends.agreed_on <= as_of and "members" in ends.agreed_with


def _of_playbook(change: PolicyChange) -> Iterator[_Loosening]:
    base, head = change.base.playbook, change.head.playbook
    known = {_agreement_of(entry) for entry in base.terms}
    new = [entry for entry in change.new_terms if _agreement_of(entry) not in known]
    for default in change.loosened_defaults:
        entry = next((terms for terms in reversed(head.terms) if terms.says(default.key)), head.terms[0])
        yield _Loosening(f"terms: {default.words}", entry.key_place(default.key), default.day, new)
    for words, place in _lowered_guards(base, head, change.as_of):
        yield _Loosening(words, place, change.as_of, new, instead=_GUARD)
    for words, place in dict(_long_pauses(base, head, change.as_of)).items():
        yield _Loosening(words, place, change.as_of, new, instead=_GUARD)
    yield from _severities(change, new)


def _of_dropped_members(dropped: Sequence[DroppedMember]) -> Iterator[Problem]:
    """Report the members whom no team owes any more what is agreed, at the line that says so."""
    for drop in dropped:
        services, day = listed(drop.services), iso(drop.day)
        agreed = "and no agreement names the new team" if drop.unnamed else "and the agreement goes on"
        words = f"{drop.team}: no team owes {{who}} {services} from {day} on, {agreed}"
        yield Problem(
            drop.place,
            words.format(who="a member"),
            named=words.format(who=drop.member),
            help=_NAME if drop.unnamed else _OWE,
            team=drop.team,
            member=drop.member,
            subject=f"dropped {services} {day}",
            related=(Related(drop.before, "the membership, in the base"),),
        )


def _shown_finer(change: PolicyChange) -> Iterator[Problem]:
    """Report figures of a finer level than in the base: a notice where a new agreement on it comes with them."""
    before, after = change.base.playbook.privacy, change.head.playbook.privacy
    if _FINER.index(after.finest) <= _FINER.index(before.finest):
        return
    words = f"the website shows figures by {after.finest} instead of {before.finest}"
    place = after.key_place("show") if after.says("show") else change.head.playbook.key_place("privacy")
    agreed = after.agreed_on, after.agreed_with, after.record
    if after.unagreed or agreed == (before.agreed_on, before.agreed_with, before.record):
        yield _problem(_Loosening(words, place, change.as_of, change.new_terms, instead=_SHOWN), change.as_of)
    else:
        carried = f"{words}; agreed on {after.agreed_on} with {listed(after.agreed_with or ())}"
        yield Problem(place, carried, subject=words, severity=Severity.NOTICE)


def _lowered_guards(base: Playbook, head: Playbook, as_of: date) -> Iterator[tuple[str, Place]]:
    """Yield what of the guards besides terms and severities is lower than in the base, and where it stands."""
    before, after = base.privacy, head.privacy
    if after.smallest_group < before.smallest_group:
        words = f"smallest group {after.smallest_group} instead of {before.smallest_group}"
        yield words, after.key_place("smallest_group")
    hours = base.capacity.leader_hours_per_week if base.capacity else None
    new_hours = head.capacity.leader_hours_per_week if head.capacity else None
    if hours is not None and (new_hours is None or new_hours > hours):
        what = "no limit" if new_hours is None else new_hours
        yield f"capacity: {what} instead of {hours} leader hours a week", head.place("capacity")
    if head.year_starts != base.year_starts:
        words = (
            f"the year starts in {head.year_starts} instead of {base.year_starts}, which changes each quarter"
        )
        yield words, head.place("year_starts")
    yield from _lowered_days(base, head, as_of)


def _lowered_days(base: Playbook, head: Playbook, as_of: date) -> Iterator[tuple[str, Place]]:
    """Yield which of the days that decide what counts leave out more than in the base."""
    if head.logs_from > max(base.logs_from, kept_from(base, as_of)):
        words = f"`logs_from` is {head.logs_from} instead of {base.logs_from}, so logs that are kept would not count"
        yield words, head.key_place("logs_from")
    if head.today and (base.today is None or head.today < base.today):
        was = f"{head.today} instead of {base.today}" if base.today else f"set to {head.today}"
        words = f"`today` is {was}, so the check would skip everything after it"
        yield words, head.key_place("today")
    start = base.judged_from or base.logs_from
    if head.judged_from and head.judged_from > start:
        was = f"{head.judged_from} instead of {start}"
        yield (
            f"`judged_from` is {was}, so broken promises between would be history",
            head.key_place("judged_from"),
        )


def _long_pauses(base: Playbook, head: Playbook, as_of: date) -> Iterator[tuple[str, Place]]:
    """Yield the pauses ahead that are new or longer, and take more than half a quarter, of all services or some."""
    kinds = {services for pause in head.pauses for services in _paused(pause)}
    for kind in sorted(kinds):
        before, after = (
            DateSpans.of(pause for pause in side.pauses if {"all", kind} & {*_paused(pause)})
            for side in (base, head)
        )
        for first, last in after:
            new_days = DateSpans.between(max(first, as_of), last) - before
            if last - first >= _LONGEST_PAUSE and last >= as_of and new_days.first:
                what = "every service" if kind == "all" else kind
                words = f"a pause of {what} lasts {(last - first).days + 1} days, from {iso(first)} on"
                yield words, head.place("pauses")


def _paused(pause: Pause) -> tuple[str, ...]:
    return ("all",) if pause.services == "all" else pause.services


def _severities(change: PolicyChange, new: Sequence[Terms]) -> Iterator[_Loosening]:
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
                yield _Loosening(words, place, day, new, instead=_GUARD)
                break


def _problem(loosening: _Loosening, as_of: date) -> Problem:
    words, severity = _verdict(loosening, as_of)
    return Problem(
        loosening.place,
        words,
        help=loosening.instead if severity is None else "",
        team=loosening.team,
        service=loosening.service,
        subject=loosening.words,
        related=(Related(loosening.before, "what was agreed, in the base"),) if loosening.before else (),
        severity=severity,
    )


def _verdict(loosening: _Loosening, as_of: date) -> tuple[str, Severity | None]:
    """Return a loosening in words, and its severity unless it is the rule's."""
    words, carried = loosening.words, loosening.carried(as_of)
    if loosening.day != _NO_DAY and loosening.instead in (_DATED, _END, _PAST_END, _OWN):
        words += f", from {iso(loosening.day)} on"
    if loosening.day >= as_of and carried:
        agreed = f"; agreed on {carried.agreed_on} with {listed(carried.agreed_with)}"
        return words + agreed, Severity.NOTICE
    if loosening.sure:
        return words + _WEAKENS.get(loosening.instead, ""), None
    return f"{words}; the check can't compare the two", Severity.WARNING


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
        count = plural(windows, "missed promise")
        yield Problem(
            change.head.services[service].key_place("agreements"),
            f"{team.id}: {service} in {period}: {count} would no longer count as missed; "
            "this weakens what was agreed for past dates",
            help=_DATED,
            team=team.id,
            service=service,
            period=period,
            subject="no longer missed",
            related=(Related(team.place("name"), "the team"),),
        )


RULE = Rule(
    "RAT003",
    "terms-loosened",
    Severity.ERROR,
    __doc__,
    change=_of_team,
    policy_change=_of_policy,
    others=(Severity.WARNING, Severity.NOTICE),
)
