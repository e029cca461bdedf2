"""Recognise the columns of a table of people, of absences or of meetings, by their names and by their values.

A name alone is never enough: what is called a date holds dates, and who is called a manager is no `yes`. Where two
columns fit equally well, or one that is needed is missing, the outcome holds a question. Answers win over everything.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from checks.imports.column_dates import (
    DateColumn,
    DateOrder,
    date_column_of,
    is_blank,
    looks_like_dates,
    two_readings,
)
from checks.imports.column_words import HIRED, LEFT, NAMES, manager_kind, plain_name
from checks.imports.meeting_words import MEETING_NAMES, WORDS, plain_word
from checks.imports.status_words import is_leave_status, is_status
from checks.imports.table_text import NotATableError, TextTable
from checks.loading.files import printable

NO_COLUMN = "none"
"""The answer that a table has no such column."""

_ADDRESS = re.compile(r"(?:mailto:)?[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", re.IGNORECASE)
_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_FLAGS = frozenset(
    [
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "0",
        "1",
        "x",
        "ja",
        "nein",
        "nej",
        "kyllä",
        "ei",
        "oui",
        "non",
        "on",
    ]
)
_UID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class TableKind(Enum):
    """What the rows of a table are."""

    PEOPLE = "people"
    ABSENCES = "absences"
    MEETINGS = "meetings"


_ROLES = {
    TableKind.PEOPLE: (
        "person", "name", "given_name", "family_name", "address", "team", "manager", "from", "to",
        "leave_from", "leave_to", "status", "leave_status", "groups",
    ),
    TableKind.ABSENCES: ("person", "name", "given_name", "family_name", "address", "from", "to", "status", "days"),
    TableKind.MEETINGS: (
        "date", "service", "member", "given_name", "family_name", "given_by", "initiative", "state",
        "acknowledged", "uid", "team",
    ),
}  # fmt: skip
NEVER_GUESSED = frozenset(["groups"])
"""Roles that a column has only if somebody says so: what describes people is theirs to agree to."""

DATES = ("date", "from", "to", "leave_from", "leave_to")
MEANINGS = {
    "person": "person",
    "name": "name",
    "given_name": "first name",
    "family_name": "last name",
    "address": "address",
    "team": "team",
    "manager": "manager",
    "from": "start date",
    "to": "end date",
    "leave_from": "start of leave",
    "leave_to": "end of leave",
    "status": "status",
    "leave_status": "status of the leave",
    "days": "number of days",
    "groups": "groups that describe people",
    "date": "date",
    "service": "service",
    "member": "member",
    "given_by": "leader or coach",
    "initiative": "who started it",
    "state": "state",
    "acknowledged": "confirmed by the member",
    "uid": "uid",
}
"""What each role is called where a person reads it."""


def roles_of(kind: TableKind) -> tuple[str, ...]:
    """Return the roles that columns of a table can have."""
    return _ROLES[kind]


@dataclass(frozen=True, slots=True)
class ColumnAnswers:
    """What is known of a table: headings by role, `none` for a column there is not, and the order of its dates.

    `kept` are headings from an earlier table: where this one lacks them, the column is recognised again.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """What has to be answered before the table can be read: a role, why, and which headings may be meant.

    `role` is `dates` for the order of dates. Without `needed` the table can be read without an answer.
    """

    role: str
    words: str
    choices: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of the table, what it is taken as, in words, and two of its values; none of a column that is not read."""

    heading: str
    words: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Where each role's column is, by index, how its dates are written, and what is not clear."""

    table: TextTable
    kind: TableKind
    columns: Mapping[str, int]
    dates: Mapping[str, DateColumn]
    uses: tuple[ColumnUse, ...]
    questions: tuple[ColumnQuestion, ...]
    denied: tuple[str, ...] = ()

    def headings(self) -> dict[str, str]:
        """Return the heading of each column that is read, by role, and `none` for those that somebody has denied."""
        return {role: self.table.header[at] for role, at in self.columns.items()} | dict.fromkeys(
            self.denied, NO_COLUMN
        )

    @property
    def order(self) -> DateOrder | None:
        """The order of the dates, if all columns that need one have the same."""
        orders = {column.order for column in self.dates.values() if column.order}
        return orders.pop() if len(orders) == 1 else None


