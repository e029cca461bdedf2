"""Comments beside entries that go on in another file: they go on there too."""

from collections.abc import Iterable, Mapping, Sequence

from checks.scaffold.change_draft import ChangeDraft
from checks.scaffold.team_moves import AbsenceKey, MemberMove, absence_key, goes_along
from checks.store.yaml_comments import add_comments, comments_at


def absence_comments(draft: ChangeDraft, moves: Iterable[MemberMove]) -> dict[AbsenceKey, tuple[str, ...]]:
    """Return the comments of absences that go along; call it before the rosters that members leave are drafted."""
    return {
        absence_key(absence): comments_at(text, ("absences", at))
        for move in moves
        for text in [draft.text(f"data/teams/{move.team.id}/team.yaml") or ""]
        for at, absence in enumerate(move.team.absences)
        if goes_along(absence, move)
    }


def keep_absence_comments(
    draft: ChangeDraft, target: str, comments: Mapping[AbsenceKey, tuple[str, ...]]
) -> None:
    """Draft the comments of absences in the roster they go on in, which is drafted by now."""
    if not any(comments.values()):
        return
    team = draft.repository().roster(target)[0]
    known = [absence_key(absence) for absence in team.absences] if team else []
    by_place = {("absences", at): comments.get(key, ()) for at, key in enumerate(known)}
    keep_comments(draft, f"data/teams/{target}/team.yaml", by_place)


def keep_comments(draft: ChangeDraft, shown: str, comments: Mapping[tuple[str, int], Sequence[str]]) -> None:
    """Draft comments behind entries of a file, each by its list and its place there; what is there already comes once."""
    text = draft.text(shown) or ""
    there = {steps: comments_at(text, steps) for steps in comments if comments[steps]}
    fresh = {steps: [each for each in comments[steps] if each not in there[steps]] for steps in there}
    draft.edit(shown, [add_comments(steps, new) for steps, new in fresh.items() if new])
