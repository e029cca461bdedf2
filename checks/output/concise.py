"""`concise`: one line a finding, for grep and editors."""

from checks.output.finding_view import FindingView


def concise_report(view: FindingView) -> str:
    """Return a line a finding: `path:line:column: CODE severity message`."""
    return "".join(
        f"{finding.problem.place}: {finding.code} {finding.severity.value} {view.words(finding)}\n"
        for finding in view.findings
    )