def recognise_columns(table: TextTable, kind: TableKind, answers: ColumnAnswers) -> ColumnPlan:
    """Return what the columns of a table are; raises `NotATableError` for answers that name no column."""
    columns = dict(_answered(table, answers))
    known = {**answers.kept, **answers.columns}
    denied = {role for role, heading in known.items() if heading == NO_COLUMN}
    asked = list(_take_fitting(table, kind, columns, denied))
    columns = _without_double(table, kind, columns)
    settled = denied | {question.role for question in asked}
    asked += [*_missing(table, kind, columns, settled), *_suggested(table, kind, columns, settled)]
    dates = {
        role: date_column_of(column_values(table, columns[role]), answers.order)
        for role in DATES
        if role in columns
    }
    asked += _undecided(table, columns, dates)
    ordered = {role: columns[role] for role in _ROLES[kind] if role in columns}
    uses = tuple(_uses(table, kind, ordered, dates))
    return ColumnPlan(table, kind, ordered, dates, uses, tuple(asked), tuple(sorted(denied)))


def _take_fitting(
    table: TextTable, kind: TableKind, columns: dict[str, int], denied: set[str]
) -> Iterator[ColumnQuestion]:
    """Take the one column that fits each role best, and yield a question where several fit equally well."""
    for role in _ROLES[kind]:
        if role in columns or role in denied or role in NEVER_GUESSED:
            continue
        fitting = _candidates(table, kind, role, set(columns.values()))
        if len(fitting) == 1:
            columns[role] = fitting[0]
        elif fitting:
            headings = tuple(table.header[at] for at in fitting)
            for heading in headings:
                column_number(table, heading)  # of two with one name neither can be answered
            yield ColumnQuestion(role, f"{len(headings)} columns could be the {MEANINGS[role]}", headings)


def column_values(table: TextTable, at: int) -> list[str]:
    """Return the values of a column, row by row."""
    return [row.values[at] for row in table.rows]


def column_number(table: TextTable, heading: str) -> int | None:
    """Return the index of the column with a heading, whatever its case; raises `NotATableError` if two have it."""
    wanted = " ".join(heading.split()).casefold()
    numbers = [at for at, name in enumerate(table.header) if name.casefold() == wanted]
    if len(numbers) > 1:
        raise NotATableError(table.file, f"two columns are called {printable(heading)!r}. Rename one of them")
    return numbers[0] if numbers else None


def headings_shown(table: TextTable) -> str:
    """Return the first dozen headings for a message: cut short, and safe for a terminal."""
    return ", ".join(printable(name[:40]) for name in table.header[:12] if name) or "none"


def _answered(table: TextTable, answers: ColumnAnswers) -> Iterator[tuple[str, int]]:
    for role, heading in answers.kept.items():
        number = column_number(table, heading)
        if role not in answers.columns and number is not None and heading != NO_COLUMN:
            yield role, number
    for role, heading in answers.columns.items():
        number = None if heading == NO_COLUMN else column_number(table, heading)
        if number is not None:
            yield role, number
        elif heading != NO_COLUMN:
            why = f"there is no column {printable(heading)!r}. Name another with --column {role}=NAME"
            raise NotATableError(table.file, f"{why} (columns here: {headings_shown(table)})")


