"""A team.yaml with stays and absences added and ended: every remark kept, and the outcome read before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from checks.loading.blocks import parse_yaml
from checks.loading.coherence import team_faults
from checks.loading.documents import fault_of, wrong_values
from checks.model.errors import ChecksError, UnspliceableError
from checks.model.team import Team
from checks.store.yaml_splices import YamlEdit, add_key, add_list, append, apply_edits

if TYPE_CHECKING:
    from checks.imports.absences import NewAbsences
    from checks.imports.roster import NewStay, StayEnd
    from checks.model.findings import Fault


class UnwritableRosterError(ChecksError):
    """A roster that cannot be changed as it should be; it is left as it is."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}; nothing was written")


def rewrite_roster(
    text: str, path: str, joins: Sequence[NewStay], ends: Sequence[StayEnd], adds: Sequence[NewAbsences]
) -> str:
    """Return a roster's text with the changes in it; raises `UnwritableRosterError`."""
    team, faults = _read(text, path)
    if team is None or faults or not all(_fits(team, end) for end in ends):
        raise UnwritableRosterError(path, "it was changed meanwhile; try again")
    try:
        made = apply_edits(text, list(_changes(team, joins, ends, adds)))
    except UnspliceableError as error:
        raise UnwritableRosterError(path, f"it {str(error).removeprefix('the file ')}") from None
    _, faults = _read(made, path)
    if faults:
        raise UnwritableRosterError(path, f"it would no longer be right: {faults[0].problem.message}")
    return made


def _fits(team: Team, end: StayEnd) -> bool:
    """Whether the stay to be ended is still where it was."""
    stay = team.members[end.at] if end.at < len(team.members) else None
    return stay is not None and stay.person == end.person and stay.last is None


def _changes(
    team: Team, joins: Sequence[NewStay], ends: Sequence[StayEnd], adds: Sequence[NewAbsences]
) -> Iterator[YamlEdit]:
    for end in ends:
        yield add_key(("members", end.at), "to", end.last.isoformat(), after="from")
    stays = [_entry(one.person, one.first, one.last) for one in joins]
    absences = [_entry(one.away.person, one.away.first, one.away.last) for one in adds]
    for key, items in (("members", stays), ("absences", absences)):
        for at, item in enumerate(items):
            yield append((key,), item) if at or team.says(key) else add_list(key, item)


def _entry(person: str, first: date, last: date | None) -> str:
    end = f", to: {last}" if last else ""
    return f"{{person: {person}, from: {first}{end}}}"


def _read(text: str, path: str) -> tuple[Team | None, list[Fault]]:
    """Return a roster and what is wrong with it."""
    block, faults = parse_yaml(text, path)
    if block is None:
        return None, faults
    try:
        team = Team.model_validate(block)
    except ValidationError as error:
        return None, [
            *faults,
            *(fault_of(block, wrong, private=True) for wrong in wrong_values(error, block, Team)),
        ]
    return team, [*faults, *team_faults(team)]
