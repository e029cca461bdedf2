"""Processes that stay: one task after another, and a new process after one that was ended."""

from __future__ import annotations

from typing import Any

import pytest

from checks.imports.expansion_workers import ExpansionWorker, LostWorkerError, WorkerPool
from tests.unit.imports.test_calendar_bombs import calendar, entry
from tests.unit.imports.test_ics_expansion import TASK

SHARED = {key: value for key, value in TASK.items() if key != "calendar"}
SMALL = {"calendar": calendar(entry())}
LONG = {
    "calendar": calendar(
        *(entry("RRULE:FREQ=WEEKLY;COUNT=20").replace("bomb", f"b{number}") for number in range(900))
    )
}


def test_a_process_answers_one_task_after_another() -> None:
    with ExpansionWorker(SHARED) as worker:
        answers = [worker.expand(SMALL | {"positions": [position]}) for position in (7, 9)]

    assert [answer["occurrences"][0]["position"] for answer in answers] == [7, 9]


def test_a_process_that_takes_too_long_is_ended_and_the_next_answers() -> None:
    with ExpansionWorker(SHARED, patience=0.05) as hurried, pytest.raises(LostWorkerError):
        hurried.expand(LONG)
    with ExpansionWorker(SHARED, patience=0.05) as worker:
        with pytest.raises(LostWorkerError):
            worker.expand(LONG)
        worker._patience = 60
        assert worker.expand(SMALL)["entries"] == 1


def test_several_processes_share_what_is_to_be_done() -> None:
    answers: list[Any] = []

    with WorkerPool(SHARED) as pool:
        for number in range(12):
            pool.submit(SMALL | {"positions": [number + 1]}, answers.append)
        while pool.hand_on():
            pass

    assert sorted(answer["occurrences"][0]["position"] for answer in answers) == list(range(1, 13))


def test_what_is_no_calendar_is_said_and_ends_no_process() -> None:
    with ExpansionWorker(SHARED) as worker:
        assert "doesn't begin" in worker.expand({"calendar": "x"})["unusable"]
        assert worker.expand(SMALL)["entries"] == 1
