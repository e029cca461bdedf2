"""Sites as values: a preview with exact figures, or what is published, made from a release written just before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checks.loading.repository import open_policy, open_repository
from checks.run.judging import JudgementDates
from checks.site.preview import preview_site
from checks.site.site_building import buildable_site, released_site
from checks.wording.language import ENGLISH, Language
from tests.support.building import AS_OF, Files, base, lay
from tests.support.calling import outbound

if TYPE_CHECKING:
    from checks.site.site_data import Site


def preview_of(root: Path, as_of: date = AS_OF, language: Language = ENGLISH) -> Site:
    """Return the preview of what lies in a folder: exact figures, and calendars."""
    days = JudgementDates(as_of, as_of, as_of)
    _, made = preview_site(root, open_repository(root), days, language, directory_urls=False)
    assert made
    return made


def published_of(root: Path, as_of: date = AS_OF, language: Language = ENGLISH) -> Site:
    """Return the site that is published of what lies in a folder, from the releases there."""
    policy = open_policy(root)
    return buildable_site(released_site(root, policy, as_of, language, directory_urls=False), ())


def preview(root: Path, files: Files | None = None) -> Site:
    """Return the preview of files laid in a folder."""
    return preview_of(lay(root, files or base()))


def released(root: Path, files: Files | None = None) -> Site:
    """Return the published site of files laid in a folder, with every closed quarter released."""
    lay(root, files or base())
    release(root)
    return published_of(root)


def release(root: Path, as_of: date = AS_OF) -> None:
    """Write the releases of all closed quarters in a folder."""
    done = outbound("release", "--as-of", as_of.isoformat(), here=root)
    assert done.returncode == 0, done.stderr
