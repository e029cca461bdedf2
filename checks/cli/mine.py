"""`outbound mine`: a member's own windows and rows, the clause behind each, and a way to contest one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import (
    Where,
    as_of_option,
    judgement_dates_of,
    open_repository_here,
    parse_day_option,
    parse_person_option,
)
from checks.cli.person_argument import naming_of, person_option
from checks.cli.person_records import (
    MISSING,
    end_incomplete,
    member_record_of,
    page_to_replace,
    refuse_file_in_repository,
)
from checks.cli.team_selection import people_option, team_folder
from checks.model.errors import ChangedMeanwhileError, UsageError

if TYPE_CHECKING:
    from checks.cli.person_records import MemberRecord
    from checks.loading.repository import Repository
    from checks.output.invitation_words import Name
    from checks.run.judging import JudgementDates


@click.command("mine")
@person_option(
    "--person",
    required=True,
    callback=parse_person_option,
    help="Person to show.",
)
@people_option
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["text", "json"]),
    help="Output format.",
)
@click.option("--html", "page", metavar="FILE", help="Write an HTML page instead, to open in a browser.")
@click.option(
    "--contest", nargs=2, metavar="DAY SERVICE", help="Say that this conversation did not take place."
)
@click.option("--confirm", nargs=2, metavar="DAY SERVICE", help="Say that this conversation took place.")
@as_of_option
@click.pass_obj
def mine_command(
    where: Where,
    person: str,
    people: str | None,
    form: str,
    page: str | None,
    contest: tuple[str, str] | None,
    confirm: tuple[str, str] | None,
    as_of: str | None,
) -> None:
    """Show what one person can expect, what is logged about them, and the agreement behind each entry.

    If an entry is wrong, use --contest to dispute it. If the member says that a conversation did not take
    place, it doesn't count.
    """
    repository = open_repository_here(where)
    days = judgement_dates_of(repository.policy, as_of)
    if contest or confirm:
        if contest and confirm:
            raise UsageError("use either --contest or --confirm, not both")
        _acknowledge(repository, person, *(contest or confirm or ("", "")), "no" if contest else "yes")
        if page is None:
            return
        repository = open_repository_here(where)
    record = member_record_of(repository, person, days)
    if page is not None:
        _write_page(repository, person, record, days, page, naming_of(repository, people))
    else:
        _print(repository, person, record, days, (form, people))
    end_incomplete(record.unread, MISSING)


def _print(
    repository: Repository,
    person: str,
    record: MemberRecord,
    days: JudgementDates,
    how: tuple[str, str | None],
) -> None:
    """Print a record in a format, with names from a table of people where it is text."""
    from checks.output import member_report
    from checks.wording.catalogues import language_of

    form, people = how
    if form == "json":
        click.echo(member_report.record_as_json(person, record.teams, days.as_of, record.unread), nl=False)
        return
    language = language_of(repository.policy.language)
    name = naming_of(repository, people)
    click.echo(member_report.record_as_text(person, record.teams, days.as_of, language, name), nl=False)


_ANSWERED = {"no": ("held", "declined"), "yes": ("held",)}
"""States of the rows a receiver can say something of: an order or a booking claims nothing took place."""


def _acknowledge(repository: Repository, person: str, day: str, service: str, word: str) -> None:
    """Set the receiver's own word on the one row of a day and service."""
    from dataclasses import replace

    from checks.store.team_log import LogLine, LogRow, edit_log, read_lines

    when, former = parse_day_option("DAY", day), repository.policy.former
    wanted = (when, person, former.get(service, service))
    folder = team_folder(repository)

    def is_meant(line: LogLine) -> bool:
        row = line.row
        key = (row.day, row.member, former.get(row.service, row.service))
        return key == wanted and row.state in _ANSWERED[word]

    rows = [
        (team, line) for team in repository.team_ids for line in read_lines(folder, team) if is_meant(line)
    ]
    if len(rows) != 1:
        states = " or ".join(_ANSWERED[word])
        what = f"are {len(rows)} entries" if rows else "is no entry"
        raise UsageError(
            f"there {what} with the state {states} for {service} on {when} and {person}, so nothing was "
            "changed"
        )
    ((team, answered),) = rows

    def edit(lines: tuple[LogLine, ...]) -> list[LogLine | LogRow]:
        nonlocal answered
        meant = [line for line in lines if is_meant(line)]
        if len(meant) != 1:
            raise ChangedMeanwhileError(f"data/teams/{team}/{answered.place}")
        answered = meant[0]  # another command may have moved it
        fresh = replace(answered.row, acknowledged=word)
        return [line.says(fresh) if line is answered else line for line in lines]

    edit_log(folder, team, edit)
    means = "It no longer counts" if word == "no" else "The entry is confirmed"
    click.echo(
        f"data/teams/{team}/{answered.place}: {service} on {when} now has `acknowledged: {word}`. {means}."
    )


def _write_page(
    repository: Repository, person: str, record: MemberRecord, days: JudgementDates, page: str, name: Name
) -> None:
    from checks.loading.files import printable
    from checks.site.member_page import MARK, member_page
    from checks.store.atomic_files import replace_file
    from checks.wording.catalogues import language_of

    path = Path(page).absolute()
    refuse_file_in_repository(repository, "--html", page)
    before = page_to_replace("--html", page, MARK)
    language = language_of(repository.policy.language)
    text = member_page(repository.policy, person, record.teams, days.as_of, language, record.unread, name)
    replace_file(path, before, text.encode())
    click.echo(f"Wrote {printable(page)}. Open it in a browser. It is about one person, so keep it private.")
