"""`full`: each finding with its excerpt, its help and the places that explain it, as plain text."""

from collections.abc import Iterator

from checks.model.findings import Finding
from checks.output.finding_view import FindingView, pointers, visible_line
from checks.wording.severities import severity_words

AT_ONCE = 500
"""Findings in one part of the text."""


def finding_parts(view: FindingView) -> Iterator[str]:
    """Yield the report in parts: of a large organisation it is longer than all that was judged."""
    for first in range(0, len(view.findings), AT_ONCE):
        part = view.findings[first : first + AT_ONCE]
        yield "".join("\n".join(_lines(view, finding)) + "\n\n" for finding in part)
    yield view.summary() + "\n"


def _lines(view: FindingView, finding: Finding) -> Iterator[str]:
    problem, say = finding.problem, view.language.say
    yield f"{problem.place}: {finding.code} {severity_words(view.language, finding.severity)} ({finding.name})"
    yield f"  {finding.words(members=view.members)}"
    line = view.excerpt(problem.place)
    if line is not None:
        number = str(problem.place.line)
        yield f"  {number} | {visible_line(line)}"
        yield f"  {' ' * len(number)} | {' ' * (problem.place.column - 1)}^"
    for related in problem.related:
        yield f"  {related.place}: {related.message}"
    if problem.help:
        yield "  " + say("help:") + f" {problem.help}"
    yield "  " + say("more:") + f" {', '.join(pointers(view, finding))}"
