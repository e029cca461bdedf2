"""Whatever is edited, a site that is built again in one process is the site a new process builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.rebuilding import EDITS, SETTINGS, Served

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.building import Files


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_leaves_what_a_new_process_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: tuple[str, str, str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763600000")
    site = Served(tmp_path)
    site.build()
    site.edit(*edit)
    site.build()

    assert site.differing() == []


UNKNOWN = {
    "an extension": SETTINGS.replace("[attr_list,", "[pymdownx.snippets,"),
    "a plugin": SETTINGS.replace("  - search\n", "  - search\n  - tags\n"),
    "a theme's folder": SETTINGS.replace("font: false", "font: false, custom_dir: theme"),
    "a hook": SETTINGS + "hooks: [hook.py]\n",
}


@pytest.mark.parametrize("settings", UNKNOWN.values(), ids=UNKNOWN)
def test_nothing_is_kept_beside_what_may_read_more(tmp_path: Path, settings: str) -> None:
    site = Served(tmp_path, settings, {"theme/main.html": '{% extends "base.html" %}', "hook.py": ""})

    assert site.build() == {}


def test_an_edit_in_a_handbook_leaves_what_a_new_process_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763600000")
    settings = SETTINGS.replace("guides: [note.md, {More: [more.md]}]", "at: lead").replace("attr_list, ", "")
    home: Files = {"docs/index.md": "# Home\n"}
    language = ("playbook/playbook.yaml", "organisation: ", "language: fi\norganisation: ")
    edits = [
        language,
        *(EDITS[name] for name in ("the title of a service, which all menus show", "a new page")),
    ]
    site = Served(tmp_path, settings, home)
    site.build()

    for edit in edits:
        site.edit(*edit)
        site.build()

    assert site.differing() == []
    assert "{:" not in (site.out / "lead" / "services" / "index.html").read_text("utf-8")
