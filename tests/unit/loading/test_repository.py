"""Where a playbook and its data are found, on disk and in a base, and who is above a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.loading.base_repository import open_base
from checks.loading.commits import base_of
from checks.loading.files import EntryKind
from checks.loading.repository import find_root, open_policy, open_repository
from checks.model.errors import ChecksError
from tests.functional.test_base import begun, commit
from tests.support.building import HARBOUR, Files, base, lay

if TYPE_CHECKING:
    from pathlib import Path

PLAYBOOK = "playbook/playbook.yaml"
TEAM = f"{HARBOUR}/team.yaml"


def text(path: str) -> str:
    return str(base()[path])


def policy_files() -> Files:
    return {path: content for path, content in base().items() if path.startswith("playbook/")}


def data_files(top: str = "") -> Files:
    return {
        top + path.removeprefix("data/"): content
        for path, content in base().items()
        if path.startswith("data/")
    }


def test_the_root_is_the_nearest_folder_with_a_playbook(tmp_path: Path) -> None:
    lay(tmp_path, base())
    lay(tmp_path / "inner", policy_files())

    assert find_root(tmp_path) == tmp_path
    assert find_root(tmp_path / "playbook/services") == tmp_path
    assert find_root(tmp_path / "inner/playbook") == tmp_path / "inner"


def refused(root: Path, data: str | None = None) -> str:
    with pytest.raises(ChecksError) as raised:
        open_repository(root, data)
    assert raised.value.status == 3
    return str(raised.value)


def test_without_a_playbook_it_is_said_where_it_was_looked_for(tmp_path: Path) -> None:
    words = "no playbook found: there is no playbook/playbook.yaml in {}. Change to your playbook's folder, or pass --root DIR"

    with pytest.raises(ChecksError) as raised:
        find_root(tmp_path)

    assert str(raised.value) == words.format(f"{tmp_path} or its parent folders")
    assert refused(tmp_path) == words.format(tmp_path)


def test_without_data_or_services_there_is_nothing_to_judge(tmp_path: Path) -> None:
    mends = "Pass the folder that contains teams/ with --data, or set `data:` in playbook.yaml"
    lay(tmp_path / "policy", policy_files())
    (tmp_path / "empty/teams").mkdir(parents=True)
    lay(tmp_path / "none", base())
    for path in (tmp_path / "none/playbook/services").iterdir():
        path.unlink()

    assert refused(tmp_path / "policy") == f"there is no teams/ folder in data. {mends}"
    assert refused(tmp_path / "policy", "../nowhere") == f"there is no teams/ folder in ../nowhere. {mends}"
    assert refused(tmp_path / "policy", "../empty") == f"there is no team yet in ../empty. {mends}"
    assert (
        refused(tmp_path / "none")
        == "nothing to check yet: playbook/services contains no service. Run: outbound new service ID"
    )


def test_data_lie_where_the_option_or_the_playbook_says(
    tmp_path: Path,
) -> None:
    lay(tmp_path / "one", base())
    elsewhere = policy_files() | {PLAYBOOK: f"{text(PLAYBOOK)}data: ../records\n"}
    lay(tmp_path / "two", elsewhere | data_files("../records/"))
    lay(tmp_path / "three", elsewhere | data_files("../private/"))

    for root, data in (
        ("one", None),
        ("two", None),
        ("three", "../private"),
        ("three", str(tmp_path / "private")),
    ):
        assert open_repository(tmp_path / root, data).team_ids == ("harbour", "quay")


def test_a_file_a_finding_names_is_found_in_policy_or_data(tmp_path: Path) -> None:
    lay(tmp_path / "one", policy_files() | data_files("../records/"))
    found = open_repository(tmp_path / "one", "../records")

    for path in (PLAYBOOK, TEAM):
        tree = found.tree_at(path)
        assert (tree.kind(), tree.shown) == (EntryKind.FILE, path)
        assert tree.content(10_000) == text(path).encode()
    assert found.tree_at("playbook/none.yaml").kind() is EntryKind.ABSENT


def test_leaders_above_are_found_by_former_ids_of_teams_too(
    tmp_path: Path,
) -> None:
    files = base()
    files[TEAM] = text(TEAM).replace("name: Harbour\n", "name: Harbour\nformerly: [port, haven]\n")
    files["data/teams/quay/team.yaml"] = "schema: 1\nid: quay\n"
    found = open_repository(lay(tmp_path, files))

    assert found.leaders_of(None) == ()
    assert found.leaders_of("nobody") == ()
    assert found.leaders_of("quay") is None
    for name in ("harbour", "port", "haven"):
        leaders = found.leaders_of(name)
        assert leaders
        assert [one.person for one in leaders] == ["p-grace"]
    assert found.former_teams == {"port": "harbour", "haven": "harbour"}


def test_a_policy_is_read_without_data(tmp_path: Path) -> None:
    policy = open_policy(lay(tmp_path, policy_files()))

    assert policy.playbook
    assert sorted(policy.services) == ["health-check", "one-on-one"]


# In a base


def titled(title: str) -> Files:
    talk = "playbook/services/one-on-one.yaml"
    return {talk: text(talk).replace("title: One-on-one", f"title: {title}")}


def named(name: str) -> Files:
    return {TEAM: text(TEAM).replace("name: Harbour", f"name: {name}")}


def test_a_base_has_the_policy_and_the_data_it_had(tmp_path: Path) -> None:
    root = begun(tmp_path)
    was = base_of(root)
    lay(root, titled("Talk") | named("Port"))

    found = open_base(root, None, was, was)

    assert found
    assert found.policy.services["one-on-one"].title == "One-on-one"
    team = found.team("harbour").team
    assert team
    assert team.name == "Harbour"
    assert found.tree_at(TEAM).shown == TEAM


def test_what_has_no_base_is_taken_as_it_lies_on_disk(tmp_path: Path) -> None:
    root = begun(tmp_path / "policy", policy_files() | {PLAYBOOK: f"{text(PLAYBOOK)}data: ../records\n"})
    data = begun(tmp_path / "records", data_files())
    of_policy, of_data = base_of(root), base_of(data)
    lay(root, titled("Talk"))
    lay(data, {path.removeprefix("data/"): content for path, content in named("Port").items()})

    for policy_base, data_base, title, name in (
        (of_policy, of_data, "One-on-one", "Harbour"),
        (of_policy, None, "One-on-one", "Port"),
        (None, of_data, "Talk", "Harbour"),
        (None, None, "Talk", "Port"),
    ):
        found = open_base(root, None, policy_base, data_base)
        assert found
        team = found.team("harbour").team
        assert team
        assert (found.policy.services["one-on-one"].title, team.name) == (title, name)


def test_a_base_without_a_playbook_is_none_unless_it_moved(tmp_path: Path) -> None:
    root = begun(tmp_path.resolve(), {"README.md": "x"})
    empty = base_of(root)
    lay(root, base())
    assert open_base(root, None, empty, empty) is None

    commit(root, {}, "A playbook")
    was = base_of(root)
    (root / "inner").mkdir()
    for name in ("playbook", "data"):
        (root / name).rename(root / "inner" / name)

    found = open_base(root / "inner", None, was, was)

    assert found
    assert found.team_ids == ("harbour", "quay")
    assert sorted(found.policy.services) == ["health-check", "one-on-one"]
