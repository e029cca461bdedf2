"""`make bench`: speed and memory beside the same work done otherwise, as ratios within one run.

    python -m benchmarks [--largest] [--quick] [PEOPLE…]

Everything is measured as processes, in turn with what it is compared to: medians of five, CPU seconds (those of child
processes too) and peak memory as the system counts them. The largest size, which takes minutes, is run once, and only
with `--largest`; `--quick` leaves out peers and sites. Sizes are 100, 1,000 and 10,000 people unless named, of two
organisations: a small one with two services, and one with the whole catalogue. Wall seconds are told where processes
are compared with one; they say nothing on a machine that is busy otherwise. What is measured is printed, and written to
benchmarks/results.json with targets and machine.
"""

from __future__ import annotations

import compileall
import json
import math
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pygit2

import checks
from benchmarks.catalogue import lay_catalogue
from benchmarks.cost import Cost, cost, costs
from benchmarks.figures import Figure, write
from benchmarks.laying import sites, with_a_bad_line, without_logs
from benchmarks.organisation import lay

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTBOUND = "import sys; sys.argv[0] = 'outbound'; from checks.cli import main; main()"
FLOOR = ("-m", "benchmarks.peers.floor")
SIZE = 1_000
"""People in the organisation that is measured beside others."""
LARGEST = 100_000
LAYING = {"small": lay, "catalogue": lay_catalogue}
"""The organisations: two services and 129 rows a person, and the eleven of the example and 108 rows a person."""

MOST = {"small": 7, "catalogue": 9}
"""How many times the floor a check may take. Source: performance.md, T1."""

WHY = {
    "T1": "Start-up takes one and a half times the floor at 1,000 people, and reading the logs takes twice the "
    "floor. On the whole catalogue each member has ten services, and each needs its own result. The "
    "second design shares memberships, terms and periods among members, services and teams. It takes a "
    "third off.",
    "T2": "The scripts read all logs as one table, trust every row, and count whole columns at once. Our "
    "command reads each file with its places. It also handles waivers, events and terms that change. A "
    "third of its CPU is start-up and reading.",
    "T3": "With no log every promise of two years is broken, and the command works out and words each one. No "
    "part takes more than a quarter, and start-up is the largest. In a second design, members without a "
    "touchpoint shared their rolling windows. It took 2% off, so we did not keep it.",
    "T4": "The findings grow: the command keeps all of them until it can sort them, and this organisation has "
    "two for each team.",
    "T5": "Start-up, the policy, the rules over all teams, sorting and the report need one process. That is "
    "three tenths of the work. Both processes together take 2% more CPU than one, so they do nothing "
    "twice. We tried no second design.",
    "T6": "click with an empty help takes 4.7 times bare Python. In a second design the help was text, printed "
    "before click loads: 2.1 times. We did not keep it, because click wraps the help at the width of the "
    "terminal.",
    "T7": "MkDocs, its theme and the search take two thirds; converting Markdown takes a quarter. The second "
    "design reads published figures once instead of three times, and writes equal calendar entries once. "
    "That takes a tenth off. The published pages need no checks; the pages of the preview do.",
    "T10": "MkDocs lists the theme’s files, and a service concerns all teams, so the check covers them all. The "
    "second design keeps each page whose sources are the same: 1.4 s of CPU instead of 5.4 s. The rest is"
    " waiting.",
}
"""What stands in the way of the targets that are missed."""
ABSENT = ("pydantic", "mkdocs", "rich", "icalendar")


def outbound(root: Path, *words: str) -> tuple[str, ...]:
    """Return the words that call the command."""
    return ("-c", OUTBOUND, "--root", str(root), *words)


@dataclass(frozen=True)
class Size:
    """An organisation of so many people: what the floor costs, and what a check costs."""

    organisation: str
    people: int
    touchpoints: int
    floor: Cost
    check: Cost

    @property
    def ratio(self) -> float:
        """How many times the floor a check takes."""
        return self.check.seconds / self.floor.seconds


