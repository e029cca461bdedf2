"""`outbound move member`: somebody goes on in another team, from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import (
    day_option,
    known_team,
    note_past_day,
    open_whole_change,
    parse_change_day,
    require_services,
    settle,
    writing_options,
)
from checks.cli.person_argument import PERSON, lookup_option
from checks.cli.scaffold_options import parse_person
from checks.cli.team_selection import readable_team
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from checks.cli.context import Where
    from checks.loading.repository import Repository
    from checks.scaffold.change_draft import ChangeDraft
    from checks.scaffold.team_moves import MemberMove


@click.command(
    "member",
    epilog="\b\nExamples:\n"
    "  outbound move member p-ada --to quay --on 2027-01-01\n"
    "  outbound move member p-ada --to quay --on 2027-01-01 --keep-coach --dry-run",
)
@click.argument("person", metavar="PERSON", type=PERSON)
@click.option("--to", "target", required=True, metavar="TEAM", help="The team they go on in.")
@day_option("First day in the new team.")
@click.option("--from", "source", metavar="TEAM", help="The team they leave. [default: the one they are in]")
@click.option("--keep-coach", is_flag=True, help="Keep the chosen coach, who must coach the new team too.")
@click.option("--keep-group", is_flag=True, help="Keep the group, such as probation.")
@lookup_option
@writing_options
@click.pass_obj
def move_member_command(
    where: Where,
    person: str,
    target: str,
    day: str,
    source: str | None,
    keep_coach: bool,
    keep_group: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Move a member to another team.

    The membership ends the day before, with `moved_to`, so nothing is due after leaving. The new one begins on
    the day, with `moved_from`, so the time since the last conversation goes on counting. Absences and waivers that
    last go along, and the log stays where it is.
    """
    from checks.scaffold.comments_along import absence_comments, keep_absence_comments
    from checks.scaffold.team_moves import arrivals, days_after_roles, departures, require_coach
    from checks.scaffold.team_terms import promised_less

    repository, playbook, draft = open_whole_change(where)
    require_services(repository)
    arriving = known_team(repository, target)
    move = _move(repository, parse_person("PERSON", person), (source, target), parse_change_day(day))
    if keep_coach:
        require_coach(arriving, move)
    comments = absence_comments(draft, [move])
    draft.edit(f"data/teams/{move.team.id}/team.yaml", list(departures([move])))
    draft.edit(
        f"data/teams/{target}/team.yaml", list(arrivals(arriving, [move], coach=keep_coach, group=keep_group))
    )
    keep_absence_comments(draft, target, comments)
    _take_along(draft, repository, move)
    for words in promised_less(playbook, repository.policy.services, (move.team, arriving), move.day):
        draft.notes.append(f"{target} promises {move.person} less than {move.team.id} did: {words}.")
    note_past_day(draft, playbook, move.day)
    settle(repository, draft, yes=yes, dry_run=dry_run, later=days_after_roles(arriving, move.day))


def _take_along(draft: ChangeDraft, repository: Repository, move: MemberMove) -> None:
    """Draft what goes along with a member besides absences, and note what does not."""
    from checks.scaffold.team_moves import left_behind
    from checks.scaffold.waivers_along import take_waivers_along

    files = readable_team(repository, move.team.id)
    take_waivers_along(draft, files, [move], readable_team(repository, move.target).waivers)
    draft.notes += left_behind(files, [move])


def _move(repository: Repository, person: str, teams: tuple[str | None, str], day: date) -> MemberMove:
    """Return the move out of the team that is named, or the one the person is in."""
    from checks.scaffold.team_moves import is_member_of, move_of, teams_left_by

    source, target = teams
    if source == target:
        raise UsageError(f"{person} is in {target} already. Name another team with --to")
    if source:
        return move_of(known_team(repository, source), person, target, day)
    rosters = [
        roster for team in repository.team_ids if team != target for roster in [repository.roster(team)[0]]
    ]
    left = teams_left_by(person, [roster for roster in rosters if roster], day)
    if len(left) > 1:
        raise UsageError(
            f"{person} is in {len(left)} teams: {', '.join(team.id for team in left)}. Choose one with --from"
        )
    if not left and is_member_of(known_team(repository, target), person, day):
        raise UsageError(f"{person} is in {target} already. Name another team with --to")
    if not left:
        raise UsageError(f"{person} is in no other team on the day before {day}. Check the id and the day")
    return move_of(known_team(repository, left[0].id), person, target, day)
