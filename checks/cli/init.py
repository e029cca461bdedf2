"""`outbound init`: from nothing to a playbook whose two commands work."""

from __future__ import annotations

import os
import shlex
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfoNotFoundError

import click

from checks.cli.clock import today_in
from checks.cli.column_options import TableOptions
from checks.cli.context import did_you_mean, parse_day_option
from checks.cli.first_people import people_there
from checks.cli.handbook_addition import add_to_handbook, addition_to, handbook_at, next_steps
from checks.cli.init_answers import (
    ask_until,
    country_in,
    counts_answer,
    counts_option,
    judged_from_option,
    left_out_lines,
    machine_country,
    machine_zone,
    start_answer,
)
from checks.cli.init_teams import check_texts, teams_by_hand, teams_from_table, text_in
from checks.cli.people_tables import table_options, write_people
from checks.model.errors import UsageError, writing_to
from checks.model.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from checks.cli.handbook_addition import Handbook
    from checks.cli.people_tables import ReadTable
    from checks.scaffold.first_teams import NewTeam
    from checks.scaffold.repository_layout import Choices
    from checks.scaffold.service_catalogue import Offer
    from checks.scaffold.workflows import Host, Part


@click.command(
    "init",
    epilog="\b\nExamples:\n"
    "  outbound init acme                                 asks a few questions\n"
    "  outbound init acme --organisation Acme --team Harbour --leader p-grace --member p-ada\n"
    "  outbound init acme --organisation Acme --from roster.csv\n"
    "  outbound init . --print                            what it would add to the handbook here\n"
    "  outbound init --list                               lists the available services",
)
@click.argument("folder", metavar="DIR", required=False)
@click.option("--organisation", metavar="NAME", help="Name of your organisation. [default: made from DIR]")
@click.option(
    "--services",
    metavar="IDS",
    help="Services from the catalogue, separated by commas. [default: all that a leader or coach gives]",
)
@click.option(
    "--team", "teams", multiple=True, metavar="NAME", help="Name of a first team. Repeat it for more teams."
)
@click.option(
    "--leader",
    "leaders",
    multiple=True,
    metavar="PERSON",
    help="The leader: an id such as p-grace, or a name from --people. Repeat it for more leaders.",
)
@click.option(
    "--member",
    "members",
    multiple=True,
    metavar="PERSON",
    help="A member of the first team: an id, or a name from --people. Repeat it for more members.",
)
@click.option("--from", "roster", metavar="ROSTER.csv", help="Table from HR with teams and members.")
@table_options
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--country", metavar="CODE", help="Country for public holidays: FI, SE, GB … [default: none]")
@click.option("--time-zone", metavar="ZONE", help="Time zone, as an IANA name. [default: Europe/Helsinki]")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the website's own texts.",
)
@click.option(
    "--repository", metavar="URL", help="Web address of the policy's repository, for links to its files."
)
@click.option(
    "--host",
    type=click.Choice(["github", "gitlab"]),
    default="github",
    show_default=True,
    help="Code host to write workflows for.",
)
@click.option("--first-day", metavar="DAY", help="First day of the agreements. [default: today]")
@judged_from_option
@counts_option
@click.option(
    "--one-repository",
    is_flag=True,
    help=(
        "Keep rosters and logs in the same repository as the policy. [default: a private "
        "repository beside it]"
    ),
)
@click.option(
    "--print",
    "printing",
    is_flag=True,
    help="Show what would be added to a handbook as a diff. Write nothing.",
)
@click.option("--list", "listing", is_flag=True, help="List the available services and exit.")
def init_command(
    folder: str | None,
    organisation: str | None,
    services: str | None,
    teams: tuple[str, ...],
    leaders: tuple[str, ...],
    members: tuple[str, ...],
    roster: str | None,
    columns_said: tuple[str, ...],
    columns: str | None,
    dates: str | None,
    people: str | None,
    many_away: bool,
    strict: bool,
    yes: bool,
    country: str | None,
    time_zone: str | None,
    language: str,
    repository: str | None,
    host: Host,
    first_day: str | None,
    judged_from: str | None,
    counts: str | None,
    one_repository: bool,
    printing: bool,
    listing: bool,
) -> None:
    """Create a new playbook in DIR, and its data in DIR-data, a private repository of its own.

    If DIR contains mkdocs.yml, it is a handbook: the command adds the playbook, two lines in mkdocs.yml and a
    workflow that checks changes. It shows them as a diff first, and changes nothing else.

    In a terminal, the command asks for the main things you leave out. Elsewhere it uses defaults. The new
    playbook passes `outbound check` right away. If something goes wrong, the command writes nothing.
    """
    from checks.loading.files import printable
    from checks.loading.naming import slug
    from checks.scaffold.repository_layout import Choices
    from checks.scaffold.service_catalogue import load_catalogue

    offers = load_catalogue().offers
    if listing:
        for service, offer in offers.items():
            click.echo(f"{service:26} {offer.service.summary}")
        return
    if folder is None:
        raise UsageError("choose a folder for the playbook. Run: outbound init DIR")
    root = Path(folder).absolute()
    shown = Path(folder)
    handbook, data = _place_for(root, shown, one_repository=one_repository, printing=printing)
    asked = sys.stdin.isatty()
    organisation = organisation or ask_until(
        "Name of your organisation", root.name.title(), text_in, asked=asked
    )
    zone, today = _zone_and_today(time_zone, asked=asked)  # of a zone that is none, whatever day is named
    day = parse_day_option("--first-day", first_day) if first_day else today
    country = _country(country, day, asked=asked)
    start = start_answer(judged_from, today, day, asked=asked)
    wanted, chosen = _wanted_services(services, offers, asked=asked)
    counts = counts_answer(counts, [offers[name] for name in chosen], asked=asked)
    table = None
    options = TableOptions(columns, columns_said, dates, people, many_away, strict, None, (root, data))
    if roster is None:
        known = people_there(people, (root, data))
        first_teams = teams_by_hand(teams, leaders, members, day, known, asked=asked)
    else:
        first_teams, table = teams_from_table(Path(roster), options, (teams, members), leaders, day)
        chosen = _with_hierarchy(chosen, first_teams, offers, wanted=wanted)
        if (
            (asked and not yes and not handbook)  # what is added to one is shown, and asked about then
            and not click.confirm(f"Create {_count(len(first_teams), 'team')} in {printable(str(shown))}?")
        ):
            click.echo("Nothing was written.")
            return
    check_texts([str(shown), organisation, *(team.name for team in first_teams)])
    choices = Choices(
        version=version("outbound-playbook"),
        organisation=organisation,
        services=chosen,
        teams=first_teams,
        first=day,
        judged_from=start,
        counts=counts,
        country=country,
        time_zone=zone,
        language=language,
        repository=repository
        or (handbook and handbook.settings.repository)
        or f"https://git.example.org/{slug(organisation)}/playbook",
        data=Path(os.path.relpath(data, root)).as_posix(),
        columns=table.kept if table else "",
    )
    apart = None if one_repository else data
    if not _written(choices, host, (root, apart), handbook, yes=yes, printing=printing):
        return
    if table:
        write_people(table)
    _show_done(choices, (shown, apart), handbook, host)
    _show_further(table, handbook)
    for line in left_out_lines(chosen, offers, every=wanted == "all"):
        click.echo(line)


