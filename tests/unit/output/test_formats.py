"""The same findings in each format, and the published shapes of both JSON outputs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from rich.console import Console

import checks.output
from checks.cli import group
from checks.engine.counts import FIELDS
from checks.loading.repository import open_policy
from checks.model.errors import ChecksError
from checks.output import concise, findings_json, full, links, terminal
from checks.rules import ALL
from checks.site.all_pages import render_pages
from checks.site.site_building import released_site
from checks.wording.language import ENGLISH
from tests.support.building import AS_OF, HARBOUR, Files, base, view

Laying = Callable[[Files], Path]
Q3 = f"{HARBOUR}/touchpoints/2026-Q3.csv"
Q4 = f"{HARBOUR}/touchpoints/2026-Q4.csv"
SERVICE = "playbook/services/one-on-one.yaml"
PLAYBOOK = "playbook/playbook.yaml"
SITE = "https://playbook.example.org"


def below() -> Files:
    """Return files with p-mia missed in the third quarter, and a guest in the fourth."""
    files = base()
    return files | {
        Q3: str(files[Q3]).replace("2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,\n", ""),
        Q4: str(files[Q4]) + "2026-11-03,one-on-one,p-noa,p-grace,outbound,held,,\n",
    }


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(group, ["--root", str(root), *arguments], catch_exceptions=True)


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((Path(checks.output.__path__[0]) / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def words_of(root: Path, code: str) -> tuple[str, str]:
    """Return the message and the help of the one finding of a rule."""
    (problem,) = [shown.problem for shown in view(root).findings if shown.code == code]
    return problem.message, problem.help


def full_text(root: Path, *, members: bool = False) -> str:
    return "".join(full.finding_parts(view(root, members=members)))


def test_full_shows_errors_first_with_line_fix_and_places(repository: Laying) -> None:
    root = repository(below())
    guest, missed = words_of(root, "REF007"), words_of(root, "CAD001")

    assert full_text(root) == (
        "harbour: 1 error, 1 warning\n"
        "\n"
        "playbook/services/one-on-one.yaml:19:5: CAD001 error (coverage-below-agreed)\n"
        f"  {missed[0]}\n"
        "  19 |     coverage_at_least: 90%\n"
        f"  fix: {missed[1]}\n"
        f"  see: {related(root, 'CAD001')}, outbound explain CAD001\n"
        "\n"
        "data/teams/harbour/touchpoints/2026-Q4.csv:4:1: REF007 warning (guest)\n"
        f"  {guest[0]}\n"
        "  see: outbound explain REF007\n"
        "\n"
        "To see who is concerned, run: outbound check --members\n"
        "For dates to suggest, run: outbound plan\n"
        "1 error, 1 warning in 13 files, as of 2026-11-23.\n"
    )


def related(root: Path, code: str) -> str:
    """Return the places a finding refers to, each with its words."""
    (problem,) = [shown.problem for shown in view(root).findings if shown.code == code]
    assert [str(place.place) for place in problem.related] == [f"{SERVICE}:18:5", f"{HARBOUR}/team.yaml:3:7"]
    return ", ".join(f"{place.place} ({place.message})" for place in problem.related)


def test_full_shows_log_lines_to_those_who_may_see_persons(repository: Laying) -> None:
    text = full_text(repository(below()), members=True)

    assert "  4 | 2026-11-03,one-on-one,p-noa,p-grace,outbound,held,,\n" in text
    assert "missed: p-mia" in text
    assert "check --members" not in text


def test_full_marks_a_column_inside_a_line(repository: Laying) -> None:
    service = str(base()[SERVICE]).replace("coverage_at_least: 90%", "coverage_at_least: often")
    fault = view(repository(base() | {SERVICE: service})).findings[0]

    lines = full_text(repository(base() | {SERVICE: service})).splitlines()

    marked = next(at for at, line in enumerate(lines) if line.strip() == "| ^" or line.endswith("^"))
    assert lines[marked - 1].index("often") == lines[marked].index("^")
    assert fault.problem.place.column > 5


def test_full_shows_three_findings_of_a_team_and_counts_others(repository: Laying) -> None:
    guests = "".join(
        f"2026-11-03,one-on-one,{guest},p-grace,outbound,held,,\n" for guest in ("p-kim", "p-lee", "p-may")
    )
    root = repository(below() | {Q4: str(below()[Q4]) + guests})
    total = len(view(root).findings)

    few, everything = full_text(root), "".join(full.finding_parts(replace(view(root), everything=True)))

    assert (total > 3, few.count("  see: ")) == (True, 3)
    assert f"{total - 3} more findings for harbour. Run: outbound check --all\n" in few
    assert everything.count("  see: ") == total
    assert "check --all" not in everything
    assert few.splitlines()[-1] == everything.splitlines()[-1]


@pytest.mark.parametrize("members", [True, False])
def test_a_finding_takes_at_most_five_lines(repository: Laying, *, members: bool) -> None:
    text = full_text(repository(below()), members=members)

    blocks = [block for block in text.split("\n\n") if "  see: " in block]
    assert len(blocks) == 2
    assert all(len(block.splitlines()) <= 5 for block in blocks)


def test_full_says_so_when_there_are_no_findings(repository: Laying) -> None:
    assert full_text(repository(base())) == "No findings in 13 files, as of 2026-11-23.\n"


def test_full_names_the_teams_that_could_not_be_read(repository: Laying) -> None:
    lines = full_text(repository(base() | {f"{HARBOUR}/team.yaml": ""})).splitlines()

    assert "Left out, because their files could not be read: harbour." in lines[:-1]


def test_a_control_character_of_a_file_reaches_no_terminal(repository: Laying) -> None:
    root = repository(base() | {SERVICE: str(base()[SERVICE]).replace("To care", "\x1b]0;x\x07To care")})

    text = "".join(full.finding_parts(view(root, members=True)))

    assert "SCH001" in text
    assert all(character.isprintable() or character == "\n" for character in text)


def test_concise_is_a_line_a_finding_with_errors_first(repository: Laying) -> None:
    root = repository(below())

    assert concise.concise_report(view(root)) == (
        f"playbook/services/one-on-one.yaml:19:5: CAD001 error {words_of(root, 'CAD001')[0]}\n"
        f"data/teams/harbour/touchpoints/2026-Q4.csv:4:1: REF007 warning {words_of(root, 'REF007')[0]}\n"
    )


def test_the_terminal_shows_what_full_shows(repository: Laying) -> None:
    shown = view(repository(below()))
    console = Console(file=io.StringIO(), width=400, record=True)

    terminal.show_findings(shown, console)

    words = console.export_text()
    assert "error CAD001 coverage-below-agreed playbook/services/one-on-one.yaml:19:5" in words
    assert "19 |     coverage_at_least: 90%" in words
    in_full = [
        line for line in "".join(full.finding_parts(shown)).splitlines() if not line.startswith("play")
    ]
    assert [line.rstrip() for line in words.splitlines() if " error " not in line][-4:] == in_full[-4:]


def test_json_has_the_keys_of_the_design_and_no_others(repository: Laying) -> None:
    root = repository(below())

    document = json.loads(findings_json.json_report(view(root)))

    assert list(document) == ["schema", "as_of", "base", "summary", "findings"]
    assert document["summary"] == {"errors": 1, "warnings": 1, "notices": 0, "files": 13}
    assert document["as_of"] == "2026-11-23"
    (cadence, guest) = document["findings"]
    keys = ["code", "name", "severity", "path", "line", "column", "message", "help", "help_url", "policy_url"]
    assert list(cadence) == [*keys, "team", "service", "member", "period", "related", "fingerprint"]
    assert cadence["team"], cadence["service"] == ("harbour", "one-on-one")
    assert cadence["period"] == "2026-Q3"
    assert [one["path"] for one in cadence["related"]] == [SERVICE, f"{HARBOUR}/team.yaml"]
    assert guest["member"] is None


def test_json_names_the_member_to_those_who_may_see_persons(repository: Laying) -> None:
    root = repository(below())

    document = json.loads(findings_json.json_report(view(root, members=True)))

    assert document["findings"][1]["member"] == "p-noa"


def at_a_site(files: Files) -> Files:
    written = str(files[PLAYBOOK]).replace("logs_from:", "site: https://playbook.example.org/\nlogs_from:")
    return files | {PLAYBOOK: written}


def test_a_finding_links_to_its_rule_and_policy_on_the_site(
    repository: Laying,
) -> None:
    shown = view(repository(at_a_site(below())))
    console = Console(file=io.StringIO(), width=400, record=True)

    cadence, guest = json.loads(findings_json.json_report(shown))["findings"]
    terminal.show_findings(shown, console)

    rule, policy = f"{SITE}/checks/cad001.html", f"{SITE}/services/one-on-one.html"
    assert (cadence["help_url"], cadence["policy_url"]) == (rule, policy)
    assert (guest["help_url"], guest["policy_url"]) == (f"{SITE}/checks/ref007.html", None)
    assert f", {rule}, {policy}\n" in "".join(full.finding_parts(shown))
    assert {f"{rule},", policy} <= set(console.export_text().split())


def test_an_unreadable_service_has_no_page_to_link_to(repository: Laying) -> None:
    row = "2026-11-03,one-to-none,p-ada,p-grace,outbound,held,,\n"
    files = at_a_site(base() | {Q4: str(base()[Q4]) + row * 2})

    links = [
        one["policy_url"]
        for one in json.loads(findings_json.json_report(view(repository(files))))["findings"]
    ]

    assert links
    assert not any(links)


def test_links_lead_to_pages_the_site_has(repository: Laying) -> None:
    root = repository(base())
    policy = open_policy(root)
    site = released_site(root, policy, AS_OF, ENGLISH, directory_urls=False)
    assert site is not None
    pages = {f"{SITE}/{path.removesuffix('.md')}.html" for path in render_pages(site)}

    linked = {links.rule_address(rule.code, SITE) for rule in ALL}
    linked |= {links.policy_address(service, SITE) for service in policy.services}

    assert linked <= pages


def test_a_fingerprint_stays_when_lines_move(repository: Laying) -> None:
    files = below()
    before = [one.fingerprint for one in view(repository(files)).findings]

    moved = repository({**files, SERVICE: "# agreed together\n\n" + str(files[SERVICE])})

    assert [one.fingerprint for one in view(moved).findings] == before


@pytest.mark.parametrize(
    "files",
    [base(), below(), base() | {f"{HARBOUR}/team.yaml": "x: ["}, base() | {SERVICE: "schema: 2\nid: no\n"}],
    ids=["clean", "below", "unread team", "unread service"],
)
@pytest.mark.parametrize("members", [(), ("--members",)])
def test_check_json_is_as_its_schema_says(repository: Laying, files: Files, members: tuple[str, ...]) -> None:
    root = repository(files)

    result = run(root, "check", "--as-of", AS_OF.isoformat(), "--format", "json", *members)

    assert not result.exception or isinstance(result.exception, SystemExit)
    validator("check.schema.json").validate(json.loads(result.stdout))


@pytest.mark.parametrize("by", ["team", "team,service", "team,service,period,member", "member"])
@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_coverage_json_is_as_its_schema_says(repository: Laying, by: str, period: str) -> None:
    root = repository(below())

    result = run(
        root, "coverage", "--as-of", AS_OF.isoformat(), "--by", by, "--period", period, "--format", "json"
    )

    document: Any = json.loads(result.stdout)
    validator("coverage.schema.json").validate(document)
    assert result.exit_code == 0
    assert all(list(row) == [*by.split(","), *FIELDS] for row in document["rows"])
    assert all(row["met"] + row["missed"] == row["due"] for row in document["rows"])
    assert all(any(row[name] for name in FIELDS) for row in document["rows"])


def test_coverage_csv_and_json_say_the_same(repository: Laying) -> None:
    root = repository(below())
    asked = ("coverage", "--as-of", AS_OF.isoformat(), "--by", "team,service,period")

    as_csv = list(csv.DictReader(io.StringIO(run(root, *asked, "--format", "csv").stdout)))
    as_json = json.loads(run(root, *asked, "--format", "json").stdout)["rows"]

    assert as_csv == [{key: str(value) for key, value in row.items()} for row in as_json]


def test_several_formats_at_once_go_to_their_files(repository: Laying, tmp_path: Path) -> None:
    root = repository(below())
    file = tmp_path / "findings.json"

    result = run(
        root, "check", "--as-of", AS_OF.isoformat(), "--format", "concise", "--format", f"json:{file}"
    )

    assert result.stdout == concise.concise_report(view(root))
    assert json.loads(file.read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert result.exit_code == 1


def test_a_format_there_is_not_is_a_fault_of_the_call(repository: Laying) -> None:
    result = run(repository(base()), "check", "--format", "xml")

    assert isinstance(result.exception, ChecksError)
    assert result.exception.status == 2


def test_a_verdict_names_twenty_teams_and_counts_the_rest(repository: Laying) -> None:
    files = base()
    teams: Files = {f"data/teams/team-{at:02}/team.yaml": "{" for at in range(25)}

    said = view(repository(files | teams)).summary().splitlines()[-2]

    assert said.startswith("Left out, because their files could not be read: team-00, team-01, ")
    assert said.endswith(", team-19, and 5 more.")
