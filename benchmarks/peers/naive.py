"""The naive pipeline: a YAML record a touchpoint by ruamel's round trip, a model a record, a walk day by day.

The walk is the tests' oracle, so the numbers are the engine's. It reads the log of each team from
`naive/<team>.yaml`, which the benchmark writes from the CSV files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from tests.support.oracle.walk import Case, Document, judge


class Touchpoint(BaseModel):
    """A row of the log."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: date
    service: str
    member: str
    given_by: str
    initiative: str
    state: str
    acknowledged: str = ""
    uid: str = ""


def plain(node: object) -> object:
    """Return what was read with every scalar as it is written."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return str(node)


def document(path: Path) -> Document:
    """Return a YAML file by round trip."""
    read = plain(YAML().load(path.read_text("utf-8")))
    assert isinstance(read, dict)  # noqa: S101
    return read


def main(root: Path) -> None:
    """Read everything, judge everything, and print due and met by team, service and quarter."""
    playbook = document(root / "playbook/playbook.yaml")
    services = {path.stem: document(path) for path in sorted(root.glob("playbook/services/*.yaml"))}
    teams, rows = {}, {}
    for path in sorted(root.glob("data/teams/*/team.yaml")):
        teams[path.parent.name] = document(path)
        records = [
            Touchpoint(**one) for one in document(root / f"naive/{path.parent.name}.yaml")["touchpoints"]
        ]
        rows[path.parent.name] = [{key: str(value) for key, value in one} for one in records]
    case = Case(date(2026, 11, 20), playbook, services, teams, rows=rows)
    sums: dict[tuple[str, str, str], list[int]] = {}
    for (team, service, quarter, _), counts in judge(case).items():
        one = sums.setdefault((team, service, quarter), [0, 0])
        one[0] += counts.due
        one[1] += counts.met
    print(json.dumps([[*key, *counts] for key, counts in sorted(sums.items()) if counts[0]]))


main(Path(sys.argv[1]))
