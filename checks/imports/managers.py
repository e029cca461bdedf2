"""Who manages whom in a table: managers by id, address or name, as the same table has them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checks.imports.people_rows import KnownPeople, PersonRow, name_orders, names_of, person_id, plain_person
from checks.loading.csv_columns import BadRow


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """A row with its manager: an id, empty without one; `unknown` says in words why the manager has no id."""

    row: PersonRow
    manager: str
    unknown: str = ""


def reporting_lines(
    rows: Sequence[PersonRow], known: KnownPeople, as_of: date
) -> tuple[list[ReportingLine], list[BadRow]]:
    """Return each row with its manager, and the rows whose managers report to each other in a circle.

    Who names themselves has no manager. A manager who left before `as_of` is unknown.
    """
    finder = _Finder(rows, known)
    last_days = _last_days(rows)
    lines = [_line(row, finder, last_days, as_of) for row in rows]
    circle = _in_circles({line.row.person: line.manager for line in lines if _is_current(line.row, as_of)})
    bad = [
        BadRow(line.row.line, "its managers report to each other in a circle")
        for line in lines
        if line.row.person in circle
    ]
    return [line for line in lines if line.row.person not in circle], bad


def _is_current(row: PersonRow, as_of: date) -> bool:
    return row.last is None or row.last >= as_of


def current_lines(lines: Iterable[ReportingLine], as_of: date) -> list[ReportingLine]:
    """Return the lines of rows that have not ended before a day."""
    return [line for line in lines if _is_current(line.row, as_of)]


def _last_days(rows: Iterable[PersonRow]) -> dict[str, date]:
    """Return the last day of everybody in the table, `date.max` without one."""
    last_days: dict[str, date] = {}
    for row in rows:
        last_days[row.person] = max(last_days.get(row.person, date.min), row.last or date.max)
    return last_days


def _line(row: PersonRow, finder: "_Finder", last_days: Mapping[str, date], as_of: date) -> ReportingLine:
    if not row.manager:
        return ReportingLine(row, "")
    manager, unknown = finder.find(row.manager)
    if manager == row.person:
        return ReportingLine(row, "")
    if last_days.get(manager, date.max) < as_of:
        return ReportingLine(row, "", f"its manager has left ({manager}, {last_days[manager]})")
    return ReportingLine(row, manager, unknown)


class _Finder:
    """Finds people of a table by id, address and name."""

    def __init__(self, rows: Sequence[PersonRow], known: KnownPeople) -> None:
        self._known = known
        self._people = {row.person for row in rows}
        self._addresses = {plain_person(row.address): row.person for row in rows if row.address}
        self._names: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            for name in name_orders(row.name):
                self._names[name].setdefault(row.person, row.line)
        self._seen: dict[str, tuple[str, str]] = {}

    def find(self, text: str) -> tuple[str, str]:
        """Return the id of who is meant, or nothing and why."""
        if text not in self._seen:
            self._seen[text] = self._find(text)
        return self._seen[text]

    def _find(self, text: str) -> tuple[str, str]:
        for part in names_of(text):
            plain = plain_person(part)
            people = self._names.get(plain, {})
            if len(people) > 1:
                lines = " and ".join(str(line) for line in sorted(people.values())[:3])
                return (
                    "",
                    f"its manager's name is that of several people (lines {lines}); use ids or addresses",
                )
            person = person_id(part, self._known)
            inside = (
                person if person in self._people else self._addresses.get(plain) or next(iter(people), None)
            )
            if inside:
                return inside, ""
        outside = (person_id(part, self._known) for part in names_of(text))
        person = next(filter(None, outside), None)
        return (person, "") if person else ("", "its manager is in no row of the table")


def _in_circles(manager_of: Mapping[str, str]) -> set[str]:
    """Return who is their own manager's manager, however far up."""
    clear: set[str] = set()
    circles: set[str] = set()
    for start in manager_of:
        path: dict[str, int] = {}
        person = start
        while person and person in manager_of and person not in clear and person not in path:
            path[person] = len(path)
            person = manager_of[person]
        if person in path:
            circles |= {name for name, at in path.items() if at >= path[person]}
        clear |= path.keys()
    return circles
