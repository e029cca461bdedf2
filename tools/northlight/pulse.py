"""The pulse of the example: how many gave each score, invented from what the log says was held."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tools.northlight.story import ANSWERED, FELT, HORIZON, MOOD
from tools.northlight.world import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.northlight.logbook import Row
    from tools.northlight.world import Team

HEADER = "service,metric,score,count"
SCORES = (1, 2, 3, 4, 5)
LAST = "2026-Q3"
ORGANISATION = "organisation"


def read_questions(root: Path) -> dict[str, tuple[str, ...]]:
    """Return the ids of each service's questions, the organisation's own under `organisation`."""
    services = [read(path) for path in sorted((root / "playbook" / "services").glob("*.yaml"))]
    asked = {service["id"]: service.get("metrics", []) for service in services}
    asked[ORGANISATION] = read(root / "playbook" / "playbook.yaml").get("metrics", [])
    return {service: tuple(metric["id"] for metric in found) for service, found in asked.items()}


def invented(
    team: Team, rows: Sequence[Row], questions: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """Return the lines of each quarter's pulse: everybody who received something was asked once a question."""
    asked: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        quarter = f"{row.day.year}-Q{(row.day.month - 1) // 3 + 1}"
        if row.state == "held" and quarter <= LAST and row.day >= HORIZON:
            receivers = (
                {row.member} if row.member else {stay.person for stay in team.stays if stay.covers(row.day)}
            )
            for service in (row.service, ORGANISATION):
                asked.setdefault((quarter, service), set()).update(receivers)
    lines: dict[str, list[str]] = {}
    for (quarter, service), people in sorted(asked.items()):
        for metric in questions[service]:
            rng = random.Random(f"northlight/pulse/{team.id}/{quarter}/{service}/{metric}")
            scores = [
                _score(rng, _mean(team.id, quarter, service)) for _ in people if rng.random() < ANSWERED
            ]
            lines.setdefault(quarter, [HEADER]).extend(_counted(service, metric, scores, len(people)))
    return lines


def _mean(team: str, quarter: str, service: str) -> float:
    """Return about which score is given: services by the team's mood, support by how the year went."""
    mood = MOOD.get((team, quarter), MOOD.get((team, ""), 0.0))
    return mood + (FELT.get(quarter, 4.0) if service == ORGANISATION else 4.2)


def _score(rng: random.Random, mean: float) -> int:
    return max(SCORES[0], min(SCORES[-1], round(rng.gauss(mean, 0.8))))


def _counted(service: str, metric: str, scores: list[int], asked: int) -> Iterator[str]:
    for score in SCORES:
        if score in scores:
            yield f"{service},{metric},{score},{scores.count(score)}"
    if asked > len(scores):
        yield f"{service},{metric},,{asked - len(scores)}"
