"""What the teams make of their playbook, as tables: what was kept, by whom, and what slipped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HORIZON, ROLLING_FROM, AS_OF = date(2024, 10, 1), date(2026, 1, 1), date(2026, 11, 20)

# Months in a window of each calendar service; the one-on-one leaves this list when it becomes rolling.
CALENDAR = {
    "one-on-one": 3,
    "recognition": 1,
    "skip-level": 3,
    "performance-discussion": 6,
    "stay-interview": 6,
    "career-conversation": 12,
}
# The first day of services that came later, and the working days in which an order is answered.
STARTS = {"stay-interview": date(2025, 1, 1), "coach-session": date(2025, 1, 1)}
ANSWER_WITHIN = {"feedback-on-request": 5, "coach-session": 3}
# Orders a member makes in a quarter.
ORDERS = {"feedback-on-request": 0.6, "coach-session": 0.3}
# Earliest and latest owed day of each step after joining and returning, within what is agreed.
STEPS = {
    "onboarding-check-in": ((0, 5), (17, 28), (58, 86)),
    "return-from-leave": ((0, 1), (7, 12), (26, 39)),
}

# Percentage of windows met, by the quarter in which the window ends: 2024-Q4 to 2026-Q4.
KEPT: Mapping[str, Sequence[int]] = {
    "one-on-one": (80, 83, 88, 91, 95),
    "recognition": (68, 70, 73, 77, 80, 82, 84, 87, 88),
    "skip-level": (72, 78, 82, 85, 88, 86, 90, 94, 94),
    "performance-discussion": (55, 0, 88, 0, 93, 0, 98, 0, 99),
    "stay-interview": (0, 0, 82, 0, 86, 0, 94, 0, 96),
    "career-conversation": (20, 0, 0, 0, 92, 0, 0, 0, 97),
}
SOUNDING = {
    **KEPT,
    "one-on-one": (50, 55, 55, 55, 60, 55, 55, 60, 55),
    "recognition": (55, 50, 50, 48, 50, 46, 45, 42, 45),
    "performance-discussion": (40, 0, 80, 0, 85, 0, 88, 0, 88),
    "stay-interview": (0, 0, 70, 0, 75, 0, 88, 0, 88),
    "career-conversation": (10, 0, 0, 0, 80, 0, 0, 0, 85),
}
LANDFALL = {**KEPT, "recognition": (70, 72, 75, 78, 81, 83, 84, 58, 60)}
GOALS = {"sounding": SOUNDING, "landfall": LANDFALL}
# Members whose one-on-one comes too late, in each quarter of 2026.
SLIPS = {
    "harbour": (2, 1, 0, 0),
    "breakwater": (2, 1, 0, 0),
    "meridian": (1, 0, 0, 0),
    "compass": (2, 1, 0, 0),
    "landfall": (1, 1, 5, 3),
    "skerry": (1, 0, 0, 0),
    "lantern": (0, 0, 0, 0),
}
# What did not happen although an event asked for it (step from 0), and health checks that were skipped.
MISSED_STEPS = {
    ("return-from-leave", "p-sisko", 1),
    ("onboarding-check-in", "p-idris", 2),
    ("onboarding-check-in", "p-fanni", 1),
    ("onboarding-check-in", "p-ciro", 1),
}
MISSED_CHECKS = {("landfall", 0), ("compass", 0), ("sounding", 1), ("breakwater", 1), ("skerry", 2)}
# Share of orders answered late, in the order's quarter; from 2026-Q2 on only Landfall is still late.
LATE_ORDERS = (0.3, 0.25, 0.2, 0.15, 0.12, 0.08, 0, 0, 0)

# How answers lie beside the mean: Sounding is not asked how it is, Landfall misses whoever left.
MOOD = {
    ("sounding", ""): -0.9,
    ("landfall", "2026-Q2"): -0.3,
    ("landfall", "2026-Q3"): -0.7,
    ("lantern", ""): 0.2,
}
# About which score is given to the question whether people feel supported, by quarter.
FELT = {
    "2024-Q4": 3.4,
    "2025-Q1": 3.5,
    "2025-Q2": 3.6,
    "2025-Q3": 3.6,
    "2025-Q4": 3.8,
    "2026-Q1": 3.9,
    "2026-Q2": 4.1,
    "2026-Q3": 4.2,
}
# Share of those asked who answer.
ANSWERED = 0.72