def _place_for(
    root: Path, shown: Path, *, one_repository: bool, printing: bool
) -> tuple[Handbook | None, Path]:
    """Return the handbook in a folder, if it is one, and where the data go; raises `UsageError` where either cannot be."""
    handbook = handbook_at(root)
    if printing and handbook is None:
        raise UsageError(f"--print is for a handbook, and {shown} contains no mkdocs.yml. Leave it out")
    data = handbook.data_beside if handbook else root.with_name(f"{root.name}-data")
    folders = [] if handbook else [(shown, root)]
    if not one_repository:
        folders.append((Path(os.path.relpath(data)) if handbook else Path(data.name), data))
    _check_free(folders)
    return handbook, root / "data" if one_repository else data


def _written(
    choices: Choices,
    host: Host,
    folders: tuple[Path, Path | None],
    handbook: Handbook | None,
    *,
    yes: bool,
    printing: bool,
) -> bool:
    """Write the policy and the data, new or added to a handbook; False where the change was only shown or not agreed to."""
    root, data = folders
    if handbook is None:
        _lay_out(choices, host, root, data)
        return True
    beside = (data, _data_repository(choices, host)) if data else None
    return add_to_handbook(addition_to(handbook, choices, host, beside), yes=yes, dry_run=printing)


def _show_done(
    choices: Choices,
    folders: tuple[Path, Path | None],
    handbook: Handbook | None,
    host: Host,
) -> None:
    """Print what was created where, and the commands that come next."""
    from checks.loading.files import printable

    shown, data = folders
    place = printable(str(shown))
    where = f"{place} and {printable(os.path.relpath(data))}" if data else place
    what = f"{_count(len(choices.services), 'service')} and {_count(len(choices.teams), 'team')}"
    click.echo(f"Created {what} in {where}. Next:")
    if shown.absolute() != Path.cwd():
        click.echo(f"  cd {place}")
    if handbook is None:
        if find_spec("mkdocs") is None:
            click.echo(
                "  python3 -m pip install -r requirements.txt  # installs MkDocs, which builds the website"
            )
        click.echo("  outbound check && mkdocs build --strict")
    else:
        next_steps(handbook, host, data)


def _show_further(table: ReadTable | None, handbook: Handbook | None) -> None:
    """Print where the people are, if a table was read, and where a new repository says what comes later."""
    from checks.loading.files import printable

    if table and table.people_path:
        path = printable(str(table.people_path.absolute()))
        click.echo(f"  export OUTBOUND_PEOPLE={shlex.quote(path)}  # commands then take and show names")
    if handbook is None:
        click.echo("See README.md for the next steps.")


