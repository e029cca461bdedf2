"""`summary`: the verdict and the findings as Markdown, for the summary of a job."""

from collections.abc import Iterator

from checks.model.findings import Finding, Severity
from checks.output.finding_view import FindingView
from checks.output.markdown import escape_markdown, markdown_head, markdown_row
from checks.output.promise_changes import promises_as_markdown
from checks.wording.severities import severity_words

LARGEST = 900 * 1024
"""Bytes at the most; GitHub refuses a summary of more than 1 MiB."""

_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.NOTICE: "ℹ️"}


def summary_report(view: FindingView) -> str:
    """Return the verdict, what a change promises, and the findings, those that fail first; cut at a row when too long."""
    fails = any(map(view.fails, view.findings))
    say = view.language.say
    title = (
        say("Leadership playbook: the check fails") if fails else say("Leadership playbook: the check passes")
    )
    head = [*view.inside_lines(), f"## {title}", ""]
    head += [f"{escape_markdown(line)}  " for line in [view.verdict(), *view.flagged(), *view.notes()]]
    head += promises_as_markdown(view.promises, view.language)
    order = list(Severity)
    rows = sorted(view.findings, key=lambda finding: (not view.fails(finding), order.index(finding.severity)))
    if rows:
        head += ["", *head_rows(view)]
    return "\n".join([*head, *_fitting(view, rows, LARGEST - _size(head))]) + "\n"


def _fitting(view: FindingView, findings: list[Finding], room: int) -> Iterator[str]:
    """Yield a row a finding while there are bytes left, and one that says how many are left out."""
    last_row = 200  # bytes kept free for it
    for at, finding in enumerate(findings):
        row = finding_row(view, finding)
        room -= _size([row])
        if room < last_row:
            yield more_row(view, len(findings) - at)
            return
        yield row


def _size(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def head_rows(view: FindingView) -> list[str]:
    """Return the head of a table of findings."""
    say = view.language.say
    return markdown_head("", say("Finding"), say("Where"), say("Rule"))


def more_row(view: FindingView, count: int) -> str:
    """Return the row that stands for so many findings that are left out."""
    more = view.language.say("and {number} more", number=view.language.number(count))
    return markdown_row("", more, "", "")


def finding_row(view: FindingView, finding: Finding) -> str:
    """Return the row of a finding: how much it weighs, its words, its place and its rule."""
    service, page = finding.problem.service or "", view.help_url(finding.code)
    place, link = view.paths.located(finding.problem.place), view.paths.link(finding.problem.place)
    where = escape_markdown(f"{place.path}:{place.line}")
    policy = view.policy_url(service)
    return markdown_row(
        f"{_SIGNS[finding.severity]} {severity_words(view.language, finding.severity)}",
        escape_markdown(view.words(finding)) + (f" [{escape_markdown(service)}]({policy})" if policy else ""),
        f"[{where}]({link})" if link else where,
        (f"[{finding.code}]({page})" if page else finding.code) + f" {escape_markdown(finding.name)}",
    )
