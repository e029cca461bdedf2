"""One team made into two: some of its members go on in a new team, under the terms they had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checks.loading.repository import Repository
from checks.loading.team_files import TeamFiles
from checks.model.errors import UsageError
from checks.model.team import Team
from checks.scaffold.change_draft import ChangeDraft
from checks.scaffold.comments_along import absence_comments, keep_absence_comments
from checks.scaffold.editor_schemas import BY_NAME
from checks.scaffold.team_moves import (
    MemberMove,
    coaches_along,
    departures,
    lasting_absences,
    left_behind,
    membership,
    move_of,
)
from checks.scaffold.team_terms import also_named, own_terms
from checks.scaffold.waivers_along import take_waivers_along
from checks.store.yaml_emitting import Value, document_text


@dataclass(frozen=True, slots=True)
class Split:
    """The team `new`, with members of another team from `day` on, and who leads it."""

    new: str
    name: str
    members: Sequence[str]
    leaders: Sequence[str]
    day: date


def split_team(draft: ChangeDraft, repository: Repository, files: TeamFiles, split: Split) -> None:
    """Draft the split of a team; raises `UsageError` for an id that is taken, and for who is no member then.

    The team that is left comes first: without the new one, its `moved_to` names a team that does not exist.
    """
    team = files.team
    if team is None:
        raise UsageError(f"{files.id} can't be read, so nothing was written. Run: outbound check")
    _require_new(split.new, repository)
    moves = [move_of(team, person, split.new, split.day) for person in split.members]
    comments = absence_comments(draft, moves)
    draft.edit(f"data/teams/{team.id}/team.yaml", list(departures(moves)))
    draft.put(f"data/teams/{split.new}/team.yaml", document_text(_roster(team, moves, split), _HEAD))
    keep_absence_comments(draft, split.new, comments)
    for service in repository.policy.services.values():
        for shown, edit in also_named(service, team, split.new, split.day):
            draft.edit(shown, [edit])
    take_waivers_along(draft, files, moves)
    draft.notes += left_behind(files, moves)
    draft.notes += [
        f"{person} leads {split.new} and is a member of it. No one gives a service to themselves."
        for person in split.leaders
        if person in split.members
    ]


_HEAD = BY_NAME["team"].first_line


def _require_new(new: str, repository: Repository) -> None:
    if new in repository.team_ids:
        raise UsageError(f"there is a team {new} already. To bring members to it, run: outbound move member")
    if new in repository.former_teams:
        owner = repository.former_teams[new]
        raise UsageError(f"{new} was the id of the team {owner} before. Choose another id")


def _roster(team: Team, moves: Sequence[MemberMove], split: Split) -> Mapping[str, Value]:
    """Return the roster of the new team: its leaders, and of the old team's what its members need."""
    keys: dict[str, Value | None] = {
        "schema": 1,
        "id": split.new,
        "name": split.name,
        "part_of": team.part_of,
        "leaders": [{"person": leader, "from": split.day} for leader in split.leaders],
        "coaches": coaches_along(moves) or None,
        "members": [membership(move, coach=True, group=True) for move in moves],
        "absences": lasting_absences(moves) or None,
        "agreements": own_terms(team),
    }
    return {key: value for key, value in keys.items() if value is not None}
