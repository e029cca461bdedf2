"""`json`: the findings as data. The shape is `check.schema.json`, beside this file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from checks.findings import Finding, Severity

if TYPE_CHECKING:
    from checks.reports.view import View

Value = str | int | None | list[dict[str, str | int]]


def text(view: View) -> str:
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
        "findings": [_finding(finding, members=view.members) for finding in view.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, *, members: bool) -> dict[str, Value]:
    problem = finding.problem
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": finding.words(members=members),
        "help": problem.help or None,
        "team": problem.team,
        "service": problem.service,
        "member": problem.member if members else None,
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
