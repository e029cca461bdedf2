"""What once gave away a person, tried again: two worlds that differ in one secret give the same public bytes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.calling import outbound
from tests.support.small_organisation import (
    AGREED,
    PLAYBOOK,
    lay_organisation,
    met,
    people,
    released,
    row,
    service,
    team,
)

if TYPE_CHECKING:
    from pathlib import Path

ALPHA = people("alpha", 12)
QUARTERLY = service("one-on-one", "{at_least: 1, per: quarter}")
MONTHLY = service("one-on-one", "{at_least: 1, per: month}")
WEEKLY = service("weekly", "{at_least: 1, per: week}")
TALK = service("career-talk", "{after: ordering, within: [10 days]}", minutes=53)
RETURN = service(
    "return-from-leave", "{after: returning, away_at_least: 7 days, within: [14 days]}", minutes=37
)
MONTHS = ("2026-01-10", "2026-02-10", "2026-03-10")
APRIL = "2026-04-05"


def monthly(members: list[str], name: str = "alpha") -> list[str]:
    return [line for day in MONTHS for line in met(name, members, day)]


@pytest.mark.parametrize(
    "absence",
    [("p-alpha-03", "2026-02-01", "2026-03-31"), ("p-alpha-03", "2026-02-02", "2026-02-22")],
    ids=["two months", "three weeks"],
)
def test_how_much_was_due_tells_no_absence(tmp_path: Path, absence: tuple[str, str, str]) -> None:
    who, first, last = absence
    away = [line for line in monthly(ALPHA) if who not in line or not first <= line[:10] <= last]
    worlds = {"there": ([], monthly(ALPHA)), "away": ([absence], away)}

    releases = [
        released(
            lay_organisation(
                tmp_path / name, [MONTHLY, WEEKLY], {"alpha": team("alpha", ALPHA, absences)}, {"alpha": rows}
            ),
            APRIL,
            "2026-Q1",
        )
        for name, (absences, rows) in worlds.items()
    ]

    assert releases[0] == releases[1]
    assert releases[0]["coverage"]


def test_no_release_tells_a_waiver(tmp_path: Path) -> None:
    waiver = {
        "data/teams/alpha/waivers.yaml": "schema: 1\nwaivers:\n  - {id: w-2026-pause, service: one-on-one, "
        "member: p-alpha-05, from: 2026-02-01, to: 2026-03-31, reason: secondment, approved_by: p-boss, "
        "agreed_with_people: [p-alpha-05]}\n"
    }
    releases = [
        released(
            lay_organisation(
                tmp_path / str(number),
                [MONTHLY],
                {"alpha": team("alpha", ALPHA)},
                {"alpha": monthly(ALPHA)},
                files=files,
            ),
            APRIL,
            "2026-Q1",
        )
        for number, files in enumerate(({}, waiver))
    ]

    assert releases[0] == releases[1]


def test_releases_subtracted_tell_no_initiative(tmp_path: Path) -> None:
    """Of the last quarter there is one conversation; its initiative and the receiver's word are secret."""
    earlier = [
        line for day in ("2026-02-10", "2026-05-10", "2026-08-10") for line in met("alpha", ALPHA, day)
    ]
    shown = set()
    for number, (initiative, word) in enumerate(
        (initiative, word) for initiative in ("outbound", "inbound") for word in ("yes", "")
    ):
        last = row("2026-11-10", "one-on-one", ALPHA[7], "p-lead-alpha", initiative, acknowledged=word)
        root = lay_organisation(
            tmp_path / str(number), [QUARTERLY], {"alpha": team("alpha", ALPHA)}, {"alpha": [*earlier, last]}
        )
        released(root, "2026-10-05", "2026-Q3")
        released(root, "2027-01-05", "2026-Q4")
        shown.add(
            "".join(path.read_text("utf-8") for path in sorted((root / "playbook/published").iterdir()))
        )

    assert len(shown) == 1


def test_no_cell_tells_of_an_order_or_a_group(tmp_path: Path) -> None:
    group = service("probation-review", "{at_least: 1, per: quarter}", group="probation")
    members = people("alpha", 9)
    in_group = [members[0], members[1], f"{members[2]}, group: probation", *members[3:]]
    held = met("alpha", members, "2026-02-10")
    ordered = row("2026-02-03", "career-talk", members[4], "", "inbound", state="ordered")
    worlds = {
        "nobody": (members, held),
        "ordered": (members, [*held, ordered]),
        "in the group": (in_group, held),
    }

    releases = [
        released(
            lay_organisation(
                tmp_path / name, [QUARTERLY, TALK, group], {"alpha": team("alpha", stays)}, {"alpha": rows}
            ),
            APRIL,
            "2026-Q1",
        )
        for name, (stays, rows) in worlds.items()
    ]

    assert releases[0] == releases[1] == releases[2]


