"""Meetings of different calendars that have one UID, though each is one of its own.

A UID should be one meeting's in all the world. Some programs count from 1 on in each calendar, so two leaders may
have it for different meetings. They are told apart by their days, organisers and people. The first keeps the uid of
`ics_expansion`; the uid of another is made from that and from who gives it, so that a later import finds its row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from checks.imports.event_matching import CalledOff, MatchedEntry, Occurrence
from checks.imports.ics_expansion import uid_of
from checks.store.team_log import LogRow


def merged_copies(occurrences: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """Yield each meeting once; of copies in several calendars the latest by its sequence.

    Of equally late copies the first is taken, with every refusal any of them knows: a calendar often knows
    only its owner's answer.
    """
    by_uid: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        meetings = by_uid[occurrence.uid]
        at = next((at for at, before in enumerate(meetings) if _is_copy(occurrence, before)), None)
        if at is None:
            meetings.append(occurrence)
        elif occurrence.sequence > meetings[at].sequence:
            meetings[at] = occurrence
        elif occurrence.sequence == meetings[at].sequence:
            meetings[at] = meetings[at].merged(occurrence)
    for meetings in by_uid.values():
        yield from meetings


def _is_copy(occurrence: Occurrence, before: Occurrence) -> bool:
    """Whether two occurrences of one UID are one meeting: seen in two calendars, or changed from one to the next.

    A calendar may hide some of the guests. A stranger may be nobody whom the other calendar knows.
    """
    more, fewer = sorted((occurrence, before), key=_number_of_people, reverse=True)
    if not set(fewer.answers) <= set(more.answers) or fewer.strangers > more.strangers:
        return False
    if occurrence.sequence != before.sequence:
        return True
    organisers = {occurrence.organiser, before.organiser} - {""}
    return len(organisers) < 2 and (occurrence.day == before.day or occurrence.in_series)


def _number_of_people(occurrence: Occurrence) -> tuple[int, int]:
    return len(occurrence.answers), occurrence.strangers


def with_own_uids(entries: Iterable[MatchedEntry], rows: Iterable[LogRow]) -> list[MatchedEntry]:
    """Return touchpoints so that no two have one uid and member, as the rows of the log have it already."""
    rows_of: defaultdict[tuple[str, str], list[LogRow]] = defaultdict(list)
    for row in rows:
        rows_of[row.uid, row.member].append(row)
    groups: defaultdict[tuple[str, str], list[MatchedEntry]] = defaultdict(list)
    for entry in entries:
        groups[entry.uid, entry.member].append(entry)
    return [own for key, group in groups.items() for own in _apart(group, rows_of.get(key, ()))]


def _apart(group: list[MatchedEntry], rows: Sequence[LogRow]) -> Iterator[MatchedEntry]:
    """Yield the touchpoints of one uid and member: one keeps the uid, if there is one whose row has it."""
    fitting = [entry for entry in group if not rows or may_be_of(rows[0], entry.source)]

    def farness(entry: MatchedEntry) -> tuple[bool, bool, date, str]:
        other = bool(rows) and entry.day != rows[0].day, bool(rows) and entry.giver != rows[0].given_by
        return *other, entry.day, entry.giver

    keeps = min(fitting, key=farness, default=None)
    for entry in group:
        if entry is keeps:
            yield entry
        else:
            alike = sum(other.giver == entry.giver for other in group) > 1
            yield replace(entry, uid=_own_uid(entry.uid, entry.giver, str(entry.day) if alike else ""))


def _own_uid(uid: str, giver: str, day: str) -> str:
    return uid_of(uid, f"{giver} {day}".strip())


def may_be_of(row: LogRow, occurrence: Occurrence) -> bool:
    """Whether a row of the same uid may be this meeting's: whoever gives it is in it, or it has strangers or nobody."""
    people = occurrence.answers
    return not people or occurrence.strangers > 0 or not row.given_by or row.given_by in people


def rows_called_off(gone: CalledOff, by_uid: dict[str, list[int]], rows: Sequence[LogRow]) -> Iterator[int]:
    """Yield where the rows are of a meeting that does not take place, whatever uid they have been given."""
    source, people = gone.source, gone.source.answers
    own = (_own_uid(source.uid, person, day) for person in people for day in ("", str(source.day)))
    for uid in (source.uid, *own):
        for at in by_uid.get(uid, ()):
            row = rows[at]
            if (
                gone.member in (None, row.member)
                and may_be_of(row, source)
                and _has_member(row, people, source)
            ):
                yield at


def _has_member(row: LogRow, people: Collection[str], source: Occurrence) -> bool:
    return not people or source.strangers > 0 or not row.member or row.member in people
