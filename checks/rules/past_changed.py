"""RAT004 past-changed: a missed window is no longer owed, since days past were changed.

An absence, a stay, a pause, a waiver, who may give it, or the first day that is judged was added,
changed or removed for days that are over, and with it a promise that was broken would no longer have
been made. Days to come may be changed at any time. Changes of the last 30 days are a notice, since
rosters follow life with a delay. So is an order taken back in the open. Logs that are kept longer than
agreed may go, with the days they were judged on.

To fix: leave days past as they were. A broken promise is answered in answers.yaml, with a plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checks.engine.spans import Spans, clip, union, without
from checks.engine.team_coverage import kept_from
from checks.engine.timeline import TeamCase
from checks.model.base import Span
from checks.model.findings import Place, Problem, Severity
from checks.rules.change_facts import ChangedWindow, ChangePart, PolicyChange, TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import iso, listed, plural

_LATELY = 30
"""Days back that may still be mended. Source: design.md, section 5, RAT004."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """What was changed in words, the first day of it, and where it stands."""

    words: str
    day: int
    place: Place


def _of_team(change: TeamChange) -> Iterator[Problem]:
    """Report the missed windows that days past were changed for, together by service, period and cause."""
    found: dict[tuple[str, str, str], list[tuple[ChangedWindow, _Cause]]] = {}
    first_kept = kept_from(change.base.playbook, change.base.as_of)
    for one in change.changed_windows:
        if one.lost or one.part is ChangePart.TERMS or (one.part is ChangePart.LOG and one.after is not None):
            continue
        if one.part is ChangePart.HORIZON and one.window.last < first_kept:
            continue
        cause = _cause(change, one)
        found.setdefault((one.window.service, one.window.period, cause.words), []).append((one, cause))
    for (service, period, words), freed in sorted(found.items(), key=lambda one: one[0]):
        yield _problem(change, service, period, words, freed)


def _problem(
    change: TeamChange, service: str, period: str, cause: str, freed: list[tuple[ChangedWindow, _Cause]]
) -> Problem:
    team, as_of = change.head.team, change.head.as_of
    name, first = change.head_id(service), min(one.day for _, one in freed)
    who = sorted({one.window.member for one, _ in freed if one.window.member})
    count = plural(len(freed), "missed window")
    words = (
        f"{team.id}: {name} in {period}: {count} would no longer be: {cause}, "
        f"from {iso(first)} on; leave days past as they were, and answer what was missed"
    )
    return Problem(
        freed[0][1].place,
        words,
        named=f"{words}; {listed(who)}" if who else "",
        team=team.id,
        service=name,
        period=period,
        subject=f"{cause} {' '.join(who)}",
        severity=Severity.NOTICE if first >= as_of - _LATELY else None,
    )


def _cause(change: TeamChange, turned: ChangedWindow) -> _Cause:
    base, head, window = change.base, change.head, turned.window
    if turned.part is ChangePart.HORIZON:
        team_moved = head.team.logs_from != base.team.logs_from
        place = head.team.place("logs_from") if team_moved else head.playbook.key_place("logs_from")
        return _Cause("the first day that is judged was moved on", window.first, place)
    if turned.part is ChangePart.LOG:
        open_ = not change.rewritten(window)
        words = "its order was withdrawn" if open_ else "its order was deleted or changed"
        return _Cause(words, head.as_of if open_ else window.first, head.team.place("members"))
    causes = list(_day_causes(change, turned))
    words = listed([one.words for one in causes]) if causes else "who may give it"
    day = min((one.day for one in causes), default=window.first)
    place = causes[0].place if causes else head.team.place("members")
    return _Cause(f"{words} {'were' if len(causes) > 1 else 'was'} changed for days past", day, place)


def _day_causes(change: TeamChange, turned: ChangedWindow) -> Iterator[_Cause]:
    """Yield what is other than in the base on days up to the window's last."""
    sides = _written(change, change.base, turned), _written(change, change.head, turned)
    for words, before in sides[0].items():
        after = sides[1][words]
        days = [clip(days, 0, turned.window.last) for days in _apart(before, after)]
        first = min((span[0] for spans in days for span in spans), default=None)
        if first is not None:
            new = [entry.place() for _, entry in after if entry not in [old for _, old in before]]
            yield _Cause(words, max(first, change.base.horizon), new[0] if new else _around(change, words))


_Written = list[tuple[object, Span]]
"""Entries with what makes their days other days than the same of another: a group, a role."""


def _written(change: TeamChange, case: TeamCase, turned: ChangedWindow) -> Mapping[str, _Written]:
    member, service, team = turned.window.member, turned.window.service, case.team

    def meant(id_: str) -> bool:
        return change.ids.get(case.current(id_), case.current(id_)) == service

    return {
        "a stay": [
            ((stay.person, stay.group, stay.owed), stay)
            for stay in team.members
            if member in (None, stay.person)
        ],
        "an absence": [(one.person, one) for one in team.absences if member in (None, one.person)],
        "a pause": [
            (None, one)
            for one in case.playbook.pauses
            if one.services == "all" or any(map(meant, one.services))
        ],
        "a waiver": [
            (None, one) for one in case.waivers if one.member in (None, member) and meant(one.service)
        ],
        "a leader or coach": [(("leader", one.person), one) for one in (*team.leaders, *(case.above or ()))]
        + [(("coach", one.person), one) for one in team.coaches],
    }


def _around(change: TeamChange, words: str) -> Place:
    team = change.head.team
    keys = {"a stay": "members", "an absence": "absences", "a leader or coach": "leaders"}
    return (
        change.head.playbook.place("pauses") if words == "a pause" else team.place(keys.get(words, "members"))
    )


def _apart(before: _Written, after: _Written) -> Iterator[Spans]:
    """Yield the days that one of the two has and the other has not."""
    for kind in {repr(kind): kind for kind, _ in (*before, *after)}.values():
        one, other = (
            union((entry.first_number, entry.last_number) for of, entry in side if of == kind)
            for side in (before, after)
        )
        yield without(one, other)
        yield without(other, one)


def _of_policy(change: PolicyChange) -> Iterator[Problem]:
    """Report the teams that are gone, with what they had missed."""
    for gone in change.removed_teams:
        missed = f", and with it {plural(gone.missed, 'missed window')}" if gone.missed else ""
        yield Problem(
            Place("playbook/playbook.yaml"),
            f"{gone.team} is gone with its log{missed}; end the stays of its members and keep its files, or "
            "name its former id in `formerly`",
            subject=f"gone {gone.team}",
        )


RULE = Rule(
    "RAT004",
    "past-changed",
    Severity.ERROR,
    __doc__,
    outline="missed windows would no longer be owed, since days past are changed",
    change=_of_team,
    policy_change=_of_policy,
)