def size_of(organisation: str, people: int, runs: int) -> Size:
    """Lay out an organisation and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        rows = LAYING[organisation](Path(folder), people)
        floor, check = costs((*FLOOR, folder), outbound(Path(folder), "check"), runs=runs)
    return Size(organisation, people, rows, floor, check)


def of_sizes(sizes: list[Size]) -> Iterator[Figure]:
    """Yield a check beside the floor, its growth and its memory, by size; all of one organisation."""
    for size in sizes:
        says = f"check of {size.people:,} people ({size.organisation}, {size.touchpoints:,} rows) beside csv.reader"
        most = MOST[size.organisation] if SIZE <= size.people < LARGEST else None
        yield Figure("T1", says, size.ratio, at_most=most, why=WHY["T1"])
    for a, b in pairwise([size for size in sizes if size.people >= SIZE]):
        exponent = math.log(b.check.seconds / a.check.seconds) / math.log(b.people / a.people)
        says = f"scaling exponent, {a.people:,} to {b.people:,} people ({a.organisation})"
        yield Figure("T4", says, exponent, at_most=1.05, why=WHY["T4"])
    for size in sizes:
        most = 120 if size.people == LARGEST else None
        says = f"peak memory of a check of {size.people:,} people ({size.organisation})"
        yield Figure("T4", says, size.check.mebibytes, "MiB", at_most=most, why=WHY["T4"])


def of_start() -> Iterator[Figure]:
    """Yield what starting costs, and how much of what is heavy was imported."""
    bare, helped = costs(("-c", "pass"), ("-c", OUTBOUND, "--help"))
    yield Figure("T6", "--help beside bare Python", helped.seconds / bare.seconds, at_most=4, why=WHY["T6"])
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
    yield Figure("T5", says, one.wall / two.wall, at_least=1.8, why=WHY["T5"])
    says = f"CPU seconds of two processes together beside those of one, {people:,} people"
    yield Figure("T5", says, two.seconds / one.seconds)


PEERS = {"with_pandas": 2, "with_polars": 3}
"""Scripts that count the same windows, and how many times the CPU of ours they need. Source: performance.md, T2."""


def of_peers(root: Path) -> Iterator[Figure]:
    """Yield what others take for the same facts, once it is sure that they come to the same numbers."""
    for name in PEERS:
        agree(root, name)
    calls = (outbound(root, "coverage", *BY), *((*peer(name), str(root)) for name in PEERS))
    ours, *others = costs(*calls)
    yield from _of_peer("outbound coverage", ours)
    for (name, least), other in zip(PEERS.items(), others, strict=True):
        script = f"a script {name.replace('_', ' ')}"
        says = f"{script} beside outbound coverage, catalogue, {SIZE:,} people"
        yield Figure("T2", says, other.seconds / ours.seconds, at_least=least, why=WHY["T2"])
        yield from _of_peer(script, other)


def _of_peer(name: str, cost: Cost) -> Iterator[Figure]:
    yield Figure("peers", f"{name}: CPU", cost.seconds, "s")
    yield Figure("peers", f"{name}: wall", cost.wall, "s")
    yield Figure("peers", f"{name}: peak memory", cost.mebibytes, "MiB")


def of_bad_line(root: Path) -> Iterator[Figure]:
    """Yield what one bad line costs."""
    bad = root.parent / "bad"
    with_a_bad_line(root, bad)
    good, spoilt = costs(outbound(root, "check"), outbound(bad, "check"))
    yield Figure("T8", "check with one bad line beside without", spoilt.seconds / good.seconds, at_most=1.10)


def of_validators(root: Path) -> Iterator[Figure]:
    """Yield a check of policy and rosters beside what yamllint and check-jsonschema take merely to validate them."""
    bare = root.parent / "bare"
    rosters = without_logs(root, bare)
    lint, schema, read = costs(
        ("-m", "yamllint", str(bare / "playbook"), str(bare / "data")),
        ("-m", "check_jsonschema", "--schemafile", str(bare / "roster.schema.json"), *rosters),
        outbound(bare, "check"),
    )
    says = "check of policy and rosters without logs beside yamllint and check-jsonschema together"
    yield Figure("T3", says, read.seconds / (lint + schema).seconds, at_most=0.5, why=WHY["T3"])


def peer(name: str) -> tuple[str, ...]:
    """Return the words that call a peer."""
    return "-m", f"benchmarks.peers.{name}"


BY = ("--by", "team,service,period", "--format", "json")
"""How the counts are asked for that are compared."""


def agree(root: Path, name: str) -> None:
    """End the run where a peer comes to other numbers than the engine on what it covers."""
    rows = json.loads(said(*outbound(root, "coverage", *BY)))["rows"]
    ours = {(one["team"], one["service"], one["period"]): [one["due"], one["met"]] for one in rows}
    theirs = {tuple(row[:3]): row[3:] for row in json.loads(said(*peer(name), str(root)))}
    if not theirs or any(ours.get(key) != counts for key, counts in theirs.items()):
        sys.exit(f"{name} comes to other numbers than the engine: nothing is compared")


def said(*words: str) -> str:
    """Return what Python prints when it is called with these words."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True).stdout


