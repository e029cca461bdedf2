"""Which rows of the log count, for whom and on which day, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.cadence.agreed import Agreed
    from checks.cadence.lives import Life, TeamCase
    from checks.model.log import Log


class Why(StrEnum):
    """Why a held row does not count, where somebody should be told."""

    GUEST = "guest"
    OUTSIDE_STAY = "outside stay"
    OWN_GIVER = "own giver"
    NOT_ENTITLED = "not entitled"
    NO_GIVER = "no giver"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A row that does not count, and why."""

    row: int
    why: Why


@dataclass(frozen=True, slots=True)
class Held:
    """The touchpoints of one member and service, and the orders.

    `orders` are the days of `ordered` rows under terms of that kind, `withdrawals` those on which the
    member took one back; several on one day stand several times.
    `days` count, each once, sorted. `outbound` and `inbound` are the days of the entitled held rows
    whatever initiative the terms count, each once, sorted; `uncounted` says of the others why.
    `acknowledged` are those of them that the receiver says took place. `by_chosen` and `by_another`
    are those on which a coach gave it to a member who had chosen one: that one, or another.
    """

    days: tuple[int, ...]
    outbound: tuple[int, ...]
    inbound: tuple[int, ...]
    acknowledged: tuple[int, ...]
    by_chosen: tuple[int, ...]
    by_another: tuple[int, ...]
    uncounted: tuple[Uncounted, ...]
    orders: tuple[int, ...]
    withdrawals: tuple[int, ...]


def rows_by_subject(log: Log, case: TeamCase) -> dict[tuple[str, str], list[int]]:
    """Return the rows of each (service, member), the service under its id of today."""
    found: dict[tuple[str, str], list[int]] = {}
    current = {service: case.current(service) for service in set(log.services)}
    for row, (service, member) in enumerate(zip(log.services, log.members, strict=True)):
        key = (current[service], member)
        if key in found:
            found[key].append(row)
        else:
            found[key] = [row]
    return found


def held(case: TeamCase, life: Life, rows: list[int]) -> Held:
    """Return which of `rows`, all of this life's service and member, count. Source: design.md, section 4."""
    log = case.log
    days: set[int] = set()
    noted: dict[str, set[int]] = {key: set() for key in _NOTED}
    uncounted: list[Uncounted] = []
    for row in rows:
        state = log.states[row]
        if state not in ("held", "declined") or log.acknowledged[row] == "no":
            continue
        day = log.days[row]
        if not case.horizon <= day <= case.as_of:
            continue
        agreed = life.agreed_on(day)
        why = _why_not(case, life, agreed, row)
        if why:
            uncounted.append(Uncounted(row, why))
            continue
        if agreed is None or (state == "declined" and agreed.obligation != "offered"):
            continue
        initiative = log.initiatives[row]
        if state == "held":
            for key in _notes(case, life, row, day):
                noted[key].add(day)
        if agreed.counts == "any" or initiative == "outbound" or agreed.after == "ordering":
            days.add(day)
    return Held(
        days=tuple(sorted(days)),
        uncounted=tuple(uncounted),
        orders=tuple(sorted(_orders(case, life, rows))),
        withdrawals=tuple(sorted(_withdrawals(case, life, rows))),
        **{key: tuple(sorted(found)) for key, found in noted.items()},
    )


_NOTED = ("outbound", "inbound", "acknowledged", "by_chosen", "by_another")


def _notes(case: TeamCase, life: Life, row: int, day: int) -> Iterator[str]:
    """Yield under which of `_NOTED` a held row goes."""
    log = case.log
    yield log.initiatives[row]
    if log.acknowledged[row] == "yes":
        yield "acknowledged"
    coach = case.chosen_coach(life.member, day)
    giver = log.givers[row]
    if coach and case.may_give(giver, _COACH, day) and not case.may_give(giver, _LEADER, day):
        yield "by_chosen" if giver == coach else "by_another"


_COACH, _LEADER = frozenset({"coach"}), frozenset({"leader"})


def _orders(case: TeamCase, life: Life, rows: list[int]) -> Iterator[int]:
    for row in rows:
        day = case.log.days[row]
        if case.log.states[row] == "ordered" and case.horizon <= day <= case.as_of:
            agreed = life.agreed_on(day)
            if agreed and agreed.after == "ordering":
                yield day


def _withdrawals(case: TeamCase, life: Life, rows: list[int]) -> Iterator[int]:
    log = case.log
    for row in rows:
        if log.states[row] == "cancelled" and log.initiatives[row] == "inbound":
            day = log.days[row]
            if case.horizon <= day <= case.as_of and life.has(day):
                yield day


def _why_not(case: TeamCase, life: Life, agreed: Agreed | None, row: int) -> Why | None:
    day = case.log.days[row]
    if agreed is None:
        return None if life.has(day) else Why.OUTSIDE_STAY
    giver = case.log.givers[row]
    if giver and giver == life.member:
        return Why.OWN_GIVER
    if case.may_give(giver, agreed.given_by, day):
        return None
    return Why.NOT_ENTITLED if giver else Why.NO_GIVER


def guests(case: TeamCase, rows: dict[tuple[str, str], list[int]]) -> Iterator[Uncounted]:
    """Yield the rows of people who are on no line of the roster."""
    roster = {stay.person for stay in case.team.members}
    for (_, member), found in rows.items():
        if member and member not in roster:
            yield from (Uncounted(row, Why.GUEST) for row in found)
