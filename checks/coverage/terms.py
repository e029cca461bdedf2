"""Terms in words, and in what those of one agreement differ from those of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.coverage.looser import terms_words
from checks.coverage.wording import listed, percent

if TYPE_CHECKING:
    from checks.cadence.agreed import Agreed


def said(agreed: Agreed | None) -> dict[str, str]:
    """Return what is agreed in words, by what it is of; nothing for nothing agreed."""
    if agreed is None:
        return {}
    share = agreed.coverage_at_least
    return {
        "cadence": terms_words(agreed.cadence),
        "obligation": agreed.obligation,
        "given by": listed(sorted(agreed.given_by)),
        "what counts": "outbound alone" if agreed.counts == "outbound" else "any initiative",
        "coverage promised": "as the playbook's terms say" if share is None else percent(share),
        "may miss": str(agreed.may_miss),
        "teams": "all" if agreed.teams is None else listed(sorted(agreed.teams)),
    }


def otherwise(before: Agreed | None, after: Agreed | None) -> Iterator[tuple[str, str, str]]:
    """Yield what is agreed otherwise: of what it is, the words before, and those after."""
    was, will = said(before), said(after)
    for key in was | will:
        words = was.get(key, "nothing agreed"), will.get(key, "nothing agreed")
        if words[0] != words[1]:
            yield key, *words
