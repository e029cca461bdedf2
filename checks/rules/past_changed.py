"""RAT004 past-changed: a change to past dates makes a missed promise disappear.

The change adds, edits or removes past dates of an absence, a membership, a pause, a waiver, or a
leader or coach. Or it moves the first day of the check forward. After the change, the service looks
as if it had never been due, or as if no one were late now. You may change future dates at any time.

This is an error. It is a notice if the dates are in the last 30 days, because rosters are often a
little late. It is also a notice if a member visibly takes back a request. You may remove logs that
are older than agreed, with the dates they needed.

A correction in corrections.yaml makes late truth possible, for example about a long sick leave. It
names the days, the person and what was wrong, and someone who gains nothing from it has approved it.
The rule accepts exactly that, and reports it as a notice.

It is a warning if past dates of a group that describes members change (`described_as`), for a quarter
that is over. No promise changes by that, but figures by group do. It could hide that a group was
reached less.

To fix: restore the past dates, or run `outbound correct` if the past dates were wrong. If a promise
was missed, record a plan in answers.yaml.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.engine.date_spans import DateSpans
from checks.engine.described_days import redescribed_days
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import kept_from
from checks.engine.window import Window
from checks.model.base import Span
from checks.model.cadences import PeriodUnit
from checks.model.findings import Place, Problem, Severity
from checks.model.periods import last_closed
from checks.model.playbook import starting_month
from checks.model.team import Stay
from checks.rules.change_facts import ChangedWindow, ChangePart, PolicyChange, TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import iso, listed, plural

_LATELY = timedelta(days=30)
"""How far back that may still be put right. Source: design.md, section 5, RAT004."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """What was changed in words, the first day of it, and where it stands."""

    words: str
    day: date
    place: Place


def _of_team(change: TeamChange) -> Iterator[Problem]:
    """Report the missed windows that days past were changed for, together by service, period and cause."""
    freed: defaultdict[tuple[str, str, str], list[tuple[ChangedWindow, _Cause]]] = defaultdict(list)
    first_kept = kept_from(change.base.playbook, change.base.as_of)
    for changed in change.changed_windows:
        window, part = changed.window, changed.part
        if changed.lost or part is ChangePart.TERMS or (part is ChangePart.LOG and changed.after is not None):
            continue
        if part is ChangePart.HORIZON and window.last < first_kept:
            continue
        cause = _cause(change, changed)
        if changed.running and cause.day >= change.head.as_of:
            continue
        freed[window.service, window.period, cause.words].append((changed, cause))
    for service, period, words in sorted(freed):
        yield _problem(change, service, period, words, freed[service, period, words])
    yield from _accepted(change)
    yield from _redescribed(change, first_kept)


def _redescribed(change: TeamChange, first_kept: date) -> Iterator[Problem]:
    """Report the groups of which past figures change, since members are in them on other days: a warning."""
    playbook, team, as_of = change.base.playbook, change.head.team, change.head.as_of
    closed = last_closed(PeriodUnit.QUARTER, as_of, starting_month(playbook))
    changed: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for (group, member), days in redescribed_days(change.base, change.head).items():
        if first := days.clip(max(change.base.horizon, first_kept), closed.last).first:
            changed[group][member] = first
    for group, firsts in sorted(changed.items()):
        first, members = min(firsts.values()), sorted(firsts)
        message = (
            f"{team.id}: past dates of the group {group} were changed for {plural(len(members), 'member')}, from "
            f"{iso(first)} on, so its figures change"
        )
        yield Problem(
            team.place("members"),
            message,
            named=f"{message}; {listed(members)}",
            help=f"Restore the past dates. If they were wrong, add a correction with `what: membership` to data/teams/{team.id}/corrections.yaml.",
            team=team.id,
            subject=f"described {group} {' '.join(members)}",
            severity=Severity.NOTICE if first >= as_of - _LATELY else Severity.WARNING,
        )


def _problem(
    change: TeamChange, service: str, period: str, words: str, freed: list[tuple[ChangedWindow, _Cause]]
) -> Problem:
    team, as_of = change.head.team, change.head.as_of
    name, first = change.head_id(service), min(cause.day for _, cause in freed)
    members = sorted({changed.window.member for changed, _ in freed if changed.window.member})
    count = _counted([changed for changed, _ in freed])
    message = (
        f"{team.id}: {name} in {period}: {count} would no longer count, because {words}, from {iso(first)} on"
    )
    return Problem(
        freed[0][1].place,
        message,
        named=f"{message}; {listed(members)}" if members else "",
        help=f"Restore the past dates. If they were wrong, run `outbound correct`. To respond to what was missed, record a plan in data/teams/{team.id}/answers.yaml.",
        team=team.id,
        service=name,
        period=period,
        subject=f"{words} {' '.join(members)}",
        severity=Severity.NOTICE if first >= as_of - _LATELY else None,
    )


def _counted(freed: Sequence[ChangedWindow]) -> str:
    """Return how many promises are missed, or late and not over, in words."""
    running = all(changed.running for changed in freed)
    return plural(len(freed), "late promise" if running else "missed promise")


def _accepted(change: TeamChange) -> Iterator[Problem]:
    """Report what an approved correction changes, for everybody to see: a notice."""
    by_kind: defaultdict[tuple[str, str, bool], list[ChangedWindow]] = defaultdict(list)
    for changed in change.accepted:
        if change.due_after.get(changed.key) is changed.window.state:  # by another row, for example
            continue
        by_kind[changed.window.service, changed.window.period, changed.lost].append(changed)
    team = change.head.team
    for service, period, lost in sorted(by_kind):
        windows = by_kind[service, period, lost]
        count = plural(len(windows), "kept promise") if lost else _counted(windows)
        members = sorted({changed.window.member for changed in windows if changed.window.member})
        verb = "no longer counts" if len(windows) == 1 else "no longer count"
        message = f"{team.id}: {change.head_id(service)} in {period}: {count} {verb}; an approved correction says so"
        yield Problem(
            _correction_place(change, windows[0].window),
            message,
            named=f"{message}; {listed(members)}" if members else "",
            team=team.id,
            service=change.head_id(service),
            period=period,
            subject=f"corrected {lost} {' '.join(members)}",
            severity=Severity.NOTICE,
        )


def _correction_place(change: TeamChange, window: Window) -> Place:
    """Return where the latest correction about a window's member stands, else the team's name."""
    places = [
        correction.place()
        for correction in change.head.corrections
        if correction.what == "giver" or correction.person == window.member
    ]
    return places[-1] if places else change.head.team.place("name")


def _cause(change: TeamChange, changed: ChangedWindow) -> _Cause:
    base, head, window = change.base, change.head, changed.window
    if changed.part is ChangePart.HORIZON:
        team_moved = head.team.logs_from != base.team.logs_from
        place = head.team.place("logs_from") if team_moved else head.playbook.key_place("logs_from")
        return _Cause("the first day of the check was moved forward", window.first, place)
    if changed.part is ChangePart.LOG:
        in_the_open = not change.rewritten(window)
        words = "the request was withdrawn" if in_the_open else "the request was deleted or changed"
        return _Cause(words, head.as_of if in_the_open else window.first, head.team.place("members"))
    causes = list(_day_causes(change, window))
    words = listed([cause.words for cause in causes]) if causes else _elsewhere(base, head, window)
    day = min((cause.day for cause in causes), default=window.first)
    place = causes[0].place if causes else head.team.place("members")
    return _Cause(f"{words} {'were' if len(causes) > 1 else 'was'} changed for past dates", day, place)


def _elsewhere(base: TeamCase, head: TeamCase, window: Window) -> str:
    """Return what was changed where the team's own entries on the window's days are as they were."""
    clocks, before = (
        {arrival: clocks for arrival, clocks in case.carried.items() if arrival[0] == window.member}
        for case in (head, base)
    )
    return "the list of who may give it" if clocks == before else "a clock from another team"


_AROUND = {"a pause": "pauses", "an absence": "absences", "a leader or coach": "leaders"}


def _day_causes(change: TeamChange, window: Window) -> Iterator[_Cause]:
    """Yield what is other than in the base on days up to the window's last."""
    old_entries, new_entries = (_entries(change, case, window) for case in (change.base, change.head))
    for words, before in old_entries.items():
        after = new_entries[words]
        first = _differing_days(before, after).first
        if first and first <= window.last:
            known = [entry for _, entry in before]
            added = [entry.place() for _, entry in after if entry not in known]
            around = change.head.playbook if words == "a pause" else change.head.team
            place = added[0] if added else around.place(_AROUND.get(words, "members"))
            yield _Cause(words, max(first, change.base.horizon), place)


