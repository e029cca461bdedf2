"""What a change does to one team's windows, and which part of the change does it.

Base and head are judged for one day. Between them the change is made part by part: first the days
(stays, absences, pauses, waivers, who gives, and the horizon), then the log, then the terms. The part
after which a window is another is what turned it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from checks.changes.log_comparison import compare_logs
from checks.changes.loosened_terms import TeamPolicy, loosened_terms
from checks.engine.carried_clocks import CarriedClocks
from checks.engine.evaluation import evaluate_team
from checks.engine.team_case import TeamCase
from checks.engine.window import State, Window
from checks.rules.change_facts import ChangedWindow, ChangePart, LogChange, TeamChange, WindowKey


def team_change(
    base: TeamCase, head: TeamCase, ids: Mapping[str, str], unlogged: CarriedClocks | None = None
) -> TeamChange:
    """Return what a change does to one team; `ids` maps services' ids in the head to those in the base.

    Both cases are for one as-of day, and under the playbook's terms of the base. `unlogged` are the clocks carried
    in the head, as they would stand without the rows that it adds in other teams; None where that is the same.
    """
    windows = _windows_by_part(base, head, ids, head.carried if unlogged is None else unlogged)
    log = LogChange()
    if base.log != head.log:
        log = compare_logs(base.log, head.log, {**base.former, **ids}, max(base.horizon, head.horizon))
    before, after = (TeamPolicy(case.playbook, case.services, case.team) for case in (base, head))
    return TeamChange(
        base=base,
        head=head,
        ids=ids,
        changed_windows=(*_changed_windows(windows), *_no_longer_late(windows)),
        due_before=_due(windows[ChangePart.HORIZON]),
        due_after=_due(windows[ChangePart.TERMS]),
        log=log,
        loosened=tuple(loosened_terms(before, after, ids)),
    )


_WindowsByPart = dict[ChangePart | None, dict[WindowKey, Window]]


def _windows_by_part(
    base: TeamCase, head: TeamCase, ids: Mapping[str, str], unlogged: CarriedClocks
) -> _WindowsByPart:
    """Return the windows of the base (None) and those after each part of the change, of which the last is the head.

    Parts that change nothing share one case, which is judged once.
    """
    horizon = max(base.horizon, head.horizon)
    logs_from = {"logs_from": horizon}
    shared = base if horizon == base.horizon else _with(base, logs_from)
    days = shared
    carried = _under_base_ids(unlogged, ids)
    if _owed_days_inputs(base) != _owed_days_inputs(head) or base.carried != carried:
        # the later horizon is in the playbook already, so the team needs none of its own
        paused = _with(base, logs_from | {"pauses": head.playbook.pauses})
        days = replace(_with_days(paused, head, ids), carried=carried)
    rows_differ = base.log != head.log or unlogged != head.carried
    log = _with_rows(days, head, ids) if rows_differ else days
    terms = log
    if _terms_inputs(base) != _terms_inputs(head):
        terms = head if horizon == head.horizon else _with(head, logs_from)
    cases = (base, shared, days, log, terms)
    windows = {id(case): _windows(case, ids) for case in {id(case): case for case in cases}.values()}
    return {part: windows[id(case)] for part, case in zip((None, *ChangePart), cases, strict=True)}


def _with_days(base: TeamCase, head: TeamCase, ids: Mapping[str, str]) -> TeamCase:
    """Return the base with what of the head's team says on which days something is owed."""
    team = head.team.model_copy(update={"agreements": base.team.agreements, "logs_from": None})
    former = {**base.former, **ids}
    return replace(base, team=team, waivers=head.waivers, above=head.above, former=former)


def _with_rows(days: TeamCase, head: TeamCase, ids: Mapping[str, str]) -> TeamCase:
    """Return a case with the rows of the head; those of other teams wind the clocks that go on in this one."""
    carried = _under_base_ids(head.carried, ids)
    return replace(days, log=head.log, former={**days.former, **ids}, carried=carried)


