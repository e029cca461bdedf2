"""What commands write as JSON is as their published schemas say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from checks.cli import group
from checks.site.all_pages import SCHEMAS
from tests.support.paths import ROOT
from tests.support.rolling_repository import DAY, laid, rows, team
from tests.unit.output.test_formats import validator

if TYPE_CHECKING:
    from pathlib import Path

AWAY = team("absences:", "  - {person: p-grace, from: 2026-11-24, to: 2026-12-31}")
ORDERED = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,yes,",
    "2026-11-24,one-on-one,p-mia,p-grace,outbound,booked,,",
    "2026-11-20,one-on-one,p-mia,,inbound,ordered,,",
)
CALLS = {
    "check": ["check", "--no-base", "--exit-zero", "--format", "json"],
    "coverage": ["coverage", "--by", "team,service,period,member", "--format", "json"],
    "invite": ["invite", "--format", "json"],
    "plan": ["plan", "--format", "json"],
    "mine": ["mine", "--person", "p-ada", "--format", "json"],
}


def held_to(name: str, root: Path, *words: str) -> None:
    done = CliRunner().invoke(group, ["--root", str(root), *words], catch_exceptions=False)

    assert done.exit_code == 0, done.output
    validator(f"{name}.schema.json").validate(json.loads(done.stdout))


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("changes", [(), (AWAY,), (ORDERED,)])
def test_each_shape_is_as_it_is_published(
    tmp_path: Path, name: str, changes: tuple[dict[str, str], ...]
) -> None:
    held_to(name, laid(tmp_path, *changes), *CALLS[name], "--as-of", DAY)


@pytest.mark.parametrize("name", CALLS)
def test_so_is_what_is_written_of_the_example(name: str) -> None:
    held_to(name, ROOT, *[word.replace("p-ada", "p-paavo") for word in CALLS[name]])


def test_a_member_s_export_has_the_shape_of_their_record(tmp_path: Path) -> None:
    held_to("mine", laid(tmp_path), "export", "--person", "p-mia", "--as-of", DAY)


def test_no_published_shape_is_left_out() -> None:
    assert set(SCHEMAS) == {*CALLS, "effect"}
