"""Shared by the rules over rows that do not count: one problem a row, with its place."""

from collections.abc import Iterator

from checks.engine.team_coverage import JudgedTeam
from checks.engine.touchpoints import UncountedReason
from checks.model.findings import Problem
from checks.wording.measures import iso


def service_of_row(judged: JudgedTeam, row: int) -> str | None:
    """Return the id of a row's service; None where no service has it, since it may be a name as well."""
    service = judged.case.current(judged.case.log.services[row])
    return service if service in judged.case.services else None


def row_problem(judged: JudgedTeam, row: int, words: str, subject: str) -> Problem:
    """Return the problem of a row that names no one; `words` follow on the team's id."""
    case = judged.case
    return Problem(
        case.log.place(row),
        f"{case.team.id}: {words}",
        team=case.team.id,
        service=service_of_row(judged, row),
        subject=subject,
    )


def uncounted_rows(judged: JudgedTeam, why: UncountedReason, words: str) -> Iterator[Problem]:
    """Yield a problem for each row that does not count because of `why`.

    In `words` `{service}` is the service, `{who}` the member and `{giver}` who gave it.
    """
    log, team = judged.case.log, judged.case.team.id
    text = f"{team}: {words}; it does not count"
    for row in (uncounted.row for uncounted in judged.result.uncounted if uncounted.why is why):
        member, giver, service = log.members[row], log.givers[row], log.services[row]
        yield Problem(
            log.place(row),
            text.format(service=service, who="a member" if member else "the team", giver="someone"),
            named=text.format(service=service, who=member or "the team", giver=giver),
            team=team,
            service=service,
            member=member or None,
            subject=f"{iso(log.days[row])} {giver}",
        )
