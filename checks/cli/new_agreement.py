"""`outbound new agreement`: other terms of a service, from a day on."""

import json

import click

from checks.cli.context import Where, did_you_mean, parse_day_option
from checks.cli.scaffold_options import change_file, first_day_option, open_playbook_here
from checks.cli.team_selection import data_root_of
from checks.model.errors import UsageError


@click.command("agreement")
@click.argument("service", metavar="SERVICE")
@click.option("--from", "first", required=True, metavar="DAY", help="First day of the new terms.")
@click.option("--at-most-apart", metavar="LENGTH", help="Longest time between two, for example 4 weeks.")
@click.option("--per", metavar="UNIT", help="One in each week, month, quarter, half-year or year.")
@click.option("--coverage", metavar="SHARE", help="Agreed coverage, for example 90%.")
@click.option(
    "--counts",
    type=click.Choice(["any", "outbound"]),
    help="Which ones count: any, or only those that the leader or coach starts.",
)
@click.option(
    "--obligation",
    type=click.Choice(["compulsory", "offered", "voluntary"]),
    help="How binding the agreement is.",
)
@click.option(
    "--with",
    "parties",
    default="members,leaders",
    show_default=True,
    metavar="PARTIES",
    help="The parties that agreed, separated by commas.",
)
@click.option("--agreed-on", metavar="DAY", help="Date of the agreement. [default: today]")
@click.option("--record", required=True, metavar="URL", help="Link to the record of the agreement.")
@click.option(
    "--review-by", metavar="DAY", help="Date of the next review. [default: a year after the first day]"
)
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
    """Add an agreement to a service. Anything you leave out carries over from the previous one."""
    repository, playbook = open_playbook_here(where)
    services = repository.policy.services
    if service in repository.policy.unreadable:
        raise UsageError(f"{service} can't be read, so nothing was added. Run: outbound check")
    if service not in services:
        hint = did_you_mean(service, services, f"Choose from: {', '.join(services)}")
        raise UsageError(f"there is no service {service!r}. {hint}")
    if at_most_apart and per:
        raise UsageError("use either --at-most-apart or --per, not both")
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
