"""`outbound new agreement`: other terms of a service, from a day on."""

import json

import click

from checks.cli.context import Where, did_you_mean, parse_day_option
from checks.cli.scaffold_options import change_file, first_day_option, open_playbook_here
from checks.cli.team_selection import data_root_of
from checks.model.errors import UsageError


@click.command("agreement")
@click.argument("service", metavar="SERVICE")
@click.option("--from", "first", required=True, metavar="DAY", help="The day it begins.")
@click.option("--at-most-apart", metavar="LENGTH", help="A rolling rhythm: 4 weeks.")
@click.option(
    "--per", metavar="UNIT", help="A calendar rhythm: one each week, month, quarter, half-year or year."
)
@click.option("--coverage", metavar="SHARE", help="Coverage promised: 90%.")
@click.option("--counts", type=click.Choice(["any", "outbound"]), help="Whose initiative counts.")
@click.option("--obligation", type=click.Choice(["compulsory", "offered", "voluntary"]), help="What binds.")
@click.option(
    "--with", "parties", default="members,leaders", show_default=True, metavar="PARTIES", help="Agreed with."
)
@click.option("--agreed-on", metavar="DAY", help="Default: today.")
@click.option("--record", required=True, metavar="URL", help="Where it can be read that it was agreed.")
@click.option("--review-by", metavar="DAY", help="Default: a year after it begins.")
@click.pass_obj
def new_agreement_command(
    where: Where,
    service: str,
    first: str,
    at_most_apart: str | None,
    per: str | None,
    coverage: str | None,
    counts: str | None,
    obligation: str | None,
    parties: str,
    agreed_on: str | None,
    record: str,
    review_by: str | None,
) -> None:
    """Append an agreement to a service. What is not said stays as it was agreed before."""
    repository, playbook = open_playbook_here(where)
    services = repository.policy.services
    if service in repository.policy.unreadable:
        raise UsageError(f"{service} cannot be read, so nothing is agreed on it; `outbound check` says why")
    if service not in services:
        hint = did_you_mean(service, services, f"there are {', '.join(services)}")
        raise UsageError(f"there is no service {service}; {hint}")
    if at_most_apart and per:
        raise UsageError("--at-most-apart and --per: one rhythm at a time")
    begins = parse_day_option("--from", first)
    cadence = f"{{at_least: 1, per: {per}}}" if per else None
    if at_most_apart:
        cadence = f"{{at_most_apart: {at_most_apart}}}"
    agreed = parse_day_option("--agreed-on", agreed_on) if agreed_on else first_day_option(playbook, None)
    terms = {
        "from": str(begins),
        "obligation": obligation,
        "cadence": cadence,
        "counts": counts,
        "coverage_at_least": coverage,
        "agreed_on": str(agreed),
        "agreed_with": f"[{', '.join(party.strip() for party in parties.split(','))}]",
        "record": json.dumps(record, ensure_ascii=False),
        "review_by": review_by or str(begins.replace(year=begins.year + 1, day=min(begins.day, 28))),
    }
    entry = ", ".join(f"{key}: {value}" for key, value in terms.items() if value)
    from checks.store.yaml_splices import append

    shown = services[service].place().path
    change_file(where, data_root_of(repository) / shown, [append(("agreements",), f"{{{entry}}}")], shown)
