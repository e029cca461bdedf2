"""What many read holds nobody: the example's teams, their calendars and their digests."""

import re
from pathlib import Path

from click.testing import CliRunner

from checks.cli import group
from tests.support.examples import many
from tests.support.paths import ROOT

TEAMS = sorted(path.parent.name for path in (ROOT / "data/teams").glob("*/team.yaml"))


def test_no_id_stands_in_a_team_s_calendar_or_digest(tmp_path: Path) -> None:
    people = set(
        re.findall(r"\bp-[a-z0-9-]+", "".join(p.read_text() for p in ROOT.glob("data/teams/*/team.yaml")))
    )

    found = [
        CliRunner().invoke(group, ["--root", str(ROOT), *words], catch_exceptions=False)
        for words in (
            ("plan", "--format", "ics", "--teams", "--out", str(tmp_path)),
            *(("digest", "--team", team, "--format", "markdown") for team in TEAMS[:: many(4, 1)]),
        )
    ]

    texts = [one.output for one in found] + [path.read_text() for path in tmp_path.rglob("*.ics")]
    assert len(people) > 50
    assert len(list(tmp_path.rglob("*.ics"))) >= 5
    assert any("Due soon" in text for text in texts)
    assert not [one for one in people for text in texts if re.search(rf"\b{one}\b", text)]
