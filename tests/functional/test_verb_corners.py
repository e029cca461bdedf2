"""What verbs do in corners: names had before, days that touch, and what stays behind in the old team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.change_verbs import RECORD, data_of, everything, lay_repositories, rich
from tests.support.dated_repository import called

if TYPE_CHECKING:
    from pathlib import Path

HARBOUR, QUAY = "data/teams/harbour/team.yaml", "data/teams/quay/team.yaml"
WAIVERS = "data/teams/harbour/waivers.yaml"
Words = tuple[str, ...]
ADA = "  - {person: p-ada, from: 2025-03-01, coach: p-alan, owed: [one-on-one]} # since ever\n"
MOVE: Words = ("move", "member", "p-ada", "--to", "quay", "--on", "2026-12-01")
MERGE: Words = ("merge", "teams", "quay", "--into", "harbour", "--on", "2026-12-01")
RETIRE: Words = ("retire", "service", "one-on-one", "--with", "members,leaders", "--record", RECORD)


def correction(what: str, person: str, first: str, last: str, *options: str) -> Words:
    words = ("correct", what, person, "--team", "harbour", "--from", first, "--to", last)
    return (*words, "--approved-by", "p-hopper", "--record", RECORD, *options)


def laid(root: Path, file: str, change: tuple[str, str]) -> Path:
    """Lay the rich repositories with one change in a file."""
    files = {name: str(text) for name, text in rich().items()}
    assert change[0] in files[file]
    files[file] = files[file].replace(*change, 1)
    return lay_repositories(root, files, apart=True, committed=False)


@pytest.mark.parametrize(
    ("verbs", "file", "line"),
    [
        pytest.param(
            [("rename", "team", "harbour", "dock"), ("rename", "team", "dock", "pier")],
            "data/teams/pier/team.yaml",
            "formerly: [harbour, dock]",
            id="renamed twice",
        ),
        pytest.param(
            [("rename", "team", "harbour", "dock"), ("rename", "team", "dock", "harbour")],
            HARBOUR,
            "formerly: [dock]",
            id="renamed back",
        ),
        pytest.param(
            [correction("absence", "p-ada", "2026-07-06", "2026-07-10"), correction("absence", "p-ada", "2026-07-11", "2026-07-20")],
            HARBOUR,
            "  - {person: p-ada, from: 2026-07-06, to: 2026-07-20}",
            id="an absence goes on",
        ),
        pytest.param(
            [correction("absence", "p-ada", "2026-07-06", "2026-07-10"), correction("absence", "p-ada", "2026-07-01", "2026-07-05")],
            HARBOUR,
            "  - {person: p-ada, from: 2026-07-01, to: 2026-07-10}",
            id="an absence began earlier",
        ),
        pytest.param(
            [correction("absence", "p-ada", "2026-07-06", "2026-07-10"), correction("absence", "p-ada", "2026-07-06", "2026-07-07", "--remove")],
            HARBOUR,
            "  - {person: p-ada, from: 2026-07-08, to: 2026-07-10}",
            id="an absence began later",
        ),
        pytest.param(
            [correction("membership", "p-ada", "2026-08-01", "2026-08-31", "--remove")],
            HARBOUR,
            "  - {person: p-ada, from: 2026-09-01, coach: p-alan, owed: [one-on-one]}",
            id="a membership in two parts",
        ),
    ],
)  # fmt: skip
def test_verbs_one_after_the_other_go_on(verbs: list[Words], file: str, line: str, tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=True, committed=False)

    done = [called(policy, *words) for words in verbs]

    assert [each.stderr for each in done] == [""] * len(verbs)
    assert line in everything(policy)[file].splitlines()


def test_an_absence_that_was_none_goes_as_a_whole(tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=True, committed=False)
    before = everything(policy)[HARBOUR]
    called(policy, *correction("absence", "p-ada", "2026-07-06", "2026-07-10"))

    called(policy, *correction("absence", "p-ada", "2026-07-01", "2026-07-31", "--remove"))

    assert everything(policy)[HARBOUR] == before


def test_a_group_that_describes_a_member_goes_along(tmp_path: Path) -> None:
    said = (
        "described_as: [{group: remote, from: 2025-01-01, to: 2026-10-31}, {group: remote, from: 2026-11-01}]"
    )
    policy = laid(tmp_path, HARBOUR, ("owed: [one-on-one]}", f"owed: [one-on-one], {said}}}"))
    playbook = policy / "playbook/playbook.yaml"
    groups = "groups:\n  - {id: remote, title: Remote, describes: true}\n"
    playbook.write_text(playbook.read_text("utf-8").replace("groups:\n", groups), encoding="utf-8")

    done = called(policy, *MOVE)

    assert done.stderr == ""
    assert "described_as: [{group: remote, from: 2026-11-01}]" in everything(policy)[QUAY]


@pytest.mark.parametrize(
    ("file", "change", "words", "note"),
    [
        pytest.param(
            WAIVERS,
            ("member: p-mia, ", ""),
            MOVE,
            "Note: The waiver w-1 is for all of harbour, so it doesn't apply in quay. If it should, run: outbound new waiver",
            id="a waiver of the whole team",
        ),
        pytest.param(
            "data/teams/harbour/touchpoints/2026-Q4.csv",
            ("\n", "\n2026-12-08,one-on-one,p-ada,p-grace,outbound,booked,,\n"),
            MOVE,
            "Note: 1 booked conversation of p-ada from 2026-12-01 on stays in the log of harbour. Book again in quay: outbound log",
            id="a booked conversation",
        ),
        pytest.param(
            HARBOUR,
            ("name: Harbour\n", "name: Harbour\npart_of: quay\n"),
            MERGE,
            "Note: harbour is part of quay, so the leaders of quay lead on.",
            id="a team below",
        ),
    ],
)
def test_a_verb_notes_what_stays_behind(
    file: str, change: tuple[str, str], words: Words, note: str, tmp_path: Path
) -> None:
    policy = laid(tmp_path, file, change)
    if file == HARBOUR:
        path = data_of(policy) / "teams/quay/team.yaml"
        path.write_text(path.read_text("utf-8").replace("part_of: harbour\n", ""), encoding="utf-8")

    done = called(policy, *words)

    assert done.stderr == ""
    assert note in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("file", "change", "words", "refusal"),
    [
        pytest.param(
            HARBOUR,
            (ADA, ADA.replace("from: 2025-03-01", "from: 2026-12-24")),
            MOVE,
            "p-ada is in no other team on the day before 2026-12-01. Check the id and the day",
            id="who joins later",
        ),
        pytest.param(
            HARBOUR,
            (ADA, ADA.replace("from: 2025-03-01", "from: 2026-12-24")),
            ("merge", "teams", "harbour", "--into", "quay", "--on", "2026-12-01"),
            "p-ada joins harbour on 2026-12-24. Put that membership in data/teams/quay/team.yaml first",
            id="who joins after the merge",
        ),
        pytest.param(
            QUAY,
            ("name: Quay", "formerly: [pier]\nname: Quay"),
            ("rename", "team", "harbour", "pier"),
            "pier was the id of the team quay before, and its rows may have it. Choose another id",
            id="an id had before",
        ),
        pytest.param(
            "playbook/services/one-on-one.yaml",
            ("    review_by: 2026-12-31\n", "    review_by: 2026-12-31\n    to: 2026-12-15\n"),
            (*RETIRE, "--on", "2026-12-31"),
            "one-on-one ends on 2026-12-15 already. Nothing was written",
            id="a service that ends",
        ),
    ],
)
def test_a_verb_refuses_in_one_line(
    file: str, change: tuple[str, str], words: Words, refusal: str, tmp_path: Path
) -> None:
    policy = laid(tmp_path, file, change)
    before = everything(policy)

    done = called(policy, *words)

    assert done.stderr == f"outbound: {refusal}\n"
    assert everything(policy) == before


@pytest.mark.parametrize(
    ("file", "change", "line"),
    [
        (
            "playbook/services/one-on-one.yaml",
            ("    review_by: 2026-12-31\n", "    review_by: 2026-12-31\n    to: 2027-03-31\n"),
            "    to: 2026-12-30",
        ),
        (
            HARBOUR,
            ("may_miss: 0, ", "may_miss: 0, to: 2027-03-31, "),
            "to: 2026-12-30",
        ),
    ],
    ids=["the playbook's", "the team's own"],
)
def test_terms_that_end_later_end_with_the_service(
    file: str, change: tuple[str, str], line: str, tmp_path: Path
) -> None:
    policy = laid(tmp_path, file, change)

    done = called(policy, *RETIRE, "--on", "2026-12-31")

    assert done.stderr == ""
    assert line in everything(policy)[file]
    assert "2027-03-31" not in everything(policy)[file]
