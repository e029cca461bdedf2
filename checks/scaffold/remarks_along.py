"""Remarks beside entries that go on in another file: they go on there too."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from checks.model.team import Absence
from checks.scaffold.change_draft import ChangeDraft
from checks.scaffold.team_moves import MemberMove, goes_along
from checks.store.yaml_remarks import add_remarks, remarks_at

AbsenceKey = tuple[str, date, date | None]
"""The person of an absence, its first day and its last, None without an end."""


def absence_remarks(draft: ChangeDraft, moves: Iterable[MemberMove]) -> dict[AbsenceKey, tuple[str, ...]]:
    """Return the remarks of absences that go along, as long as the rosters that members leave are not drafted."""
    return {
        _key(absence): remarks_at(text, ("absences", at))
        for move in moves
        for text in [draft.text(f"data/teams/{move.team.id}/team.yaml") or ""]
        for at, absence in enumerate(move.team.absences)
        if goes_along(absence, move)
    }


def keep_absence_remarks(
    draft: ChangeDraft, target: str, remarks: Mapping[AbsenceKey, tuple[str, ...]]
) -> None:
    """Draft the remarks of absences in the roster they go on in, which is drafted by now."""
    if not any(remarks.values()):
        return
    team = draft.repository().roster(target)[0]
    absences: Sequence[Absence] = team.absences if team else ()
    keep_remarks(
        draft,
        f"data/teams/{target}/team.yaml",
        {("absences", at): remarks.get(_key(absence), ()) for at, absence in enumerate(absences)},
    )


def keep_remarks(draft: ChangeDraft, shown: str, remarks: Mapping[tuple[str, int], Sequence[str]]) -> None:
    """Draft remarks behind entries of a file, each by its list and its place there; what is there already comes once."""
    text = draft.text(shown) or ""
    there = {steps: remarks_at(text, steps) for steps in remarks if remarks[steps]}
    fresh = {steps: [each for each in remarks[steps] if each not in there[steps]] for steps in there}
    draft.edit(shown, [add_remarks(steps, new) for steps, new in fresh.items() if new])


def _key(absence: Absence) -> AbsenceKey:
    return absence.person, absence.first, absence.last
