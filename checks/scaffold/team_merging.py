"""Several teams made into one: their members go on in it, and nobody is promised less."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from checks.loading.repository import Repository
from checks.loading.team_files import TeamFiles
from checks.model.errors import UsageError
from checks.model.team import Coach, Leader, Stay, Team
from checks.model.waivers import Waiver
from checks.scaffold.change_draft import ChangeDraft
from checks.scaffold.comments_along import absence_comments, keep_absence_comments
from checks.scaffold.team_moves import (
    AbsenceKey,
    MemberMove,
    absence_ends,
    added_to,
    coaches_along,
    departures,
    lasting_absences,
    left_behind,
    memberships,
    move_of,
    set_last,
)
from checks.scaffold.team_terms import promised_less
from checks.scaffold.waivers_along import take_waivers_along
from checks.store.yaml_splices import YamlEdit

_DAY = timedelta(days=1)


def merge_teams(
    draft: ChangeDraft, repository: Repository, sources: Sequence[TeamFiles], into: TeamFiles, day: date
) -> None:
    """Draft that the members of `sources` are in `target` from `day` on; the emptied teams keep their files.

    Raises `UsageError` where somebody would be promised less. The teams that are left come first: without the
    entries of the target, their `moved_to` leads nowhere.
    """
    target = into.team
    if target is None:
        raise UsageError(f"{into.id} can't be read, so nothing was written. Run: outbound check")
    moves: list[MemberMove] = []
    comments: dict[AbsenceKey, tuple[str, ...]] = {}
    for files in sources:
        team = _with_as_much(repository, files, target, day)
        leaving = [move_of(team, person, target.id, day) for person in _going_on(team, target, day)]
        comments |= absence_comments(draft, leaving)
        above = _teams_below(repository, team)
        draft.edit(
            f"data/teams/{team.id}/team.yaml", list(_emptied(team, leaving, day, leads_on=bool(above)))
        )
        draft.notes += (*left_behind(files, leaving), *_still_below(team, above, target, day))
        moves += leaving
    if not moves:
        raise UsageError(
            f"{', '.join(files.id for files in sources)}: there are no members to bring along on {day}. Check the day"
        )
    draft.edit(f"data/teams/{target.id}/team.yaml", list(_joined(target, moves)))
    keep_absence_comments(draft, target.id, comments)
    _take_waivers(draft, sources, moves, into.waivers)


def _teams_below(repository: Repository, team: Team) -> list[str]:
    rosters = ((child, repository.roster(child)[0]) for child in repository.team_ids)
    return [child for child, roster in rosters if roster and roster.part_of in (team.id, *team.formerly)]


def _take_waivers(
    draft: ChangeDraft, sources: Sequence[TeamFiles], moves: Sequence[MemberMove], known: Sequence[Waiver]
) -> None:
    waivers = known
    for files in sources:
        own = [move for move in moves if move.team.id == files.id]
        waivers = take_waivers_along(draft, files, own, waivers)


def _going_on(team: Team, target: Team, day: date) -> list[str]:
    """Return who is in a team on the day of the merge and the day before; raises `UsageError` for who joins later."""
    late = next((stay for stay in team.members if stay.first >= day), None)
    if late:
        raise UsageError(
            f"{late.person} joins {team.id} on {late.first}. Put that membership in data/teams/{target.id}/team.yaml "
            "first"
        )
    return [stay.person for stay in team.members if stay.first < day <= stay.last_day]


def _with_as_much(repository: Repository, files: TeamFiles, target: Team, day: date) -> Team:
    """Return a team whose members are promised no less in the target; raises `UsageError` for any other."""
    team, playbook = files.team, repository.policy.playbook
    if team is None or playbook is None:
        raise UsageError(f"{files.id} can't be read, so nothing was written. Run: outbound check")
    less = list(promised_less(playbook, repository.policy.services, (team, target), day))
    if less:
        raise UsageError(
            f"{target.id} promises the members of {team.id} less: {less[0]}. Agree on the same terms for "
            f"{target.id} first, or change those of {team.id}"
        )
    return team


def _emptied(team: Team, moves: Sequence[MemberMove], day: date, *, leads_on: bool) -> Iterator[YamlEdit]:
    """Yield the edits of a roster that is left by all; its leaders lead on if they are leaders' leaders."""
    last = day - _DAY
    giving = ("coaches",) if leads_on else ("leaders", "coaches")
    for key in giving:
        for at, entry in enumerate(getattr(team, key)):
            if entry.last_day > last >= entry.first:
                yield set_last(team, key, at, last)
    staying = {leader.person for leader in team.leaders if leader.last_day >= day} if leads_on else set()
    yield from departures(moves, with_absences=False)
    entries: tuple[Stay | Leader | Coach, ...] = (*team.members, *team.leaders, *team.coaches)
    gone = {entry.person for entry in entries} - staying
    yield from absence_ends(team, gone, day)


def _still_below(team: Team, below: Sequence[str], target: Team, day: date) -> Iterator[str]:
    if below:
        listed = f"{', '.join(below)} {'is' if len(below) == 1 else 'are'}"
        yield f"{listed} part of {team.id}, so the leaders of {team.id} lead on."
    if others := [child for child in below if child != target.id]:
        yield (
            f"If the leaders of {target.id} lead those of {', '.join(others)} from {day}, set `part_of: {target.id}` then."
        )


def _joined(target: Team, moves: Sequence[MemberMove]) -> Iterator[YamlEdit]:
    yield from added_to(target, "coaches", coaches_along(moves, target.coaches))
    yield from added_to(target, "members", memberships(target, moves, coach=True, group=True))
    yield from added_to(target, "absences", lasting_absences(moves, target.absences))