def _candidates(table: TextTable, kind: TableKind, role: str, taken: set[int]) -> list[int]:
    """Return the columns that fit a role best and equally well."""
    fits = {
        at
        for at, heading in enumerate(table.header)
        if heading and at not in taken and _fits(role, column_values(table, at))
    }
    if role == "manager":
        return _managers(table, fits)
    if role == "given_by":
        return _givers(table, fits)
    for group in _groups(kind, role):
        named = [at for at in sorted(fits) if plain_name(table.header[at]) in group]
        if named:
            return _fullest(table, named)
    if role == "address":
        by_value = [at for at in sorted(fits) if _is_unnamed_address(table, at)]
        return by_value if len(by_value) == 1 else []
    return _by_name_alone(table, kind, role, taken)


def _by_name_alone(table: TextTable, kind: TableKind, role: str, taken: set[int]) -> list[int]:
    """Return the columns of a name that leaves no doubt, whatever their values: each row then says what is wrong with it."""
    sure = role in DATES or (kind is TableKind.MEETINGS and role in ("service", "state"))
    groups = _groups(kind, role)[:2] if role == "person" else _groups(kind, role) if sure else ()
    for group in groups:
        named = [
            at for at, heading in enumerate(table.header) if at not in taken and plain_name(heading) in group
        ]
        if named:
            return _fullest(table, named)
    return []


def _groups(kind: TableKind, role: str) -> tuple[frozenset[str], ...]:
    """Return the names of a role, the surest first. A table of absences has no day on which anybody was hired."""
    if kind is TableKind.MEETINGS:
        return MEETING_NAMES[role]
    if kind is TableKind.PEOPLE or role not in ("from", "to", "status"):
        return NAMES[role]
    if role == "status":
        return (*NAMES["leave_status"], *NAMES["status"])
    never = HIRED | LEFT
    return (*NAMES[f"leave_{role}"], *(group - never for group in NAMES[role]))


def _managers(table: TextTable, fits: set[int]) -> list[int]:
    """Return the columns of managers: those by id, else by address, else by name."""
    for wanted in ("id", "address", "name"):
        of_kind = [at for at in sorted(fits) if manager_kind(table.header[at]) == wanted]
        filled = [at for at in of_kind if any(column_values(table, at))]
        if filled or (of_kind and wanted == "name"):
            return filled or of_kind[:1]
    return []


def _givers(table: TextTable, fits: set[int]) -> list[int]:
    """Return the columns of who gave it: by id if there are such, else those of givers, coaches and managers alike."""
    ids, named = MEETING_NAMES["given_by"]
    by_id = [at for at in sorted(fits) if plain_name(table.header[at]) in ids]
    if filled := [at for at in by_id if any(column_values(table, at))]:
        return filled
    givers = [at for at in sorted(fits) if plain_name(table.header[at]) in named]
    return _fullest(table, sorted({*givers, *_managers(table, fits)}))


def _fullest(table: TextTable, named: Sequence[int]) -> list[int]:
    """Return the columns with any value; the first of several that have none."""
    filled = [at for at in named if any(column_values(table, at))]
    return filled or list(named[:1])


def _is_unnamed_address(table: TextTable, at: int) -> bool:
    """Whether a column of another name holds an address of its own in each row: no manager's, which would recur."""
    filled = [value for value in column_values(table, at) if value]
    known = manager_kind(table.header[at]) != ""
    return not known and bool(filled) and 10 * len(set(filled)) >= 9 * len(filled)


def _fits(role: str, values: Sequence[str]) -> bool:
    """Whether values can be what a role says; most of those that are there decide."""
    filled = [value for value in values if not is_blank(value)]
    if role in DATES:
        return looks_like_dates(filled)
    test, least = _TESTS[role]
    return not filled or _share(filled, test) >= least


def _is_person(text: str) -> bool:
    return bool(_PERSON.fullmatch(text) or _ADDRESS.fullmatch(text))


def _is_name(text: str) -> bool:
    return (
        "@" not in text and any(map(str.isalpha, text)) and (" " in text or not any(map(str.isdigit, text)))
    )


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def _is_no_address(text: str) -> bool:
    return not _ADDRESS.fullmatch(text)


