"""The rows of a people table as persons: ids instead of names, days instead of texts, and why a row is refused.

A person is an id, a number, or an address or name that the people table outside the repository knows. Nothing here
makes an id of a name. Days before 2000 are written as 2000-01-01, the first day that a roster can hold.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from checks.imports.column_dates import is_blank, parse_column_day, two_readings
from checks.imports.column_recognition import ColumnPlan, TableKind
from checks.imports.status_words import (
    LEFT_WORDS,
    NOT_JOINING_WORDS,
    REFUSED_WORDS,
    WAITING_WORDS,
    is_leave_status,
    is_person_status,
    plain_status,
)
from checks.imports.table_text import TextRow
from checks.loading.csv_columns import BadRow
from checks.loading.naming import tells_who
from checks.model.base import FIRST_YEAR, ID_PATTERN, LAST_YEAR
from checks.wording.measures import plural

EARLIEST = date(FIRST_YEAR, 1, 1)
"""The first day a roster can hold."""

_CODE = re.compile(r"[a-z0-9]+(?:[ ._/-]+[a-z0-9]+)*")
_IN_BRACKETS = re.compile(r"(.+?)\s*[(\[](\S+)[)\]]")


@dataclass(frozen=True, slots=True)
class DaysAway:
    """Days somebody is away, both included, by the line that says so; without a last day until further notice."""

    line: int
    person: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of the table. `team`, `manager` and `groups` are as written there; `first` and `last` are both included."""

    line: int
    person: str
    name: str
    address: str
    team: str
    manager: str
    first: date
    last: date | None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleRows:
    """The rows that could be read, days away, and the rows or leaves that could not be; `notes` say what was read otherwise.

    `called_off` is leave that the table has as cancelled or rejected.
    """

    rows: tuple[PersonRow, ...]
    away: tuple[DaysAway, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...] = ()
    called_off: tuple[DaysAway, ...] = ()


