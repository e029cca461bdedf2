"""The base of a change with what corrections name put right, and nothing else.

A correction names days, a person and a kind of entry. On those days the base is given what the head has of
that kind for that person. What is compared afterwards is all that no correction names.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from checks.engine.correction_approval import corrected_rows, gainers, is_ahead
from checks.model.team import Absence, Coach, Description, Leader, Stay
from checks.model.touchpoint_log import Log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from checks.engine.carried_clocks import CarriedClocks
    from checks.engine.team_case import TeamCase
    from checks.model.base import Span
    from checks.model.corrections import Correction

Entry = TypeVar("Entry", bound=Leader | Coach | Stay | Absence)

_DAY = timedelta(days=1)
_AWAITED = timedelta(days=30)
"""How long after it is known a merged correction may wait for what it names. Source: docs/adr/0038-corrections.md."""

_COLUMNS = ("days", "services", "members", "givers", "initiatives", "states", "acknowledged", "uids")


def accepted_corrections(base: TeamCase, head: TeamCase) -> tuple[Correction, ...]:
    """Return the corrections of the head that count: new, approved by who gains nothing, and past.

    One that the base has too counts for a while, if it was not edited: it may be merged before what it names. Later it
    would cover changes that nobody has approved. Who gains is asked of both rosters: a change can't take the
    approver off one.
    """
    known = {correction.id: correction for correction in base.corrections}
    return tuple(
        correction
        for correction in head.corrections
        if known.get(correction.id, correction) == correction
        and (correction.id not in known or correction.known_since >= head.as_of - _AWAITED)
        and not is_ahead(correction, head.as_of)
        and correction.approved_by not in gainers(base, correction) | gainers(head, correction)
    )


def corrected_base(base: TeamCase, head: TeamCase, corrections: Sequence[Correction]) -> TeamCase:
    """Return the base with what the corrections name as the head has it."""
    team = base.team
    for correction in corrections:
        right = head.team
        match correction.what:
            case "absence":
                absences = _put_right(team.absences, right.absences, correction)
                team = team.model_copy(update={"absences": absences})
            case "membership":
                members = _put_right(team.members, right.members, correction)
                team = team.model_copy(update={"members": members})
            case "giver":
                leaders = _put_right(team.leaders, right.leaders, correction)
                coaches = _put_right(team.coaches, right.coaches, correction)
                team = team.model_copy(update={"leaders": leaders, "coaches": coaches})
            case "row":
                pass
    log = _corrected_log(base, head, corrections)
    return replace(base, team=team, log=log, carried=_corrected_clocks(base, head, corrections))


def _corrected_clocks(base: TeamCase, head: TeamCase, corrections: Sequence[Correction]) -> CarriedClocks:
    """Return the base's carried clocks, those of stays that begin within a corrected membership as the head has them."""
    memberships = [correction for correction in corrections if correction.what == "membership"]

    def is_corrected(person: str, first: date) -> bool:
        return any(entry.person == person and entry.first <= first <= entry.last for entry in memberships)

    kept = {arrival: clocks for arrival, clocks in base.carried.items() if not is_corrected(*arrival)}
    return kept | {arrival: clocks for arrival, clocks in head.carried.items() if is_corrected(*arrival)}


def corrected_leaders(
    base: Sequence[Leader], head: Sequence[Leader], corrections: Iterable[Correction]
) -> tuple[Leader, ...]:
    """Return the leaders of a team above as its own corrections say."""
    leaders = tuple(base)
    for correction in corrections:
        if correction.what == "giver":
            leaders = _put_right(leaders, head, correction)
    return leaders


def _put_right(old: Sequence[Entry], new: Sequence[Entry], correction: Correction) -> tuple[Entry, ...]:
    """Return the old entries with the new ones on the days of a correction, for its person."""
    person = correction.person
    others = [entry for entry in old if entry.person != person]
    before, after = correction.first - _DAY, correction.last + _DAY
    own = [
        *_cut(old, person, None, before),
        *_cut(new, person, correction.first, correction.last),
        *_cut(old, person, after, None),
    ]
    return (*others, *_joined(own))


def _cut(
    entries: Sequence[Entry], person: str | None, first: date | None, last: date | None
) -> Iterator[Entry]:
    """Yield what of a person's entries lies from `first` to `last`, None for no limit.

    Where somebody moved to says the last day of a stay, and from where the first: a piece without that day does not say
    it.
    """
    for entry in entries:
        begins = max(entry.first, first) if first else entry.first
        ends = min(entry.last_day, last) if last else entry.last_day
        if entry.person != person or begins > ends:
            continue
        changes: dict[str, object] = {"first": begins, "last": entry.last if ends == entry.last_day else ends}
        if isinstance(entry, Stay) and ends != entry.last_day:
            changes["moved_to"] = None
        if isinstance(entry, Stay) and begins != entry.first:
            changes["moved_from"] = None
        if isinstance(entry, Stay):
            changes["described_as"] = tuple(_within(entry.described_as, begins, ends))
        yield cast("Entry", entry.model_copy(update=changes))


def _within(entries: Iterable[Description], first: date, last: date) -> Iterator[Description]:
    """Yield what of a member's groups lies on the days of a piece of a stay."""
    for entry in entries:
        begins, ends = max(entry.first, first), min(entry.last_day, last)
        if begins <= ends:
            yield entry.model_copy(update={"first": begins, "last": ends})


def _joined(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield entries of one person in order, those that go on the next day with the same terms as one."""
    open_entries: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: entry.first):
        at = next((at for at, before in enumerate(open_entries) if _goes_on(before, entry)), None)
        if at is None:
            open_entries.append(entry)
        else:
            begun = open_entries[at]
            changes: dict[str, object] = {"first": begun.first}
            if isinstance(begun, Stay):
                changes["moved_from"] = begun.moved_from
            if isinstance(begun, Stay) and isinstance(entry, Stay):
                changes["described_as"] = (*begun.described_as, *entry.described_as)
            open_entries[at] = cast("Entry", entry.model_copy(update=changes))
    yield from open_entries


def _goes_on(before: Span, entry: Span) -> bool:
    """Whether an entry goes on where one before it ended, with the same terms."""
    if before.last is None or before.last + _DAY != entry.first:
        return False
    moves = getattr(before, "moved_to", None) or getattr(entry, "moved_from", None)
    return _terms(before) == _terms(entry) and not moves


def _terms(entry: Span) -> tuple[object, ...]:
    return tuple(getattr(entry, key, None) for key in ("coach", "group", "owed", "at_most"))


def _corrected_log(base: TeamCase, head: TeamCase, corrections: Sequence[Correction]) -> Log:
    """Return the base's log with the rows that corrections name as the head has them, behind the others."""
    gone = {row for correction in corrections for row in corrected_rows(base, correction)}
    right = {row for correction in corrections for row in corrected_rows(head, correction)}
    if not gone and not right:
        return base.log
    log = Log()
    for source, rows in (
        (base.log, [row for row in range(len(base.log)) if row not in gone]),
        (head.log, sorted(right)),
    ):
        for row in rows:
            path = source.file_of(row)
            if not log.files or log.files[-1][1] != path:
                log.files.append((len(log), path))
            for column in _COLUMNS:
                getattr(log, column).append(getattr(source, column)[row])
    return log
