"""What is published of the example, and of a few random columns: `published/NAME.txt`, made by
`python -m tests.unit.publish.test_published_example`.

What may be shown at all is judged by the attacker and by properties; here a reader sees it, for each level a site may
show and for other smallest groups: one service in full, and what stands beside it. Read the difference before it is
committed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from checks.changes.effects import Effect, effect_of_change
from checks.loading.repository import open_policy, open_repository
from checks.model.findings import Severity
from checks.publish.effect_cells import PublishedEffect, published_effect
from checks.publish.figures import PublicFigures, figures_of
from checks.publish.public_findings import published_findings
from checks.publish.releases import freeze_snapshot, load_snapshot
from checks.publish.suppression import Cell, Count, Shown, beside_total, publish_cells, stepped
from checks.run.checking import run_check
from checks.run.judging import Judgement, judgement_dates
from tests.support.approved import approve, approved
from tests.support.building import lay
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checks.engine.team_coverage import TeamCoverage
    from checks.model import release_document as written
    from checks.model.playbook import Playbook
    from checks.publish.initiative_shares import InitiativeShares

KEPT = Path(__file__).parent / "published"
READ = (
    "size ",
    "unit ",
    "one-on-one 2026",
    "one-on-one so far",
    "frozen ",
    "read again ",
    "  one-on-one ",
    "tried ",
    "hours ",
)
"""How the lines begin that are kept: a reader can check one service, and not eleven."""

MOST = 40
"""Lines of a level that are kept, and columns."""

PRIVACY: Mapping[str, dict[str, Any]] = {
    "teams": {},
    "parents": {"show": "parents"},
    "organisation": {"show": "organisation"},
    "three": {"smallest_group": 3},
    "eight": {"smallest_group": 8},
    "twelve-parents": {"smallest_group": 12, "show": "parents"},
}


READ_AGAIN = {"teams": ("teams", "organisation", "eight"), "organisation": ("organisation",)}
"""Under which settings what was published under others is read again."""


@cache
def judged() -> tuple[Judgement, tuple[TeamCoverage, ...]]:
    """Return the example judged once, on the day its clock stands at."""
    repository = open_repository(ROOT)
    teams: list[TeamCoverage] = []
    policy = repository.policy
    assert policy.playbook
    assert policy.playbook.today
    today = policy.playbook.today
    return run_check(
        repository, judgement_dates(policy, None, lambda _: today), on_team=teams.append, with_trials=True
    ), tuple(teams)


def lines(name: str) -> Iterator[str]:
    """Yield everything that is published with these settings of privacy, a line a row."""
    judgement, teams = judged()
    policy, playbook = open_policy(ROOT), _playbook(name)
    services = tuple(policy.services.values())
    figures = figures_of(playbook, services, teams, judgement.promised, judgement.as_of)
    yield from _figures(figures)
    documents = {
        one.name: freeze_snapshot(figures, playbook, teams, one, judgement.as_of)
        for one in figures.quarters[-2:]
    }
    for quarter, document in documents.items():
        yield f"frozen {quarter}:"
        for key, value in document.items():
            yield from (f"  {key}: {one}" for one in (value if isinstance(value, list) else [value]))
    for other in READ_AGAIN.get(name, ()):
        again = load_snapshot(_playbook(other), services, _written(documents), judgement.as_of)
        yield f"read again as {other}, of {again.as_of}:"
        yield from (f"  {line}" for line in _figures(again.figures))
        yield from (f"  {team}" for team in again.teams)
    told = published_findings(judgement.findings, figures, lambda one: one.severity is Severity.ERROR)
    yield f"{len(told.sayings)} findings, withheld {told.withheld}, {told.withheld_fails}: {told.rest()}"
    yield from (f"  {one}" for one in told.sayings)
    for change in changes():
        yield from _effect(published_effect(replace(change, playbook=playbook)))


def _playbook(name: str) -> Playbook:
    playbook = open_policy(ROOT).playbook
    assert playbook
    return playbook.model_copy(update={"privacy": playbook.privacy.model_copy(update=PRIVACY[name])})


def _written(documents: Mapping[str, Mapping[str, object]]) -> Sequence[written.ReleaseDocument]:
    """Return published documents as they are read out of their files."""
    with tempfile.TemporaryDirectory() as top:
        files = {f"playbook/published/{name}.json": json.dumps(one) for name, one in documents.items()}
        files["playbook/playbook.yaml"] = (ROOT / "playbook/playbook.yaml").read_text("utf-8")
        return open_policy(lay(Path(top), files)).figures


@cache
def changes() -> tuple[Effect, ...]:
    """Return what two changes would do: another cadence for one service, and a team's own terms for a whole team."""
    before = open_repository(ROOT)
    days = judgement_dates(before.policy, date(2025, 12, 10), lambda _: date(2025, 12, 10))
    found = []
    with tempfile.TemporaryDirectory() as top:
        for service, cut in (("one-on-one", "  - from: 2026-01-01"), ("team-health-check", "    cadence: ")):
            root = Path(top, service)
            for folder in ("playbook", "data"):
                shutil.copytree(ROOT / folder, root / folder)
            path = root / f"playbook/services/{service}.yaml"
            text = path.read_text("utf-8")
            at = text.index(cut)
            rest = text[text.index("\n", at) + 1 :] if cut.endswith(": ") else ""
            path.write_text(
                f"{text[:at]}{'    cadence: {at_least: 1, per: month}' if rest else ''}\n{rest}", "utf-8"
            )
            made = effect_of_change(open_repository(root), before, days, "the base")
            assert made
            found.append(made)
    return tuple(found)