def of_site(root: Path) -> Iterator[Figure]:
    """Yield what a site of about 200 generated pages costs, beside the same pages read from disk.

    The published site is built from releases; the preview with live figures judges the data first.
    """
    sites(root)
    said(*outbound(root, "release"))
    names = ("released", "live")
    for name, options in zip(names, ((), ("--preview",)), strict=True):
        said(*outbound(root, "render", *options, "--out", str(root / f"{name}-pages")))
    builds = [name for one in names for name in (one, f"{one}-disk")]
    taken = costs(
        *(
            ("-m", "mkdocs", "build", "-q", "-f", str(root / f"{name}.yml"), "-d", str(root / f"site-{name}"))
            for name in builds
        ),
        runs=3,
    )
    for name, (made, disk) in zip(names, (taken[:2], taken[2:]), strict=True):
        count = sum(1 for _ in (root / f"{name}-pages").rglob("*.md"))
        says = f"CPU seconds for a site of {count} generated pages, {name}"
        yield Figure("T7", says, made.seconds, "s")
        says = f"these {count} pages ({name}) beside the same read from disk by MkDocs"
        yield Figure("T7", says, made.seconds / disk.seconds, at_most=1.5, why=WHY["T7"])
    home = (root / "site-released/index.html").stat().st_size / 1000
    yield Figure("T7", "home page", home, "kB", at_most=30)


def of_large_site(teams: int) -> Iterator[Figure]:
    """Yield what the published site of so many teams comes to; built once."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay(root, teams * 8)
        sites(root)
        said(*outbound(root, "release"))
        words = ("mkdocs", "build", "-q", "-f", str(root / "released.yml"), "-d", str(root / "site"))
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
    yield Figure(
        "T7",
        f"CPU seconds for the site of {teams:,} teams (built once)",
        built.seconds,
        "s",
        at_most=16,
        why=WHY["T7"],
    )
    yield Figure(
        "T7",
        f"peak memory of building the site of {teams:,} teams",
        built.mebibytes,
        "MiB",
        at_most=150,
        why=WHY["T7"],
    )
    yield Figure("T7", f"page that lists {teams:,} teams", index, "kB", at_most=200)
    yield Figure("T7", f"home page of the site of {teams:,} teams", home, "kB", at_most=30)
    yield Figure("T7", f"page of one of {teams:,} teams, its navigation with it", team, "kB")
    yield Figure("T7", f"search index of the site of {teams:,} teams", search, "kB")


def of_rebuild() -> Iterator[Figure]:
    """Yield how long `mkdocs serve` takes for the example after a service's file changed."""
    with tempfile.TemporaryDirectory() as folder:
        example = Path(folder) / "example"
        pygit2.clone_repository(str(Path(__file__).parents[1]), str(example))
        service = example / "playbook/services/one-on-one.yaml"
        seconds = said("-m", "benchmarks.rebuild", str(example / "mkdocs.yml"), str(service)).split()
    says = "wall seconds of a rebuild of the example after one YAML file changed"
    yield Figure("T10", says, statistics.median(map(float, seconds)), "s", at_most=1.5, why=WHY["T10"])


def measured(sizes: list[Size], *, quick: bool) -> Iterator[Figure]:
    """Yield all figures, those of the sizes first."""
    for organisation in LAYING:
        yield from of_sizes([size for size in sizes if size.organisation == organisation])
    yield from of_start()
    yield from of_jobs(max(size.people for size in sizes if size.people < LARGEST))
    if quick:
        return
    with tempfile.TemporaryDirectory() as folder:
        roots = {}
        for organisation, lay_out in LAYING.items():
            roots[organisation] = Path(folder) / organisation / "root"
            lay_out(roots[organisation], SIZE)
        yield from of_peers(roots["catalogue"])
        yield from of_validators(roots["small"])
        yield from of_bad_line(roots["small"])
        yield from of_site(roots["small"])
    yield from of_large_site(1_000)
    yield from of_rebuild()


def main(words: list[str]) -> None:
    """Measure, print a table line by line, and write benchmarks/results.json."""
    people = [int(word) for word in words if word.isdigit()] or [100, SIZE, 10_000]
    if unknown := {word for word in words if not word.isdigit()} - {"--largest", "--quick"}:
        sys.exit(f"{', '.join(sorted(unknown))}: --largest, --quick and numbers of people are known")
    for folder in (Path(checks.__path__[0]), Path(__file__).parent):
        compileall.compile_dir(folder, quiet=2)
    sizes = [size_of(organisation, number, 5) for organisation in LAYING for number in people]
    if "--largest" in words:
        sizes.append(size_of("small", LARGEST, 1))
        sizes.sort(key=lambda size: size.organisation != "small")
    figures = []
    for figure in measured(sizes, quick="--quick" in words):
        print(figure.line(), flush=True)
        figures.append(figure)
    write(figures, {"sizes": [{**asdict(size), "check_beside_floor": size.ratio} for size in sizes]})


if __name__ == "__main__":
    main(sys.argv[1:])
