"""What a site is built from lies where it says it does: no link is followed, and nothing is read outside the folder.

One link under `docs/` would publish whatever it leads to, rosters and logs among others.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from checks.model.errors import ChecksError


class SourceOfSiteError(ChecksError):
    """A site would be built from a link, from outside the folder of its settings, or from the data themselves."""


def refuse_strangers(top: Path, sources: Iterable[Path], data: Path | None) -> None:
    """Raise `SourceOfSiteError` where a folder or file the site is built from is not what it seems.

    `top` is the folder of mkdocs.yml, and `data` the one with `teams/`, None where the site is built without.
    """
    for source in sources:
        shown = os.path.relpath(source, top)
        if not source.resolve().is_relative_to(top.resolve()):
            raise SourceOfSiteError(
                f"outbound: {shown} lies outside the folder of mkdocs.yml, and a site is built from what is in it"
            )
        link = next(_links(source), None)
        if link:
            raise SourceOfSiteError(
                f"outbound: {os.path.relpath(link, top)} is a link, and a site is built from no links: "
                "put the files themselves there"
            )
        if data and _overlap(source.resolve(), (data / "teams").resolve()):
            raise SourceOfSiteError(
                f"outbound: {shown} holds rosters and logs, and a site would publish them: name another folder"
            )


def refuse_data(top: Path, sources: Iterable[Path], data: Path) -> None:
    """Raise `SourceOfSiteError` where a handbook would publish rosters and logs; its other sources are its own matter.

    A link is followed here as MkDocs does, so that one which leads to the data is refused.
    """
    teams = (data / "teams").resolve()
    for source in sources:
        for path in (source, *_links(source)):
            if teams.exists() and _overlap(path.resolve(), teams):
                raise SourceOfSiteError(
                    f"outbound: {os.path.relpath(path, top)} holds rosters and logs, and a site would publish them: "
                    "name another folder"
                )


def _links(source: Path) -> Iterator[Path]:
    """Yield the links at and below a path, none of which is followed."""
    if source.is_symlink():
        yield source
        return
    for folder, folders, files in os.walk(source):
        yield from (
            Path(folder, name) for name in sorted((*folders, *files)) if Path(folder, name).is_symlink()
        )


def _overlap(folder: Path, other: Path) -> bool:
    return folder.is_relative_to(other) or other.is_relative_to(folder)
