"""Policy and data in two repositories: one check compares both, and says what it could not compare."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.functional.test_base import (
    LOG,
    apart,
    check,
    clone,
    codes,
    commit,
    git,
    mended,
    without_mia,
)
from tests.support.building import AS_OF, base, lay
from tests.support.calling import outbound

DATA_LOG = LOG.removeprefix("data/")
WITHOUT_MIA = {DATA_LOG: without_mia()[LOG]}


def last_line(policy: Path, *words: str) -> tuple[int, str]:
    """Return the exit code and the last line of a check in full."""
    result = outbound("check", "--as-of", AS_OF.isoformat(), *words, here=policy)
    return result.returncode, result.stdout.splitlines()[-1]


def _uncommitted(records: Path) -> None:
    lay(records, WITHOUT_MIA)


def _on_a_branch(records: Path) -> None:
    git(records, "switch", "--quiet", "--create", "topic")
    commit(records, WITHOUT_MIA)


def _pushed_on_a_branch(records: Path) -> None:
    _cloned(records)
    git(records, "switch", "--quiet", "--create", "topic")
    commit(records, WITHOUT_MIA)
    git(records, "push", "--quiet", "--set-upstream", "origin", "topic")


def _on_main_and_not_pushed(records: Path) -> None:
    _cloned(records)
    commit(records, WITHOUT_MIA)


def _on_a_commit_of_no_branch(records: Path) -> None:
    git(records, "switch", "--quiet", "--detach")
    commit(records, WITHOUT_MIA)


def _where_the_branch_is_only_remote(records: Path) -> None:
    _cloned(records)
    git(records, "switch", "--quiet", "--create", "topic")
    git(records, "branch", "--quiet", "--delete", "main")
    commit(records, WITHOUT_MIA)


def _cloned(records: Path) -> None:
    """Make of the data's repository a clone of a server's."""
    server = records.with_name("server")
    shutil.move(records, server)
    git(server, "config", "receive.denyCurrentBranch", "ignore")
    clone(server, records)


DELETIONS = (
    _uncommitted,
    _on_a_branch,
    _pushed_on_a_branch,
    _on_main_and_not_pushed,
    _on_a_commit_of_no_branch,
    _where_the_branch_is_only_remote,
)


@pytest.mark.parametrize("delete", DELETIONS)
def test_a_row_deleted_from_the_data_does_not_pass(tmp_path: Path, delete: object) -> None:
    policy, records = apart(tmp_path)
    assert callable(delete)
    delete(records)

    result = check(policy, "--base", "main")

    assert (result.returncode, result.stderr) == (1, "")
    assert {"RAT001", "RAT002", "RAT005"} <= codes(result)


@pytest.mark.parametrize("named", ["main", "origin/main", "refs/heads/main", "HEAD", "a commit", "a tag", ""])
def test_any_name_of_a_base_finds_the_data_s(tmp_path: Path, named: str) -> None:
    policy, records = apart(tmp_path)
    first = git(policy, "rev-parse", "HEAD")
    git(policy, "update-ref", "refs/remotes/origin/main", first)
    git(policy, "tag", "v1")
    git(policy, "switch", "--quiet", "--create", "change")
    lay(records, WITHOUT_MIA)
    named = {"a commit": first, "a tag": "v1"}.get(named, named)

    assert "RAT002" in codes(check(policy, f"--base={named}"))


def test_both_changes_are_compared_and_both_bases_said(tmp_path: Path) -> None:
    policy, records = apart(tmp_path)
    first = [git(root, "rev-parse", "--short=9", "HEAD") for root in (policy, records)]
    for root in (policy, records):
        git(root, "switch", "--quiet", "--create", "topic")
    service = "playbook/services/one-on-one.yaml"
    commit(
        policy, {service: str(base()[service]).replace("coverage_at_least: 90%", "coverage_at_least: 50%")}
    )
    commit(records, WITHOUT_MIA)

    result = outbound("check", "--as-of", AS_OF.isoformat(), "--base", "main", here=policy)
    found = codes(check(policy, "--base", "main"))
    effect = outbound("effect", "--as-of", AS_OF.isoformat(), "--base", "main", here=policy)

    words = f"Compared with {first[0]} (main) for the policy and {first[1]} (main) for the data"
    assert f"{words}: 12 past promises are in both." in result.stdout
    assert {"RAT002", "RAT003"} <= found
    assert words in effect.stdout
    assert "not compared" not in result.stdout + result.stderr + effect.stdout + effect.stderr


def test_the_base_of_the_data_finds_the_policy_s(tmp_path: Path) -> None:
    policy, records = apart(tmp_path)
    git(policy, "switch", "--quiet", "--create", "topic")
    service = "playbook/services/one-on-one.yaml"
    commit(
        policy, {service: str(base()[service]).replace("coverage_at_least: 90%", "coverage_at_least: 50%")}
    )

    assert "RAT003" in codes(check(policy, "--data-base", "main"))
    assert check(policy, "--data-base", "main", "--base", "HEAD").returncode == 0
    assert git(records, "status", "--porcelain") == ""


def _without_git(records: Path) -> str:
    shutil.rmtree(records / ".git")
    return "it is not in a git repository. Run: git -C ../records init"


def _without_a_commit(records: Path) -> str:
    shutil.rmtree(records / ".git")
    git(records, "init", "--quiet", "--initial-branch=main")
    return "this repository has no commit yet. Run: git -C ../records commit"


def _shallow(records: Path) -> str:
    commit(records, {"notes.txt": "more"})
    server = records.with_name("server")
    shutil.move(records, server)
    git(server, "switch", "--quiet", "--create", "topic")
    commit(server, {"notes.txt": "mine"})
    clone(server, records, "--depth=1", "--no-single-branch", "--branch=topic")
    return "this clone is shallow and doesn't contain origin/main. Run: git -C ../records fetch --unshallow"


def _without_a_default(records: Path) -> str:
    git(records, "branch", "--move", "work")
    return (
        "there is no default branch to compare with. Run: git -C ../records fetch origin. "
        "Or name a branch or commit with --data-base"
    )


@pytest.mark.parametrize("spoil", [_without_git, _without_a_commit, _shallow, _without_a_default])
def test_what_is_not_compared_is_in_the_last_line(tmp_path: Path, spoil: object) -> None:
    policy, records = apart(tmp_path)
    assert callable(spoil)
    why = f"The data was not compared, because {spoil(records)}"

    passed, strict = last_line(policy, "--base", "main"), last_line(policy, "--base", "main", "--strict")
    concise = check(policy, "--base", "main")

    assert passed == (0, f"No findings in 13 files, as of {AS_OF}. {why}")
    assert strict == (3, passed[1])
    assert (concise.stdout, concise.stderr) == ("", f"{why}\n")
    assert last_line(policy, "--base", "main", "--strict", "--exit-zero")[0] == 0
    assert last_line(policy, "--no-base", "--strict")[1].endswith(f"as of {AS_OF}.")


def test_programs_read_what_is_not_compared(tmp_path: Path) -> None:
    policy, records = apart(tmp_path)
    why = _without_git(records)
    options = ("check", "--as-of", AS_OF.isoformat(), "--base", "main")

    shown = [outbound(*options, "--format", name, here=policy) for name in ("json", "sarif")]
    effect = outbound("effect", "--as-of", AS_OF.isoformat(), "--base", "main", here=policy)

    assert [each.stderr.rstrip().endswith(why) for each in shown] == [True, True]
    (note,) = json.loads(shown[1].stdout)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].endswith(why)
    assert effect.stdout.splitlines()[-1].endswith(why)


def test_the_command_that_is_named_mends_it(tmp_path: Path) -> None:
    policy, records = apart(tmp_path)
    _shallow(records)
    lay(records, WITHOUT_MIA)

    mended(policy, last_line(policy, "--base", "main")[1])

    assert "RAT002" in codes(check(policy, "--base", "main"))


def test_a_base_of_the_data_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    policy, _ = apart(tmp_path)

    result = check(policy, "--base", "main", "--data-base", "nope")

    assert (result.returncode, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1


def test_data_that_git_ignores_are_not_compared(tmp_path: Path) -> None:
    files = base()
    root = tmp_path / "root"
    lay(root, files | {".gitignore": "/data/\n"})
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, {})

    code, line = last_line(root, "--base", "HEAD", "--strict")

    assert code == 3
    assert "The data was not compared, because git keeps no earlier version of its folder." in line


def test_data_inside_the_policy_s_folder_have_their_own_base(tmp_path: Path) -> None:
    files = base()
    policy = tmp_path / "policy"
    lay(policy, {path: text for path, text in files.items() if path.startswith("playbook/")})
    lay(policy, {".gitignore": "/data/\n"})
    data = {path.removeprefix("data/"): text for path, text in files.items() if path.startswith("data/")}
    for root in (policy, lay(policy / "data", data)):
        git(root, "init", "--quiet", "--initial-branch=main")
        commit(root, {})
    lay(policy / "data", WITHOUT_MIA)

    assert "RAT002" in codes(check(policy, "--base", "main"))


CI = {"CI": "true", "GITHUB_EVENT_NAME": "pull_request"}


def test_ci_in_the_data_s_repository_names_its_own_base(tmp_path: Path) -> None:
    policy, records = apart(tmp_path)
    event = tmp_path / "event.json"
    sha = git(records, "rev-parse", "HEAD")
    event.write_text(json.dumps({"pull_request": {"base": {"sha": sha}}}), encoding="utf-8")
    commit(records, WITHOUT_MIA)

    pull = check(policy, env={**CI, "GITHUB_EVENT_PATH": str(event)})
    git(records, "update-ref", "refs/remotes/origin/main", sha)
    push = check(policy, env={"CI": "true", "GITHUB_EVENT_NAME": "push"})

    assert "RAT002" in codes(pull)
    assert "RAT002" in codes(push)
