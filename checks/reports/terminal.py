"""`full` on a person's terminal: the same, in colour, wrapped to the width of the window."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from checks.findings import Finding, Severity
from checks.reports.view import View, shown

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold cyan"}


def show(view: View, console: Console | None = None) -> None:
    """Print all findings and the summary."""
    console = console or Console(highlight=False, soft_wrap=False)
    for finding in view.findings:
        console.print(_block(view, finding))
        console.print()
    console.print(Text(view.summary(), style="bold"))


def _block(view: View, finding: Finding) -> Text:
    problem, style = finding.problem, _STYLES[finding.severity]
    block = Text()
    block.append(f"{finding.severity.value} {finding.code}", style=style)
    block.append(f" {finding.name}\n", style="dim")
    block.append(f"  {finding.words(members=view.members)}\n", style="bold")
    block.append(f"  --> {problem.place}\n", style="cyan")
    line = view.excerpt(problem.place)
    if line is not None:
        number = str(problem.place.line)
        block.append(f"  {number} | ", style="dim").append(f"{shown(line, 120)}\n")
        block.append(f"  {' ' * len(number)} | ", style="dim")
        block.append(f"{' ' * (problem.place.column - 1)}^\n", style=style)
    for related in problem.related:
        block.append(f"  {related.place}", style="cyan").append(f" {related.message}\n", style="dim")
    if problem.help:
        block.append("  help: ", style="green").append(f"{problem.help}\n")
    block.right_crop(1)
    return block
