"""Windows to counts: met of due, by team, service, period and member. Counts, never percent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from checks.engine.window import State, Window


@dataclass(frozen=True, slots=True)
class Counts:
    """Windows by what became of them, and owed days of rolling cadences."""

    due: int = 0
    met: int = 0
    missed: int = 0
    waived: int = 0
    not_owed: int = 0
    running: int = 0
    running_met: int = 0
    days_due: int = 0
    days_overdue: int = 0

    @property
    def share(self) -> Fraction | None:
        """Share met, 0 to 1, exact; None when nothing was due."""
        return Fraction(self.met, self.due) if self.due else None

    def __bool__(self) -> bool:
        return any(self.values())

    def values(self) -> tuple[int, ...]:
        """Return the counts in the order of `FIELDS`."""
        return tuple(getattr(self, name) for name in FIELDS)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(self.values(), other.values(), strict=True)))


FIELDS = ("due", "met", "missed", "waived", "not_owed", "running", "running_met", "days_due", "days_overdue")


class CountKey(NamedTuple):
    """What counts are asked by; None where it was not asked for, or for a team's own windows.

    With `group` None has everybody, and each group that describes members its own.
    """

    team: str | None
    service: str | None
    period: str | None
    member: str | None
    group: str | None = None


def counts_of(windows: Iterable[Window]) -> Counts:
    """Return the sum of `windows`."""
    states: dict[State, int] = {}
    days_due = days_overdue = 0
    for _, _, _, _, _, state, due, overdue, _, _ in windows:
        states[state] = states.get(state, 0) + 1
        if due:
            days_due += due
            days_overdue += overdue
    met, missed, kept = (states.get(state, 0) for state in (State.MET, State.MISSED, State.KEPT))
    return Counts(
        due=met + missed,
        met=met,
        missed=missed,
        waived=states.get(State.WAIVED, 0),
        not_owed=states.get(State.NOT_OWED, 0),
        running=kept + states.get(State.OPEN, 0),
        running_met=kept,
        days_due=days_due,
        days_overdue=days_overdue,
    )


GroupsOf = Callable[[Window], Sequence[str]]
"""Returns the groups that describe members which a window counts in."""


def count_windows(
    team: str, windows: Iterable[Window], by: frozenset[str], groups_of: GroupsOf | None = None
) -> dict[CountKey, Counts]:
    """Return the counts of one team's windows by those of team, service, period, member and group asked for.

    By group, only windows of members count: each for everybody (None), and once for each of its groups.
    """
    sums: dict[CountKey, list[Window]] = {}
    by_group = groups_of if "group" in by else None
    for window in windows:
        if by_group and window.member is None:
            continue
        key = CountKey(
            team if "team" in by else None,
            window.service if "service" in by else None,
            window.period if "period" in by else None,
            window.member if "member" in by else None,
        )
        sums.setdefault(key, []).append(window)
        for group in by_group(window) if by_group else ():
            sums.setdefault(key._replace(group=group), []).append(window)
    return {key: counts for key, counted in sums.items() if (counts := counts_of(counted))}
