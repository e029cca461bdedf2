"""The pipeline for GitLab carried out: its rules, and its scripts in bash, with the variables that GitLab sets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.nightly.workflows.laying import DATA, MEMBERS, POLICY, acme, added, log, pushed, replaced
from tests.nightly.workflows.running import Host, git
from tests.support.paths import ROOT

TEXT = (ROOT / "templates/outbound.gitlab-ci.yml").read_text("utf-8")
INSTALL = 'python -m pip install --quiet --requirement "$policy/requirements.txt"'
"""The one line that is not run here: the package it names is the one of this environment."""

STATE = ".outbound-state"
COVERED = {"outbound-check", "outbound-nightly", "pages"}
ELSEWHERE = {"outbound-collect", "outbound-mails", "outbound-answers"}
"""Run in test_gitlab_logs.py."""


class _Loader(yaml.SafeLoader):
    """Reads `!reference [job, key]`."""


_Loader.add_constructor("!reference", lambda loader, node: tuple(loader.construct_sequence(node)))  # type: ignore[arg-type]
PIPELINE: dict[str, Any] = yaml.load(TEXT, _Loader)  # noqa: S506 - a safe loader with one more tag


@dataclass(frozen=True)
class Job:
    """A job that is done: its status, what it printed, and where it ran."""

    status: int
    printed: str
    folder: Path

    def kept(self) -> set[str]:
        return {
            path.name
            for path in self.folder.iterdir()
            if path.name in ("outbound.xml", "quality.json", "effect.md")
        }


@dataclass
class GitLab:
    """A runner: which jobs a pipeline has, and what becomes of one."""

    host: Host
    variables: dict[str, str] = field(default_factory=dict)

    def jobs(self) -> dict[str, dict[str, str]]:
        """Return the jobs whose rules hold, each with the variables the rule gives it."""
        found = {}
        for name, job in PIPELINE.items():
            held = [rule for rule in job.get("rules", []) if _holds(rule["if"], self.variables)]
            if held and held[0].get("when") != "never":
                found[name] = dict(held[0].get("variables", {}))
        return found

    def run(
        self, name: str, commit: str = "main", *, project: str = POLICY, beside: Path | None = None
    ) -> Job:
        """Run a job of the pipeline in a clone of the project, and with another one beside it."""
        given = self.jobs()[name]
        folder = self.host.folder / f"builds-{name}/{len(list(self.host.folder.iterdir()))}/playbook"
        git(self.host.folder, "clone", "--quiet", self.host.remotes[project].folder.as_uri(), str(folder))
        git(folder, "checkout", "--quiet", "--detach", f"origin/{commit}")
        if beside:
            shutil.copytree(beside, folder.parent / beside.name)
        cached = self.host.folder / "caches" / str(PIPELINE[name].get("cache", {}).get("key", ""))
        if cached.is_dir():
            shutil.copytree(cached / STATE, folder / STATE)
        lines = [*_lines(name, "before_script"), *_lines(name, "script")]
        lines.remove(INSTALL)
        settings = folder.parent / "gitconfig"
        remote = self.host.remotes[POLICY].folder.as_uri()
        settings.write_text(
            f'[url "{remote}"]\n\tinsteadOf = https://gitlab-ci-token:a-token@git.example.org/{POLICY}.git\n'
        )
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(lines)],
            cwd=folder,
            env={
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(folder.parent),
                "GIT_CONFIG_GLOBAL": str(settings),
                **{key: os.environ[key] for key in ("PYTHONPATH",) if key in os.environ},
                "CI": "true",
                "CI_PROJECT_DIR": str(folder),
                "CI_JOB_TOKEN": "a-token",
                "CI_SERVER_HOST": "git.example.org",
                "CI_PROJECT_URL": self.host.remotes[project].folder.as_uri().removesuffix(".git"),
                **PIPELINE[".outbound"]["variables"],
                **self.variables,
                **given,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,
        )
        if "cache" in PIPELINE[name]:
            assert PIPELINE[name]["cache"]["paths"] == [f"{STATE}/"]
            shutil.rmtree(cached, ignore_errors=True)
            shutil.copytree(folder / STATE, cached / STATE)
        return Job(done.returncode, done.stdout + done.stderr, folder)


def _lines(name: str, key: str) -> list[str]:
    """Return the lines of a job's script, or of the job it extends."""
    job = PIPELINE[name]
    if key not in job:
        return _lines(job["extends"], key)
    lines: list[str] = []
    for line in job[key]:
        lines += _lines(*line) if isinstance(line, tuple) else [line]
    assert all(isinstance(line, str) for line in lines)
    return lines


def _holds(rule: str, variables: dict[str, str]) -> bool:
    """Whether a rule holds: variables that are set, or equal to a text or another variable, joined by `&&`."""
    for part in rule.split(" && "):
        found = re.fullmatch(r'\$(\w+)(?: == (?:"([^"]*)"|\$(\w+)))?', part)
        assert found, part
        value = variables.get(found[1], "")
        wanted = found[2] if found[2] is not None else variables.get(found[3] or "", "")
        if value != wanted if " == " in part else not value:
            return False
    return True


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
