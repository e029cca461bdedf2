"""The workflows of a new repository: which are whose, and that a package holds them as they stand here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.scaffold.workflows import Part, workflow_files
from tests.support.calling import outbound, said

if TYPE_CHECKING:
    from pathlib import Path

UPDATES = ".github/dependabot.yml"
OF_DATA = {"playbook", "nightly", "quarter", "digest", "intake", "collect", "mails", "answers"}


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("policy", {"playbook", "site"}),
        ("data", OF_DATA),
        ("one", {"site", *OF_DATA}),
    ],
)
def test_what_reads_data_runs_where_they_are(part: Part, names: set[str]) -> None:
    assert set(workflow_files(part)) == {UPDATES, *(f".github/workflows/{name}.yml" for name in names)}


def test_they_are_written_and_what_has_changed_is_told(tmp_path: Path) -> None:
    written = outbound("setup", "workflows", "--for", "policy", here=tmp_path)
    again = outbound("setup", "workflows", "--for", "policy", "--check", here=tmp_path)
    (tmp_path / UPDATES).write_text("version: 2\n", "utf-8")
    drifted = outbound("setup", "workflows", "--for", "policy", "--check", here=tmp_path)

    assert (written.returncode, set(written.stdout.split())) == (0, set(workflow_files("policy")))
    assert said(again) == (0, "All workflows are up to date.\n", "")
    assert (drifted.returncode, drifted.stdout) == (1, f"{UPDATES}\n")
    assert (tmp_path / UPDATES).read_text("utf-8") == "version: 2\n"


@pytest.mark.parametrize("part", ["policy", "data", "one"])
def test_gitlab_has_one_file_for_each_repository(tmp_path: Path, part: Part) -> None:
    written = outbound("setup", "workflows", "--for", part, "--host", "gitlab", here=tmp_path)

    assert said(written) == (0, ".gitlab-ci.yml\n", "")
