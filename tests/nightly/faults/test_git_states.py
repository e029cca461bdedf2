"""Each command in a repository that git has left in the midst of something: a clear word, and git's files untouched."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.cli import group
from checks.store.atomic_files import LOCK
from tests.nightly.faults.commands import AS_OF, ORDER, READINGS, WRITES
from tests.nightly.faults.git_states import IGNORED, STATES
from tests.nightly.faults.test_faults import commands
from tests.nightly.faults.test_two_writers import COMMANDS, PEOPLE, START
from tests.nightly.faults.together import Ended, Workshop
from tests.support.building import lay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WRITING: Mapping[str, tuple[str, ...]] = {
    **{name: one.words for name, one in WRITES.items()},
    **{name: COMMANDS[name] for name in ("import calendar", "import people", "new waiver")},
    "import issue": ("import", "issue", "--event", "../../event.json", "--people", "../../people.csv"),
}
READING: Mapping[str, tuple[str, ...]] = {
    **{name: READINGS[name] for name in ("check", "explain")},
    "coverage": READINGS["coverage, json"],
    "invite": READINGS["invite, json"],
    "plan, as JSON": READINGS["plan, json"],
    "digest": READINGS["digest, text"],
    "effect": READINGS["effect, table"],
    "check since HEAD": READINGS["check, without what is new"],
    "fmt, what it would do": ("fmt", "--check"),
    "prune, what would go": ("prune", "--person", "p-ada", "--dry-run", *AS_OF),
    "mine, the record": READINGS["mine, text"],
}
CALLS = {**READING, **WRITING}

PLAIN = "no repository"
SINCE_HEAD = ("check since HEAD", "effect")
OF_TEAMS = ("rename team", "split team", "merge teams", "move member")
"""Verbs for teams: each needs the files of the teams, and all services, which promise them something or list them."""
THERE_IS_NONE = dict.fromkeys(SINCE_HEAD, 3)
ELSE: Mapping[str, Mapping[str, int]] = {
    PLAIN: {"check": 1, "fmt, what it would do": 1, **THERE_IS_NONE},
    "no commit yet": THERE_IS_NONE,
    "a merge with a conflict in a log": {
        **dict.fromkeys(("log", "confirm", "import calendar", "new waiver"), 2),
        **dict.fromkeys((*OF_TEAMS, "retire service", "rename person", "correct"), 2),
        **dict.fromkeys(("fmt", "import log", "import issue", "plan"), 1),
        **dict.fromkeys(("mine", "mine, the record", "export", "prune", "release"), 3),
        **dict.fromkeys(("coverage", "invite", "plan, as JSON", "digest", "check since HEAD"), 1),
        "prune, what would go": 3,
    },
    "a merge with a conflict in a service": {
        **dict.fromkeys(("log", "setup forms", "setup dpia", "new agreement"), 2),
        **dict.fromkeys((*OF_TEAMS, "retire service", "rename service", "rename person"), 2),
        **dict.fromkeys(("import log", "import issue", "plan"), 1),
        **dict.fromkeys(("mine, the record", "export"), 1),
        "release": 3,
        **dict.fromkeys(("coverage", "invite", "plan, as JSON", "digest", "check since HEAD"), 1),
    },
    "a sparse checkout": {
        **dict.fromkeys(SINCE_HEAD, 3),
        **dict.fromkeys((*OF_TEAMS, "retire service", "rename service", "rename person", "import people"), 3),
        **dict.fromkeys(("mine, the record", "export", "prune", "prune, what would go", "release"), 3),
    },
}
"""Exit statuses that are not those of a repository in which nothing is the matter: 0, and 1 where `check` finds something."""

CLEAR = (
    "conflict",
    "cannot be read",
    "can't be read",
    "could not be read",
    "in what could be read",
    "unread",
    "git init",
    "git commit",
    "sparse",
)


ELSEWHERE = {
    "ask": "it reads as `invite` does",
    "collect": "it logs as `import calendar` does",
    "desk": "it reads as `invite` does",
    "import mail": "it logs as `import issue` does",
    "import survey": "it writes as `import log` does",
}
"""Commands that meet git as one above does."""


def test_every_command_is_tried() -> None:
    tried = {name.partition(",")[0].removesuffix(" since HEAD") for name in CALLS}

    assert sorted([*tried, *ELSEWHERE]) == sorted(commands(group))


Shot = dict[str, tuple[int, int, int]]
"""Each file and folder below a folder, git's own too: its size, and when its bytes and anything of it were changed."""


