"""The pipeline for GitLab as its runner carries it out: rules, scripts in bash, the variables that GitLab sets, and caches."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.nightly.workflows.laying import POLICY
from tests.nightly.workflows.running import Host, git
from tests.support.paths import ROOT

TEXT = (ROOT / "templates/outbound.gitlab-ci.yml").read_text("utf-8")
INSTALL = 'python -m pip install --quiet --requirement "$policy/requirements.txt"'
"""The one line that is not run here: the package it names is the one of this environment."""

STATE = ".outbound-state"
"""What a job keeps between runs."""


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
    instead: dict[str, str] = field(default_factory=dict)
    """Words of a script that are others here: its servers are on loopback."""

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
        folder = self.host.folder / f"builds-{name}/{len(list(self.host.folder.glob('builds-*/*')))}/playbook"
        git(self.host.folder, "clone", "--quiet", self.host.remotes[project].folder.as_uri(), str(folder))
        git(folder, "checkout", "--quiet", "--detach", f"origin/{commit}")
        if beside:
            shutil.copytree(beside, folder.parent / beside.name)
        cached = self.host.folder / "caches" / str(PIPELINE[name].get("cache", {}).get("key", ""))
        if cached.is_dir():
            shutil.copytree(cached / STATE, folder / STATE)
        lines = [*script_of(name, "before_script"), *script_of(name, "script")]
        lines.remove(INSTALL)
        script = "\n".join(lines)
        for words, others in self.instead.items():
            script = script.replace(words, others)
        settings = folder.parent / "gitconfig"
        remote = self.host.remotes[POLICY].folder.as_uri()
        settings.write_text(
            f'[url "{remote}"]\n\tinsteadOf = https://gitlab-ci-token:a-token@git.example.org/{POLICY}.git\n'
        )
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
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


def script_of(name: str, key: str) -> list[str]:
    """Return the lines of a job's script, or of the job it extends."""
    job = PIPELINE[name]
    if key not in job:
        return script_of(job["extends"], key)
    lines: list[str] = []
    for line in job[key]:
        lines += script_of(*line) if isinstance(line, tuple) else [line]
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
