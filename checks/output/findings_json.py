"""`json`: the findings as data. The shape is `check.schema.json`, beside this file."""

from checks.model.findings import Finding, Place, Severity
from checks.output.finding_view import FindingView
from checks.output.formats import json_text


def json_report(view: FindingView) -> str:
    """Return the document, indented, with a newline at its end."""
    judgement = view.judgement
    counts = {
        f"{severity.value}s": sum(finding.severity is severity for finding in view.findings)
        for severity in Severity
    }
    return json_text(
        {
            "schema": 1,
            "as_of": judgement.as_of.isoformat(),
            "base": judgement.against.base if judgement.against else None,
            "summary": {**counts, "files": judgement.files},
            "findings": [_finding(finding, view) for finding in view.findings],
        }
    )


def _finding(finding: Finding, view: FindingView) -> dict[str, object]:
    problem = finding.problem
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        **_place(problem.place),
        "message": finding.words(members=view.members),
        "help": problem.help or None,
        "help_url": view.help_url(finding.code),
        "policy_url": view.policy_url(problem.service),
        "team": problem.team,
        "service": problem.service,
        "member": problem.member if view.members else None,
        "period": problem.period,
        "related": [{**_place(related.place), "message": related.message} for related in problem.related],
        "fingerprint": finding.fingerprint,
    }


def _place(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column}
