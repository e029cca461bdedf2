"""What no single field of a file shows: lists out of order, ids written twice, terms left open."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeVar

from checks.model.findings import Fault, Problem
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checks.model.agreements import Agreement, TeamAgreement
    from checks.model.base import Placed, Span
    from checks.model.corrections import Correction, CorrectionsFile
    from checks.model.findings import Place
    from checks.model.playbook import Playbook, Terms
    from checks.model.service import Service
    from checks.model.team import Stay, Team
    from checks.model.waivers import Waiver, WaiversFile

    A = TypeVar("A", bound=TeamAgreement)


def playbook_faults(playbook: Playbook) -> Iterator[Fault]:
    """Yield what no single field of playbook.yaml shows: lists out of order, ids written twice."""
    yield from _out_of_order(playbook.terms, "entries of `terms`")
    for name in ("principles", "groups", "metrics"):
        yield from _twice(playbook, name)


def unsorted_faults(service: Service) -> Iterator[Fault]:
    """Yield the agreements of a service that are not in the order of their first days, group by group."""
    for agreements in _by_group(service.agreements):
        yield from _out_of_order(agreements, "agreements")


def agreement_faults(service: Service) -> Iterator[Fault]:
    """Yield what no single agreement shows: their order, and what the first of a group leaves open."""
    for agreements in _by_group(service.agreements):
        yield from _sequence_faults(agreements)
        yield from _stale_proposals(agreements)
        first = agreements[0]
        keys = [
            "obligation",
            "given_by",
            *(["teams"] if first.obligation in ("compulsory", "offered") else ()),
        ]
        for key in keys:
            if getattr(first, key) is None:
                words = f"`{key}` is missing. Add it: the first agreement has no earlier one to carry it over from"
                yield _fault(first.place(), words, key, "SCH004")
    yield from _twice(service, "metrics")
    yield from _translated_otherwise(service)


def _by_group(agreements: Sequence[A]) -> list[list[A]]:
    """Return the agreements of each group in their order, by the first of each; those of no group are one."""
    groups: dict[str | None, list[A]] = {}
    for agreement in agreements:
        groups.setdefault(agreement.group, []).append(agreement)
    return list(groups.values())


def _translated_otherwise(service: Service) -> Iterator[Fault]:
    """Yield the lists that have another number of lines in a translation, and an order where there is none."""
    for code, words in service.translations.by_language().items():
        lists: list[tuple[tuple[str, ...], Sequence[str], Sequence[str]]]
        lists = [(("agenda",), words.agenda, service.agenda)]
        if words.prepare:
            own = service.prepare
            lists.append((("prepare", "leader"), words.prepare.leader, own.leader))
            lists.append((("prepare", "member"), words.prepare.member, own.member))
        for steps, lines, wanted in lists:
            if lines and len(lines) != len(wanted):
                message = f"`{steps[-1]}` has {plural(len(wanted), 'line')}, but {len(lines)} in `{code}`. Translate it line by line"
                yield _fault(words.place(*steps), message, f"{code} {steps[-1]}")
        if words.order and service.order is None:
            message = f"`order` has a translation into `{code}`, but the service has no `order`. Add it, or remove the translation"
            yield _fault(words.place("order"), message, f"{code} order")


def team_faults(team: Team) -> Iterator[Fault]:
    """Yield what no single entry of team.yaml shows: stays that overlap, a team above that is itself, agreements."""
    latest: dict[str, Stay] = {}
    for stay in sorted(team.members, key=lambda stay: stay.first):
        before = latest.get(stay.person)
        if before and (before.last is None or before.last >= stay.first):
            words = "this membership overlaps another one of the same person. Correct the dates"
            line = before.place().line
            named = f"this membership of {stay.person} overlaps the one on line {line}. Correct the dates"
            yield _fault(stay.place(), words, f"{stay.person} {stay.first}", named=named)
        latest[stay.person] = stay
        if stay.moved_to in (team.id, *team.formerly):
            words = "a member can't move to the team they are in. Name the other team, or remove `moved_to`"
            yield _fault(stay.place("moved_to"), words, f"{stay.person} {stay.first} moved_to")
        if stay.moved_from in (team.id, *team.formerly):
            words = (
                "a member can't come from the team they are in. Name the other team, or remove `moved_from`"
            )
            yield _fault(stay.place("moved_from"), words, f"{stay.person} {stay.first} moved_from")
    if team.part_of in (team.id, *team.formerly):
        words = "a team can't be part of itself. Name the team above it, or remove this key"
        yield _fault(team.place("part_of"), words, "part_of")
    for entries in team.agreements.values():
        for agreements in _by_group(entries):
            yield from _sequence_faults(agreements)


def waiver_faults(waivers: WaiversFile) -> Iterator[Fault]:
    """Yield the waivers whose id another has before them."""
    yield from _same_ids(waivers, "waiver", waivers.waivers)


def correction_faults(corrections: CorrectionsFile) -> Iterator[Fault]:
    """Yield the corrections whose id another has before them."""
    yield from _same_ids(corrections, "correction", corrections.corrections)


def _same_ids(document: Placed, what: str, entries: Sequence[Waiver | Correction]) -> Iterator[Fault]:
    ids, key = [entry.id for entry in entries], f"{what}s"
    for at, entry_id in enumerate(ids):
        if entry_id in ids[:at]:
            line = document.place(key, ids.index(entry_id), "id").line
            words = f"the {what} on line {line} has the same id. Choose a different id"
            yield _fault(document.place(key, at, "id"), words, entry_id)


def _twice(model: Playbook | Service, name: str) -> Iterator[Fault]:
    """Yield the entries of the list `name` whose id another has before them."""
    ids = [entry.id for entry in getattr(model, name)]
    for at, entry_id in enumerate(ids):
        if entry_id in ids[:at]:
            words = f"the id {entry_id} appears twice in `{name}`. Choose a different id for one of them"
            yield _fault(model.place(name, at), words, entry_id)


def _out_of_order(entries: Sequence[Span | Terms], what: str) -> Iterator[Fault]:
    for before, entry in itertools.pairwise(entries):
        if entry.first <= before.first:
            if entry.first == before.first:
                other = before.place("from")
                where = f" ({other})" if other.path != entry.place().path else ""
                words = (
                    f"two {what} start on {entry.first}{where}. Change one of the dates, or remove one entry"
                )
            else:
                words = f"{what} must be sorted by start date. Put {entry.first} above {before.first}"
            yield _fault(entry.place("from"), words, f"{what} {entry.first}")


def _sequence_faults(agreements: Sequence[TeamAgreement]) -> Iterator[Fault]:
    yield from _out_of_order(agreements, "agreements")
    for before, entry in itertools.pairwise(agreements):
        if before.last is not None and before.last >= entry.first > before.first:
            words = f"this agreement ends on {before.last}, but the next one begins on {entry.first}. End this one earlier"
            yield _fault(before.place("to"), words, f"{before.place().path} {before.last}")


def _stale_proposals(agreements: Sequence[Agreement]) -> Iterator[Fault]:
    """Yield the agreements that were made from another one than the one before them: the policy has moved on.

    An agreement without one before is none of them: what it was made from is older than what is kept.
    """
    for before, entry in itertools.pairwise(agreements):
        if entry.follows and entry.follows != before.first:
            words = (
                f"this agreement was made from the one of {entry.follows}, but it would follow the one of "
                f"{before.first}. Compare its terms with that one. If they are still right, write "
                f"`follows: {before.first}`; if not, propose the change again"
            )
            yield _fault(entry.place("follows"), words, f"follows {entry.first}")


def _fault(place: Place, words: str, subject: str, code: str = "SCH011", named: str = "") -> Fault:
    return Fault(code, Problem(place, words, named=named, subject=subject))
