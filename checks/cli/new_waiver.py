"""`outbound new waiver`: an agreed exception, with an approver and a last day."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, parse_day_option
from checks.cli.person_argument import lookup_option, person_option
from checks.cli.scaffold_options import add_file, change_file, open_playbook_here, parse_person
from checks.cli.team_selection import readable_team, team_folder
from checks.store.atomic_files import content_of

if TYPE_CHECKING:
    from checks.store.yaml_emitting import Value


@click.command("waiver")
@click.argument("service", metavar="SERVICE")
@click.option("--team", "team_id", required=True, metavar="TEAM", help="Id of the team.")
@person_option("--member", help="The member. [default: the whole team]")
@click.option("--from", "first", required=True, metavar="DAY", help="First day of the waiver.")
@click.option(
    "--to",
    "last",
    required=True,
    metavar="DAY",
    help="Last day of the waiver. It may cover at most 183 days.",
)
@click.option(
    "--reason",
    required=True,
    type=click.Choice(["agreed-pause", "reorganisation", "secondment", "data-gap"]),
    help="Reason. Free text is not possible.",
)
@person_option(
    "--approved-by",
    required=True,
    help="The approver, who must not benefit from the waiver.",
)
@lookup_option
@click.pass_obj
def new_waiver_command(
    where: Where,
    service: str,
    team_id: str,
    member: str | None,
    first: str,
    last: str,
    reason: str,
    approved_by: str,
) -> None:
    """Add a waiver to a team, in data/teams/TEAM/waivers.yaml."""
    from checks.scaffold.editor_schemas import BY_NAME
    from checks.store.yaml_emitting import document_text

    repository, _ = open_playbook_here(where)
    waivers = readable_team(repository, team_id).waivers
    begins, ends = parse_day_option("--from", first), parse_day_option("--to", last)
    wanted, taken = f"w-{begins:%Y-%m}-{service}"[:36], {waiver.id for waiver in waivers}
    ids = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    keys: dict[str, Value | None] = {
        "id": next(waiver_id for waiver_id in ids if waiver_id not in taken),
        "service": service,
        "member": parse_person("--member", member) if member else None,
        "from": begins,
        "to": ends,
        "reason": reason,
        "approved_by": parse_person("--approved-by", approved_by),
        "agreed_with_people": [member] if member else None,
    }
    entry: Value = {key: value for key, value in keys.items() if value}
    path = team_folder(repository) / "teams" / team_id / "waivers.yaml"
    shown = f"data/teams/{team_id}/waivers.yaml"
    if content_of(path) is None:
        head = BY_NAME["waivers"].first_line
        add_file(where, path, document_text({"schema": 1, "waivers": [entry]}, head), shown)
        return
    from checks.store.yaml_splices import add_list, append

    change_file(where, path, [append(("waivers",), entry) if waivers else add_list("waivers", entry)], shown)
