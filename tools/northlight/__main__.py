"""Write the logs and the pulse, or say which are not as they would be written."""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.northlight.by_calendar import hold_by_calendar, hold_health_checks
from tools.northlight.events import answer_orders, hold_steps
from tools.northlight.logbook import Logbook
from tools.northlight.pulse import ORGANISATION, read_questions
from tools.northlight.pulse import invented as pulse
from tools.northlight.rolling import hold_rolling
from tools.northlight.story import ANSWER_WITHIN, CALENDAR, STEPS
from tools.northlight.world import read_world

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.northlight.logbook import Row
    from tools.northlight.world import World

ROOT = Path(__file__).resolve().parents[2]
SEED = "northlight"
HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid"


def invented(book: Logbook, services: frozenset[str]) -> list[Row]:
    """Invent every service in turn, each from a seed of its own, and return the rows in the file's order."""
    for service in sorted(services):
        book.rng = random.Random(f"{SEED}/{book.team.id}/{service}")
        if service in CALENDAR:
            hold_by_calendar(book, service)
        if service == "one-on-one" and book.team.id != "sounding":
            hold_rolling(book)
        elif service == "team-health-check":
            hold_health_checks(book)
        elif service in STEPS:
            hold_steps(book, service)
        elif service in ANSWER_WITHIN:
            answer_orders(book, service)
    first_of_each = {row[:6]: row for row in reversed(book.rows)}
    waived = book.world.waived
    return sorted(row for row in first_of_each.values() if not waived(book.team.id, row.service, row.day))


def files(world: World, questions: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return path and text of each log and pulse, one file a team and calendar quarter that has rows."""
    texts: dict[str, list[str]] = {}
    for team in world.teams:
        rows = invented(Logbook(world, team), frozenset(questions) - {ORGANISATION})
        for quarter, lines in pulse(team, rows, questions).items():
            texts[f"data/teams/{team.id}/pulse/{quarter}.csv"] = lines
        for row in rows:
            name = f"{row.day.year}-Q{(row.day.month - 1) // 3 + 1}.csv"
            texts.setdefault(f"data/teams/{team.id}/touchpoints/{name}", [HEADER]).append(row.text())
    return {path: "\n".join(lines) + "\n" for path, lines in sorted(texts.items())}


def main() -> int:
    """Write the logs, or with --check say which differ; 1 when one does."""
    parser = argparse.ArgumentParser(description="Write the example's touchpoint logs.")
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    only_check: bool = parser.parse_args().check
    wanted = files(read_world(ROOT), read_questions(ROOT))
    there = {
        path.relative_to(ROOT).as_posix(): path
        for folder in ("touchpoints", "pulse")
        for path in sorted(ROOT.glob(f"data/teams/*/{folder}/*.csv"))
    }
    stale = [
        path
        for path, text in wanted.items()
        if path not in there or there[path].read_bytes() != text.encode()
    ]
    extra = [path for path in there if path not in wanted]
    if only_check:
        for path in stale + extra:
            print(f"{path} differs from what tools/northlight writes", file=sys.stderr)
        return 1 if stale or extra else 0
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(wanted[path].encode())
    for path in extra:
        there[path].unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
