"""The pipeline for GitLab carried out: its rules, and its scripts in bash, with the variables that GitLab sets."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from tests.nightly.workflows.gitlab_running import PIPELINE, GitLab, Job
from tests.nightly.workflows.laying import DATA, MEMBERS, POLICY, acme, added, log, pushed, replaced
from tests.nightly.workflows.running import Host, git

if TYPE_CHECKING:
    from pathlib import Path

COVERED = {"outbound-check", "outbound-nightly", "pages"}
ELSEWHERE = {"outbound-collect", "outbound-mails", "outbound-answers"}
"""Run in test_gitlab_logs.py."""


@pytest.fixture
def gitlab(tmp_path: Path) -> GitLab:
    (tmp_path / "host").mkdir()
    return GitLab(Host(tmp_path / "host"))


def merge_request(gitlab: GitLab, clone: Path) -> None:
    base = git(clone, "rev-parse", "main")
    git(clone, "checkout", "--quiet", "-b", "change")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "A change")
    git(clone, "push", "--quiet", "origin", "change")
    gitlab.variables |= {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}


def on_default_branch(gitlab: GitLab, source: str, **variables: str) -> None:
    branch = {"CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main"}
    gitlab.variables |= {"CI_PIPELINE_SOURCE": source, **branch, **variables}


def test_every_job_runs_in_one_of_these_tests() -> None:
    assert {name for name in PIPELINE if not name.startswith(".")} == COVERED | ELSEWHERE


def test_a_merge_request_that_loosens_terms_fails_with_a_report(gitlab: GitLab) -> None:
    policy, _ = acme(gitlab.host)
    replaced(policy / "playbook/services/one-on-one.yaml", "6 weeks", "16 weeks")
    merge_request(gitlab, policy)

    job = gitlab.run("outbound-check", "change")

    assert set(gitlab.jobs()) == {"outbound-check"}
    assert job.status == 1, job.printed
    assert job.kept() == {"outbound.xml", "quality.json", "effect.md"}
    (quality,) = json.loads((job.folder / "quality.json").read_text("utf-8"))
    assert (quality["check_name"], quality["severity"]) == ("RAT003", "major")
    assert quality["location"]["path"] == "playbook/services/one-on-one.yaml"
    suites = ET.fromstring((job.folder / "outbound.xml").read_text("utf-8"))  # noqa: S314 - written here
    assert suites[0].get("failures") == "1"
    assert "This report uses only the policy and releases." in effect(job)
    assert "Inside" not in job.printed + effect(job)


def effect(job: Job) -> str:
    return (job.folder / "effect.md").read_text("utf-8")


def test_a_policy_gets_the_same_answer_whatever_the_data_hold(gitlab: GitLab) -> None:
    """A runner may keep the data's project beside the policy's."""
    policy, data = acme(gitlab.host, frozen=True)
    replaced(policy / "playbook/services/one-on-one.yaml", "6 weeks", "16 weeks")
    merge_request(gitlab, policy)

    away = gitlab.run("outbound-check", "change")
    log(data, "harbour", *MEMBERS)
    pushed(data)
    beside = gitlab.run("outbound-check", "change", beside=data)

    assert (away.status, away.printed) == (beside.status, beside.printed)
    assert effect(away) == effect(beside)


def test_a_change_of_the_data_is_judged_with_the_policy(gitlab: GitLab) -> None:
    _, data = acme(gitlab.host, frozen=True, private=True)
    log(data, "harbour", *MEMBERS)
    pushed(data)
    log(data, "harbour", *MEMBERS[1:])
    merge_request(gitlab, data)
    gitlab.variables["OUTBOUND_POLICY"] = POLICY

    job = gitlab.run("outbound-check", "change", project=DATA)

    assert job.status == 1, job.printed
    assert "RAT001" in job.printed
    assert effect(job).startswith("**Inside**: ")
    found = json.loads((job.folder / "quality.json").read_text("utf-8"))
    assert "RAT002" in {one["check_name"] for one in found}
    assert all(
        (job.folder / one["location"]["path"]).exists() for one in found if one["check_name"] == "RAT002"
    )
    assert not re.search(r"\bp-[a-z]", job.printed + effect(job))


def test_a_good_merge_request_passes(gitlab: GitLab) -> None:
    policy, _ = acme(gitlab.host)
    replaced(policy / "playbook/services/one-on-one.yaml", "6 weeks", "5 weeks")
    merge_request(gitlab, policy)

    job = gitlab.run("outbound-check", "change")

    assert job.status == 0, job.printed
    assert "5 weeks" in effect(job)
    assert json.loads((job.folder / "quality.json").read_text("utf-8")) == []


@pytest.mark.parametrize("apart", [True, False])
def test_a_night_is_where_the_data_are_and_names_nobody(gitlab: GitLab, *, apart: bool) -> None:
    policy, data = acme(gitlab.host, frozen=True)
    added(
        data / "teams/harbour/touchpoints/2026-Q1.csv",
        "2026-03-02,one-on-one,p-zed,p-grace,outbound,held,,\n",
    )
    pushed(data)
    if not apart:
        shutil.copytree(data / "teams", policy / "data/teams")
        replaced(policy / "playbook/playbook.yaml", "data: ../acme-data ", "data: data ")
        pushed(policy)
    on_default_branch(gitlab, "schedule", **({"OUTBOUND_POLICY": POLICY} if apart else {}))

    job = gitlab.run("outbound-nightly", project=DATA if apart else POLICY)

    assert set(gitlab.jobs()) == {"outbound-nightly"}
    assert job.status == 1, job.printed
    assert "CAD001" in job.printed
    assert "touchpoints/2026-Q1.csv" in job.printed
    assert "**Inside**: " in job.printed
    assert (job.folder / "outbound.xml").exists()
    assert not re.search(r"\bp-[a-z]", job.printed)


def test_a_site_is_built_from_releases_alone(gitlab: GitLab) -> None:
    acme(gitlab.host)
    on_default_branch(gitlab, "push", OUTBOUND_SITE="published")

    job = gitlab.run("pages")

    assert job.status == 0, job.printed
    assert (job.folder / "public/index.html").is_file()


def test_a_preview_is_not_published(gitlab: GitLab) -> None:
    policy, _ = acme(gitlab.host)
    replaced(policy / "mkdocs.yml", "  - outbound ", "  - outbound: {preview: true} ")
    pushed(policy)
    on_default_branch(gitlab, "push", OUTBOUND_SITE="published")

    job = gitlab.run("pages")

    assert job.status == 1
    assert "A preview has exact figures, so do not publish it." in job.printed
    assert not (job.folder / "public").exists()


def test_a_site_is_for_nobody_until_it_is_said(gitlab: GitLab) -> None:
    on_default_branch(gitlab, "push", OUTBOUND_SITE="live")

    assert gitlab.jobs() == {}
