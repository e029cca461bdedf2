"""The line that leads an editor to a file's schema: in what is written for people, and kept by what changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.scaffold.editor_schemas import BY_NAME
from tests.support.calling import outbound

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")
NAMES = {
    "playbook.yaml": "playbook",
    "calendar.yaml": "calendar",
    "team.yaml": "team",
    "waivers.yaml": "waivers",
}
WAIVED = ("--from", "2026-12-01", "--to", "2026-12-31", "--reason", "data-gap", "--approved-by", "p-hopper")


@pytest.mark.parametrize("layout", [(), ("--one-repository",)], ids=["two-repositories", "one"])
def test_what_is_laid_out_leads_to_the_written_schemas(tmp_path: Path, layout: tuple[str, ...]) -> None:
    outbound("init", "acme", *WORDS, *layout, here=tmp_path)
    root = tmp_path / "acme"
    for words in (
        ("new", "service", "lunch"),
        ("new", "team", "quay", "--leader", "p-alan"),
        ("new", "waiver", "one-on-one", "--team", "harbour", *WAIVED),
        (
            "new",
            "agreement",
            "one-on-one",
            "--from",
            "2027-06-01",
            "--at-most-apart",
            "4 weeks",
            "--record",
            "https://git.example.org/acme/pulls/7",
        ),
        ("fmt",),
        ("setup", "schema"),
    ):
        done = outbound(*words, here=root)
        assert done.returncode == 0, done.stderr

    found = [path for path in tmp_path.rglob("*.yaml") if ".github" not in path.parts]
    for path in found:
        first = path.read_text("utf-8").splitlines(keepends=True)[0]
        assert first == BY_NAME[NAMES.get(path.name, "service")].first_line
        assert (path.parent / first.partition("$schema=")[2].strip()).is_file()
    assert {NAMES.get(path.name, "service") for path in found} == {*NAMES.values(), "service"}
