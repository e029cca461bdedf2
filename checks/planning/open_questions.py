"""What only people know: whether a meeting that is over took place, asked of who gave it or of its member."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from checks.engine.team_case import TeamCase
from checks.model.service import Service
from checks.planning.logged_rows import told_from

ASKED_FOR = timedelta(days=28)
"""How far back members are asked of what was logged about them."""

_ASKED_OF_MEMBER = ("held", "declined")


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A row of a team's log that `person` is asked about: as its giver where it is booked, else as its member.

    `service` is None where there is none of its id; `values` are the texts of its columns.
    """

    person: str
    team: str
    team_name: str
    day: date
    service_id: str
    service: Service | None
    member: str
    given_by: str
    state: str
    values: tuple[str, ...]

    @property
    def is_of_giver(self) -> bool:
        """Whether it asks who gave it."""
        return self.state == "booked"


def open_questions(case: TeamCase) -> Iterator[OpenQuestion]:
    """Yield what a team's log leaves open, in its order.

    Who gives is asked of bookings on days that are over, as far back as rows can still matter. Members are asked
    of the last four weeks, and not of what they have confirmed or contested.
    """
    log, first, as_of = case.log, told_from(case), case.as_of
    for row, (day, state, acknowledged) in enumerate(
        zip(log.days, log.states, log.acknowledged, strict=True)
    ):
        if state == "booked" and first <= day < as_of:
            person = log.givers[row]
        elif state in _ASKED_OF_MEMBER and not acknowledged and as_of - ASKED_FOR <= day <= as_of:
            person = log.members[row]
        else:
            continue
        if person:
            yield _question(case, row, person)


def _question(case: TeamCase, row: int, person: str) -> OpenQuestion:
    log, service = case.log, case.current(case.log.services[row])
    return OpenQuestion(
        *(person, case.team.id, case.team.name, log.days[row], service, case.services.get(service)),
        *(log.members[row], log.givers[row], log.states[row], log.values(row)),
    )
