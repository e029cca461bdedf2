"""Shared by the rules over promises: what was broken before the agreed start is history, for information."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from checks.engine.window import LateMember
from checks.model.findings import Problem, Severity
from checks.model.playbook import Playbook, agreed_start
from checks.wording.measures import iso, plural


def as_history(problem: Problem, start: date, as_of: date) -> Problem:
    """Return a problem as a notice that says it lies before the agreed start, or began before it."""
    when = "before" if as_of < start else "began before"
    words = f"; {when} the agreed start on {iso(start)}, for information"
    return replace(
        problem,
        message=problem.message + words,
        named=problem.named and problem.named + words,
        severity=Severity.NOTICE,
        is_history=True,
    )


def with_earlier(problem: Problem, earlier: Sequence[LateMember], start: date) -> Problem:
    """Return a problem about those late now with how many others are, whose wait began before the agreed start."""
    if not earlier:
        return problem
    who = (
        plural(len(earlier), "other wait", "other waits") + f" began before the agreed start on {iso(start)}"
    )
    named = ", ".join(f"{late.member} since {iso(late.since)}" for late in earlier if late.member)
    return replace(
        problem,
        message=f"{problem.message}; {who}, for information",
        named=problem.named and f"{problem.named}; {who} ({named}), for information",
    )


def history_before_start(problem: Problem, playbook: Playbook, first: date, as_of: date) -> Problem:
    """Return a problem about the organisation's quarters from `first` on: history if that is before the agreed start."""
    start = agreed_start(playbook)
    return as_history(problem, start, as_of) if playbook.logs_from < start and first < start else problem
