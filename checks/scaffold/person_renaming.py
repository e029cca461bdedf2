"""A person by another id: in rosters, logs, waivers, answers and sources, and with the old id under `formerly`.

Rows of a log say who was met, so they are rewritten, each in its place. `formerly` is there for the check that
compares the change with its base, and for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.loading.files import entries
from checks.model.errors import UsageError
from checks.scaffold.reference_rewriting import rewrite_references
from checks.store.yaml_splices import YamlEdit, add_key, append

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.loading.repository import Repository
    from checks.model.team import Coach, Leader, Stay, Team
    from checks.scaffold.change_draft import ChangeDraft

_MEMBER, _GIVER = 2, 3
"""Columns of a log, from 0."""


def rename_person(draft: ChangeDraft, repository: Repository, old: str, new: str) -> None:
    """Draft a person under another id; raises `UsageError` for one that no file has, and for an id that is taken.

    Rosters come first: a row with the old id is then one of a guest.
    """
    known = False
    rosters: dict[str, Team] = {}
    for files in repository.teams():
        team = files.team
        if team is None or files.unread:
            raise UsageError(f"{files.id} can't be read, so nothing was written. Run: outbound check")
        rosters[files.id] = team
        people = {*files.log.members, *files.log.givers, *(entry.person for entry in _entries(team))}
        if new in people:
            raise UsageError(f"{files.id} has the id {new} already. Choose an id that no file has")
        known = known or old in people
    for team_id, team in rosters.items():
        draft.edit(f"data/teams/{team_id}/team.yaml", list(_known_as(team, old)))
    rewrite_references(draft, repository, "person", old, new)
    for team_id in rosters:
        _rename_in_log(draft, repository, team_id, (old, new))
    if not known and not draft.changes():
        raise UsageError(f"no file has the id {old}. Check the id")


def _rename_in_log(draft: ChangeDraft, repository: Repository, team_id: str, ids: tuple[str, str]) -> None:
    folder = repository.data.below("teams", team_id, "touchpoints")
    for name in entries(folder)[0]:
        shown = f"data/teams/{team_id}/touchpoints/{name}"
        draft.put(shown, renamed_rows(draft.text(shown) or "", *ids))


def _entries(team: Team) -> list[Stay | Leader | Coach]:
    return [*team.members, *team.leaders, *team.coaches]


def _known_as(team: Team, old: str) -> Iterator[YamlEdit]:
    """Yield the edit that keeps the id a person had, in the latest entry of theirs that a roster has."""
    for key in ("members", "leaders", "coaches"):
        listed = getattr(team, key)
        own = [at for at, entry in enumerate(listed) if entry.person == old]
        if own:
            at = own[-1]
            if listed[at].formerly:
                yield append((key, at, "formerly"), old)
            else:
                yield add_key((key, at), "formerly", [old], after="person")
            return


def renamed_rows(text: str, old: str, new: str) -> str:
    r"""Return a log's text with an id changed where it is the member or the giver; every other byte stays.

    >>> renamed_rows("date,service,member\n2026-01-01,talk,p-a\n", "p-a", "p-c").splitlines()
    ['date,service,member', '2026-01-01,talk,p-c']
    """
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:1], *(_renamed_row(line, old, new) for line in lines[1:])])


def _renamed_row(line: str, old: str, new: str) -> str:
    body = line.rstrip("\r\n")
    cells = body.split(",")
    for at in (_MEMBER, _GIVER):
        if at < len(cells) and cells[at] == old:
            cells[at] = new
    return ",".join(cells) + line[len(body) :]
