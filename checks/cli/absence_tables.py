"""Read by `import people --absences`: days away from a table, or from the out-of-office entries of a calendar."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checks.cli.column_options import TableOptions, columns_file, recognised
from checks.cli.context import playbook_of
from checks.cli.people_tables import ReadTable, crowds_settled, people_known

if TYPE_CHECKING:
    from checks.imports.people_rows import PeopleRows
    from checks.imports.roster_changes import ImportDays
    from checks.imports.team_structure import KnownTeams
    from checks.loading.repository import Repository

AHEAD = timedelta(days=400)
"""How far ahead out-of-office entries are looked for."""


def read_absences(
    repository: Repository,
    file: Path,
    options: TableOptions,
    among: tuple[KnownTeams, ImportDays, str | None],
    owner: str | None,
) -> ReadTable:
    """Return which absences a table or a calendar adds among rosters; `owner` is whose calendar it is, if it names nobody."""
    from checks.imports.column_recognition import TableKind
    from checks.imports.people_import import import_absences
    from checks.imports.people_rows import absence_rows
    from checks.loading.people import People, read_people

    named = options.people or os.environ.get("OUTBOUND_PEOPLE")
    people = read_people(Path(named), options.folders) if named else People({})
    if _is_calendar(file):
        read, refused = _from_calendar(repository, file, people.by_address, among[1], owner)
        return ReadTable(file, import_absences(read, *among), refused=refused, known=people)
    columns = columns_file(options.columns, options.data)
    plan = recognised(file, TableKind.ABSENCES, columns, options)
    result = import_absences(absence_rows(plan, people_known(people)), *among)
    settled = crowds_settled(result, many_away=options.many_away)
    return ReadTable(file, settled, plan, columns, known=people)


def _is_calendar(file: Path) -> bool:
    from checks.imports.table_text import LARGEST, NotATableError
    from checks.loading.files import read_capped

    content = read_capped(
        file,
        LARGEST,
        NotATableError,
        f"it is larger than {LARGEST // 1024 // 1024} MiB. Check that it is the right file",
    )
    return content.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper() == b"BEGIN:VCALENDAR"


def _from_calendar(
    repository: Repository, file: Path, addresses: dict[str, str], days: ImportDays, owner: str | None
) -> tuple[PeopleRows, list[str]]:
    from checks.imports.absences import OUT_OF_OFFICE, absences_in_calendar
    from checks.imports.calendar_file import CalendarQuery, read_calendar
    from checks.imports.people_rows import PeopleRows

    playbook = playbook_of(repository)
    last = days.as_of + AHEAD
    query = CalendarQuery(playbook.logs_from, last, playbook.time_zone, addresses, (OUT_OF_OFFICE,))
    calendar = read_calendar(file, query)
    away, unclear = absences_in_calendar(calendar.occurrences, owner)
    refused = [f"{entry.file}, {entry.shown}: {entry.why}" for entry in calendar.refused]
    return PeopleRows((), tuple(away), ()), [
        *(f"{file.name}: {note}" for note in calendar.notes),
        *refused,
        *unclear,
    ]
