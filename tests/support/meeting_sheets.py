"""A sheet of meetings as touchpoints, read as the command reads it where nothing is asked."""

from pathlib import Path

from checks.imports.column_recognition import ColumnAnswers, TableKind, recognise_columns
from checks.imports.log_table import (
    KnownNames,
    LogTable,
    SheetWords,
    meeting_rows,
    without_clock,
)
from checks.imports.meeting_words import is_meeting_heading
from checks.imports.services_by_name import ServiceNames, names_of_services
from checks.imports.table_text import NotATableError, read_text_table
from checks.loading.policy import Policy


def meetings_in(path: Path, policy: Policy | None = None) -> LogTable:
    """Return what a sheet holds, its people by id; raises `NotATableError` where something would have to be asked."""
    table = without_clock(read_text_table(path, is_meeting_heading))
    plan = recognise_columns(table, TableKind.MEETINGS, ColumnAnswers())
    if asked := [question.words for question in plan.questions if question.needed]:
        raise NotATableError(path.name, asked[0])
    services = names_of_services(policy.services, policy.former) if policy else ServiceNames()
    return meeting_rows(plan, KnownNames(), SheetWords(services))
