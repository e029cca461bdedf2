"""For `outbound plan --format ics`: a calendar to subscribe to for each person who gives, and for each team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.model.errors import writing_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.planning.weeks import PlannedItem
    from checks.run.judging import JudgementDates


def personal_calendars(
    folder: Path,
    repository: Repository,
    days: JudgementDates,
    givers: set[str],
    planned: Sequence[PlannedItem],
) -> dict[str, bytes]:
    """Return a calendar for each who gives something that is planned, as {path: content}.

    One that lies in `folder` already is kept up to date although nothing is planned any more.
    """
    from checks.output.calendar_feeds import personal_calendar
    from checks.output.plan_report import plan_by_giver
    from checks.wording.catalogues import language_of

    language = language_of(repository.policy.language)
    groups = plan_by_giver(planned)
    return {
        f"people/{person}.ics": personal_calendar(groups.get(person, []), days.as_of, language)
        for person in sorted((givers | groups.keys()) - {""})
        if groups.get(person) or (folder / "people" / f"{person}.ics").exists()
    }


def team_calendars(repository: Repository, days: JudgementDates) -> dict[str, bytes]:
    """Return the teams' calendars as {path: content}; none where the policy shows no teams."""
    from checks.output.calendar_feeds import published_calendars
    from checks.run.judging import case_of
    from checks.wording.catalogues import language_of

    calendars: dict[str, str] = {}
    look = published_calendars(calendars, language_of(repository.policy.language))
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case:
            look(case)
    return {f"teams/{team}.ics": text.encode() for team, text in calendars.items()}


def write_calendars(folder: Path, calendars: Mapping[str, bytes]) -> None:
    """Write the calendars that are not in `folder` as they are."""
    from checks.store.atomic_files import replace_file

    for name, content in calendars.items():
        path = folder / name
        with writing_to(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path.exists() else None
        if before != content:
            replace_file(path, before, content)
