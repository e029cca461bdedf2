"""The words reports share: how many findings of each severity there are, in the language of the playbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checks.model.findings import Severity
from checks.wording.language import numbered

if TYPE_CHECKING:
    from checks.wording.language import Language

_COUNTED = {
    Severity.ERROR: numbered("{number} error", "{number} errors"),
    Severity.WARNING: numbered("{number} warning", "{number} warnings"),
    Severity.NOTICE: numbered("{number} notice", "{number} notices"),
}


def severity_counts(found: Sequence[Severity], language: Language) -> str:
    """Return how many there are of each severity, those there are none of left out: `2 errors, 1 notice`."""
    counts = {one: sum(severity is one for severity in found) for one in Severity}
    words = [language.counted(*_COUNTED[one], count) for one, count in counts.items() if count]
    return ", ".join(words) or language.say("Nothing to report")
