"""Where a file of the playbook is edited at the code host, in the words of `edit_uri` in mkdocs.yml.

MkDocs counts edit addresses from the folder docs/; the playbook's files lie beside it, or further away. So a path
may begin with `../`: MkDocs joins addresses in a way that resolves it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_WHOLE_REPOSITORY = re.compile(r"(?:.*/)?(?:_?edit|blob|tree|raw|src(?:/branch)?)/[^/]+/")
"""How an edit address ends that names a branch and no folder."""


def git_top_of(folder: Path) -> Path | None:
    """Return the repository a folder lies in; None if it lies in none."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def edit_path(config: MkDocsConfig, docs: Path, source: Path) -> str | None:
    """Return what to put behind `edit_uri` so that `source` is edited; None if it can't be known."""
    home = git_top_of(docs) or Path(config.config_file_path or docs).parent.resolve()
    start = _start(config)
    if start is None or not source.is_relative_to(home) or not docs.is_relative_to(home):
        return None
    if start.endswith(f"/{docs.relative_to(home).as_posix()}/"):
        return Path(os.path.relpath(source, docs)).as_posix()
    return source.relative_to(home).as_posix() if _WHOLE_REPOSITORY.fullmatch(start) else None


def _start(config: MkDocsConfig) -> str | None:
    """Return the part of an edit address before the path of a page; None if the path is no part of the address."""
    if config.edit_uri_template:
        start, placeholder, rest = config.edit_uri_template.partition("{path}")
        return start if placeholder and not rest and not re.search(r"[?#]", start) else None
    return config.edit_uri if config.edit_uri and not re.search(r"[?#]", config.edit_uri) else None
