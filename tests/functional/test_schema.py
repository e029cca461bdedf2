"""`outbound setup schema`: each schema where its files look for it, and nobody's id where others read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from checks.scaffold.editor_schemas import BY_NAME
from tests.support.building import base, lay
from tests.support.calling import outbound, said

if TYPE_CHECKING:
    from pathlib import Path

POLICY = {"playbook.json", "service.json", "agreement.json", "calendar.json"}
DATA = {"team.json", "waivers.json", "answers.json", "corrections.json", "columns.json", "sources.json"}
PEOPLE = ("p-grace", "p-mia")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".gitignore"}


def two_repositories(tmp_path: Path) -> Path:
    """Lay a policy, and its data in a folder beside it."""
    files = base()
    playbook = str(files["playbook/playbook.yaml"])
    policy = {path: text for path, text in files.items() if path.startswith("playbook/")}
    policy["playbook/playbook.yaml"] = f"{playbook}data: ../acme-data\n"
    lay(tmp_path / "acme", policy)
    lay(
        tmp_path / "acme-data",
        {path.removeprefix("data/"): text for path, text in files.items() if path.startswith("data/")},
    )
    return tmp_path / "acme"


def test_the_schemas_lie_beside_the_files_they_are_for(tmp_path: Path) -> None:
    root = two_repositories(tmp_path)

    done = outbound("setup", "schema", here=root)

    assert said(done) == (
        0,
        (
            ".outbound-schemas: playbook.json, service.json, agreement.json, calendar.json\n"
            "../acme-data/.outbound-schemas: team.json, waivers.json, answers.json, corrections.json, columns.json, sources.json\n"
        ),
        "",
    )
    assert names(root / ".outbound-schemas") == POLICY
    assert names(tmp_path / "acme-data/.outbound-schemas") == DATA


def test_ids_of_people_stand_with_the_data_and_not_in_git(tmp_path: Path) -> None:
    root = two_repositories(tmp_path)

    outbound("setup", "schema", here=root)
    outbound("setup", "schema", "--out", "all", here=root)

    private = (tmp_path / "acme-data/.outbound-schemas/team.json").read_text("utf-8")
    assert all(one in private for one in PEOPLE)
    for path in root.rglob("*.json"):
        assert not any(one in path.read_text("utf-8") for one in PEOPLE), path
    assert names(root / "all") == POLICY | DATA
    for folder in (root, tmp_path / "acme-data"):
        assert (folder / ".outbound-schemas/.gitignore").read_text("utf-8") == "*\n"


def test_without_data_the_policy_has_its_schemas_all_the_same(tmp_path: Path) -> None:
    files = {path: text for path, text in base().items() if path.startswith("playbook/")}
    root = lay(tmp_path / "acme", files)

    done = outbound("setup", "schema", here=root)

    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == [
        f"There is no data in {root / 'data'}, so the schemas of the teams' files were not written and the teams' ids are missing."
    ]
    assert names(root / ".outbound-schemas") == POLICY
    assert not (root / "data").exists()


@pytest.mark.parametrize("name", BY_NAME)
def test_one_schema_is_printed_with_ids_and_nobody_in_it(tmp_path: Path, name: str) -> None:
    root = lay(tmp_path, base())

    done = outbound("setup", "schema", name, here=root)

    assert done.returncode == 0
    assert json.loads(done.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not any(one in done.stdout for one in PEOPLE)


def test_new_ids_are_known_after_another_call(
    tmp_path: Path,
) -> None:
    root = lay(tmp_path, base())
    outbound("setup", "schema", here=root)
    before = (root / "data/.outbound-schemas/waivers.json").read_text("utf-8")
    service = (root / "playbook/services/one-on-one.yaml").read_text("utf-8")
    (root / "playbook/services/lunch.yaml").write_text(
        service.replace("id: one-on-one", "id: lunch\nqqq: 1"), "utf-8"
    )

    done = outbound("setup", "schema", here=root)

    after = (root / "data/.outbound-schemas/waivers.json").read_text("utf-8")
    assert done.returncode == 0
    assert '"lunch"' in after
    assert '"lunch"' not in before
    assert '"one-on-one"' in after


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("setup", "schema", "services"), 2, "invalid value 'services' for NAME. Choose playbook"),
        (("--root", "nowhere", "setup", "schema"), 3, "no playbook/playbook.yaml in nowhere"),
        (("setup", "schema", "--out", "playbook/playbook.yaml"), 2, "playbook.yaml"),
        (("setup", "schema", "--out", ""), 2, "--out is empty"),
        (("setup", "schema", "team", "--out", "all"), 2, "use either NAME or --out"),
    ],
)
def test_what_cannot_be_meant_is_one_line(
    tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    root = lay(tmp_path, base())

    done = outbound(*words, here=root)

    assert (done.returncode, done.stdout) == (status, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
