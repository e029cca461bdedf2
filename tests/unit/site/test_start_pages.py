"""Where to start: the pages for team members, leaders and editors say what is agreed, and hold only what is true."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_repository
from checks.site.all_pages import STARTS, render_pages
from tests.support.building import Files, base, lay
from tests.support.site_making import preview
from tests.unit.site.test_service_actions import PLAYBOOK, SERVICE

if TYPE_CHECKING:
    from pathlib import Path

    from checks.site.site_data import Site


def words(made: Site, path: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", render_pages(made)[path]))


def test_a_member_reads_what_comes_and_what_can_be_ordered(tmp_path: Path) -> None:
    files = base()
    made = preview(tmp_path, files | {SERVICE: str(files[SERVICE]) + "order: {how: Ask.}\n"})

    said = words(made, "start/member.md")

    assert "a coach you choose comes to you, at least once each quarter." in said
    assert "no figure for fewer than 5 people" in said
    assert (
        said.index("Services that come to you")
        < said.index("Services you can ask for")
        < said.index("One-on-one", said.index("Services you can ask for"))
    )


def test_a_leader_reads_what_it_takes(tmp_path: Path) -> None:
    files = base()
    plain = words(preview(tmp_path / "plain", files), "start/leader.md")
    limited = words(
        preview(
            tmp_path / "limited",
            files | {PLAYBOOK: str(files[PLAYBOOK]) + "capacity: {leader_hours_per_week: 6}\n"},
        ),
        "start/leader.md",
    )

    assert "3 hours" in plain  # four of 45 minutes
    assert "Plan for up to" not in plain
    assert "Plan for up to 6 hours a week." in limited


def test_the_entry_an_editor_copies_is_taken(tmp_path: Path) -> None:
    made = preview(tmp_path / "before", base())
    page = html.unescape(render_pages(made)["start/editor.md"])
    entry = page.partition("<pre><code>")[2].partition("</code>")[0]

    files = base()
    text = str(files[SERVICE]).replace("{at_least: 1, per: quarter}", "{at_most_apart: 6 weeks}")
    root = lay(tmp_path / "after", files | {SERVICE: text + entry + "\n"})

    assert "at_most_apart: 4 weeks" in entry
    assert open_repository(root).policy.faults == ()


@pytest.mark.parametrize("path", STARTS)
def test_the_pages_stand_without_any_service(tmp_path: Path, path: str) -> None:
    files = {name: text for name, text in base().items() if not name.endswith("one-on-one.yaml")}
    logs: Files = {
        name: "date,service,member,given_by,initiative,state,acknowledged,uid\n"
        for name in files
        if name.endswith(".csv")
    }

    assert "None" not in words(preview(tmp_path, files | logs), path)
