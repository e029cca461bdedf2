"""The formats that others read: GitHub's commands, the job's summary, SARIF and JUnit."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from checks.model.findings import Place, Severity
from checks.output import full, github, junit, sarif, summary
from checks.publish.public_findings import PublicFindings, PublicWords
from checks.rules import ALL
from tests.support.building import HARBOUR, Files, base, published, view
from tests.support.calling import outbound
from tests.support.paths import ROOT, SHARED
from tests.unit.output.test_formats import Q3, Q4, below
from tests.unit.site.test_sentences import large as many

if TYPE_CHECKING:
    from checks.output.finding_view import FindingView

Laying = Callable[[Files], Path]
SARIF = SHARED / "schemas" / "sarif-2.1.0-errata01.json"
NAMES = ("bo", "cy", "di", "ed", "fay", "gil", "hal", "ida")


def large() -> Files:
    """Return files in which both teams have many members, most of them met by nobody."""
    files = below()
    for team in ("harbour", "quay"):
        path = f"data/teams/{team}/team.yaml"
        stays = "".join(f"  - {{person: p-{team}-{name}, from: 2025-03-01}}\n" for name in NAMES)
        files[path] = str(files[path]) + stays
    return files


def said(words: str = "harbour: a row", path: str = "data/x.csv", **other: Any) -> PublicWords:
    return PublicWords(
        **{
            "code": "DAT001",
            "name": "later-than-today",
            "severity": Severity.ERROR,
            "place": Place(path, 3, 5),
            "words": words,
            "help": "",
            "related": (),
            "service": None,
            "team": None,
            "fails": True,
            "fingerprint": "0" * 32,
            **other,
        }
    )


def of(sayings: Sequence[PublicWords], *, withheld: bool = False) -> PublicFindings:
    return PublicFindings(tuple(sayings), withheld, withheld, 5)


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
    sayings = [said(one, path, severity=kind) for one, kind in zip(words, kinds, strict=False)]

    text = github.github_report(empty, of(sayings))

    counts = [sum(one.severity is kind for one in sayings) for kind in Severity]
    meant = sum(min(count, 9) + (count > 9) for count in counts)
    lines = re.split(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text)
    assert sum(line.lstrip().startswith("::") for line in lines) == meant
    assert "##[" not in text


@given(words=TEXTS, path=TEXTS)
def test_no_text_breaks_out_of_its_row_or_its_element(empty: FindingView, words: str, path: str) -> None:
    found = of([said(words, path)])

    (line,) = [one for one in summary.summary_report(empty, found).split("\n") if one.startswith("| ❌")]
    assert re.sub(r"&#[0-9]+;", "", line).count("|") == 5
    assert "<" not in line
    assert "](" not in line
    (case,) = ET.fromstring(junit.junit_report(empty, found)).iter("testcase")  # noqa: S314
    assert [child.tag for child in case] == ["failure"]
    assert json.loads(sarif.sarif_report(empty, found))["runs"][0]["results"][0]["message"]["text"] == words


def test_ten_of_a_kind_are_nine_and_how_many_more(empty: FindingView) -> None:
    lines = github.github_report(empty, of([said()] * 31 + [said(severity=Severity.NOTICE)])).splitlines()

    assert [line.startswith("::error") for line in lines].count(True) == 10
    assert lines[9] == "::error title=More of the kind error::and 22 more; the job summary lists them"
    assert lines[10].startswith("::notice file=data/x.csv,line=3,col=5,title=DAT001 later-than-today::")


def test_a_long_summary_is_cut_at_a_row(empty: FindingView) -> None:
    text = summary.summary_report(empty, of([said("ä" * 2000)] * 400))

    assert len(text.encode()) < 900 * 1024
    assert re.fullmatch(r"\| {2}\| and \d+ more \|  \|  \|", text.rstrip().splitlines()[-1])


@pytest.mark.skipif(not SARIF.is_file(), reason="the schema lies in ../shared, which is not here")
@pytest.mark.parametrize("files", [base, below, large], ids=["clean", "below", "large"])
def test_sarif_is_as_its_schema_says(repository: Laying, files: Callable[[], Files]) -> None:
    root = repository(files())
    shown = view(root)

    document = json.loads(sarif.sarif_report(shown, published(root, shown)))

    Draft4Validator(json.loads(SARIF.read_text(encoding="utf-8"))).validate(document)
    (run,) = document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.code for rule in ALL]
    assert all(
        run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"]
    )


def test_a_published_fingerprint_stays_and_tells_apart(
    repository: Laying,
) -> None:
    files = large()
    twice = files | {Q3: str(files[Q3]) + "2026-09-01,one-on-one,p-noa,p-grace,outbound,held,,\n" * 2}
    root = repository(twice)
    before = [one.fingerprint for one in published(root, view(root)).sayings]

    moved = repository(
        {
            **twice,
            "playbook/services/one-on-one.yaml": "# new\n\n"
            + str(files["playbook/services/one-on-one.yaml"]),
        }
    )

    assert len(set(before)) == len(before) > 2
    assert [one.fingerprint for one in published(moved, view(moved)).sayings] == before


def test_of_small_groups_nothing_is_said_but_that_there_is_more(repository: Laying) -> None:
    root = repository(below())
    shown = view(root)

    found = published(root, shown)

    assert "CAD001" in {one.code for one in shown.findings}
    assert {one.code for one in found.sayings} == {"REF007"}
    assert (found.withheld, found.withheld_fails) == (True, True)
    for report in (github.github_report, summary.summary_report, sarif.sarif_report):
        text = report(shown, found)
        assert "There is more about groups under 5 people" in text
        assert "50%" not in text
        assert "one-on-one in" not in text
    assert 'failures="1"' in junit.junit_report(shown, found)


def test_of_large_groups_it_is_said_as_the_pages_show_it(repository: Laying) -> None:
    root = repository(large())
    shown = view(root)

    words = {(one.code, one.team): one.words for one in published(root, shown).sayings}

    assert words["CAD001", "harbour"] == (
        "harbour: one-on-one in 2026-Q3: 10% (1 of 10), agreed 90%; below since 2026-Q1; hold or log the 9 "
        "missed, or answer with a plan"
    )
    assert not published(root, shown).withheld


def test_where_a_figure_is_a_band_the_finding_has_no_count() -> None:
    root = ROOT
    shown = view(root, date(2026, 11, 20))

    words = {(one.code, one.team, one.service): one.words for one in published(root, shown).sayings}

    assert words["CAD001", "sounding", "one-on-one"] == (
        "sounding: one-on-one in 2026-Q3: coverage is below what was agreed"
    )
    assert words["CAD002", "sounding", "one-on-one"] == "sounding: one-on-one: members are late now"


def test_junit_has_one_passing_case_for_no_findings(empty: FindingView) -> None:
    (suite,) = ET.fromstring(junit.junit_report(empty, of([])))  # noqa: S314

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
    assert notes.read_text(encoding="utf-8").startswith("earlier\n## Leadership playbook: the check fails\n")


def test_in_github_actions_no_other_format_gives_commands(repository: Laying) -> None:
    files = base() | {"playbook/::error::x.yaml": "schema: 1\n", "playbook/##[error]y.yaml": "schema: 1\n"}

    result = outbound("check", "--format", "full", here=repository(files), env={"GITHUB_ACTIONS": "true"})

    assert result.returncode == 1
    assert not [line for line in result.stdout.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in result.stdout


RETURN_TALK = (
    str(base()["playbook/services/one-on-one.yaml"])
    .replace("id: one-on-one", "id: return-talk")
    .replace("cadence: {at_least: 1, per: quarter}", "cadence: {after: returning, within: [14 days]}")
)


def words_of(root: Path, shown: FindingView) -> dict[tuple[str, str | None, str | None], str]:
    return {(one.code, one.team, one.service): one.words for one in published(root, shown).sayings}


def test_no_team_is_named_of_a_service_shown_for_all_alone(
    repository: Laying,
) -> None:
    files = large()
    roster = str(files[f"{HARBOUR}/team.yaml"])
    absences = "absences:\n  - {person: p-ada, from: 2026-07-01, to: 2026-08-10}\n"
    root = repository(
        files | {"playbook/services/return-talk.yaml": RETURN_TALK, f"{HARBOUR}/team.yaml": roster + absences}
    )
    shown = view(root)

    assert ("CAD001", "return-talk") in {(one.code, one.problem.service) for one in shown.findings}
    assert not [key for key in words_of(root, shown) if "return-talk" in key]


def test_a_drop_from_a_figure_that_is_hidden_is_not_said(repository: Laying) -> None:
    files = large()
    path = f"{HARBOUR}/team.yaml"
    roster = str(files[path])
    for name in NAMES:
        roster = roster.replace(f"p-harbour-{name}, from: 2025-03-01", f"p-harbour-{name}, from: 2026-07-01")
    playbook = str(files["playbook/playbook.yaml"]).replace("may_drop: 100%", "may_drop: 5%")
    root = repository(files | {path: roster, "playbook/playbook.yaml": playbook})
    shown = view(root)

    assert ("CAD006", "harbour") in {(one.code, one.problem.team) for one in shown.findings}
    assert ("CAD006", "harbour", "one-on-one") not in words_of(root, shown)


def test_who_is_late_is_not_said_of_so_few_as_are_hidden(
    repository: Laying,
) -> None:
    """Of ten members one is owed a conversation of their own group, and has had none."""
    files = large()
    coaching = (
        str(base()["playbook/services/one-on-one.yaml"])
        .replace("id: one-on-one", "id: first-steps")
        .replace("cadence: {at_least: 1, per: quarter}", "cadence: {at_most_apart: 2 weeks}")
        .replace("    obligation:", "    for: probation\n    obligation:")
    )
    path = f"{HARBOUR}/team.yaml"
    roster = str(files[path]).replace("p-ada, from: 2025-03-01", "p-ada, group: probation, from: 2025-03-01")
    root = repository(files | {"playbook/services/first-steps.yaml": coaching, path: roster})
    shown = view(root)

    assert ("CAD002", "first-steps") in {(one.code, one.problem.service) for one in shown.findings}
    assert not [key for key in words_of(root, shown) if "first-steps" in key]


def test_since_when_is_not_said_where_no_earlier_figure_tells(
    repository: Laying,
) -> None:
    """In the first quarter three people were there, too few to show; from the second on there were ten."""
    files = large()
    path = f"{HARBOUR}/team.yaml"
    roster = str(files[path])
    for name in NAMES[1:]:
        roster = roster.replace(f"p-harbour-{name}, from: 2025-03-01", f"p-harbour-{name}, from: 2026-04-01")
    root = repository(files | {path: roster})
    shown = view(root)

    (message,) = [
        one.problem.message for one in shown.findings if (one.code, one.problem.team) == ("CAD001", "harbour")
    ]
    assert "below since 2026-Q1" in message
    assert words_of(root, shown)["CAD001", "harbour", "one-on-one"] == (
        "harbour: one-on-one in 2026-Q3: coverage is below what was agreed"
    )


def test_a_change_counts_nothing_that_is_hidden(repository: Laying) -> None:
    """What was met of all, less the figures that are shown, is what is hidden."""
    before = repository(below())
    after = repository(below() | {"docs/index.md": "# Hello\n"})
    shown = view(after, against=before)
    found = published(after, shown)

    assert "were met before and" in "".join(full.finding_parts(shown))
    assert "Not shown: 2 findings the base has too" in "".join(full.finding_parts(shown))
    for report in (github.github_report, summary.summary_report):
        text = report(shown, found)
        assert "Against the base" in text
        assert "were met" not in text
        assert not re.search(r"Not shown: \d", text)


WAIVERS = """schema: 1
waivers:
  - id: w-2026-pause
    service: one-on-one
    member: p-ada
    from: 2026-09-01
    to: 2026-09-30
    reason: agreed-pause
    approved_by: p-hopper
  - id: w-2026-autumn
    service: one-on-one
    member: p-mia
    from: 2026-10-01
    to: 2026-11-30
    reason: agreed-pause
    approved_by: p-hopper
