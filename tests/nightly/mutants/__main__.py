"""Mutate what judges, and say how many mutants the tests kill: `python -m tests.nightly.mutants [--sample N] [--seed S] [ROOM…]`.

Works on a copy in `.mutants/`: there decorated functions are plain ones, so that they are mutated too, and
each test begins with empty caches, so that none hides a mutant from another. Prints the mutants left, by
function, and the figures, and keeps them; exits 1 where a room is below 90%.
`mutmut show NAME` in that folder shows one. With a sample so many mutants of a room are tried, drawn by
the seed: who has written tests for what one sample left draws another before saying how many are killed.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random

from benchmarks.latest import keep
from tests.nightly.mutants.rooms import READ, ROOMS, Room
from tests.nightly.mutants.undecorated import undecorated
from tests.support.paths import ROOT

COPY = ROOT / ".mutants"
AT_LEAST = 90
COULD_NOT_RUN = (4, 255)
"""Exit statuses of pytest called wrongly, and of an error of mutmut's own, which it counts as a timeout."""
KILLED = ("killed", "timeout", "caught by type check")
IN_THE_COPY = """

import importlib
import pkgutil

import checks.engine
from tests.nightly.mutants.sharp import told as _told

_told()
_engine = [importlib.import_module(f"checks.engine.{one.name}") for one in pkgutil.iter_modules(checks.engine.__path__)]
_cached = [one for module in _engine for one in vars(module).values() if hasattr(one, "cache_clear")]
settings.register_profile("few", settings.get_profile("quick"), max_examples=30)
settings.load_profile("few")


@pytest.fixture(autouse=True)
def _empty_caches():
    for cached in _cached:
        cached.cache_clear()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: ("sharp.py" not in item.nodeid, "test_rules.py" in item.nodeid, item.nodeid))
"""


def lay(room: Room) -> None:
    """Copy what is needed into an empty folder."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir()
    for name in ("checks", "tests", *READ):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, COPY / name)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (COPY / "pyproject.toml").write_text(f"{project}\n{room.settings()}", encoding="utf-8")
    for pattern in room.modules:
        for path in COPY.glob(pattern):
            path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    with (COPY / "tests/conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(IN_THE_COPY)


def results() -> dict[str, str]:
    """Return what became of each mutant, by its name; where pytest itself could not run, nothing is known."""
    broken = [
        name
        for path in (COPY / "mutants").rglob("*.meta")
        for name, status in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()
        if status in COULD_NOT_RUN
    ]
    if broken:
        sys.exit(f"the tests could not be run for {len(broken)} mutants, {broken[0]} for one")
    told = mutmut("results", "--all", "true", quiet=True).splitlines()
    return dict(line.strip().split(": ", 1) for line in told if ": " in line)


def mutmut(*arguments: str, quiet: bool = False) -> str:
    """Run mutmut in the copy, and return what it prints."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    ran = subprocess.run(
        command, cwd=COPY, check=not quiet, stdout=subprocess.PIPE if quiet else None, text=True
    )
    return ran.stdout or ""


def tried(room: Room, sample: int, seed: int) -> dict[str, str]:
    """Return what became of the mutants of a room, or of a sample of them."""
    lay(room)
    names: Sequence[str] = ()
    if sample:
        mutmut("run", "none", quiet=True)  # makes the mutants, and tries none
        known = sorted(results())
        names = sorted(Random(seed).sample(known, min(sample, len(known))))
    mutmut("run", *names)
    return {name: said for name, said in results().items() if said != "not checked"}


def main(arguments: Sequence[str]) -> int:
    """Try the rooms, print and write the figures, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.nightly.mutants")
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(room.name for room in ROOMS))
    asked = parser.parse_args(arguments)
    low = False
    for room in (room for room in ROOMS if not asked.rooms or room.name in asked.rooms):
        found = tried(room, asked.sample, asked.seed)
        left = Counter(name.rpartition("__mutmut_")[0] for name, said in found.items() if said not in KILLED)
        for function, count in sorted(left.items()):
            print(f"{count:3} left in {function}")
        killed = len(found) - left.total()
        share = 100 * killed / len(found) if found else 0
        low = low or share < AT_LEAST
        print(f"{room.name}: {killed:,} of {len(found):,} mutants killed: {share:.1f}%, at least {AT_LEAST}%")
        keep(
            f"mutants/{room.name.replace(',', '').replace(' ', '-')}",
            {"tried": len(found), "killed": killed, "sample": bool(asked.sample)},
        )
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
