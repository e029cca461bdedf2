"""Reports call files as the repository that runs the job has them, in the layouts there are."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.functional.test_base import commit, git
from tests.support.building import AS_OF, Files, base, lay
from tests.support.calling import outbound

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE = "playbook/services/one-on-one.yaml"
ROSTER = "teams/harbour/team.yaml"
LOG = "teams/harbour/touchpoints/2026-Q3.csv"


def files() -> Files:
    """Return files with a finding in the policy, in a roster and in a log."""
    texts = {path: str(text) for path, text in base().items()}
    for path in (SERVICE, "data/teams/quay/team.yaml"):
        texts[path] += "colour: red\n"
    texts[f"data/{LOG}"] += "2026-09-01,one-on-one,p-zed,p-grace,outbound,held,,\n"
    return dict(texts)


def split(texts: Files, data: str) -> tuple[Files, Files]:
    """Return the files of the policy, with `data:` in playbook.yaml, and those of the data."""
    name = "playbook/playbook.yaml"
    policy = {path: text for path, text in texts.items() if path.startswith("playbook/")}
    policy[name] = str(policy[name]).replace("logs_from", f"data: {data}\nlogs_from", 1)
    inside = {path.removeprefix("data/"): text for path, text in texts.items() if path.startswith("data/")}
    return policy, inside


@dataclass
class Layout:
    """Repositories on disk: the playbook's root, and the repository whose job it is, in which each path has to be."""

    root: Path
    job: Path
    paths: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


def repository(top: Path, texts: Files, below: str = "") -> Path:
    top.mkdir(parents=True, exist_ok=True)
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top, {f"{below}{path}": text for path, text in texts.items()})
    return top


def one(tmp: Path) -> Layout:
    top = repository(tmp / "one", files())
    return Layout(top, top, (SERVICE, f"data/{LOG}"))


def in_a_folder(tmp: Path) -> Layout:
    top = repository(tmp / "one", files(), "handbook/")
    return Layout(top / "handbook", top, (f"handbook/{SERVICE}", f"handbook/data/{LOG}"))


def in_two_folders(tmp: Path) -> Layout:
    policy, data = split(files(), "../people/records")
    both = {f"hand book/{path}": text for path, text in policy.items()} | {
        f"people/records/{path}": text for path, text in data.items()
    }
    top = repository(tmp / "one", both)
    return Layout(top / "hand book", top, (f"hand book/{SERVICE}", f"people/records/{LOG}"))


def _beside(tmp: Path) -> tuple[Path, Path]:
    policy, data = split(files(), "../records")
    return repository(tmp / "w/policy", policy), repository(tmp / "w/records", data)


def data_by_commit(tmp: Path) -> Layout:
    policy, records = _beside(tmp)
    env = {"GITHUB_SHA": git(records, "rev-parse", "HEAD"), "GITHUB_WORKSPACE": str(tmp / "w")}
    return Layout(policy, records, (LOG, ROSTER), env)


def data_by_name(tmp: Path) -> Layout:
    policy, records = _beside(tmp)
    for top in (policy, records):
        git(top, "remote", "add", "origin", f"https://git.example.org/acme/{top.name}.git")
    return Layout(policy, records, (LOG,), {"GITHUB_REPOSITORY": "acme/records", "GITHUB_SHA": "0" * 40})


def data_by_folder(tmp: Path) -> Layout:
    policy, records = _beside(tmp)
    return Layout(policy, records, (LOG,), {"CI_PROJECT_DIR": str(records)})


def policy_by_folder(tmp: Path) -> Layout:
    policy, _ = _beside(tmp)
    return Layout(policy, policy, (SERVICE,), {"CI_PROJECT_DIR": str(policy)})


def data_in_a_folder_of_theirs(tmp: Path) -> Layout:
    policy, data = split(files(), "../../records/hr/data")
    root = repository(tmp / "w/policy", policy, "handbook/") / "handbook"
    records = repository(tmp / "w/records", data, "hr/data/")
    return Layout(root, records, (f"hr/data/{LOG}",), {"CI_PROJECT_DIR": str(records)})


def data_inside(tmp: Path) -> Layout:
    policy, data = split(files(), "data")
    top = repository(tmp / "w/policy", policy | {".gitignore": "/data/\n"})
    records = repository(top / "data", data)
    return Layout(top, records, (LOG,), {"GITHUB_SHA": git(records, "rev-parse", "HEAD")})


def policy_around(tmp: Path) -> Layout:
    layout = data_inside(tmp)
    return Layout(layout.root, layout.root, (SERVICE,), {"GITHUB_WORKSPACE": str(layout.root)})


LAYOUTS = (
    one,
    in_a_folder,
    in_two_folders,
    data_by_commit,
    data_by_name,
    data_by_folder,
    policy_by_folder,
    data_in_a_folder_of_theirs,
    data_inside,
    policy_around,
)


