"""What an import says of rows from before the first day that counts: that they are history, and how they come to count."""

from collections.abc import Iterable, Iterator
from datetime import date

from checks.loading.repository import Repository
from checks.model.playbook import Playbook
from checks.wording.measures import plural


def earlier_lines(repository: Repository, rows: Iterable[tuple[str, date]]) -> Iterator[str]:
    """Yield a line on rows before the playbook's first day that counts, and one for each team that begins later.

    `rows` are the team and the day of each row that was logged.
    """
    playbook = repository.policy.playbook
    if playbook is None:
        return
    begins = playbook.logs_from
    by_team: dict[str, list[date]] = {}
    for team, day in rows:
        by_team.setdefault(team, []).append(day)
    if before := sorted(day for days in by_team.values() for day in days if day < begins):
        yield f"{_history(len(before), begins)} {_next_step(repository, playbook, before[0])}"
    for team, days in sorted(by_team.items()):
        roster = repository.roster(team)[0]
        first = (roster.logs_from if roster else None) or begins
        if young := sorted(day for day in days if begins <= day < first):
            yield (
                f"{_history(len(young), first, f' for {team}')} If they should count, set `logs_from: {young[0]}` in "
                f"data/teams/{team}/team.yaml."
            )


def _history(number: int, first: date, whose: str = "") -> str:
    rows = plural(number, "row is", "rows are")
    return f"{rows} from before {first}, the first day that counts{whose} (`logs_from`), and kept as history only."


def _next_step(repository: Repository, playbook: Playbook, day: date) -> str:
    """Return what to do if the rows should count: of a new playbook the agreements begin no earlier either."""
    services = repository.policy.services.values()
    agreed = [entry.first for service in services for entry in service.agreements]
    if any(first < playbook.logs_from for first in agreed):
        return f"If they should count, set `logs_from: {day}` in playbook/playbook.yaml."
    return f"If they should count, create the playbook again, and import again. Run: outbound init DIR --first-day {day}"
