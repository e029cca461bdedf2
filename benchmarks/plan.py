"""How long a plan takes beside a check of the same repository: 10,000 people unless said otherwise.

    python benchmarks/plan.py [PEOPLE]

It lays out a seeded repository in a temporary folder, runs both commands as processes, one after the other,
three times each, and prints the best of each and the ratio. A ratio over 5 ends with 1.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

AS_OF = date(2026, 11, 23)
SERVICES = {
    "one-on-one": (45, "{at_most_apart: 6 weeks, grace: 1 week}"),
    "recognition": (10, "{at_least: 1, per: month}"),
    "performance-discussion": (90, "{at_least: 1, per: half-year}"),
}
AGREED = "agreed_on: 2025-12-04, agreed_with: [members, leaders], record: https://git.example.org/pulls/1"


def lay(root: Path, people: int) -> None:
    """Write a playbook and teams of ten, with a year of touchpoints."""
    random = Random(people)
    (root / "playbook/services").mkdir(parents=True)
    (root / "playbook/playbook.yaml").write_text(
        "schema: 1\norganisation: Northlight\ntime_zone: Europe/Helsinki\nholidays: FI\nlogs_from: 2026-01-01\n"
        "principles:\n  - {id: seen-and-heard, title: Everyone is seen, text: Nobody is passed over.}\n"
        f"terms:\n  - {{from: 2026-01-01, owed_when_present: 50%, coverage_at_least: 50%, {AGREED}}}\n"
        f"privacy: {{smallest_group: 5, {AGREED}}}\ncapacity: {{leader_hours_per_week: 6}}\n"
    )
    for service, (minutes, cadence) in SERVICES.items():
        (root / f"playbook/services/{service}.yaml").write_text(
            f"schema: 1\nid: {service}\ntitle: {service}\nsummary: A service.\npurpose: To care.\n"
            f"context: {{minutes: {minutes}, where: Here}}\nserves: [seen-and-heard]\naudience: member\n"
            "initiative: outbound\nmetrics:\n  - {id: useful, question: Was it useful?}\nagreements:\n"
            "  - {from: 2026-01-01, obligation: compulsory, given_by: [leader, coach], teams: all, "
            f"cadence: {cadence}, review_by: 2026-12-31, {AGREED}}}\n"
        )
    for number in range(people // 10):
        _team(root / f"data/teams/team-{number}", number, random)


def _team(folder: Path, number: int, random: Random) -> None:
    (folder / "touchpoints").mkdir(parents=True)
    members = [f"p-{number}-{one}" for one in range(10)]
    roster = "".join(f"  - {{person: {one}, from: 2025-01-01}}\n" for one in members)
    away = "".join(
        f"  - {{person: {one}, from: 2026-11-30, to: 2026-12-{random.randint(2, 20):02}}}\n"
        for one in members
        if random.random() < 0.2
    )
    (folder / "team.yaml").write_text(
        f"schema: 1\nid: team-{number}\nname: Team {number}\n"
        f"leaders:\n  - {{person: p-{number}-lead, from: 2025-01-01}}\n"
        f"coaches:\n  - {{person: p-{number}-coach, from: 2025-01-01}}\nmembers:\n{roster}"
        + (f"absences:\n{away}" if away else "")
    )
    rows: dict[str, list[str]] = {}
    for member in members:
        for service, every in (("one-on-one", 42), ("recognition", 28), ("performance-discussion", 170)):
            day = date(2026, 1, 2) + timedelta(days=random.randrange(every))
            while day <= AS_OF:
                name = f"2026-Q{(day.month + 2) // 3}"
                rows.setdefault(name, []).append(f"{day},{service},{member},p-{number}-lead,outbound,held,,")
                day += timedelta(days=every - random.randint(0, 7))
    for name, lines in rows.items():
        head = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
        (folder / f"touchpoints/{name}.csv").write_text(head + "".join(f"{one}\n" for one in sorted(lines)))


def seconds(root: Path, *words: str) -> float:
    """Return the best of three runs."""
    command = [sys.executable, "-c", "from checks.cli import main; main()", "--root", str(root), *words]
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        done = subprocess.run(
            [*command, "--as-of", AS_OF.isoformat()], capture_output=True, text=True, check=False
        )
        taken.append(time.perf_counter() - began)
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            sys.exit(done.stderr)
    return min(taken)


def main() -> None:
    """Measure both and print the ratio."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay(root, people)
        check = seconds(root, "check", "--format", "summary")
        plan = seconds(root, "plan", "--weeks", "6 weeks", "--format", "json")
    print(f"{people:,} people: check {check:.1f} s, plan {plan:.1f} s, ratio {plan / check:.2f}")
    sys.exit(plan / check > 5)


if __name__ == "__main__":
    main()
