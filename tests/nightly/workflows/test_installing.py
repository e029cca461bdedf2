"""The steps that install the command, run for real: from this project, from a package, and by the action."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.nightly.workflows.laying import OURS, POLICY, acme, project, pull_request, replaced
from tests.nightly.workflows.running import INSTALL, Event, Host, Runner, git, workflow
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    (tmp_path / "host").mkdir()
    (tmp_path / "run/programs").mkdir(parents=True)
    return Runner(Host(tmp_path / "host"), tmp_path / "run", installed=False)


def test_the_action_installs_what_it_came_with_and_judges(runner: Runner) -> None:
    clone = project(runner.host)
    job = {"action": workflow("ci")["jobs"]["action"]}

    ran = runner.run({"jobs": job}, pull_request(clone, OURS))

    assert ran.jobs == {"action": "success"}, ran.printed
    assert ran.outputs["./"]["status"] == "0"
    assert ran.steps["action", INSTALL] == "success"


def test_this_project_installs_itself_and_others_the_package(runner: Runner, tmp_path: Path) -> None:
    """The same step, in the project's own clone and in a new playbook whose package is a wheel in a folder."""
    clone = project(runner.host)
    step = next(one for one in workflow("site")["jobs"]["build"]["steps"] if one.get("name") == INSTALL)
    wheels = tmp_path / "wheels"
    wheel = (
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(wheels),
        str(ROOT),
    )
    subprocess.run([sys.executable, *wheel], check=True, timeout=1800)
    policy, _ = acme(runner.host)
    replaced(policy / "requirements.txt", "outbound", f"--find-links {wheels.as_uri()}\noutbound")
    git(policy, "commit", "--quiet", "--all", "--message", "Where the package is")
    git(policy, "push", "--quiet")
    steps = [
        {"uses": "actions/checkout@x", "with": {"persist-credentials": False}},
        step,
        {"name": "Use it", "run": "outbound --version && command -v outbound mkdocs", "shell": "bash"},
    ]

    jobs = {"ours": {"steps": steps}}
    ours = runner.run({"jobs": jobs}, Event("push", OURS))
    theirs = runner.run({"jobs": {"theirs": {"steps": steps}}}, Event("push", POLICY))

    assert clone.is_dir()
    for ran in (ours, theirs):
        assert set(ran.jobs.values()) == {"success"}, ran.printed
        assert ran.printed.count("/temp/outbound/bin/") == 2