def shot(top: Path) -> Shot:
    names = (Path(folder, name) for folder, *names in os.walk(top) for name in ("", *names[0], *names[1]))
    states = ((path, path.lstat()) for path in names if path.name != LOCK)
    return {
        str(path.relative_to(top)): (0, 0, 0)
        if path.is_dir()
        else (at.st_size, at.st_mtime_ns, at.st_ctime_ns)
        for path, at in states
    }


def restore(top: Path, before: Shot, now: Shot, kept: Mapping[str, bytes]) -> None:
    """Put everything back where it was, so that a state is laid once for all commands."""
    for path in sorted(now.keys() - before.keys(), reverse=True):
        (top / path).rmdir() if (top / path).is_dir() else (top / path).unlink()
    for path, was in sorted(before.items()):  # a folder comes before what is in it
        if path not in kept:
            (top / path).mkdir(exist_ok=True)
        elif was != now.get(path):
            (top / path).write_bytes(kept[path])
            os.utime(top / path, ns=(was[1], was[1]))


Told = dict[str, tuple[Ended, set[str]]]
"""How each command ended in a state, and the files that were others then, by their way from the root."""


class Bench:
    """Lays each state once, and tells what each command does in it."""

    def __init__(self, top: Path) -> None:
        self._top = top
        (top / "work").mkdir()
        self.workshop = Workshop(top / "work")
        self.told = cache(self._told)

    def _told(self, state: str) -> Told:
        top = self._top / state
        root = STATES[state](top / "here", {**START, **IGNORED})
        (root.parent / "outside").mkdir()
        lay((root / "../..").resolve(), {"people.csv": PEOPLE, "event.json": json.dumps(ORDER)})
        before, told = shot(top), Told()
        kept = {path: (top / path).read_bytes() for path in before if (top / path).is_file()}
        for name, words in CALLS.items():
            ended = self.workshop.alone(words, root)
            now = shot(top)
            changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
            told[name] = ended, {os.path.relpath(top / path, root) for path in changed}
            if changed:
                restore(top, before, now, kept)
                before = shot(top)
        return told


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("states"))
    yield made
    made.workshop.close()


def test_writers_write_and_readers_do_not_in_a_good_clone(bench: Bench) -> None:
    assert {name for name, (_, changed) in bench.told(PLAIN).items() if changed} == set(WRITING)


@pytest.mark.parametrize("state", STATES)
def test_each_command_says_how_it_is_and_changes_no_more(state: str, bench: Bench) -> None:
    plain, told = bench.told(PLAIN), bench.told(state)
    since = {} if state in (PLAIN, "no commit yet") else dict.fromkeys(SINCE_HEAD, 0)
    meant = {**dict.fromkeys(CALLS, 0), **ELSE[PLAIN], **since, **ELSE.get(state, {})}

    assert [
        f"{name}: {ended.status}, not {meant[name]}: {ended.err or ended.out}"
        for name, (ended, changed) in told.items()
        if ended.status != meant[name]
        or "Traceback" in ended.err
        or not changed <= plain[name][1]
        or (ended.status > 1 and (changed or ended.err.count("\n") != 1))
        or (ended.status and ended.status != plain[name][0].status and not _clear(ended))
    ] == []


def _clear(ended: Ended) -> bool:
    return any(words in ended.out + ended.err for words in CLEAR)


UNTOUCHED = [state for state in STATES if state not in ELSE]


@pytest.mark.parametrize("state", UNTOUCHED)
def test_states_of_git_change_no_word_without_a_base(state: str, bench: Bench) -> None:
    plain = bench.told(PLAIN)

    assert {
        name: ended.out + ended.err
        for name, (ended, _) in bench.told(state).items()
        if name not in SINCE_HEAD and (ended.out, ended.err) != (plain[name][0].out, plain[name][0].err)
    } == {}
