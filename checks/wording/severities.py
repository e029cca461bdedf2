"""Severities as a language says them, on pages and in reports, and how many findings there are of each."""

from collections import Counter
from collections.abc import Iterable

from checks.model.findings import Severity
from checks.wording.language import Language, message, numbered

_WORDS = {
    Severity.ERROR: message("error"),
    Severity.WARNING: message("warning"),
    Severity.NOTICE: message("notice"),
}
_COUNTED = {
    Severity.ERROR: numbered("{number} error", "{number} errors"),
    Severity.WARNING: numbered("{number} warning", "{number} warnings"),
    Severity.NOTICE: numbered("{number} notice", "{number} notices"),
}


def severity_words(language: Language, severity: Severity) -> str:
    """Return a severity as a language says it."""
    return language.say(_WORDS[severity])


def severity_counts(severities: Iterable[Severity], language: Language) -> str:
    """Return how many there are of each severity, those there are none of left out: `2 errors, 1 notice`."""
    counts = Counter(severities)
    words = [language.counted(*_COUNTED[each], counts[each]) for each in Severity if counts[each]]
    return ", ".join(words) or language.say("No findings")
