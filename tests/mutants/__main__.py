"""Mutate what judges, and say how many mutants the tests kill: `python -m tests.mutants [NAMES…]`.

Works on a copy in `.mutants/`: there decorated functions are plain ones, so that they are mutated too, and
each test begins with empty caches, so that none hides a mutant from another. Prints the mutants left, by
function, and the figure; exits 1 below 90%. `mutmut show NAME` in that folder shows one.
"""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.undecorated import undecorated

ROOT = Path(__file__).parents[2]
COPY = ROOT / ".mutants"
AT_LEAST = 90
KILLED = ("killed", "timeout", "caught by type check")
IN_THE_COPY = """

from checks import calendar as _calendar
from checks.cadence import comparing as _comparing
from tests.mutants.sharp import told as _told

_told()
settings.register_profile("few", settings.get_profile("steady"), max_examples=30)
settings.load_profile("few")


@pytest.fixture(autouse=True)
def _empty_caches():
    for cached in (_calendar.period_of, _calendar.periods, _calendar._free_days, _comparing._windows):
        cached.cache_clear()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: ("sharp.py" not in item.nodeid, "test_rules.py" in item.nodeid, item.nodeid))
"""


def lay() -> None:
    """Copy what is needed into an empty folder."""
    shutil.rmtree(COPY, ignore_errors=True)
    for folder in ("checks", "tests"):
        shutil.copytree(ROOT / folder, COPY / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", COPY)
    checks = COPY / "checks"
    for path in (checks / "calendar.py", *checks.glob("cadence/*.py"), *checks.glob("coverage/*.py")):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    with (COPY / "tests/conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(IN_THE_COPY)


def results() -> dict[str, str]:
    """Return what became of each mutant, by its name."""
    told = mutmut("results", "--all", "true", quiet=True).splitlines()
    return dict(line.strip().split(": ", 1) for line in told if ": " in line)


def mutmut(*arguments: str, quiet: bool = False) -> str:
    """Run mutmut in the copy, and return what it prints."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    ran = subprocess.run(
        command, cwd=COPY, check=not quiet, stdout=subprocess.PIPE if quiet else None, text=True
    )
    return ran.stdout or ""


def main(names: Sequence[str]) -> int:
    """Lay the copy, run, print and return the exit status."""
    lay()
    mutmut("run", *names)
    found = {name: said for name, said in results().items() if said != "not checked"}
    left = Counter(name.rpartition("__mutmut_")[0] for name, said in found.items() if said not in KILLED)
    for function, count in sorted(left.items()):
        print(f"{count:3} left in {function}")
    killed = len(found) - left.total()
    share = 100 * killed / len(found) if found else 0
    print(f"{killed:,} of {len(found):,} mutants killed: {share:.1f}%, at least {AT_LEAST}%")
    return 0 if share >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
