"""RAT002 window-lost: a window that was met is no longer met after a change.

Whatever else was gained: somebody had what was promised, and after the change it looks as if they
had not. Mostly a row of the log was deleted, or its date, receiver, giver or state was changed where
it stood. The log is append-only: a row logged by mistake is set to withdrawn, and a receiver who
says that it did not take place sets acknowledged to no. Both stay in sight, and are a warning.

To fix: restore the row; if it was wrong, set it to withdrawn.
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
            f"{team.id}: {name} in {period}: {plural(len(windows), 'window')} met in the base "
            f"{'is' if len(windows) == 1 else 'are'} no longer met: {why}"
        )
        members = sorted({changed.window.member for changed in windows if changed.window.member})
        yield Problem(
            _place(change, windows[0]),
            words,
            named=f"{words}; {listed(members)}" if members else "",
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
            return "a row of the log was deleted or changed; restore it, or set it to withdrawn"
        case ChangePart.LOG if change.corrected(changed.window):
            return "a row was withdrawn or refused by its receiver, so it does not count"
        case ChangePart.LOG:
            return "a row that was added takes its touchpoint"
        case ChangePart.TERMS:
            return "terms were tightened for days past; let them begin on a day to come"
        case _:
            return "stays, absences or those who give were changed for days past; restore them"


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


RULE = Rule(
    "RAT002",
    "window-lost",
    Severity.ERROR,
    __doc__,
    change=_check,
)
