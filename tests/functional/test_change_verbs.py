"""What happens to policy and people, by verb: the same as by hand, valid at once, whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from checks.model.errors import CannotWriteError
from checks.store import file_changes
from checks.store.atomic_files import replace_file
from tests.support.change_verbs import (
    AGREED,
    RECORD,
    data_of,
    everything,
    git,
    lay_repositories,
    rich,
    told,
)
from tests.support.dated_repository import TODAY, called

if TYPE_CHECKING:
    from pathlib import Path

HARBOUR, QUAY = "data/teams/harbour/team.yaml", "data/teams/quay/team.yaml"
ONE_ON_ONE = "playbook/services/one-on-one.yaml"
LAST = f"to: 2026-12-31, review_by: 2026-12-31, agreed_on: {TODAY}, agreed_with: [members, leaders], record: {RECORD}"


@dataclass(frozen=True)
class Case:
    """A verb, and the same by hand: texts that take another's place, new files, and folders that are renamed."""

    words: tuple[str, ...]
    by_hand: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    before: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    day: str = "2027-02-15"


MOVED = Case(
    ("move", "member", "p-ada", "--to", "quay", "--on", "2026-12-01"),
    by_hand={
        HARBOUR: (
            (
                "p-ada, from: 2025-03-01, coach: p-alan,",
                "p-ada, from: 2025-03-01, to: 2026-11-30, moved_to: quay, coach: p-alan,",
            ),
            ("from: 2026-11-30, to: 2026-12-06}", "from: 2026-11-30, to: 2026-11-30}"),
        ),
        QUAY: (
            (
                "  - {person: p-tony,",
                "  - person: p-ada\n    from: 2026-12-01\n    moved_from: harbour\n    owed:\n      - one-on-one\n  - {person: p-tony,",
            ),
            ("members:", "absences:\n  - {person: p-ada, from: 2026-11-30, to: 2026-12-06}\nmembers:"),
        ),
    },
)
RETIRED = Case(
    (
        "retire",
        "service",
        "one-on-one",
        "--on",
        "2026-12-31",
        "--with",
        "members,leaders",
        "--record",
        RECORD,
    ),
    by_hand={
        ONE_ON_ONE: (
            (
                "    review_by: 2026-12-31\n",
                f"    review_by: 2026-12-31\n  - {{from: 2026-12-31, {LAST}}}\n",
            ),
        ),
        HARBOUR: (
            (
                f"may_miss: 0, {AGREED}}}\n",
                f"may_miss: 0, {AGREED}}}\n    - {{from: 2026-12-31, {LAST}}}\n",
            ),
        ),
    },
    day="2026-12-30",
)
_SERVICE = (("one-on-one", "check-in"),)
RENAMED_SERVICE = Case(
    ("rename", "service", "one-on-one", "check-in"),
    by_hand={
        "playbook/services/check-in.yaml": (("id: one-on-one", "formerly:\n  - one-on-one\nid: check-in"),),
        "playbook/calendar.yaml": _SERVICE,
        "playbook/playbook.yaml": _SERVICE,
        HARBOUR: _SERVICE,
        "data/teams/harbour/waivers.yaml": _SERVICE,
        "data/teams/harbour/answers.yaml": _SERVICE,
        "CODEOWNERS": _SERVICE,
    },
    renamed={ONE_ON_ONE: "playbook/services/check-in.yaml"},
)
RENAMED_TEAM = Case(
    ("rename", "team", "harbour", "dock"),
    by_hand={
        "data/teams/dock/team.yaml": (("id: harbour", "id: dock\nformerly: [harbour]"),),
        QUAY: (("part_of: harbour", "part_of: dock"),),
        "playbook/calendar.yaml": (("team: harbour", "team: dock"),),
        "CODEOWNERS": (("teams/harbour", "teams/dock"),),
    },
    renamed={"data/teams/harbour": "data/teams/dock"},
)
SPLIT = Case(
    (
        "split",
        "team",
        "harbour",
        "--into",
        "dock",
        "--members",
        "p-ada",
        "--leader",
        "p-ina",
        "--on",
        "2026-12-01",
    ),
    before={ONE_ON_ONE: (("teams: all", "teams: [quay, harbour] # both"),)},
    by_hand={
        HARBOUR: tuple((old, new.replace("quay", "dock")) for old, new in MOVED.by_hand[HARBOUR]),
        ONE_ON_ONE: (("teams: [quay, harbour]", "teams: [quay, harbour, dock]"),),
    },
    new={
        "data/teams/dock/team.yaml": "id: dock\nschema: 1\nname: Dock\nleaders:\n  - {from: 2026-12-01, person: p-ina}\n"
        "coaches: [{person: p-alan, from: 2026-12-01}]\nmembers:\n  - {person: p-ada, from: 2026-12-01, moved_from: harbour, coach: p-alan, "
        "owed: [one-on-one]}\nabsences:\n  - {person: p-ada, from: 2026-11-30, to: 2026-12-06}\nagreements:\n"
        f"  one-on-one:\n    - {{from: 2026-06-01, may_miss: 0, {AGREED}}}\n"
    },
)
MERGED = Case(
    ("merge", "teams", "harbour", "quay", "--into", "harbour", "--on", "2026-12-01"),
    by_hand={
        QUAY: (
            ("p-edsger, from: 2025-01-01", "p-edsger, from: 2025-01-01, to: 2026-11-30"),
            ("p-barbara, from: 2025-01-01", "p-barbara, from: 2025-01-01, to: 2026-11-30"),
            ("p-tony, from: 2025-03-01", "p-tony, from: 2025-03-01, to: 2026-11-30, moved_to: harbour"),
            ("p-niklaus, from: 2025-03-01", "p-niklaus, from: 2025-03-01, to: 2026-11-30, moved_to: harbour"),
        ),
        HARBOUR: (
            (
                "absences:",
                (
                    "  - {from: 2026-12-01, person: p-tony, moved_from: quay}\n"
                    "  - {from: 2026-12-01, person: p-niklaus, moved_from: quay}\nabsences:"
                ),
            ),
        ),
    },
)
_ADA = (("p-ada", "p-x7"),)
RENAMED_PERSON = Case(
    ("rename", "person", "p-ada", "p-x7"),
    by_hand={
        HARBOUR: (
            ("p-ada, from: 2026", "p-x7, from: 2026"),
            ("p-ada, from", "p-x7, formerly: [p-ada], from"),
        ),
        **{f"data/teams/harbour/touchpoints/2026-Q{number}.csv": _ADA for number in (1, 2, 3, 4)},
    },
)
CORRECTED = Case(
    (
        "correct",
        "absence",
        "p-mia",
        "--from",
        "2026-07-06",
        "--to",
        "2026-08-20",
        "--approved-by",
        "p-hopper",
        "--record",
        RECORD,
    ),
    by_hand={
        HARBOUR: (("absences:\n", "absences:\n  - {person: p-mia, from: 2026-07-06, to: 2026-08-20}\n"),),
    },
    new={
        "data/teams/harbour/corrections.yaml": (
            "schema: 1\ncorrections:\n  - {id: c-2026-07-absence, from: 2026-07-06, to: 2026-08-20, what: absence, "
            f"person: p-mia, known_since: {TODAY}, approved_by: p-hopper, record: {RECORD}}}\n"
        ),
    },
    day=TODAY,
)
_AGREEING = ("--from", "2027-01-01", "--with", "members,leaders", "--record", RECORD)
_AGREED_NOW = f"agreed_on: {TODAY}, agreed_with: [members, leaders], record: {RECORD}, review_by: 2028-01-01"
AGREEMENT = Case(
    ("new", "agreement", "one-on-one", *_AGREEING, "--per", "year"),
    by_hand={
        ONE_ON_ONE: (
            (
                "    review_by: 2026-12-31\n",
                (
                    "    review_by: 2026-12-31\n  - {from: 2027-01-01, cadence: {at_least: 1, per: year}, "
                    f"{_AGREED_NOW}}}\n"
                ),
            ),
        ),
    },
)
OWN_AGREEMENT = Case(
    ("new", "agreement", "one-on-one", "--team", "harbour", *_AGREEING, "--per", "month"),
    by_hand={
        HARBOUR: (
            (
                f"may_miss: 0, {AGREED}}}\n",
                (
                    f"may_miss: 0, {AGREED}}}\n    - {{from: 2027-01-01, cadence: {{at_least: 1, per: month}}, "
                    f"{_AGREED_NOW}}}\n"
                ),
            ),
        ),
    },
)
VERBS = {
    "correct": CORRECTED,
    "agreement": AGREEMENT,
    "own agreement": OWN_AGREEMENT,
    "move": MOVED,
    "retire": RETIRED,
    "service": RENAMED_SERVICE,
    "team": RENAMED_TEAM,
    "split": SPLIT,
    "merge": MERGED,
    "person": RENAMED_PERSON,
}
CASES = [pytest.param(case, id=name) for name, case in VERBS.items()]
PEOPLE = ("p-ada", "p-x7", "p-mia", "p-tony")


