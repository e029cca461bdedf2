"""What a report shows: the findings chosen, and how much of them may be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checks.coverage.wording import plural
from checks.findings import Finding, Place, Severity
from checks.judge import Judgement


@dataclass(frozen=True)
class View:
    """Findings to report; `members` says whether persons may be named, `line_of` looks up a line."""

    judgement: Judgement
    findings: tuple[Finding, ...]
    members: bool
    line_of: Callable[[Place], str | None]

    def excerpt(self, place: Place) -> str | None:
        """Return the line at a place; none of files that hold persons unless these may be named."""
        if place.path.startswith("data/") and not self.members:
            return None
        line = self.line_of(place)
        return line.expandtabs(1) if line and line.strip() else None

    def summary(self) -> str:
        """Return in one line how many findings there are, and how much was looked at."""
        return summary(self.judgement, self.findings)


def summary(judgement: Judgement, findings: Sequence[Finding]) -> str:
    """Return in one line how many findings there are, in how many files, for which day."""
    counts = [
        plural(sum(finding.severity is severity for finding in findings), severity.value) for severity in Severity
    ]
    said = ", ".join(count for count in counts if not count.startswith("0 ")) or "Nothing to report"
    text = f"{said} in {plural(judgement.files, 'file')}, judged for {judgement.as_of}."
    if judgement.unread:
        text += f" Unread, so nothing is said of its coverage: {', '.join(judgement.unread)}."
    return text


def shown(text: str, width: int = 200) -> str:
    """Return a line with control characters made visible, cut to `width`."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= width else f"{clean[: width - 1]}…"
