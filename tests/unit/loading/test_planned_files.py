"""A store as it would be: files that come, go or differ, and folders by other names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.loading.files import EntryKind, Folder
from checks.loading.planned_files import PlannedFiles
from tests.support.building import lay

if TYPE_CHECKING:
    from pathlib import Path

CAP = 100


def planned(root: Path) -> PlannedFiles:
    """Return a folder in which `teams/port` has become `teams/quay`, a file is new, and another gone."""
    lay(root, {"teams/port/team.yaml": "port", "teams/port/log/q.csv": "rows", "teams/sea/team.yaml": "sea"})
    files = {
        ("teams", "quay", "team.yaml"): b"quay",
        ("teams", "sea", "team.yaml"): None,
        ("new", "a.yaml"): b"a",
    }
    return PlannedFiles(Folder(root), files, {("teams", "quay"): ("teams", "port")})


def test_names_are_those_there_would_be(tmp_path: Path) -> None:
    store = planned(tmp_path)

    assert store.names(()) == ["new", "teams"]
    assert store.names(("teams",)) == ["quay", "sea"]
    assert store.names(("teams", "quay")) == ["log", "team.yaml"]
    assert store.names(("teams", "port")) == []
    assert store.names(("teams", "sea")) == []
    assert store.names(("new",)) == ["a.yaml"]


def test_kinds_are_those_there_would_be(tmp_path: Path) -> None:
    store = planned(tmp_path)

    kinds = {
        ("new",): EntryKind.FOLDER,
        ("new", "a.yaml"): EntryKind.FILE,
        ("teams", "quay"): EntryKind.FOLDER,
        ("teams", "quay", "log", "q.csv"): EntryKind.FILE,
        ("teams", "port"): EntryKind.ABSENT,
        ("teams", "port", "team.yaml"): EntryKind.ABSENT,
        ("teams", "sea", "team.yaml"): EntryKind.ABSENT,
    }
    assert {steps: store.kind(steps) for steps in kinds} == kinds


def test_contents_are_those_there_would_be(tmp_path: Path) -> None:
    store = planned(tmp_path)

    assert store.content(("teams", "quay", "team.yaml"), CAP) == b"quay"
    assert store.content(("teams", "quay", "log", "q.csv"), CAP) == b"rows"
    assert store.content(("teams", "port", "team.yaml"), CAP) == "no such file or directory"
    assert store.content(("teams", "sea", "team.yaml"), CAP) == "no such file or directory"
    assert "larger than the limit" in str(store.content(("teams", "quay", "team.yaml"), 3))