def laid(root: Path, case: Case, *, apart: bool) -> Path:
    """Lay the repositories in which a case happens."""
    files = {name: str(text) for name, text in rich().items()}
    for name, changes in case.before.items():
        files[name] = replaced(files[name], changes)
    return lay_repositories(root, files, apart=apart)


def replaced(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def place(policy: Path, shown: str) -> Path:
    return data_of(policy) / shown.removeprefix("data/") if shown.startswith("data/") else policy / shown


def change_by_hand(policy: Path, case: Case) -> None:
    """Make the change of a case as somebody would with an editor."""
    for old, new in case.renamed.items():
        place(policy, old).rename(place(policy, new))
    for name, changes in case.by_hand.items():
        path = place(policy, name)
        path.write_text(replaced(path.read_text("utf-8"), changes), encoding="utf-8")
    for name, text in case.new.items():
        place(policy, name).parent.mkdir(parents=True, exist_ok=True)
        place(policy, name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("apart", [False, True], ids=["one repository", "two repositories"])
@pytest.mark.parametrize("case", CASES)
def test_a_verb_does_what_a_hand_would(case: Case, tmp_path: Path, *, apart: bool) -> None:
    by_verb, by_hand = (laid(tmp_path / name, case, apart=apart) for name in ("verb", "hand"))
    change_by_hand(by_hand, case)

    done = called(by_verb, *case.words)

    assert done.returncode == 0, done.stderr
    expected = told(by_hand, tmp_path / "pages-hand", PEOPLE, case.day)
    assert told(by_verb, tmp_path / "pages-verb", PEOPLE, case.day) == expected
    assert len(expected) > 8


@pytest.mark.parametrize("case", CASES)
def test_a_dry_run_shows_every_file_and_writes_none(case: Case, tmp_path: Path) -> None:
    policy = laid(tmp_path, case, apart=True)
    before = everything(policy)

    shown = called(policy, *case.words, "--dry-run")

    assert shown.returncode == 0
    assert everything(policy) == before
    called(policy, *case.words)
    after = everything(policy)
    moved = {case.renamed.get(name, name) for name in before}
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    for name in changed:
        is_moved = any(name.startswith((old, new)) for old, new in case.renamed.items())
        assert f"+++ {name}\n" in shown.stdout or is_moved, (name, moved)
    for old, new in case.renamed.items():
        assert f"rename {old} to {new}\n" in shown.stdout


@pytest.mark.parametrize("case", CASES)
def test_git_undoes_a_verb(case: Case, tmp_path: Path) -> None:
    policy = laid(tmp_path, case, apart=True)
    before = everything(policy)
    called(policy, *case.words)

    for folder in (policy, data_of(policy)):
        git(folder, "add", "--all")
        git(folder, "reset", "--quiet", "--hard")

    assert everything(policy) == before


@pytest.mark.parametrize("case", CASES)
def test_comments_stay_where_they_were(case: Case, tmp_path: Path) -> None:
    policy = laid(tmp_path, case, apart=False)
    comments = [
        line[line.index("#") :]
        for text in everything(policy).values()
        for line in text.splitlines()
        if "#" in line
    ]

    called(policy, *case.words)

    after = "\n".join(everything(policy).values())
    assert len(comments) >= 6
    assert all(comment in after for comment in comments)


@pytest.mark.parametrize(
    ("words", "file", "line"),
    [
        (MOVED.words, QUAY, "  - {person: p-ada, from: 2026-11-30, to: 2026-12-06} # away"),
        (
            SPLIT.words,
            "data/teams/dock/team.yaml",
            "  - {person: p-ada, from: 2026-11-30, to: 2026-12-06} # away",
        ),
        (
            ("merge", "teams", "harbour", "quay", "--into", "quay", "--on", "2026-12-01"),
            QUAY,
            "  - {person: p-ada, from: 2026-11-30, to: 2026-12-06} # away",
        ),
        (
            ("move", "member", "p-mia", "--to", "quay", "--on", "2026-11-30"),
            "data/teams/quay/waivers.yaml",
            "    agreed_with_people: [p-mia] # agreed",
        ),
    ],
)
def test_comments_go_along_with_their_entries(
    words: tuple[str, ...], file: str, line: str, tmp_path: Path
) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=False)

    called(policy, *words)

    assert line in everything(policy)[file].splitlines()


@pytest.mark.parametrize(
    ("end", "found_on", "since"),
    [("2027-01-31", "2027-03-03", "2027-02-01"), ("2026-11-28", "2026-12-31", "2026-12-01")],
    ids=["later", "before"],
)
def test_a_move_into_a_team_left_by_all_is_refused(
    end: str, found_on: str, since: str, tmp_path: Path
) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=True)
    path = place(policy, QUAY)
    path.write_text(path.read_text("utf-8").replace("-01}", f"-01, to: {end}}}"), encoding="utf-8")
    before = everything(policy)

    done = called(policy, "move", "member", "p-ada", "--to", "quay", "--on", "2026-12-01")

    assert (done.returncode, everything(policy)) == (1, before)
    assert done.stderr == (
        f"outbound: on {found_on}, check would find: POL009 quay: no one has been allowed to give one-on-one to 1 member "
        f"since {since}. Add a deputy to the leaders or coaches, with an end date (`to`), or agree that others may "
        "give it. Nothing was written\n"
    )


