"""The playbook as JSON: what was agreed as a file would say it, and no figure the pages do not show."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import yaml

from checks.model.service import Service
from checks.site.api import coverage_json, services_json
from tests.support.paths import ROOT
from tests.support.site_making import preview_of, published_of

AS_OF = date(2026, 11, 20)


def test_services_say_what_their_files_say() -> None:
    document = json.loads(services_json(published_of(ROOT, AS_OF)))

    assert document["schema"] == 1
    for one in document["services"]:
        written = yaml.safe_load((ROOT / f"playbook/services/{one['id']}.yaml").read_text(encoding="utf-8"))
        assert (one["title"], one["summary"]) == (written["title"], " ".join(written["summary"].split()))
        assert [entry["from"] for entry in one["agreements"]] == [
            str(entry["from"]) for entry in written["agreements"]
        ]
        for entry, said in zip(one["agreements"], written["agreements"], strict=True):
            assert "cadence" not in said or entry["cadence"] == said["cadence"]
            assert "coverage_at_least" not in said or entry["coverage_at_least"] == said["coverage_at_least"]
            assert entry["agreed_with"] == said["agreed_with"]
    assert len(document["services"]) == len(list((ROOT / "playbook/services").glob("*.yaml")))
    assert Service.model_fields.keys() >= {"id", "title", "summary", "agreements"}


def test_coverage_has_the_ranges_of_the_pages_and_no_count() -> None:
    site = published_of(ROOT, AS_OF)
    document = json.loads(coverage_json(site))

    assert document["as_of"] == "2026-11-20"
    ranges = [cell for cell in document["cells"] if cell["shown"] == "band"]
    assert {cell["shown"] for cell in document["cells"]} == {"band", "exact", "hidden"}
    assert len(ranges) > 20
    for cell in ranges:
        published = site.figures.cell(cell["team"], cell["service"], cell["period"])
        assert published.band
        assert (Fraction(cell["from"], 100), Fraction(cell["below"], 100)) == (
            published.band.least,
            published.band.most,
        )
        assert (cell["due"], cell["met"]) == (None, None)
    assert {cell["agreed"] for cell in ranges} > {"90%"}


def test_only_what_a_team_received_as_one_is_counted() -> None:
    document = json.loads(coverage_json(published_of(ROOT, AS_OF)))

    counted = {cell["service"] for cell in document["cells"] if cell["shown"] == "exact"}
    assert counted == {"team-health-check"}


def test_a_preview_has_counts() -> None:
    document = json.loads(coverage_json(preview_of(ROOT, AS_OF)))

    assert {cell["shown"] for cell in document["cells"]} == {"exact"}
    assert all(cell["due"] >= cell["met"] >= 0 for cell in document["cells"])
