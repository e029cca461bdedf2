"""Where only outbound counts, people are told when somebody was met on their own initiative, and why it is not enough."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.functional.test_invite import invite
from tests.support.calling import outbound
from tests.support.rolling_repository import DAY, ROLLING, laid, rows

if TYPE_CHECKING:
    from pathlib import Path

SERVICE = "playbook/services/one-on-one.yaml"
ASKED = (
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-10,one-on-one,p-ada,p-grace,inbound,held,,",
    "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
)


def met_by_asking(root: Path, counts: str = "outbound", *more: str, language: str = "en") -> Path:
    """Lay a repository in which p-ada was met last because she asked; `counts` says whether that is enough."""
    text = str(ROLLING[SERVICE]).replace(
        "    coverage_at_least", f"    counts: {counts}\n    coverage_at_least"
    )
    laid(root, {SERVICE: text}, rows(*ASKED, *more))
    policy = root / "playbook/playbook.yaml"
    policy.write_text(
        policy.read_text("utf-8").replace("logs_from", f"language: {language}\nlogs_from"), "utf-8"
    )
    return root


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "met Tue 10 Nov because they asked, which is not enough: only what the leader or coach starts counts",
        ),
        ("fi", "mikä ei riitä: vain esihenkilön tai valmentajan aloittama lasketaan"),
        ("sv", "vilket inte räcker: bara det som chefen eller coachen tar initiativ till räknas"),
    ],
)
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_invite_says_it_of_each_person(language: str, words: str, form: str, tmp_path: Path) -> None:
    shown = invite(met_by_asking(tmp_path, language=language), "--leader", "p-grace", "--format", form)

    assert flat(shown.output).count(words) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "You met on 2026-11-10 because you asked. This is not enough: only conversations that the leader or "
                "coach starts count here."
            ),
        ),
        ("fi", "Se ei riitä: tässä lasketaan vain keskustelut, jotka esihenkilö tai valmentaja aloittaa."),
        ("sv", "Det räcker inte: här räknas bara samtal som chefen eller coachen tar initiativ till."),
    ],
)
def test_mine_says_it_to_the_person(language: str, words: str, tmp_path: Path) -> None:
    root = met_by_asking(tmp_path, language=language)

    shown = outbound("mine", "--person", "p-ada", "--as-of", DAY, here=root)

    assert flat(shown.stdout).count(words) == 1


def test_check_says_it_of_those_who_are_late(tmp_path: Path) -> None:
    shown = outbound("check", "--as-of", DAY, "--select", "CAD002", here=met_by_asking(tmp_path))

    assert (
        "1 of them has met because they asked. Only conversations that the leader or coach starts count here."
        in shown.stdout
    )


@pytest.mark.parametrize(
    ("counts", "more"),
    [("any", ()), ("outbound", ("2026-11-12,one-on-one,p-ada,p-grace,outbound,held,,",))],
    ids=["any first step counts", "met again since"],
)
def test_nothing_is_said_where_asking_is_enough(counts: str, more: tuple[str, ...], tmp_path: Path) -> None:
    root = met_by_asking(tmp_path, counts, *more)

    shown = [
        invite(root, "--leader", "p-grace").output,
        outbound("mine", "--person", "p-ada", "--as-of", DAY, here=root).stdout,
        outbound("check", "--as-of", DAY, here=root).stdout,
    ]

    assert not [text for text in shown if "not enough" in text or "because they asked" in text]


@pytest.mark.parametrize(("counts", "day"), [("outbound", "2026-11-10"), ("any", "")])
def test_data_has_the_day_met_on_their_own_initiative(counts: str, day: str, tmp_path: Path) -> None:
    root = met_by_asking(tmp_path, counts)
    words = ("invite", "--leader", "p-grace", "--as-of", DAY, "--format")

    table = list(csv.DictReader(outbound(*words, "csv", here=root).stdout.splitlines()))
    document = json.loads(outbound(*words, "json", here=root).stdout)

    assert {row["member"]: row["own_initiative"] for row in table}.get("p-ada", "") == day
    assert {row["member"]: row["own_initiative"] or "" for row in document["rows"]}.get("p-ada", "") == day
    assert {row["own_initiative"] for row in table if row["member"] != "p-ada"} <= {""}
