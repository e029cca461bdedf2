"""Whether a mail server vouches for the sender of a mail, by the header Authentication-Results. Source: RFC 8601."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]{3,12})\b")
_DOMAIN = {
    "dmarc": r"header\.from",
    "dkim": r"header\.[di]",
    "spf": r"smtp\.(?:mailfrom|mail)",
}
"""The property in which a method names the domain it speaks of."""


def is_vouched_for(sender: str, results: Sequence[str], server: str) -> bool:
    """Return whether `server` says that a mail comes from the domain of its sender.

    `results` are the headers, the latest first: of those that name the server only the latest counts, since others
    can have come with the mail. DMARC decides where it passes or fails; else DKIM or SPF must pass for the domain,
    or for one above it.

    >>> is_vouched_for("ada@example.org", ["mx.example.org; dkim=pass header.d=example.org"], "mx.example.org")
    True
    >>> is_vouched_for("ada@example.org", ["mx.example.org; dkim=pass header.d=example.com"], "mx.example.org")
    False
    """
    domain = sender.rpartition("@")[2].casefold()
    plain = (_COMMENT.sub(" ", result.casefold()) for result in results)
    named = ((*result.partition(";")[0].split(), "")[0] for result in map(str.casefold, results))
    latest = next((text for name, text in zip(named, plain, strict=True) if name == server.casefold()), "")
    outcomes = list(_outcomes(latest, domain))
    if any(
        method == "dmarc" and outcome in ("fail", "permerror", "temperror") for method, outcome, _ in outcomes
    ):
        return False
    return any(outcome == "pass" and aligned for _, outcome, aligned in outcomes)


def _outcomes(text: str, domain: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each method with its outcome, and whether it speaks of a domain or of one above it."""
    for part in text.split(";")[1:]:
        if match := _RESULT.match(part):
            method = match[1]
            name = re.search(rf"{_DOMAIN[method]}\s*=\s*\"?(?:[^\s@;\"]*@)?([^\s;@\"]+)", part)
            spoken_of = name[1].strip(".") if name else ""
            # one above it has a dot: no top-level domain speaks for all of its own
            above = "." in spoken_of and domain.endswith(f".{spoken_of}")
            yield method, match[2], domain == spoken_of or above
