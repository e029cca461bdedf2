"""What is agreed otherwise after a change: terms before and after, in words. No log and no roster is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.changes.policy_gate import renamed_services
from checks.loading.policy import Policy
from checks.model.agreed_terms import (
    AgreedTerms,
    agreed_by_playbook,
    default_terms_by_day,
    default_terms_on,
)
from checks.model.agreements import TeamAgreement
from checks.model.base import FOREVER
from checks.model.playbook import Playbook, agreed_start
from checks.model.service import Service
from checks.wording.language import Language, message
from checks.wording.measures import iso
from checks.wording.terms import diff


@dataclass(frozen=True, slots=True)
class TermChange:
    """One thing that is agreed otherwise: of what (a service, a team's own, the playbook), before and after.

    `key` is the message that names it; the others are words in the language of the effect.
    """

    of: str
    key: str
    before: str
    after: str


def policy_term_changes(base: Policy, head: Policy, day: date, language: Language) -> Iterator[TermChange]:
    """Yield what the playbook's own terms and its services say otherwise on a day."""
    if base.playbook and head.playbook:
        yield from _default_term_changes(base.playbook, head.playbook, day, language)
        yield from _start_changes(base.playbook, head.playbook, language)
    yield from _service_changes(base, head, day, language)


def day_in_force(base: Policy, head: Policy, as_of: date) -> date:
    """Return the day from which the whole change of policy is in force, `as_of` or later."""
    days = [as_of]
    if base.playbook and head.playbook:
        days += (entry.first for entry in head.playbook.terms if entry not in base.playbook.terms)
    for service in head.services.values():
        before = base.services.get(service.id)
        days += days_of_new_entries(before.agreements if before else (), service.agreements)
    return max(days)


def days_of_new_entries(before: Sequence[TeamAgreement], after: Sequence[TeamAgreement]) -> Iterator[date]:
    """Yield the days from which new entries are in force, and the days after those on which old ones end again.

    An entry of a single day is how a service ends, so it is the day after that differs.
    """
    last_days = {(entry.first, entry.group): entry.last for entry in before}
    for entry in after:
        if entry not in before:
            yield entry.first
            key = (entry.first, entry.group)
            ends_anew = key in last_days and entry.last != last_days[key]
            if entry.last and (ends_anew or entry.last == entry.first):
                yield entry.last + timedelta(days=1)


_DEFAULT_TERMS = {
    "owed_when_present": message("owed when present"),
    "coverage_at_least": message("coverage at least"),
    "coverage_may_drop": message("coverage may drop"),
    "outbound_at_least": message("outbound at least"),
}


def _default_term_changes(
    old: Playbook, new: Playbook, day: date, language: Language
) -> Iterator[TermChange]:
    before, after = (default_terms_on(default_terms_by_day(playbook.terms), day) for playbook in (old, new))
    subject = language.say("the playbook's terms")
    for key, words in _DEFAULT_TERMS.items():
        shares = getattr(before, key), getattr(after, key)
        if shares[0] != shares[1]:
            yield TermChange(subject, words, language.percent(shares[0]), language.percent(shares[1]))


def _start_changes(old: Playbook, new: Playbook, language: Language) -> Iterator[TermChange]:
    """Yield the day from which broken promises count, if `judged_from` is another: later, fewer of them do."""
    days = agreed_start(old), agreed_start(new)
    if old.judged_from != new.judged_from and days[0] != days[1]:
        before, after = map(iso, days)
        yield TermChange(
            language.say("the playbook's terms"), message("broken promises count from"), before, after
        )


def _service_changes(base: Policy, head: Policy, day: date, language: Language) -> Iterator[TermChange]:
    seen, ids = set(), renamed_services(base, head)
    for service in head.services.values():
        before = base.services.get(ids.get(service.id, service.id))
        if before is None:
            yield TermChange(service.id, message("service"), language.say("none"), language.say("new"))
            continue
        seen.add(before.id)
        if before.id != service.id:
            yield TermChange(service.id, message("id"), before.id, service.id)
        for group in groups_of(before, service):
            old_terms, terms = (agreed_by_playbook(side, group) for side in (before, service))
            yield from changed_terms(service.id, group, (old_terms, terms), day, language)
            yield from changed_ends(service.id, group, (old_terms, terms), language)
    for service_id in base.services:
        if service_id not in seen and service_id not in head.unread:
            yield TermChange(service_id, message("service"), language.say("there"), language.say("gone"))


def groups_of(before: Service, after: Service) -> list[str | None]:
    """Return the groups that have terms of a service before or after, everybody (None) first."""
    entries = (*before.agreements, *after.agreements)
    return list(dict.fromkeys([None, *(entry.group for entry in entries)]))


def changed_terms(
    subject: str,
    group: str | None,
    sides: tuple[Sequence[AgreedTerms], Sequence[AgreedTerms]],
    day: date,
    language: Language,
) -> Iterator[TermChange]:
    """Yield what terms before and after say otherwise on a day."""
    if group:
        subject = language.say("{service} for {group}", service=subject, group=group)
    old, new = (
        next((agreed for agreed in terms if agreed.first <= day <= agreed.last), None) for terms in sides
    )
    yield from (TermChange(subject, *difference) for difference in diff(old, new, language))


def changed_ends(
    subject: str,
    group: str | None,
    sides: tuple[Sequence[AgreedTerms], Sequence[AgreedTerms]],
    language: Language,
) -> Iterator[TermChange]:
    """Yield the last day on which anything is agreed, if it is another: what ends, and when."""
    last_days = [terms[-1].last if terms else None for terms in sides]
    if None in last_days or last_days[0] == last_days[1]:
        return
    if group:
        subject = language.say("{service} for {group}", service=subject, group=group)
    before, after = (iso(last) if last and last < FOREVER else language.say("no end") for last in last_days)
    yield TermChange(subject, message("last day"), before, after)
