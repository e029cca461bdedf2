"""All that is published of the example, number by number: `shown/NAME.txt`, made by `python -m tests.privacy.test_shown`.

What may be shown at all is judged by the attacker and by properties; here stands that nothing of it changes unseen, for
each level a site may show and for other smallest groups. Read the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checks.judge import Judgement, clock, judge
from checks.loading.repository import open_policy, open_repository
from checks.privacy.figures import Figures, figures_of
from checks.privacy.frozen import frozen
from checks.privacy.suppression import Cell, Shown

if TYPE_CHECKING:
    from checks.coverage.judged import TeamCoverage
    from checks.privacy.lived import Shares

ROOT = Path(__file__).parents[2]
SHOWN = Path(__file__).parent / "shown"
PRIVACY: Mapping[str, dict[str, Any]] = {
    "teams": {},
    "parents": {"show": "parents"},
    "organisation": {"show": "organisation"},
    "three": {"smallest_group": 3},
    "eight": {"smallest_group": 8},
    "twelve-parents": {"smallest_group": 12, "show": "parents"},
}


@cache
def judged() -> tuple[Judgement, tuple[TeamCoverage, ...]]:
    """Return the example judged once, on the day its clock stands at."""
    repository = open_repository(ROOT)
    teams: list[TeamCoverage] = []
    policy = repository.policy
    assert policy.playbook
    assert policy.playbook.today
    today = policy.playbook.today
    return judge(repository, clock(policy, None, lambda _: today), teams.append, tried=True), tuple(teams)


def lines(name: str) -> Iterator[str]:
    """Yield everything that is published with these settings of privacy, a line a row."""
    judgement, teams = judged()
    policy = open_policy(ROOT)
    assert policy.playbook
    playbook = policy.playbook.model_copy(
        update={"privacy": policy.playbook.privacy.model_copy(update=PRIVACY[name])}
    )
    services = tuple(policy.services.values())
    figures = figures_of(playbook, services, teams, judgement.promised, judgement.as_of.toordinal())
    yield from _figures(figures)
    quarter = figures.quarters[-1]
    document = frozen(figures, playbook, teams, quarter, judgement.as_of)
    yield f"frozen {quarter.name}: {len(str(document))} characters"
    for key, value in sorted(document.items()):
        if not isinstance(value, list):
            yield f"  {key}: {value}"
        else:
            yield from (f"  {key}: {one}" for one in value)


def _figures(figures: Figures) -> Iterator[str]:
    yield f"size {figures.size}, smallest group {figures.smallest_group}, last {figures.last.name}"
    for unit in figures.units:
        teams = ", ".join(unit.teams)
        yield f"unit {unit.id}: {unit.name}, {unit.size}, {unit.hours} h, {unit.givers} give, of {teams}"
    for service in sorted({service for _, service, _ in figures.cells}):
        for quarter in figures.quarters:
            cells = {unit: figures.cell(unit, service, quarter.name) for unit in (None, *_ids(figures))}
            before = figures.before(quarter.name)
            changed = ", other terms" if (service, quarter.name) in figures.changed else ""
            yield f"{service} {quarter.name} after {before.name if before else 'none'}{changed}: {_row(cells)}"
        yield f"{service} so far: {_row({unit: figures.running.get((unit, service)) for unit in _ids(figures)})}"
    for what, shares in (
        ("mix", figures.mix),
        ("acknowledged", figures.acknowledged),
        ("by the chosen coach", figures.by_chosen),
    ):
        yield from _shares(what, shares)
    yield f"over {', '.join(one.name for one in figures.mixed)}"
    for (service, question), heard in sorted(figures.pulse.items()):
        for one in heard:
            yield (
                f"answers {service} {question} {one.quarter.name}: {one.shown} {one.mean} of {one.given}/{one.asked}, "
                f"kept {one.kept}"
            )
    for number, worked in sorted(figures.worked.items()):
        yield f"worked {number}: {worked.service} {worked.quarter} {worked.counts.values()} {_cell(worked.agreed)}"
    for tried in figures.tried:
        yield f"tried {tried.service} {tried.weeks} weeks: {_cell(tried.kept)}, {tried.hours} h"
    yield f"hours {figures.hours}"


def _ids(figures: Figures) -> list[str]:
    return [unit.id for unit in figures.units]


def _shares(what: str, shares: Shares) -> Iterator[str]:
    yield f"{what}: {_row(shares.by_unit)}"
    yield f"{what} by service: {_row(shares.by_service)}"


def _row(cells: Mapping[Any, Cell | None]) -> str:
    return "; ".join(f"{unit or 'all'} {_cell(cell)}" for unit, cell in cells.items())


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "-"
    agreed = f" of {cell.agreed}" if cell.agreed is not None else ""
    number = {Shown.EXACT: f"{cell.met}/{cell.due}", Shown.BAND: str(cell.band)}.get(
        cell.shown, cell.shown.value
    )
    return f"{number}{f' {cell.standing}' if cell.standing else ''}{agreed}"


def text(name: str) -> str:
    """Return the whole of it."""
    return "".join(f"{line}\n" for line in lines(name))


@pytest.mark.parametrize("name", PRIVACY)
def test_what_is_published_of_the_example_is_what_was_agreed(name: str) -> None:
    assert text(name).splitlines() == (SHOWN / f"{name}.txt").read_text("utf-8").splitlines()


if __name__ == "__main__":
    SHOWN.mkdir(exist_ok=True)
    for each in PRIVACY:
        (SHOWN / f"{each}.txt").write_text(text(each), "utf-8")