_Entries = list[tuple[object, Span]]
"""Entries, each with what its days are the days of: a person in a group, a person in a role."""


def _entries(change: TeamChange, case: TeamCase, window: Window) -> Mapping[str, _Entries]:
    """Return what decides on which days the window's service is owed to its member, by what that is called."""
    member, team = window.member, case.team

    def concerned(service: str) -> bool:
        return change.ids.get(case.current(service), case.current(service)) == window.service

    return {
        "a membership": [
            entry
            for stay in team.members
            if member in (None, stay.person)
            for entry in _membership_entries(stay)
        ],
        "an absence": [
            (absence.person, absence) for absence in team.absences if member in (None, absence.person)
        ],
        "a pause": [
            (None, pause)
            for pause in case.playbook.pauses
            if pause.services == "all" or any(map(concerned, pause.services))
        ],
        "a waiver": [
            (None, waiver)
            for waiver in case.waivers
            if waiver.member in (None, member) and concerned(waiver.service)
        ],
        "a leader or coach": [
            *((("leader", leader.person), leader) for leader in (*team.leaders, *(case.above or ()))),
            *((("coach", coach.person), coach) for coach in team.coaches),
        ],
    }


def _membership_entries(stay: Stay) -> Iterator[tuple[object, Span]]:
    """Yield a stay, and as entries of their own the last day with a move to another team and the first with one from."""
    yield (stay.person, stay.group, stay.owed), stay
    if stay.moved_to:
        yield (stay.person, "moved to", stay.moved_to), stay.model_copy(update={"first": stay.last})
    if stay.moved_from:
        yield (stay.person, "moved from", stay.moved_from), stay.model_copy(update={"last": stay.first})


def _differing_days(before: _Entries, after: _Entries) -> DateSpans:
    """Return the days that entries of one side have and those of the other have not."""
    differing = DateSpans()
    for subject in dict.fromkeys(subject for subject, _ in (*before, *after)):
        old_days, new_days = (
            DateSpans.of(entry for owner, entry in side if owner == subject) for side in (before, after)
        )
        differing |= (old_days - new_days) | (new_days - old_days)
    return differing


def _of_policy(change: PolicyChange) -> Iterator[Problem]:
    """Report the teams that are gone, with what they had missed."""
    for removed in change.removed_teams:
        missed = f", and with them {plural(removed.missed, 'missed promise')}" if removed.missed else ""
        yield Problem(
            Place("playbook/playbook.yaml"),
            f"this change removes the team {removed.team} and its log{missed}",
            help="Keep the files and end the memberships. If the team has a new id, list the old one under `formerly`.",
            subject=f"gone {removed.team}",
        )


RULE = Rule(
    "RAT004",
    "past-changed",
    Severity.ERROR,
    __doc__,
    change=_of_team,
    policy_change=_of_policy,
    others=(Severity.WARNING, Severity.NOTICE),
)
