"""The agreement that follows another one: what is said of it, and for the rest what was agreed before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from checks.model.agreed_terms import AnyCadence, agreed_by_playbook, team_entries, terms_by_day
from checks.model.agreements import TeamAgreement, agreement_file_name
from checks.model.cadences import CADENCE_KINDS, cadence_keys
from checks.model.errors import UsageError
from checks.model.service import Service
from checks.model.team import Team
from checks.scaffold.editor_schemas import BY_NAME
from checks.scaffold.service_catalogue import year_after
from checks.store.yaml_emitting import Scalar, Value, document_text
from checks.store.yaml_splices import YamlEdit, add_key, append

Stated = Scalar | Sequence[str]


@dataclass(frozen=True, slots=True)
class StatedTerms:
    """What is said of new terms from `first` on. None, or no key, is what stays as it was agreed.

    `terms` are keys of an agreement, and `cadence` keys of its cadence, there with None for one that is given up.
    """

    first: date
    agreed_on: date
    record: str
    last: date | None = None
    group: str | None = None
    review_by: date | None = None
    agreed_with: Sequence[str] | None = None
    terms: Mapping[str, Stated | None] = field(default_factory=dict)
    cadence: Mapping[str, Stated | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sequence:
    """The agreements that new terms come behind, by whom they are (`owner`), and the cadence before, if there is one."""

    owner: str
    entries: Sequence[TeamAgreement]
    cadence: AnyCadence | None


def next_agreement(service: Service, stated: StatedTerms) -> dict[str, Value]:
    """Return new terms of a service by the keys of its file; what they don't say carries over from those before.

    Raises `UsageError` for terms that others follow already, and where there is nobody to take over from.
    """
    before = agreed_by_playbook(service, stated.group)
    entries = [entry for entry in service.agreements if entry.group == stated.group]
    return _next(_Sequence(service.id, entries, before[-1].cadence if before else None), stated)


def own_agreement_edit(team: Team, service: Service, stated: StatedTerms) -> YamlEdit:
    """Return the edit of a roster that adds new terms of the team's own; the first carry over the playbook's.

    Raises `UsageError` as `next_agreement`.
    """
    in_force = (
        terms
        for terms in terms_by_day(team, service, stated.group)
        if terms.first <= stated.first <= terms.last
    )
    before = next(in_force, None)
    entries = team_entries(team, service, stated.group)
    owner = f"{team.id}: {service.id}"
    keys = _next(_Sequence(owner, entries, before.cadence if before else None), stated)
    written = next((name for name in (service.id, *service.formerly) if name in team.agreements), None)
    if written:
        return append(("agreements", written), keys)
    if team.agreements:
        return add_key(("agreements",), service.id, [keys], after=list(team.agreements)[-1])
    return add_key((), "agreements", {service.id: [keys]}, after="members" if team.members else "name")


def _next(sequence: _Sequence, stated: StatedTerms) -> dict[str, Value]:
    """Return new terms by their keys.

    Who agreed is written again, since a file does not take it over; so is a cadence, of which one key changes.
    """
    parties = _parties(sequence, stated)
    keys: dict[str, Value | None] = {
        "from": stated.first,
        "to": stated.last,
        "for": stated.group,
        **{key: stated.terms.get(key) for key in ("obligation", "given_by", "teams")},
        "cadence": _cadence(sequence.cadence, stated.cadence) or None,
        **{key: stated.terms.get(key) for key in ("counts", "coverage_at_least", "may_miss")},
        "agreed_on": stated.agreed_on,
        "agreed_with": parties,
        "record": stated.record,
        "review_by": stated.review_by or year_after(stated.first),
    }
    return {key: value for key, value in keys.items() if value is not None}


def agreement_file(service: Service, entry: Mapping[str, Value]) -> tuple[str, str]:
    """Return the path and the text of an agreement's own file."""
    head = BY_NAME["agreement"].first_line
    first, group = entry["from"], entry.get("for")
    if not isinstance(first, date) or not (group is None or isinstance(group, str)):
        raise TypeError("an agreement has a first day, and a group or none")
    shown = f"{service.place().path.removesuffix('.yaml')}/{agreement_file_name(first, group)}"
    return shown, document_text({"schema": 1, **entry}, head)


def _parties(sequence: _Sequence, stated: StatedTerms) -> Sequence[str]:
    """Return who agreed: the parties that are stated, else those of the agreement before."""
    later = next((entry for entry in sequence.entries if entry.first >= stated.first), None)
    if later:
        raise UsageError(
            f"{sequence.owner} already has an agreement from {later.first}. Choose a later first day with --from, or "
            "edit the file by hand"
        )
    if not stated.agreed_with and not sequence.entries:
        whom = f"for {stated.group}" if stated.group else "of its own"
        raise UsageError(
            f"{sequence.owner} has no agreement {whom} yet, so nothing carries over. Add the parties "
            "with --with"
        )
    return stated.agreed_with or sequence.entries[-1].agreed_with


def _cadence(before: AnyCadence | None, stated: Mapping[str, Stated | None]) -> dict[str, Value]:
    """Return the cadence before with what is said in it, or one of another kind; empty if nothing is stated."""
    kept_keys = [key for key, value in stated.items() if value is not None]
    kinds = {CADENCE_KINDS[key]: key for key in kept_keys or stated}
    if len(kinds) > 1:
        first, second = (f"--{key.replace('_', '-')}" for key in list(kinds.values())[:2])
        raise UsageError(f"use either {first} or {second}, not both: they are two ways to say how often")
    if not stated:
        return {}
    kept = cadence_keys(before) if before is not None else {}
    if not kinds.keys() & {CADENCE_KINDS[key] for key in kept}:
        kept = {"at_least": 1} if "calendar" in kinds else {}
    return {key: value for key, value in {**kept, **stated}.items() if value is not None}
