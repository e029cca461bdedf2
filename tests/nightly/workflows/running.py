"""A workflow carried out as GitHub's runner does it: jobs in their order, steps in bash, their outputs carried on.

What others provide is stood in for by what it does here: a checkout is a clone of a bare repository, artifacts are
folders, and Python is the one that is there. Whatever a workflow asks for that is not known is an error.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.nightly.workflows.expressions import evaluate, filled, holds, shown, truth
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HERE = Path(__file__).parent
INSTALL = "Install the command"
COMMANDS = ("::error ", "::warning ", "::notice ")
"""What a step may tell the runner on its output."""

MASK = "::add-mask::"
"""Before a value that the runner shows as stars from then on; it is not part of what is printed."""

SHELLS = {"bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"), None: ("bash", "-e")}
"""What runs a step: without a word about it there is no pipefail. Source: GitHub's workflow syntax."""

Yaml = dict[str, Any]


def workflow(name: str, root: Path = ROOT) -> Yaml:
    """Return a workflow; YAML 1.1 reads its key `on` as true."""
    document: Yaml = yaml.safe_load((root / f".github/workflows/{name}.yml").read_text("utf-8"))
    return document


@dataclass(frozen=True)
class Remote:
    """A repository of the code host: a bare one, and whether reading it takes a right."""

    folder: Path
    private: bool = False


@dataclass
class Host:
    """The code host: its repositories by name, and what is kept of issues and pull requests."""

    folder: Path
    remotes: dict[str, Remote] = field(default_factory=dict)

    @property
    def kept(self) -> Path:
        return self.folder / "issues.json"

    @property
    def caches(self) -> Path:
        return self.folder / "caches"

    @property
    def server(self) -> Path:
        return self.folder / "remotes"

    def issues(self) -> list[Yaml]:
        return self._kept("issues")

    def pull_requests(self) -> list[Yaml]:
        return self._kept("pull requests")

    def _kept(self, what: str) -> list[Yaml]:
        found: list[Yaml] = json.loads(self.kept.read_text()).get(what, []) if self.kept.exists() else []
        return found

    def publish(self, name: str, files: Path, *, private: bool = False) -> Path:
        """Make a repository of the files in a folder, and return the folder, now a clone of it."""
        bare = self.server / f"{name}.git"
        git(self.folder, "init", "--quiet", "--bare", "--initial-branch", "main", str(bare))
        git(files, "init", "--quiet", "--initial-branch", "main")
        git(files, "add", "--all")
        git(files, "commit", "--quiet", "--message", "First")
        git(files, "remote", "add", "origin", bare.as_uri())
        git(files, "push", "--quiet", "--set-upstream", "origin", "main")
        if private:
            (bare / "private").touch()
        self.remotes[name] = Remote(bare, private)
        return files


def git(folder: Path, *words: str) -> str:
    """Call git with nothing of this machine's settings, and return what it says."""
    return subprocess.run(
        ["git", *words], cwd=folder, env=_git_environment(folder), check=True, capture_output=True, text=True
    ).stdout.strip()


