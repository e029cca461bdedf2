"""`make bench`: speed and memory beside the same work done otherwise, as ratios within one run.

    python -m benchmarks [--largest] [--quick] [PEOPLE…]

Everything is measured as processes, in turn with what it is compared to: medians of five, CPU seconds (those of child
processes too) and peak memory as the system counts them. The naive pipeline and the largest size, which take minutes,
are run once, and the largest only with `--largest`; `--quick` leaves out peers and sites. Sizes are 100, 1,000 and
10,000 people unless named. Wall seconds are told where processes are compared with one; they say nothing on a machine
that is busy otherwise. What is measured is printed, and written to benchmarks/results.json with targets and machine.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cost import Cost, cost, costs
from benchmarks.figures import Figure, write
from benchmarks.laying import as_yaml, sites, with_a_bad_line, without_logs
from benchmarks.organisation import lay

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTBOUND = "import sys; sys.argv[0] = 'outbound'; from checks.cli import main; main()"
FLOOR = ("-m", "benchmarks.peers.floor")
SIZE = 1_000
"""People in the organisation that is measured beside others."""
LARGEST = 100_000
WHY = {
    "T1": "About a fifth is the start of Python with its models, and a fifth the rules and what is printed. The rest "
    "reads a row of eight cells and places it among the days its member owed, where the floor takes one line and one "
    "date.",
    "T2": "The naive pipeline stands as it was described. The check does more than was foreseen when the target was "
    "set: it reads answers, waivers, absences and agreements, and says each finding with its place.",
    "T3": "The check judges where the other two merely validate: with no log every promise of two years is broken, and "
    "each is worked out and said. The start of Python with its models is a third of it.",
    "T4": "By team nothing grows. What grows is what is said at the end: all findings are kept until they can be sorted, "
    "and this organisation has two a team. The start alone takes 35 MiB, so that twice a small number is small too.",
    "T7": "The pages from disk are finished; these are judged, suppressed and worded first. The check of the same data "
    "is about two fifths of the difference, suppression and wording the rest.",
}
"""What stands in the way of the targets that are missed."""
ABSENT = ("pydantic", "mkdocs", "rich", "icalendar")


def outbound(root: Path, *words: str) -> tuple[str, ...]:
    """Return the words that call the command."""
    return ("-c", OUTBOUND, "--root", str(root), *words)


@dataclass(frozen=True)
class Size:
    """An organisation of so many people: what the floor costs, and what a check costs."""

    people: int
    touchpoints: int
    floor: Cost
    check: Cost

    @property
    def ratio(self) -> float:
        """How many times the floor a check takes."""
        return self.check.seconds / self.floor.seconds


def size_of(people: int, runs: int) -> Size:
    """Lay out an organisation and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        rows = lay(Path(folder), people)
        floor, check = costs((*FLOOR, folder), outbound(Path(folder), "check"), runs=runs)
    return Size(people, rows, floor, check)


def of_sizes(sizes: list[Size]) -> Iterator[Figure]:
    """Yield a check beside the floor, its growth and its memory, by size."""
    for size in sizes:
        says = f"check of {size.people:,} people, {size.touchpoints:,} touchpoints, beside csv.reader"
        yield Figure("T1", says, size.ratio, at_most=8 if size.people == SIZE else None, why=WHY["T1"])
    for a, b in pairwise([size for size in sizes if size.people >= SIZE]):
        exponent = math.log(b.check.seconds / a.check.seconds) / math.log(b.people / a.people)
        yield Figure("T4", f"scaling exponent, {a.people:,} to {b.people:,} people", exponent, at_most=1.10)
    for size in sizes:
        most = 400 if size.people == LARGEST else None
        says = f"peak memory of a check of {size.people:,} people"
        yield Figure("T4", says, size.check.mebibytes, "MiB", at_most=most)
    by_people = {size.people: size.check.mebibytes for size in sizes}
    if SIZE in by_people and LARGEST in by_people:
        says = f"peak memory of {LARGEST:,} people beside that of {SIZE:,}"
        yield Figure("T4", says, by_people[LARGEST] / by_people[SIZE], at_most=2, why=WHY["T4"])


