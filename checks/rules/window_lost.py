"""RAT002 window-lost: a promise that was met is no longer met after a change.

Someone got what was promised, and after the change it looks as if they hadn't. A gain elsewhere
doesn't make up for it. Usually someone deleted a row of the log, or changed its date, receiver,
giver or state.

If a row is wrong, keep it and set its state to `withdrawn`. If a conversation didn't take place, its
receiver sets `acknowledged` to `no`. Both corrections stay visible and are a warning, not an error.

To fix: restore the row. If it was wrong, set its state to `withdrawn`.
"""

from collections.abc import Iterator
from itertools import groupby

from checks.model.findings import Place, Problem, Severity
from checks.rules.change_facts import ChangedWindow, ChangePart, TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import listed, plural


def _check(change: TeamChange) -> Iterator[Problem]:
    """Report the windows that were lost, together by service, period and what lost them."""
    lost = sorted(
        (changed for changed in change.changed_windows if changed.lost),
        key=lambda changed: _kind(change, changed),
    )
    for (service, period, part, why), group in groupby(lost, key=lambda changed: _kind(change, changed)):
        windows = list(group)
        team, name = change.head.team, change.head_id(service)
        words = (
            f"{team.id}: {name} in {period}: {plural(len(windows), 'promise')} that "
            f"{'was' if len(windows) == 1 else 'were'} met would no longer be: {why}"
        )
        members = sorted({changed.window.member for changed in windows if changed.window.member})
        yield Problem(
            _place(change, windows[0]),
            words,
            named=f"{words}; {listed(members)}" if members else "",
            help=_next_step(change, windows[0]),
            team=team.id,
            service=name,
            period=period,
            subject=f"{part} {why} {' '.join(members)}",
            severity=Severity.WARNING if all(map(change.excused, windows)) else None,
        )


def _kind(change: TeamChange, changed: ChangedWindow) -> tuple[str, str, str, str]:
    return changed.window.service, changed.window.period, changed.part.value, _why(change, changed)


def _why(change: TeamChange, changed: ChangedWindow) -> str:
    match changed.part:
        case ChangePart.LOG if change.rewritten(changed.window):
            return "a row of the log was deleted or changed"
        case ChangePart.LOG if change.corrected(changed.window):
            return "a row was withdrawn, or its receiver disputes it, so it does not count"
        case ChangePart.LOG:
            return "a row that was added uses up its touchpoint"
        case ChangePart.TERMS:
            return "terms were tightened for past dates"
        case _:
            return "memberships, absences, leaders or coaches were changed for past dates"


def _next_step(change: TeamChange, changed: ChangedWindow) -> str:
    """Return how to take back what lost it; nothing for a correction, which may well be right."""
    match changed.part:
        case ChangePart.LOG if change.rewritten(changed.window):
            return "Restore the row. If it was wrong, set its state to withdrawn."
        case ChangePart.LOG:
            return ""
        case ChangePart.TERMS:
            return "Give the new terms a future start date."
        case _:
            return "Restore the past dates."


def _place(change: TeamChange, changed: ChangedWindow) -> Place:
    """Return the line of the base's row that was lost, in a file the head still has; else the roster's."""
    log = change.base.log
    paths = {path for _, path in change.head.log.files}
    for row in (*change.log.rewritten, *change.log.corrected):
        if log.days[row] <= changed.window.last and log.members[row] == (changed.window.member or ""):
            place = log.place(row)
            if place.path in paths:
                return Place(place.path, place.line)
    return change.head.team.place("members")


RULE = Rule("RAT002", "window-lost", Severity.ERROR, __doc__, change=_check, others=(Severity.WARNING,))
