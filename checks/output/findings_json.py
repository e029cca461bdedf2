"""`json`: the findings as data. The shape is `check.schema.json`, beside this file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from checks.model.findings import Finding, Severity

if TYPE_CHECKING:
    from checks.output.finding_view import FindingView

Value = str | int | None | list[dict[str, str | int]]


def json_report(view: FindingView) -> str:
    """Return the document, indented, with a newline at its end."""
    document = {
        "schema": 1,
        "as_of": view.judgement.as_of.isoformat(),
        "base": view.judgement.against.base if view.judgement.against else None,
        "summary": {
            **{
                f"{one.value}s": sum(finding.severity is one for finding in view.findings) for one in Severity
            },
            "files": view.judgement.files,
        },
        "findings": [_finding(finding, view) for finding in view.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, view: FindingView) -> dict[str, Value]:
    problem = finding.problem
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": finding.words(members=view.members),
        "help": problem.help or None,
        "help_url": view.help_url(finding),
        "policy_url": view.policy_url(finding),
        "team": problem.team,
        "service": problem.service,
        "member": problem.member if view.members else None,
        "period": problem.period,
        "related": [
            {
                "path": one.place.path,
                "line": one.place.line,
                "column": one.place.column,
                "message": one.message,
            }
            for one in problem.related
        ],
        "fingerprint": finding.fingerprint,
    }
