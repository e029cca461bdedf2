"""How often a year terms ask for a touchpoint. Source: design.md, section 8, POL007."""

from dataclasses import dataclass
from fractions import Fraction

from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import CalendarCadence, EventCadence, PeriodUnit, RollingCadence

WEEKS = 52
"""Weeks a year is reckoned with."""

_PERIODS = {
    PeriodUnit.WEEK: WEEKS,
    PeriodUnit.MONTH: 12,
    PeriodUnit.QUARTER: 4,
    PeriodUnit.HALF_YEAR: 2,
    PeriodUnit.YEAR: 1,
}


def touchpoints_a_year(cadence: CalendarCadence | RollingCadence) -> Fraction:
    """Return how many touchpoints a cadence asks for in a year of 52 weeks, for one receiver."""
    if isinstance(cadence, RollingCadence):
        return Fraction(WEEKS * 7, cadence.limit)
    periods = len(cadence.only) if cadence.only else _PERIODS[cadence.per]
    return Fraction(cadence.at_least * periods)


def times_a_year(agreed: AgreedTerms) -> Fraction:
    """Return how many touchpoints a year the terms ask for, for one receiver; none after events."""
    if agreed.cadence is None or isinstance(agreed.cadence, EventCadence):
        return Fraction(0)
    return touchpoints_a_year(agreed.cadence)


@dataclass(frozen=True, slots=True)
class PromisedWorkload:
    """Hours a week that are promised, and how many people are to give them."""

    hours: Fraction
    givers: int
