"""What a table calls its columns and teams: said by options, kept in columns.yaml, recognised, or asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.model.errors import UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.imports.column_recognition import ColumnAnswers, ColumnPlan, ColumnQuestion, TableKind
    from checks.imports.table_text import TextTable
    from checks.loading.csv_columns import BadRow
    from checks.model.columns import ColumnsFile

F = TypeVar("F", bound=Callable[..., object])

KEPT = "columns.yaml"
"""The file with the data that keeps the answers."""

_HEAD = (
    "# What the columns and teams of tables from HR, and of sheets of meetings, are called. "
    "`outbound import` keeps it; comments are not kept.\n"
)
_WORDS = {"day-first": "the day first, as in 31/12/2026", "month-first": "the month first, as in 12/31/2026"}


@dataclass(frozen=True)
class TableOptions:
    """What the options say about a table; `data` is the folder with columns.yaml, None before there is one."""

    columns: str | None
    columns_said: Sequence[str]
    dates: str | None
    people: str | None
    many_away: bool = False
    strict: bool = False
    data: Path | None = None
    folders: Sequence[Path] = ()


def column_options(command: F) -> F:
    """Add the options that say what a table calls its columns."""
    options = (
        click.option(
            "--column",
            "columns_said",
            multiple=True,
            metavar="ROLE=NAME",
            help="The table's name of a column, for example team=Division; `none` for no column. Repeatable.",
        ),
        click.option(
            "--columns",
            metavar="FILE",
            help="A file with the names of columns and teams. [default: columns.yaml with the data]",
        ),
        click.option(
            "--dates",
            type=click.Choice(["day-first", "month-first"]),
            help="How to read dates such as 03/04/2026, if the table doesn't show it.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def columns_file(named: str | None, data: Path | None) -> ColumnsFile | None:
    """Return the file that is named, else the one kept with the data; None without either. Raises `UsageError`."""
    if named is not None:
        return _read(named)
    kept = data / KEPT if data else None
    return _read(str(kept)) if kept and kept.exists() else None


def _read(name: str) -> ColumnsFile:
    from checks.loading.documents import read_document
    from checks.loading.files import Folder, Tree
    from checks.model.columns import ColumnsFile

    path = Path(name)
    read, faults = read_document(Tree(Folder(path.absolute().parent), name, (path.name,)), ColumnsFile)
    if read is None or faults:
        problem = faults[0].problem
        raise UsageError(f"{problem.place}: {problem.message}")
    return read


def recognised(file: Path, kind: TableKind, columns: ColumnsFile | None, options: TableOptions) -> ColumnPlan:
    """Return what the columns of a table are, and show it; raises `UsageError` for what nobody can be asked.

    All columns of a file that an option names have to be there; those that were kept need not be.
    """
    from checks.imports.column_recognition import recognise_columns

    own, written = _section(columns, kind)
    table = _table(file, kind, {name.casefold() for name in written.values()})
    answers = _answers(columns, written, options, kind, named=options.columns is not None and own)
    plan, answers = _asked(recognise_columns(table, kind, answers), answers)
    if _is_our_own(plan):
        return plan
    show_columns(plan)
    while sys.stdin.isatty() and (wrong := _what_is_wrong()):
        try:
            answers = _with_answer(plan, answers, *_pair(wrong, kind))
        except UsageError as error:
            click.echo(f"{error}.")
            continue
        plan, answers = _asked(recognise_columns(table, kind, answers), answers)
        show_columns(plan)
    return plan


def _table(file: Path, kind: TableKind, known: set[str]) -> TextTable:
    """Return the table in a file; `known` are headings that were kept, in lowercase."""
    from checks.imports.column_recognition import TableKind
    from checks.imports.column_words import is_heading
    from checks.imports.log_table import without_clock
    from checks.imports.meeting_words import is_meeting_heading
    from checks.imports.table_text import read_text_table

    meetings = kind is TableKind.MEETINGS
    names = is_meeting_heading if meetings else is_heading
    table = read_text_table(file, lambda name: names(name) or name.casefold() in known)
    return without_clock(table) if meetings else table


def _is_our_own(plan: ColumnPlan) -> bool:
    """Whether a sheet of meetings has the log's own headings and nothing else, so that nothing can be taken wrongly."""
    from checks.imports.column_recognition import TableKind

    headings = {role: heading.casefold() for role, heading in plan.headings().items()}
    own = all(role == heading for role, heading in headings.items()) and len(headings) == len(plan.uses)
    return plan.kind is TableKind.MEETINGS and own and not plan.table.notes


