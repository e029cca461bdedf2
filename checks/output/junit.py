"""`junit`: what the common readers of JUnit's XML agree on, a case a finding."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.output.finding_view import FindingView
    from checks.publish.public_findings import PublicFindings, PublicWords


def junit_report(view: FindingView, published: PublicFindings) -> str:
    """Return one suite: a finding that fails is a failure, others pass; with nothing to report one case passes."""
    cases = [_case(one) for one in published.sayings]
    if published.withheld:
        cases.append(
            _named("not published", "outbound", published.rest() if published.withheld_fails else "")
        )
    if not cases:
        cases = [_named("nothing to report", "outbound", "")]
    failures = str(sum(len(case) > 0 for case in cases))
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


def _case(one: PublicWords) -> ET.Element:
    name = f"{one.place}: {one.words}"
    body = f"{one.place}: {one.code} {one.severity.value} {one.words}" + (f"\n{one.help}" if one.help else "")
    return _named(name, f"{one.code} {one.name}", body if one.fails else "", one.words)


def _named(name: str, group: str, failure: str, message: str = "") -> ET.Element:
    case = ET.Element("testcase", name=_clean(name), classname=_clean(group), time="0.000")
    if failure:
        found = ET.SubElement(case, "failure", type=_clean(group), message=_clean(message or failure))
        found.text = _clean(failure)
    return case


def _clean(words: str) -> str:
    """Return text without what XML cannot hold."""
    return "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in words)
