"""What is the same for every team judged under a policy on a day, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import ceil

from checks.engine.spans import Spans, clip, span_of, union
from checks.engine.stays import Presence, Stays, StaysKey
from checks.engine.window import PeriodInfo, StartedPeriods
from checks.model.agreed_terms import (
    AgreedTerms,
    DefaultTerms,
    default_terms_by_day,
    default_terms_on,
    terms_by_day,
)
from checks.model.cadences import MONTHS, PeriodUnit
from checks.model.periods import Period, period_of
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.model.team import Team
from checks.model.workdays import is_workday

TermsWithOrdinals = tuple[tuple[int, int, AgreedTerms], ...]
"""Terms in order, each with its first and last day as the engine counts."""

TermsShape = tuple[tuple[int, int, Spans], ...]
"""What of terms decides which days are owed: when each begins and ends, and the days with a giver."""


_StartedKey = tuple[PeriodUnit, tuple[Period, ...], tuple[str, ...] | None]


def _with_ordinals(terms: tuple[AgreedTerms, ...]) -> TermsWithOrdinals:
    return tuple((agreed.first.toordinal(), agreed.last.toordinal(), agreed) for agreed in terms)


@dataclass(frozen=True, eq=False)
class PolicyCase:
    """A playbook and its services, to be judged for one as-of day.

    `former` maps services' former ids to their ids.
    """

    playbook: Playbook
    services: Mapping[str, Service]
    former: Mapping[str, str]
    as_of: date
    _terms: dict[tuple[str, str | None], TermsWithOrdinals] = field(
        default_factory=dict, init=False, repr=False
    )
    _for_every_team: dict[str, bool] = field(default_factory=dict, init=False, repr=False)
    shape_numbers: dict[TermsShape, int] = field(default_factory=dict, init=False, repr=False)
    stays_of: dict[Presence, dict[StaysKey, Stays]] = field(default_factory=dict, init=False, repr=False)
    _pauses: dict[str, Spans] = field(default_factory=dict, init=False, repr=False)
    _infos: dict[tuple[PeriodUnit, Period], PeriodInfo] = field(default_factory=dict, init=False, repr=False)
    _defaults: dict[date, DefaultTerms] = field(default_factory=dict, init=False, repr=False)
    _workdays: dict[int, bool] = field(default_factory=dict, init=False, repr=False)
    _started: dict[_StartedKey, StartedPeriods] = field(default_factory=dict, init=False, repr=False)

    def is_of(self, playbook: Playbook, services: Mapping[str, Service], as_of: date) -> bool:
        """Whether it was worked out from these very objects."""
        return self.playbook is playbook and self.services is services and self.as_of == as_of

    @cached_property
    def as_of_ordinal(self) -> int:
        """The as-of day as the engine counts."""
        return self.as_of.toordinal()

    @cached_property
    def year_starts(self) -> int:
        """The month the organisation's year starts in, from 1."""
        return MONTHS.index(self.playbook.year_starts) + 1

    @cached_property
    def default_terms(self) -> tuple[tuple[date, DefaultTerms], ...]:
        """The playbook's own terms, for `default_terms_on`."""
        return default_terms_by_day(self.playbook.terms)

    def terms_with_ordinals(self, team: Team, service: Service, group: str | None) -> TermsWithOrdinals:
        """Return what is agreed with members of `group` in a team, day for day.

        Worked out once for all teams that have agreed nothing of their own, but for services whose
        agreements name teams.
        """
        key = (service.id, group)
        if not self.is_same_for_every_team(team, service):
            return _with_ordinals(terms_by_day(team, service, group))
        if key not in self._terms:
            self._terms[key] = _with_ordinals(terms_by_day(team, service, group))
        return self._terms[key]

    def is_same_for_every_team(self, team: Team, service: Service) -> bool:
        """Whether a team is under the same terms as all others: it has none of its own, and none name teams."""
        if team.agreements:
            return False
        known = self._for_every_team.get(service.id)
        if known is None:
            known = all(entry.teams in (None, "all") for entry in service.agreements)
            self._for_every_team[service.id] = known
        return known

    def pauses(self, service: str) -> Spans:
        """Return the days on which everybody pauses a service."""
        if service not in self._pauses:
            self._pauses[service] = union(
                span_of(pause)
                for pause in self.playbook.pauses
                if pause.services == "all"
                or service in (self.former.get(name, name) for name in pause.services)
            )
        return self._pauses[service]

    def pauses_so_far(self, service: str) -> Spans:
        """Return the days up to the as-of day on which everybody pauses a service."""
        key = f"{service} so far"
        if key not in self._pauses:
            self._pauses[key] = clip(self.pauses(service), 0, self.as_of_ordinal)
        return self._pauses[key]

    def default_terms_on(self, day: date) -> DefaultTerms:
        """Return the playbook's own terms in force on a day."""
        known = self._defaults.get(day)
        if known is None:
            known = self._defaults[day] = default_terms_on(self.default_terms, day)
        return known

    def is_workday(self, day: int) -> bool:
        """Whether a day, as the engine counts, is neither weekend nor holiday where the organisation is."""
        known = self._workdays.get(day)
        if known is None:
            known = self._workdays[day] = is_workday(self.playbook.holidays, date.fromordinal(day))
        return known

    def started(
        self, unit: PeriodUnit, periods: tuple[Period, ...], only: tuple[str, ...] | None
    ) -> StartedPeriods:
        """Return periods that have begun, of months those named in `only`; `unit` is that of the reporting period."""
        key = (unit, periods, only)
        started = self._started.get(key)
        if started is None:
            infos = tuple(
                self.info(unit, period)
                for period in periods
                if not only or MONTHS[period.first.month - 1] in only
            )
            started = self._started[key] = StartedPeriods(
                infos, tuple(info.first - 1 for info in infos), tuple(info.last for info in infos)
            )
        return started

    def info(self, unit: PeriodUnit, period: Period) -> PeriodInfo:
        """Return what is the same for all windows of a period; `unit` is that of the reporting period."""
        info = self._infos.get((unit, period))
        if info is None:
            terms = default_terms_on(self.default_terms, min(period.last, self.as_of))
            info = self._infos[unit, period] = PeriodInfo(
                period,
                period.first.toordinal(),
                period.last.toordinal(),
                max(1, ceil(terms.owed_when_present * period.days)),
                period_of(unit, period.last, self.year_starts).name,
                period.last >= self.as_of,
            )
        return info
