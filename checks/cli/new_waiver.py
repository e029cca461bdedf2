"""`outbound new waiver`: an agreed exception, with an approver and a last day."""

from __future__ import annotations

import click

from checks.cli.context import day_given
from checks.cli.scaffold_options import Where, add_file, change_file, opened, person
from checks.cli.team_selection import folder_of, team_of
from checks.store.atomic_files import content_of


@click.command("waiver")
@click.argument("service", metavar="SERVICE")
@click.option("--team", "team_id", required=True, metavar="TEAM", help="Whose.")
@click.option("--member", metavar="PERSON", help="For whom; default: the whole team.")
@click.option("--from", "first", required=True, metavar="DAY", help="The first day.")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day, at most 183 days in all.")
@click.option(
    "--reason",
    required=True,
    type=click.Choice(["agreed-pause", "reorganisation", "secondment", "data-gap"]),
    help="Why; there is no place for more.",
)
@click.option(
    "--approved-by", required=True, metavar="PERSON", help="Who approves it, and is not its beneficiary."
)
@click.pass_obj
def command(
    where: Where,
    service: str,
    team_id: str,
    member: str | None,
    first: str,
    last: str,
    reason: str,
    approved_by: str,
) -> None:
    """Add an entry to data/teams/TEAM/waivers.yaml."""
    from checks.scaffold.editor_schemas import BY_NAME

    repository, _ = opened(where)
    waivers = team_of(repository, team_id).waivers
    begins, ends = day_given("--from", first), day_given("--to", last)
    said = {
        "id": _fresh(f"w-{begins:%Y-%m}-{service}"[:36], {one.id for one in waivers}),
        "service": service,
        "member": person("--member", member) if member else None,
        "from": begins,
        "to": ends,
        "reason": reason,
        "approved_by": person("--approved-by", approved_by),
        "agreed_with_people": f"[{member}]" if member else None,
    }
    entry = "{" + ", ".join(f"{key}: {value}" for key, value in said.items() if value) + "}"
    path, shown = (
        folder_of(repository) / "teams" / team_id / "waivers.yaml",
        f"data/teams/{team_id}/waivers.yaml",
    )
    if content_of(path) is None:
        head = BY_NAME["waivers"].first_line
        add_file(where, path, f"{head}schema: 1\nwaivers:\n  - {entry}\n", shown)
        return
    from checks.store.yaml_splices import add_list, append

    change_file(where, path, [append(("waivers",), entry) if waivers else add_list("waivers", entry)], shown)


def _fresh(wanted: str, taken: set[str]) -> str:
    """Return an id that nobody has yet."""
    if wanted not in taken:
        return wanted
    return next(
        f"{wanted}-{number}" for number in range(2, len(taken) + 3) if f"{wanted}-{number}" not in taken
    )
