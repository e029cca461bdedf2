"""`full` on a person's terminal: the same, in colour, wrapped to the width of the window."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from checks.model.findings import Finding, Severity
from checks.output.finding_view import FindingView, pointers, visible_line
from checks.wording.severities import severity_words

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold cyan"}


def show_findings(view: FindingView, console: Console | None = None) -> None:
    """Print all findings and the summary."""
    console = console or Console(highlight=False)
    for finding in view.findings:
        for line in _lines(view, finding):
            console.print(line)
        console.print()
    console.print(Text(view.summary(), style="bold"))


def _lines(view: FindingView, finding: Finding) -> Iterator[RenderableType]:
    problem, style, say = finding.problem, _STYLES[finding.severity], view.language.say
    severity = severity_words(view.language, finding.severity)
    yield Text.assemble((f"{severity} {finding.code}", style), (f" {finding.name}", "dim"))
    yield Padding(Text(finding.words(members=view.members), style="bold"), (0, 0, 0, 2))
    yield Text(f"  --> {problem.place}", style="cyan")
    line = view.excerpt(problem.place)
    if line is not None:
        number = str(problem.place.line)
        gap = " " * (problem.place.column - 1)
        yield Text.assemble(
            (f"  {number} | ", "dim"), visible_line(line, 120), no_wrap=True, overflow="ellipsis"
        )
        yield Text.assemble((f"  {' ' * len(number)} | ", "dim"), (f"{gap}^", style), no_wrap=True)
    for related in problem.related:
        yield Text.assemble((f"  {related.place}", "cyan"), (f" {related.message}", "dim"))
    if problem.help:
        yield Padding(Text.assemble((say("help:") + " ", "green"), problem.help), (0, 0, 0, 2))
    for pointer in pointers(view, finding):
        style = f"dim link {pointer}" if pointer.startswith("https:") else "dim"
        yield Text.assemble("  ", (pointer, style), overflow="ignore", no_wrap=True)
