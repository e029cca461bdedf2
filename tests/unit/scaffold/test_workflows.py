"""The workflows that keep the log: what they say in their heads, who gets which secret, and how they join rows."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from checks.scaffold.workflows import workflow_files
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILES = workflow_files("one")
KEEPING = ("collect", "mails", "answers")
PIPELINE = workflow_files("data", "gitlab")[".gitlab-ci.yml"]


def text(name: str) -> str:
    return FILES[f".github/workflows/{name}.yml"]


def steps(name: str) -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(text(name))["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


@pytest.mark.parametrize("part", ["policy", "data", "one"])
def test_only_those_who_have_the_data_keep_the_log(part: Any) -> None:
    names = {path.rpartition("/")[2].removesuffix(".yml") for path in workflow_files(part)}

    assert names & set(KEEPING) == (set() if part == "policy" else set(KEEPING))


def test_a_package_has_every_workflow() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shipped = config["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    assert set(FILES) <= set(shipped)


@pytest.mark.parametrize("name", KEEPING)
def test_a_head_names_each_secret_and_variable(name: str) -> None:
    head = text(name).partition("\nname: ")[0]
    used = set(re.findall(r"(?:secrets|vars)\.(\w+)", text(name))) - {"OUTBOUND_POLICY"}
    called = yaml.safe_load(text(name))[True]["workflow_call"]["secrets"]

    assert used <= set(re.findall(r"OUTBOUND_\w+", head))
    assert set(called) == set(re.findall(r"secrets\.(\w+)", text(name)))


@pytest.mark.parametrize("name", KEEPING)
def test_a_secret_is_handed_to_the_step_that_needs_it(name: str) -> None:
    holding = [step for step in steps(name) if "secrets." in yaml.safe_dump(step)]
    allowed = {
        "Check that this is set up": r"\$\{\{ secrets\.\w+ != '' \}\}",  # whether it is set
        "Check out the policy": r"\$\{\{ vars\.OUTBOUND_POLICY && secrets\.OUTBOUND_KEY \|\| '' \}\}",
    }
    own = {"collect": "Write the variables of the sources", "mails": "Ask and remind by mail", "answers": "Read the answers"}  # fmt: skip

    assert {step["name"] for step in holding} == {*allowed, own[name]}
    for step in holding:
        given = [str(value) for key in ("env", "with") for value in step.get(key, {}).values()]
        pattern = allowed.get(step["name"], r"\$\{\{ secrets\.\w+ \}\}")
        assert all(re.fullmatch(pattern, value) for value in given if "secrets." in value)


@pytest.mark.parametrize("name", KEEPING)
def test_the_right_to_push_is_where_a_commit_is_made(name: str) -> None:
    (job,) = yaml.safe_load(text(name))["jobs"].values()
    tokens = {step["name"] for step in steps(name) if "github.token" in yaml.safe_dump(step)}
    pushing = {"collect": {"Collect calendars"}, "mails": set(), "answers": {"Commit the answers"}}[name]

    assert tokens == {"Check that this is set up", *pushing}
    assert job["permissions"] == {"contents": "write" if pushing else "read"}
    assert job["timeout-minutes"] <= 60


def test_no_two_begin_in_the_same_minute() -> None:
    crons = [cron for text in FILES.values() for cron in set(re.findall(r'cron: "(\d+ \S+) ', text))]

    assert len(crons) == len(set(crons))


def joining(script: str) -> str:
    """Return the awk program of a script, without its indent."""
    lines = script.partition("<<'AWK'\n")[2].partition("AWK\n")[0].splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "".join(f"{line[indent:]}\n" for line in lines if line.strip())


ROWS = [
    pytest.param("abc", "aBc", "abcd", "aBcd", id="a change beside an addition"),
    pytest.param("abc", "aBc", "abC", "aBC", id="a change each"),
    pytest.param("abc", "abcx", "abcx", "abcx", id="the same addition"),
    pytest.param("abc", "aBc", "aBc", "aBc", id="the same change"),
    pytest.param("abc", "ac", "abcd", "acd", id="a removal beside an addition"),
    pytest.param("abc", "ac", "ac", "ac", id="the same removal"),
    pytest.param("abc", "aBc", "aXc", "aXBc", id="two changes of one row stay two rows"),
    pytest.param("", "hx", "hy", "hxy", id="two new files with one head"),
    pytest.param("aa", "aab", "aac", "aabc", id="rows that are there twice stay so"),
    pytest.param("aa", "aaa", "aa", "aaa", id="a row more"),
    pytest.param("a", "", "ab", "b", id="nothing left"),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "joined"), ROWS)
def test_rows_are_joined_by_what_either_side_did(tmp_path: Path, base: str, ours: str, theirs: str, joined: str) -> None:  # fmt: skip
    (tmp_path / "rows.awk").write_text(joining(text("answers")), "utf-8")
    for name, rows in (("base", base), ("ours", ours), ("theirs", theirs)):
        (tmp_path / name).write_text("".join(f"{row}\n" for row in rows), "utf-8")

    done = subprocess.run(
        ["awk", "-f", "rows.awk", "base", "ours", "theirs"],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert sorted(done.stdout.split()) == sorted(joined)


def test_both_hosts_join_rows_alike() -> None:
    assert joining(text("answers")) == joining(PIPELINE)
    assert "wanted" in joining(PIPELINE)


def test_no_address_holds_the_token_that_pushes() -> None:
    """The policy is read with the job's token; what may push is asked for by git."""
    pushing = [line for line in PIPELINE.splitlines() if "OUTBOUND_TOKEN" in line and not line.startswith("#")]  # fmt: skip

    assert not any("https://" in line for line in pushing)