def _what_is_wrong() -> str:
    """Ask whether all columns are right; empty if they are."""
    words = "Press Enter if this is right; else write what is wrong, for example team=Division"
    answer = str(click.prompt(words, "", show_default=False)).strip()
    return "" if answer.casefold() in ("y", "yes", "ok") else answer


def _section(columns: ColumnsFile | None, kind: TableKind) -> tuple[bool, dict[str, str]]:
    """Return whether a file has headings for a kind of table, and these; else the one of persons, which both may share."""
    from checks.imports.column_recognition import TableKind

    if kind is TableKind.MEETINGS:
        meetings = columns.meetings.names() if columns else {}
        return bool(meetings), meetings
    people = columns.columns.names() if columns else {}
    own = people if kind is TableKind.PEOPLE else columns.absences.names() if columns else {}
    return bool(own), own or {role: heading for role, heading in people.items() if role == "person"}


def _answers(
    columns: ColumnsFile | None,
    written: Mapping[str, str],
    options: TableOptions,
    kind: TableKind,
    *,
    named: bool,
) -> ColumnAnswers:
    from checks.imports.column_dates import DateOrder
    from checks.imports.column_recognition import ColumnAnswers, TableKind

    kept_order = (columns.meetings if kind is TableKind.MEETINGS else columns).dates if columns else None
    order = options.dates or kept_order
    by_option = dict(_pair(text, kind) for text in options.columns_said)
    kept = {} if named else dict(written)
    return ColumnAnswers(
        {**(written if named else {}), **by_option}, kept, DateOrder(order) if order else None
    )


def _pair(text: str, kind: TableKind) -> tuple[str, str]:
    from checks.cli.context import did_you_mean
    from checks.imports.column_recognition import roles_of

    role, equals, heading = (part.strip() for part in text.partition("="))
    roles = roles_of(kind)
    if not equals or not heading:
        raise UsageError(f"--column {text}: write ROLE=NAME, for example team=Division")
    if role not in roles:
        hint = did_you_mean(role, roles, f"roles: {', '.join(roles)}")
        raise UsageError(f"--column {text}: there is no role {role}; {hint}")
    return role, heading


def _asked(plan: ColumnPlan, answers: ColumnAnswers) -> tuple[ColumnPlan, ColumnAnswers]:
    """Return a plan without questions that must be answered, and the answers: asked on a terminal, refused elsewhere."""
    from checks.imports.column_recognition import recognise_columns

    skipped: set[str] = set()
    while questions := [question for question in plan.questions if question.role not in skipped]:
        question = next((question for question in questions if question.needed), questions[0])
        if not sys.stdin.isatty():
            if question.needed:
                raise UsageError(_refusal(plan, question))
            return plan, answers
        answer = _answer(question)
        if not answer:
            skipped.add(question.role)
            continue
        answers = _with_answer(plan, answers, question.role, answer)
        plan = recognise_columns(plan.table, plan.kind, answers)
    return plan, answers


def _with_answer(plan: ColumnPlan, answers: ColumnAnswers, role: str, answer: str) -> ColumnAnswers:
    """Return the answers with one more; a column that the table doesn't have is asked for again."""
    from checks.imports.column_dates import DateOrder
    from checks.imports.column_recognition import NO_COLUMN, column_number

    if role == "dates":
        return replace(answers, order=DateOrder(answer))
    while answer != NO_COLUMN and column_number(plan.table, answer) is None:
        answer = click.prompt(f"There is no column {answer}. Which is it, or none?").strip()
    return replace(answers, columns={**answers.columns, role: answer})


def _answer(question: ColumnQuestion) -> str:
    from checks.imports.column_recognition import MEANINGS
    from checks.loading.files import printable

    click.echo(f"{question.words[0].upper()}{question.words[1:]}.")
    if question.role == "dates":
        for choice in question.choices:
            click.echo(f"  {choice}: {_WORDS[choice]}")
        return str(click.prompt("Which is it?", type=click.Choice(question.choices)))
    for number, choice in enumerate(question.choices, start=1):
        click.echo(f"  {number}  {printable(choice)}")
    allowed = [str(number) for number in range(1, len(question.choices) + 1)]
    last = "" if question.needed else ", or 0 for none"
    number = int(
        click.prompt(
            f"Which column is the {MEANINGS[question.role]}? Write its number{last}",
            type=click.Choice(allowed if question.needed else ["0", *allowed]),
            show_choices=False,
        )
    )
    return question.choices[number - 1] if number else "none"


