"""`outbound new agreement`: other terms of a service, from a day on."""

from __future__ import annotations

import click

from checks.cli.change_verbs import known_team, list_option, open_change, settle
from checks.cli.context import Where, dry_run_option, parse_day_option
from checks.cli.scaffold_options import first_day_option, known_service
from checks.model.errors import UsageError

NONE = "none"
"""What gives up a part of the cadence, in place of its value."""


@click.command(
    "agreement",
    epilog="\b\nExamples:\n"
    '  outbound new agreement one-on-one --from 2027-01-01 --at-most-apart "4 weeks" --record URL\n'
    "  outbound new agreement skip-level --from 2027-01-01 --per half-year --record URL\n"
    '  outbound new agreement onboarding --from 2027-01-01 --within "7 days,30 days" --record URL\n'
    "  outbound new agreement one-on-one --from 2027-01-01 --grace none --record URL --dry-run\n"
    "  outbound new agreement one-on-one --team quay --from 2027-01-01 --per month --with members --record URL",
)
@click.argument("service", metavar="SERVICE")
@click.option("--from", "first", required=True, metavar="DAY", help="First day of the new terms.")
@click.option("--to", "last", metavar="DAY", help="Last day of the new terms. [default: no end]")
@click.option("--for", "group", metavar="GROUP", help="Only for the members of a group of playbook.yaml.")
@click.option(
    "--team",
    "team_id",
    metavar="TEAM",
    help="Terms of this team's own, in its team.yaml. They can't promise less than the playbook.",
)
@click.option(
    "--obligation",
    type=click.Choice(["compulsory", "offered", "voluntary"]),
    help="How binding the agreement is.",
)
@list_option(
    "--given-by",
    metavar="ROLES",
    help="Roles that may give it: leader, coach, leaders-leader or anyone.",
)
@list_option(
    "--teams",
    metavar="TEAMS",
    help="The teams it applies to: ids, or `all`.",
)
@click.option("--at-most-apart", metavar="LENGTH", help="Longest time between two, for example 4 weeks.")
@click.option("--grace", metavar="LENGTH", help="Extra time before it counts as late, or `none`.")
@click.option("--at-least", type=click.IntRange(1), metavar="N", help="Number in each period.")
@click.option("--per", metavar="UNIT", help="The period: week, month, quarter, half-year or year.")
@list_option(
    "--only",
    metavar="MONTHS",
    help="With `--per month`: only these months, or `none` for all.",
)
@click.option(
    "--after", metavar="EVENT", help="The event it follows: joining, returning, ordering or leaving."
)
@click.option("--before", metavar="LENGTH", help="With leaving: how long before the last day, or `none`.")
@list_option(
    "--within",
    metavar="LENGTHS",
    help="Times after the event, for example 7 days,30 days.",
)
@click.option("--away-at-least", metavar="LENGTH", help="Shortest absence to return from, or `none`.")
@click.option(
    "--counts",
    type=click.Choice(["any", "outbound"]),
    help="Which ones count: any, or only those that the leader or coach starts.",
)
@click.option("--coverage", metavar="SHARE", help="Agreed coverage, for example 90%.")
@click.option("--may-miss", type=click.IntRange(0), metavar="N", help="How many a small team may miss.")
@list_option(
    "--with",
    "parties",
    metavar="PARTIES",
    help="The parties that agreed, separated by commas. [default: those of the previous agreement]",
)
@click.option("--agreed-on", metavar="DAY", help="Date of the agreement. [default: today]")
@click.option("--record", required=True, metavar="URL", help="Link to the record of the agreement.")
@click.option(
    "--review-by", metavar="DAY", help="Date of the next review. [default: a year after the first day]"
)
@click.option(
    "--file",
    "own_file",
    is_flag=True,
    help="Write a file of its own, in playbook/services/SERVICE. [default: if the service has such files]",
)
@dry_run_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def new_agreement_command(
    where: Where,
    /,
    service: str,
    first: str,
    last: str | None,
    group: str | None,
    team_id: str | None,
    agreed_on: str | None,
    parties: str | None,
    record: str,
    review_by: str | None,
    own_file: bool,
    dry_run: bool,
    yes: bool,
    **terms: str | int | None,
) -> None:
    """Add an agreement to a service. Anything you leave out stays as it was agreed before.

    That includes the parties, the teams, and each part of how often: `--at-most-apart "4 weeks"` keeps the
    grace. A team's first terms of its own start from the playbook's. Write several values with commas between
    them. On a terminal, the command shows the change and asks before it writes.
    """
    from checks.scaffold.next_agreement import (
        StatedTerms,
        agreement_file,
        next_agreement,
        own_agreement_edit,
    )
    from checks.store.yaml_splices import append

    repository, playbook, draft = open_change(where)
    changed = known_service(repository, service)
    agreed = parse_day_option("--agreed-on", agreed_on) if agreed_on else first_day_option(playbook, None)
    stated = StatedTerms(
        first=parse_day_option("--from", first),
        last=parse_day_option("--to", last) if last else None,
        group=group,
        agreed_on=agreed,
        agreed_with=_listed(parties) if parties else None,
        record=record,
        review_by=parse_day_option("--review-by", review_by) if review_by else None,
        terms=_terms(terms),
        cadence=_cadence(terms),
    )
    if team_id is not None:
        if terms["teams"]:
            raise UsageError("use either --team or --teams: terms of a team's own are in its team.yaml")
        own = own_agreement_edit(known_team(repository, team_id), changed, stated)
        draft.edit(f"data/teams/{team_id}/team.yaml", [own])
    elif own_file or changed.agreement_files:
        draft.put(*agreement_file(changed, next_agreement(changed, stated)))
    else:
        draft.edit(changed.place().path, [append(("agreements",), next_agreement(changed, stated))])
    settle(repository, draft, yes=yes, dry_run=dry_run)


def _terms(given: dict[str, str | int | None]) -> dict[str, str | int | list[str] | None]:
    """Return the keys of an agreement that options say."""
    teams, given_by = given["teams"], given["given_by"]
    return {
        "obligation": given["obligation"],
        "given_by": _listed(given_by),
        "teams": "all" if teams == "all" else _listed(teams),
        "counts": given["counts"],
        "coverage_at_least": given["coverage"],
        "may_miss": given["may_miss"],
    }


def _cadence(given: dict[str, str | int | None]) -> dict[str, str | int | list[str] | None]:
    """Return the keys of a cadence that options say, with None for one that is given up."""
    keys = ("at_most_apart", "grace", "at_least", "per", "only", "after", "before", "within", "away_at_least")
    stated = {key: given[key] for key in keys if given[key] is not None}
    lists = {"only", "within"}
    return {
        key: None if value == NONE else _listed(value) if key in lists else value
        for key, value in stated.items()
    }


def _listed(text: str | int | None) -> list[str] | None:
    """Return what is written with commas between; None for nothing."""
    return None if text is None else [part.strip() for part in str(text).split(",")]