def reports(layout: Layout, *words: str) -> dict[str, str]:
    names = ("github", "sarif", "junit", "summary")
    options = [word for name in names for word in ("--format", f"{name}:{layout.root.parent / name}")]
    done = outbound(
        "check", "--no-base", "--as-of", AS_OF.isoformat(), *options, *words, here=layout.root, env=layout.env
    )
    assert done.returncode == 1, done.stderr
    return {name: (layout.root.parent / name).read_text("utf-8") for name in names}


def annotated(text: str) -> Iterator[tuple[str, int]]:
    for match in re.finditer(r"^::\w+ file=([^,]*),line=(\d+)", text, re.MULTILINE):
        yield match[1].replace("%2C", ",").replace("%3A", ":").replace("%25", "%"), int(match[2])


def located(text: str, root: str = "SRCROOT") -> Iterator[tuple[str, int]]:
    for result in json.loads(text)["runs"][0]["results"]:
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            place = location["physicalLocation"]
            if place["artifactLocation"]["uriBaseId"] == root:
                yield unquote(place["artifactLocation"]["uri"]), place["region"]["startLine"]


def cased(text: str) -> Iterator[tuple[str, int]]:
    for case in ET.fromstring(text).iter("testcase"):  # noqa: S314
        if file := case.get("file"):
            yield file, int(case.get("line") or 0)


@pytest.mark.parametrize("build", LAYOUTS)
def test_each_path_of_a_report_is_in_the_job_s_repository(tmp_path: Path, build: object) -> None:
    assert callable(build)
    layout: Layout = build(tmp_path)

    made = reports(layout)

    known = set(git(layout.job, "-c", "core.quotePath=off", "ls-files").splitlines())
    for places in (annotated(made["github"]), located(made["sarif"]), cased(made["junit"])):
        shown = list(places)
        assert set(layout.paths) <= {path for path, _ in shown} | {ROSTER} & set(layout.paths)
        for path, line in shown:
            assert path in known
            assert 1 <= line <= (layout.job / path).read_text("utf-8").count("\n") + 1
    for path in layout.paths:
        assert path.replace("_", "&#95;") in made["summary"] or path == ROSTER


@pytest.mark.parametrize("build", [data_by_folder, policy_by_folder])
def test_a_place_elsewhere_is_in_the_words(tmp_path: Path, build: object) -> None:
    assert callable(build)
    layout: Layout = build(tmp_path)
    elsewhere = {SERVICE, f"{LOG}"} - set(layout.paths)

    made = reports(layout)

    (path,) = elsewhere
    assert re.search(rf"^::\w+ [^:]*::{re.escape(path)}:\d+:\d+: ", made["github"], re.MULTILINE)
    assert f"file={path}" not in made["github"]
    assert path in {shown for shown, _ in located(made["sarif"], "OTHERROOT")}
    assert path not in {shown for shown, _ in located(made["sarif"])}


def test_outside_ci_a_file_is_called_as_its_own_has_it(tmp_path: Path) -> None:
    policy, _ = _beside(tmp_path)

    made = reports(Layout(policy, policy, ()))

    assert {SERVICE, LOG, "teams/quay/team.yaml"} <= {path for path, _ in annotated(made["github"])}


HOSTS = {
    "github": {
        "GITHUB_SERVER_URL": "https://git.example.org",
        "GITHUB_REPOSITORY": "acme/records",
        "GITHUB_SHA": "SHA",
    },
    "gitlab": {"CI_PROJECT_URL": "https://git.example.org/acme/records", "CI_COMMIT_SHA": "SHA"},
}
ADDRESS = {"github": "blob", "gitlab": "-/blob"}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("build", [in_two_folders, data_by_folder, data_inside])
def test_a_link_opens_the_file_at_its_line(tmp_path: Path, host: str, build: object) -> None:
    assert callable(build)
    layout: Layout = build(tmp_path)
    sha = git(layout.job, "rev-parse", "HEAD")
    layout.env = {key: value.replace("SHA", sha) for key, value in HOSTS[host].items()}
    start = f"https://git.example.org/acme/records/{ADDRESS[host]}/{sha}/"

    text = reports(layout)["summary"]

    links = re.findall(rf"\]\({re.escape(start)}([^?#)]+)(\?plain=1)?#L(\d+)\)", text)
    assert len(links) == text.count("](https:")
    lines = {
        unquote(path): git(layout.job, "show", f"{sha}:{unquote(path)}").splitlines()[int(line) - 1]
        for path, _, line in links
    }
    log = next(path for path in layout.paths if path.endswith(".csv"))
    assert lines[log] == "2026-09-01,one-on-one,p-zed,p-grace,outbound,held,,"
    assert any(line == "colour: red" for path, line in lines.items() if path.endswith("quay/team.yaml"))
    assert all(bool(plain) == path.endswith(".csv") for path, plain, _ in links)


def test_without_git_paths_begin_at_the_root(tmp_path: Path) -> None:
    policy, data = split(files(), "records")
    root = lay(tmp_path / "root", policy | {f"records/{path}": text for path, text in data.items()})

    made = reports(Layout(root, root, ()))

    assert {SERVICE, f"records/{LOG}"} <= {path for path, _ in annotated(made["github"])}
