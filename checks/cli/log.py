"""`outbound log`: one touchpoint written down in one line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from checks.cli.completion import member_names, service_names
from checks.cli.context import Where, judgement_dates_of, open_repository_here, parse_day_option
from checks.cli.person_argument import PERSON, naming_of, person_option, prompted_person
from checks.cli.team_selection import people_option
from checks.model.errors import ChecksError, RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.imports.touchpoint_writer import TouchpointInput
    from checks.loading.repository import Repository


@click.command(
    "log",
    epilog="\b\nExamples:\n"
    "  outbound log one-on-one p-ada                     held today by p-ada's leader\n"
    "  outbound log one-on-one p-ada --date 2026-11-03 --by p-alan\n"
    "  outbound log one-on-one p-ada --booked --date 2026-12-01\n"
    "  outbound log 1:1 Ada                              by name, with a table of people\n"
    "  outbound log --order coach-session p-ada          p-ada asks for one\n"
    "  outbound log team-health-check --team harbour     for the whole team",
)
@click.argument("service", metavar="SERVICE", shell_complete=service_names)
@click.argument(
    "member", metavar="[MEMBER]", required=False, default="", type=PERSON, shell_complete=member_names
)
@person_option(
    "--by",
    default="",
    help="Who gave it. [default: the member's leader, if there is only one]",
)
@click.option("--date", "day", metavar="DAY", help="Date (YYYY-MM-DD). [default: today]")
@click.option(
    "--outbound", "initiative", multiple=True, flag_value="outbound", help="The leader or coach started it."
)
@click.option("--inbound", "initiative", multiple=True, flag_value="inbound", help="The member started it.")
@click.option(
    "--booked", "state", multiple=True, flag_value="booked", help="Booked for --date; not held yet."
)
@click.option(
    "--declined", "state", multiple=True, flag_value="declined", help="Offered, but the member said no."
)
@click.option("--order", "state", multiple=True, flag_value="ordered", help="The member requests it.")
@click.option(
    "--team",
    metavar="TEAM",
    default="",
    help="Team, if the member is in more than one, is a guest, or is left out.",
)
@people_option
@click.pass_obj
def log_command(
    where: Where,
    service: str,
    member: str,
    by: str,
    day: str | None,
    initiative: tuple[str, ...],
    state: tuple[str, ...],
    team: str,
    people: str | None,
) -> None:
    """Log a conversation or another service: held, booked, declined or requested.

    SERVICE is an id, a title or another name of the service. MEMBER is an id or, if you have a table of people,
    a name or an address. If the service is for the whole team, leave MEMBER out. The command rejects entries that would fail
    `check`. Logging the same entry twice has no effect.
    """
    from checks.imports.touchpoint_writer import InputFate, TouchpointInput, TouchpointWriter

    repository = open_repository_here(where)
    name = naming_of(repository, people)  # what is wrong with the table is shown before anything is written
    days = judgement_dates_of(repository.policy, None)
    started, became = (
        _only(initiative, "--outbound or --inbound"),
        _only(state, "--booked, --declined or --order"),
    )
    when = parse_day_option("--date", day) if day is not None else days.today
    touchpoint = TouchpointInput(
        when, _service_id(repository, service), member, by, started, became or "held", team=team
    )
    writer = TouchpointWriter(repository, days)
    (outcome,) = writer.take([touchpoint], log_again=True)
    if outcome.fate is InputFate.REFUSED and (
        asked := _asked(
            touchpoint, outcome.words, lambda: prompted_person("Who gave it?", repository, people)
        )
    ):
        (outcome,) = writer.take([asked], log_again=True)
    row = outcome.row
    if outcome.fate is InputFate.REFUSED or row is None:
        raise _refusal(outcome.words)
    what = f"{row.service}, {name(row.member) if row.member else 'the team'}, {row.day}, {row.state}"
    if outcome.fate is InputFate.KNOWN:
        click.echo(f"Nothing to change: {what} is already in the log of {outcome.team}.")
        return
    given = f", given by {name(row.given_by)}" if row.given_by else ""
    click.echo(f"Logged in {outcome.team}: {what}{given}, {row.initiative}.")
    for warning in outcome.warnings:
        click.echo(f"Note: {warning}", err=True)


def _service_id(repository: Repository, text: str) -> str:
    """Return the id of the service a text means; as it is where there is none, so that the nearest is named."""
    from checks.imports.services_by_name import names_of_services

    policy = repository.policy
    services = names_of_services(policy.services, policy.former, policy.unreadable).called(text)
    if len(services) > 1:
        raise UsageError(
            f"SERVICE {text}: several services are called this: {', '.join(services)}. Use an id"
        )
    return services[0] if services else text


def _only(chosen: tuple[str, ...], options: str) -> str:
    """Return the one value that was chosen, empty without one; two different ones are a wrong call."""
    if len(set(chosen)) > 1:
        raise UsageError(f"choose one of {options}")
    return chosen[0] if chosen else ""


def _refusal(words: str) -> ChecksError:
    """Return an error of what was told, or of how it was told: then an option is missing or wrong."""
    if words[:3] in ("REF", "DAT"):
        return RefusedError(f"nothing was written: {words}")
    hints = {
        "Add who gave it": " (--by PERSON)",
        "can start from either side": " (--outbound or --inbound)",
        "ame the team": " (--team TEAM)",
    }
    hint = next((option for part, option in hints.items() if part in words), "")
    return UsageError(f"nothing was written: {words}{hint}")


def _asked(touchpoint: TouchpointInput, words: str, ask: Callable[[], str]) -> TouchpointInput | None:
    """Ask a person at a terminal who gave it, where that alone is missing."""
    from dataclasses import replace

    if not words.endswith("Add who gave it") or not sys.stdin.isatty():
        return None
    return replace(touchpoint, given_by=ask())