def of_start() -> Iterator[Figure]:
    """Yield what starting costs, and how much of what is heavy was imported."""
    bare, helped = costs(("-c", "pass"), ("-c", OUTBOUND, "--help"))
    yield Figure("T6", "--help beside bare Python", helped.seconds / bare.seconds, at_most=5.5)
    asked = (
        "import sys; from checks.cli import group; group(['--help'], standalone_mode=False); "
        f"sys.exit(sum(name in sys.modules for name in {ABSENT}))"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False).returncode
    yield Figure("T6", f"of {', '.join(ABSENT)} imported by --help", found, at_most=0)


def of_jobs(people: int) -> Iterator[Figure]:
    """Yield how much sooner two processes are done than one, in wall seconds."""
    with tempfile.TemporaryDirectory() as folder:
        lay(Path(folder), people)
        one, two = costs(outbound(Path(folder), "check"), outbound(Path(folder), "check", "--jobs", "2"))
    says = f"wall seconds of one process beside those of two, {people:,} people"
    yield Figure("T5", says, one.wall / two.wall, at_least=1.6)
    says = f"CPU seconds of two processes together beside those of one, {people:,} people"
    yield Figure("T5", says, two.seconds / one.seconds)


def of_peers(root: Path) -> Iterator[Figure]:
    """Yield what others take for the same facts, once it is sure that they come to the same numbers."""
    as_yaml(root)
    for name in ("with_pandas", "with_polars", "naive"):
        agree(root, name)
    peers = ("with_pandas", "with_polars")
    calls = (
        outbound(root, "check"),
        outbound(root, "coverage"),
        *((*peer(name), str(root)) for name in peers),
    )
    check, coverage, *others = costs(*calls)
    for name, other in zip(peers, others, strict=True):
        says = f"a script {name.replace('_', ' ')} (calendar windows alone) beside coverage"
        yield Figure("", says, other.seconds / coverage.seconds)
        yield Figure("", f"peak memory of the script {name.replace('_', ' ')}", other.mebibytes, "MiB")
    naive = cost(*peer("naive"), str(root), runs=1)
    yield Figure(
        "T2",
        "the naive pipeline (run once) beside check",
        naive.seconds / check.seconds,
        at_least=100,
        why=WHY["T2"],
    )
    yield from of_validators(root, check)
    bad = root.parent / "bad"
    with_a_bad_line(root, bad)
    good, spoilt = costs(outbound(root, "check"), outbound(bad, "check"))
    yield Figure("T8", "check with one bad line beside without", spoilt.seconds / good.seconds, at_most=1.10)


def of_validators(root: Path, check: Cost) -> Iterator[Figure]:
    """Yield what yamllint and check-jsonschema take merely to validate policy and rosters."""
    bare = root.parent / "bare"
    rosters = without_logs(root, bare)
    lint, schema, read = costs(
        ("-m", "yamllint", str(bare / "playbook"), str(bare / "data")),
        ("-m", "check_jsonschema", "--schemafile", str(bare / "roster.schema.json"), *rosters),
        outbound(bare, "check"),
    )
    both = (lint + schema).seconds
    says = "yamllint and check-jsonschema beside check, policy and rosters without logs"
    yield Figure("T3", says, both / read.seconds, at_least=5, why=WHY["T3"])
    yield Figure("T3", "the same beside a check that reads and judges the logs too", both / check.seconds)


def peer(name: str) -> tuple[str, ...]:
    """Return the words that call a peer."""
    return "-m", f"benchmarks.peers.{name}"


def agree(root: Path, name: str) -> None:
    """End the run where a peer comes to other numbers than the engine on what it covers."""
    by = ("coverage", "--by", "team,service,period", "--format", "json")
    rows = json.loads(said(*outbound(root, *by)))["rows"]
    ours = {(one["team"], one["service"], one["period"]): [one["due"], one["met"]] for one in rows}
    theirs = {tuple(row[:3]): row[3:] for row in json.loads(said(*peer(name), str(root)))}
    if not theirs or any(ours.get(key) != counts for key, counts in theirs.items()):
        sys.exit(f"{name} comes to other numbers than the engine: nothing is compared")