class RefusedRowError(ValueError):
    """Why a row is not taken, in words."""


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Ids by address and by name, as `plain_person` writes both; a name that several people have is in neither."""

    by_address: Mapping[str, str]
    by_name: Mapping[str, str]

    def id_of(self, text: str) -> str | None:
        """Return the id of an address or a name, None for what is not known or not unambiguous."""
        plain = plain_person(text)
        return self.by_address.get(plain) or self.by_name.get(plain)


def people_rows(plan: ColumnPlan, known: KnownPeople) -> PeopleRows:
    """Return what a people table holds, row by row; exact double rows are one."""
    rows: list[PersonRow] = []
    away: list[DaysAway] = []
    bad: list[BadRow] = []
    reader = _Reader(plan, known)
    seen: dict[tuple[str, ...], int] = {}
    doubles = 0
    for row in plan.table.rows:
        key = tuple(reader.value(row, role) for role in plan.columns)
        if seen.setdefault(key, row.line) != row.line:
            doubles += 1
            continue
        try:
            rows.append(reader.person_row(row))
            if leave := reader.leave(row, rows[-1].person):
                away.append(leave)
        except RefusedRowError as error:
            bad.append(BadRow(row.line, str(error)))
    notes = [*_doubled(doubles), *reader.notes()]
    return PeopleRows(
        tuple(rows), tuple(away), (*plan.table.bad, *bad), tuple(notes), tuple(reader.called_off)
    )


def absence_rows(plan: ColumnPlan, known: KnownPeople) -> PeopleRows:
    """Return what a table of absences holds, row by row; a row without a first day is no absence."""
    away: list[DaysAway] = []
    bad: list[BadRow] = []
    reader = _Reader(plan, known)
    seen: set[tuple[str, ...]] = set()
    empty = 0
    for row in plan.table.rows:
        key = tuple(reader.value(row, role) for role in plan.columns)
        first, last = reader.value(row, "from"), reader.value(row, "to")
        empty += not first and not last
        if key in seen or (not first and not last):
            continue
        seen.add(key)
        try:
            away.append(reader.absence(row))
        except RefusedRowError as error:
            bad.append(BadRow(row.line, str(error)))
    notes = [f"{empty} {'row has' if empty == 1 else 'rows have'} no days away"] if empty and away else []
    bad = [*plan.table.bad, *bad]
    return PeopleRows((), tuple(away), tuple(bad), (*notes, *reader.notes()), tuple(reader.called_off))


def _doubled(number: int) -> Iterator[str]:
    if number:
        yield f"{number} {'row repeats' if number == 1 else 'rows repeat'} another and {'is' if number == 1 else 'are'} read once"


class _Reader:
    """Reads the values of a plan's columns, and counts what is read otherwise than written."""

    def __init__(self, plan: ColumnPlan, known: KnownPeople) -> None:
        self._plan = plan
        self._known = known
        self._early = 0
        self.called_off: list[DaysAway] = []

    def notes(self) -> Iterator[str]:
        """Yield what was read otherwise than written."""
        if self._early:
            verb = "is" if self._early == 1 else "are"
            days = f"{plural(self._early, 'day')} {verb}"
            yield f"{days} before {EARLIEST}, the first day a roster can hold, and {verb} read as that day"

    def value(self, row: TextRow, role: str) -> str:
        """Return a row's value, empty where the table has no such column or writes nothing there."""
        at = self._plan.columns.get(role)
        text = "" if at is None else row.values[at]
        return "" if is_blank(text) else text

    def person_row(self, row: TextRow) -> PersonRow:
        """Return a row of a people table; raises `RefusedRowError`."""
        person = self._person(row)
        first, last = self._span(row, "from", "to", "start date", "end date")
        if first is None:
            raise RefusedRowError("the start date is missing")
        self._check_status(row, last)
        team, manager = self.value(row, "team"), self.value(row, "manager")
        if not team and "manager" not in self._plan.columns:
            raise RefusedRowError("the team is missing")
        groups = tuple(filter(None, map(str.strip, self.value(row, "groups").split(";"))))
        return PersonRow(
            row.line, person, self.name(row), self.value(row, "address"), team, manager, first, last, groups
        )

    def leave(self, row: TextRow, person: str) -> DaysAway | None:
        """Return the leave in a row of a people table, None without one; raises `RefusedRowError`."""
        words = ("start of leave", "end of leave")
        status = self.value(row, "leave_status")
        if self._is_refused(status):
            if self._is_off(status):
                self._call_off(row, person, "leave_from", "leave_to", *words)
            return None
        first, last = self._span(row, "leave_from", "leave_to", *words)
        return DaysAway(row.line, person, first, last) if first else None

    def absence(self, row: TextRow) -> DaysAway:
        """Return a row of a table of absences; raises `RefusedRowError`."""
        person = self._person(row)
        status = plain_status(self.value(row, "status"))
        if self._is_off(status):
            self._call_off(row, person, "from", "to", "start date", "end date")
        if self._is_refused(status) or status in WAITING_WORDS:
            raise RefusedRowError(f"the status is {status!r}")
        if status and not is_leave_status(status) and not is_person_status(status):
            raise RefusedRowError(f"unknown status {status[:40]!r}")
        first, last = self._span(row, "from", "to", "start date", "end date")
        if first is None:
            raise RefusedRowError("the start date is missing")
        return DaysAway(row.line, person, first, self._last_by_number(row, first, last))

    def name(self, row: TextRow) -> str:
        """Return a person's name as people say it, the first name first."""
        if self.value(row, "given_name"):
            return f"{self.value(row, 'given_name')} {self.value(row, 'family_name')}".strip()
        return spoken_name(self.value(row, "name"))

    def _person(self, row: TextRow) -> str:
        texts = [self.value(row, role) for role in ("person", "address", "name")]
        if self.value(row, "given_name"):
            texts.append(self.name(row))
        if texts[0] or "person" in self._plan.columns:
            texts = texts[:1]
        for text in filter(None, texts):
            if person := person_id(text, self._known):
                return person
        if not any(texts):
            raise RefusedRowError("the person is missing")
        raise RefusedRowError("invalid person. Write an id, a number, or an address or name from people.csv")

    def _span(
        self, row: TextRow, first_role: str, last_role: str, *words: str
    ) -> tuple[date | None, date | None]:
        """Return two days; a last day that is far away is none."""
        first, last = self._day(row, first_role, words[0]), self._day(row, last_role, words[1])
        if last is not None and last.year > LAST_YEAR:
            last = None
        if first is None and last is not None and first_role == "leave_from":
            raise RefusedRowError(f"the {words[0]} is missing")
        if first is not None and first.year > LAST_YEAR:
            raise RefusedRowError(f"the {words[0]} is after {LAST_YEAR}")
        if first is not None and last is not None and last < first:
            raise RefusedRowError(f"the {words[1]} is before the {words[0]}. Correct one of them")
        if first is not None and first < EARLIEST:
            self._early += last is None or last >= EARLIEST
            first = min(EARLIEST, last or EARLIEST)
        return first, last

    def _day(self, row: TextRow, role: str, words: str) -> date | None:
        text = self.value(row, role)
        if not text:
            return None
        column = self._plan.dates[role]
        day = parse_column_day(text, column.order)
        if day is None and all(readings := two_readings(text)):
            raise RefusedRowError(
                f"the {words} may be {readings[0]} or {readings[1]}. Write it in one of these ways"
            )
        if day is None:
            raise RefusedRowError(f"invalid {words}. Write it as 2026-11-02 or 2.11.2026")
        return day

    def _check_status(self, row: TextRow, last: date | None) -> None:
        status = plain_status(self.value(row, "status"))
        if status in LEFT_WORDS and last is None:
            raise RefusedRowError("the status shows that the person has left, but the end date is missing")
        if status in NOT_JOINING_WORDS:
            raise RefusedRowError(f"the status is {status!r}")

    def _is_refused(self, text: str) -> bool:
        status = plain_status(text)
        return status in REFUSED_WORDS or (self._plan.kind is TableKind.PEOPLE and status in WAITING_WORDS)

    def _is_off(self, text: str) -> bool:
        return plain_status(text) in REFUSED_WORDS

    def _call_off(self, row: TextRow, person: str, *words: str) -> None:
        """Keep the days of a leave that does not take place, if they can be read."""
        with suppress(RefusedRowError):
            first, last = self._span(row, *words)
            if first:
                self.called_off.append(DaysAway(row.line, person, first, last))

    def _last_by_number(self, row: TextRow, first: date, last: date | None) -> date | None:
        """Return the last day of an absence that may say how many days it takes; raises `RefusedRowError`."""
        number = self.value(row, "days").replace(",", ".")
        if not number:
            return last
        try:
            days = float(number)
        except ValueError:
            return last
        if days < 1:
            raise RefusedRowError("it is shorter than a day, so it is not an absence")
        if last is not None or days > 1:
            if last is None:
                raise RefusedRowError(f"it takes {number} days, but the end date is missing")
            return last
        return first + timedelta(days=0)


