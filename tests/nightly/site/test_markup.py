"""The built HTML as the W3C's checker reads it: no error of ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.node import installed

THEMES = {
    "Attribute “autocomplete” is only allowed when": "the toggles of the drawer and the search",
    "Bad value “” for attribute “tabindex” on element “label”": "the label of a section in the navigation",
    "The value of the “for” attribute of the “label” element must be the ID": "the label of a contents list a page lacks",
}
"""What the theme writes itself, in files nobody here has written."""


def test_the_checker_of_html_finds_no_error_of_ours(built: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("no java on this machine: apt-get install default-jre-headless")
    jar = next(installed().glob("vnu-jar/**/vnu.jar"))
    pages = sorted(built.rglob("*.html"))

    done = subprocess.run(
        [java, "-jar", str(jar), "--format", "json", "--errors-only", *map(str, pages)],
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )

    said = json.loads(done.stderr or done.stdout)["messages"]
    ours = [one for one in said if not one["message"].startswith(tuple(THEMES))]
    assert [(Path(one.get("url", "")).name, one.get("lastLine"), one["message"]) for one in ours] == []
    assert said  # the theme's own are still there: the checker has read something