def test_an_option_with_several_values_may_be_repeated(tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=False)
    words = tuple(word for word in RETIRED.words if word not in ("--with", "members,leaders"))

    called(policy, *words, "--with", "members", "--with", "leaders")

    assert everything(policy) == everything(laid_by(tmp_path / "commas", RETIRED))


def laid_by(root: Path, case: Case) -> Path:
    """Return a repository in which the verb of a case was called."""
    policy = lay_repositories(root, rich(), apart=False)
    called(policy, *case.words)
    return policy


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (
            ("move", "member", "p-ada", "--to", "quay", "--on", "2026-09-10"),
            "Note: 2026-09-10 is past. If `outbound check --base main` then says RAT004, record why: outbound correct\n",
        ),
        (
            (*SPLIT.words[:-3], "p-ada", *SPLIT.words[-2:]),
            "Note: p-ada leads dock and is a member of it. No one gives a service to themselves.\n",
        ),
    ],
)
def test_a_change_says_what_it_may_not_mean(words: tuple[str, ...], note: str, tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=False)

    done = called(policy, *words)

    assert note in done.stdout


HALF = {
    "move": (TODAY, "REF009"),
    "split": (TODAY, "REF006"),
    "merge": (TODAY, "REF009"),
    "service": (TODAY, "SCH011"),
    "team": (TODAY, "SCH006"),
    "person": (TODAY, "REF007"),
}