def person_id(text: str, known: KnownPeople) -> str | None:
    """Return the id a table means: an id, a number or code made one, or who is known by this address or name.

    >>> nobody = KnownPeople({}, {})
    >>> person_id("010023", nobody), person_id("E-1024", nobody), person_id("Ada Berg", nobody)
    ('p-010023', 'e-1024', None)
    """
    if ID_PATTERN.fullmatch(text):
        return text
    if person := known.id_of(text):
        return person
    plain = text.casefold()
    if not any(c.isdigit() for c in plain) or tells_who(text) or not _CODE.fullmatch(plain):
        return None
    code = re.sub(r"[ ._/-]+", "-", plain)
    code = code if code[0].isalpha() else f"p-{code}"
    return code if ID_PATTERN.fullmatch(code) else None


def plain_person(text: str) -> str:
    """Return a name or address as it is compared: the first name first, in lowercase, without accents.

    >>> plain_person("Bergström, Åsa"), plain_person("Åsa  Bergstrom"), plain_person("Ada@Example.org")
    ('asa bergstrom', 'asa bergstrom', 'ada@example.org')
    """
    letters = unicodedata.normalize("NFKD", spoken_name(text)).casefold().removeprefix("mailto:")
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def spoken_name(text: str) -> str:
    """Return a name with the first name first.

    >>> spoken_name("Abbott, Alice"), spoken_name("Alice Abbott"), spoken_name("King, Jr., Martin")
    ('Alice Abbott', 'Alice Abbott', 'King, Jr., Martin')
    """
    family, comma, given = text.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma and "," not in given else text.strip()


def name_orders(name: str) -> frozenset[str]:
    """Return a name as it is compared, the first name first, and with any number of last names first; none without one.

    >>> sorted(name_orders("Berg, Anna van den"))
    ['anna van den berg', 'berg anna van den', 'den berg anna van', 'van den berg anna']
    """
    words = plain_person(name).split()
    return frozenset(" ".join(words[at:] + words[:at]) for at in range(len(words)))


def names_of(text: str) -> tuple[str, ...]:
    """Return the ways in which a manager may be meant by a text: as it is, without brackets, and what is in them.

    >>> names_of("Alice Abbott (010023)")
    ('Alice Abbott (010023)', '010023', 'Alice Abbott')
    """
    match = _IN_BRACKETS.fullmatch(text)
    return (text, match[2], match[1]) if match else (text,)


def known_people(addresses: Mapping[str, str], names: Iterable[tuple[str, str]]) -> KnownPeople:
    """Return who is known: ids by address, and pairs of name and id."""
    by_name: dict[str, set[str]] = {}
    for name, person in names:
        for plain in name_orders(name):
            by_name.setdefault(plain, set()).add(person)
    clear = {name: next(iter(people)) for name, people in by_name.items() if len(people) == 1}
    return KnownPeople({plain_person(address): person for address, person in addresses.items()}, clear)