def _is_no_flag(text: str) -> bool:
    return text.casefold() not in _FLAGS


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _is_acknowledgement(text: str) -> bool:
    return plain_word(text) in WORDS["acknowledged"]


def _is_uid(text: str) -> bool:
    return bool(_UID.fullmatch(text))


_TESTS: dict[str, tuple[Callable[[str], bool], float]] = {
    "person": (_is_person, 0.7),
    "name": (_is_name, 0.7),
    "given_name": (_is_name, 0.7),
    "family_name": (_is_name, 0.7),
    "address": (_is_address, 0.7),
    "team": (_is_no_address, 0.7),
    "manager": (_is_no_flag, 0.5),
    "status": (is_status, 0.3),
    "leave_status": (is_leave_status, 0.3),
    "days": (_is_number, 0.7),
    "service": (_is_no_address, 0.7),
    "member": (_is_no_flag, 0.5),
    "given_by": (_is_no_flag, 0.5),
    "initiative": (_is_no_address, 0.3),
    "state": (_is_no_address, 0.7),
    "acknowledged": (_is_acknowledgement, 0.5),
    "uid": (_is_uid, 0.7),
}
"""What a value of each role is like, and which share of the values has to be, 0 to 1."""


def _share(filled: Sequence[str], test: Callable[[str], bool]) -> float:
    """Return the share of values that pass a test, 0 to 1; 0 without values."""
    return sum(1 for value in filled if test(value)) / len(filled) if filled else 0.0


def _without_double(table: TextTable, kind: TableKind, columns: Mapping[str, int]) -> dict[str, int]:
    """Return the columns without what another says better: a status that is the leave's, a first name alone."""
    kept = dict(columns)
    if kind is TableKind.PEOPLE and "status" in kept and "leave_status" not in kept:
        values = [value for value in column_values(table, kept["status"]) if value]
        if values and all(is_leave_status(value) for value in values) and "leave_from" in kept:
            kept["leave_status"] = kept.pop("status")
    if kind is TableKind.MEETINGS:
        return _without_double_member(kept)
    if "name" in kept or not {"given_name", "family_name"} <= set(kept):
        if "family_name" in kept and "name" not in kept:
            kept["name"] = kept["family_name"]
        kept.pop("given_name", None)
        kept.pop("family_name", None)
    return kept


def _without_double_member(columns: dict[str, int]) -> dict[str, int]:
    """Return the columns of a sheet of meetings with the member once: in a column, or as first and last name."""
    if "member" not in columns and not {"given_name", "family_name"} <= set(columns):
        if "family_name" in columns:
            columns["member"] = columns["family_name"]
        elif "given_name" in columns:
            columns["member"] = columns["given_name"]
    if "member" in columns:
        columns.pop("given_name", None)
        columns.pop("family_name", None)
    return columns


def _missing(
    table: TextTable, kind: TableKind, columns: Mapping[str, int], settled: set[str]
) -> Iterator[ColumnQuestion]:
    """Yield a question for each column that is needed and not there."""
    named = [(at, heading) for at, heading in enumerate(table.header) if heading]
    free = tuple(heading for at, heading in named if at not in columns.values())
    headings = free or tuple(heading for _, heading in named)
    there = set(columns) | settled
    if kind is TableKind.MEETINGS:
        for role in ("date", "service"):
            if role not in there:
                yield ColumnQuestion(role, f"no column for the {MEANINGS[role]}", headings)
        return
    if not {"person", "address", "name", "given_name"} & there:
        yield ColumnQuestion("person", "no column for the person", headings)
    if kind is TableKind.PEOPLE and not {"team", "manager"} & there:
        yield ColumnQuestion("team", "no column for the team or the manager", headings)
    if "from" not in there:
        words = "start of the leave" if kind is TableKind.ABSENCES else "start date"
        yield ColumnQuestion("from", f"no column for the {words}", headings)


