"""The playbook as JSON: what was agreed as a file would say it, and no figure the pages do not show."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import yaml

from checks.loading.repository import open_repository
from checks.model.service import Service
from checks.run.checking import run_check
from checks.run.judging import JudgementDates
from checks.site.api import coverage_json, services_json
from checks.site.site_data import Site, site_of
from checks.wording.language import ENGLISH
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage

EXAMPLE = ROOT
AS_OF = date(2026, 11, 20)


def example() -> Site:
    repository = open_repository(EXAMPLE)
    teams: list[TeamCoverage] = []
    judgement = run_check(repository, JudgementDates(AS_OF, AS_OF, AS_OF), on_team=teams.append)
    made = site_of(repository.policy, tuple(teams), judgement, ENGLISH)
    assert made
    return made


def test_services_say_what_their_files_say() -> None:
    document = json.loads(services_json(example()))

    assert document["schema"] == 1
    for one in document["services"]:
        written = yaml.safe_load(
            (EXAMPLE / f"playbook/services/{one['id']}.yaml").read_text(encoding="utf-8")
        )
        assert (one["title"], one["summary"]) == (written["title"], " ".join(written["summary"].split()))
        assert [entry["from"] for entry in one["agreements"]] == [
            str(entry["from"]) for entry in written["agreements"]
        ]
        for entry, said in zip(one["agreements"], written["agreements"], strict=True):
            assert "cadence" not in said or entry["cadence"] == said["cadence"]
            assert "coverage_at_least" not in said or entry["coverage_at_least"] == said["coverage_at_least"]
            assert entry["agreed_with"] == said["agreed_with"]
    assert len(document["services"]) == len(list((EXAMPLE / "playbook/services").glob("*.yaml")))
    assert Service.model_fields.keys() >= {"id", "title", "summary", "agreements"}


def test_coverage_has_counts_only_where_pages_show_them() -> None:
    site = example()
    document = json.loads(coverage_json(site))

    assert document["as_of"] == "2026-11-20"
    kinds = {cell["shown"] for cell in document["cells"]}
    assert kinds == {"exact", "band", "hidden"}
    for cell in document["cells"]:
        published = site.figures.cell(cell["team"], cell["service"], cell["period"])
        assert (cell["due"], cell["met"], cell["shown"]) == (
            published.due,
            published.met,
            published.shown.value,
        )
        assert (cell["due"] is None) == (cell["shown"] != "exact")
