"""What was logged in somebody's name of late, so that they hear of it whoever wrote it down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checks.engine.team_case import TeamCase
from checks.model.cadences import PeriodUnit
from checks.model.periods import last_closed
from checks.model.playbook import starting_month
from checks.model.service import Service

_TOLD = ("held", "ordered", "declined", "missed", "withdrawn")
"""States a member hears of. What is booked or cancelled stands in a calendar, and counts for nothing."""


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A row about a member; `place` is its file and line, `service` None where there is none of its id.

    `values` are the texts of its columns.
    """

    team: str
    day: date
    service_id: str
    service: Service | None
    given_by: str
    state: str
    acknowledged: str
    place: str
    values: tuple[str, ...] = ()

    @property
    def is_contested(self) -> bool:
        """Whether it says that the member says it did not take place."""
        return self.acknowledged == "no"


def told_from(case: TeamCase) -> date:
    """Return the first day whose rows are told: those of the running and the last closed quarter can still matter."""
    return last_closed(PeriodUnit.QUARTER, case.as_of, starting_month(case.playbook)).first


def logged_rows(case: TeamCase) -> Iterator[tuple[str, LoggedRow]]:
    """Yield the rows of a team's log that their members are to hear of, each with the member's id."""
    log, first = case.log, told_from(case)
    for row, (day, state) in enumerate(zip(log.days, log.states, strict=True)):
        member, acknowledged = log.members[row], log.acknowledged[row]
        if member and first <= day <= case.as_of and (state in _TOLD or acknowledged == "no"):
            service = case.current(log.services[row])
            place = log.place(row)
            yield (
                member,
                LoggedRow(
                    case.team.id,
                    day,
                    service,
                    case.services.get(service),
                    log.givers[row],
                    state,
                    acknowledged,
                    f"{place.path}:{place.line}",
                    log.values(row),
                ),
            )
