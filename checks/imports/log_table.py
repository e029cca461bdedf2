"""The rows of a sheet of meetings as touchpoints: ids for names, days for texts, and our words for the sheet's own.

A person is an id, a number, or an address or name that the people table outside the repository knows. A service is an
id, a title or what else it is called. A word that nothing knows is refused: what it means is asked once.
"""

import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from checks.imports.column_dates import is_blank, parse_column_day, two_readings
from checks.imports.column_recognition import ColumnPlan
from checks.imports.meeting_words import WORDS, plain_word
from checks.imports.people_rows import (
    KnownPeople,
    RefusedRowError,
    known_people,
    names_of,
    person_id,
    plain_person,
)
from checks.imports.services_by_name import ServiceNames
from checks.imports.table_text import TextRow, TextTable
from checks.imports.touchpoint_writer import TouchpointInput
from checks.loading.csv_columns import BadRow, wrong_with
from checks.loading.files import printable
from checks.loading.naming import tells_who
from checks.model.touchpoint_log import INITIATIVES, STATES

_CLOCK = re.compile(
    r"(?P<day>.*\d)(?:,? +|T)(?:um |kl\.? ?|klo |à )?\d{1,2}(?:[:.h]\d{2}){1,2}(?: ?[AaPp]\.?[Mm]\.?| Uhr)?"
    r"(?: ?[-–—] ?\d{1,2}(?:[:.h]\d{2}){1,2}(?: ?[AaPp]\.?[Mm]\.?| Uhr)?)?"
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_DAY = "not a valid date. Write it as 2026-11-02 or 2.11.2026"
_FORMULA = ("=", "+", "-", "@")
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,? +(?P<day>\S.*)")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Who is known by id, address and name; `several` are the ids of a name that more than one person has."""

    people: KnownPeople = field(default_factory=lambda: KnownPeople({}, {}))
    several: Mapping[str, Sequence[str]] = field(default_factory=dict)
    has_table: bool = False


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What a sheet's words mean: what services are called; teams by label; and words that were answered."""

    services: ServiceNames = field(default_factory=ServiceNames)
    teams: Mapping[str, str] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of a service or a state that nothing knows, as it is first written, and in how many rows it is."""

    role: str
    word: str
    rows: int


@dataclass(frozen=True, slots=True)
class LogTable:
    """The touchpoints of a sheet, and the rows refused."""

    touchpoints: tuple[TouchpointInput, ...]
    refused: tuple[BadRow, ...]


def known_names(addresses: Mapping[str, str], names: Iterable[tuple[str, str]]) -> KnownNames:
    """Return who is known: ids by address, and pairs of name and id."""
    pairs = list(names)
    several: defaultdict[str, set[str]] = defaultdict(set)
    for name, person in pairs:
        if plain := plain_person(name):
            several[plain].add(person)
    doubles = {name: sorted(people) for name, people in several.items() if len(people) > 1}
    return KnownNames(known_people(addresses, pairs), doubles, has_table=True)


def without_clock(table: TextTable) -> TextTable:
    """Return a sheet without weekdays and times of day beside its dates: which day it was is all that is kept."""
    rows = (TextRow(row.line, tuple(map(_day_alone, row.values))) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _day_alone(text: str) -> str:
    if len(text) > 60 or not any(map(str.isdigit, text)) or any(two_readings(text)):
        return text
    for pattern in (_CLOCK, _WEEKDAY):
        match = pattern.fullmatch(text)
        rest = match["day"].rstrip(" ,") if match else ""
        if rest and any(two_readings(rest)):
            return rest
        if rest and pattern is _CLOCK and (day := _WEEKDAY.fullmatch(rest)) and any(two_readings(day["day"])):
            return day["day"]
    return text


def unknown_words(plan: ColumnPlan, words: SheetWords) -> list[UnknownWord]:
    """Return the words of services, states and the like that nothing knows, those of most rows first."""
    unknown: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], str] = {}
    for role in ("service", "state"):
        for row in plan.table.rows:
            text = _value(plan, row, role)
            if text and not _meanings(role, text, words):
                key = (role, plain_word(text))
                unknown[key] += 1
                shown.setdefault(key, text)
    return [UnknownWord(role, shown[role, word], rows) for (role, word), rows in unknown.most_common()]


def meeting_rows(plan: ColumnPlan, known: KnownNames, words: SheetWords) -> LogTable:
    """Return what a sheet of meetings holds, row by row."""
    touchpoints: list[TouchpointInput] = []
    refused = [*plan.table.bad]
    has_states = any(_value(plan, row, "state") for row in plan.table.rows)
    for row in plan.table.rows:
        try:
            touchpoints.append(_Row(plan, row, known, words).touchpoint(has_states=has_states))
        except RefusedRowError as error:
            refused.append(BadRow(row.line, str(error)))
    return LogTable(tuple(touchpoints), tuple(refused))


def _value(plan: ColumnPlan, row: TextRow, role: str) -> str:
    at = plan.columns.get(role)
    text = "" if at is None else row.values[at]
    return "" if is_blank(text) else text


def _meanings(role: str, text: str, words: SheetWords) -> Sequence[str]:
    """Return what a word may mean in a column; empty for one that nothing knows."""
    plain = plain_word(text)
    answer = words.answered.get(plain)
    if role == "service":
        if answer and answer not in STATES | INITIATIVES:
            return (answer,)
        return words.services.called(text)
    known = WORDS[role].get(plain)
    allowed = {"state": STATES, "initiative": INITIATIVES}.get(role, frozenset())
    return (answer,) if answer in allowed and answer else (known,) if known else ()


class _Row:
    """Reads one row of a sheet."""

    def __init__(self, plan: ColumnPlan, row: TextRow, known: KnownNames, words: SheetWords) -> None:
        self._plan = plan
        self._row = row
        self._known = known
        self._words = words

    def touchpoint(self, *, has_states: bool) -> TouchpointInput:
        """Return the row as a touchpoint; raises `RefusedRowError`."""
        day = self._day()
        service = self._word("service")
        if not service and "service" in self._plan.columns:
            raise RefusedRowError("service is empty. Fill it in")
        member, given_by = self._member(), self._person("given_by")
        state = self._word("state")
        if has_states and not state:
            raise RefusedRowError("state is empty. Write what happened, for example held or cancelled")
        uid = self._value("uid")
        if uid and (why := wrong_with("uid", uid)):
            raise RefusedRowError(f"uid: {why}")
        return TouchpointInput(
            day,
            service,
            member,
            given_by,
            self._initiative(member, given_by),
            state or "held",
            self._word("acknowledged"),
            uid,
            self._team(),
            self._row.line,
        )

    def _value(self, role: str) -> str:
        return _value(self._plan, self._row, role)

    def _day(self) -> date:
        text = self._value("date")
        if not text:
            raise RefusedRowError("date is empty. Fill it in")
        day = parse_column_day(text, self._plan.dates["date"].order)
        if day is None and all(readings := two_readings(text)):
            raise RefusedRowError(
                f"date: this can be {readings[0]} or {readings[1]}. Write it in one of these two forms"
            )
        if day is None:
            why = wrong_with("date", text) if _ISO_DAY.fullmatch(text) else None
            raise RefusedRowError(f"date: {why or _NO_DAY}")
        if why := wrong_with("date", day.isoformat()):
            raise RefusedRowError(f"date: {why}")
        return day

    def _word(self, role: str) -> str:
        """Return what a word of the sheet means, empty where it has none; raises `RefusedRowError`."""
        text = self._value(role)
        if not text:
            return ""
        meanings = _meanings(role, text, self._words)
        if len(meanings) == 1:
            return meanings[0]
        shown = printable(text[:40])
        if meanings:
            raise RefusedRowError(
                f"{role}: {shown!r} can mean {' or '.join(meanings)}. Write one of these ids"
            )
        wrong = wrong_with("service", text) if text[0] in _FORMULA else ""
        raise RefusedRowError(f"{role}: {wrong or self._unknown(role, shown)}")

    def _unknown(self, role: str, shown: str) -> str:
        if role == "service":
            by_word = self._words.services.by_word
            nearest = get_close_matches(plain_word(shown), by_word, n=1)
            ids = by_word[nearest[0]] if nearest else ()
            hint = f"Did you mean {ids[0]}? If not, say" if len(ids) == 1 else "Say"
            return f"there is no service called {shown!r}. {hint} what it means: {_option(shown, 'SERVICE')}"
        if role == "state":
            return f"the state {shown!r} is not known. Say if it means held, missed or another state: {_option(shown, 'STATE')}"
        if role == "initiative":
            return "not a valid value. Write outbound or inbound"
        return "not a valid value. Write yes or no, or leave it empty"

    def _member(self) -> str:
        if "given_name" in self._plan.columns:
            name = f"{self._value('given_name')} {self._value('family_name')}".strip()
            return self._person_in("member", name)
        return self._person("member")

    def _person(self, role: str) -> str:
        return self._person_in(role, self._value(role))

    def _person_in(self, role: str, text: str) -> str:
        """Return the id of who is meant, empty where nobody is named; raises `RefusedRowError`."""
        if not text:
            return ""
        if text[0] in _FORMULA:
            raise RefusedRowError(f"{role}: {wrong_with(role, text)}")
        for part in dict.fromkeys((text, *reversed(names_of(text)))):  # a name before what is in its brackets
            if several := self._known.several.get(plain_person(part)):
                raise RefusedRowError(
                    f"{role}: {len(several)} people have this name ({', '.join(several[:5])}). Write the id or address"
                )
            if person := person_id(part, self._known.people):
                return person
        raise RefusedRowError(f"{role}: {self._nobody(role, text)}")

    def _nobody(self, role: str, text: str) -> str:
        if not tells_who(text):
            return wrong_with(role, text) or "not a valid id. Write an id, for example p-ann"
        kind = "address" if "@" in text else "name"
        if self._known.has_table:
            return f"this {kind} is not in the table of people. Correct it, or add it there"
        return f"this looks like {'an' if kind == 'address' else 'a'} {kind}. Add the table of people with --people, or write an id"

    def _initiative(self, member: str, given_by: str) -> str:
        """Return who started it: a word for it, or the member or the giver by name."""
        text = self._value("initiative")
        if not text or _meanings("initiative", text, self._words):
            return self._word("initiative")
        person = next(filter(None, (person_id(part, self._known.people) for part in names_of(text))), None)
        sides = {member: "inbound", given_by: "outbound"}
        return sides[person] if person and person in sides else self._word("initiative")

    def _team(self) -> str:
        text = self._value("team")
        team = self._words.teams.get(text.casefold(), text)
        if team and wrong_with("service", team):
            raise RefusedRowError(f"team: there is no team called {printable(team[:40])!r}")
        return team


def _option(word: str, meaning: str) -> str:
    """Return the option that says what a word means, as a shell takes it."""
    return f"--means {shlex.quote(f'{word}={meaning}')}"
