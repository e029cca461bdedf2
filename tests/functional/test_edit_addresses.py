"""Where an editor is led from a page of ours, for what mkdocs.yml may say of the code host."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from mkdocs.config.defaults import MkDocsConfig

from checks.mkdocs_plugin.edit_addresses import edit_path

if TYPE_CHECKING:
    from pathlib import Path

HOST = "https://git.example.org/acme/handbook/"
SERVICE = "playbook/services/one-on-one.yaml"

CASES: dict[str, tuple[dict[str, str], str, str, str | None]] = {
    "beside the pages": ({"edit_uri": "edit/main/docs/"}, ".", ".", f"edit/main/{SERVICE}"),
    "the whole repository": ({"edit_uri": "edit/main/"}, ".", ".", f"edit/main/{SERVICE}"),
    "a folder of the playbook": (
        {"edit_uri": "edit/main/docs/"},
        ".",
        "people",
        f"edit/main/people/{SERVICE}",
    ),
    "a handbook in a folder": ({"edit_uri": "edit/main/book/docs/"}, "book", ".", f"edit/main/{SERVICE}"),
    "the folder of the handbook left out": ({"edit_uri": "edit/main/docs/"}, "book", ".", None),
    "GitLab": ({"edit_uri": "-/edit/main/docs/"}, ".", ".", f"-/edit/main/{SERVICE}"),
    "a template": ({"edit_uri_template": "edit/main/docs/{path}"}, ".", ".", f"edit/main/{SERVICE}"),
    "a question": ({"edit_uri": "?file=docs/"}, ".", ".", None),
    "a template with a question": ({"edit_uri_template": "edit?file=docs/{path}"}, ".", ".", None),
    "a template without the ending": ({"edit_uri_template": "wiki/docs/{path_noext}"}, ".", ".", None),
    "another repository": ({"edit_uri": "edit/main/docs/"}, ".", "../elsewhere", None),
    "nothing": ({}, ".", ".", None),
}
"""Settings, the handbook's folder, the playbook's folder, and the address behind that of the repository."""


@pytest.mark.parametrize(("settings", "book", "root", "address"), CASES.values(), ids=CASES)
def test_an_editor_is_led_to_the_file(
    tmp_path: Path, settings: dict[str, str], book: str, root: str, address: str | None
) -> None:
    home = tmp_path / "repository"
    (home / ".git").mkdir(parents=True)
    config = MkDocsConfig(str(home / book / "mkdocs.yml"))
    config.load_dict(settings)
    docs = (home / book / "docs").resolve()

    path = edit_path(config, docs, (home / root / SERVICE).resolve())

    start = settings.get("edit_uri") or settings.get("edit_uri_template", "").removesuffix("{path}")
    assert (urljoin(HOST, start + path) if path else None) == (HOST + address if address else None)
