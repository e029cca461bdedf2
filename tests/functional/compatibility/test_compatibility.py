"""Files of earlier versions still load, their codes mean what they meant, and their readers find what they read.

What is promised stands in docs/reference/versions.md; each released version has a folder here.
"""

from __future__ import annotations

import json

import pytest

from checks.cli.column_options import columns_file
from checks.loading.repository import open_repository
from checks.rules import ALL
from tests.functional.compatibility.recording import CALLS, HERE, outputs, record
from tests.support.building import findings

VERSIONS = sorted(path.name for path in HERE.iterdir() if (path / "codes.txt").is_file())
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def known_codes(version: str) -> dict[str, str]:
    """Return the names of a version's rules by their codes."""
    return dict(line.split() for line in (HERE / version / "codes.txt").read_text("utf-8").splitlines())


def test_there_is_an_earlier_version() -> None:
    assert VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_each_file_of_an_earlier_version_loads(version: str) -> None:
    root = HERE / version / "files"
    repository = open_repository(root)

    unread = [fault for files in repository.teams() for fault in files.faults]
    refused = [one for one in findings(root) if one.code.startswith("SCH")]

    assert not repository.policy.unread
    assert (unread, refused) == ([], [])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_saved_file_of_columns_is_still_taken(version: str) -> None:
    columns = columns_file(str(HERE / version / "files/columns.yaml"), None)

    assert columns is not None
    assert (columns.columns.names()["person"], columns.columns.names()["manager"]) == ("Emp ID", "Manager")
    assert columns.teams == {"R&D": "harbour"}


@pytest.mark.parametrize("version", VERSIONS)
def test_no_code_has_gone_or_means_something_else(version: str) -> None:
    then = known_codes(version)

    now = {rule.code: rule.name for rule in ALL}

    assert {code: now.get(code) for code in then} == then


@pytest.mark.parametrize("version", VERSIONS)
def test_json_keeps_the_keys_and_kinds_it_had(version: str) -> None:
    codes = known_codes(version)
    for name, text in outputs(HERE / version / "repository"):
        then, now = json.loads((HERE / version / name).read_text("utf-8")), json.loads(text)
        if "findings" in now:  # a rule that came later may have something to say of old files
            now["findings"] = [finding for finding in now["findings"] if finding["code"] in codes]

        assert lacking(then, now, name) == []
        assert now["schema"] == then["schema"]


def lacking(then: Json, now: Json, where: str) -> list[str]:
    """Return where what was there is gone, or of another kind."""
    if isinstance(then, dict):
        if not isinstance(now, dict):
            return [where]
        return [
            fault
            for key, value in then.items()
            for fault in (lacking(value, now[key], f"{where}.{key}") if key in now else [f"{where}.{key}"])
        ]
    if isinstance(then, list):
        if not isinstance(now, list) or len(now) != len(then):
            return [where]
        return [
            fault
            for at, (one, other) in enumerate(zip(then, now, strict=True))
            for fault in lacking(one, other, f"{where}[{at}]")
        ]
    return [] if type(then) is type(now) else [where]


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        ({"a": 1}, {"a": 2, "b": 3}, []),
        ({"a": 1}, {}, ["x.a"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": "1"}]}, ["x.a[0].b"]),
        ([1], [], ["x"]),
        ({"a": 1}, None, ["x"]),
    ],
)
def test_what_is_lacking_is_found(then: Json, now: Json, found: list[str]) -> None:
    assert lacking(then, now, "x") == found


def test_what_is_recorded_says_something() -> None:
    for version in VERSIONS:
        assert json.loads((HERE / version / "check.json").read_text("utf-8"))["findings"]
        assert set(CALLS) <= {path.name for path in (HERE / version).iterdir()}


def test_a_record_is_never_written_over() -> None:
    with pytest.raises(FileExistsError):
        record(VERSIONS[-1])
