"""All figures the pages may show: cells by unit, service and quarter, decided once for every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from checks.model.frequency import PromisedWorkload
from checks.model.periods import Period
from checks.model.service import Service
from checks.publish.cells import NOTHING, Cell, Shown
from checks.publish.figure_units import FigureUnit
from checks.publish.group_figures import GroupReach
from checks.publish.support_figures import KeptAndFelt


@dataclass(frozen=True, slots=True)
class HeldShares:
    """A share of what was held: of all of it (unit None) or of a unit, and of each service."""

    by_unit: Mapping[str | None, Cell] = field(default_factory=dict)
    by_service: Mapping[str, Cell] = field(default_factory=dict)

    def of(self, unit: str | None) -> Cell:
        """Return the cell of a unit, `NOTHING` where it has none."""
        return self.by_unit.get(unit, NOTHING)


@dataclass(frozen=True, slots=True)
class PulseCell:
    """What a question's answers in one calendar quarter come to.

    A hidden one carries nothing. A band says that the mean is `mean` or nearer to its nearer end of the scale.
    `about` is how many answered, up to the next five; `given` and `asked` are exact, for those who hold the
    data. `kept` says whether the mean agreed on was reached, None where that is not known.
    """

    quarter: Period
    shown: Shown
    mean: Fraction | None = None
    given: int = 0
    asked: int = 0
    kept: bool | None = None
    about: int = 0


@dataclass(frozen=True, slots=True)
class TrialCell:
    """A service at most so many weeks apart: how often it would have been kept, and the hours a week it takes."""

    service: str
    weeks: int
    kept: Cell
    hours: Fraction | None


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A number of coverage on a service in a quarter, all teams together, with its counts by name."""

    service: str
    quarter: str
    counts: Mapping[str, int]
    agreed: Cell


@dataclass(frozen=True)
class Figures:
    """Everything the pages show: `cells` by (unit, service, quarter), unit None for the organisation.

    `quarters` are closed, in order, and `last` is the last closed one, also in an organisation's first
    quarter, when `quarters` has none. `mix` is outbound of held, `acknowledged` and `by_chosen` are of held
    too, all over the quarters `mixed`. `running` is what is kept so far of running windows, by unit and
    service, `pulse` the answers by service and question, `worked` an example of each number. `tried` are
    other lengths of rolling promises, `hours` what is promised a week, None where few give it. `changed` has
    the (service, quarter) in which other terms began. `reach` has the groups that describe members, and
    `kept_and_felt` what only those who hold the data see.
    """

    units: tuple[FigureUnit, ...]
    size: int
    quarters: tuple[Period, ...]
    last: Period
    cells: Mapping[tuple[str | None, str, str], Cell]
    mixed: tuple[Period, ...]
    mix: HeldShares
    acknowledged: HeldShares
    by_chosen: HeldShares
    pulse: Mapping[tuple[str, str], tuple[PulseCell, ...]]
    worked: Mapping[str, WorkedExample]
    running: Mapping[tuple[str, str], Cell]
    tried: tuple[TrialCell, ...]
    hours: PromisedWorkload | None
    changed: frozenset[tuple[str, str]]
    smallest_group: int
    reach: tuple[GroupReach, ...] = ()
    kept_and_felt: tuple[KeptAndFelt, ...] = ()

    def cell(self, unit: str | None, service: str, quarter: str) -> Cell:
        """Return the cell, `NOTHING` where nothing was due."""
        return self.cells.get((unit, service, quarter), NOTHING)

    def before(self, quarter: str) -> Period | None:
        """Return the quarter before, None for the first."""
        pairs = pairwise(self.quarters)
        return next((before for before, after in pairs if after.name == quarter), None)


def terms_changed(services: Sequence[Service], quarters: Sequence[Period]) -> frozenset[tuple[str, str]]:
    """Return the (service, quarter) in which other terms began, across which no trend is drawn."""
    return frozenset(
        (service.id, quarter.name)
        for service in services
        for entry in service.agreements[1:]
        for quarter in quarters
        if quarter.first <= entry.first <= quarter.last
    )
