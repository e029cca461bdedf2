"""What a change would do: terms before and after in words, and the last closed quarter judged under both.

A change of terms begins on a day to come, so nothing that is over shows it. It is therefore tried on
what was logged: the last closed quarter is judged as if the terms of the day on which the whole change
is in force had been agreed all along, those of the base and those of the head.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from checks.changes.gate import paired_teams, renamed_services, with_base_guards
from checks.changes.loosened_terms import new_terms
from checks.changes.windows import team_change
from checks.engine.counts import Counts
from checks.engine.organisation_totals import PromisedWorkload
from checks.engine.team_coverage import (
    CoverageRow,
    JudgedTeam,
    TeamCoverage,
    evaluate_coverage,
    starting_month,
)
from checks.engine.timeline import TeamCase
from checks.engine.trial_terms import with_terms_of
from checks.engine.workload import hours_by_giver, terms_on, times_a_year
from checks.loading.policy import Policy
from checks.loading.repository import Repository
from checks.model.agreed_terms import (
    AgreedTerms,
    agreed_by_playbook,
    agreed_by_team,
    default_terms_by_day,
    default_terms_on,
)
from checks.model.cadences import PeriodUnit
from checks.model.periods import Period, last_closed
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.rules.change_facts import CommonWindows
from checks.run.judging import JudgementDates, case_of
from checks.wording.language import ENGLISH, Language, message
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


@dataclass(frozen=True, slots=True)
class TriedQuarter:
    """One service of one team in the quarter it is tried on; None where it has no window there."""

    team: str
    service: str
    before: CoverageRow | None
    after: CoverageRow | None

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
        return bool(self.after and self.after.below) and not (self.before and self.before.below)

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
    and `removed` those of one alone. `unread` are services and teams nothing can be said of. `teams` are tried
    too; they, `playbook` and `services` say what of it may be published. `language` is what it is said in.
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
    teams: tuple[TeamCoverage, ...]
    playbook: Playbook
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
    unread = _unread_services(base.policy, head.policy)
    base, head = _without(base, unread), _without(head, unread)
    guarded = with_base_guards(base, head)
    old, unguarded, new = base.policy.playbook, head.policy.playbook, guarded.policy.playbook
    if old is None or unguarded is None or new is None:
        return None
    as_of = days.as_of
    # what the head adds is judged under the terms of the base, and still says when the change is whole
    terms = (entry.first for entry in new_terms(old, unguarded))
    day = max([as_of, *terms, *_beginnings(base, head)])
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
            *_default_term_changes(old, unguarded, day, language),
            *_service_changes(base, head, totals),
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
        teams=tuple(totals.teams),
        playbook=new,
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
    """Yield the first days of the services' and teams' entries that only the head has."""
    for service in head.policy.services.values():
        before = base.policy.services.get(service.id)
        known = before.agreements if before else ()
        yield from (entry.first for entry in service.agreements if entry not in known)
    for team_id in head.team_ids:
        team = head.team(team_id).team
        old_team = base.team(team_id).team if team_id in base.team_ids else None
        for service_id, entries in team.agreements.items() if team else ():
            old_entries = old_team.agreements.get(service_id, ()) if old_team else ()
            yield from (entry.first for entry in entries if entry not in old_entries)


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
    teams: list[TeamCoverage] = field(default_factory=list)
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
            self.teams.append(latest.coverage)
            old_rows, new_rows = self._rows(old_team, new_ids), self._rows(new_team, {})
            for service in sorted(old_rows.keys() | new_rows.keys()):
                row, new_row = old_rows.get(service), new_rows.get(service)
                if (row and row.counts.due) or (new_row and new_row.counts.due):
                    self.tried.append(TriedQuarter(latest.case.team.id, service, row, new_row))
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


def _service_changes(base: Repository, head: Repository, totals: _EffectTotals) -> Iterator[TermChange]:
    seen, language = set(), totals.language
    for service in head.policy.services.values():
        before = base.policy.services.get(totals.ids.get(service.id, service.id))
        if before is None:
            yield TermChange(service.id, message("service"), language.say("none"), language.say("new"))
            continue
        seen.add(before.id)
        if before.id != service.id:
            yield TermChange(service.id, message("id"), before.id, service.id)
        for group in _groups(before, service):
            old_terms, terms = (agreed_by_playbook(side, group) for side in (before, service))
            yield from _differences(service.id, group, old_terms, terms, totals)
    for service_id in base.policy.services:
        if service_id not in seen and service_id not in head.policy.unread:
            yield TermChange(service_id, message("service"), language.say("there"), language.say("gone"))


def _team_changes(before: TeamCase, after: TeamCase, totals: _EffectTotals) -> Iterator[TermChange]:
    for service in after.services.values():
        old_service = before.services.get(totals.ids.get(service.id, service.id))
        if old_service is None:
            continue
        for group in _groups(old_service, service):
            old_terms = agreed_by_team(before.team, old_service, group)
            terms = agreed_by_team(after.team, service, group)
            yield from _differences(f"{after.team.id}: {service.id}", group, old_terms, terms, totals)


def _groups(before: Service, after: Service) -> list[str | None]:
    entries = (*before.agreements, *after.agreements)
    return list(dict.fromkeys([None, *(entry.group for entry in entries)]))


def _differences(
    subject: str,
    group: str | None,
    before: Sequence[AgreedTerms],
    after: Sequence[AgreedTerms],
    totals: _EffectTotals,
) -> Iterator[TermChange]:
    """Yield what terms before and after say otherwise on the day of the effect."""
    language, day = totals.language, totals.day
    if group:
        subject = language.say("{service} for {group}", service=subject, group=group)
    old, new = (
        next((agreed for agreed in terms if agreed.first <= day <= agreed.last), None)
        for terms in (before, after)
    )
    yield from (TermChange(subject, *difference) for difference in diff(old, new, language))
