"""What a correction changes in a roster: a person's entries with days added, or taken out, and all else as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checks.engine.date_spans import DateSpans
from checks.model.base import FOREVER
from checks.scaffold.team_moves import added_to, set_last
from checks.store.yaml_splices import remove, set_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checks.model.base import Span
    from checks.model.team import Team
    from checks.store.yaml_emitting import Value
    from checks.store.yaml_splices import YamlEdit

_DAY = timedelta(days=1)
_KEPT = ("coach", "group", "owed", "at_most", "moved_to")
"""Keys that a part of an entry takes over."""


def with_days(team: Team, key: str, person: str, days: tuple[date, date]) -> list[YamlEdit]:
    """Return the edits of team.yaml that add days to a person's entries of a list; those that are there stay.

    An entry that touches the days is made longer, as long as nothing in between is lost. Both days are included,
    and the last is `FOREVER` where there is no end.
    """
    own = [(at, entry) for at, entry in enumerate(getattr(team, key)) if entry.person == person]
    missing = DateSpans.between(*days) - DateSpans.of(entry for _, entry in own)
    edits: list[YamlEdit] = []
    added: list[Value] = []
    for first, last in missing:
        before = next((at for at, entry in own if entry.last_day == first - _DAY), None)
        after = (
            next((at for at, entry in own if entry.first == last + _DAY), None) if last < FOREVER else None
        )
        if after is not None:
            edits.append(set_value((key, after, "from"), first))
        elif before is not None and last < FOREVER and not getattr(_entry_at(own, before), "moved_to", None):
            edits.append(set_value((key, before, "to"), last))
        else:
            added.append(_entry(person, first, last))
    return [*edits, *added_to(team, key, added)]


def without_days(team: Team, key: str, person: str, days: tuple[date, date]) -> list[YamlEdit]:
    """Return the edits of team.yaml that take days out of a person's entries of a list."""
    first, last = days
    edits: list[YamlEdit] = []
    removed: list[int] = []
    added: list[Value] = []
    for at, entry in enumerate(getattr(team, key)):
        if entry.person != person or entry.last_day < first or entry.first > last:
            continue
        if entry.first >= first and entry.last_day <= last:
            removed.append(at)
        elif entry.first >= first:
            edits.append(set_value((key, at, "from"), last + _DAY))
        else:
            if entry.last_day > last:
                added.append(_part(entry, person, last + _DAY))
                edits += _without_move(entry, key, at)
            edits.append(set_last(team, key, at, first - _DAY))
    return [*edits, *added_to(team, key, added), *(remove((key, at)) for at in reversed(removed))]


def _entry_at(own: Sequence[tuple[int, Span]], at: int) -> Span:
    return next(entry for place, entry in own if place == at)


def _without_move(entry: Span, key: str, at: int) -> Iterator[YamlEdit]:
    if getattr(entry, "moved_to", None):
        yield remove((key, at, "moved_to"))


def _part(entry: Span, person: str, first: date) -> Value:
    """Return the part of an entry from a day on, with all that it says."""
    part = _entry(person, first, entry.last_day)
    for key in _KEPT:
        if entry.says(key):
            value = getattr(entry, key)
            part[key] = list(value) if isinstance(value, tuple) else value
    return part


def _entry(person: str, first: date, last: date) -> dict[str, Value]:
    entry: dict[str, Value] = {"person": person, "from": first}
    return entry | ({"to": last} if last < FOREVER else {})
