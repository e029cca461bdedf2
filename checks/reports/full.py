"""`full`: each finding with its excerpt, its help and the places that explain it, as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.reports.view import View, pointers, shown

if TYPE_CHECKING:
    from checks.findings import Finding


def text(view: View) -> str:
    """Return all findings, a blank line between, and the summary."""
    blocks = ["\n".join(_lines(view, finding)) for finding in view.findings]
    return "\n\n".join([*blocks, view.summary()]) + "\n"


def _lines(view: View, finding: Finding) -> Iterator[str]:
    problem = finding.problem
    yield f"{problem.place}: {finding.code} {finding.severity.value} ({finding.name})"
    yield f"  {finding.words(members=view.members)}"
    line = view.excerpt(problem.place)
    if line is not None:
        number = str(problem.place.line)
        yield f"  {number} | {shown(line)}"
        yield f"  {' ' * len(number)} | {' ' * (problem.place.column - 1)}^"
    for related in problem.related:
        yield f"  {related.place}: {related.message}"
    if problem.help:
        yield f"  help: {problem.help}"
    yield f"  more: {', '.join(pointers(view, finding))}"