def test_hours_tell_of_no_return_order_or_group(tmp_path: Path) -> None:
    names = ("alpha", "beta", "gamma")
    more = (
        f"  - {{from: 2020-01-01, for: probation, obligation: compulsory, given_by: [leader], teams: all, "
        f"cadence: {{at_least: 1, per: month}}, coverage_at_least: 90%, {AGREED}}}\n"
    )
    services = [service("one-on-one", "{at_least: 1, per: quarter}", more=more), RETURN, TALK]

    def world(name: str, *, happened: bool) -> dict[str, object]:
        members = {team_id: people(team_id, 8) for team_id in names}
        rows = {team_id: met(team_id, of_team, "2026-03-10") for team_id, of_team in members.items()}
        absences = []
        if happened:
            absences = [("p-alpha-00", "2026-01-05", "2026-02-20")]
            members["beta"][0] += ", group: probation"
            rows["gamma"].append(
                row("2026-02-03", "career-talk", "p-gamma-00", "", "inbound", state="ordered")
            )
        teams = {
            team_id: team(team_id, of_team, absences if team_id == "alpha" else ())
            for team_id, of_team in members.items()
        }
        return released(lay_organisation(tmp_path / name, services, teams, rows), APRIL, "2026-Q1")

    assert world("nothing", happened=False) == world("something", happened=True)


@pytest.mark.parametrize("rows", [[], ["2026-02-03"]], ids=["never met", "met once"])
def test_a_total_tells_nothing_of_a_team_of_one(tmp_path: Path, rows: list[str]) -> None:
    solo = [line for day in rows for line in met("solo", ["p-only"], day)]
    root = lay_organisation(
        tmp_path,
        [MONTHLY],
        {"alpha": team("alpha", ALPHA), "solo": team("solo", ["p-only"])},
        {"alpha": monthly(ALPHA), "solo": solo},
    )

    release = released(root, APRIL, "2026-Q1")

    assert [cell["team"] for cell in release["coverage"]] == ["alpha"]
    assert release["shares"] == []


def test_a_site_moves_with_no_conversation(tmp_path: Path) -> None:
    """The day after a conversation, and an answer to a question, every published page is as it was."""
    rows = met("alpha", ALPHA[1:], "2026-02-10")
    late = row("2026-03-31", "one-on-one", ALPHA[0], "p-lead-alpha", "inbound")
    now = row("2026-04-07", "one-on-one", ALPHA[1], "p-lead-alpha")
    pages = {}
    for name, log in {"before": rows, "after": [*rows, late, now]}.items():
        root = lay_organisation(
            tmp_path / name, [QUARTERLY], {"alpha": team("alpha", ALPHA)}, {"alpha": rows}
        )
        released(root, APRIL, "2026-Q1")
        lay_organisation(root, [QUARTERLY], {"alpha": team("alpha", ALPHA)}, {"alpha": log})
        done = outbound("render", "--as-of", "2026-04-08", "--out", "site", here=root)
        assert done.returncode == 0, done.stderr
        pages[name] = {
            path.relative_to(root / "site").as_posix(): path.read_bytes()
            for path in (root / "site").rglob("*")
            if path.is_file()
        }

    assert pages["before"] == pages["after"]


def test_a_late_or_contested_row_rewrites_no_release(tmp_path: Path) -> None:
    """Nor does it move the next one: each quarter has its own windows."""
    joined = "p-joined, from: 2026-04-01"
    roster = team("alpha", ALPHA).replace(
        "p-alpha-11, from: 2024-01-01", "p-alpha-11, from: 2024-01-01, to: 2026-05-10"
    )
    roster += f"  - {{person: {joined}}}\n"
    first, second = met("alpha", ALPHA[2:], "2026-02-10"), met("alpha", ALPHA[:9], "2026-05-10")
    contested = met("alpha", ALPHA[2:3], "2026-02-10", acknowledged="no")
    late = met("alpha", ALPHA[:1], "2026-03-31")
    worlds = {"as it was": first, "late and contested": [*first[1:], *contested, *late]}
    releases = []
    for name, rows in worlds.items():
        root = lay_organisation(tmp_path / name, [QUARTERLY], {"alpha": roster}, {"alpha": first})
        released(root, APRIL, "2026-Q1")
        written = (root / "playbook/published/2026-Q1.json").read_bytes()
        lay_organisation(root, [QUARTERLY], {"alpha": roster}, {"alpha": [*rows, *second]})
        releases.append(released(root, "2026-07-05", "2026-Q2"))
        assert (root / "playbook/published/2026-Q1.json").read_bytes() == written

    assert releases[0] == releases[1]


