"""The formats that others read: GitHub's commands, the job's summary, SARIF and JUnit."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from checks.model.findings import Finding, Place, Problem, Severity
from checks.output import findings_json, github, issue_bodies, junit, sarif, summary
from checks.rules import ALL
from tests.support.building import Files, base, view
from tests.support.calling import outbound
from tests.support.paths import SHARED
from tests.unit.output.test_formats import Q3, below

if TYPE_CHECKING:
    from checks.output.finding_view import FindingView

Laying = Callable[[Files], Path]
SARIF = SHARED / "schemas" / "sarif-2.1.0-errata01.json"
NAMES = ("bo", "cy", "di", "ed", "fay", "gil", "hal", "ida")
INSIDE = "**Inside**: made from rosters and logs, for people with access to the data."


def large() -> Files:
    """Return files in which both teams have many members, most of them met by nobody."""
    files = below()
    for team in ("harbour", "quay"):
        path = f"data/teams/{team}/team.yaml"
        stays = "".join(f"  - {{person: p-{team}-{name}, from: 2025-03-01}}\n" for name in NAMES)
        files[path] = str(files[path]) + stays
    return files


def finding(
    words: str = "harbour: a row",
    path: str = "data/x.csv",
    *,
    code: str = "DAT001",
    severity: Severity = Severity.ERROR,
    team: str | None = None,
) -> Finding:
    (name,) = (rule.name for rule in ALL if rule.code == code)
    return Finding(code, name, severity, Problem(Place(path, 3, 5), words, team=team))


def of(shown: FindingView, findings: Sequence[Finding]) -> FindingView:
    """Return a view of these findings and of no others."""
    return replace(shown, findings=tuple(findings))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> FindingView:
    from tests.support.building import lay

    return view(lay(tmp_path_factory.mktemp("empty"), base()))


TEXTS = st.text(
    st.characters() | st.sampled_from(["\n", "\r", ":", "%", ",", "#", "[", "|", "<", "\u2028", "\x1b"])
)


@given(
    words=st.lists(TEXTS, max_size=12),
    path=TEXTS,
    kinds=st.lists(st.sampled_from(Severity), min_size=12, max_size=12),
)
def test_no_text_of_a_finding_adds_a_command(
    empty: FindingView, words: list[str], path: str, kinds: list[Severity]
) -> None:
    findings = [finding(each, path, severity=kind) for each, kind in zip(words, kinds, strict=False)]

    text = github.github_report(of(empty, findings))

    counts = [sum(each.severity is kind for each in findings) for kind in Severity]
    meant = sum(min(count, 9) + (count > 9) for count in counts)
    lines = re.split(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text)
    assert sum(line.lstrip().startswith("::") for line in lines) == meant
    assert "##[" not in text


@given(words=TEXTS, path=TEXTS)
def test_no_text_breaks_out_of_its_row_or_its_element(empty: FindingView, words: str, path: str) -> None:
    shown = of(empty, [finding(words, path)])

    for text in (summary.summary_report(shown), *issue_bodies.issue_texts(shown).values()):
        (line,) = [each for each in text.split("\n") if each.startswith("| ❌")]
        assert re.sub(r"&#[0-9]+;", "", line).count("|") == 5
        assert "<" not in line
        assert "](" not in line
    (case,) = ET.fromstring(junit.junit_report(shown)).iter("testcase")  # noqa: S314
    assert [child.tag for child in case] == ["failure"]
    assert json.loads(sarif.sarif_report(shown))["runs"][0]["results"][0]["message"]["text"] == words


def test_ten_of_a_kind_are_nine_and_how_many_more(empty: FindingView) -> None:
    shown = of(empty, [finding()] * 31 + [finding(severity=Severity.NOTICE)])

    lines = github.github_report(shown).splitlines()

    assert [line.startswith("::error") for line in lines].count(True) == 10
    assert lines[9] == "::error title=More of the kind error::and 22 more; the job summary lists them"
    assert lines[10].startswith("::notice file=data/x.csv,line=3,col=5,title=DAT001 later-than-today::")


def test_a_long_summary_is_cut_at_a_row(empty: FindingView) -> None:
    text = summary.summary_report(of(empty, [finding("ä" * 2000)] * 400))

    assert len(text.encode()) < 900 * 1024
    assert re.fullmatch(r"\| {2}\| and \d+ more \|  \|  \|", text.rstrip().splitlines()[-1])


@pytest.mark.skipif(not SARIF.is_file(), reason="the schema lies in ../shared, which is not here")
@pytest.mark.parametrize("files", [base, below, large], ids=["clean", "below", "large"])
def test_sarif_is_as_its_schema_says(repository: Laying, files: Callable[[], Files]) -> None:
    document = json.loads(sarif.sarif_report(view(repository(files()))))

    Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8"))).validate(document)
    (run,) = document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.code for rule in ALL]
    assert all(
        run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"]
    )


def test_a_fingerprint_of_sarif_tells_apart_and_is_that_of_json(repository: Laying) -> None:
    files = large()
    twice = files | {Q3: str(files[Q3]) + "2026-09-01,one-on-one,p-noa,p-grace,outbound,held,,\n" * 2}
    shown = view(repository(twice))

    results = json.loads(sarif.sarif_report(shown))["runs"][0]["results"]

    marks = [each["partialFingerprints"]["subject/v1"] for each in results]
    assert len(set(marks)) == len(marks) > 2
    assert marks == [each["fingerprint"] for each in json.loads(findings_json.json_report(shown))["findings"]]


def test_every_format_has_the_words_of_every_finding(repository: Laying) -> None:
    shown = view(repository(large()))
    words = [each.problem.message for each in shown.findings]

    results = json.loads(sarif.sarif_report(shown))["runs"][0]["results"]
    cases = list(ET.fromstring(junit.junit_report(shown)).iter("testcase"))  # noqa: S314
    commands = [line for line in github.github_report(shown).splitlines() if line.startswith("::")]

    assert ("harbour: one-on-one in 2026-Q3: 10% (1 of 10), agreed 90%; below since 2026-Q1") in words
    assert all(each["message"]["text"].startswith(text) for each, text in zip(results, words, strict=True))
    assert all(str(case.get("name")).endswith(text) for case, text in zip(cases, words, strict=True))
    steps = [f". {each.problem.help}" if each.problem.help else "" for each in shown.findings]
    assert {line.rpartition("::")[2].replace("%25", "%") for line in commands} == set(
        map(str.__add__, words, steps)
    )
    rows = [line for line in summary.summary_report(shown).splitlines() if line.startswith("| ")]
    assert len(rows[2:]) == len(words)  # below the two lines of the table's head


@pytest.mark.parametrize("strict", [False, True])
def test_every_format_counts_what_fails_alike(repository: Laying, *, strict: bool) -> None:
    shown = replace(view(repository(large())), strict=strict)
    kinds = [each.severity for each in shown.findings]
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}

    (suite,) = ET.fromstring(junit.junit_report(shown))  # noqa: S314
    results = json.loads(sarif.sarif_report(shown))["runs"][0]["results"]
    counted = json.loads(findings_json.json_report(shown))["summary"]

    assert {Severity.ERROR, Severity.WARNING} <= set(kinds)
    fail = kinds.count(Severity.ERROR) + (kinds.count(Severity.WARNING) if strict else 0)
    assert (suite.get("tests"), suite.get("failures")) == (str(len(kinds)), str(fail))
    assert [each["level"] for each in results] == [levels[kind] for kind in kinds]
    assert [counted[key] for key in ("errors", "warnings", "notices")] == [
        kinds.count(kind) for kind in Severity
    ]
    assert [
        sum(line.startswith(f"::{kind} ") for line in github.github_report(shown).splitlines())
        for kind in Severity
    ] == [kinds.count(kind) for kind in Severity]


def test_markdown_that_is_inside_says_so_in_its_first_line(repository: Laying) -> None:
    shown = view(repository(large()))
    outside = replace(shown, inside=False)

    for text in (summary.summary_report(shown), *issue_bodies.issue_texts(shown).values()):
        assert text.startswith(f"{INSIDE}\n\n")
    for text in (summary.summary_report(outside), *issue_bodies.issue_texts(outside).values()):
        assert "Inside" not in text


def test_junit_has_one_passing_case_for_no_findings(empty: FindingView) -> None:
    (suite,) = ET.fromstring(junit.junit_report(empty))  # noqa: S314

    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "0", "0")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp") or "")
    assert [case.get("name") for case in suite] == ["nothing to report"]


def test_github_actions_chooses_its_formats_by_itself(repository: Laying, tmp_path: Path) -> None:
    root = repository(large())
    notes = tmp_path / "summary.md"
    notes.write_text("earlier\n", encoding="utf-8")

    result = outbound(
        "check",
        "--as-of",
        "2026-11-23",
        here=root,
        env={"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(notes)},
    )

    assert result.returncode == 1
    assert result.stdout.startswith("::")
    assert notes.read_text(encoding="utf-8").startswith(
        f"earlier\n{INSIDE}\n\n## Leadership playbook: the check fails\n"
    )


def test_in_github_actions_no_other_format_gives_commands(repository: Laying) -> None:
    files = base() | {"playbook/::error::x.yaml": "schema: 1\n", "playbook/##[error]y.yaml": "schema: 1\n"}

    result = outbound("check", "--format", "full", here=repository(files), env={"GITHUB_ACTIONS": "true"})

    assert result.returncode == 1
    assert not [line for line in result.stdout.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in result.stdout


def test_a_change_counts_what_it_was_held_against(repository: Laying, tmp_path: Path) -> None:
    from tests.support.building import lay

    before = repository(below())
    shown = view(lay(tmp_path / "after", below() | {"docs/index.md": "# Hello\n"}), against=before)

    for report in (github.github_report, summary.summary_report):
        text = report(shown)
        assert "Compared with the base: 12 past promises are in both." in text
        assert "11 were met before, 11 are met now." in text
        assert "Not shown: 2 findings that the base has too." in text
