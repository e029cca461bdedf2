"""Last days of absences that a roster has, where days away have other ones: set, moved to an earlier day, or to a later one.

An absence is the same leave if it begins on the same day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from checks.engine.date_spans import DateSpans
from checks.imports.people_rows import DaysAway
from checks.imports.roster_changes import EntryEnd, RosterChange
from checks.model.base import FOREVER
from checks.model.team import Absence, Team

_DAY = timedelta(days=1)

Numbered = Sequence[tuple[int, Absence]]
"""Absences of one person, each with its number in the roster, from 0."""


def absences_of(roster: Team | None, person: str) -> Numbered:
    """Return the absences a roster has of a person."""
    absences = roster.absences if roster else ()
    return [(at, entry) for at, entry in enumerate(absences) if entry.person == person]


def joined_days(away: Sequence[DaysAway]) -> DateSpans:
    """Return days away as stretches; those that touch are one."""
    return DateSpans.joined((span.first, span.last or FOREVER) for span in away)


def end_absences(
    away: Sequence[DaysAway], team: str, entries: Numbered, change: RosterChange, as_of: date
) -> dict[int, date]:
    """Add to a change the last days that one person's absences get, and return them by number.

    Only a table shortens leave: a calendar may have each day as an entry of its own.
    """
    person = away[0].person
    ends = {
        at: absence.last
        for absence in away
        for at, entry in entries
        if absence.last and entry.last is None and entry.first == absence.first
    }
    cuts = _shortened(joined_days(away), entries, as_of) if all(span.line for span in away) else {}
    change.absence_ends += (EntryEnd(team, person, at, last) for at, last in ends.items())
    change.absence_cuts += (EntryEnd(team, person, at, last) for at, last in cuts.items())
    change.notes += (
        f"the leave of {person} from {entry.first} ends on {cuts[at]} in the table, not on {entry.last}, "
        f"so it is shortened in {team}"
        for at, entry in entries
        if at in cuts
    )
    return ends | cuts


def _shortened(spans: DateSpans, entries: Numbered, as_of: date) -> dict[int, date]:
    """Return the earlier last days of leave that is not over before `as_of`.

    Leave in which there are other days away too is left: it may be made of several.
    """
    return {
        at: last
        for first, last in spans
        for at, entry in entries
        if entry.first == first
        and entry.last is not None
        and last < entry.last
        and entry.last >= as_of
        and not spans.clip(last + _DAY, entry.last)
    }


def called_off_absences(
    called_off: Iterable[DaysAway], rosters: Mapping[str, Team], as_of: date
) -> Iterator[str]:
    """Yield which leave a table has as cancelled or rejected and a roster has with the same days, if it is not over."""
    days = {(leave.person, leave.first, leave.last) for leave in called_off}
    for team in rosters.values():
        for entry in team.absences:
            if (entry.person, entry.first, entry.last) in days and entry.last_day >= as_of:
                until = f" to {entry.last}" if entry.last else ""
                yield (
                    f"the leave of {entry.person} from {entry.first}{until} is cancelled or rejected in the table, but is "
                    f"still in data/teams/{team.id}/team.yaml. If it doesn't take place, remove it there"
                )


def longer_absences(away: Sequence[DaysAway], entries: Numbered) -> dict[date, int]:
    """Return which absences would go on, by the day after their last."""
    firsts = {span.first for span in away}
    return {entry.last + _DAY: at for at, entry in entries if entry.last and entry.first in firsts}
