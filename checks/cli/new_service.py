"""`outbound new service`: one of the catalogue, or one of your own to fill in."""

from __future__ import annotations

import click

from checks.cli.scaffold_options import Where, add_file, first_day, identifier, opened
from checks.cli.team_selection import root_of


@click.command("service")
@click.argument("service", metavar="ID")
@click.option("--title", help="What it is called; default: made from the id.")
@click.option(
    "--minutes", default=30, show_default=True, type=click.IntRange(5, 480), help="How long it takes."
)
@click.option("--from", "first", metavar="DAY", help="The day its agreement begins; default: today.")
@click.pass_obj
def command(where: Where, service: str, title: str | None, minutes: int, first: str | None) -> None:
    """Write playbook/services/ID.yaml with one agreement.

    An id of the catalogue (`outbound init --list`) brings its content; any other is voluntary to begin with,
    and yours to fill in.
    """
    from checks.scaffold.repository_layout import own_service
    from checks.scaffold.service_catalogue import begun, catalogue

    repository, playbook = opened(where)
    service = identifier("ID", service)
    day = first_day(playbook, first)
    record = f"{(playbook.repository or 'https://git.example.org/playbook').rstrip('/')}/pulls/1"
    offer = catalogue().offers.get(service)
    text = (
        begun(offer, day, record)
        if offer
        else own_service(
            service, title or service.replace("-", " ").capitalize(), minutes, playbook, day, record
        )
    )
    known = {one.id for one in playbook.principles}
    if offer and not set(offer.service.serves) <= known:
        text = text.replace(
            f"serves: [{', '.join(offer.service.serves)}]", f"serves: [{', '.join(sorted(known)[:1])}]"
        )
    shown = f"playbook/services/{service}.yaml"
    add_file(where, root_of(repository) / shown, text, shown)
