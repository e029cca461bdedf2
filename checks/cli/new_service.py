"""`outbound new service`: one of the catalogue, or one of your own to fill in."""

import click

from checks.cli.context import Where, parse_id_option
from checks.cli.scaffold_options import add_file, first_day_option, open_playbook_here
from checks.cli.team_selection import data_root_of


@click.command("service")
@click.argument("service", metavar="ID")
@click.option("--title", metavar="TEXT", help="Name of the service. [default: made from the id]")
@click.option(
    "--minutes",
    default=30,
    metavar="N",
    type=click.IntRange(5, 480),
    show_default=True,
    help="Length in minutes.",
)
@click.option("--from", "first", metavar="DAY", help="First day of its agreement. [default: today]")
@click.pass_obj
def new_service_command(
    where: Where, service: str, title: str | None, minutes: int, first: str | None
) -> None:
    """Add a service to the playbook, in playbook/services/ID.yaml.

    With an id from the catalogue (`outbound init --list`), the command copies its content. With any other
    id, it creates a voluntary service for you to fill in.
    """
    from checks.scaffold.repository_layout import blank_service
    from checks.scaffold.service_catalogue import first_agreement, load_catalogue, serving

    repository, playbook = open_playbook_here(where)
    service = parse_id_option("ID: ", service)
    day = first_day_option(playbook, first)
    record = f"{(playbook.repository or 'https://git.example.org/playbook').rstrip('/')}/pulls/1"
    offer = load_catalogue().offers.get(service)
    if offer is None:
        title = title or service.replace("-", " ").capitalize()
        text = blank_service(service, title, minutes, playbook, day, record)
    else:
        text = first_agreement(offer, day, record)
        known = {principle.id for principle in playbook.principles}
        if not set(offer.service.serves) <= known:
            text = serving(text, min(known, default=""))
    shown = f"playbook/services/{service}.yaml"
    add_file(where, data_root_of(repository) / shown, text, shown)
