"""`outbound mine`: a member's own windows and rows, the clause behind each, and a way to contest one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import (
    as_of_option,
    judgement_dates_of,
    open_repository_here,
    parse_day_option,
    parse_person_option,
)
from checks.cli.team_selection import data_root_of, team_folder
from checks.model.errors import ChangedMeanwhileError, NothingToJudgeError, UnreadError, UsageError

if TYPE_CHECKING:
    from checks.engine.member_record import TeamRecord
    from checks.loading.repository import Repository
    from checks.run.checking import JudgementDates

person_option = click.option(
    "--person",
    required=True,
    metavar="ID",
    callback=parse_person_option,
    help="Whose record: an id of the roster.",
)


@click.command("mine")
@person_option
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]))
@click.option("--html", "page", metavar="FILE", help="Write the same as one HTML file that opens from disk.")
@click.option("--contest", nargs=2, metavar="DAY SERVICE", help="Say of a row that it did not take place.")
@click.option("--confirm", nargs=2, metavar="DAY SERVICE", help="Say of a row that it did take place.")
@as_of_option
@click.pass_obj
def mine_command(
    where: tuple[Path | None, str | None],
    person: str,
    form: str,
    page: str | None,
    contest: tuple[str, str] | None,
    confirm: tuple[str, str] | None,
    as_of: str | None,
) -> None:
    """Print what one person is owed, what is logged for them, and the clause behind each.

    The check is the members' instrument too: a row that is wrong is contested with --contest, and a held row
    that its receiver says did not take place counts for nothing.
    """
    repository = open_repository_here(where)
    days = judgement_dates_of(repository, as_of)
    if contest or confirm:
        if contest and confirm:
            raise UsageError("--contest and --confirm: one at a time")
        _acknowledge(repository, person, *(contest or confirm or ("", "")), "no" if contest else "yes")
        if page is None:
            return
        repository = open_repository_here(where)
    record = member_record_of(repository, person, days)
    if page is not None:
        _write_page(repository, person, record, days, page)
        return
    from checks.output import member_report

    if form == "json":
        click.echo(member_report.record_as_json(person, record, days.as_of), nl=False)
        return
    from checks.wording.catalogues import language_of

    language = language_of(repository.policy.language)
    click.echo(member_report.record_as_text(person, record, days.as_of, language), nl=False)


def member_record_of(repository: Repository, person: str, days: JudgementDates) -> tuple[TeamRecord, ...]:
    """Return what every team holds about a person; raises where something cannot be read, or none knows them."""
    from checks.engine.member_record import team_record
    from checks.run.checking import case_of

    found, unread = [], repository.policy.unreadable
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            unread.append(files.id)
        elif own := team_record(case, person, files.answers):
            found.append(own)
    if unread:
        raise UnreadError(
            f"{', '.join(unread)} could not be read, so the record would not be whole: run `outbound check`"
        )
    if not found:
        raise NothingToJudgeError("nothing is stored under this id: it is on no roster and in no log")
    return tuple(found)


_ANSWERED = {"no": ("held", "declined"), "yes": ("held",)}
"""States of the rows a receiver can say something of: an order or a booking claims nothing took place."""


def _acknowledge(repository: Repository, person: str, day: str, service: str, word: str) -> None:
    """Set the receiver's own word on the one row of a day and service."""
    from dataclasses import replace

    from checks.store.team_log import LogLine, LogRow, edit_log, read_lines

    when, former = parse_day_option("DAY", day), repository.policy.former
    wanted = former.get(service, service)
    folder = team_folder(repository)

    def is_meant(one: LogLine) -> bool:
        row = one.row
        same = (row.day, row.member) == (when, person) and former.get(row.service, row.service) == wanted
        return same and row.state in _ANSWERED[word]

    found = [(team, one) for team in repository.team_ids for one in read_lines(folder, team) if is_meant(one)]
    if len(found) != 1:
        states = " or ".join(_ANSWERED[word])
        words = f"no row that says {states}" if not found else f"{len(found)} rows that say {states}"
        raise UsageError(
            f"there {'is' if not found else 'are'} {words} of {service} on {when} for {person}; nothing was changed"
        )
    team, line = found[0]

    def edit(lines: tuple[LogLine, ...]) -> list[LogLine | LogRow]:
        nonlocal line
        meant = [one for one in lines if is_meant(one)]
        if len(meant) != 1:
            raise ChangedMeanwhileError(f"data/teams/{team}/{line.place}")
        line = meant[0]  # another command may have moved it
        return [one.says(replace(one.row, acknowledged=word)) if one is line else one for one in lines]

    edit_log(folder, team, edit)
    means = "it counts for nothing now" if word == "no" else "it stands, and with your word"
    click.echo(f"data/teams/{team}/{line.place}: {service} on {when} says `acknowledged: {word}`; {means}.")


def refuse_file_in_repository(repository: Repository, option: str, file: str) -> None:
    """Raise `UsageError` for a file about one person where it would be committed or published: docs, policy, data."""
    root, data = data_root_of(repository), team_folder(repository)
    for folder in (root / "playbook", root / "docs", root / "data", data):
        if Path(file).resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{option} {file}: it is about one person and does not belong into {folder.name}/; "
                "name a file elsewhere"
            )


def _write_page(
    repository: Repository,
    person: str,
    record: tuple[TeamRecord, ...],
    days: JudgementDates,
    page: str,
) -> None:
    from checks.loading.files import printable
    from checks.site.member_page import MARK, member_page
    from checks.store.atomic_files import content_of, replace_file
    from checks.wording.catalogues import language_of

    path = Path(page).absolute()
    refuse_file_in_repository(repository, "--html", page)
    before = content_of(path)
    if before is not None and MARK.encode() not in before:
        raise UsageError(f"--html {page}: there is a file of somebody else; name a new one")
    language = language_of(repository.policy.language)
    replace_file(path, before, member_page(repository.policy, person, record, days.as_of, language).encode())
    click.echo(f"{printable(page)}: open it in a browser; it is about one person, so keep it to yourself.")
