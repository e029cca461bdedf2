"""`outbound plan`: what is owed, fitted into weeks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import as_of_option
from checks.cli.outreach_options import (
    chosen_givers,
    gather_here,
    leader_option,
    look_ahead,
    naming_of,
    terminal_width,
    warn_unread,
)
from checks.cli.team_selection import people_option

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.output.plan_report import GiverWeek
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.weeks import PlannedItem
    from checks.run.checking import JudgementDates
    from checks.wording.language import Language


@click.command("plan")
@as_of_option
@click.option("--weeks", default="6 weeks", show_default=True, metavar="N", help="How far ahead.")
@leader_option
@people_option
@click.option("--load", is_flag=True, help="Say who carries how much instead.")
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "json", "markdown"])
)
@click.pass_obj
def plan_command(
    where: tuple[Path | None, str | None],
    as_of: str | None,
    weeks: str,
    leader: str | None,
    people: str | None,
    load: bool,  # click hands it in by name
    form: str,
) -> None:
    """Propose a day for each touchpoint that is owed: in time, when both are there, and within the hours there are.

    No week takes more than `capacity.leader_hours_per_week`, what is booked stays as it is, and each
    giver's weeks are as even as can be. What cannot be met is said, with what would make it possible.
    """
    length = look_ahead(weeks, "--weeks")
    repository, days, found = gather_here(where, as_of, length)
    chosen_givers(repository, found, leader, None)  # an id that nobody has is refused

    from checks.output import plan_report
    from checks.planning.weeks import booked_besides
    from checks.wording.catalogues import language_of
    from checks.wording.language import ENGLISH

    language = ENGLISH if form == "json" and not load else language_of(repository.policy.language)
    planned, most = plan_here(repository, days, found, length, leader, language)
    besides = booked_besides(found, planned)
    today, last = days.as_of, days.as_of + timedelta(days=length)
    telling = plan_report.PlanView(today.toordinal(), most, besides, naming_of(repository, people), language)
    if load:
        text = plan_report.load_as_text(planned, _carried(repository, days, found, leader), telling)
    elif form == "json":
        text = plan_report.plan_as_json(planned, today.isoformat(), last.isoformat(), most)
    elif form == "markdown":
        text = plan_report.plan_as_markdown(planned, telling)
    else:
        text = plan_report.plan_as_text(planned, telling, terminal_width())
    click.echo(text, nl=False)
    warn_unread(found)


def plan_here(
    repository: Repository,
    days: JudgementDates,
    found: GatheredInvitations,
    length: int,
    leader: str | None,
    language: Language,
) -> tuple[tuple[PlannedItem, ...], int | None]:
    """Return the plan, and the minutes a week it keeps to; of all teams, whoever is asked about."""
    from checks.planning.weeks import Limits, items_of_giver, plan_items

    playbook = repository.policy.playbook
    capacity = playbook.capacity if playbook else None
    most = capacity.leader_hours_per_week * 60 if capacity else None
    first = days.as_of.toordinal()
    limits = Limits(first, first + length, playbook.holidays if playbook else None, most)
    return items_of_giver(plan_items(found, limits, language), leader), most


def _carried(
    repository: Repository, days: JudgementDates, found: GatheredInvitations, leader: str | None
) -> dict[str, GiverWeek]:
    """Return what each who gives carries, all their teams together."""
    from collections import defaultdict
    from fractions import Fraction

    from checks.engine.evaluation import evaluate_team
    from checks.engine.workload import hours_by_giver
    from checks.output.plan_report import GiverWeek
    from checks.run.checking import case_of

    hours: defaultdict[str, Fraction] = defaultdict(Fraction)
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case:
            for person, amount in hours_by_giver(case, evaluate_team(case)).items():
                hours[person] += amount
    everybody = {*hours, *found.led, *found.chosen}
    return {
        person: GiverWeek(hours[person], found.led[person], found.chosen[person], found.room.get(person))
        for person in everybody
        if leader in (None, person)
    }
