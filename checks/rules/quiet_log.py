"""CAD005 quiet-log: a team's log has gone quiet.

Something was owed on more than 30 days since the last row, of whichever state, and on one of the
last 30 days. Days on which nothing is owed, since everybody is away or pauses, are not counted, nor
are those of a calendar window that is met: nothing more is owed in it. A quiet log is either a team that is not seen or one that does not log, and nobody can tell which.

To fix: log what was held, and invite for what was not.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from checks.engine.spans import Days, clip, common, union
from checks.engine.team_coverage import JudgedTeam, promise_on
from checks.engine.timeline import TeamCase
from checks.engine.window import State
from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import iso, listed

_DAYS = 30
"""Days a log may be quiet. Source: design.md, section 8."""
_OUTSTANDING = (State.MISSED, State.OPEN)


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team in which something was owed and nothing was logged for more than 30 days."""
    judged = facts.judged
    team, as_of = judged.case.team, judged.case.as_of
    logged_to = _logged_to(judged.case)
    since = judged.case.horizon - 1 if logged_to is None else logged_to
    if as_of - since <= _DAYS:
        return
    by_service = _owed(judged, since + 1)
    owed = Days(union(span for days in by_service.values() for span in days.spans))
    if owed.until(as_of) <= _DAYS or not owed.between(as_of - _DAYS + 1, as_of):
        return
    when = f"since {iso(since)}" if logged_to is not None else f"from {iso(owed.day(1))} on"
    most = max(by_service, key=lambda service: (len(by_service[service]), service))
    promise = promise_on(judged.case, most, as_of)
    yield Problem(
        promise.agreed.cadence_place if promise else team.place("name"),
        f"{team.id}: nothing was logged {when}, with {listed(sorted(by_service))} owed on {len(owed):,} of the days, "
        f"more than {_DAYS}; log what was held, and invite for what was not",
        help="A row in any state will do: booked, held, declined or cancelled.",
        team=team.id,
        service=most,
        related=(Related(team.place("name"), "the roster"),),
    )


def _logged_to(case: TeamCase) -> int | None:
    """Return the day of the last row that is judged, None without one."""
    rows_of_kinds = [rows for kind, rows in case.kinds.items() if kind.state != "withdrawn"]
    day_of = case.log.days.__getitem__
    last = max(map(day_of, chain.from_iterable(rows_of_kinds)), default=0)
    if last > case.as_of:  # few logs hold what is to come, so that few are gone through twice
        last = max(
            (day for day in map(day_of, chain.from_iterable(rows_of_kinds)) if day <= case.as_of), default=0
        )
    return last if last >= case.horizon else None


def _owed(judged: JudgedTeam, first: int) -> dict[str, Days]:
    """Return the days from `first` to the as-of day that are owed in a window with something outstanding.

    They are by service; one without such a day is left out.
    """
    case = judged.case
    windows: defaultdict[tuple[str, str | None], list[tuple[int, int]]] = defaultdict(list)
    for window in judged.lived.windows:
        # a rolling promise is never done with: `days_due` is theirs alone
        if (window.state in _OUTSTANDING or window.days_due) and window.last >= first:
            windows[window.service, window.member].append((window.first, window.last))
    days_by_service: dict[str, Days] = {}
    for service in dict.fromkeys(service for service, _ in windows):
        spans = [
            span
            for (key, member), timeline in judged.lived.lives.items()
            if key == service
            for segment in timeline.segments
            for span in common(segment.owed, union(windows.get((service, member), ())))
        ]
        if owed := clip(union(spans), first, case.as_of):
            days_by_service[service] = Days(owed)
    return days_by_service


RULE = Rule("CAD005", "quiet-log", Severity.WARNING, __doc__, outline="the log has gone quiet", team=_check)
