"""What a change of policy promises otherwise, with the words of the proposal page: its sentences, labels and hours.

It is made from both policies and the sizes of teams in the last release, so everybody may read it.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from checks.changes.policy_gate import renamed_services
from checks.changes.term_changes import groups_of
from checks.changes.term_directions import Direction, term_directions
from checks.model.agreed_terms import agreed_by_playbook, default_terms_by_day
from checks.model.base import FOREVER
from checks.model.frequency import times_a_year
from checks.model.playbook import starting_month
from checks.output.promise_changes import PromiseChange
from checks.publish.released_figures import released_figures
from checks.site.promise_sentences import promise
from checks.site.proposal_page import receivers
from checks.site.proposal_rules import proposal_sayings
from checks.site.retirement_page import END_HOURS, END_SAYINGS
from checks.wording.roles import party_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checks.loading.policy import Policy
    from checks.model.agreed_terms import AgreedTerms
    from checks.model.playbook import Playbook
    from checks.model.service import Service
    from checks.publish.figure_units import NamedTeam
    from checks.wording.language import Language

_PARTS = (Direction.TIGHTER, Direction.LOOSER, Direction.OTHER)


def changed_promises(base: Policy, head: Policy, as_of: date, language: Language) -> Iterator[PromiseChange]:
    """Yield what each new agreement of a service promises, and which services end or are no longer there."""
    if not base.playbook or not head.playbook:
        return
    playbooks = base.playbook, head.playbook
    services = tuple(head.services.values())
    teams = released_figures(head.playbook, services, head.releases, as_of).teams
    words = _Words(*playbooks, teams, language)
    ids = renamed_services(base, head)
    seen = set()
    for service in sorted(services, key=lambda service: service.title):
        before = base.services.get(ids.get(service.id, service.id))
        seen.add(before.id if before else "")
        for group in groups_of(before or service, service):
            old = agreed_by_playbook(before, group) if before else ()
            yield from words.of_service(service, group, old, agreed_by_playbook(service, group))
    for service_id, service in base.services.items():
        if service_id not in seen and service_id not in head.unread:
            yield PromiseChange(
                language.say("{service}: no longer in the playbook", service=words.title(service, None))
            )


class _Words:
    """What a change is said with: both playbooks, the sizes of teams, a language and the page's own sayings."""

    def __init__(
        self, base: Playbook, head: Playbook, teams: Sequence[NamedTeam], language: Language
    ) -> None:
        self.base, self.head, self.teams, self.language = base, head, teams, language
        self.says: dict[str, Any] = {**proposal_sayings(language)}

    def of_service(
        self,
        service: Service,
        group: str | None,
        old: Sequence[AgreedTerms],
        new: Sequence[AgreedTerms],
    ) -> Iterator[PromiseChange]:
        """Yield the agreements that the base has not, and a last day that it has not."""
        known = [terms.entry for terms in old]
        last = new[-1].last if new else FOREVER
        is_end = last < FOREVER and bool(old) and old[-1].last != last
        closing = None
        for after in new:
            if after.entry in known:
                continue
            before = next((terms for terms in old if terms.first <= after.first <= terms.last), None)
            if is_end and after.first == last and before and not list(self._parts(before, after)):
                closing = after
            else:
                yield self._agreement(service, group, before, after)
        if is_end:
            yield self._end(service, group, last, closing)

    def _end(
        self, service: Service, group: str | None, last: date, closing: AgreedTerms | None
    ) -> PromiseChange:
        """Return a last day, with what is promised until then and who agreed where an agreement is of that day alone."""
        language = self.language
        title = language.say(
            "{service}: ends after {day}", service=self.title(service, group), day=language.day(last)
        )
        return self._closing(title, service, closing) if closing else PromiseChange(title)

    def _closing(self, title: str, service: Service, closing: AgreedTerms) -> PromiseChange:
        language, last = self.language, closing.last
        ends, agreed = END_SAYINGS["ends"], END_SAYINGS["agreed"]
        names = {
            "service": service.read_in(language.code).title,
            "day": language.day(last),
            "next": language.day(last + timedelta(days=1)),
        }
        until_now = self.says["until_now"].replace("{promise}", promise(language, service, closing))
        number = None if closing.group else self._hours_a_week(service, closing)
        hours = [language.counted(*END_HOURS, number)] if number else []
        parties = party_words(closing.entry.agreed_with, language)
        who = language.say(agreed, day=language.day(closing.entry.agreed_on), parties=parties)
        return PromiseChange(title, (language.say(ends, **names), until_now), notes=(*hours, who))

    def title(self, service: Service, group: str | None) -> str:
        """Return what is agreed on: the service, and for whom where it isn't for everybody."""
        title = service.read_in(self.language.code).title
        if group is None:
            return title
        named = {entry.id: entry.read_in(self.language.code).title for entry in self.head.groups}
        return self.language.say("{service} for {group}", service=title, group=named.get(group, group))

    def _agreement(
        self, service: Service, group: str | None, before: AgreedTerms | None, after: AgreedTerms
    ) -> PromiseChange:
        language, day = self.language, self.language.day(after.first)
        sentence = promise(language, service, after)
        now = promise(language, service, before) if before else ""
        until_now = [self.says["until_now"].replace("{promise}", now)] if now and now != sentence else []
        title = (
            language.say("{service}: from {day}", service=self.title(service, group), day=day)
            if before
            else language.say("{service}: new from {day}", service=self.title(service, group), day=day)
        )
        parts = tuple(self._parts(before, after)) if before else ()
        same = [self.says["same"]] if before and not parts else []
        hours = [] if group else self._hours(service, before, after)
        return PromiseChange(title, (sentence, *until_now), parts, (*same, *hours, self._agreed(after)))

    def _parts(self, before: AgreedTerms, after: AgreedTerms) -> Iterator[tuple[str, tuple[str, ...]]]:
        eras, starts = default_terms_by_day(self.base.terms), starting_month(self.base)
        changes = list(term_directions(before, after, eras, starts, self.language))
        labels, line = self.says["labels"], self.says["line"]
        for direction in _PARTS:
            terms = tuple(
                line.format(term=labels[change.key], before=change.before, after=change.after)
                for change in changes
                if change.direction is direction
            )
            if terms:
                yield self.says[direction.value], terms

    def _hours(self, service: Service, before: AgreedTerms | None, after: AgreedTerms) -> list[str]:
        new, old = self._hours_a_week(service, after), self._hours_a_week(service, before)
        if not new:
            return []
        parts = [
            self._counted("hours", new),
            *([self._counted("hours_now", old)] if old and old != new else []),
        ]
        return [" ".join(parts)]

    def _hours_a_week(self, service: Service, terms: AgreedTerms | None) -> int | None:
        """Return the hours a week for all who give it, raised to whole ones; None where sizes are not known."""
        sizes = receivers(service, self.teams, self.head.privacy.smallest_group)
        if sizes is None or terms is None:
            return None
        if not terms.owes:
            return 0
        people = sum(size for team, size in sizes.items() if terms.teams is None or team in terms.teams)
        return math.ceil(times_a_year(terms) * people * service.context.minutes / (60 * 52))

    def _counted(self, key: str, number: int) -> str:
        forms = self.says[key]
        words: str = forms[0 if number == 1 else 1]
        return words.format(number=self.language.number(number))

    def _agreed(self, after: AgreedTerms) -> str:
        entry, language = after.entry, self.language
        words: str = self.says["agreed"]
        return words.format(
            day=language.day(entry.agreed_on),
            parties=party_words(entry.agreed_with, language),
            review=language.day(entry.review_by),
        )