def _git_environment(home: Path) -> dict[str, str]:
    names = {
        f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return {"PATH": os.environ["PATH"], "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", **names}


@dataclass(frozen=True)
class Event:
    """Why a workflow runs: the event's name and description, the commit, and what the repository is told."""

    name: str
    repository: str
    sha: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By environment: only a job in it has them."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    base_ref: str = ""
    tag: str = ""


@dataclass
class Ran:
    """What became of a run: jobs by id, steps by job and name, summaries, and what was handed on."""

    jobs: dict[str, str] = field(default_factory=dict)
    steps: dict[tuple[str, str], str] = field(default_factory=dict)
    printed: str = ""
    summary: str = ""
    handed_on: dict[str, Path] = field(default_factory=dict)
    outputs: dict[str, Mapping[str, str]] = field(default_factory=dict)
    masked: set[str] = field(default_factory=set)

    @property
    def executed(self) -> set[tuple[str, str]]:
        """The steps that ran, by job and name."""
        return {key for key, outcome in self.steps.items() if outcome != "skipped"}


@dataclass
class Runner:
    """A runner for one host; `installed` says that the command is the one of this environment."""

    host: Host
    folder: Path
    installed: bool = True

    def run(self, document: Yaml, event: Event) -> Ran:
        """Run all jobs of a workflow in the order of their needs."""
        ran = Ran()
        waiting = dict(document["jobs"])
        while waiting:
            name = next(one for one in waiting if not _needs(waiting[one]) & set(waiting))
            _Job(self, ran, name, waiting.pop(name), event).run()
        return ran


def _needs(job: Yaml) -> set[str]:
    needs = job.get("needs", [])
    return {needs} if isinstance(needs, str) else set(needs)


class _Job:
    """One job on a machine of its own: a workspace, a folder for what is temporary, and contexts."""

    def __init__(self, runner: Runner, ran: Ran, name: str, job: Yaml, event: Event) -> None:
        self.runner, self.ran, self.name, self.job, self.event = runner, ran, name, job, event
        self.home = runner.folder / name
        self.workspace, self.temp = self.home / "work", self.home / "temp"
        self.steps: dict[str, Yaml] = {}
        self.path: list[str] = []
        self.good = True
        self.env: dict[str, str] = {}

    def run(self) -> None:
        needs = {
            one: {"result": self.ran.jobs[one], "outputs": self.ran.outputs.get(one, {})}
            for one in _needs(self.job)
        }
        self.needs = needs
        status = _status(all(one["result"] == "success" for one in needs.values()))
        if not holds(self.job.get("if"), self._contexts(), status):
            self.ran.jobs[self.name] = "skipped"
            return
        for folder in (self.workspace, self.temp, self.home / "files"):
            folder.mkdir(parents=True)
        (self.home / "event.json").write_text(json.dumps(self.event.payload))
        self.env = {
            key: filled(str(value), self._contexts()) for key, value in self.job.get("env", {}).items()
        }
        environment = self.job.get("environment", "")
        self.environment = filled(
            environment if isinstance(environment, str) else environment["name"], self._contexts()
        )
        self._all(self.job["steps"], {})
        self.ran.jobs[self.name] = "success" if self.good else "failure"
        outputs = self.job.get("outputs", {})
        self.ran.outputs[self.name] = {key: filled(value, self._contexts()) for key, value in outputs.items()}

    def _all(self, steps: list[Yaml], inputs: Mapping[str, str], at: Path | None = None) -> None:
        for number, step in enumerate(steps):
            label = step.get("name") or step.get("uses", f"step {number}").partition("@")[0]
            contexts = self._contexts(inputs)
            if not holds(step.get("if"), contexts, _status(self.good)):
                self._note(label, step, "skipped", {})
                continue
            env = {key: filled(str(value), contexts) for key, value in step.get("env", {}).items()}
            if "uses" in step:
                given = {key: filled(shown(value), contexts) for key, value in step.get("with", {}).items()}
                good = self._used(step["uses"].partition("@")[0], given)
                outputs: dict[str, str] = {}
            else:
                good, outputs = self._bash(label, step, {**self.env, **env}, at)
            self._note(label, step, "success" if good else "failure", outputs)
            self.good = self.good and good

    def _note(self, label: str, step: Yaml, outcome: str, outputs: Mapping[str, str]) -> None:
        self.ran.steps[self.name, label] = outcome
        if "id" in step:
            self.steps[step["id"]] = {"outcome": outcome, "outputs": outputs}

    def _contexts(self, inputs: Mapping[str, str] | None = None) -> dict[str, object]:
        event = self.event
        github = {"event": event.payload, "event_name": event.name, "repository": event.repository, "sha": event.sha,
                  "token": f"token of {event.repository}", "server_url": self.runner.host.server.as_uri(), "ref": _ref(event), "ref_name": _ref(event).split("/", 2)[2],
                  "run_id": self.runner.folder.name, "run_attempt": "1"}  # fmt: skip
        return {
            "github": github, "vars": event.variables, "secrets": self._secrets(), "inputs": inputs or event.inputs,
            "steps": self.steps, "needs": self.needs, "env": self.env, "runner": {"temp": str(self.temp)},
        }  # fmt: skip

    def _secrets(self) -> Mapping[str, str]:
        """Return the secrets of the environment the job is in."""
        return self.event.secrets.get(getattr(self, "environment", ""), {})

    def _bash(
        self, label: str, step: Yaml, env: Mapping[str, str], at: Path | None
    ) -> tuple[bool, dict[str, str]]:
        if label == INSTALL and self.runner.installed:
            (self.temp / "outbound").mkdir()
            (self.temp / "outbound/bin").symlink_to(Path(sys.executable).parent)
            return True, {}
        defaults = self.job.get("defaults", {}).get("run", {})
        folder = self.workspace / step.get("working-directory", defaults.get("working-directory", "."))
        shell = step.get("shell") or defaults.get("shell")
        files = {
            name: self.home / "files" / f"{name}-{len(self.ran.steps)}"
            for name in ("OUTPUT", "PATH", "STEP_SUMMARY", "ENV")
        }
        for file in files.values():
            file.touch()
        script = self.home / "files" / "step.sh"
        script.write_text(step["run"], "utf-8")
        done = subprocess.run(
            [*SHELLS[shell], str(script)],
            cwd=folder, env=self._environment(files, env, at), capture_output=True, text=True, check=False, timeout=3600,
        )  # fmt: skip
        self._read(done.stdout, done.stderr, files)
        return done.returncode == 0, dict(_pairs(files["OUTPUT"]))

    def _read(self, out: str, err: str, files: Mapping[str, Path]) -> None:
        masks = [line.removeprefix(MASK) for line in out.splitlines() if line.startswith(MASK)]
        self.ran.masked |= {_unescaped(value) for value in masks}
        out = "".join(line for line in out.splitlines(keepends=True) if not line.startswith(MASK))
        told = [line for line in (out + err).splitlines() if line.lstrip().startswith("::") or "##[" in line]
        assert [line for line in told if not line.startswith(COMMANDS)] == []
        assert max(sum(line.startswith(kind) for line in told) for kind in COMMANDS) <= 10
        summary = files["STEP_SUMMARY"].read_text("utf-8")
        assert len(summary.encode()) < 1 << 20
        assert not files["ENV"].read_text()
        self.ran.printed += out + err
        self.ran.summary += summary
        self.path = [*files["PATH"].read_text().split(), *self.path]

    def _environment(
        self, files: Mapping[str, Path], env: Mapping[str, str], at: Path | None
    ) -> dict[str, str]:
        event = self.event
        programs = [*self.path, str(self.runner.folder / "programs"), str(Path(sys.executable).parent)]
        passed = {
            key: value
            for key, value in os.environ.items()
            if key.startswith(("PIP_", "SSL_"))
            or key.lower().endswith("_proxy")
            or (key == "PYTHONPATH" and self.runner.installed)  # the command is the one that is imported here
        }
        github = {
            "ACTIONS": "true", "WORKSPACE": str(self.workspace), "EVENT_PATH": str(self.home / "event.json"),
            "EVENT_NAME": event.name, "REPOSITORY": event.repository, "SHA": event.sha, "BASE_REF": event.base_ref,
            "REF": _ref(event), "JOB": self.name, **{name: str(file) for name, file in files.items()},
            **({"ACTION_PATH": str(at)} if at else {}),
        }  # fmt: skip
        return {
            **passed, "CI": "true", **{f"GITHUB_{name}": value for name, value in github.items()},
            "RUNNER_TEMP": str(self.temp), "RUNNER_OS": "Linux", "HOME": str(self.home), "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": os.pathsep.join([*programs, os.environ["PATH"]]), "LANG": "C.UTF-8",
            "GH_KEPT": str(self.runner.host.kept), "GH_SERVER": str(self.runner.host.server), **env,
        }  # fmt: skip

    def _used(self, action: str, given: dict[str, str]) -> bool:
        if action == "./":
            return self._composite(given)
        handlers: dict[str, Callable[[dict[str, str]], None]] = {
            "actions/checkout": self._checkout,
            "actions/setup-python": lambda given: _only(given, {"python-version"}),
            "actions/cache/restore": self._restore,
            "actions/cache/save": self._save,
            "actions/upload-artifact": self._upload,
            "actions/download-artifact": self._download,
            "actions/upload-pages-artifact": self._upload_pages,
            "actions/configure-pages": lambda given: _only(given, set()),
            "actions/deploy-pages": self._deploy,
            "github/codeql-action/upload-sarif": self._scan,
            "actions/attest-build-provenance": lambda given: self._attest(given, {"subject-path"}),
            "actions/attest-sbom": lambda given: self._attest(given, {"subject-path", "sbom-path"}),
            "pypa/gh-action-pypi-publish": self._publish,
        }
        handlers[action](given)
        return True

    def _composite(self, given: dict[str, str]) -> bool:
        action = yaml.safe_load((self.workspace / "action.yml").read_text("utf-8"))
        _only(given, set(action["inputs"]))
        inputs = {name: given.get(name, one["default"]) for name, one in action["inputs"].items()}
        self._all(action["runs"]["steps"], inputs, self.workspace)
        for name, one in action["outputs"].items():
            self.ran.outputs["./"] = {
                **self.ran.outputs.get("./", {}),
                name: filled(one["value"], self._contexts()),
            }
        return self.good

    def _checkout(self, given: dict[str, str]) -> None:
        _only(given, {"repository", "ssh-key", "token", "path", "fetch-depth", "persist-credentials"})
        assert given["persist-credentials"] == "false"
        event, name = self.event, given.get("repository") or self.event.repository
        remote = self.runner.host.remotes[name]
        right = given.get("ssh-key") == f"key of {name}" or given.get("token") == f"token of {name}"
        assert not remote.private or name == event.repository or right
        to = self.workspace / given.get("path", ".")
        depth = given.get("fetch-depth", "1")
        words = [] if depth == "0" else ["--depth", depth]
        git(self.home, "clone", "--quiet", *words, remote.folder.as_uri(), str(to))
        if event.sha and name == event.repository:
            git(to, "fetch", "--quiet", "origin", event.sha)
            git(to, "checkout", "--quiet", "--detach", event.sha)

    def _restore(self, given: dict[str, str]) -> None:
        """Restore what was kept under the key, else the newest under one that begins as said, if there is one."""
        _only(given, {"path", "key", "restore-keys"})
        caches = sorted(self.runner.host.caches.glob("*/*"))
        for prefix in (given["key"], *given["restore-keys"].split()):
            if found := [path for path in caches if path.name.startswith(prefix)]:
                shutil.copytree(found[-1], given["path"])
                return

    def _save(self, given: dict[str, str]) -> None:
        """Keep a folder under a key, once."""
        _only(given, {"path", "key"})
        caches = self.runner.host.caches
        assert not list(caches.glob(f"*/{given['key']}")), "a key is written once"
        shutil.copytree(given["path"], caches / f"{len(list(caches.glob('*'))):03}" / given["key"])

    def _upload(self, given: dict[str, str]) -> None:
        """Keep files by their way from the folder they have in common, as the action does."""
        _only(given, {"name", "path", "retention-days", "if-no-files-found"})
        kept = self.runner.folder / "artifacts" / given["name"]
        found = [path for line in given["path"].split() for path in self._found(line)]
        assert found or given.get("if-no-files-found") != "error"
        above = Path(os.path.commonpath([path.parent for path in found]))
        for path in found:
            (kept / path.relative_to(above)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept / path.relative_to(above))

    def _found(self, pattern: str) -> list[Path]:
        """Return the files a path, folder or pattern names, seen from the workspace."""
        path = self.workspace / pattern
        return sorted(path.iterdir() if path.is_dir() else path.parent.glob(path.name))

    def _attest(self, given: dict[str, str], known: set[str]) -> None:
        _only(given, known)
        assert {"id-token": "write", "attestations": "write"}.items() <= self.job["permissions"].items()
        assert all(self._found(path) for path in given.values())

    def _publish(self, given: dict[str, str]) -> None:
        """Take a package as the registry does: from a job of the environment it trusts, wheels and archives alone."""
        _only(given, {"attestations"})
        assert self.job["permissions"]["id-token"] == "write"
        assert self.environment == "release"
        assert [path for path in self._found("dist/*") if path.suffix not in (".whl", ".gz")] == []
        self.ran.handed_on["package"] = self.workspace / "dist"

    def _download(self, given: dict[str, str]) -> None:
        _only(given, {"name", "path"})
        shutil.copytree(self.runner.folder / "artifacts" / given["name"], self.workspace / given["path"])

    def _upload_pages(self, given: dict[str, str]) -> None:
        _only(given, {"path", "retention-days"})
        shutil.copytree(given["path"], self.runner.folder / "artifacts/github-pages")

    def _deploy(self, given: dict[str, str]) -> None:
        _only(given, set())
        assert {"pages": "write", "id-token": "write"}.items() <= self.job["permissions"].items()
        self.ran.handed_on["pages"] = self.runner.folder / "artifacts/github-pages"

    def _scan(self, given: dict[str, str]) -> None:
        _only(given, {"sarif_file", "category"})
        assert self.job["permissions"]["security-events"] == "write"
        fork = truth(evaluate("github.event.pull_request.head.repo.fork", self._contexts()))
        assert not fork, "a fork's token may not write"
        self.ran.handed_on["scanning"] = self.workspace / given["sarif_file"]


def _unescaped(value: str) -> str:
    """Return a value of a command to the runner as it reads it. Source: the runner's `ActionCommand`."""
    return value.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _ref(event: Event) -> str:
    return f"refs/tags/{event.tag}" if event.tag else f"refs/heads/{event.base_ref or 'main'}"


def _only(given: Mapping[str, str], known: set[str]) -> None:
    assert set(given) <= known, f"not known here: {set(given) - known}"


def _status(good: bool) -> dict[str, bool]:  # noqa: FBT001 - it is the one thing it is told
    return {"success": good, "failure": not good, "cancelled": False, "always": True}


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text("utf-8").splitlines():
        key, equals, value = line.partition("=")
        assert equals, line
        yield key, value
