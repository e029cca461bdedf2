"""What a command cannot do is said in one line with what to do instead, whichever command it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.calling import UNREADABLE, replaced
from tests.support.dated_repository import called, laid

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.building import Files

BROKEN: Files = {"playbook/playbook.yaml": "schema: 1\norganisation: [\n"}
BROKEN_SERVICE: Files = {
    **replaced("playbook/services/one-on-one.yaml", ("audience: member", "audience: nobody"))
}
UNREAD = "playbook/playbook.yaml can't be read. Run: outbound check"
REFUSED: dict[str, tuple[Files, tuple[str, ...], int, str]] = {
    "new, without a playbook": (BROKEN, ("new", "service", "lunch"), 2, UNREAD),
    "invite, without a playbook": (BROKEN, ("invite",), 3, UNREAD),
    "effect, outside git": (
        {},
        ("effect",),
        3,
        "is not in a git repository, so there is nothing to compare with. Run: git init",
    ),
    "forms, without a service": (
        BROKEN_SERVICE,
        ("setup", "forms", "--out", "forms", "--for", "data"),
        2,
        "not all services can be read: playbook/services/one-on-one.yaml:8:",
    ),
    "invite, for years": (
        {},
        ("invite", "--within", "60 weeks"),
        2,
        "--within 60 weeks: too far ahead. Use at most a year",
    ),
    "check, below a folder with a long name": (
        {},
        ("--root", "x" * 300, "check"),
        3,
        f"no playbook found: there is no playbook/playbook.yaml in {'x' * 300}. Change to your playbook's folder, or pass --root DIR",
    ),
    "render, without a playbook": (
        BROKEN,
        ("render", "--out", "x"),
        3,
        "playbook/playbook.yaml:3:1: SCH002 this is not valid YAML",
    ),
    "prune, without a team": (
        {**UNREADABLE},
        ("prune", "--yes"),
        3,
        "quay could not be read, so nothing was deleted. Run: outbound check",
    ),
    "prune, without a playbook": (
        BROKEN,
        ("prune", "--yes"),
        3,
        "playbook/playbook.yaml could not be read, so nothing was deleted",
    ),
    "prune, of somebody unknown": (
        {},
        ("prune", "--yes", "--person", "p-nobody"),
        3,
        "no data found for this id: it is not in any roster or log. Check the spelling",
    ),
    "export, of nobody": ({}, ("export",), 2, "use --person ID for one person's data, or --parquet DIR"),
    "digest, with its memory nowhere": (
        {},
        ("digest", "--state", "/no-such-folder/state.json"),
        2,
        "folder not found: /no-such-folder. Create it, or choose another file with --state",
    ),
}


@pytest.mark.parametrize(("files", "words", "status", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, files: Files, words: tuple[str, ...], status: int, why: str
) -> None:
    result = called(laid(tmp_path, files), *words)

    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (status, "", 1)
    assert result.stderr.startswith("outbound: ")
    assert why in result.stderr
