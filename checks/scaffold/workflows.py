"""The workflows a new repository begins with, by code host: the same files that check this project.

They hold no choices of an organisation: what differs is set by variables of the repository, and by `data:`
in playbook.yaml.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import checks

Part = Literal["policy", "data", "one"]
"""Which repository it is: the policy's, the private one of the data, or one that holds both."""

Host = Literal["github", "gitlab"]

_ACTIONS = ".github/workflows"
_OF_DATA = ("nightly", "quarter", "digest", "intake", "collect", "mails", "answers")
_GITHUB: Mapping[Part, tuple[str, ...]] = {
    "policy": ("playbook", "site"),
    "data": ("playbook", *_OF_DATA),
    "one": ("playbook", "site", *_OF_DATA),
}
_UPDATES = ".github/dependabot.yml"
_PIPELINE, _TEMPLATE = ".gitlab-ci.yml", "templates/outbound.gitlab-ci.yml"


def workflow_files(part: Part, host: Host = "github") -> dict[str, str]:
    """Return the files of one kind of repository, as {path: text}."""
    if host == "gitlab":
        return {_PIPELINE: _text(_TEMPLATE)}
    names = [*(f"{_ACTIONS}/{name}.yml" for name in _GITHUB[part]), _UPDATES]
    return {name: _text(name) for name in names}


def _text(source: str) -> str:
    """Return a file: shipped in the package where it is installed, else the project's own."""
    package = Path(checks.__path__[0])
    shipped = package / "scaffold" / "hosts"
    return ((shipped if shipped.is_dir() else package.parent) / source).read_text("utf-8")
