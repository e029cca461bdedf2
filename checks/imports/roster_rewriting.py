"""A team.yaml with stays and absences added and ended: every remark kept, and the outcome read before it is written."""

from collections.abc import Iterator, Sequence
from datetime import date

from checks.imports.absences import NewAbsences
from checks.imports.roster import NewStay, StayEnd
from checks.loading.blocks import parse_yaml
from checks.loading.coherence import team_faults
from checks.loading.documents import judge_block
from checks.model.errors import ChecksError, UnspliceableError
from checks.model.findings import Fault
from checks.model.team import Team
from checks.store.yaml_splices import YamlEdit, add_key, add_list, append, apply_edits


class UnwritableRosterError(ChecksError):
    """A roster that cannot be changed as it should be; it is left as it is."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}. Nothing was written")


def rewrite_roster(
    text: str, path: str, joins: Sequence[NewStay], ends: Sequence[StayEnd], adds: Sequence[NewAbsences]
) -> str:
    """Return a roster's text with the changes in it; raises `UnwritableRosterError`."""
    team, faults = _read(text, path)
    members = enumerate(team.members if team else ())
    staying = {(at, stay.person) for at, stay in members if stay.last is None}
    if team is None or faults or not staying.issuperset((end.at, end.person) for end in ends):
        raise UnwritableRosterError(path, "it has changed since it was read. Try again")
    try:
        changed = apply_edits(text, list(_edits(team, joins, ends, adds)))
    except UnspliceableError as error:
        raise UnwritableRosterError(path, f"it {str(error).removeprefix('the file ')}") from None
    _, faults = _read(changed, path)
    if faults:
        raise UnwritableRosterError(path, f"the new content would not be valid: {faults[0].problem.message}")
    return changed


def _edits(
    team: Team, joins: Sequence[NewStay], ends: Sequence[StayEnd], adds: Sequence[NewAbsences]
) -> Iterator[YamlEdit]:
    for end in ends:
        yield add_key(("members", end.at), "to", end.last.isoformat(), after="from")
    stays = [_entry(stay.person, stay.first, stay.last) for stay in joins]
    absences = [_entry(absence.away.person, absence.away.first, absence.away.last) for absence in adds]
    for key, items in (("members", stays), ("absences", absences)):
        for at, item in enumerate(items):
            yield append((key,), item) if at or team.says(key) else add_list(key, item)


def _entry(person: str, first: date, last: date | None) -> str:
    end = f", to: {last}" if last else ""
    return f"{{person: {person}, from: {first}{end}}}"


def _read(text: str, path: str) -> tuple[Team | None, list[Fault]]:
    """Return a roster and what is wrong with it."""
    block, faults = parse_yaml(text, path)
    team, wrong = judge_block(block, Team, private=True) if block is not None else (None, [])
    return team, [*faults, *wrong, *(team_faults(team) if team else ())]
