"""The ways to send a proposal from its page: the code host's form for a new file, and a mail. The page sends nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from checks.site.code_hosts import LONGEST, code_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.site.site_data import Site

LONGEST_MAIL = 2000
"""Characters of a mail's address at the most: Windows hands no longer one to a mail program."""

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_MAIL = "?subject={title}&body={file}%0A%0A{text}"


@dataclass(frozen=True, slots=True)
class SendingLink:
    """A link that the page's script fills in: with all of a proposal, or `brief` where that is too long.

    `host` is the name of a code host, or empty for a mail to `to`. `most` is how many characters it may have.
    """

    host: str
    to: str
    full: str
    brief: str
    most: int


def sending_links(site: Site) -> Iterator[SendingLink]:
    """Yield the ways that the playbook allows: the code host it names, and a mail to its contact."""
    host, home = code_host(site.playbook), (site.playbook.repository or "").rstrip("/")
    if host and home:
        full, brief = (home + way.replace("{prefix}", quote(site.folder)) for way in (host.new, host.brief))
        yield SendingLink(host.name, home, full, brief, LONGEST)
    contact = site.playbook.privacy.contact or ""
    if _ADDRESS.fullmatch(contact):
        brief = f"mailto:{quote(contact, safe='@')}{_MAIL}"
        yield SendingLink("", contact, f"{brief}%0A{{description}}", brief, LONGEST_MAIL)