def _suggested(
    table: TextTable, kind: TableKind, columns: Mapping[str, int], settled: set[str]
) -> Iterator[ColumnQuestion]:
    """Yield a question for a column that by its values may be one that is missing, and that a table can do without."""
    there = set(columns) | settled
    if kind is TableKind.MEETINGS:
        free = tuple(name for at, name in enumerate(table.header) if name and at not in columns.values())
        if free and not {"member", "given_name"} & there and len(table.rows):
            yield ColumnQuestion("member", "no column for the member", free, needed=False)
        return
    codes = () if "person" in there or not {"address", "name"} & there else tuple(_like_ids(table, columns))
    if codes:
        words = "no column is called an id, but this one has a different code in each row"
        yield ColumnQuestion("person", words, codes, needed=False)
    wanted = kind is TableKind.PEOPLE and "manager" not in there
    managers = tuple(_like_managers(table, columns)) if wanted else ()
    if managers:
        words = "no column is called manager, but this one names people in the table"
        yield ColumnQuestion("manager", words, managers, needed=False)


def _like_ids(table: TextTable, columns: Mapping[str, int]) -> Iterator[str]:
    """Yield the headings of columns that have a number or code in each row, and never twice the same."""
    for at, heading in enumerate(table.header):
        values = column_values(table, at)
        free = heading and at not in columns.values() and len(values) > 1
        if free and len(set(values)) == len(values) and all(map(_is_code, values)):
            yield heading


def _is_code(text: str) -> bool:
    return bool(_PERSON.fullmatch(text)) and any(map(str.isdigit, text)) and not any(two_readings(text))


def _like_managers(table: TextTable, columns: Mapping[str, int]) -> Iterator[str]:
    """Yield the headings of columns whose values are people of the table, over and over."""
    people = {
        value.casefold()
        for role in ("person", "address", "name")
        if role in columns
        for value in column_values(table, columns[role])
        if value
    }
    for at, heading in enumerate(table.header):
        filled = [value.casefold() for value in column_values(table, at) if not is_blank(value)]
        recurring = len(filled) > 1 and len(set(filled)) < len(filled)
        free = heading and at not in columns.values() and manager_kind(heading) != "dotted"
        if free and recurring and 10 * sum(value in people for value in filled) >= 8 * len(filled):
            yield heading


def _undecided(
    table: TextTable, columns: Mapping[str, int], dates: Mapping[str, DateColumn]
) -> Iterator[ColumnQuestion]:
    """Yield a question if dates of a column may be read in two ways, and none of them shows which is meant."""
    unclear = [role for role, column in dates.items() if column.undecided]
    if unclear:
        heading = table.header[columns[unclear[0]]]
        example = dates[unclear[0]].undecided[0]
        shown = {column.order for column in dates.values() if column.order}
        other = f"; the other columns of dates are {shown.pop().value}" if len(shown) == 1 else ""
        words = f"the dates in {printable(heading)!r} may be read in two ways, for example {example}{other}"
        yield ColumnQuestion("dates", words, tuple(order.value for order in DateOrder))


def _uses(
    table: TextTable, kind: TableKind, columns: Mapping[str, int], dates: Mapping[str, DateColumn]
) -> Iterator[ColumnUse]:
    """Yield each column of the table with what it is taken as."""
    roles = {at: role for role, at in columns.items()}
    for at, heading in enumerate(table.header):
        role = roles.get(at)
        if role is None:
            dotted = kind is TableKind.PEOPLE and manager_kind(heading) == "dotted"
            yield ColumnUse(
                heading or f"(column {at + 1})", "a dotted line: not used" if dotted else "not read"
            )
            continue
        order = dates[role].order if role in dates else None
        words = f"{MEANINGS[role]}, {order.value.replace('-', ' ')}" if order else MEANINGS[role]
        distinct = dict.fromkeys(value for value in column_values(table, at) if value)
        yield ColumnUse(heading, words, tuple(distinct)[:2])
