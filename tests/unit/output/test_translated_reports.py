"""Every word of ours around findings and numbers comes from a message; what rules say of findings stays English."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.console import Console

from checks.changes.effects import effect_of_change
from checks.changes.gate import check_change, with_base_guards
from checks.cli import group
from checks.cli.check import view_of
from checks.engine.counts import CountKey, Counts
from checks.loading.repository import Repository, open_repository
from checks.output import effect_report, full, github, issue_bodies, summary, terminal
from checks.output.coverage_report import table_cells
from checks.output.formats import text_table
from checks.output.plan_report import GiverWeek, PlanView, load_as_text, plan_as_markdown, plan_as_text
from checks.planning.invitations import gather_invitations
from checks.planning.weeks import Limits, booked_besides, plan_items
from checks.run.checking import run_check
from checks.run.judging import Judgement, judgement_dates
from tests.support.building import AS_OF, HARBOUR, Files, base, lay
from tests.support.calling import replaced
from tests.support.pseudo_language import PSEUDO, unmarked
from tests.support.rolling_repository import DAY, laid, rows, team

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.output.finding_view import FindingView

ONE_ON_ONE = "playbook/services/one-on-one.yaml"
ROSTER = f"{HARBOUR}/team.yaml"
Q3 = f"{HARBOUR}/touchpoints/2026-Q3.csv"
NAMES = re.compile(
    r"p-[a-z0-9]+|one-on-one|health-check|pulse-talk|One-on-one|Team health check|harbour|Harbour|quay|Quay|"
    r"coverage-below-agreed|outbound \w+|data/\S+|playbook/\S+|`[^`]*`|[A-Z]{3}\d{3}|2026-Q\d|::\w+ [^:]*::|::|\bja\b"
)
"""Ids, places, commands and codes, the titles of the policy, and the locale's own `and`."""
WEEKDAYS = {"ma", "ti", "ke", "to", "pe", "la", "su"}


def unsaid(text: str, *known: str) -> set[str]:
    """Return the words no message says: not the known texts, nor names, ids, places and months."""
    for one in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(one, " ")
    text = re.sub(r"\d+\.? \w+kuuta", " ", NAMES.sub(" ", unmarked(text)))
    return set(re.findall(r"[^\W\d_]{2,}", text)) - WEEKDAYS


def broken() -> Files:
    """Return files in which one promise is broken, a row is wrong, and a service has new terms."""
    files = base()
    entry = (
        "  - from: 2027-01-01\n    cadence: {at_most_apart: 3 weeks, grace: 1 week}\n    agreed_on: 2026-11-10\n"
        "    agreed_with: [members]\n    record: https://git.example.org/7\n    review_by: 2027-12-31\n"
    )
    return files | {
        Q3: str(files[Q3]).replace("2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,\n", "")
        + "2026-09-01,one-on-one,p-nobody,p-grace,outbound,held,,\n",
        ONE_ON_ONE: str(files[ONE_ON_ONE]) + entry,
    }


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Repository]:
    root = tmp_path_factory.mktemp("languages")
    return (
        open_repository(lay(root / "before", base())),
        open_repository(lay(root / "after", broken() | {"data/teams/quay/team.yaml": "{"})),
    )


def told(view: FindingView, texts: Iterator[str]) -> None:
    """Assert that texts of a report say nothing besides messages and findings."""
    found = list(view.judgement.findings)
    known = [
        part
        for one in found
        for members in (True, False)
        for part in (one.words(members=members), one.name, one.problem.help, view.excerpt(one.problem.place))
        if part
    ]
    known += [related.message for one in found for related in one.problem.related]
    for text in texts:
        assert "⟦" in text
        assert unsaid(text, *known) == set(), text


def reports(head: Repository, judgement: Judgement) -> None:
    shown = view_of(head.policy, judgement, lambda _: True, head.tree_at, members=True, strict=False)
    view = replace(shown, language=PSEUDO, site=None)
    sayings = [text for one in view.findings for text in (view.words(one), one.name, one.problem.help)]
    screen = Console(record=True, width=400, file=io.StringIO())
    terminal.show_findings(view, screen)
    told(view, iter(["".join(full.finding_parts(view)), screen.export_text()]))
    for text in (
        summary.summary_report(view),
        github.github_report(view),
        *issue_bodies.issue_texts(view).values(),
    ):
        assert unsaid(_plain(text), *map(_plain, sayings)) == set(), text


def _plain(text: str) -> str:
    """Return Markdown with its marks for what is no markup taken back."""
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text).replace("**", "").replace("%25", "%")