def _effect(one: PublishedEffect) -> Iterator[str]:
    yield "a change:"
    for service, compared in one.compared.items():
        for row in compared:
            yield f"  {service} {row.unit or 'all'}: {_cell(row.before)} to {_cell(row.after)}"
    yield f"  flagged {list(one.flagged)}, clear {list(one.clear)}"
    for service in one.more:
        yield f"  {service}: {one.more[service].count} owed more, {one.less[service].count} less"


def _figures(figures: PublicFigures) -> Iterator[str]:
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


def _ids(figures: PublicFigures) -> list[str]:
    return [unit.id for unit in figures.units]


def _shares(what: str, shares: InitiativeShares) -> Iterator[str]:
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


def columns() -> Iterator[str]:
    """Yield random columns and how they are published, of few people and of many."""
    random = Random(6)
    for _ in range(MOST):
        k, whole = random.choice((3, 5, 8)), random.random() < 0.2
        agreed, may_miss = random.choice((None, Fraction(9, 10), Fraction(4, 5))), random.choice((0, 1, None))
        column = {}
        for unit in "abcd"[: random.randint(1, 4)]:
            people = random.randint(0, 4 * k)
            due = people * random.choice((0, 1, 1, 1, 2, 3))
            met = random.choice((due, round(due * 0.9), random.randint(0, due), 0))
            column[unit] = Count(
                met, due, people, agreed, random.choice((None, None, True, False)), may_miss=may_miss
            )
        cells, total = publish_cells(column, k, whole_teams=whole)
        beside = beside_total(column, k, ends_tell=not whole)
        said = ", ".join(f"{one.met}/{one.due} of {one.people}{_flag(one)}" for one in column.values())
        steps = "; ".join(_cell(stepped(one, k)) for one in column.values())
        yield (
            f"{k}{' whole' if whole else ''}, agreed {agreed}, may miss {may_miss}: {said}: {_row(cells)}; "
            f"total {_cell(total)} | beside it {_row(beside)} | in steps {steps}"
        )


def _flag(count: Count) -> str:
    return {None: "", True: " flagged", False: " kept"}[count.flagged]


def text(name: str) -> str:
    """Return what is kept of it."""
    if name == "columns":
        return "".join(f"{line}\n" for line in columns())
    return "".join(f"{line}\n" for line in list(filter(lambda one: one.startswith(READ), lines(name)))[:MOST])


@pytest.mark.parametrize("name", [*PRIVACY, "columns"])
def test_what_is_published_is_what_was_agreed(name: str) -> None:
    assert text(name).splitlines() == approved(KEPT, name).splitlines()


if __name__ == "__main__":
    approve(KEPT, ((each, text(each)) for each in (*PRIVACY, "columns")))
