"""The base in real repositories: where it is found, what it leaves alone, and what mends a base that is not there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from checks.imports.touchpoint_writer import TouchpointInput, TouchpointWriter
from checks.loading.base_repository import open_base
from checks.loading.commits import base_of
from checks.run.judging import judgement_dates
from tests.support.building import AS_OF, Files, base, lay
from tests.support.calling import START, outbound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOG = "data/teams/harbour/touchpoints/2026-Q3.csv"
MIA = "2026-08-12,one-on-one,p-mia,p-grace,outbound,held,,\n"
WHO = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
QUIET = {**START, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": "/nonexistent"}


def git(here: Path, *words: str) -> str:
    ran = subprocess.run(
        ["git", *WHO, *words], cwd=here, env=QUIET, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


def commit(here: Path, files: Mapping[str, str | bytes | None], words: str = "Change") -> str:
    """Write files (None takes one away), commit all, and return the commit."""
    for path in [path for path, content in files.items() if content is None]:
        (here / path).unlink()
    lay(here, {path: content for path, content in files.items() if content is not None})
    git(here, "add", "--all")
    git(here, "commit", "--quiet", "--allow-empty", "--message", words)
    return git(here, "rev-parse", "HEAD")


def begun(root: Path, files: Files | None = None) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, base() if files is None else files, "Begin")
    return root


def without_mia() -> Files:
    return {LOG: str(base()[LOG]).replace(MIA, "")}


def check(here: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return outbound("check", "--as-of", AS_OF.isoformat(), "--format", "concise", *words, here=here, env=env)


def codes(result: subprocess.CompletedProcess[str]) -> set[str]:
    return {line.split(": ")[1].split()[0] for line in result.stdout.splitlines() if ": " in line}


def state(root: Path) -> tuple[str, dict[str, int]]:
    """Return what git says of the working tree, and when each file was written, git's own too."""
    times = {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    return git(root, "--no-optional-locks", "status", "--porcelain"), times


def test_the_base_is_read_and_nothing_is_touched(tmp_path: Path) -> None:
    root = begun(tmp_path)
    lay(root, without_mia())
    git(root, "add", "--all")
    lay(root, {"notes.txt": "not committed"})
    before = state(root)

    result = check(root, "--base", "HEAD")

    assert result.returncode == 1
    assert {"RAT001", "RAT002", "RAT005"} <= codes(result)
    assert state(root) == before


def test_nothing_can_be_written_into_a_base(tmp_path: Path) -> None:
    root = begun(tmp_path)
    base = base_of(root, "HEAD")
    before = open_base(root, None, base, base)
    assert before
    told = TouchpointInput(AS_OF, "one-on-one", "p-ada", "p-grace")

    with pytest.raises(TypeError, match="a commit cannot be written to"):
        TouchpointWriter(before, judgement_dates(before.policy, AS_OF, lambda _: AS_OF)).take([told])


def test_a_branch_is_held_against_where_it_left_main(tmp_path: Path) -> None:
    root = begun(tmp_path)
    git(root, "switch", "--quiet", "--create", "topic")
    commit(root, {"notes.txt": "mine"})
    git(root, "switch", "--quiet", "main")
    later = LOG.replace("Q3", "Q4")
    commit(root, {later: str(base()[later]) + "2026-11-20,one-on-one,p-ada,p-grace,outbound,held,,\n"})
    git(root, "switch", "--quiet", "topic")

    result = check(root, "--base", "main")

    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("name", ["HEAD~1", "v1", "v1^{commit}", "main@{0}~1", "topic"])
def test_a_base_is_named_in_any_way_git_knows(tmp_path: Path, name: str) -> None:
    root = begun(tmp_path)
    git(root, "tag", "--annotate", "--message", "one", "v1")
    git(root, "branch", "topic")
    commit(root, without_mia())

    assert "RAT002" in codes(check(root, "--base", name))


def test_the_base_stands_in_json_and_in_words(tmp_path: Path) -> None:
    root = begun(tmp_path)
    first = git(root, "rev-parse", "HEAD")
    commit(root, {"notes.txt": "mine"})

    result = outbound(
        "check", "--as-of", AS_OF.isoformat(), "--base", "HEAD~1", "--format", "json", here=root
    )
    words = outbound("check", "--as-of", AS_OF.isoformat(), "--base", "HEAD~1", here=root)

    assert json.loads(result.stdout)["base"] == first
    assert (
        f"Compared with {first[:9]} (HEAD~1): 12 past promises are in both. 12 were met before, 12 are met now."
        in words.stdout
    )


def remote(tmp_path: Path) -> Path:
    """Return a repository of three commits that clones may be made of, the last without p-mia's row."""
    root = begun(tmp_path / "remote")
    commit(root, {"notes.txt": "more"})
    git(root, "switch", "--quiet", "--create", "topic")
    commit(root, without_mia())
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        git(root, "config", key, "true")
    return root


def clone(of: Path, to: Path, *options: str) -> Path:
    git(of.parent, "clone", "--quiet", *options, f"file://{of}", str(to))
    return to


def mended(here: Path, said: str) -> None:
    """Carry out the command a message ends with."""
    words = shlex.split(said.strip().rpartition(": ")[2])
    assert words[0] == "git"
    git(here, *words[1:])


def test_a_shallow_clone_names_the_command_that_mends_it(tmp_path: Path) -> None:
    source = remote(tmp_path)
    here = clone(source, tmp_path / "clone", "--depth=1", "--no-single-branch", "--branch=topic")

    refused = check(here, "--base", "origin/main")
    mended(here, refused.stderr)
    result = check(here, "--base", "origin/main")

    assert (refused.returncode, refused.stdout) == (3, "")
    assert (
        refused.stderr
        == "outbound: this clone is shallow and doesn't contain origin/main. Run: git fetch --unshallow\n"
    )
    assert "RAT002" in codes(result)


def test_a_sparse_checkout_loses_no_team_and_names_its_mending(tmp_path: Path) -> None:
    here = begun(tmp_path)
    commit(here, without_mia())
    git(here, "sparse-checkout", "set", "playbook", "data/teams/harbour")

    refused = check(here, "--base", "HEAD~1")
    mended(here, refused.stderr)
    result = check(here, "--base", "HEAD~1")

    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith(
        "outbound: this checkout is sparse and lacks data/teams/quay/team.yaml. Run: "
    )
    assert "RAT002" in codes(result)


def test_a_sparse_checkout_without_what_is_not_judged_is_whole(tmp_path: Path) -> None:
    here = begun(tmp_path, {**base(), "docs/notes.md": "notes\n"})
    commit(here, without_mia())
    git(here, "sparse-checkout", "set", "playbook", "data")

    assert "RAT002" in codes(check(here, "--base", "HEAD~1"))
    assert not (here / "docs").exists()


def test_a_branch_not_fetched_names_the_command_that_mends_it(tmp_path: Path) -> None:
    source = remote(tmp_path)
    here = clone(source, tmp_path / "clone", "--single-branch", "--branch=topic")

    refused = check(here, "--base", "origin/main")
    mended(here, refused.stderr)
    result = check(here, "--base", "origin/main")

    assert (refused.returncode, refused.stdout) == (3, "")
    assert len(refused.stderr.splitlines()) == 1
    assert "RAT002" in codes(result)


def test_a_commit_not_fetched_names_the_command_that_mends_it(tmp_path: Path) -> None:
    source = remote(tmp_path)
    here = clone(source, tmp_path / "clone", "--single-branch", "--branch=main")
    git(source, "switch", "--quiet", "--detach", "topic")
    other = commit(source, {"notes.txt": "elsewhere"})

    refused = check(here, "--base", other)
    mended(here, refused.stderr)

    assert refused.returncode == 3
    assert check(here, "--base", other).returncode == 0


def test_a_clone_without_files_names_what_mends_it(tmp_path: Path) -> None:
    source = remote(tmp_path)
    here = clone(source, tmp_path / "clone", "--filter=blob:none", "--branch=topic")

    refused = check(here, "--base", "origin/main")
    mended(here, refused.stderr)
    result = check(here, "--base", "origin/main")

    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith("outbound: this clone doesn't contain all files of the base")
    assert "RAT002" in codes(result)


@pytest.mark.parametrize("name", ["nope", "a b; rm", "..", "HEAD:data", "\x1b[31m", "deadbeefdeadbeef"])
def test_a_base_there_is_none_of_is_one_line(tmp_path: Path, name: str) -> None:
    result = check(begun(tmp_path), f"--base={name}")

    assert (result.returncode, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.isprintable() or result.stderr[:-1].isprintable()


def test_without_git_or_a_commit_there_is_no_base(tmp_path: Path) -> None:
    bare = lay(tmp_path / "bare", base())
    new = lay(tmp_path / "new", base())
    git(new, "init", "--quiet", "--initial-branch=main")

    results = [check(root, "--base", "main") for root in (bare, new)]

    assert [(one.returncode, one.stdout) for one in results] == [(3, ""), (3, "")]
    assert [one.stderr.strip().rpartition(": ")[2] for one in results] == ["git init", "git commit"]


def test_a_base_without_a_playbook_is_a_first_day(tmp_path: Path) -> None:
    root = begun(tmp_path, {"notes.txt": "nothing yet"})
    commit(root, base() | without_mia())

    result = outbound("check", "--as-of", AS_OF.isoformat(), "--base", "HEAD~1", here=root)

    assert result.returncode == 0
    assert "which has no playbook yet: everything is new." in result.stdout


def test_a_playbook_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    root = begun(tmp_path, {f"people/playbook-repo/{path}": text for path, text in base().items()})
    here = root / "people" / "playbook-repo"
    lay(here, without_mia())

    assert "RAT002" in codes(check(here, "--base", "HEAD"))
    assert "RAT002" in codes(
        outbound(
            *(
                "--root",
                str(here),
                "check",
                "--as-of",
                AS_OF.isoformat(),
                "--format",
                "concise",
                "--base",
                "HEAD",
            ),
            here=tmp_path.parent,
        )
    )


def test_a_playbook_that_is_moved_is_no_first_day(tmp_path: Path) -> None:
    root = begun(tmp_path)
    (root / "people").mkdir()
    git(root, "mv", "playbook", "data", "people")
    lay(root / "people", without_mia())

    result = check(root / "people", "--base", "HEAD")

    assert {"RAT001", "RAT002"} <= codes(result)


def test_a_second_playbook_is_a_first_day(tmp_path: Path) -> None:
    root = begun(tmp_path)
    lay(root / "people", base())

    assert check(root / "people", "--base", "HEAD").returncode == 0


def apart(tmp_path: Path) -> tuple[Path, Path]:
    """Return the policy's repository and the data's, beside it."""
    policy = {path: text for path, text in base().items() if path.startswith("playbook/")}
    data = {path.removeprefix("data/"): text for path, text in base().items() if path.startswith("data/")}
    name = "playbook/playbook.yaml"
    policy[name] = str(policy[name]).replace("logs_from", "data: ../records\nlogs_from")
    return begun(tmp_path / "policy", policy), begun(tmp_path / "records", data)


def test_data_in_their_own_repository_have_their_own_base(tmp_path: Path) -> None:
    policy, records = apart(tmp_path)
    lay(records, {LOG.removeprefix("data/"): without_mia()[LOG]})

    assert "RAT002" in codes(check(policy, "--data-base", "HEAD"))
    assert "RAT002" in codes(check(policy, "--base", "HEAD", "--data-base", "HEAD"))
    assert "RAT002" in codes(check(policy, "--base", "HEAD"))


def test_a_base_of_data_is_for_another_repository(tmp_path: Path) -> None:
    result = check(begun(tmp_path), "--base", "HEAD", "--data-base", "HEAD")

    assert result.returncode == 2
    assert "Here, --base is enough" in result.stderr


def test_data_that_git_ignores_are_those_on_disk(tmp_path: Path) -> None:
    files = base()
    root = begun(
        tmp_path,
        {path: text for path, text in files.items() if path.startswith("playbook/")}
        | {".gitignore": "/data/\n"},
    )
    lay(root, {path: text for path, text in files.items() if path.startswith("data/")})
    service = "playbook/services/one-on-one.yaml"
    lay(root, {service: str(files[service]).replace("coverage_at_least: 90%", "coverage_at_least: 50%")})

    result = check(root, "--base", "HEAD")

    assert codes(result) == {"RAT003"}


def test_data_moved_out_are_held_against_those_that_were_in(tmp_path: Path) -> None:
    root = begun(tmp_path / "policy")
    name = "playbook/playbook.yaml"
    elsewhere = {
        path.removeprefix("data/"): text
        for path, text in (base() | without_mia()).items()
        if path.startswith("data/")
    }
    lay(tmp_path / "records", elsewhere)
    lay(root, {name: str(base()[name]).replace("logs_from", "data: ../records\nlogs_from")})

    assert "RAT002" in codes(check(root, "--base", "HEAD"))


CI = {"CI": "true"}
PULL = {**CI, "GITHUB_EVENT_NAME": "pull_request"}


def test_ci_takes_the_base_of_the_change_by_itself(tmp_path: Path) -> None:
    root = begun(tmp_path / "root")
    first = git(root, "rev-parse", "HEAD")
    event, group = tmp_path / "event.json", tmp_path / "group.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": first}}}), encoding="utf-8")
    group.write_text(json.dumps({"merge_group": {"base_sha": first}}), encoding="utf-8")
    git(root, "update-ref", "refs/remotes/origin/main", first)
    git(root, "switch", "--quiet", "--create", "topic")
    commit(root, without_mia())

    environments = {
        "pull request": {**PULL, "GITHUB_EVENT_PATH": str(event)},
        "its branch": {**PULL, "GITHUB_BASE_REF": "main", "GITHUB_EVENT_PATH": str(tmp_path / "none.json")},
        "merge queue": {**CI, "GITHUB_EVENT_NAME": "merge_group", "GITHUB_EVENT_PATH": str(group)},
        "merge request": {**CI, "CI_MERGE_REQUEST_DIFF_BASE_SHA": first},
        "its target": {**CI, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"},
        "a branch": CI,
    }
    found = {name: "RAT002" in codes(check(root, env=env)) for name, env in environments.items()}

    assert found == dict.fromkeys(environments, True)
    assert "RAT002" in codes(check(root, "--base"))


def test_on_main_and_outside_ci_there_is_no_base_by_default(tmp_path: Path) -> None:
    root = begun(tmp_path)
    git(root, "update-ref", "refs/remotes/origin/main", commit(root, without_mia()))
    env = {**CI, "GITHUB_EVENT_NAME": "schedule"}

    results = [check(root, env=env), check(root), check(root, "--no-base", env=PULL)]

    assert [(one.returncode, codes(one)) for one in results] == [(1, {"CAD001"})] * 3


def test_a_pull_request_whose_base_is_not_there_is_no_pass(tmp_path: Path) -> None:
    result = check(begun(tmp_path), env={**PULL, "GITHUB_BASE_REF": "main"})

    assert result.returncode == 3
    assert result.stderr.strip().endswith("git fetch origin main:refs/remotes/origin/main")


def test_the_effect_names_a_later_start(tmp_path: Path) -> None:
    root = begun(tmp_path)
    playbook = "playbook/playbook.yaml"
    lay(root, {playbook: f"{base()[playbook]!s}judged_from: 2026-10-01\n"})

    as_of = ("--as-of", AS_OF.isoformat())
    shown = outbound("effect", *as_of, here=root)
    public = outbound("effect", "--public", *as_of, here=root)
    gate = outbound("check", "--base", "HEAD", *as_of, "--format", "concise", here=root)

    row = re.compile(r"the playbook's terms +broken promises count from +20\d\d-\d\d-01 +2026-10-01")
    assert row.search(shown.stdout), shown.stdout
    assert re.search(
        r"\| broken promises count from \| 20\d\d-\d\d-01 \| \*\*2026-10-01\*\* \|", public.stdout
    )
    assert gate.returncode == 1
    assert "RAT003 error `judged_from` is 2026-10-01 instead of" in gate.stdout


def test_the_effect_of_a_change_is_said_of_a_real_base(tmp_path: Path) -> None:
    root = begun(tmp_path)
    service = "playbook/services/one-on-one.yaml"
    lay(root, {service: str(base()[service]).replace("per: quarter", "per: month")})

    result = outbound("effect", "--as-of", AS_OF.isoformat(), here=root)
    refused = outbound("effect", "--format", "html", here=root)

    assert result.returncode == 0, result.stderr
    assert "one-on-one  cadence  one each quarter  one each month" in result.stdout
    assert "newly below" in result.stdout
    assert (refused.returncode, refused.stdout) == (2, "")


def test_a_new_service_is_not_below_what_nobody_could_log(tmp_path: Path) -> None:
    root = begun(tmp_path)
    service = str(base()["playbook/services/one-on-one.yaml"])
    walk = service.replace("id: one-on-one", "id: walk").replace("title: One-on-one", "title: Walk")
    lay(root, {"playbook/services/walk.yaml": walk})

    result = outbound("effect", "--as-of", AS_OF.isoformat(), here=root)

    assert result.returncode == 0, result.stderr
    assert re.search(r"walk +harbour .*new, so nothing is logged yet", result.stdout)
    assert "newly below" not in result.stdout
