"""`outbound plan`: what is owed, fitted into weeks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option
from checks.cli.outreach_options import (
    chosen_givers,
    gather_here,
    leader_option,
    look_ahead,
    terminal_width,
    warn_unread,
)
from checks.cli.person_argument import naming_of
from checks.cli.person_records import refuse_folder_in_repository
from checks.cli.push_options import PushOptions
from checks.cli.team_selection import people_option
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.loading.repository import Repository
    from checks.output.plan_report import GiverWeek
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.weeks import PlannedItem
    from checks.run.judging import JudgementDates
    from checks.wording.language import Language


INSIDE = "Inside: these hours are about individual people. Use them to share the work, not to rank people."
"""What hours of persons may be used for. Source: publication.md, inside."""


@click.command("plan")
@as_of_option
@click.option("--weeks", default="6 weeks", show_default=True, metavar="N", help="How far to look ahead.")
@leader_option
@people_option
@click.option("--load", is_flag=True, help="Show the workload of each leader and coach instead.")
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json", "markdown", "ics"]),
    help="Output format. ics writes calendar feeds to the folder --out.",
)
@click.option(
    "--out",
    metavar="DIR",
    help="With ics: folder to write to. Keep personal calendars outside every repository.",
)
@click.option(
    "--teams",
    "only_teams",
    is_flag=True,
    help="With ics: write only the teams' calendars. They name no one, so you may publish them.",
)
@click.option(
    "--push",
    is_flag=True,
    help="Put the suggestions into the leaders' calendars on their servers, as sources.yaml names them.",
)
@click.option(
    "--hours",
    metavar="FROM-TO",
    help="With --push: hours for meetings, in the organisation's time zone. [default: 9-16]",
)
@click.option("--dry-run", is_flag=True, help="With --push: show what would change, without writing.")
@click.option("--allow-http", is_flag=True, help="With --push: allow http:// for servers on this computer.")
@click.pass_obj
def plan_command(
    where: Where,
    as_of: str | None,
    weeks: str,
    leader: str | None,
    people: str | None,
    load: bool,
    form: str,
    out: str | None,
    only_teams: bool,
    push: bool,
    hours: str | None,
    dry_run: bool,
    allow_http: bool,
) -> None:
    """Suggest a date for everything that is due: on time, when both people are there, within leaders' hours.

    No week takes more than `capacity.leader_hours_per_week`. Bookings stay as they are, and each person's
    weeks are as even as possible. If something doesn't fit, the plan shows it and suggests what would help.

    With `--format ics --out DIR`, the command writes a calendar for each leader and coach (people/ID.ics),
    and one for each team (teams/ID.ics). A personal calendar contains suggestions and bookings, with names
    if you have a table of people, else with ids. A team's calendar contains only the last days of periods, and names no one. If you
    write the calendars again, new entries replace the old ones.

    With `--push`, the command writes its suggestions into the calendar of each leader and coach who has a
    source of kind caldav in sources.yaml. A suggestion is a tentative entry with the agenda, at a time when both
    are free, as far as the servers show it. Members are invited at their address in people.csv. Run it again
    to move suggestions, and to withdraw those that are no longer needed. If someone changes, confirms or accepts
    an entry, it stays as it is. A deleted suggestion comes back, so cancel it or book another date.
    """
    length = look_ahead(weeks, "--weeks")
    if push:
        _refuse_other_outputs(form != "table", load, out is not None, only_teams)
        _push(where, as_of, length, PushOptions(leader, people, hours or "9-16", dry_run, allow_http))
        return
    if any((hours, dry_run, allow_http)):
        raise UsageError("--hours, --dry-run and --allow-http are for calendars on servers. Add --push")
    if form == "ics":
        if leader or load:
            raise UsageError("--format ics writes the calendars of everyone. Leave out --leader and --load")
        if not out:
            raise UsageError("--format ics needs a folder. Add --out DIR")
        _write_calendars(where, as_of, length, out, people, only_teams=only_teams)
        return
    if out is not None or only_teams:
        raise UsageError("--out and --teams are for calendars. Add --format ics")
    repository, days, gathered = gather_here(where, as_of, length)
    chosen_givers(repository, gathered, leader, None)  # an id that nobody has is refused

    from checks.output import plan_report
    from checks.planning.weeks import booked_besides
    from checks.wording.catalogues import language_of
    from checks.wording.language import ENGLISH

    language = ENGLISH if form == "json" and not load else language_of(repository.policy.language)
    planned, most = _planned(repository, days, gathered, length, leader, language)
    view = plan_report.PlanView(
        days.as_of, most, booked_besides(gathered, planned), naming_of(repository, people), language
    )
    if load:
        text = plan_report.load_as_text(planned, _carried(repository, days, gathered, leader), view)
        click.echo(INSIDE, err=True)
    elif form == "json":
        last = days.as_of + timedelta(days=length)
        text = plan_report.plan_as_json(planned, days.as_of.isoformat(), last.isoformat(), most)
    elif form == "markdown":
        text = plan_report.plan_as_markdown(planned, view)
    else:
        text = plan_report.plan_as_text(planned, view, terminal_width())
    click.echo(text, nl=False)
    warn_unread(gathered)


def _refuse_other_outputs(*asked: bool) -> None:
    if any(asked):
        raise UsageError("--push writes to calendars. Leave out --format, --load, --out and --teams")


def _push(where: Where, as_of: str | None, length: int, options: PushOptions) -> None:
    """Put the plan into calendars on servers."""
    from checks.cli.plan_pushing import push_plan
    from checks.planning.weeks import limits_of
    from checks.wording.catalogues import language_of

    repository, days, gathered = gather_here(where, as_of, length)
    chosen_givers(repository, gathered, options.leader, None)  # an id that nobody has is refused
    language = language_of(repository.policy.language)
    planned, _ = _planned(repository, days, gathered, length, options.leader, language)
    limits = limits_of(repository.policy.playbook, days.as_of, length)
    push_plan(repository, gathered, planned, limits, language, options)
    warn_unread(gathered)


def _write_calendars(
    where: Where, as_of: str | None, length: int, out: str, people: str | None, *, only_teams: bool
) -> None:
    """Write the calendars that are not as they would be; a person's is kept up to date once it is there."""
    from checks.loading.files import printable
    from checks.output.calendar_feeds import personal_calendar
    from checks.output.plan_report import plan_by_giver
    from checks.wording.catalogues import language_of

    folder = Path(out).absolute()
    if not only_teams:
        refuse_folder_in_repository(folder, "personal calendars")
    repository, days, gathered = gather_here(where, as_of, length)
    language = language_of(repository.policy.language)
    calendars = _team_calendars(repository, days, language)
    teams = len(calendars)
    if not only_teams:
        planned, _ = _planned(repository, days, gathered, length, None, language)
        groups, called = plan_by_giver(planned), naming_of(repository, people)
        for person in sorted((gathered.givers | groups.keys()) - {""}):
            name = f"people/{person}.ics"
            if groups.get(person) or (folder / name).exists():
                calendars[name] = personal_calendar(groups.get(person, []), days.as_of, language, called)
    _write(folder, calendars)
    click.echo(
        f"Wrote {len(calendars) - teams} personal calendars and {teams} team calendars to {printable(out)}."
    )
    warn_unread(gathered)