def said(*words: str) -> str:
    """Return what Python prints when it is called with these words."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True).stdout


def of_site(root: Path) -> Iterator[Figure]:
    """Yield what a site of about 200 generated pages costs, beside the same pages read from disk."""
    sites(root)
    said(*outbound(root, "render", "--out", str(root / "pages")))
    made, disk, judged = costs(
        *(
            ("-m", "mkdocs", "build", "-q", "-f", str(root / f"{name}.yml"), "-d", str(root / f"site-{name}"))
            for name in ("plugin", "disk")
        ),
        outbound(root, "check"),
        runs=3,
    )
    count = sum(1 for _ in (root / "pages").rglob("*.md"))
    yield Figure("T7", f"CPU seconds for a site of {count} generated pages", made.seconds, "s", at_most=15)
    says = f"these {count} pages beside the same read from disk by MkDocs"
    yield Figure("T7", says, made.seconds / disk.seconds, at_most=1.3, why=WHY["T7"])
    says = "the same, what a check of the same data takes left aside"
    yield Figure("T7", says, (made.seconds - judged.seconds) / disk.seconds)
    home = (root / "site-plugin/index.html").stat().st_size / 1000
    yield Figure("T7", "home page", home, "kB", at_most=80)


def of_large_site(teams: int) -> Iterator[Figure]:
    """Yield what the site of so many teams comes to; built once."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay(root, teams * 8)
        sites(root)
        words = ("mkdocs", "build", "-q", "-f", str(root / "plugin.yml"), "-d", str(root / "site"))
        built = cost("-m", *words, runs=1)
        home, index, search, team = (
            (root / "site" / name).stat().st_size / 1000
            for name in (
                "index.html",
                "teams/index.html",
                "search/search_index.json",
                "teams/team-00000.html",
            )
        )
    yield Figure("T7", f"CPU seconds for the site of {teams:,} teams (built once)", built.seconds, "s")
    yield Figure("T7", f"peak memory of building the site of {teams:,} teams", built.mebibytes, "MiB")
    yield Figure("T7", f"page that lists {teams:,} teams", index, "kB", at_most=200)
    yield Figure("T7", f"home page of the site of {teams:,} teams", home, "kB", at_most=80)
    yield Figure("T7", f"page of one of {teams:,} teams, its navigation with it", team, "kB")
    yield Figure("T7", f"search index of the site of {teams:,} teams", search, "kB")


def measured(sizes: list[Size], *, quick: bool) -> Iterator[Figure]:
    """Yield all figures, those of the sizes first."""
    yield from of_sizes(sizes)
    yield from of_start()
    yield from of_jobs(max(size.people for size in sizes if size.people < LARGEST))
    if quick:
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "organisation"
        root.mkdir()
        lay(root, SIZE)
        yield from of_peers(root)
        yield from of_site(root)
    yield from of_large_site(1_000)


def main(words: list[str]) -> None:
    """Measure, print a table line by line, and write benchmarks/results.json."""
    people = [int(word) for word in words if word.isdigit()] or [100, SIZE, 10_000]
    if unknown := {word for word in words if not word.isdigit()} - {"--largest", "--quick"}:
        sys.exit(f"{', '.join(sorted(unknown))}: --largest, --quick and numbers of people are known")
    sizes = [size_of(one, 5) for one in people]
    if "--largest" in words:
        sizes.append(size_of(LARGEST, 1))
    figures = []
    for figure in measured(sizes, quick="--quick" in words):
        print(figure.line(), flush=True)
        figures.append(figure)
    write(figures, {"sizes": [{**asdict(size), "check_beside_floor": size.ratio} for size in sizes]})


if __name__ == "__main__":
    main(sys.argv[1:])
