"""`outbound init`: from nothing to a playbook whose two commands work."""

from __future__ import annotations

import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from checks.cli.opening import day_given
from checks.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.starting.catalogue import Offer
    from checks.starting.layout import Choices


@click.command(
    "init",
    epilog="\b\nExamples:\n"
    "  outbound init acme                                asks, at a terminal\n"
    "  outbound init acme --organisation Acme --team Harbour --leader p-grace --member p-ada",
)
@click.argument("folder", metavar="DIR", required=False)
@click.option("--organisation", metavar="NAME", help="What the playbook is called after.")
@click.option(
    "--services", metavar="IDS", help="Services of the catalogue, parted by commas; default: all of them."
)
@click.option(
    "--team", "teams", multiple=True, metavar="NAME", help="A first team; may be given several times."
)
@click.option("--leader", "leaders", multiple=True, metavar="ID", help="Who leads, by id: p-grace.")
@click.option("--member", "members", multiple=True, metavar="ID", help="Who is in the first team, by id.")
@click.option("--country", metavar="CODE", help="Whose holidays are no working days: FI, SE, GB …")
@click.option("--time-zone", metavar="ZONE", help="Europe/Helsinki and the like.")
@click.option("--repository", metavar="URL", help="Where the policy will lie, for links to its files.")
@click.option("--from", "first", metavar="DAY", help="The day it begins; default: today.")
@click.option(
    "--one-repository",
    is_flag=True,
    help="Keep rosters and logs with the policy; default: a private one beside it.",
)
@click.option("--list", "listing", is_flag=True, help="Print the catalogue of services, and do nothing.")
def command(
    folder: str | None,
    organisation: str | None,
    services: str | None,
    teams: tuple[str, ...],
    leaders: tuple[str, ...],
    members: tuple[str, ...],
    country: str | None,
    time_zone: str | None,
    repository: str | None,
    first: str | None,
    one_repository: bool,
    listing: bool,
) -> None:
    """Lay out a new playbook in DIR, and the data in DIR-data, a private repository of its own.

    What is not said by options is asked, on a terminal; else it has a default. The playbook is valid from the
    first second, and `outbound check` in it ends with 0.
    """
    from checks.starting.catalogue import catalogue
    from checks.starting.layout import data_files, policy_files, repository_files, slug, teams_of

    offers = catalogue().offers
    if listing:
        for one, offer in offers.items():
            click.echo(f"{one:26} {offer.service.summary}")
        return
    if folder is None:
        raise click.MissingParameter(param_hint="'DIR'", param_type="argument")
    root = Path(folder)
    data = root / "data" if one_repository else root.with_name(f"{root.name}-data")
    for target in {root, data}:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(f"{target}: there is something already; name a new folder")
    asked = sys.stdin.isatty()
    organisation = organisation or _ask("What is the organisation called?", root.name.title(), asked=asked)
    zone = time_zone or _ask("In which time zone?", "Europe/Helsinki", asked=asked)
    names = teams or (_ask("What is the first team called?", "First team", asked=asked),)
    givers = leaders or (_ask("Who leads it? An id, never a name", "p-leader", asked=asked),)
    try:
        today = datetime.now(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError(
            f"--time-zone {zone}: there is no such time zone; write it as Europe/Helsinki"
        ) from None
    chosen = _services(services, offers)
    _check_ids([*givers, *members])
    _check_texts([organisation, *names])
    choices = _choices(
        organisation=organisation,
        services=chosen,
        teams=teams_of(names, givers, members or ("p-first",)),
        first=day_given("--from", first) if first else today,
        country=(country or "").upper(),
        time_zone=zone,
        repository=repository or f"https://git.example.org/{slug(organisation)}/playbook",
        data="data" if one_repository else f"../{data.name}",
    )
    written = _write(root, policy_files(choices))
    written += _write(data, data_files(choices))
    if not one_repository:
        written += _write(data, repository_files(choices))
    click.echo(f"{written} files in {root}{'' if one_repository else f' and {data}'}. Next:")
    click.echo(f"  cd {root}")
    click.echo("  outbound check && mkdocs build --strict")
    click.echo("README.md says how to go on.")


def _choices(**values: object) -> Choices:
    from checks.starting.layout import Choices

    return Choices(version=version("outbound-playbook"), **values)  # type: ignore[arg-type]


def _ask(question: str, default: str, *, asked: bool) -> str:
    """Ask on a terminal; a script gets the default."""
    return str(click.prompt(question, default=default)) if asked else default


def _services(said: str | None, offers: Mapping[str, Offer]) -> tuple[str, ...]:
    """Return the services that are wanted; by default those that a first team's leader or coach may give."""
    from difflib import get_close_matches

    if not said:
        return tuple(one for one, offer in offers.items() if offer.terms.given_by != {"leaders-leader"})
    chosen = tuple(dict.fromkeys(one.strip() for one in said.split(",") if one.strip()))
    for one in chosen:
        if one not in offers:
            nearest = get_close_matches(one, offers, n=1)
            hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(offers)}"
            raise UsageError(f"--services: there is no {one}; {hint}")
    return chosen


def _check_ids(people: Sequence[str]) -> None:
    from pydantic_core import PydanticCustomError

    from checks.model.base import parse_id

    for one in people:
        try:
            parse_id(one)
        except PydanticCustomError as error:
            raise UsageError(f"people are ids, never names: {error.message()}") from None


def _check_texts(texts: Sequence[str]) -> None:
    from checks.loading.files import forbidden_in

    for text in texts:
        if forbidden_in(text) or "\n" in text or not text.strip():
            raise UsageError("a name is one line of text without control characters")


def _write(folder: Path, files: dict[str, str]) -> int:
    from checks.writing.files import replace_file

    for path, text in files.items():
        replace_file(folder / path, None, text.encode())
    return len(files)