def _under_base_ids(carried: CarriedClocks, ids: Mapping[str, str]) -> CarriedClocks:
    """Return clocks carried in the head, by the services' ids in the base."""
    return {
        arrival: {ids.get(service, service): clock for service, clock in clocks.items()}
        for arrival, clocks in carried.items()
    }


def _with(case: TeamCase, playbook: Mapping[str, object]) -> TeamCase:
    return replace(case, playbook=case.playbook.model_copy(update=dict(playbook)))


def _owed_days_inputs(case: TeamCase) -> tuple[object, ...]:
    """Return what says on which days something is owed, and by whom."""
    team = case.team
    roles = team.leaders, team.coaches, case.above
    return team.members, team.absences, *roles, case.waivers, case.playbook.pauses


def _terms_inputs(case: TeamCase) -> tuple[object, ...]:
    """Return what says what is owed."""
    playbook = case.playbook
    return case.services, case.team.agreements, playbook.year_starts, playbook.holidays


def _windows(case: TeamCase, ids: Mapping[str, str]) -> dict[WindowKey, Window]:
    windows: dict[WindowKey, Window] = {}
    seen: Counter[WindowKey] = Counter()
    for window in evaluate_team(case).windows:
        service = ids.get(window.service, window.service)
        begins, ends = (window.event, None) if window.event else (window.first, window.last)
        key = WindowKey(service, window.member, begins, ends, window.step, 0)
        windows[key._replace(nth=seen[key])] = window._replace(service=service)
        seen[key] += 1
    return windows


def _due(windows: Mapping[WindowKey, Window]) -> dict[WindowKey, State]:
    return {
        key: window.state
        for key, window in windows.items()
        if window.state is State.MET or window.state is State.MISSED
    }


def _changed_windows(windows: _WindowsByPart) -> Iterator[ChangedWindow]:
    """Yield the windows of the base that were met and are no longer, or were missed and are no longer.

    What the log loses is lost, whatever it is then: missed, open again, or not owed, as windows are that
    begin before the first judged day and are not met. It is lost before the terms change, whatever
    windows other terms would cut.
    """
    head_windows = windows[ChangePart.TERMS]
    for key, window in windows[None].items():
        part = _part(key, window.state, windows)
        if part is None or window.state not in (State.MET, State.MISSED):
            continue
        after = head_windows[key].state if key in head_windows else None
        missed = window.state is State.MISSED
        cut_anew = part is ChangePart.TERMS or (part is ChangePart.DAYS and window.event is not None)
        if missed and cut_anew and after is None and _stricter(window, head_windows):
            continue
        if missed or part is ChangePart.LOG or after is State.MISSED:
            yield ChangedWindow(key, window, after, part)


def _no_longer_late(windows: _WindowsByPart) -> Iterator[ChangedWindow]:
    """Yield the running windows in which somebody is late now, and is not by days past or another first day.

    Such a window is not missed yet. But once it is over, nothing would show that it was.
    """
    head_windows = windows[ChangePart.TERMS]
    for key, window in windows[None].items():
        if not _is_late(window) or _is_late(head_windows.get(key)):
            continue
        for part in (ChangePart.HORIZON, ChangePart.DAYS):
            after = windows[part].get(key)
            if not _is_late(after):
                yield ChangedWindow(key, window, after.state if after else None, part)
                break


def _is_late(window: Window | None) -> bool:
    """Whether a window still runs and is broken already: of a rolling cadence, past its grace."""
    return window is not None and window.state is State.OPEN and window.days_overdue > 0


def _stricter(window: Window, head_windows: Mapping[WindowKey, Window]) -> bool:
    """Whether other windows of the same days are missed instead: terms cut the time another way, or the event moved."""
    return any(
        other.state is State.MISSED
        and (other.service, other.member) == (window.service, window.member)
        and other.first <= window.last
        and other.last >= window.first
        for other in head_windows.values()
    )


def _part(key: WindowKey, state: State, windows: _WindowsByPart) -> ChangePart | None:
    """Return the part that took a window out of its state for good; None where the head has it in that state."""
    turned_by = None
    for part in reversed(ChangePart):
        if key in windows[part] and windows[part][key].state is state:
            break
        turned_by = part
    return turned_by