def _check_free(folders: Sequence[tuple[Path, Path]]) -> None:
    """Raise `UsageError` where something stands already, by the name it was given."""
    for shown, target in folders:
        with writing_to(shown):
            if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
                raise UsageError(f"{shown} already exists. Choose a new folder")


def _zone_and_today(zone: str | None, *, asked: bool) -> tuple[str, date]:
    """Return the time zone that is named or asked for, and the day it is there."""

    def parse(text: str) -> tuple[str, date]:
        return text, _today(text)

    if zone:
        return parse(zone)
    return ask_until("Time zone", machine_zone() if asked else "Europe/Helsinki", parse, asked=asked)


def _country(country: str | None, day: date, *, asked: bool) -> str:
    """Return the country whose public holidays count, empty for none.

    Raises `UsageError` for one whose holidays are not known in the year of `day`: the new playbook would fail its check.
    """
    from checks.model.workdays import holidays_known

    def parse(text: str) -> str:
        code = country_in(text)
        if code and not holidays_known(code, day.year):
            raise UsageError(
                f"--country {text}: the public holidays of this country are not known. Use a code such as "
                "FI, or DE-BY for a region"
            )
        return code

    if country is not None:
        return parse(country)
    question = "Country for public holidays (ISO 3166 code, or none)"
    return ask_until(question, machine_country() if asked else "none", parse, asked=asked)


def _today(zone: str) -> date:
    from checks.run.judging import judgeable_day

    try:
        return judgeable_day(today_in(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"--time-zone {zone}: not a known time zone. Write it like this: Europe/Helsinki"
        ) from None


def _wanted_services(
    text: str | None, offers: Mapping[str, Offer], *, asked: bool
) -> tuple[str, tuple[str, ...]]:
    """Return what was asked for, in words and as services of the catalogue."""

    def parse(words: str) -> tuple[str, tuple[str, ...]]:
        return words.strip(), _services(words, offers)

    if text:
        return parse(text)
    return ask_until("Services (ids separated by commas, or all)", "all", parse, asked=asked)


def _services(text: str, offers: Mapping[str, Offer]) -> tuple[str, ...]:
    """Return the services that are wanted; all are those that a first team's leader or coach may give."""
    if text.strip() == "all":
        return tuple(name for name, offer in offers.items() if offer.terms.given_by != {"leaders-leader"})
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in names:
        if name not in offers:
            hint = did_you_mean(name, offers, f"Choose from: {', '.join(offers)}")
            raise UsageError(f"--services: there is no service {name!r} in the catalogue. {hint}")
    return names


def _with_hierarchy(
    chosen: tuple[str, ...], teams: Sequence[NewTeam], offers: Mapping[str, Offer], *, wanted: str
) -> tuple[str, ...]:
    """Return the services with those of leaders' leaders, if all are wanted and some team has a team above."""
    if wanted != "all" or not any(team.part_of for team in teams):
        return chosen
    return tuple(
        name for name in offers if name in chosen or offers[name].terms.given_by == {"leaders-leader"}
    )


def _lay_out(choices: Choices, host: Host, root: Path, data: Path | None) -> None:
    """Write the policy, and the data below it or in a repository of their own."""
    from checks.scaffold.repository_layout import data_files, policy_files
    from checks.store.new_folders import begin_repository, lay_out

    policy = policy_files(choices)
    if data is None:
        below = {f"data/{path}": text for path, text in data_files(choices).items()}
        folders = {root: policy | _for_host(choices, host, "one") | below}
    else:
        folders = {
            root: policy | _for_host(choices, host, "policy"),
            data: _data_repository(choices, host),
        }
    lay_out(folders)
    for folder in folders:
        begin_repository(folder)


def _data_repository(choices: Choices, host: Host) -> dict[str, str]:
    """Return the files of the private repository of the data."""
    from checks.scaffold.repository_layout import data_files, repository_files

    return data_files(choices) | repository_files(choices) | _for_host(choices, host, "data")


def _for_host(choices: Choices, host: Host, part: Part) -> dict[str, str]:
    """Return what a code host reads of a repository: workflows, and the forms GitHub knows."""
    from checks.scaffold.issue_forms import issue_forms
    from checks.scaffold.repository_layout import change_template
    from checks.scaffold.service_catalogue import load_catalogue
    from checks.scaffold.workflows import workflow_files

    files = workflow_files(part, host)
    if part != "data":
        files |= change_template(host)
    if host == "github":
        offers = load_catalogue().offers
        services = [offers[name].service for name in choices.services]
        forms = issue_forms(services, "" if part == "one" else part)
        files |= {f".github/ISSUE_TEMPLATE/{name}": text for name, text in forms.items()}
    return files


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
