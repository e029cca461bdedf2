"""Each kind of cadence: what is owed next, and by when."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from checks.cli import group
from tests.support.calling import replaced
from tests.support.rolling_repository import DAY, laid, rows, team

SERVICE = "playbook/services/one-on-one.yaml"
QUARTERLY = "cadence: {at_least: 1, per: quarter}"


def owed(root: Path, member: str, within: str = "8 weeks") -> list[tuple[str, str, str | None]]:
    """Return state, last day and giver of what a member is owed."""
    words = ["--root", str(root), "invite", "--as-of", DAY, "--within", within, "--format", "json"]
    found = CliRunner().invoke(group, words, catch_exceptions=False)
    return [
        (one["state"], one["by"], one["giver"])
        for one in json.loads(found.output)["rows"]
        if one["member"] == member
    ]


def terms(cadence: str, **more: str) -> dict[str, str]:
    pairs = [(QUARTERLY, f"cadence: {cadence}")]
    if "obligation" in more:
        pairs.append(("obligation: compulsory", f"obligation: {more['obligation']}"))
    return replaced(SERVICE, *pairs)


@pytest.mark.parametrize(
    ("cadence", "log", "expected"),
    [
        ("{at_least: 1, per: quarter}", [], [("soon", "2026-12-31", "p-grace")]),
        ("{at_least: 1, per: quarter}", ["2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,"], []),
        (
            "{at_least: 2, per: quarter}",
            [],
            [("soon", "2026-12-30", "p-grace"), ("soon", "2026-12-31", "p-grace")],
        ),
        (
            "{at_least: 2, per: quarter}",
            ["2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,"],
            [("soon", "2026-12-31", "p-grace")],
        ),
        (
            "{at_least: 1, per: month}",
            ["2026-11-24,one-on-one,p-ada,p-alan,outbound,booked,,"],
            [("booked", "2026-11-30", "p-alan"), ("soon", "2026-12-31", "p-grace")],
        ),
        (
            "{after: ordering, within: [5 working days]}",
            ["2026-11-20,one-on-one,p-ada,,inbound,ordered,,"],
            [("ordered", "2026-11-27", "p-grace")],
        ),
        (
            "{after: ordering, within: [5 working days]}",
            ["2026-11-09,one-on-one,p-ada,,inbound,ordered,,"],
            [("ordered", "2026-11-16", "p-grace")],
        ),
        (
            "{after: ordering, within: [5 working days]}",
            [
                "2026-11-20,one-on-one,p-ada,,inbound,ordered,,",
                "2026-11-21,one-on-one,p-ada,,inbound,cancelled,,",
            ],
            [],
        ),
    ],
)
def test_what_is_owed_by_when(tmp_path: Path, cadence: str, log: list[str], expected: list[object]) -> None:
    changes = terms(cadence) if cadence != "{at_least: 1, per: quarter}" else replaced(SERVICE)

    assert owed(laid(tmp_path, changes, rows(*log)), "p-ada") == expected


def test_the_steps_of_somebody_who_joins_come_in_order(tmp_path: Path) -> None:
    root = laid(tmp_path, terms("{after: joining, within: [7 days, 30 days]}"), rows())
    path = root / "data/teams/harbour/team.yaml"
    path.write_text(path.read_text() + "  - {person: p-new, from: 2026-11-20}\n")

    assert owed(root, "p-new") == [("soon", "2026-11-27", "p-grace"), ("soon", "2026-12-20", "p-grace")]


def test_an_offer_is_called_one_and_a_no_is_enough(tmp_path: Path) -> None:
    offered = terms("{at_least: 1, per: month}", obligation="offered")
    declined = rows("2026-11-10,one-on-one,p-ada,p-grace,outbound,declined,,")
    root = laid(tmp_path, offered, declined)

    text = CliRunner().invoke(group, ["--root", str(root), "invite", "--as-of", DAY]).output

    assert owed(root, "p-ada", "2 weeks") == []
    assert "p-mia  offer: One-on-one, 45 min" in text


def test_who_is_away_too_long_is_owed_nothing_in_that_window(tmp_path: Path) -> None:
    away = team("absences:", "  - {person: p-ada, from: 2026-12-10, to: 2026-12-31}")
    root = laid(tmp_path, terms("{at_least: 1, per: month}"), rows(), away)

    assert owed(root, "p-ada") == [("soon", "2026-11-30", "p-grace")]
