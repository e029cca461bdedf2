"""From which day a change of agreements is in force as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checks.changes.term_changes import day_in_force
from checks.loading.repository import open_policy
from tests.support.paths import ROOT
from tests.support.proposals import agreement_of, with_agreement

AS_OF = date(2026, 11, 20)
POLICY = open_policy(ROOT)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("from: 2026-12-31\nto: 2026-12-31", date(2027, 1, 1)),
        ("from: 2026-12-31\nto: 2027-01-31", date(2026, 12, 31)),
        ("from: 2026-12-31", date(2026, 12, 31)),
    ],
    ids=["an end", "for a month", "without an end"],
)
def test_an_end_is_in_force_the_day_after(days: str, expected: date) -> None:
    entry = agreement_of(
        f"schema: 1\n{days}\nagreed_on: 2026-11-19\nagreed_with: [members]\n"
        "record: https://git.example.org/pulls/57\nreview_by: 2026-12-31\n"
    )
    service = with_agreement(POLICY.services["stay-interview"], entry)
    head = replace(POLICY, services={**POLICY.services, service.id: service})

    assert day_in_force(POLICY, head, AS_OF) == expected
