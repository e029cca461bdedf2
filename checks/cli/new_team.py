"""`outbound new team`: a roster of its own, and an empty log."""

import click

from checks.cli.context import Where, parse_id_option
from checks.cli.person_argument import lookup_option, person_option
from checks.cli.scaffold_options import add_file, first_day_option, open_playbook_here, parse_person
from checks.cli.team_selection import team_folder


@click.command("team")
@click.argument("team", metavar="ID")
@click.option("--name", help="Name of the team. [default: made from the id]")
@person_option(
    "--leader",
    "leaders",
    multiple=True,
    required=True,
    help="A leader. Repeat it for more leaders.",
)
@person_option("--member", "members", multiple=True, help="A member. Repeat it for more members.")
@click.option(
    "--part-of", "above", metavar="TEAM", help="Id of the parent team. Its leaders lead this team's leaders."
)
@click.option("--from", "first", metavar="DAY", help="First day of the leaders and members. [default: today]")
@lookup_option
@click.pass_obj
def new_team_command(
    where: Where,
    team: str,
    name: str | None,
    leaders: tuple[str, ...],
    members: tuple[str, ...],
    above: str | None,
    first: str | None,
) -> None:
    """Add a team to the data, in data/teams/ID/team.yaml."""
    from checks.scaffold.first_teams import FirstStay, NewTeam
    from checks.scaffold.repository_layout import team_file

    repository, playbook = open_playbook_here(where)
    team = parse_id_option("ID: ", team)
    begins = first_day_option(playbook, first)
    new_team = NewTeam(
        team,
        name or team.replace("-", " ").title(),
        tuple(FirstStay(parse_person("--leader", person), begins) for person in leaders),
        tuple(FirstStay(parse_person("--member", person), begins) for person in members),
        parse_id_option("--part-of: ", above) if above else "",
    )
    path = team_folder(repository) / "teams" / team / "team.yaml"
    add_file(where, path, team_file(new_team), f"data/teams/{team}/team.yaml")
