"""Read by `import log`: a sheet of meetings, shown, asked about, and turned into touchpoints."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.column_options import TableOptions, columns_file, keep_columns, kept_text, recognised
from checks.cli.context import did_you_mean
from checks.model.errors import UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.imports.column_dates import DateOrder
    from checks.imports.column_recognition import ColumnPlan
    from checks.imports.log_table import KnownNames, LogTable, SheetWords, UnknownWord
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.model.columns import ColumnsFile

_MOST_ASKED = 20
"""Words that are asked about; a column with more is no column of states or services."""


_STATES = {
    "held": "it took place",
    "cancelled": "it was called off",
    "missed": "someone did not come",
    "booked": "it is planned",
    "declined": "the member did not want it",
    "ordered": "the member asked for it",
    "withdrawn": "the entry is wrong",
}
"""What the states of a log mean, the usual ones first, for somebody who is asked."""


@dataclass(frozen=True)
class MeetingSheet:
    """A sheet as it was read: its columns, its touchpoints, and what was answered about it."""

    file: Path
    plan: ColumnPlan
    table: LogTable
    columns: ColumnsFile | None
    new_words: Mapping[str, str]

    def keep(self, data: Path, service: str | None) -> None:
        """Write what was answered to columns.yaml, so that the next sheet needs no option; nothing if nothing was."""
        from checks.imports.column_recognition import ColumnAnswers, recognise_columns

        kept = self.columns.meetings if self.columns else None
        order = self.columns.meetings.dates if self.columns else None
        answers = ColumnAnswers({}, kept.names() if kept else {}, _order(order))
        denied = tuple(role for role in self.plan.denied if role != "service" or not service)
        plan = replace(self.plan, denied=denied)
        alone = recognise_columns(plan.table, plan.kind, answers)
        known = alone.headings().items() >= plan.headings().items() and alone.order == plan.order
        if known and not self.new_words:
            return
        if keep_columns(data, kept_text(self.columns, plan, {}, self.new_words)):
            click.echo("data/columns.yaml: written, so that the next sheet needs no option.")


def _order(order: str | None) -> DateOrder | None:
    from checks.imports.column_dates import DateOrder

    return DateOrder(order) if order else None


def read_meeting_sheet(
    repository: Repository, file: Path, options: TableOptions, means: Sequence[str]
) -> MeetingSheet:
    """Return what a sheet of meetings holds; shows its columns, and asks what has to be asked."""
    from checks.imports.column_recognition import TableKind
    from checks.imports.log_table import meeting_rows

    meant = dict(_meaning(repository, text) for text in means)
    people = _people(options)
    columns = columns_file(options.columns, options.data)
    plan = recognised(file, TableKind.MEETINGS, columns, options)
    words = _words(repository, columns, meant)
    asked = _asked_words(repository, plan, words)
    words = replace(words, answered={**words.answered, **_plain(asked)})
    new = {word: value for word, value in {**meant, **asked}.items() if not _names_somebody(word, people)}
    if kept := columns.words if columns else None:
        new = {word: value for word, value in new.items() if kept.get(word) != value}
    return MeetingSheet(file, plan, meeting_rows(plan, _known(people), words), columns, new)


def _people(options: TableOptions) -> People | None:
    """Return the people table, None where nobody names one."""
    from checks.loading.people import read_people

    named = options.people or os.environ.get("OUTBOUND_PEOPLE")
    return read_people(Path(named), options.folders) if named else None


def _known(people: People | None) -> KnownNames:
    from checks.imports.log_table import KnownNames, known_names

    if people is None:
        return KnownNames()
    return known_names(people.by_address, [(person.name, person.id) for person in people.by_id.values()])


def _words(repository: Repository, columns: ColumnsFile | None, meant: Mapping[str, str]) -> SheetWords:
    from checks.imports.log_table import SheetWords
    from checks.imports.services_by_name import names_of_services

    policy = repository.policy
    read = (repository.roster(team)[0] for team in repository.team_ids)
    teams = {roster.name.casefold(): roster.id for roster in read if roster}
    teams |= {label.casefold(): team for label, team in (columns.teams if columns else {}).items()}
    kept = {**(columns.words if columns else {}), **meant}
    return SheetWords(
        names_of_services(policy.services, policy.former, policy.unreadable), teams, _plain(kept)
    )


def _plain(words: Mapping[str, str]) -> dict[str, str]:
    from checks.imports.meeting_words import plain_word

    return {plain_word(word): value for word, value in words.items()}


def _meaning(repository: Repository, text: str) -> tuple[str, str]:
    """Return a word and what it means, as `--means` says it; raises `UsageError`."""
    word, _, value = (part.strip() for part in text.rpartition("="))
    if not word or not value:
        raise UsageError(f"--means {text}: write WORD=MEANING, for example done=held")
    meanings = _meanings(repository)
    if value not in meanings:
        hint = did_you_mean(value, meanings, f"Write one of {', '.join(meanings)}")
        raise UsageError(f"--means {text}: there is no state or service {value}. {hint}")
    return word, value


def _meanings(repository: Repository) -> list[str]:
    from checks.model.touchpoint_log import INITIATIVES, STATES

    return [*sorted(STATES), *sorted(INITIATIVES), *repository.policy.services]


def _asked_words(repository: Repository, plan: ColumnPlan, words: SheetWords) -> dict[str, str]:
    """Return what somebody at a terminal says that unknown words mean; those that are skipped stay unknown."""
    from checks.imports.log_table import unknown_words

    if not sys.stdin.isatty():
        return {}
    unknown = unknown_words(plan, words)
    if len(unknown) > _MOST_ASKED:
        click.echo(
            f"{len(unknown)} words are not known. If a column is taken wrongly, name it with --column."
        )
        return {}
    answers = ((word.word, _asked_word(repository, word)) for word in unknown)
    return {word: answer for word, answer in answers if answer}


def _asked_word(repository: Repository, unknown: UnknownWord) -> str:
    from checks.loading.files import printable
    from checks.output.formats import text_table
    from checks.wording.measures import plural

    services = {name: service.title for name, service in repository.policy.services.items()}
    meanings = _STATES if unknown.role == "state" else services
    choices = list(meanings)
    click.echo(f"What does {printable(unknown.word[:40])!r} mean ({plural(unknown.rows, 'row')})?")
    rows = [("", str(number), choice, meanings[choice]) for number, choice in enumerate(choices, start=1)]
    click.echo(text_table(rows), nl=False)
    allowed = [str(number) for number in range(len(choices) + 1)]
    words = f"Which {unknown.role} is it? Write its number, or 0 to leave these rows out"
    number = int(click.prompt(words, type=click.Choice(allowed), show_choices=False))
    return choices[number - 1] if number else ""


def _names_somebody(word: str, people: People | None) -> bool:
    """Whether a word has an address or a name in it, which must not get into a repository."""
    from checks.imports.ics_titles import name_parts

    names = name_parts(*(person.name for person in people.by_id.values())) if people else frozenset()
    return "@" in word or len(word) > 40 or bool(names & name_parts(word))


def check_refused_file(file: str) -> Path:
    """Return where refused rows are to go; raises `UsageError` inside a repository, or for another kind of file."""
    from checks.cli.person_records import refuse_folder_in_repository
    from checks.imports.refused_rows import is_refused_table
    from checks.store.atomic_files import content_of

    path = Path(file)
    refuse_folder_in_repository(path, "rows that may contain names")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(f"--refused {file}: this is not a file in an existing folder")
    content = content_of(path)
    if content is not None and not is_refused_table(content):
        raise UsageError(
            f"--refused {file}: the file exists and contains something else. Choose another name"
        )
    return path


def write_refused(sheet: MeetingSheet, reasons: Sequence[tuple[int, str]], path: Path | None) -> None:
    """Write the refused rows of a sheet to a file of their own, and print how to go on; without a file say how to get one."""
    if not reasons:
        return
    if path is None:
        click.echo("To get the rejected rows as a file to correct, add --refused FILE.", err=True)
        return
    from checks.imports.refused_rows import reasons_by_line, refused_table
    from checks.store.atomic_files import content_of, replace_file

    with writing_to(sheet.file):
        content = sheet.file.read_bytes()
    before = content_of(path)
    replace_file(path, before, refused_table(sheet.plan.table, content, reasons_by_line(reasons)))
    if before is None:
        path.chmod(0o600)
    click.echo(f"{path}: the rejected rows. Correct them, and import this file. Then delete it.")
