"""Where the command looks: the root by walking up, the data where they lie, the reports where they go."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.building import Files
from tests.support.calling import DAY, broken_promise, changed, outbound, replaced

Laid = Callable[[Files], Path]
CHECK = ("check", "--as-of", DAY, "--format", "concise")


@pytest.fixture
def root(repository: Laid) -> Path:
    return repository(changed(broken_promise()))


@pytest.mark.parametrize("below", [".", "playbook/services", "data/teams/harbour/touchpoints"])
def test_the_root_is_found_by_walking_up(below: str, root: Path) -> None:
    there, here = outbound(*CHECK, here=root), outbound(*CHECK, here=root / below)

    assert (here.returncode, here.stdout, here.stderr) == (1, there.stdout, "")


def test_the_root_may_be_named_from_anywhere(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    there = outbound(*CHECK, here=root)

    here = outbound("--root", str(root), *CHECK, here=tmp_path_factory.mktemp("elsewhere"))

    assert (here.returncode, here.stdout) == (1, there.stdout)


@pytest.mark.parametrize("named", ["../private/data", "absolute"])
def test_the_data_may_lie_elsewhere_and_are_called_the_same(
    named: str, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = outbound(*CHECK, here=root)
    private = tmp_path_factory.mktemp("private") / "data"
    shutil.move(root / "data", private)
    folder = str(private) if named == "absolute" else f"../{private.parent.name}/data"

    given = outbound("--root", str(root), "--data", folder, *CHECK, here=root)

    assert (given.returncode, given.stdout) == (1, there.stdout)


def test_the_option_for_data_outweighs_the_playbook(root: Path) -> None:
    there = outbound(*CHECK, here=root)
    (root / "data").rename(root / "log")
    path = "playbook/playbook.yaml"
    (root / path).write_text(replaced(path, ("time_zone:", "data: log\ntime_zone:"))[path], encoding="utf-8")

    named = outbound(*CHECK, here=root)
    stronger = outbound("--data", "nowhere", *CHECK, here=root)

    assert (named.returncode, named.stdout) == (1, there.stdout)
    assert stronger.returncode == 3


def test_several_formats_are_written_at_once_each_to_its_file(root: Path) -> None:
    files = ("--format", "json:found.json", "--format", "full:found.txt")

    result = outbound(*CHECK, *files, here=root)

    assert result.returncode == 1
    assert result.stdout.count("CAD001 error") == 1
    document = json.loads((root / "found.json").read_text(encoding="utf-8"))
    assert document["as_of"] == DAY
    assert document["summary"]["errors"] == len(document["findings"]) == 1
    assert "CAD001 error (coverage-below-agreed)" in (root / "found.txt").read_text(encoding="utf-8")


def test_a_format_to_a_file_alone_prints_nothing(root: Path) -> None:
    result = outbound("check", "--as-of", DAY, "--format", "json:found.json", here=root)

    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")


def test_persons_are_named_where_that_is_asked_for_alone(repository: Laid) -> None:
    log = "data/teams/quay/touchpoints/2026-Q4.csv"
    root = repository(
        changed(replaced(log, ("2026-11-02,one-on-one,p-tony,", "2026-11-02,one-on-one,p-toni,")))
    )

    quiet, named = outbound(*CHECK, here=root), outbound(*CHECK, "--members", here=root)

    assert "p-toni" in named.stdout
    assert "p-ton" not in quiet.stdout
    assert len(quiet.stdout.splitlines()) == len(named.stdout.splitlines())
