"""What corrections put right in a base, and what they leave as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from checks.changes.corrected_base import corrected_base
from checks.loading.repository import open_repository
from checks.model.corrections import CorrectedKind, Correction
from checks.model.team import Absence, Stay
from checks.run.judging import JudgementDates, case_of
from tests.support.building import AS_OF, BASE, HARBOUR, base, gated, lay
from tests.support.calling import changed

if TYPE_CHECKING:
    from pathlib import Path

    from checks.engine.team_case import TeamCase

START = date(2026, 1, 1)
DAYS = st.integers(0, 40)


def case() -> TeamCase:
    repository = open_repository(BASE)
    days = JudgementDates(AS_OF, AS_OF, AS_OF)
    harbour = case_of(repository, repository.team("harbour"), days)
    assert harbour
    return harbour


CASE = case()


def on(first: int, last: int) -> dict[str, Any]:
    return {"first": START + timedelta(first), "last": START + timedelta(last)}


def correction(what: CorrectedKind, first: int, last: int) -> Correction:
    return Correction.model_construct(
        id="c-one",
        what=what,
        person="p-mia",
        known_since=AS_OF,
        approved_by="p-x",
        record="",
        **on(first, last),
    )


@st.composite
def absences(draw: st.DrawFn) -> tuple[Absence, ...]:
    """Absences of two people, in any order, that may overlap."""
    entries = draw(st.lists(st.tuples(st.sampled_from(["p-mia", "p-ada"]), DAYS, DAYS), max_size=6))
    return tuple(
        Absence.model_construct(person=person, **on(min(first, last), max(first, last)))
        for person, first, last in entries
    )


def days_away(entries: tuple[Absence, ...], person: str) -> set[int]:
    return {
        day
        for day in range(41)
        if any(entry.person == person and entry.has(START + timedelta(day)) for entry in entries)
    }


@given(absences(), absences(), DAYS, DAYS)
def test_the_named_days_are_the_heads_and_all_others_the_bases(
    old: tuple[Absence, ...], new: tuple[Absence, ...], first: int, last: int
) -> None:
    first, last = min(first, last), max(first, last)
    sides = [_with(absences=entries) for entries in (old, new)]

    right = corrected_base(sides[0], sides[1], [correction("absence", first, last)]).team

    named = set(range(first, last + 1))
    before, after = days_away(old, "p-mia"), days_away(new, "p-mia")
    assert days_away(right.absences, "p-mia") == (after & named) | (before - named)
    assert days_away(right.absences, "p-ada") == days_away(old, "p-ada")
    assert right.members == CASE.team.members


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_whole_correction_gives_the_heads_entries(first: int, last: int, to: int, more: int) -> None:
    """What is cut at the days of a correction and goes on behind them is one entry again."""
    first, last = min(first, last), max(first, last)
    old = (
        Stay.model_construct(
            person="p-mia", first=START, last=None, coach=None, group=None, owed="all", moved_to=None
        ),
    )
    new = (old[0].model_copy(update={"last": START + timedelta(to), "moved_to": "quay"}),)
    sides = [_with(members=entries) for entries in (old, new)]
    whole = Correction.model_construct(what="membership", person="p-mia", **on(0, 10_000 + more))

    assert corrected_base(sides[0], sides[1], [whole]).team.members[0].last == new[0].last
    same = corrected_base(sides[0], sides[0], [correction("membership", first, last)])
    assert [(stay.first, stay.last) for stay in same.team.members] == [(START, None)]


def _with(**lists: object) -> TeamCase:
    return replace(CASE, team=CASE.team.model_copy(update=lists))


LEADER = "  - {person: p-edsger, from: 2025-01-01}\n"
SHORTER = (
    "  - {person: p-edsger, from: 2025-01-01, to: 2026-06-30}\n  - {person: p-edsger, from: 2026-10-01}\n"
)
RECORD = "known_since: 2026-10-05, approved_by: p-hopper, record: https://git.example.org/pulls/9"
GIVER = f"{{id: c-1, from: 2026-07-01, to: 2026-09-30, what: giver, person: p-edsger, {RECORD}}}"


def test_leaders_above_are_as_their_own_corrections_say(tmp_path: Path) -> None:
    """Who leads the team above gives skip-levels below: a correction above holds there, and none does not."""
    quay = "data/teams/quay/team.yaml"
    files = changed(
        {
            f"{HARBOUR}/team.yaml": str(base()[f"{HARBOUR}/team.yaml"]).replace(
                "name: Harbour\n", "name: Harbour\npart_of: quay\n"
            )
        }
    )
    service = "playbook/services/one-on-one.yaml"
    files[service] = str(files[service]).replace("given_by: [leader, coach]", "given_by: [leaders-leader]")
    head = files | {quay: str(files[quay]).replace(LEADER, SHORTER)}
    corrected = head | {"data/teams/quay/corrections.yaml": f"schema: 1\ncorrections:\n  - {GIVER}\n"}
    before = lay(tmp_path / "before", files)

    red, right = (
        {
            (finding.problem.team, finding.severity.value)
            for finding in gated(before, lay(tmp_path / name, side)).fresh
            if finding.code == "RAT004"
        }
        for name, side in (("red", head), ("right", corrected))
    )

    assert ("harbour", "error") in red
    assert {severity for _, severity in right} <= {"notice"}
