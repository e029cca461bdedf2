"""The plugin's options for a handbook that has pages of its own: where the playbook lies in it, and what of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError

from checks.site.page_selection import GROUPS, PageSelection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.wording.language import Language

_SEGMENT = re.compile(r"[^\\/:?#%*\"<>|\x00-\x1f]+")
"""A folder's name that is the same in an address and on every system."""

_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class GuestOptions:
    """Where the playbook lies in a handbook. `at` is its folder, without slashes at the ends; empty: its own site.

    `title` is empty where none was given. `instead` are paths of the handbook (`../privacy.md`, as seen from
    the folder) or URLs, by the group of pages they stand for.
    """

    at: str = ""
    title: str = ""
    left_out: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    rules_on_one_page: bool = False
    with_tags: bool = True

    def path(self, path: str) -> str:
        """Return where a page of the playbook lies in the site."""
        return f"{self.at}/{path}" if self.at else path

    def selection(self, language: Language, elsewhere: Mapping[str, str]) -> PageSelection:
        """Return which pages there are; `elsewhere` are addresses as seen from the folder, by group."""
        return PageSelection(
            left_out=self.left_out,
            elsewhere=elsewhere,
            rules_on_one_page=self.rules_on_one_page,
            section=(self.title or language.say("Leadership")) if self.at else "",
            with_tags=self.with_tags,
        )


def read_guest_options(options: Mapping[str, Any]) -> GuestOptions:
    """Return the plugin's options `at`, `nav`, `pages` and `tags`; raises `PluginError` for one that is not valid."""
    at = _folder(options["at"]) if options["at"] is not None else ""
    if options["nav"] and not at:
        raise PluginError(
            "outbound: `nav` is the title of a section. Write its folder too, for example `at: leadership`"
        )
    pages: dict[str, Any] = options["pages"]
    unknown = sorted(str(group) for group in pages if group not in GROUPS)
    if unknown:
        raise PluginError(f"outbound: `pages` has no {unknown[0]}. Write one of: {', '.join(sorted(GROUPS))}")
    return GuestOptions(
        at=at,
        title=options["nav"] or "",
        left_out=frozenset(group for group, value in pages.items() if value is False),
        instead={
            group: _instead(group, value) for group, value in pages.items() if _is_instead(group, value)
        },
        rules_on_one_page=pages.get("rules", "one" if at else "each") == "one"
        or (bool(at) and pages.get("rules") is True),
        with_tags=options["tags"] if options["tags"] is not None else not at,
    )


def _folder(at: str) -> str:
    folder = at.removesuffix("/")
    if all(_SEGMENT.fullmatch(part) and not part.startswith(".") for part in folder.split("/")):
        return folder
    raise PluginError(
        f"outbound: `at: {at!r}` is not a folder of the site. Write one below docs/, for example `at: leadership`"
    )


def _is_instead(group: str, value: object) -> bool:
    return not isinstance(value, bool) and not (group == "rules" and value in ("one", "each"))


def _instead(group: str, value: object) -> str:
    if isinstance(value, str) and (_ADDRESS.fullmatch(value) or value.endswith(".md")):
        return value
    choices = "one, each, true, false" if group == "rules" else "true, false"
    raise PluginError(
        f"outbound: `pages: {{{group}: {value}}}` is not valid. Write {choices}, a page such as ../{group}.md, "
        "or an address such as https://example.org/"
    )
