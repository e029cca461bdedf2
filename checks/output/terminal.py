"""`full` on a person's terminal: the same, in colour, wrapped to the width of the window."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from checks.model.findings import Finding, Severity
from checks.output.finding_groups import closing_lines, finding_groups, finding_parts_of, hidden_line
from checks.output.finding_view import FindingView, pointers

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTICE: "bold cyan"}


def show_findings(view: FindingView, console: Console | None = None) -> None:
    """Print the findings team by team, and the verdict as the last line."""
    console = console or Console(highlight=False)
    for group in finding_groups(view):
        console.print(Text(group.heading, style="bold underline"))
        console.print()
        for finding in group.findings:
            for line in _lines(view, finding):
                console.print(line)
            console.print()
        if group.hidden:
            console.print(Text(hidden_line(view, group)))
            console.print()
    *notes, verdict = closing_lines(view)
    for note in notes:
        console.print(Text(note))
    console.print(Text(verdict, style="bold"))


def _lines(view: FindingView, finding: Finding) -> Iterator[RenderableType]:
    parts, say, style = finding_parts_of(view, finding, 120), view.language.say, _STYLES[finding.severity]
    yield Text.assemble(
        (f"{parts.severity} {finding.code}", style),
        (f" {finding.name} ", "dim"),
        (str(finding.problem.place), "cyan"),
    )
    yield _indented(Text(parts.words, style="bold"))
    if parts.excerpt:
        number, line = parts.excerpt
        yield Text.assemble((f"  {number} | ", "dim"), line, no_wrap=True, overflow="ellipsis")
        if parts.mark:
            yield Text.assemble((f"  {' ' * len(number)} | ", "dim"), (parts.mark, style), no_wrap=True)
    if parts.fix:
        yield _indented(Text.assemble((say("fix:") + " ", "green"), parts.fix))
    yield _indented(_see(view, finding))


def _see(view: FindingView, finding: Finding) -> Text:
    """Return where to look: places, the rule's page and the policy's, the last two as links where they are."""
    text = Text.assemble((view.language.say("see:") + " ", "dim"))
    for related in finding.problem.related:
        text.append(str(related.place), style="cyan").append(f" ({related.message}), ", style="dim")
    for at, pointer in enumerate(pointers(view, finding)):
        style = f"dim link {pointer}" if pointer.startswith("https:") else "dim"
        text.append(", " if at else "").append(pointer, style=style)
    return text


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))