def change(root: Path, entry: str) -> None:
    path = root / "playbook/services/one-on-one.yaml"
    path.write_text(path.read_text("utf-8") + entry, "utf-8")


SOLO_ENTRY = f"  - {{from: 2026-01-01, teams: [solo], counts: outbound, {AGREED}}}\n"
COMMIT = re.compile(r"\b[0-9a-f]{9,40}\b")
"""The commit of the base: here the data are in it too, so each world has its own."""

CALLS = (
    ("check", "--public", "--base", "HEAD", "--format", "summary"),
    ("check", "--public", "--base", "HEAD", "--format", "sarif"),
    ("check", "--public", "--base", "HEAD", "--format", "junit"),
    ("check", "--public", "--base", "HEAD", "--format", "github"),
    ("effect", "--public", "--base", "HEAD"),
)


def test_a_pull_request_learns_nothing_from_ci(tmp_path: Path) -> None:
    """Whose initiative the only talk of a team of one was, and when its member was away: asked by a change of policy."""
    answers = []
    for number, (initiative, absences) in enumerate(
        [("outbound", []), ("inbound", [("p-only", "2026-02-11", "2026-02-19")])]
    ):
        root = lay_organisation(
            tmp_path / str(number),
            [QUARTERLY],
            {"alpha": team("alpha", ALPHA), "solo": team("solo", ["p-only"], absences)},
            {
                "alpha": met("alpha", ALPHA, "2026-02-10"),
                "solo": [row("2026-03-03", "one-on-one", "p-only", "p-lead-solo", initiative)],
            },
        )
        released(root, APRIL, "2026-Q1")
        change(root, SOLO_ENTRY)
        calls = [outbound(*call, "--as-of", APRIL, here=root) for call in CALLS]
        answers.append([(call.returncode, COMMIT.sub("", call.stdout), call.stderr) for call in calls])

    assert answers[0] == answers[1]
    assert "only outbound" in answers[0][-1][1] or "outbound" in answers[0][-1][1]


def test_a_night_tells_nothing_to_who_reads_the_policy(tmp_path: Path) -> None:
    """What judges data says that it is inside; what is public is the same whether or not the one member was met."""
    answers = []
    for name, day in {"met": ["2026-03-01"], "not met": []}.items():
        root = lay_organisation(
            tmp_path / name,
            [QUARTERLY],
            {"alpha": team("alpha", ALPHA), "solo": team("solo", ["p-only"])},
            {
                "alpha": met("alpha", ALPHA, "2026-02-10"),
                "solo": [line for each in day for line in met("solo", ["p-only"], each)],
            },
            playbook=PLAYBOOK,
        )
        night = outbound("check", "--no-base", "--as-of", APRIL, "--format", "issues:told", here=root)
        assert all(
            path.read_text("utf-8").startswith("**Inside**") for path in sorted((root / "told").glob("*.md"))
        )
        public = outbound("check", "--public", "--no-base", "--as-of", APRIL, "--format", "json", here=root)
        answers.append((public.returncode, json.loads(public.stdout)))
        assert night.returncode == (0 if day else 1)

    assert answers[0] == answers[1]


def test_without_an_agreement_no_team_has_a_figure_of_its_own(tmp_path: Path) -> None:
    """A team's figure is its leader's. Parents of two teams or more are shown, and a team without a parent is not."""
    names = (*(f"team-{number}" for number in range(8)), "lone")
    members = {name: people(name, 6) for name in names}
    rosters = {name: team(name, of_team) for name, of_team in members.items()}
    for name in names[:-1]:
        rosters[name] += "part_of: above\n"
    rosters["above"] = team("above", []).replace("members:\n", "members: []\n")
    rows = {name: met(name, of_team[:4], "2026-02-10") for name, of_team in members.items()}
    agreed = (
        "  agreed_on: 2019-12-01\n  agreed_with: [members, leaders]\n  record: https://git.example.org/2\n"
    )
    unagreed = PLAYBOOK.removesuffix(agreed)
    root = lay_organisation(tmp_path, [QUARTERLY], rosters, rows, playbook=unagreed)

    release = released(root, APRIL, "2026-Q1")

    assert unagreed != PLAYBOOK
    assert release["show"] == "parents"
    assert {cell["team"] for cell in release["coverage"]} <= {None, "above"}
    assert "above" in {cell["team"] for cell in release["coverage"]}
