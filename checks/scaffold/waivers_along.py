"""Waivers of members who go on in another team: what was agreed with them holds there too, from their first day on."""

from collections.abc import Container, Sequence
from datetime import timedelta
from itertools import chain, count

from checks.loading.team_files import TeamFiles
from checks.model.waivers import Waiver
from checks.scaffold.change_draft import ChangeDraft
from checks.scaffold.comments_along import keep_comments
from checks.scaffold.editor_schemas import BY_NAME
from checks.scaffold.team_moves import MemberMove
from checks.store.yaml_comments import comments_at
from checks.store.yaml_emitting import Value, document_text
from checks.store.yaml_splices import append, remove, set_value

_DAY = timedelta(days=1)
_HEAD = BY_NAME["waivers"].first_line


def take_waivers_along(
    draft: ChangeDraft, files: TeamFiles, moves: Sequence[MemberMove], known: Sequence[Waiver] = ()
) -> list[Waiver]:
    """Draft the waivers of members who leave a team, and return those of the team they go on in, with the new ones.

    A waiver that has begun ends with the membership, and goes on under the same words; `known` are the team's own.
    """
    there = list(known)
    lasting = [
        (at, waiver, move)
        for at, waiver in enumerate(files.waivers)
        for move in moves
        if waiver.member == move.person and waiver.last >= move.day
    ]
    if not lasting:
        return there
    for _, waiver, move in lasting:
        new_id = _free_id(waiver.id, {each.id for each in there})
        there.append(waiver.model_copy(update={"id": new_id, "first": max(waiver.first, move.day)}))
    entries = [_entry(waiver) for waiver in there[len(known) :]]
    left = draft.text(f"data/teams/{files.id}/waivers.yaml") or ""
    shown = f"data/teams/{lasting[0][2].target}/waivers.yaml"
    if draft.text(shown) is None:
        draft.put(shown, document_text({"schema": 1, "waivers": entries}, _HEAD))
    else:
        draft.edit(shown, [append(("waivers",), *entries)])
    comments = [comments_at(left, ("waivers", at)) for at, _, _ in lasting]
    keep_comments(draft, shown, {("waivers", len(known) + at): words for at, words in enumerate(comments)})
    ends = [
        set_value(("waivers", at, "to"), move.day - _DAY)
        for at, waiver, move in lasting
        if waiver.first < move.day
    ]
    gone = [remove(("waivers", at)) for at, waiver, move in reversed(lasting) if waiver.first >= move.day]
    draft.edit(f"data/teams/{files.id}/waivers.yaml", [*ends, *gone])
    return there


def _free_id(wanted: str, taken: Container[str]) -> str:
    names = chain([wanted], (f"{wanted[:36]}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _entry(waiver: Waiver) -> Value:
    keys: dict[str, Value | None] = {
        "id": waiver.id,
        "service": waiver.service,
        "member": waiver.member,
        "from": waiver.first,
        "to": waiver.last,
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "agreed_with_people": list(waiver.agreed_with_people),
    }
    return {key: value for key, value in keys.items() if value}
