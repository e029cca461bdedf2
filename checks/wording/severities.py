"""Severities as a language says them, on pages and in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.model.findings import Severity
from checks.wording.language import message

if TYPE_CHECKING:
    from checks.wording.language import Language

_WORDS = {
    Severity.ERROR: message("error"),
    Severity.WARNING: message("warning"),
    Severity.NOTICE: message("notice"),
}


def severity_words(language: Language, severity: Severity) -> str:
    """Return a severity as a language says it."""
    return language.say(_WORDS[severity])
