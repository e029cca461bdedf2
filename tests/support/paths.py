"""Where things lie in this checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The root of the checkout: of a copy, where these tests are copied."""

TESTS = ROOT / "tests"
CASES = TESTS / "cases"
CALENDARS = TESTS / "support" / "calendars"
SHARED = ROOT.parent / "shared"
"""Data that lie beside a checkout on some machines and are in no repository."""
