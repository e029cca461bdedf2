"""`outbound feeds`: calendars to subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import as_of_option
from checks.cli.outreach_options import gather_here, look_ahead, warn_unread
from checks.cli.plan import plan_here
from checks.model.errors import UsageError, writing_to

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.run.checking import JudgementDates


@click.command("feeds")
@as_of_option
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    help="The folder to write to; personal ones outside every repository.",
)
@click.option("--weeks", default="6 weeks", show_default=True, metavar="N", help="How far ahead.")
@click.option(
    "--teams",
    "only_teams",
    is_flag=True,
    help="The teams' calendars alone: they name nobody, and may be published.",
)
@click.pass_obj
def feeds_command(
    where: tuple[Path | None, str | None],
    as_of: str | None,
    out: str,
    weeks: str,
    only_teams: bool,  # click hands it in by name
) -> None:
    """Write a calendar for each leader and coach (people/ID.ics), and one for each team (teams/ID.ics).

    A personal calendar holds what `outbound plan` proposes and what is booked, with ids and no names; a
    team's holds the last days of the windows that the policy opens, and nobody. Written again, entries
    replace those of before.
    """
    from checks.loading.files import printable

    length = look_ahead(weeks, "--weeks")
    folder = Path(out).absolute()
    if not only_teams:
        refuse_folder_in_repository(folder, "personal calendars")
    repository, days, found = gather_here(where, as_of, length)
    made = _teams(repository, days)
    if not only_teams:
        from checks.output.calendar_feeds import personal_calendar
        from checks.output.plan_report import plan_by_giver
        from checks.wording.catalogues import language_of

        language = language_of(repository.policy.language)
        planned, _ = plan_here(repository, days, found, length, None, language)
        groups = plan_by_giver(planned)
        made |= {
            f"people/{person}.ics": personal_calendar(groups.get(person, []), days.as_of, language)
            for person in sorted((found.givers | groups.keys()) - {""})
            if groups.get(person) or (folder / "people" / f"{person}.ics").exists()
        }
    _write(folder, made)
    people = sum(name.startswith("people/") for name in made)
    click.echo(f"wrote {people} personal calendars and {len(made) - people} of teams to {printable(out)}")
    warn_unread(found)


def refuse_folder_in_repository(folder: Path, what: str) -> None:
    """Raise `UsageError` where a folder or file lies in a git repository or a playbook's folder."""
    real = folder.resolve()
    for one in (real, *real.parents):
        with writing_to(folder):
            if (one / ".git").exists() or (one / "playbook" / "playbook.yaml").exists():
                raise UsageError(
                    f"{folder} lies in the repository {one}; {what} are kept outside every repository"
                )


def _teams(repository: Repository, days: JudgementDates) -> dict[str, bytes]:
    """Return the teams' calendars; none where the policy shows no teams."""
    from checks.output.calendar_feeds import published_calendars
    from checks.run.checking import case_of
    from checks.wording.catalogues import language_of

    found: dict[str, str] = {}
    look = published_calendars(found, language_of(repository.policy.language))
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case:
            look(case)
    return {f"teams/{team}.ics": text.encode() for team, text in found.items()}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    from checks.store.atomic_files import replace_file

    for name, content in files.items():
        path = folder / name
        with writing_to(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path.exists() else None
        if before != content:
            replace_file(path, before, content)
