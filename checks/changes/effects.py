"""What a change would do: terms before and after in words, and the last closed quarter judged under both.

A change of terms begins on a day to come, so nothing that is over shows it. It is therefore tried on
what was logged: the last closed quarter is judged as if the terms of the day on which the whole change
is in force had been agreed all along, those of the base and those of the head.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from checks.changes.gate import paired_teams, with_base_guards
from checks.changes.policy_gate import renamed_services
from checks.changes.renamed_people import with_renamed_people
from checks.changes.term_changes import (
    TermChange,
    changed_ends,
    changed_terms,
    day_in_force,
    days_of_new_entries,
    groups_of,
    policy_term_changes,
)
from checks.changes.windows import team_change
from checks.engine.counts import Counts
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import CoverageRow, JudgedTeam, evaluate_coverage
from checks.engine.trial_terms import with_terms_of
from checks.engine.workload import hours_by_giver, terms_on
from checks.loading.policy import Policy
from checks.loading.repository import Repository
from checks.model.agreed_terms import (
    agreed_by_team,
)
from checks.model.cadences import PeriodUnit
from checks.model.frequency import PromisedWorkload, times_a_year
from checks.model.periods import Period, last_closed
from checks.model.playbook import starting_month
from checks.model.service import Service
from checks.rules.change_facts import CommonWindows
from checks.run.judging import JudgementDates, case_of
from checks.wording.language import ENGLISH, Language


@dataclass(frozen=True, slots=True)
class TriedQuarter:
    """One service of one team in the quarter it is tried on; None where it has no window there.

    Of a service that `is_new` nothing can have been logged, so it is not below what is promised.
    """

    team: str
    service: str
    before: CoverageRow | None
    after: CoverageRow | None
    is_new: bool = False

    @property
    def counts(self) -> tuple[Counts, Counts]:
        """The counts before and after."""
        empty = Counts()
        return (self.before.counts if self.before else empty, self.after.counts if self.after else empty)

    @property
    def differs(self) -> bool:
        """Whether it comes out otherwise."""
        before, after = self.counts
        return before != after or self.newly_flagged or self.newly_clear

    @property
    def newly_flagged(self) -> bool:
        """Whether it would be below what is promised, and was not."""
        is_below = bool(self.after and self.after.below) and not self.is_new
        return is_below and not (self.before and self.before.below)

    @property
    def newly_clear(self) -> bool:
        """Whether it was below what is promised, and would not be."""
        return bool(self.before and self.before.below) and not (self.after and self.after.below)


@dataclass(frozen=True, slots=True)
class PeopleOwed:
    """How many people would be owed more touchpoints a year of a service, and how many fewer."""

    more: int = 0
    less: int = 0


@dataclass(frozen=True)
class Effect:
    """What a change would do, from `day` on, tried on `quarter`.

    `wordings` are the terms that change, `tried` every service of every team, `owing` by service, `hours`
    a week before and after. `logged` counts the closed windows of both as they are judged today, `added`
    and `removed` those of one alone. `unread` are services and teams nothing can be said of. `services` are those of
    both sides, and `language` is what it is said in.
    """

    as_of: date
    day: date
    quarter: Period
    against: str
    wordings: tuple[TermChange, ...]
    tried: tuple[TriedQuarter, ...]
    owing: Mapping[str, PeopleOwed]
    hours: tuple[PromisedWorkload, PromisedWorkload]
    logged: CommonWindows
    added: int
    removed: int
    unread: tuple[str, ...]
    services: Mapping[str, Service]
    language: Language = ENGLISH

    @property
    def changed(self) -> tuple[str, ...]:
        """The services that come out otherwise in some team."""
        return tuple(dict.fromkeys(tried.service for tried in self.tried if tried.differs))


def effect_of_change(
    base: Repository, head: Repository, days: JudgementDates, named: str, language: Language = ENGLISH
) -> Effect | None:
    """Return what the head would change, said in a language; None when either playbook cannot be read."""
    base = with_renamed_people(base, head)
    unread = _unread_services(base.policy, head.policy)
    base, head = _without(base, unread), _without(head, unread)
    guarded = with_base_guards(base, head)
    old, unguarded, new = base.policy.playbook, head.policy.playbook, guarded.policy.playbook
    if old is None or unguarded is None or new is None:
        return None
    as_of = days.as_of
    # what the head adds is judged under the terms of the base, and still says when the change is whole
    day = max([day_in_force(base.policy, head.policy, as_of), *_beginnings(base, head)])
    totals = _EffectTotals(
        ids=renamed_services(base.policy, head.policy),
        day=day,
        today=days.today,
        quarter=last_closed(PeriodUnit.QUARTER, as_of, starting_month(new)),
        language=language,
    )
    totals.add_teams(base, guarded, days)
    hours_before, hours_after = (
        PromisedWorkload(sum(hours.values(), Fraction(0)), len(hours)) for hours in totals.hours
    )
    return Effect(
        as_of=as_of,
        day=day,
        quarter=totals.quarter,
        against=named,
        wordings=(
            *policy_term_changes(base.policy, replace(head.policy, playbook=unguarded), day, language),
            *totals.wordings,
        ),
        tried=tuple(sorted(totals.tried, key=lambda tried: (tried.service, tried.team))),
        owing={
            service: PeopleOwed(counts["more"], counts["less"])
            for service, counts in sorted(totals.owing.items())
        },
        hours=(hours_before, hours_after),
        logged=totals.logged,
        added=totals.added,
        removed=totals.removed,
        unread=(*sorted(unread), *totals.unread),
        services={**base.policy.services, **head.policy.services},
        language=language,
    )


def _unread_services(base: Policy, head: Policy) -> frozenset[str]:
    """Return the services that cannot be read on either side: they would look as if nothing were agreed."""
    return (base.unread & (head.services.keys() | head.unread)) | (head.unread & base.services.keys())


def _without(repository: Repository, unread: frozenset[str]) -> Repository:
    if not unread:
        return repository
    policy = repository.policy
    services = {key: service for key, service in policy.services.items() if key not in unread}
    return replace(repository, policy=replace(policy, services=services, unread=policy.unread | unread))


def _beginnings(base: Repository, head: Repository) -> Iterator[date]:
    """Yield the first days of the teams' entries that only the head has."""
    for team_id in head.team_ids:
        team = head.team(team_id).team
        old_team = base.team(team_id).team if team_id in base.team_ids else None
        for service_id, entries in team.agreements.items() if team else ():
            old_entries = old_team.agreements.get(service_id, ()) if old_team else ()
            yield from days_of_new_entries(old_entries, entries)


