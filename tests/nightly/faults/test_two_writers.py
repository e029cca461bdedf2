"""Two commands write to one repository at the same time: it ends as if one had come after the other."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest

from checks.store.atomic_files import locked
from tests.nightly.faults.commands import AS_OF, HARBOUR, HEADER, HELD, Q4, WRITES
from tests.nightly.faults.running import contents
from tests.nightly.faults.together import Ended, Workshop
from tests.support.building import base, lay
from tests.support.calling import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BOOKED = "2026-11-10,one-on-one,p-ada,p-grace,outbound,booked,,\n"
WAIVER = (
    "  - {{id: w-{0}, service: one-on-one, member: p-{0}, from: 2026-10-01, to: 2026-10-20, "
    "reason: agreed-pause, approved_by: p-hopper, agreed_with_people: [p-{0}]}}\n"
)
STAYS = {"p-ada": "harbour", "p-mia": "harbour", "p-noa": "harbour", "p-tony": "quay", "p-niklaus": "quay"}
START = {
    **base(),
    **replaced(
        "playbook/playbook.yaml", ("  smallest_group: 5", "  smallest_group: 5\n  keep_logs_for: 2 quarters")
    ),
    Q4: HEADER + "".join(HELD.splitlines(keepends=True)[::-1]) + BOOKED,
    f"{HARBOUR}/waivers.yaml": "schema: 1\nwaivers:\n" + WAIVER.format("ada") + WAIVER.format("mia"),
    "table.csv": "date,service,member,state\n"
    "2026-11-19,one-on-one,p-ada,held\n2026-11-18,one-on-one,p-mia,held\n",
    "roster.csv": "person,team,from\n"
    + "".join(f"{one},{team},2025-03-01\n" for one, team in STAYS.items())
    + "p-kim,quay,2026-11-01\n",
    "playbook/calendar.yaml": 'schema: 1\nrules:\n  - {service: one-on-one, title: "1:1"}\n',
    "calendar.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\nBEGIN:VEVENT\nUID:1@example.org\n"
    "DTSTAMP:20261101T090000Z\nDTSTART:20261201T090000Z\nDTEND:20261201T094500Z\nSUMMARY:1:1\n"
    "ORGANIZER:mailto:grace@example.org\nATTENDEE:mailto:ada@example.org\nEND:VEVENT\nEND:VCALENDAR\n",
}
"""A repository in which each of the commands has something to write, and most of them in the same file."""

PEOPLE = "id,name,address,account\np-ada,Ada,ada@example.org,ada-l\np-grace,Grace,grace@example.org,\n"

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "log": WRITES["log"].words,
    "log of a quarter that goes": ("log", "one-on-one", "p-mia", "--date", "2026-02-19"),
    "confirm": WRITES["confirm"].words,
    "import log": WRITES["import log"].words,
    "import calendar": (
        *("import", "calendar", "calendar.ics", "--team", "harbour", "--people", "../../people.csv", *AS_OF),
    ),
    "import people": ("import", "people", "roster.csv", "--yes"),
    "fmt": ("fmt",),
    "mine": WRITES["mine"].words,
    "prune": ("prune", "--yes", *AS_OF),
    "prune of a person": WRITES["prune"].words,
    "new waiver": (
        *("new", "waiver", "one-on-one", "--team", "harbour", "--member", "p-mia", "--from", "2026-11-01"),
        *("--to", "2026-11-20", "--reason", "agreed-pause", "--approved-by", "p-hopper"),
    ),
}

Outcome = tuple[Ended, Ended, dict[str, bytes]]
"""How each of two commands ended, and the files there are then."""


class Bench:
    """A repository, copied for each trial, and what each command makes of it alone and after another."""

    def __init__(self, top: Path) -> None:
        self._top, self._number = top, 0
        self._start = lay(top / "start", START)
        lay(top, {"people.csv": PEOPLE})
        (top / "work").mkdir()
        self.workshop = Workshop(top / "work")
        self.alone = cache(self._alone)
        self.after = cache(self._after)

    def copy(self, of: Path | None = None) -> Path:
        """Return a copy of the repository of its own."""
        self._number += 1
        return shutil.copytree(of or self._start, self._top / str(self._number) / "repository")

    def _alone(self, name: str) -> tuple[Ended, Path]:
        root = self.copy()
        return self.workshop.alone(COMMANDS[name], root), root

    def _after(self, first: str, then: str) -> Outcome:
        """Return what becomes of two commands one after the other."""
        one, root = self.alone(first)
        root = self.copy(root)
        another = self.workshop.alone(COMMANDS[then], root)
        return one, another, contents(root)

    def held(self, one: str, another: str, touch: int) -> list[str]:
        """Hold one where it is about to write for the n-th time, and say what is wrong with how both end."""
        root = self.copy()
        first, second = self.workshop.held(COMMANDS[one], COMMANDS[another], root, touch)
        return self._wrong(one, another, (first, second, contents(root)), root)

    def at_once(self, one: str, another: str, late: float) -> list[str]:
        """Start both at the same moment, or the other a few seconds late, and say what is wrong with how they end."""
        root = self.copy()
        first, second = self.workshop.at_once(COMMANDS[one], COMMANDS[another], root, late)
        return self._wrong(one, another, (first, second, contents(root)), root)

    def _wrong(self, one: str, another: str, found: Outcome, root: Path) -> list[str]:
        first, second, files = found
        for ended, other, there in self._meant(one, another, first, second):
            if _same(first, ended) and _same(second, other) and files == there:
                with locked(root / "data", 0):  # it is free again
                    return []
        return [f"{one} and {another}: {first} {second}"]

    def _meant(self, one: str, another: str, first: Ended, second: Ended) -> Iterator[Outcome]:
        """Yield what may become of two commands: either order, or one is refused by a clear line and does nothing."""
        two, then, there = self.after(another, one)
        yield then, two, there
        yield self.after(one, another)
        if _gave_way(first):
            alone, root = self.alone(another)
            yield first, alone, contents(root)
        if _gave_way(second):
            alone, root = self.alone(one)
            yield alone, second, contents(root)


def _gave_way(ended: Ended) -> bool:
    return ended.status == 2 and ended.err.endswith("Try again\n") and ended.err.count("\n") == 1


def _same(found: Ended, meant: Ended) -> bool:
    """Whether a command ended as it was to; what it says of another that was there meanwhile is its own."""
    return found.status == meant.status and (found.out == meant.out or "in the meantime" in found.err)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("writers"))
    yield made
    made.workshop.close()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_something_to_write(name: str, bench: Bench) -> None:
    ended, root = bench.alone(name)

    assert (ended.status, "Traceback" in ended.err) == (0, False), ended
    assert contents(root) != contents(bench.copy())


LOGGED = ("log", "confirm", "import log", "fmt", "mine", "prune", "prune of a person")
"""Commands that write to a team's log: each is tried with each other, and with itself."""

MEETINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(LOGGED, LOGGED),
    "log of a quarter that goes": ("prune",),
    "import calendar": ("log", "prune of a person"),
    "import people": ("import people", "prune of a person"),
    "new waiver": ("new waiver", "prune of a person", "fmt"),
}
"""A command that has read and decided and is about to write, and others that come and go before it does."""


@pytest.mark.parametrize("name", MEETINGS)
def test_what_another_writer_changed_is_decided_anew(name: str, bench: Bench) -> None:
    assert [one for another in MEETINGS[name] for one in bench.held(name, another, 0)] == []


INSIDE = {
    "log": ("log", "prune of a person"),
    "confirm": ("mine",),
    "prune of a person": ("log", "import log", "new waiver"),
    "import people": ("prune of a person",),
}
"""A command that is held in the midst of writing, and others that come meanwhile."""


@pytest.mark.parametrize("touch", [1, 4])
@pytest.mark.parametrize("name", INSIDE)
def test_while_one_writes_another_waits(name: str, touch: int, bench: Bench) -> None:
    assert [one for another in INSIDE[name] for one in bench.held(name, another, touch)] == []


@pytest.mark.parametrize("late", [0.0, 0.01])
@pytest.mark.parametrize("name", LOGGED)
def test_two_at_the_same_moment_are_as_one_after_the_other(name: str, late: float, bench: Bench) -> None:
    others = LOGGED[LOGGED.index(name) :] if late == 0 else (name,)

    assert [one for another in others for one in bench.at_once(name, another, late)] == []