@pytest.mark.parametrize("name", HALF)
def test_a_verb_that_was_killed_halfway_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = laid(tmp_path, VERBS[name], apart=False)
    day, code = HALF[name]
    real = file_changes._take
    taken: list[file_changes.Step] = []

    def killed(step: file_changes.Step) -> None:
        if taken:
            raise SystemExit(9)
        taken.append(step)
        real(step)

    monkeypatch.setattr(file_changes, "_take", killed)
    monkeypatch.setattr(file_changes, "_back", lambda step: step)
    called(policy, *VERBS[name].words)

    assert code in called(policy, "check", "--as-of", day).stdout


def test_an_error_halfway_takes_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = laid(tmp_path, RENAMED_TEAM, apart=True)
    before = everything(policy)
    real = replace_file

    def full(path: Path, old: bytes | None, new: bytes | None) -> None:
        if path.name == "calendar.yaml":
            raise CannotWriteError(str(path), "no space left on device")
        real(path, old, new)

    monkeypatch.setattr(file_changes, "replace_file", full)
    done = called(policy, *RENAMED_TEAM.words)

    assert (done.returncode, "no space left" in done.stderr) == (2, True)
    assert everything(policy) == before


@pytest.mark.parametrize(
    ("apart", "words", "commands"),
    [
        (False, ("move", "member", "p-ada", "--to", "quay", "--on", "2026-12-01"), "`git diff`"),
        (True, ("move", "member", "p-ada", "--to", "quay", "--on", "2026-12-01"), "`git -C DATA diff`"),
        (True, ("rename", "team", "harbour", "pier"), "`git diff` and `git -C DATA diff`"),
    ],
    ids=["one repository", "the data's", "both"],
)
def test_the_diff_to_review_is_in_its_repository(
    tmp_path: Path, *, apart: bool, words: tuple[str, ...], commands: str
) -> None:
    policy = lay_repositories(tmp_path, rich(), apart=apart, committed=False)
    data = os.path.relpath(data_of(policy))

    done = called(policy, *words, "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"Review the change with {commands.replace('DATA', data)}, then " in done.stdout
