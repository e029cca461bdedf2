"""A team.yaml with what a table changes in it: every comment kept, and the outcome read before it is written."""

from collections.abc import Iterator, Sequence
from datetime import date

from checks.imports.roster_changes import EntryEnd, NewEntry, RosterChange
from checks.loading.blocks import parse_yaml
from checks.loading.coherence import team_faults
from checks.loading.documents import judge_block
from checks.model.errors import ChecksError, UnspliceableError
from checks.model.findings import Fault
from checks.model.team import Absence, Leader, Stay, Team
from checks.store.yaml_emitting import Value
from checks.store.yaml_splices import YamlEdit, add_key, add_list, append, apply_edits, remove, set_value


class UnwritableRosterError(ChecksError):
    """A roster that cannot be changed as it should be; it is left as it is."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}. Nothing was written")


def rewrite_roster(text: str, path: str, change: RosterChange) -> str:
    """Return a roster's text with the changes of its team in it; raises `UnwritableRosterError`."""
    team, faults = _read(text, path)
    if team is None or faults or not _is_as_it_was(team, change):
        raise UnwritableRosterError(path, "it has changed since it was read. Try again")
    try:
        changed = apply_edits(text, list(_edits(team, change)))
    except UnspliceableError as error:
        raise UnwritableRosterError(path, f"it {str(error).removeprefix('the file ')}") from None
    _, faults = _read(changed, path)
    if faults:
        raise UnwritableRosterError(path, f"the new content would not be valid: {faults[0].problem.message}")
    return changed


def require_valid(text: str, path: str) -> None:
    """Raise `UnwritableRosterError` where a new roster could not be read."""
    team, faults = _read(text, path)
    if team is None or faults:
        raise UnwritableRosterError(path, f"the new content would not be valid: {faults[0].problem.message}")


def _is_as_it_was(team: Team, change: RosterChange) -> bool:
    """Whether each entry that is to be changed is where it was, and has not ended before the day it is to end."""
    ending = [
        *((end.at, end.person) for end in change.ends),
        *((gone.at, gone.person) for gone in change.removals),
        *((start.at, start.person) for start in change.described),
        *((end.at, end.person) for end in change.undescribed),
    ]
    people: tuple[tuple[Sequence[Leader | Stay | Absence], list[tuple[int, str]]], ...] = (
        (team.members, ending),
        (team.leaders, [(entry.at, entry.person) for entry in change.leader_ends]),
        (team.absences, [(entry.at, entry.person) for entry in _absence_ends(change)]),
    )
    return all(
        at < len(entries) and entries[at].person == person
        for entries, changed in people
        for at, person in changed
    )


def _edits(team: Team, change: RosterChange) -> Iterator[YamlEdit]:
    yield from (_end(team, "members", end.at, end.last) for end in change.ends)
    yield from (_move(team, end.at, end.moved_to) for end in change.ends if end.moved_to)
    yield from _descriptions(team, change)
    yield from (_end(team, "leaders", end.at, end.last) for end in change.leader_ends)
    yield from (_end(team, "absences", end.at, end.last) for end in _absence_ends(change))
    for gone in sorted(change.removals, key=lambda gone: -gone.at):
        yield remove(("members", gone.at))
    for above in change.above:
        yield (
            set_value(("part_of",), above.above)
            if team.says("part_of")
            else add_key((), "part_of", above.above, after="name")
        )
    absences = [entry for entry in change.absences if entry.extends is None]
    for key, added in (("leaders", change.leaders), ("members", change.joins), ("absences", absences)):
        items = [_entry(entry) for entry in added]
        if items:
            yield append((key,), *items) if team.says(key) else add_list(key, *items)


def _absence_ends(change: RosterChange) -> Iterator[EntryEnd]:
    """Yield the last days of absences that are set: where there was none, earlier ones and later ones."""
    yield from (*change.absence_ends, *change.absence_cuts)
    for entry in change.absences:
        if entry.extends is not None and entry.last is not None:
            yield EntryEnd(entry.team, entry.person, entry.extends, entry.last)


def _end(team: Team, key: str, at: int, last: date) -> YamlEdit:
    """Return the edit that sets an entry's last day, or puts another in its place."""
    if getattr(team, key)[at].last is None:
        return add_key((key, at), "to", last, after="from")
    return set_value((key, at, "to"), last)


def _move(team: Team, at: int, moved_to: str) -> YamlEdit:
    """Return the edit that says in which team a member goes on."""
    if team.members[at].moved_to is None:
        return add_key(("members", at), "moved_to", moved_to, after="to")
    return set_value(("members", at, "moved_to"), moved_to)


def _entry(new: NewEntry) -> Value:
    entry: dict[str, Value] = {"person": new.person, "from": new.first}
    entry |= {"moved_from": new.moved_from} if new.moved_from else {}
    entry |= {"to": new.last} if new.last else {}
    return entry | (
        {"described_as": [_description(*days) for days in new.described]} if new.described else {}
    )


def _description(group: str, first: date, last: date | None = None) -> Value:
    entry: dict[str, Value] = {"group": group, "from": first}
    return entry | ({"to": last} if last else {})


def _descriptions(team: Team, change: RosterChange) -> Iterator[YamlEdit]:
    """Yield the edits of groups that describe members; entries are taken away last, since others are named by number."""
    for at in sorted({start.at for start in change.described}):
        items = [_description(start.group, start.first) for start in change.described if start.at == at]
        stay, key = team.members[at], ("members", at)
        if stay.says("described_as"):
            yield append((*key, "described_as"), *items)
        else:
            yield add_key(key, "described_as", items, after=_last_said(stay))
    for end in sorted(change.undescribed, key=lambda end: (-end.at, -end.entry)):
        steps = ("members", end.at, "described_as", end.entry)
        if end.last is None:
            yield remove(steps)
        elif team.members[end.at].described_as[end.entry].last is None:
            yield add_key(steps, "to", end.last, after="from")
        else:
            yield set_value((*steps, "to"), end.last)


def _last_said(stay: Stay) -> str:
    """Return the last key of a membership, of those before `described_as` in the reference."""
    return next((key for key in ("group", "coach", "to") if stay.says(key)), "from")


def _read(text: str, path: str) -> tuple[Team | None, list[Fault]]:
    """Return a roster and what is wrong with it."""
    block, faults = parse_yaml(text, path)
    team, wrong = judge_block(block, Team, private=True) if block is not None else (None, [])
    return team, [*faults, *wrong, *(team_faults(team) if team else ())]
