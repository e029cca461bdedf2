"""`full`: the findings team by team, each with its excerpt, its fix and where to look, as plain text."""

from collections.abc import Iterator

from checks.model.findings import Finding
from checks.output.finding_groups import closing_lines, finding_groups, finding_parts_of, hidden_line
from checks.output.finding_view import FindingView

AT_ONCE = 500
"""Findings in one part of the text."""


def finding_parts(view: FindingView) -> Iterator[str]:
    """Yield the report in parts: of a large organisation it is longer than all that was judged."""
    for group in finding_groups(view):
        yield f"{group.heading}\n\n"
        for first in range(0, len(group.findings), AT_ONCE):
            part = group.findings[first : first + AT_ONCE]
            yield "".join("\n".join(_lines(view, finding)) + "\n\n" for finding in part)
        if group.hidden:
            yield f"{hidden_line(view, group)}\n\n"
    yield "".join(f"{line}\n" for line in closing_lines(view))


def _lines(view: FindingView, finding: Finding) -> Iterator[str]:
    parts, say = finding_parts_of(view, finding), view.language.say
    yield f"{finding.problem.place}: {finding.code} {parts.severity} ({finding.name})"
    yield f"  {parts.words}"
    if parts.excerpt:
        number, line = parts.excerpt
        yield f"  {number} | {line}"
        if parts.mark:
            yield f"  {' ' * len(number)} | {parts.mark}"
    if parts.fix:
        yield "  " + say("fix:") + f" {parts.fix}"
    yield "  " + say("see:") + f" {parts.see}"
