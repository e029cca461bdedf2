"""Plans against every plan there is, on small random cases."""

from collections import Counter
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from checks.planning.week_fitting import FittingJob, Slot, fit_into_weeks
from tests.support.examples import many

MINUTES = 45
MONDAY = date(2026, 11, 23)


def random_jobs(random: Random, *, givers: int) -> list[FittingJob]:
    slots = [
        Slot(f"p-{giver}", MONDAY + timedelta(weeks=week))
        for giver in range(givers)
        for week in range(random.randint(1, 4))
    ]
    jobs = []
    for _ in range(random.randint(1, 5)):
        own = random.sample(slots, random.randint(1, min(4, len(slots))))
        first = tuple(slot for slot in own if slot.giver == own[0].giver)
        jobs.append(FittingJob(MINUTES, first, tuple(slot for slot in own if slot not in first)))
    return jobs


def loads(
    jobs: list[FittingJob], placed: tuple[Slot | None, ...], taken: dict[Slot, int]
) -> tuple[list[int], Counter[Slot]]:
    load = Counter(taken)
    for job, slot in zip(jobs, placed, strict=True):
        if slot:
            load[slot] += job.minutes
    every = {slot for job in jobs for slot in job.slots} | set(taken)
    return sorted((load[slot] for slot in every), reverse=True), load


def every_plan(jobs: list[FittingJob], most: int, taken: dict[Slot, int]) -> list[tuple[Slot | None, ...]]:
    found = []
    for placed in product(*([None, *job.slots] for job in jobs)):
        _, load = loads(jobs, placed, taken)
        if all(load[slot] <= most for slot in placed if slot):
            found.append(placed)
    return found


def taken_at_random(random: Random, jobs: list[FittingJob]) -> dict[Slot, int]:
    slots = sorted({slot for job in jobs for slot in job.slots})
    return {slot: random.choice([30, 45, 90]) for slot in slots if random.random() < 0.3}


@pytest.mark.parametrize("first", range(0, many(100, 1_000), 50))
def test_one_giver_places_the_most_in_the_most_even_weeks(first: int) -> None:
    for seed in range(first, first + 50):
        random = Random(seed)
        jobs = random_jobs(random, givers=1)
        most = MINUTES * random.randint(1, 3)
        taken = taken_at_random(random, jobs)

        placed = fit_into_weeks(jobs, most, taken)
        plans = every_plan(jobs, most, taken)
        same = [one for one in plans if [slot is None for slot in one] == [slot is None for slot in placed]]

        assert placed in plans
        assert placed.count(None) == min(one.count(None) for one in plans), seed
        assert loads(jobs, placed, taken)[0] == min(loads(jobs, one, taken)[0] for one in same), seed


@pytest.mark.parametrize("first", range(1_000, many(1_100, 2_000), 50))
def test_several_givers_get_a_plan_whenever_there_is_one(first: int) -> None:
    for seed in range(first, first + 50):
        random = Random(seed)
        jobs = random_jobs(random, givers=2)
        most = MINUTES * random.randint(1, 2)
        taken = taken_at_random(random, jobs)

        placed = fit_into_weeks(jobs, most, taken)
        plans = every_plan(jobs, most, taken)

        assert placed in plans
        assert placed.count(None) == min(one.count(None) for one in plans), seed


def test_the_first_ones_are_placed_where_not_all_can_be() -> None:
    week = Slot("p-grace", MONDAY)

    assert fit_into_weeks([FittingJob(45, (week,)), FittingJob(45, (week,))], 45, {}) == (week, None)


def test_lengths_that_differ_never_fill_a_week_over_its_limit() -> None:
    for seed in range(many(50, 500)):
        random = Random(seed)
        jobs = [
            FittingJob(random.choice([15, 30, 45, 60, 90]), one.first, one.others)
            for one in random_jobs(random, givers=2)
        ]
        taken = taken_at_random(random, jobs)

        placed = fit_into_weeks(jobs, 120, taken)

        assert all(loads(jobs, placed, taken)[1][slot] <= 120 for slot in placed if slot)
        assert placed == fit_into_weeks(jobs, 120, taken)
