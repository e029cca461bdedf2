"""The finest level shown: single teams only with an agreement on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_repository
from checks.run.checking import run_check
from checks.run.judging import JudgementDates
from tests.support.building import AS_OF, Files, base, lay
from tests.unit.site.test_sentences import changed

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage
    from checks.model.playbook import Playbook, Privacy

PLAYBOOK = "playbook/playbook.yaml"
AGREED = (
    "  agreed_on: 2025-12-03\n  agreed_with: [leaders, members]\n  record: https://git.example.org/pulls/2\n"
)


def read(files: Files, top: Path) -> tuple[Playbook, list[TeamCoverage]]:
    teams: list[TeamCoverage] = []
    repository = open_repository(lay(top, files))
    run_check(repository, JudgementDates(AS_OF, AS_OF, AS_OF), on_team=teams.append)
    assert repository.policy.playbook
    return repository.policy.playbook, teams


def privacy(top: Path, *edits: tuple[str, str]) -> Privacy:
    return read(changed(base(), PLAYBOOK, *edits), top)[0].privacy


@pytest.mark.parametrize(
    ("edit", "finest", "unagreed"),
    [
        (("schema: 1", "schema: 1"), "teams", ()),
        (("smallest_group: 5", "smallest_group: 5\n  show: parents"), "parents", ()),
        (("smallest_group: 5", "smallest_group: 5\n  show: organisation"), "organisation", ()),
        ((AGREED, ""), "parents", ("agreed_on", "agreed_with", "record")),
        (("  agreed_on: 2025-12-03\n", ""), "parents", ("agreed_on",)),
        (("[leaders, members]", "[leaders, works-council]"), "parents", ("agreed_with",)),
        (("[leaders, members]", "[members, works-council]"), "teams", ()),
        (("  record: https://git.example.org/pulls/2\n", ""), "parents", ("record",)),
        ((AGREED, "  show: organisation\n"), "organisation", ("agreed_on", "agreed_with", "record")),
    ],
)
def test_single_teams_are_shown_only_if_that_was_agreed(
    tmp_path: Path, edit: tuple[str, str], finest: str, unagreed: tuple[str, ...]
) -> None:
    found = privacy(tmp_path, edit)

    assert (found.finest, found.unagreed) == (finest, unagreed)
