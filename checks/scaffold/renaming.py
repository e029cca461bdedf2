"""A service or a team by another id: the file says the old one under `formerly`, and what refers to it follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checks.model.errors import UsageError
from checks.scaffold.reference_rewriting import rewrite_references
from checks.store.yaml_splices import YamlEdit, add_key, append, remove, set_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.model.service import Service
    from checks.model.team import Team
    from checks.scaffold.change_draft import ChangeDraft


def rename_service(draft: ChangeDraft, repository: Repository, service: Service, new: str) -> None:
    """Draft a service under another id, in a file of that name; raises `UsageError` for an id that is taken."""
    old, policy = service.id, repository.policy
    taken = {**dict.fromkeys((*policy.services, *policy.unread), ""), **policy.former}
    if new in taken and taken[new] != old:
        raise UsageError(_taken(new, taken[new], "service"))
    shown, target = (f"playbook/services/{name}.yaml" for name in (old, new))
    draft.rename_file(shown, target, list(_known_as(service, new)))
    if service.agreement_files:
        draft.rename_folder(f"playbook/services/{old}", f"playbook/services/{new}")
    rewrite_references(draft, repository, "service", old, new)
    rewrite_owners(draft, f"services/{old}.yaml", f"services/{new}.yaml")
    rewrite_owners(draft, f"services/{old}/", f"services/{new}/")


def rename_team(draft: ChangeDraft, repository: Repository, team: Team, new: str, name: str | None) -> None:
    """Draft a team under another id, in a folder of that name; raises `UsageError` for an id that is taken."""
    old = team.id
    taken = {**dict.fromkeys(repository.team_ids, ""), **repository.former_teams}
    if new in taken and taken[new] != old:
        raise UsageError(_taken(new, taken[new], "team"))
    edits = list(_known_as(team, new))
    edits += [set_value(("name",), name)] if name else []
    draft.edit(f"data/teams/{old}/team.yaml", edits)
    draft.rename_folder(f"data/teams/{old}", f"data/teams/{new}")
    rewrite_references(draft, repository, "team", old, new, renamed_team=new)
    rewrite_owners(draft, f"teams/{old}/", f"teams/{new}/")


def _taken(new: str, owner: str, kind: str) -> str:
    if owner:
        return f"{new} was the id of the {kind} {owner} before, and its rows may have it. Choose another id"
    return f"there is a {kind} {new} already. Choose another id"


def _known_as(document: Service | Team, new: str) -> Iterator[YamlEdit]:
    """Yield the edits that give a document another id, and keep the one it has under `formerly`."""
    yield set_value(("id",), new)
    if not document.says("formerly"):
        yield add_key((), "formerly", [document.id], after="id")
        return
    yield append(("formerly",), document.id)
    if new in document.formerly:
        yield remove(("formerly", document.formerly.index(new)))


_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")


def rewrite_owners(draft: ChangeDraft, old: str, new: str) -> None:
    """Draft the path in each CODEOWNERS of the repositories of policy and data."""
    for top in _repositories((draft.policy_root, draft.data)):
        for name in _OWNERS:
            draft.rewrite_at(top / name, name, lambda text: _replaced(text, old, new))


def _replaced(text: str, old: str, new: str) -> str:
    r"""Return the text with a path changed, that of a folder with or without a slash at its end.

    >>> _replaced("/data/teams/port/ @a\\n/data/teams/portside @b\\n", "teams/port/", "teams/quay/")
    '/data/teams/quay/ @a\\n/data/teams/portside @b\\n'
    """
    return re.sub(rf"(?<![\w-]){re.escape(old.rstrip('/'))}(?![\w.-])", new.rstrip("/"), text)


def _repositories(folders: Sequence[Path]) -> list[Path]:
    """Return the tops of the git repositories around folders, and the folders that are in none."""
    tops = (
        next((top for top in (folder, *folder.parents) if (top / ".git").exists()), folder)
        for folder in (folder.absolute() for folder in folders)
    )
    return list(dict.fromkeys(tops))
