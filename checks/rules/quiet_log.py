"""CAD005 quiet-log: a team's log has had no new entries for a while.

The rule reports a team if something was due on more than 30 days since the last entry, and on at
least one of the last 30 days. It skips days on which nothing is due because everyone is away or the
organisation pauses. It also skips the rest of a period in which the service has taken place.

Either the team doesn't get its services or no one logs them. The log can't show which.

If it began before the agreed start (`judged_from`), it is a notice.

To fix: log what took place, and invite people for the rest.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import promise_on
from checks.model.findings import Problem, Related, Severity
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import iso, listed

_DAYS = timedelta(days=30)
"""How long a log may be quiet. Source: design.md, section 8."""

_DAY = timedelta(days=1)


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report a team in which something was owed and nothing was logged for more than 30 days."""
    judged = facts.judged
    team, as_of = judged.case.team, judged.case.as_of
    logged_to = _logged_to(judged.case)
    since = logged_to or judged.case.horizon - _DAY
    if as_of - since <= _DAYS:
        return
    by_service = judged.outstanding_days(since + _DAY)
    owed = DateSpans.joined(stretch for days in by_service.values() for stretch in days)
    if owed.count <= _DAYS.days or not owed.clip(as_of - _DAYS + _DAY, as_of):
        return
    when = f"since {iso(since)}" if logged_to else f"from {owed.first} on"
    most = max(by_service, key=lambda service: (by_service[service].count, service))
    promise = promise_on(judged.case, most, as_of)
    yield Problem(
        promise.agreed.cadence_place if promise else team.place("name"),
        f"{team.id}: the log has no entries {when}, although {listed(sorted(by_service))} "
        f"{'was' if len(by_service) == 1 else 'were'} due on {owed.count:,} of the days; the limit is {_DAYS.days}",
        help="Log what took place, and invite people for the rest. Declined and cancelled ones count as entries too.",
        team=team.id,
        service=most,
        related=(Related(team.place("name"), "the roster"),),
    )


def _logged_to(case: TeamCase) -> date | None:
    """Return the day of the last row that is judged, None without one."""
    rows = [rows for key, rows in case.rows_by_key.items() if key.state != "withdrawn"]
    day_of = case.log.days.__getitem__
    last = max(map(day_of, chain.from_iterable(rows)), default=None)
    if last and last > case.as_of:  # few logs hold what is to come, so that few are gone through twice
        days = map(day_of, chain.from_iterable(rows))
        last = max((day for day in days if day <= case.as_of), default=None)
    return last if last and last >= case.horizon else None


RULE = Rule("CAD005", "quiet-log", Severity.WARNING, __doc__, team=_check, others=(Severity.NOTICE,))
