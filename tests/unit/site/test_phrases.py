"""Quarters, as people say them."""

from checks.site.phrases import in_quarter, quarter, quarter_alone
from checks.wording.language import ENGLISH


def test_quarters_are_said_as_people_say_them() -> None:
    assert quarter(ENGLISH, "2026-Q3") == "Q3 2026"
    assert quarter(ENGLISH, "FY2026-Q1") == "Q1 FY2026"
    assert quarter_alone(ENGLISH, "FY2026-Q1") == "Q1"
    assert in_quarter(ENGLISH, "2026-Q2") == "in the second quarter of 2026"
