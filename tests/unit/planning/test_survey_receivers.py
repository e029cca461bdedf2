"""Whom a survey asks about what: who received a service, or was owed it; nobody else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from checks.loading.repository import open_repository
from checks.model.periods import named_quarter
from checks.planning.survey_receivers import survey_receivers
from checks.run.judging import JudgementDates, case_of
from tests.support.building import lay
from tests.support.small_organisation import HEADER, PLAYBOOK, row, service

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 10, 5)
GIVER = "p-lead"
ROSTER = f"""schema: 1
id: quay
name: Quay
leaders:
  - {{person: {GIVER}, from: 2020-01-01}}
members:
  - {{person: p-held, from: 2024-01-01}}
  - {{person: p-owed, from: 2024-01-01}}
  - {{person: p-contested, from: 2024-01-01, owed: none}}
  - {{person: p-booked, from: 2024-01-01, owed: none}}
  - {{person: p-joined, from: 2026-10-01}}
  - {{person: p-left, from: 2024-01-01, to: 2026-09-30}}
"""


def receivers(root: Path, *rows: str) -> dict[str, frozenset[str]]:
    """Return whom a survey about the third quarter asks."""
    agreed, team = (service(name, "{at_least: 1, per: quarter}") for name in ("one-on-one", "retro"))
    files = {
        "playbook/playbook.yaml": PLAYBOOK,
        "playbook/services/one-on-one.yaml": agreed,
        "playbook/services/retro.yaml": team.replace("audience: member", "audience: team"),
        "data/teams/quay/team.yaml": ROSTER,
        "data/teams/quay/touchpoints/2026-Q3.csv": HEADER + "".join(sorted(rows)),
    }
    repository = open_repository(lay(root, files))
    case = case_of(repository, repository.team("quay"), JudgementDates(AS_OF, AS_OF, AS_OF))
    assert case
    return dict(survey_receivers(case, named_quarter("2026-Q3")))


def test_who_received_or_was_owed_is_asked(tmp_path: Path) -> None:
    asked = receivers(
        tmp_path,
        row("2026-08-03", "one-on-one", "p-held", GIVER),
        row("2026-08-04", "one-on-one", "p-contested", GIVER, acknowledged="no"),
        row("2026-08-05", "one-on-one", "p-booked", GIVER, state="booked"),
        row("2026-08-06", "one-on-one", "p-left", GIVER),
    )

    assert asked["one-on-one"] == {"p-held", "p-owed"}


def test_a_service_of_the_team_is_asked_of_its_members(tmp_path: Path) -> None:
    asked = receivers(tmp_path, row("2026-08-03", "retro", "", GIVER))

    assert asked["retro"] == asked["organisation"] == {"p-held", "p-owed", "p-contested", "p-booked"}


def test_who_was_not_there_in_the_quarter_is_not_asked(tmp_path: Path) -> None:
    asked = receivers(tmp_path)

    assert not {"p-joined", "p-left", GIVER} & frozenset().union(*asked.values())
