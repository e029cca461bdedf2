"""`outbound confirm`: of what was booked on days past, what was held, missed or cancelled."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option, judgement_dates_of, open_repository_here
from checks.cli.person_argument import naming_of, person_option
from checks.cli.team_selection import people_option, readable_team, team_folder
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.imports.confirmations import OpenBooking
    from checks.output.invitation_words import Name

STATES = ("held", "missed", "cancelled")


@click.command(
    "confirm",
    epilog="\b\nExamples:\n"
    "  outbound confirm --team harbour                        asks in the terminal\n"
    "  outbound confirm --team harbour --list                 shows the numbered list\n"
    "  outbound confirm --team harbour --held all\n"
    "  outbound confirm --team harbour --held 1,3-5 --missed 2",
)
@click.option("--team", metavar="TEAM", help="Only this team. [default: all teams]")
@person_option("--by", help="Only bookings given by this person.")
@click.option("--held", metavar="NUMBERS", help="Numbers of bookings that took place: 1,3-5 or all.")
@click.option("--missed", metavar="NUMBERS", help="Numbers of bookings where someone did not come.")
@click.option("--cancelled", metavar="NUMBERS", help="Numbers of cancelled bookings.")
@click.option("--list", "only_list", is_flag=True, help="Show the numbered list and exit.")
@as_of_option
@people_option
@click.pass_obj
def confirm_command(
    where: Where,
    team: str | None,
    by: str | None,
    held: str | None,
    missed: str | None,
    cancelled: str | None,
    only_list: bool,
    as_of: str | None,
    people: str | None,
) -> None:
    """Record what happened to past bookings: held, no-show (missed) or cancelled.

    Bookings that you leave out stay booked. They don't count until you confirm them.
    """
    from checks.imports.confirmations import confirm_bookings, open_bookings

    repository = open_repository_here(where)
    if team is not None:
        readable_team(repository, team)
    teams = [team] if team is not None else list(repository.team_ids)
    data = team_folder(repository)
    bookings = open_bookings(data, teams, judgement_dates_of(repository.policy, as_of).as_of, by)
    if not bookings:
        click.echo("Nothing to confirm: there are no past bookings.")
        return
    given: tuple[str | None, ...] = (held, missed, cancelled)
    asked = given == (None, None, None)
    if only_list or asked:
        _show(bookings, naming_of(repository, people))
    if only_list:
        return
    if asked:
        if not sys.stdin.isatty():
            raise UsageError(
                "use --held, --missed or --cancelled with numbers from the list, for example --held 1,3-5"
            )
        question = "{} (1,3-5, all, or Enter for none)"
        given = tuple(click.prompt(question.format(state.capitalize()), default="") for state in STATES)
    chosen = _chosen(bookings, given)
    changed = confirm_bookings(data, chosen)
    counts = ", ".join(
        f"{number} {state}" for state in STATES if (number := list(chosen.values()).count(state))
    )
    left = len(bookings) - len(chosen)
    more = f"; {left} still booked" if left else ""
    click.echo(f"{counts}{more}." if changed else "No bookings changed.")
    if changed != len(chosen):
        click.echo(f"{len(chosen) - changed} skipped: someone else changed them in the meantime.", err=True)


def _show(bookings: tuple[OpenBooking, ...], name: Name) -> None:
    width = len(str(len(bookings)))
    for number, booking in enumerate(bookings, start=1):
        row = booking.row
        member, giver = (
            name(row.member) if row.member else "the team",
            name(row.given_by) if row.given_by else "-",
        )
        click.echo(f"{number:>{width}}  {row.day}  {row.service}  {member}  by {giver}  ({booking.team})")


def _chosen(bookings: tuple[OpenBooking, ...], given: tuple[str | None, ...]) -> dict[OpenBooking, str]:
    """Return what became of each that was named; one that is named twice is a slip."""
    from checks.imports.confirmations import parse_numbers

    chosen: dict[OpenBooking, str] = {}
    for state, text in zip(STATES, given, strict=True):
        for number in parse_numbers(text or "", len(bookings), f"--{state}"):
            booking = bookings[number - 1]
            if chosen.setdefault(booking, state) != state:
                raise UsageError(
                    f"number {number} is listed as {chosen[booking]} and as {state}. List it once. Nothing was changed"
                )
    return chosen