def test_what_is_around_findings_is_said_in_messages(sides: tuple[Repository, Repository]) -> None:
    _, head = sides
    judgement = run_check(head, judgement_dates(head.policy, AS_OF, lambda _: AS_OF))

    assert {one.code for one in judgement.findings} >= {"CAD001"}
    assert judgement.unread == ("quay",)
    reports(head, judgement)


@pytest.mark.parametrize("first_day", [True, False])
def test_words_around_findings_of_a_change_are_messages(
    sides: tuple[Repository, Repository], *, first_day: bool
) -> None:
    base, head = (None if first_day else sides[0]), sides[1]

    days = judgement_dates(with_base_guards(base, head).policy, AS_OF, lambda _: AS_OF)
    judgement = check_change(base, head, days, ("0a1b2c3", "0a1b2c3d"))

    assert judgement.against
    reports(head, judgement)


def test_an_effect_is_said_in_messages(sides: tuple[Repository, Repository]) -> None:
    days = judgement_dates(with_base_guards(*sides).policy, AS_OF, lambda _: AS_OF)

    for pair in (sides, (sides[1], sides[0]), (sides[0], sides[0])):
        found = effect_of_change(*pair, days, "0a1b2c3", PSEUDO)

        assert found
        assert found.unread == (("quay",) if pair[0] is not pair[1] else ())
        for text in (effect_report.effect_as_text(found), effect_report.effect_as_markdown(found)):
            assert "⟦" in text
            assert unsaid(_plain(text)) == set(), text


AWAY = team(
    "absences:",
    *(f"  - {{person: {one}, from: 2026-11-24, to: 2026-12-31}}" for one in ("p-grace", "p-alan")),
)
ANYONE = replaced(
    ONE_ON_ONE,
    ("given_by: [leader, coach]", "given_by: [anyone]"),
    ("cadence: {at_least: 1, per: quarter}", "cadence: {at_most_apart: 4 weeks}"),
)
BOOKED = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-24,one-on-one,p-mia,p-grace,outbound,booked,,",
)


@pytest.mark.parametrize("changes", [(), (AWAY,), (ANYONE,), (BOOKED,)])
@pytest.mark.parametrize("minutes", [None, 360, 60, 30])
def test_a_plan_is_said_in_messages(
    tmp_path: Path, changes: tuple[dict[str, str], ...], minutes: int | None
) -> None:
    repository = open_repository(laid(tmp_path, *changes))
    day = date.fromisoformat(DAY)
    found = gather_invitations(
        repository, judgement_dates(repository.policy, day, lambda _: day), day + timedelta(days=42)
    )

    planned = plan_items(found, Limits(day, day + timedelta(days=42), "FI", minutes), PSEUDO)

    telling = PlanView(day, minutes, booked_besides(found, planned), str, PSEUDO)
    assert planned
    for text in (
        plan_as_text(planned, telling, 100),
        plan_as_text(planned, telling, 60),
        plan_as_markdown(planned, telling),
        load_as_text(planned, {"p-grace": GiverWeek(Fraction(1), 2, 1, None)}, telling),
        plan_as_text((), telling, 100),
        load_as_text((), {}, telling),
    ):
        assert "⟦" in text
        assert unsaid(text.replace("**", "")) == set(), text


def test_the_table_of_coverage_is_said_in_messages() -> None:
    counts = Counts(*(1 for _ in Counts().values()))
    head, body = table_cells(
        {CountKey("harbour", "one-on-one", "2026-Q3", None): counts},
        ("team", "service", "period", "member"),
        PSEUDO,
    )

    assert unsaid(text_table([head, *body], 5)) == set()
    assert len(head) == 11


def test_what_a_program_reads_stays_as_it_is(tmp_path: Path) -> None:
    files = broken()
    playbook = str(files["playbook/playbook.yaml"])
    roots = {
        code: lay(
            tmp_path / code,
            files | {"playbook/playbook.yaml": playbook.replace("language: en", f"language: {code}")},
        )
        for code in ("en", "fi")
    }
    for words in (
        ["check", "--no-base", "--exit-zero", "--format", "concise"],
        ["check", "--no-base", "--exit-zero", "--format", "json"],
        ["check", "--no-base", "--exit-zero", "--format", "sarif"],
        ["check", "--no-base", "--exit-zero", "--format", "junit"],
        ["coverage", "--format", "csv"],
        ["plan", "--format", "json"],
    ):
        english, finnish = (
            CliRunner().invoke(group, ["--root", str(root), *words, "--as-of", str(AS_OF)]).output
            for root in roots.values()
        )
        assert english == finnish, words
        assert english
