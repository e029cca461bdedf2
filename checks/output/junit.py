"""`junit`: what the common readers of JUnit's XML agree on, a case a finding."""

import xml.etree.ElementTree as ET

from checks.model.findings import Finding
from checks.output.finding_view import FindingView


def junit_report(view: FindingView) -> str:
    """Return one suite: a finding that fails is a failure, others pass; with nothing to report one case passes."""
    cases = [_case(view, finding) for finding in view.findings] or [
        _named("nothing to report", "outbound", "")
    ]
    failures = str(sum(len(case) > 0 for case in cases))  # a case that fails has a child
    suite = ET.Element(
        "testsuite",
        name="outbound check",
        tests=str(len(cases)),
        failures=failures,
        errors="0",
        time="0.000",
        timestamp=f"{view.judgement.as_of.isoformat()}T00:00:00",
        hostname="localhost",
    )
    suite.extend(cases)
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(view: FindingView, finding: Finding) -> ET.Element:
    words, place = view.words(finding), view.paths.located(finding.problem.place)
    body = f"{place}: {finding.code} {finding.severity.value} {words}"
    body += f"\n{finding.problem.help}" if finding.problem.help else ""
    group = f"{finding.code} {finding.name}"
    case = _named(f"{place}: {words}", group, body if view.fails(finding) else "", words)
    if here := view.paths.place_here(finding):
        case.set("file", _clean(here.path))
        case.set("line", str(here.line))
    return case


def _named(name: str, group: str, failure: str, message: str = "") -> ET.Element:
    """Return a case, which fails where there are words for a `failure`."""
    case = ET.Element("testcase", name=_clean(name), classname=_clean(group), time="0.000")
    if failure:
        element = ET.SubElement(case, "failure", type=_clean(group), message=_clean(message or failure))
        element.text = _clean(failure)
    return case


def _clean(words: str) -> str:
    """Return text with a replacement character for each that XML cannot hold."""
    return "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in words)
