"""What a change would do: terms before and after in words, and the last closed quarter judged under both.

A change of terms begins on a day to come, so nothing that is over shows it. It is therefore tried on
what was logged: the last closed quarter is judged as if the terms of the day on which the whole change
is in force had been agreed all along, those of the base and those of the head.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from checks.changes.gate import TeamPairs, renamed_services, with_base_guards
from checks.changes.loosened_terms import new_terms
from checks.changes.windows import team_change
from checks.engine.counts import Counts
from checks.engine.organisation_totals import PromisedWorkload
from checks.engine.periods import Period, last_closed
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
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.rules.change_facts import CommonWindows
from checks.run.checking import JudgementDates, case_of
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
    """What a change would do, from the ordinal `day` on, tried on `quarter`.

    `wordings` are the terms that change, `tried` every service of every team, `owing` by service, `hours`
    a week before and after. `logged` counts the closed windows of both as they are judged today, `added`
    and `removed` those of one alone. `unread` are services and teams nothing can be said of. `teams` are tried
    too; they, `playbook` and `services` say what of it may be published. `language` is what it is said in.
    """

    as_of: int
    day: int
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
        return tuple(dict.fromkeys(one.service for one in self.tried if one.differs))


def effect_of_change(
    base: Repository, head: Repository, days: JudgementDates, named: str, language: Language = ENGLISH
) -> Effect | None:
    """Return what the head would change, said in a language; None when either playbook cannot be read."""
    lost = _unread_services(base.policy, head.policy)
    base, head = _without(base, lost), _without(head, lost)
    guarded = with_base_guards(base, head)
    old, own, new = base.policy.playbook, head.policy.playbook, guarded.policy.playbook
    if old is None or own is None or new is None:
        return None
    as_of = days.as_of.toordinal()
    terms = (entry.first.toordinal() for entry in new_terms(old, own))
    day = max([as_of, *terms, *_beginnings(base, head)])
    starts = starting_month(new)
    sums = _EffectTotals(
        ids=renamed_services(base.policy, head.policy),
        day=day,
        today=days.today.toordinal(),
        quarter=last_closed(PeriodUnit.QUARTER, as_of, starts),
        language=language,
    )
    sums.add_teams(base, guarded, days)
    wordings = [
        *_of_terms(old, own, day, language),
        *_of_services(base, head, sums),
        *sums.wordings,
    ]
    return Effect(
        as_of=as_of,
        day=day,
        quarter=sums.quarter,
        against=named,
        wordings=tuple(wordings),
        tried=tuple(sorted(sums.tried, key=lambda one: (one.service, one.team))),
        owing={
            service: PeopleOwed(counts["more"], counts["less"])
            for service, counts in sorted(sums.owing.items())
        },
        hours=(_promised(sums.hours_before), _promised(sums.hours_after)),
        logged=sums.logged,
        added=sums.added,
        removed=sums.removed,
        unread=(*sorted(lost), *sums.unread),
        teams=tuple(sums.teams),
        playbook=new,
        services={**base.policy.services, **head.policy.services},
        language=language,
    )


def _unread_services(base: Policy, head: Policy) -> frozenset[str]:
    """Return the services that cannot be read on either side: they would look as if nothing were agreed."""
    return (base.unread & (head.services.keys() | head.unread)) | (head.unread & base.services.keys())


def _without(repository: Repository, lost: frozenset[str]) -> Repository:
    services = {one.id: one for one in repository.policy.services.values() if one.id not in lost}
    policy = replace(repository.policy, services=services, unread=repository.policy.unread | lost)
    return replace(repository, policy=policy) if lost else repository


def _beginnings(base: Repository, head: Repository) -> Iterator[int]:
    """Yield the first days of the services' and teams' entries that only the head has."""
    for service in head.policy.services.values():
        before = base.policy.services.get(service.id)
        known = before.agreements if before else ()
        yield from (entry.first_number for entry in service.agreements if entry not in known)
    for team_id in head.team_ids:
        team = head.team(team_id).team
        was = base.team(team_id).team if team_id in base.team_ids else None
        for service_id, entries in team.agreements.items() if team else ():
            own = was.agreements.get(service_id, ()) if was else ()
            yield from (entry.first_number for entry in entries if entry not in own)


def _promised(hours: Mapping[str, Fraction]) -> PromisedWorkload:
    return PromisedWorkload(sum(hours.values(), Fraction(0)), len(hours))


@dataclass
class _EffectTotals:
    """What is added up while one team after the other is tried and let go."""

    ids: Mapping[str, str]
    day: int
    today: int
    quarter: Period
    language: Language
    tried: list[TriedQuarter] = field(default_factory=list)
    teams: list[TeamCoverage] = field(default_factory=list)
    owing: dict[str, Counter[str]] = field(default_factory=dict)
    hours_before: dict[str, Fraction] = field(default_factory=dict)
    hours_after: dict[str, Fraction] = field(default_factory=dict)
    wordings: list[TermChange] = field(default_factory=list)
    logged: CommonWindows = field(default_factory=CommonWindows)
    added: int = 0
    removed: int = 0
    unread: list[str] = field(default_factory=list)

    def add_teams(self, base: Repository, head: Repository, days: JudgementDates) -> None:
        """Try the teams one after the other; those that cannot be read on either side are noted."""
        for before, after in TeamPairs(base, head).teams():
            was = case_of(base, before, days) if before else None
            will = case_of(head, after, days) if after else None
            if (before and not was) or (after and not will):
                self.unread += [files.id for files in (after or before,) if files]
            else:
                self.add(was, will)

    def add(self, before: TeamCase | None, after: TeamCase | None) -> None:
        """Try one team."""
        if before and after:
            change = team_change(before, after, self.ids)
            self.logged += change.whole
            self.added += change.added
            self.removed += change.removed
            self.wordings += _of_team(before, after, self)
        was, will = self._judged(before), self._judged(after)
        _add_hours(was, self.hours_before)
        _add_hours(will, self.hours_after)
        self._rows(was, will)
        self._owing(was, will)

    def _judged(self, case: TeamCase | None) -> JudgedTeam | None:
        return evaluate_coverage(with_terms_of(case, self.day), self.today) if case else None

    def _rows(self, before: JudgedTeam | None, after: JudgedTeam | None) -> None:
        judged = [one for one in (after, before) if one]
        self.teams += [one.coverage for one in judged[:1]]
        names = {old: new for new, old in self.ids.items()}
        rows = [
            {
                names.get(row.service, row.service): row
                for row in one.coverage.rows
                if row.period == self.quarter
            }
            if one
            else {}
            for one in (before, after)
        ]
        for service in sorted(rows[0].keys() | rows[1].keys()):
            found = [one.get(service) for one in rows]
            if any(row and row.counts.due for row in found):
                self.tried.append(TriedQuarter(judged[0].case.team.id, service, *found))

    def _owing(self, before: JudgedTeam | None, after: JudgedTeam | None) -> None:
        promised = [_a_year(before, {old: new for new, old in self.ids.items()}), _a_year(after, {})]
        for member, service in promised[0].keys() | promised[1].keys():
            was, will = (one.get((member, service), Fraction(0)) for one in promised)
            if was != will:
                counts = self.owing.setdefault(service, Counter())
                counts["more" if will > was else "less"] += 1


def _add_hours(judged: JudgedTeam | None, hours: dict[str, Fraction]) -> None:
    if judged:
        for giver, amount in hours_by_giver(judged.case, judged.lived).items():
            hours[giver] = hours.get(giver, Fraction(0)) + amount


def _a_year(judged: JudgedTeam | None, names: Mapping[str, str]) -> dict[tuple[str, str], Fraction]:
    """Return how many touchpoints a year each member is owed of each service for members."""
    if judged is None:
        return {}
    case = judged.case
    return {
        (member, names.get(service.id, service.id)): times_a_year(agreed)
        for member, stay in case.present.items()
        for service in case.services.values()
        if service.audience == "member" and case.owes(stay, service.id)
        for agreed in [terms_on(case, service, stay.group)]
        if agreed
    }


_HOUSE = {
    "owed_when_present": message("owed when present"),
    "coverage_at_least": message("coverage at least"),
    "coverage_may_drop": message("coverage may drop"),
    "outbound_at_least": message("outbound at least"),
}


def _of_terms(old: Playbook, new: Playbook, day: int, language: Language) -> Iterator[TermChange]:
    before, after = (default_terms_on(default_terms_by_day(one.terms), day) for one in (old, new))
    ours = language.say("the playbook's terms")
    for key, words in _HOUSE.items():
        shares = getattr(before, key), getattr(after, key)
        if shares[0] != shares[1]:
            yield TermChange(ours, words, language.percent(shares[0]), language.percent(shares[1]))


def _of_services(base: Repository, head: Repository, sums: _EffectTotals) -> Iterator[TermChange]:
    kept, language = set(), sums.language
    for service in head.policy.services.values():
        before = base.policy.services.get(sums.ids.get(service.id, service.id))
        if before is None:
            yield TermChange(service.id, message("service"), language.say("none"), language.say("new"))
            continue
        kept.add(before.id)
        if before.id != service.id:
            yield TermChange(service.id, message("id"), before.id, service.id)
        for group in _groups(before, service):
            was, will = (_on(agreed_by_playbook(one, group), sums.day) for one in (before, service))
            of = _whose(service.id, group, language)
            yield from (TermChange(of, *one) for one in diff(was, will, language))
    gone = (one for one in base.policy.services if one not in kept and one not in head.policy.unread)
    there, no_more = language.say("there"), language.say("gone")
    yield from (TermChange(one, message("service"), there, no_more) for one in gone)


def _of_team(before: TeamCase, after: TeamCase, sums: _EffectTotals) -> Iterator[TermChange]:
    for service in after.services.values():
        old = before.services.get(sums.ids.get(service.id, service.id))
        if old:
            for group in _groups(old, service):
                was = _on(agreed_by_team(before.team, old, group), sums.day)
                own = _on(agreed_by_team(after.team, service, group), sums.day)
                of = _whose(f"{after.team.id}: {service.id}", group, sums.language)
                yield from (TermChange(of, *one) for one in diff(was, own, sums.language))


def _whose(of: str, group: str | None, language: Language) -> str:
    return language.say("{service} for {group}", service=of, group=group) if group else of


def _groups(before: Service, after: Service) -> list[str | None]:
    return list(dict.fromkeys([None, *(entry.group for one in (before, after) for entry in one.agreements)]))


def _on(agreed: Sequence[AgreedTerms], day: int) -> AgreedTerms | None:
    return next((one for one in agreed if one.first <= day <= one.last), None)
