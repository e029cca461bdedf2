"""What no single field of a file shows: lists out of order, ids written twice, terms left open."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checks.model.findings import Fault, Problem
from checks.wording.measures import plural

if TYPE_CHECKING:
    from checks.model.agreements import TeamAgreement
    from checks.model.base import Placed, Span
    from checks.model.playbook import Playbook, Terms
    from checks.model.service import Service
    from checks.model.team import Stay, Team
    from checks.model.waivers import WaiversFile


def playbook_faults(playbook: Playbook) -> Iterator[Fault]:
    """Yield what no single field of playbook.yaml shows: lists out of order, ids written twice."""
    yield from _out_of_order(playbook.terms, "the terms")
    yield from _twice(playbook, "principles", [principle.id for principle in playbook.principles])
    yield from _twice(playbook, "groups", [group.id for group in playbook.groups])
    yield from _twice(playbook, "metrics", [metric.id for metric in playbook.metrics])


def agreement_faults(service: Service) -> list[Fault]:
    """Return what no single agreement shows: their order, and what the first of them leaves open."""
    faults: list[Fault] = []
    for group in dict.fromkeys(entry.group for entry in service.agreements):
        own = [entry for entry in service.agreements if entry.group == group]
        faults += _sequence_faults(own)
        faults += [
            Fault(
                "SCH004",
                Problem(
                    own[0].place(), f"`{key}` is missing: the first agreement says everything", subject=key
                ),
            )
            for key in ("obligation", "given_by")
            if getattr(own[0], key) is None
        ]
        first = own[0]
        if first.obligation in ("compulsory", "offered") and first.teams is None:
            faults.append(
                Fault(
                    "SCH004",
                    Problem(
                        first.place(),
                        "`teams` is missing: the first agreement says everything",
                        subject="teams",
                    ),
                )
            )
    faults += _twice(service, "metrics", [metric.id for metric in service.metrics])
    faults += _translated_otherwise(service)
    return faults


def _translated_otherwise(service: Service) -> Iterator[Fault]:
    """Yield the lists that have another number of lines in a translation, and an order where there is none."""
    for code, words in service.translations.by_language().items():
        made, own = words.prepare, service.prepare
        lists: list[tuple[tuple[str, ...], Sequence[str], Sequence[str]]] = [
            (("agenda",), words.agenda, service.agenda)
        ]
        if made:
            lists.append((("prepare", "leader"), made.leader, own.leader))
            lists.append((("prepare", "member"), made.member, own.member))
        for steps, lines, wanted in lists:
            if lines and len(lines) != len(wanted):
                said = f"`{steps[-1]}` has {plural(len(wanted), 'line')}, and {len(lines)} in `{code}`"
                yield Fault("SCH011", Problem(words.place(*steps), said, subject=f"{code} {steps[-1]}"))
        if words.order and service.order is None:
            said = f"`order` is translated into `{code}`, and the service has none"
            yield Fault("SCH011", Problem(words.place("order"), said, subject=f"{code} order"))


def team_faults(team: Team) -> Iterator[Fault]:
    """Yield what no single entry of team.yaml shows: stays that overlap, a team above that is itself, agreements."""
    stays: dict[str, list[Stay]] = {}
    for stay in sorted(team.members, key=lambda stay: stay.first):
        before = stays.setdefault(stay.person, [])
        if before and before[-1].last_day >= stay.first:
            words = "this stay overlaps another of the same person"
            named = f"{words} ({stay.person}, line {before[-1].place().line})"
            yield Fault(
                "SCH011", Problem(stay.place(), words, named=named, subject=f"{stay.person} {stay.first}")
            )
        before.append(stay)
    if team.part_of in (team.id, *team.formerly):
        words = "a team is not part of itself: its leaders would be their own leaders' leader"
        yield Fault("SCH011", Problem(team.place("part_of"), words, subject="part_of"))
    for own in team.agreements.values():
        for group in dict.fromkeys(entry.group for entry in own):
            yield from _sequence_faults([entry for entry in own if entry.group == group])


def waiver_faults(waivers: WaiversFile) -> Iterator[Fault]:
    """Yield the waivers whose id another has before them."""
    ids = [waiver.id for waiver in waivers.waivers]
    for at, one in enumerate(ids):
        if one in ids[:at]:
            place = waivers.place("waivers", at, "id")
            words = f"this waiver has the id of another, on line {waivers.place('waivers', ids.index(one), 'id').line}"
            yield Fault("SCH011", Problem(place, words, subject=one))


def _twice(model: Placed, name: str, ids: Sequence[str]) -> Iterator[Fault]:
    for at, one in enumerate(ids):
        if one in ids[:at]:
            place = model.place(name, at)
            yield Fault("SCH011", Problem(place, f"the id {one} is written twice in `{name}`", subject=one))


def _out_of_order(entries_here: Sequence[Span | Terms], what: str) -> Iterator[Fault]:
    for before, entry in itertools.pairwise(entries_here):
        if entry.first <= before.first:
            words = f"{what} stand in the order of their first days: {entry.first} comes after {before.first}"
            yield Fault("SCH011", Problem(entry.place("from"), words, subject=f"{what} {entry.first}"))


def _sequence_faults(own: Sequence[TeamAgreement]) -> Iterator[Fault]:
    yield from _out_of_order(own, "agreements")
    for before, entry in itertools.pairwise(own):
        if before.last is not None and before.last >= entry.first > before.first:
            words = f"this agreement ends on {before.last}, and the next begins on {entry.first} already"
            yield Fault(
                "SCH011", Problem(before.place("to"), words, subject=f"{before.place().path} {before.last}")
            )