def _team_calendars(repository: Repository, days: JudgementDates, language: Language) -> dict[str, bytes]:
    """Return the teams' calendars as {path: content}; none where the policy shows no teams."""
    from checks.output.calendar_feeds import published_calendars
    from checks.run.judging import case_of

    calendars: dict[str, str] = {}
    look = published_calendars(calendars, language)
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case:
            look(case)
    return {f"teams/{team}.ics": text.encode() for team, text in calendars.items()}


def _write(folder: Path, calendars: Mapping[str, bytes]) -> None:
    from checks.store.atomic_files import content_of, replace_file

    for name, content in calendars.items():
        path = folder / name
        replace_file(path, content_of(path), content)


def _planned(
    repository: Repository,
    days: JudgementDates,
    gathered: GatheredInvitations,
    length: int,
    leader: str | None,
    language: Language,
) -> tuple[tuple[PlannedItem, ...], int | None]:
    """Return the plan, and the minutes a week it keeps to; of all teams, whoever is asked about."""
    from checks.planning.weeks import limits_of, plan_items

    limits = limits_of(repository.policy.playbook, days.as_of, length)
    planned = plan_items(gathered, limits, language)
    return tuple(item for item in planned if leader in (None, item.giver)), limits.minutes


def _carried(
    repository: Repository, days: JudgementDates, gathered: GatheredInvitations, leader: str | None
) -> dict[str, GiverWeek]:
    """Return what each who gives carries, all their teams together."""
    from collections import defaultdict
    from fractions import Fraction

    from checks.engine.evaluation import evaluate_team
    from checks.engine.workload import hours_by_giver
    from checks.output.plan_report import GiverWeek
    from checks.run.judging import case_of

    hours: defaultdict[str, Fraction] = defaultdict(Fraction)
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case:
            for person, amount in hours_by_giver(case, evaluate_team(case)).items():
                hours[person] += amount
    everybody = {*hours, *gathered.led, *gathered.chosen}
    return {
        person: GiverWeek(
            hours[person], gathered.led[person], gathered.chosen[person], gathered.room.get(person)
        )
        for person in everybody
        if leader in (None, person)
    }
