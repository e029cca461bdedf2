"""`sarif`: SARIF 2.1.0, for code scanning and editors."""

from importlib.metadata import version
from urllib.parse import quote

from checks.model.findings import Place, Severity
from checks.output.finding_view import FindingView
from checks.output.formats import json_text
from checks.publish.public_findings import PublicFindings, PublicWords
from checks.rules import ALL
from checks.rules.rule import Rule

Json = dict[str, object]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def sarif_report(view: FindingView, published: PublicFindings) -> str:
    """Return the log of one run: every rule, and a result a finding."""
    index = {rule.code: at for at, rule in enumerate(ALL)}
    driver: Json = {
        "name": "outbound",
        "version": version("outbound-playbook"),
        "rules": [_rule(rule, view.help_url(rule.code)) for rule in ALL],
    }
    # what is not published is a note of the run's own
    notes = [{"level": "note", "message": {"text": published.rest()}}] if published.withheld else []
    noted = {"toolExecutionNotifications": notes} if notes else {}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the playbook."}}},
        "invocations": [{"executionSuccessful": True, **noted}],
        "results": [_result(finding, index[finding.code]) for finding in published.sayings],
    }
    return json_text(
        {
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _rule(rule: Rule, page: str | None) -> Json:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.headline},
        "help": {"text": rule.page.strip()},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        **({"helpUri": page} if page else {}),
    }


def _result(finding: PublicWords, index: int) -> Json:
    related = [
        {"id": number, **_location(related.place), "message": {"text": related.message}}
        for number, related in enumerate(finding.related, 1)
    ]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.words}. {finding.help}".strip() if finding.help else finding.words},
        "locations": [_location(finding.place)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"published/v1": finding.fingerprint},
    }


def _location(place: Place) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.path), "uriBaseId": "SRCROOT"},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