"""


def test_what_is_about_one_person_tells_no_day_and_no_count(
    repository: Laying,
) -> None:
    """Of a team of two nothing is said; of a large one that there is something to look at, and never whose it is."""
    singles = {"DAT007", "DAT009", "WVR001", "WVR002"}
    for files, told in ((base(), set()), (large(), {"DAT009", "WVR001"})):
        roster = str(files[f"{HARBOUR}/team.yaml"])
        log = str(files[Q4]).replace("p-ada,p-grace,outbound,held,,", "p-ada,p-grace,outbound,held,no,")
        absence = "absences:\n  - {person: p-mia, from: 2025-01-01, to: 2025-01-31}\n"
        one_on_one = str(files["playbook/services/one-on-one.yaml"])
        monthly = one_on_one.replace("{at_least: 1, per: quarter}", "{at_least: 1, per: month}")
        root = repository(
            files
            | {
                f"{HARBOUR}/team.yaml": roster + absence,
                f"{HARBOUR}/waivers.yaml": WAIVERS,
                Q4: log,
                "playbook/services/one-on-one.yaml": monthly,
            }
        )
        shown = view(root)
        found = [one for one in published(root, shown).sayings if one.code in singles]

        assert singles <= {one.code for one in shown.findings}
        assert {one.code for one in found} == told
        assert not [one.words for one in found if re.search(r"\d|w-", one.words)]


@pytest.mark.parametrize(("members", "told"), [(12, True), (6, False)])
def test_another_coach_is_told_of_many_alone(repository: Laying, members: int, *, told: bool) -> None:
    files = many(members)
    roster = f"{HARBOUR}/team.yaml"
    chosen = str(files[roster]).replace("from: 2025-03-01}", "from: 2025-03-01, coach: p-alan}")
    files[roster] = chosen.replace("coaches:\n", "coaches:\n  - {person: p-bob, from: 2025-01-01}\n")
    for path in [one for one in files if one.startswith(HARBOUR) and one.endswith(".csv")]:
        head, *rows = str(files[path]).splitlines(keepends=True)
        half = len(rows) // 2
        by = [row.replace("p-grace", "p-bob" if at < half else "p-alan") for at, row in enumerate(rows)]
        files[path] = "".join([head, *by])
    root = repository(files)
    shown = view(root)

    sayings = published(root, shown).sayings

    assert [one.code for one in shown.findings] == ["DAT012"]
    assert [one.words for one in sayings] == (
        ["harbour in 2026-Q3: members are not met by the coach they chose"] if told else []
    )
