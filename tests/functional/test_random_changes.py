"""Verbs for policy and people in any order: files stay valid, comments stay, and clocks of others go on."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from checks.cli.scaffold_options import errors_of
from checks.engine.counts import count_windows
from checks.engine.deadlines import last_day_in_time
from checks.engine.evaluation import evaluate_team
from checks.engine.timeline import member_timeline
from checks.engine.touchpoints import counting_touchpoints, rows_by_subject
from checks.loading.repository import Repository, open_repository
from checks.model.cadences import PeriodUnit
from checks.run.judging import JudgementDates, case_of
from tests.support.change_verbs import RECORD, data_of, everything, lay_repositories, rich
from tests.support.dated_repository import TODAY, called
from tests.support.examples import examples
from tests.support.oracle.cases import HEADER
from tests.support.oracle.comparing import BY, by_walk
from tests.support.oracle.walk import Case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.model.team import Team

NOW = date.fromisoformat(TODAY)
LATER = date(2027, 6, 30)
DAYS = JudgementDates(LATER, LATER, LATER)
ROLLING = """schema: 1
id: check-up
title: Check-up
summary: A short talk.
purpose: To see how it goes.
context: {minutes: 15, where: By phone}
serves: [seen-and-heard]
audience: member
initiative: outbound
metrics: [{id: useful, question: Was it useful?}]
agreements:
  # at first
  - {from: 2026-01-01, obligation: offered, given_by: [leader, coach], teams: all, cadence: {at_most_apart: 9 weeks}, \
agreed_on: 2025-12-04, agreed_with: [members, leaders], record: https://git.example.org/4, review_by: 2026-12-31}
"""
days = st.integers(1, 200).map(lambda number: NOW + timedelta(days=number))
past = st.integers(0, 200).map(lambda number: NOW - timedelta(days=number))
spare = st.sampled_from(["dock", "pier", "sluice", "wharf"])
TERMS = [
    ("--per", "month"),
    ("--at-most-apart", "5 weeks", "--grace", "1 week"),
    ("--grace", "none"),
    ("--coverage", "95%"),
    ("--may-miss", "0", "--given-by", "leader,coach"),
    ("--counts", "outbound"),
]
Clocks = dict[tuple[str, str, str], list[tuple[Any, ...]]]


class AnyChange(RuleBasedStateMachine):
    """Policy and data in one or in two repositories, and the comments and clocks they had before the latest verb."""

    @initialize(apart=st.booleans())
    def lay(self, apart: bool) -> None:  # noqa: FBT001 - Hypothesis hands it by name
        self.root = Path(tempfile.mkdtemp())
        files = rich() | {"playbook/services/check-up.yaml": ROLLING}
        for team, person in (("harbour", "p-ada"), ("harbour", "p-mia"), ("quay", "p-tony")):
            log = f"data/teams/{team}/touchpoints/2026-Q3.csv"
            files[log] = f"{files[log]!s}2026-09-21,check-up,{person},,outbound,held,,\n"
        self.policy = lay_repositories(self.root, files, apart=apart, committed=False)
        self.comments = sorted(set(comments_in(everything(self.policy))))
        self.moved: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "root"):
            shutil.rmtree(self.root)

    @property
    def repository(self) -> Repository:
        return open_repository(self.policy)

    def rosters(self) -> dict[str, Team]:
        repository = self.repository
        return {team: roster for team in repository.team_ids if (roster := repository.roster(team)[0])}

    def change(
        self,
        *words: str,
        about: set[str] = frozenset(),  # type: ignore[assignment]
        ids: dict[str, str] | None = None,
        moves: Sequence[tuple[str, str, str, date]] = (),
    ) -> None:
        """Call a verb; `about` are ids that it changes, `ids` those it renames, and `moves` who goes from where to where."""
        before, clocks = everything(self.policy), clocks_of(self.repository)
        stood = [last_day(self.repository, person, source, day) for person, source, _, day in moves]
        done = called(self.policy, *words)
        if done.returncode:
            assert done.stderr.count("\n") == 1
            assert everything(self.policy) == before
            return
        ids = ids or {}
        renamed = {
            (ids.get(person, person), ids.get(service, service), ids.get(team, team)): windows
            for (person, service, team), windows in clocks.items()
        }
        after = clocks_of(self.repository)
        for key, windows in renamed.items():
            if not about & set(key):
                named = [(ids.get(window[0], window[0]), *window[1:]) for window in windows]
                assert after[key] == named, (words, key)
        for (person, _, target, day), last in zip(moves, stood, strict=True):
            assert last in (None, last_day(self.repository, person, target, day)), (words, person)

    @rule(data=st.data(), day=days, keep=st.booleans())
    def move(self, data: st.DataObject, day: date, keep: bool) -> None:  # noqa: FBT001
        rosters = self.rosters()
        person, source = data.draw(st.sampled_from(members_of(rosters)))
        target = data.draw(st.sampled_from(sorted(rosters)))
        options = ("--keep-coach", "--keep-group") if keep else ()
        self.change(
            "move",
            "member",
            person,
            "--from",
            source,
            "--to",
            target,
            "--on",
            str(day),
            *options,
            about={person},
            moves=[(person, source, target, day)],
        )

    @rule(data=st.data(), new=spare, day=days)
    def split(self, data: st.DataObject, new: str, day: date) -> None:
        rosters = self.rosters()
        _, team = data.draw(st.sampled_from(members_of(rosters)))
        people = sorted({person for person, of in members_of(rosters) if of == team})
        chosen = data.draw(st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True))
        words = ("--members", ",".join(chosen), "--leader", "p-edsger", "--on", str(day))
        moves = [(person, team, new, day) for person in chosen]
        self.change("split", "team", team, "--into", new, *words, about={*chosen, new, "team"}, moves=moves)

    @rule(data=st.data(), day=days)
    def merge(self, data: st.DataObject, day: date) -> None:
        rosters = self.rosters()
        teams = data.draw(st.lists(st.sampled_from(sorted(rosters)), min_size=2, max_size=2, unique=True))
        people = {person for person, team in members_of(rosters) if team == teams[0]}
        words = ("merge", "teams", *teams, "--into", teams[1], "--on", str(day))
        moves = [(person, teams[0], teams[1], day) for person in people]
        self.change(*words, about={*people, *teams}, moves=moves)

    @rule(data=st.data(), new=spare)
    def rename_team(self, data: st.DataObject, new: str) -> None:
        old = data.draw(st.sampled_from(sorted(self.rosters())))
        self.change("rename", "team", old, new, ids={old: new})

    @rule(data=st.data(), new=st.sampled_from(["talk", "chat", "sit-down"]))
    def rename_service(self, data: st.DataObject, new: str) -> None:
        old = data.draw(st.sampled_from(sorted(self.repository.policy.services)))
        self.change("rename", "service", old, new, ids={old: new})

    @rule(data=st.data(), new=st.sampled_from(["p-x1", "p-x2", "p-x3"]))
    def rename_person(self, data: st.DataObject, new: str) -> None:
        old, _ = data.draw(st.sampled_from(members_of(self.rosters())))
        self.change("rename", "person", old, new, ids={old: new})

    @rule(data=st.data(), day=days)
    def retire(self, data: st.DataObject, day: date) -> None:
        service = data.draw(st.sampled_from(sorted(self.repository.policy.services)))
        words = ("--with", "members,leaders", "--record", RECORD)
        self.change("retire", "service", service, "--on", str(day), *words, about={service})

    @rule(data=st.data(), day=days, own=st.booleans())
    def agree(self, data: st.DataObject, day: date, own: bool) -> None:  # noqa: FBT001
        service = data.draw(st.sampled_from(sorted(self.repository.policy.services)))
        team = ("--team", data.draw(st.sampled_from(sorted(self.rosters())))) if own else ()
        terms = data.draw(st.sampled_from(TERMS))
        words = ("--from", str(day), "--with", "members,leaders", "--record", RECORD)
        self.change("new", "agreement", service, *team, *terms, *words, about={service})

    @rule(data=st.data(), what=st.sampled_from(["absence", "membership", "giver"]))
    def correct(self, data: st.DataObject, what: str) -> None:
        rosters = self.rosters()
        people = givers_of(rosters) if what == "giver" else members_of(rosters)
        person, team = data.draw(st.sampled_from(people))
        first, last = sorted(data.draw(st.lists(past, min_size=2, max_size=2)))
        words = ("--from", str(first), "--to", str(last), "--approved-by", "p-hopper", "--record", RECORD)
        everyone = {person for person, _ in members_of(rosters)} | {"team"}
        self.change(
            "correct",
            what,
            person,
            "--team",
            team,
            *words,
            *([] if what == "absence" else ["--remove"]),
            about=everyone if what == "giver" else {person},
        )

    @invariant()
    def files_are_valid(self) -> None:
        if hasattr(self, "policy"):
            assert errors_of(self.repository, DAYS) == []
            assert not self.repository.policy.faults

    @invariant()
    def comments_stay(self) -> None:
        if hasattr(self, "policy"):
            after = comments_in(everything(self.policy))
            assert [comment for comment in self.comments if comment not in after] == []

    @invariant()
    def both_engines_agree(self) -> None:
        if hasattr(self, "policy"):
            assert by_walk(case_in(self.policy), PeriodUnit.QUARTER) == counts_in(self.repository)


def members_of(rosters: dict[str, Team]) -> list[tuple[str, str]]:
    """Return everybody who is in a team, or will be, with that team."""
    return sorted({(stay.person, team) for team, roster in rosters.items() for stay in roster.members})


def givers_of(rosters: dict[str, Team]) -> list[tuple[str, str]]:
    """Return everybody who leads a team, or will, with that team."""
    return sorted({(entry.person, team) for team, roster in rosters.items() for entry in roster.leaders})


def comments_in(texts: dict[str, str]) -> list[str]:
    return [line[line.index("# ") :] for text in texts.values() for line in text.splitlines() if "# " in line]


def clocks_of(repository: Repository) -> Clocks:
    """Return the windows by person, or `team` for the team's own, service and team."""
    clocks: Clocks = defaultdict(list)
    for files in repository.teams():
        case = case_of(repository, files, DAYS)
        assert case is not None
        for window in evaluate_team(case, PeriodUnit.QUARTER).windows:
            clocks[window.member or "team", window.service, files.id].append((window.service, *window[2:]))
    return clocks


def last_day(repository: Repository, person: str, team: str, day: date) -> date | None:
    """Return the last day in time of somebody's rolling clock in a team, as it stands on a day; None where none runs."""
    case = case_of(repository, repository.team(team), JudgementDates(day, day, day))
    service = case.services.get("check-up") if case else None
    if case is None or service is None or person not in case.people:
        return None
    timeline = member_timeline(case, service, person)
    rows = rows_by_subject(case).get((service.id, person), {})
    return last_day_in_time(case, timeline, counting_touchpoints(case, timeline, rows).days)


def counts_in(repository: Repository) -> dict[Any, Any]:
    """Return the engine's counts by team, service, period and member."""
    counts: dict[Any, Any] = {}
    for files in repository.teams():
        case = case_of(repository, files, DAYS)
        assert case is not None
        windows = evaluate_team(case, PeriodUnit.QUARTER).windows
        counts |= {tuple(key)[:-1]: row.values() for key, row in count_windows(files.id, windows, BY).items()}
    return counts


def _load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - texts alone


def case_in(policy: Path) -> Case:
    """Return a repository as the oracle takes it: every scalar as it is written."""
    data = data_of(policy)
    services = {path.stem: _load(path) for path in sorted((policy / "playbook/services").glob("*.yaml"))}
    case = Case(LATER, _load(policy / "playbook/playbook.yaml"), services, {})
    for path in sorted((data / "teams").glob("*/team.yaml")):
        team, waivers = path.parent.name, path.parent / "waivers.yaml"
        case.teams[team] = _load(path)
        case.waivers[team] = _load(waivers)["waivers"] if waivers.is_file() else []
        case.rows[team] = [
            {key: row.get(key) or "" for key in HEADER}
            for log in sorted(path.parent.glob("touchpoints/*.csv"))
            for row in csv.DictReader(log.read_text("utf-8").splitlines())
        ]
    return case


TestAnyChange = AnyChange.TestCase
TestAnyChange.settings = settings(examples(4, 60), stateful_step_count=6)
