"""Which pages a site has: all of them on a playbook's own site, and in a handbook those that it wants."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

GROUPS: Mapping[str, tuple[str, ...]] = {
    "rules": ("checks/",),
    "start": ("start/",),
    "log": ("log.html",),
    "api": ("api/", "schemas/"),
    "calendars": (".ics",),
    "changes": ("changes.",),
    "method": ("method.md",),
    "organisation": ("organisation.md",),
    "privacy": ("privacy.md",),
    "proposals": (
        "/propose.md",
        "services/retire.md",
        "services/request.md",
        "assets/propose.",
        "assets/new-service.",
        "assets/send.",
        "assets/requests.",
    ),
    "teams": ("teams/",),
}
"""Groups of pages a handbook may leave out: how their paths begin, or end if it starts with a dot or a slash.

The first page and the services always stay: they are what the others explain.
"""

LEFT_OUT = "outboundleftout"
"""The address of a page the site does not have; `without_empty_links` drops the links to it."""

_EMPTY_LINK = re.compile(rf'<a (?:[^<>]* )?href="{LEFT_OUT}[^"]*"[^<>]*>(.*?)</a>', re.DOTALL)


def without_empty_links(markup: str) -> str:
    """Return a page whose links to pages left out are the plain words they stood on."""
    return _EMPTY_LINK.sub(r"\1", markup)


def page_groups(path: str) -> frozenset[str]:
    """Return the groups a page or file belongs to, by its path within the playbook's pages."""
    return frozenset(group for group, marks in GROUPS.items() if any(_bears(path, mark) for mark in marks))


def _bears(path: str, mark: str) -> bool:
    return path.endswith(mark) if mark.startswith((".", "/")) else path.startswith(mark)


@dataclass(frozen=True, slots=True)
class PageSelection:
    """The pages of a site. As it stands: all of them, as a playbook's own site has them.

    `left_out` are groups, and `elsewhere` addresses that links to a group lead to instead: a URL, or an address
    as seen from the folder of the playbook's pages. `removed` are single paths that the handbook took away.
    `section` is the title of the pages in a handbook; it is empty on a playbook's own site. `with_tags` says
    whether services carry their other names as tags.
    """

    left_out: frozenset[str] = frozenset()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    rules_on_one_page: bool = False
    section: str = ""
    with_tags: bool = True

    def has(self, path: str) -> bool:
        """Whether the site has a page or file."""
        return path not in self.removed and not page_groups(path) & (self.left_out | self.elsewhere.keys())

    def address_elsewhere(self, path: str) -> str:
        """Return the address that links to a page lead to instead; empty if there is none."""
        return next((self.elsewhere[group] for group in page_groups(path) if group in self.elsewhere), "")
