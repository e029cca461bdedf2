"""Code hosts: where a file is edited there, and where a new one is proposed, with name and content filled in.

None of these addresses is promised by its host for good, so they stand beside other ways and are never the only one.
Source: docs/adr/0049-sending-a-proposal.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from checks.model.playbook import Playbook

BRANCH = "main"
"""The branch that the site's links name."""

LONGEST = 8000
"""Characters of an address at the most: a usual web server takes a request line of 8 kB."""


@dataclass(frozen=True, slots=True)
class CodeHost:
    """A code host: its name, and what follows a repository's address to edit a file and to propose a new one.

    `new` has placeholders: `prefix` is the playbook's folder in its repository, and the others are of the proposal
    (`file`, `folder`, `name`, `text`, `title`, `description`). `brief` leaves out what makes the address long.
    """

    name: str
    edit: str
    new: str
    brief: str


_GITHUB = f"/new/{BRANCH}?filename={{prefix}}{{file}}&value={{text}}&message={{title}}"
_GITLAB = f"/-/new/{BRANCH}?file_name={{prefix}}{{file}}&content={{text}}"
_GITEA = f"/_new/{BRANCH}/{{prefix}}{{folder}}?filename={{name}}&value={{text}}"
HOSTS = {
    "github": CodeHost("GitHub", f"/edit/{BRANCH}/", f"{_GITHUB}&description={{description}}", _GITHUB),
    "gitlab": CodeHost("GitLab", f"/-/edit/{BRANCH}/", f"{_GITLAB}&commit_message={{title}}", _GITLAB),
    "gitea": CodeHost("Gitea", f"/_edit/{BRANCH}/", _GITEA, _GITEA),
    "forgejo": CodeHost("Forgejo", f"/_edit/{BRANCH}/", _GITEA, _GITEA),
}
_NAMED_OTHERWISE = {"codeberg": "forgejo"}


def code_host(playbook: Playbook) -> CodeHost | None:
    """Return the host of the policy's repository, as the playbook or the address names it; None if neither does."""
    if playbook.code_host:
        return HOSTS[playbook.code_host]
    labels = (urlsplit(playbook.repository or "").hostname or "").split(".")
    kinds = (_NAMED_OTHERWISE.get(label, label) for label in labels)
    return next((HOSTS[kind] for kind in kinds if kind in HOSTS), None)