@dataclass
class _EffectTotals:
    """What is added up while one team after the other is tried and let go.

    `ids` maps services' ids in the head to those in the base. `hours` are those a week of each giver,
    before and after.
    """

    ids: Mapping[str, str]
    day: date
    today: date
    quarter: Period
    language: Language
    tried: list[TriedQuarter] = field(default_factory=list)
    owing: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hours: tuple[dict[str, Fraction], dict[str, Fraction]] = field(default_factory=lambda: ({}, {}))
    wordings: list[TermChange] = field(default_factory=list)
    logged: CommonWindows = field(default_factory=CommonWindows)
    added: int = 0
    removed: int = 0
    unread: list[str] = field(default_factory=list)

    def add_teams(self, base: Repository, head: Repository, days: JudgementDates) -> None:
        """Try the teams one after the other; those that cannot be read on either side are noted."""
        for before, after in paired_teams(base, head):
            old_case = case_of(base, before, days) if before else None
            new_case = case_of(head, after, days) if after else None
            if (before and not old_case) or (after and not new_case):
                self.unread += [files.id for files in (after or before,) if files]
            else:
                self.add(old_case, new_case)

    def add(self, before: TeamCase | None, after: TeamCase | None) -> None:
        """Try one team."""
        if before and after:
            change = team_change(before, after, self.ids)
            self.logged += change.common_total
            self.added += change.added
            self.removed += change.removed
            self.wordings += _team_changes(before, after, self)
        new_ids = {old: new for new, old in self.ids.items()}
        old_team, new_team = (
            evaluate_coverage(with_terms_of(case, self.day), self.today) if case else None
            for case in (before, after)
        )
        for team, hours in zip((old_team, new_team), self.hours, strict=True):
            for giver, amount in hours_by_giver(team.case, team.result).items() if team else ():
                hours[giver] = hours.get(giver, Fraction(0)) + amount
        if latest := new_team or old_team:
            old_rows, new_rows = self._rows(old_team, new_ids), self._rows(new_team, {})
            for service in sorted(old_rows.keys() | new_rows.keys()):
                row, new_row = old_rows.get(service), new_rows.get(service)
                if (row and row.counts.due) or (new_row and new_row.counts.due):
                    is_new = before is not None and self.ids.get(service, service) not in before.services
                    self.tried.append(TriedQuarter(latest.case.team.id, service, row, new_row, is_new))
        old_yearly, new_yearly = _yearly_touchpoints(old_team, new_ids), _yearly_touchpoints(new_team, {})
        for member, service in old_yearly.keys() | new_yearly.keys():
            more = new_yearly.get((member, service), 0) - old_yearly.get((member, service), 0)
            if more:
                self.owing[service]["more" if more > 0 else "less"] += 1

    def _rows(self, team: JudgedTeam | None, new_ids: Mapping[str, str]) -> dict[str, CoverageRow]:
        """Return the rows of the quarter by service, under the ids of the head."""
        rows = team.coverage.rows if team else ()
        return {new_ids.get(row.service, row.service): row for row in rows if row.period == self.quarter}


def _yearly_touchpoints(
    team: JudgedTeam | None, new_ids: Mapping[str, str]
) -> dict[tuple[str, str], Fraction]:
    """Return how many touchpoints a year each member is owed of each service for members."""
    if team is None:
        return {}
    case = team.case
    return {
        (member, new_ids.get(service.id, service.id)): times_a_year(agreed)
        for member, stay in case.present.items()
        for service in case.services.values()
        if service.audience == "member" and case.owes(stay, service.id)
        if (agreed := terms_on(case, service, stay.group))
    }


def _team_changes(before: TeamCase, after: TeamCase, totals: _EffectTotals) -> Iterator[TermChange]:
    for service in after.services.values():
        old_service = before.services.get(totals.ids.get(service.id, service.id))
        if old_service is None:
            continue
        for group in groups_of(old_service, service):
            old_terms = agreed_by_team(before.team, old_service, group)
            terms = agreed_by_team(after.team, service, group)
            subject, sides = f"{after.team.id}: {service.id}", (old_terms, terms)
            yield from changed_terms(subject, group, sides, totals.day, totals.language)
            yield from changed_ends(subject, group, sides, totals.language)
