"""Agreements in files of their own: read with the list as one sequence, and each fault at its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_repository
from tests.support.building import base, findings, judged, lay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.building import Files

LIST = "playbook/services/one-on-one.yaml"
FOLDER = "playbook/services/one-on-one"
TERMS = (
    "agreed_on: 2026-11-04\nagreed_with: [members, leaders]\nrecord: https://git.example.org/pulls/9\n"
    "review_by: 2027-12-31\n"
)


def agreement(first: str = "2027-01-01", more: str = "cadence: {at_least: 2, per: quarter}\n") -> str:
    """Return the text of a file."""
    return f"schema: 1\nfrom: {first}\n{more}{TERMS}"


def without_list() -> str:
    """Return the service without its list, and its first agreement as a file."""
    text = base()[LIST]
    assert isinstance(text, str)
    return text.partition("agreements:\n")[0]


def first_as_file() -> str:
    text = base()[LIST]
    assert isinstance(text, str)
    return "schema: 1\n" + text.partition("agreements:\n")[2].replace("  - ", "", 1).replace("    ", "")


def test_list_and_files_are_one_sequence(tmp_path: Path) -> None:
    later = {
        f"{FOLDER}/2027-01-01.yaml": agreement(),
        f"{FOLDER}/2026-07-01.yaml": agreement("2026-07-01"),
        f"{FOLDER}/README.md": "Why there are files here.\n",
    }

    repository = open_repository(lay(tmp_path, {**base(), **later}))

    service = repository.policy.services["one-on-one"]
    assert repository.policy.faults == ()
    assert [str(entry.place()) for entry in service.agreements] == [
        f"{LIST}:14:5",
        f"{FOLDER}/2026-07-01.yaml:1:1",
        f"{FOLDER}/2027-01-01.yaml:1:1",
    ]
    assert str(service.agreements[1].key_place("cadence")) == f"{FOLDER}/2026-07-01.yaml:3:1"
    assert [service.written_at(at) for at in range(3)] == [
        (LIST, ("agreements", 0)),
        (f"{FOLDER}/2026-07-01.yaml", ()),
        (f"{FOLDER}/2027-01-01.yaml", ()),
    ]
    assert str(service.place("agreements", 2, "cadence")) == f"{FOLDER}/2027-01-01.yaml:3:10"
    assert str(service.key_place("agreements")) == f"{LIST}:13:1"


def test_a_service_needs_no_list_beside_files(tmp_path: Path) -> None:
    files = {**base(), LIST: without_list(), f"{FOLDER}/2026-01-01.yaml": first_as_file()}
    listed, split = (
        open_repository(lay(tmp_path / name, laid)) for name, laid in (("a", base()), ("b", files))
    )

    assert split.policy.services == listed.policy.services
    assert judged(split).findings == ()


def test_a_promise_is_missed_at_its_own_file(tmp_path: Path) -> None:
    empty = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
    files = {
        **base(),
        LIST: without_list(),
        f"{FOLDER}/2026-01-01.yaml": first_as_file(),
        "data/teams/harbour/touchpoints/2026-Q3.csv": empty,
    }

    (finding,) = findings(lay(tmp_path, files))

    assert (finding.code, str(finding.problem.place)) == ("CAD001", f"{FOLDER}/2026-01-01.yaml:7:1")


PROBATION = "for: probation\nobligation: compulsory\ngiven_by: [leader]\nteams: all\n"
WRONG: dict[str, tuple[Files, str, str]] = {
    "no day": ({f"{FOLDER}/next.yaml": agreement()}, f"{FOLDER}/next.yaml:1:1 SCH006", "named after a first"),
    "no such day": ({f"{FOLDER}/2027-02-30.yaml": agreement()}, f"{FOLDER}/2027-02-30.yaml:1:1 SCH006", ""),
    "yml": ({f"{FOLDER}/2027-01-01.yml": agreement()}, f"{FOLDER}/2027-01-01.yml:1:1 SCH006", ""),
    "a folder": ({f"{FOLDER}/2027/a.yaml": ""}, f"{FOLDER}/2027:1:1 SCH006", ""),
    "a folder called like a file": (
        {f"{FOLDER}/2027-01-01.yaml/a": ""},
        f"{FOLDER}/2027-01-01.yaml:1:1 SCH001",
        "",
    ),
    "a service's file": ({f"{FOLDER}/walk.yaml": str(base()[LIST])}, f"{FOLDER}/walk.yaml:1:1 SCH006", ""),
    "another day": (
        {f"{FOLDER}/2027-01-01.yaml": agreement("2027-02-01")},
        f"{FOLDER}/2027-01-01.yaml:2:7 SCH006",
        "the file is called 2027-01-01.yaml, but its `from` is 2027-02-01. Correct it, or rename the file to 2027-02-01.yaml",
    ),
    "another group": (
        {f"{FOLDER}/2027-01-01-leads.yaml": agreement(more=PROBATION)},
        f"{FOLDER}/2027-01-01-leads.yaml:3:6 SCH006",
        "its `for` is probation. Correct it, or rename the file to 2027-01-01-probation.yaml",
    ),
    "a group in the name alone": (
        {f"{FOLDER}/2027-01-01-probation.yaml": agreement()},
        f"{FOLDER}/2027-01-01-probation.yaml:1:1 SCH006",
        "it has no `for`",
    ),
    "a group in the file alone": (
        {f"{FOLDER}/2027-01-01.yaml": agreement(more=PROBATION)},
        f"{FOLDER}/2027-01-01.yaml:3:6 SCH006",
        "",
    ),
    "twice": (
        {f"{FOLDER}/2026-01-01.yaml": agreement("2026-01-01")},
        f"{FOLDER}/2026-01-01.yaml:2:7 SCH011",
        f"two agreements start on 2026-01-01 ({LIST}:14:11)",
    ),
    "an earlier one of less": (
        {f"{FOLDER}/2025-01-01.yaml": agreement("2025-01-01", "obligation: voluntary\n")},
        f"{FOLDER}/2025-01-01.yaml:1:1 SCH004",
        "`given_by` is missing",
    ),
    "made from an earlier one": (
        {f"{FOLDER}/2027-01-01.yaml": agreement(more="follows: 2025-07-01\n")},
        f"{FOLDER}/2027-01-01.yaml:3:10 SCH011",
        "made from the one of 2025-07-01, but it would follow the one of 2026-01-01",
    ),
    "no agreement at all": ({LIST: without_list()}, f"{LIST}:1:1 SCH004", f"for example {FOLDER}/2027-01-01.yaml"),
    "empty": ({f"{FOLDER}/2027-01-01.yaml": ""}, f"{FOLDER}/2027-01-01.yaml:1:1 SCH002", "empty"),
    "no schema": (
        {f"{FOLDER}/2027-01-01.yaml": agreement().removeprefix("schema: 1\n")},
        f"{FOLDER}/2027-01-01.yaml:1:1 SCH004",
        "`schema` is missing",
    ),
    "a list": (
        {f"{FOLDER}/2027-01-01.yaml": f"- {agreement()}"},
        f"{FOLDER}/2027-01-01.yaml:1:1 SCH002",
        "",
    ),
    "a wrong value": (
        {f"{FOLDER}/2027-01-01.yaml": agreement(more="counts: some\n")},
        f"{FOLDER}/2027-01-01.yaml:3:9 SCH005",
        "`some`: not a valid value",
    ),
    "a misspelt key": (
        {f"{FOLDER}/2027-01-01.yaml": agreement(more="cadense: {at_least: 2, per: quarter}\n")},
        f"{FOLDER}/2027-01-01.yaml:3:1 SCH003",
        "Did you mean `cadence`?",
    ),
    "too large": (
        {f"{FOLDER}/2027-01-01.yaml": "#" * (256 * 1024 + 1)},
        f"{FOLDER}/2027-01-01.yaml:1:1 SCH001",
        "larger",
    ),
    "of no service": (
        {"playbook/services/one-on-ones/2027-01-01.yaml": agreement()},
        "playbook/services/one-on-ones:1:1 SCH006",
        "there is no one-on-ones.yaml. Did you mean one-on-one?",
    ),
    "of a service still to come": (
        {"playbook/services/pairing/2027-01-01.yaml": agreement()},
        "playbook/services/pairing:1:1 SCH006",
        "there is no pairing.yaml. Add the service's file, or remove the folder",
    ),
    "of no possible service": (
        {"playbook/services/Two\t\u202eWords/2027-01-01.yaml": agreement()},
        "playbook/services/Two\\t\\u202eWords:1:1 SCH006",
        "playbook/services/Two\\t\\u202eWords is a folder, but not named after a service. Rename it or move it",
    ),
    "a stray file": (
        {"playbook/services/notes": "text\n"},
        "playbook/services/notes:1:1 SCH006",
        "does not end in .yaml",
    ),
    "a file called like a service": (
        {FOLDER: "text\n"},
        f"{FOLDER}:1:1 SCH006",
        "does not end in .yaml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_reported_once(case: str, tmp_path: Path) -> None:
    files, place, words = WRONG[case]

    (finding,) = findings(lay(tmp_path, {**base(), **files}))

    assert f"{finding.problem.place} {finding.code}" == place
    assert words in finding.problem.message


@pytest.mark.parametrize("name", ["one-on-one", "one-on-one/2027-01-01.yaml", "walk"])
def test_links_are_not_followed(name: str, tmp_path: Path) -> None:
    root = lay(tmp_path / "root", base())
    target = lay(tmp_path / "elsewhere", {"2027-01-01.yaml": agreement()})
    link = root / "playbook/services" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(target / "2027-01-01.yaml" if name.endswith(".yaml") else target)

    (finding,) = findings(root)

    assert f"{finding.problem.place} {finding.code}" == f"playbook/services/{name}:1:1 SCH001"
    assert "symbolic link" in finding.problem.message


def test_without_a_faulty_file_no_service_is_judged(tmp_path: Path) -> None:
    root = lay(tmp_path, {**base(), f"{FOLDER}/2027-01-01.yaml": ""})

    assert open_repository(root).policy.unreadable == ["one-on-one"]
