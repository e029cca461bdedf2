"""Which ended stays, absences, waivers and answers go, and that nothing is judged otherwise without them."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.engine.kept_records import entries_too_old
from checks.engine.team_coverage import evaluate_coverage
from checks.loading.repository import open_repository
from checks.publish.retention import answers_without_old, roster_without_old, waivers_without_old
from checks.run.judging import JudgementDates, case_of
from checks.store.yaml_splices import apply_edits
from tests.support.building import base, lay
from tests.support.examples import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.engine.kept_records import EntriesTooOld
    from checks.engine.team_case import TeamCase
    from checks.model.waivers import Answer

AS_OF = date(2026, 11, 23)
FIRST = date(2026, 4, 1)
"""The first day kept: two quarters and the running one."""

HARBOUR = "data/teams/harbour"
HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
LOGS = [f"{HARBOUR}/touchpoints/2026-Q{number}.csv" for number in (1, 2, 3, 4)]


def service(name: str, cadence: str) -> dict[str, str]:
    text = str(base()["playbook/services/one-on-one.yaml"])
    changed = text.replace("id: one-on-one", f"id: {name}").replace("{at_least: 1, per: quarter}", cadence)
    return {f"playbook/services/{name}.yaml": changed}


SERVICES = {
    **service("talk", "{at_most_apart: 6 weeks, grace: 1 week}"),
    **service("welcome", "{after: joining, within: [7 days, 30 days]}"),
    **service("return", "{after: returning, away_at_least: 14 days, within: [5 working days]}"),
    **service("help", "{after: ordering, within: [10 working days]}"),
    **service("yearly", "{at_least: 1, per: year}"),
}


def repository(
    folder: Path,
    *,
    members: Sequence[str] = (),
    absences: Sequence[str] = (),
    waivers: Sequence[str] = (),
    answers: Sequence[str] = (),
    log: Sequence[str] = (),
) -> Path:
    """Lay a playbook that keeps two quarters, in which the first of the year is let go already."""
    files = {**base(), **SERVICES}
    playbook = str(files["playbook/playbook.yaml"]).replace(
        "smallest_group: 5", "smallest_group: 5\n  keep_logs_for: 2 quarters"
    )
    files["playbook/playbook.yaml"] = playbook.replace("logs_from: 2026-01-01", "logs_from: 2026-04-01")
    team = "schema: 1\nid: harbour\nname: Harbour\nleaders:\n  - {person: p-grace, from: 2025-01-01}\n"
    team += "coaches:\n  - {person: p-alan, from: 2025-01-01}\n"
    lists = {"team.yaml": {"members": members, "absences": absences}}
    lists |= {"waivers.yaml": {"waivers": waivers}, "answers.yaml": {"answers": answers}}
    for name, entries in lists.items():
        text = team if name == "team.yaml" else "schema: 1\n"
        for key, items in entries.items():
            text += f"{key}:\n" + "".join(f"  - {{{item}}}\n" for item in items) if items else ""
        files[f"{HARBOUR}/{name}"] = text
    for path in LOGS:
        rows = sorted(row for row in log if f"{row[:4]}-Q{(int(row[5:7]) + 2) // 3}" in path)
        files[path] = HEADER + "".join(f"{row},,\n" for row in rows)
    del files[LOGS[0]]
    return lay(folder, {name: text for name, text in files.items() if "2026-Q1" not in name})


def old(root: Path) -> EntriesTooOld:
    return entries_too_old(*case_at(root))


def case_at(root: Path) -> tuple[TeamCase, Sequence[Answer]]:
    opened = open_repository(root)
    files = opened.team("harbour")
    case = case_of(opened, files, JudgementDates(AS_OF, AS_OF, AS_OF))
    assert case, [fault.problem.message for fault in files.faults]
    return case, files.answers


@pytest.mark.parametrize(
    ("stay", "gone"),
    [
        ("p-ada, from: 2025-03-01, to: 2026-03-30", (0,)),
        ("p-ada, from: 2025-03-01, to: 2026-04-01", ()),
        ("p-ada, from: 2025-03-01", ()),
    ],
)
def test_a_stay_goes_once_it_ended_before_what_is_kept(
    tmp_path: Path, stay: str, gone: tuple[int, ...]
) -> None:
    assert old(repository(tmp_path, members=[f"person: {stay}"])).stays == gone


LEFT = "person: p-ada, from: 2025-03-01, to: 2026-03-31"
NEEDED: dict[str, dict[str, list[str]]] = {
    "the next stay follows without a gap": {"members": [LEFT, "person: p-ada, from: 2026-04-01"]},
    "a row that is kept is about them": {"members": [LEFT], "log": ["2026-05-05,talk,p-ada,p-grace,outbound,held"]},
    "a row that is kept was given by them": {"members": [LEFT], "log": ["2026-05-05,talk,p-mia,p-ada,outbound,held"]},
    "an absence that is kept lies in it": {
        "members": [LEFT],
        "absences": ["person: p-ada, from: 2026-03-01, to: 2026-03-31"],
    },
    "a waiver that is kept names them": {
        "members": [LEFT, "person: p-mia, from: 2025-03-01"],
        "waivers": [
            "id: w-1, service: talk, from: 2026-03-01, to: 2026-04-30, reason: data-gap, approved_by: p-grace, agreed_with_people: [p-ada]"
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("why", NEEDED)
def test_an_ended_stay_remains_while_it_is_needed(tmp_path: Path, why: str) -> None:
    assert old(repository(tmp_path, **NEEDED[why])).stays == ()


def test_who_came_back_is_known_by_the_stay_that_is_kept(tmp_path: Path) -> None:
    members = [LEFT, "person: p-ada, from: 2026-05-01"]
    root = repository(tmp_path, members=members, log=["2026-05-05,talk,p-ada,p-grace,outbound,held"])

    assert old(root).stays == (0,)


@pytest.mark.parametrize(
    ("spans", "gone"),
    [
        ([("2026-03-02", "2026-03-30")], (0,)),
        ([("2026-03-02", "2026-03-31")], ()),  # the first day back is kept
        # Easter and its weekend part the two: they are one absence, as `returning` counts it
        ([("2026-03-23", "2026-03-27"), ("2026-03-30", "2026-04-10")], ()),
        ([("2026-03-02", "2026-03-20"), ("2026-03-30", "2026-04-10")], (0,)),
    ],
)
def test_an_absence_goes_once_the_day_back_is_too_old(
    tmp_path: Path, spans: list[tuple[str, str]], gone: tuple[int, ...]
) -> None:
    absences = [f"person: p-ada, from: {first}, to: {last}" for first, last in spans]

    assert (
        old(repository(tmp_path, members=["person: p-ada, from: 2025-03-01"], absences=absences)).absences
        == gone
    )


def test_waivers_and_answers_go_by_their_last_day(tmp_path: Path) -> None:
    waiver = (
        "service: talk, member: p-ada, reason: data-gap, approved_by: p-grace, agreed_with_people: [p-ada]"
    )
    answer = 'service: talk, by: p-grace, answered_on: 2026-07-02, plan: "https://a.example"'
    root = repository(
        tmp_path,
        members=["person: p-ada, from: 2025-03-01"],
        waivers=[
            f"id: w-{last}, {waiver}, from: 2026-02-01, to: {last}" for last in ("2026-03-31", "2026-04-01")
        ],
        answers=[f"period: {period}, {answer}" for period in ("2026-Q1", "2026-Q2")],
    )

    assert (old(root).waivers, old(root).answers) == ((0,), (0,))


def pruned(root: Path, found: EntriesTooOld) -> Path:
    """Take out what is too old, as the command does."""
    edits = {
        "team.yaml": roster_without_old(found),
        "waivers.yaml": waivers_without_old(found),
        "answers.yaml": answers_without_old(found),
    }
    for name, changes in edits.items():
        path = root / HARBOUR / name
        path.write_text(apply_edits(path.read_text("utf-8"), changes), "utf-8")
    return root


AROUND = st.integers(-70, 70).map(lambda days: FIRST + timedelta(days=days))
PEOPLE = st.sampled_from(["p-ada", "p-mia", "p-alan", "p-eve"])


@st.composite
def spans(draw: st.DrawFn, most: int) -> list[str]:
    """Return entries of people with a first and perhaps a last day, those of one person apart from each other."""
    entries, ends = [], dict[str, date]()
    for first, length, gap, person in draw(
        st.lists(st.tuples(AROUND, st.integers(0, 60), st.integers(1, 5), PEOPLE), max_size=most)
    ):
        begin = max(first, ends.get(person, date.min) + timedelta(days=gap))
        last = begin + timedelta(days=length)
        if draw(st.booleans()) and begin < FIRST:
            last = FIRST - timedelta(days=draw(st.integers(1, 4)))
            last = max(last, begin)
        ends[person] = last
        entries.append(f"person: {person}, from: {begin}, to: {last}")
    return entries


ROWS = st.tuples(
    st.integers(0, 200).map(lambda days: FIRST + timedelta(days=days)),
    st.sampled_from(["talk", "welcome", "return", "help", "one-on-one", "yearly"]),
    PEOPLE,
    st.sampled_from(["p-grace", "p-alan", "p-eve"]),
).map(lambda row: f"{row[0]},{row[1]},{row[2]},{row[3]},outbound,held")
WAIVERS = st.tuples(AROUND, st.integers(0, 60), PEOPLE, PEOPLE).map(
    lambda drawn: (
        f"service: talk, member: {drawn[2]}, from: {drawn[0]}, to: {drawn[0] + timedelta(days=drawn[1])}, "
        f"reason: data-gap, approved_by: {drawn[3]}, agreed_with_people: [{drawn[2]}]"
    )
)


@examples(15, 300)
@given(spans(8), spans(6), st.lists(WAIVERS, max_size=3), st.lists(ROWS, max_size=10))
def test_without_what_goes_all_is_judged_as_before(
    members: list[str], absences: list[str], waivers: list[str], log: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        numbered = [f"id: w-{at}, {waiver}" for at, waiver in enumerate(waivers)]
        root = repository(Path(folder), members=members, absences=absences, waivers=numbered, log=log)
        before, found = judged_here(root), old(root)

        assert judged_here(pruned(root, found)) == before
        assert old(root).count == 0


def judged_here(root: Path) -> tuple[object, ...]:
    """Return what became of every window and row of the team, and its figures."""
    judged = evaluate_coverage(case_at(root)[0], AS_OF)
    result, coverage = judged.result, judged.coverage
    places = [coverage.rows, coverage.touchpoints, coverage.late, coverage.size, coverage.hours]
    return (result.windows, result.late, result.uncounted, *places)
