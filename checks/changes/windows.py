"""What a change does to one team's windows, and which part of the change does it.

Base and head are judged for one day. Between them the change is made part by part: first the days
(stays, absences, pauses, waivers, who gives, and the horizon), then the log, then the terms. The part
after which a window is another is what turned it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from checks.changes.log_comparison import compare_logs
from checks.changes.loosened_terms import TeamPolicy, loosened_terms
from checks.engine.evaluation import evaluate_team
from checks.engine.timeline import TeamCase
from checks.engine.window import State, Window
from checks.rules.change_facts import (
    ChangedWindow,
    ChangePart,
    CommonWindows,
    LogChange,
    TeamChange,
    WindowKey,
)


def team_change(base: TeamCase, head: TeamCase, ids: Mapping[str, str]) -> TeamChange:
    """Return what a change does to one team; `ids` maps services' ids in the head to those in the base.

    Both cases are for one as-of day, and under the playbook's terms of the base.
    """
    steps = _states(base, head, ids)
    before, after = _closed(steps[ChangePart.HORIZON]), _closed(steps[ChangePart.TERMS])
    turned = tuple(_changed_windows(steps))
    made = TeamChange(
        base=base,
        head=head,
        ids=ids,
        turned=turned,
        common={},
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        log=_log_change(base, head, ids),
        loosened=tuple(loosened_terms(_side(base), _side(head), ids)),
    )
    excused = {one.key for one in turned if made.excused(one)}
    common: dict[str, CommonWindows] = {}
    for key in before.keys() & after.keys():
        if key not in excused:
            one = CommonWindows(1, before[key] is State.MET, after[key] is State.MET)
            service = made.now(key.service)
            common[service] = common.get(service, CommonWindows()) + one
    return replace(made, common=dict(sorted(common.items())))


def _side(case: TeamCase) -> TeamPolicy:
    return TeamPolicy(case.playbook, case.services, case.team)


_Steps = dict[ChangePart | None, dict[WindowKey, Window]]


def _states(base: TeamCase, head: TeamCase, ids: Mapping[str, str]) -> _Steps:
    """Return the windows of the base (None), and those after each part of the change; those of the head last."""
    horizon = date.fromordinal(max(base.horizon, head.horizon))
    onwards = {"logs_from": horizon}
    shared = base if horizon.toordinal() == base.horizon else _with(base, playbook=onwards)
    days = shared
    if _days(base) != _days(head):
        days = replace(
            _with(base, playbook=onwards | {"pauses": head.playbook.pauses}),
            team=head.team.model_copy(update={"agreements": base.team.agreements, "logs_from": None}),
            waivers=head.waivers,
            above=head.above,
            former={**base.former, **ids},
        )
    log = days if base.log == head.log else replace(days, log=head.log, former={**days.former, **ids})
    end = log
    if _terms(base) != _terms(head):
        end = head if horizon.toordinal() == head.horizon else _with(head, playbook=onwards)
    made: dict[int, dict[WindowKey, Window]] = {}
    found: _Steps = {}
    for part, case in zip((None, *ChangePart), (base, shared, days, log, end), strict=True):
        if id(case) not in made:
            made[id(case)] = _windows(case, ids)
        found[part] = made[id(case)]
    return found


def _with(case: TeamCase, playbook: Mapping[str, object]) -> TeamCase:
    return replace(case, playbook=case.playbook.model_copy(update=dict(playbook)))


def _days(case: TeamCase) -> tuple[object, ...]:
    """Return what says on which days something is owed, and by whom."""
    team = case.team
    return (
        *(team.members, team.absences, team.leaders, team.coaches),
        *(case.waivers, case.above, case.playbook.pauses),
    )


def _terms(case: TeamCase) -> tuple[object, ...]:
    """Return what says what is owed."""
    playbook = case.playbook
    return case.services, case.team.agreements, playbook.year_starts, playbook.holidays


def _windows(case: TeamCase, ids: Mapping[str, str]) -> dict[WindowKey, Window]:
    found: dict[WindowKey, Window] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for window in evaluate_team(case).windows:
        service = ids.get(window.service, window.service)
        after_event = window.event is not None
        days = (window.event or 0, window.step) if after_event else (window.first, window.last)
        key = (service, window.member, *days, after_event)
        found[WindowKey(*key, seen[key])] = window._replace(service=service)
        seen[key] += 1
    return found


def _closed(windows: Mapping[WindowKey, Window]) -> dict[WindowKey, State]:
    due = (State.MET, State.MISSED)
    return {key: window.state for key, window in windows.items() if window.state in due}


def _changed_windows(steps: _Steps) -> Iterator[ChangedWindow]:
    """Yield the windows of the base that were turned.

    What the log loses is lost, whatever it is then: missed, open again, or not owed, as windows are that
    begin before the first judged day and are not met. It is lost before the terms change, whatever
    windows other terms would cut.
    """
    ended = steps[ChangePart.TERMS]
    for key, window in steps[None].items():
        part = _part(key, window.state, steps)
        if part is None or window.state not in (State.MET, State.MISSED):
            continue
        after = ended[key].state if key in ended else None
        missed = window.state is State.MISSED
        if missed and part is ChangePart.TERMS and after is None and _stricter(window, ended):
            continue
        if missed or part is ChangePart.LOG or after is State.MISSED:
            yield ChangedWindow(key, window, after, part)


def _stricter(window: Window, ended: Mapping[WindowKey, Window]) -> bool:
    """Whether other windows of the same days are missed instead: the terms cut the time another way."""
    return any(
        other.state is State.MISSED
        and (other.service, other.member) == (window.service, window.member)
        and other.first <= window.last
        and other.last >= window.first
        for other in ended.values()
    )


def _part(key: WindowKey, state: State, steps: _Steps) -> ChangePart | None:
    """Return the part right after the last one at which the window still was in its state; None at the end."""
    parts = list(ChangePart)
    still = [at for at, part in enumerate(parts) if key in steps[part] and steps[part][key].state is state]
    return next(iter(parts[still[-1] + 1 :] if still else parts), None)


def _log_change(base: TeamCase, head: TeamCase, ids: Mapping[str, str]) -> LogChange:
    if base.log == head.log:
        return LogChange()
    since = max(base.horizon, head.horizon)
    return compare_logs(base.log, head.log, {**base.former, **ids}, since)
