"""`sarif`: SARIF 2.1.0, for code scanning and editors."""

from importlib.metadata import version
from urllib.parse import quote

from checks.model.findings import Finding, Place, Severity
from checks.output.finding_view import FindingView
from checks.output.formats import json_text
from checks.rules import ALL
from checks.rules.rule import Rule

Json = dict[str, object]

_ROOTS = {
    "SRCROOT": "The top of the repository that runs the check.",
    "OTHERROOT": "The top of the other repository, if policy and data have one each.",
}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def sarif_report(view: FindingView) -> str:
    """Return the log of one run: every rule, and a result a finding."""
    index = {rule.code: at for at, rule in enumerate(ALL)}
    driver: Json = {
        "name": "outbound",
        "version": version("outbound-playbook"),
        "rules": [_rule(rule, view.help_url(rule.code)) for rule in ALL],
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {key: {"description": {"text": text}} for key, text in _ROOTS.items()},
        "invocations": [{"executionSuccessful": True, **_notifications(view)}],
        "results": [_result(view, finding, index[finding.code]) for finding in view.findings],
    }
    return json_text(
        {
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _notifications(view: FindingView) -> Json:
    """Return what the run has to say of itself: what it did not compare."""
    words = view.not_compared()
    notes = [{"level": "warning", "message": {"text": text}} for text in words]
    return {"toolExecutionNotifications": notes} if notes else {}


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


def _result(view: FindingView, finding: Finding, index: int) -> Json:
    here, place = view.paths.place_here(finding), finding.problem.place
    related = [
        {"id": number, **_location(view, related.place), "message": {"text": related.message}}
        for number, related in enumerate(finding.problem.related, 1)
    ]
    words, help_text = view.words(finding), finding.problem.help
    location = _region(here, "SRCROOT") if here else _location(view, place)
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{words}. {help_text}" if help_text else words},
        "locations": [location],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"subject/v1": finding.fingerprint},
    }


def _location(view: FindingView, place: Place) -> Json:
    return _region(view.paths.located(place), "SRCROOT" if view.paths.is_here(place) else "OTHERROOT")


def _region(place: Place, base: str) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.path), "uriBaseId": base},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