def _refusal(plan: ColumnPlan, question: ColumnQuestion) -> str:
    from checks.imports.column_recognition import TableKind, headings_shown

    lead = f"{plan.table.file}: {question.words}"
    if question.role == "dates":
        return f"{lead}. Say it with --dates day-first or --dates month-first"
    choices = headings_shown(plan.table)
    away = ", or add --absences if this is a table of days away" if plan.kind is TableKind.PEOPLE else ""
    away = away if question.role in ("team", "manager") else ""
    if question.role == "service":
        away = ", or add --service SERVICE if all rows are of one service"
    return f"{lead}. Say it with --column {question.role}=NAME{away} (columns here: {choices})"


def show_columns(plan: ColumnPlan) -> None:
    """Print each column of a table, what it is taken as, and two examples; then what was read in another way than written."""
    from checks.loading.files import printable
    from checks.output.formats import text_table
    from checks.wording.measures import plural

    click.echo(f"{plan.table.file}: {plural(len(plan.table.rows), 'row')}.")
    rows = [("", "Column", "Taken as", "For example")]
    rows += [
        (
            "",
            printable(use.heading[:40]),
            use.words,
            " · ".join(printable(example[:32]) for example in use.examples),
        )
        for use in plan.uses
    ]
    click.echo(text_table(rows), nl=False)
    for note in plan.table.notes:
        click.echo(f"  Note: {note}.")
    for question in plan.questions:
        if not question.needed:
            choices = ", ".join(printable(choice) for choice in question.choices)
            click.echo(f"  Note: {question.words}: {choices} (say it with --column {question.role}=NAME).")


def kept_text(
    columns: ColumnsFile | None,
    plan: ColumnPlan,
    labels: Mapping[str, str],
    words: Mapping[str, str] | None = None,
) -> str:
    """Return columns.yaml with what a table has taught: its columns, the order of its dates, its teams and words."""
    from checks.imports.column_recognition import TableKind
    from checks.model.columns import ColumnsFile

    kept = columns or ColumnsFile()
    sections = {
        "columns": kept.columns.names(),
        "absences": kept.absences.names(),
        "meetings": kept.meetings.names(),
        "words": {**kept.words, **(words or {})},
        "teams": {**kept.teams, **labels},
        "groups": dict(kept.groups),
    }
    sections["columns" if plan.kind is TableKind.PEOPLE else plan.kind.value] = plan.headings()
    of_meetings = plan.kind is TableKind.MEETINGS
    new = plan.order.value if plan.order else None
    order = kept.dates if of_meetings else new or kept.dates
    meetings_order = (new if of_meetings else None) or kept.meetings.dates
    sections["meetings"] |= {"dates": meetings_order} if meetings_order else {}
    return _columns_text(sections, order)


def _columns_text(sections: Mapping[str, Mapping[str, str]], order: str | None) -> str:
    from checks.store.yaml_emitting import HOUSE, Value, document_text

    keys: dict[str, Value] = {key: pairs for key, pairs in sections.items() if pairs}
    keys |= {"dates": order} if order else {}
    return document_text(keys, _HEAD, replace(HOUSE, width=0))  # each key on a line of its own


def keep_columns(data: Path, text: str) -> bool:
    """Write columns.yaml with the data, if it is not there with these words already; whether it was written."""
    from checks.store.atomic_files import content_of, replace_file

    path = data / KEPT
    with writing_to(path):
        before = content_of(path)
        if before == text.encode():
            return False
        replace_file(path, before, text.encode())
    return True


def column_lines(file: Path, bad: Sequence[BadRow]) -> list[str]:
    """Return a text for each reason why rows were not taken, with their lines, in the table's order."""
    lines: dict[str, list[int]] = {}
    for row in sorted(bad, key=lambda row: row.line):
        lines.setdefault(row.why, []).append(row.line)
    return [f"{file.name}, {_numbered(numbers)}: {why}" for why, numbers in lines.items()]


def _numbered(lines: Sequence[int]) -> str:
    """Return line numbers in words, those that follow each other as one range."""
    ranges: list[list[int]] = []
    for line in lines:
        if ranges and line - ranges[-1][-1] == 1:
            ranges[-1] = [ranges[-1][0], line]
        else:
            ranges.append([line])
    shown = ", ".join("–".join(map(str, span)) for span in ranges)
    return f"{'line' if len(lines) == 1 else 'lines'} {shown}"
