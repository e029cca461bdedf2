"""Exit status 0: nothing wrong; 1: an error; 2: the call is wrong; 3: nothing could be judged."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.building import Files
from tests.support.calling import DAY, UNREADABLE, broken_promise, changed, outbound, replaced, said
from tests.support.dated_repository import called
from tests.support.describing import one_remote_member
from tests.support.paths import ROOT

Laid = Callable[[Files], Path]
ROSTERS = ("data/teams/harbour/team.yaml", "data/teams/quay/team.yaml")


def test_a_clean_playbook_ends_with_0(repository: Laid) -> None:
    root = repository(changed({}))

    result = outbound("check", "--as-of", DAY, here=root)

    assert said(result) == (0, f"No findings in 13 files, as of {DAY}.\n", "")


def test_a_broken_promise_ends_with_1(repository: Laid) -> None:
    root = repository(changed(broken_promise()))

    result = outbound("check", "--as-of", DAY, "--format", "concise", here=root)

    assert result.returncode == 1
    assert "CAD001 error harbour: one-on-one in 2026-Q3: 0% (0 of 2), agreed 90%" in result.stdout
    assert result.stderr == ""


def test_the_example_is_flagged_as_the_night_expects(tmp_path: Path) -> None:
    """The findings lie in a file, with their lines: whoever changes the example writes it anew."""
    kept = tmp_path / "found.txt"

    outbound("check", "--no-base", "--exit-zero", "--format", f"concise:{kept}", here=ROOT)

    assert kept.read_text("utf-8") == (ROOT / ".github/expected-findings.txt").read_text("utf-8")


def test_a_broken_promise_ends_with_0_where_that_is_asked_for(repository: Laid) -> None:
    root = repository(changed(broken_promise()))

    result = outbound("check", "--as-of", DAY, "--exit-zero", here=root)

    assert result.returncode == 0
    assert "CAD001 error" in result.stdout


def test_a_warning_ends_with_0_or_strictly_with_1(repository: Laid) -> None:
    guest = "2026-11-02,one-on-one,p-guest,p-edsger,outbound,held,,\n"
    log = "data/teams/quay/touchpoints/2026-Q4.csv"
    root = repository(
        changed(
            replaced(
                log, ("p-niklaus,p-edsger,outbound,held,,\n", f"p-niklaus,p-edsger,outbound,held,,\n{guest}")
            )
        )
    )

    easy = outbound("check", "--as-of", DAY, "--format", "concise", here=root)
    strict = outbound("check", "--as-of", DAY, "--format", "concise", "--strict", here=root)
    neither = outbound("check", "--as-of", DAY, "--format", "concise", "--strict", "--exit-zero", here=root)

    assert (easy.returncode, strict.returncode, neither.returncode) == (0, 1, 0)
    assert easy.stdout == strict.stdout == neither.stdout
    assert " warning " in easy.stdout
    assert " error " not in easy.stdout


SELECTED = {
    "the code itself": (["--select", "CAD001"], 1),
    "its family": (["--select", "CAD"], 1),
    "another family": (["--select", "REF"], 0),
    "all but the code": (["--ignore", "CAD001"], 0),
    "its family but the code": (["--select", "CAD", "--ignore", "CAD001"], 0),
    "two families": (["--select", "REF", "--select", "CAD"], 1),
}


@pytest.mark.parametrize(("words", "status"), SELECTED.values(), ids=SELECTED)
def test_only_what_was_selected_is_told_and_fails(words: list[str], status: int, repository: Laid) -> None:
    root = repository(changed(broken_promise()))

    result = outbound("check", "--as-of", DAY, *words, here=root)

    assert result.returncode == status
    assert ("CAD001" in result.stdout) == (status == 1)


@pytest.mark.parametrize("words", [["--select", "CAD"], ["--ignore", "SCH"]], ids=" ".join)
def test_what_cannot_be_read_is_told_whatever_is_selected(words: list[str], repository: Laid) -> None:
    root = repository(changed(UNREADABLE))

    result = outbound("check", "--as-of", DAY, *words, here=root)

    assert result.returncode == 1
    assert "data/teams/quay/team.yaml" in result.stdout
    assert "Left out, because their files could not be read: quay." in result.stdout


WRONG_CALLS = {
    "a day that is none": (
        ["check", "--as-of", "2026-02-30"],
        "2026-02-30 is not in the calendar. Check the day and the month",
    ),
    "a day written otherwise": (
        ["check", "--as-of", "23.11.2026"],
        "not a valid date. Write it as YYYY-MM-DD",
    ),
    "an empty day": (["check", "--as-of", ""], "not a valid date. Write it as YYYY-MM-DD"),
    "a year too far": (["coverage", "--as-of", "2126-01-01"], "is not between 2000 and 2090"),
    "an unknown format": (["check", "--format", "xml"], "unknown format 'xml'. Choose from: full, concise,"),
    "a format to no file": (["check", "--format", "json:"], "--format json: has no file after the colon"),
    "an unknown code": (["check", "--select", "CAT"], "no rule's code begins with 'CAT'"),
    "an unknown code to ignore": (["check", "--ignore", "CAD999"], "no rule's code begins with 'CAD999'"),
    "a known code and an unknown one": (
        ["check", "--select", "CAD", "--select", "CAT"],
        "no rule's code begins with 'CAT'",
    ),
    "an empty code": (["check", "--ignore", ""], "no rule's code begins with ''"),
    "an unknown key": (
        ["coverage", "--by", "team,leader"],
        "unknown column 'leader' in --by. Choose from: team, service, period, member",
    ),
    "a group of a team": (
        ["coverage", "--by", "group,team"],
        "--by group is for the whole organisation. Leave out",
    ),
    "no key": (["coverage", "--by", ","], "--by needs at least one of: team"),
    "an unknown period": (["coverage", "--period", "week"], "invalid value 'week' for --period"),
    "an unknown format of coverage": (["coverage", "--format", "xml"], "invalid value 'xml' for --format"),
    "an unknown rule": (["explain", "CAD01"], "there is no rule 'CAD01'. Did you mean CAD001?"),
    "a rule like no other": (
        ["explain", "?"],
        "there is no rule '?'. To list all rules, run: outbound explain",
    ),
    "calendars without a folder": (["plan", "--format", "ics"], "Add --out DIR"),
    "calendars of one leader": (["plan", "--format", "ics", "--leader", "p-grace"], "Leave out --leader"),
    "a folder without calendars": (["plan", "--out", "calendars"], "Add --format ics"),
    "an unknown command": (["chek"], "there is no command 'chek'. Did you mean check?"),
    "a command like no other": (["xyzzy"], "Error: there is no command 'xyzzy'\n"),
    "an unknown option": (["check", "--fast"], "Error: there is no option '--fast'"),
    "an empty root": (["--root", "", "check"], "--root is empty. Give a folder"),
    "an empty data folder": (["--data", "", "check"], "--data is empty. Give a folder"),
    "an option close to another": (["check", "--memebrs"], "no option '--memebrs'. Did you mean --members?"),
    "an unknown option before the command": (["--fast"], "Error: there is no option '--fast'"),
    "no command": ([], "Usage: outbound"),
    "no command of a group": (["setup"], "\nCommands:\n  forms      Write GitHub issue forms.\n"),
}


@pytest.mark.parametrize(("words", "told"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_a_wrong_call_ends_with_2_and_says_so(words: list[str], told: str, repository: Laid) -> None:
    root = repository(changed({}))

    result = outbound(*words, here=root)

    assert result.returncode == 2
    assert told in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


NOT_YET = replaced(
    ROSTERS[0],
    ("p-ada, from: 2025-03-01", "p-ada, from: 2027-03-01"),
    ("p-mia, from: 2025-03-01", "p-mia, from: 2027-03-01"),
)
NO_MEMBERS = {
    path: text.partition("members:")[0]
    for path, text in {**replaced(ROSTERS[0]), **replaced(ROSTERS[1])}.items()
}
NOTHING: dict[str, tuple[dict[str, str | None], list[str], str]] = {
    "no playbook": ({"playbook/": None}, [], "no playbook/playbook.yaml in "),
    "no data": ({"data/": None}, [], "there is no teams/ folder in data. Pass the folder"),
    "no team": (
        {"data/teams/": None, "data/teams/README.md": "Teams"},
        [],
        "there is no team yet in data",
    ),
    "no service": ({"playbook/services/": None}, [], "playbook/services contains no service"),
    "teams without members": ({**NO_MEMBERS}, [], "no team has a member"),
    "no such data folder": ({}, ["--data", "elsewhere"], "there is no teams/ folder in elsewhere"),
    "no such root": ({}, ["--root", "elsewhere"], "no playbook/playbook.yaml in elsewhere"),
}


@pytest.mark.parametrize(("changes", "words", "told"), NOTHING.values(), ids=NOTHING)
def test_nothing_to_judge_is_never_a_pass(
    changes: dict[str, str | None], words: list[str], told: str, repository: Laid
) -> None:
    root = repository(changed(changes))

    result = outbound(*words, "check", "--as-of", DAY, here=root)

    assert result.returncode == 3
    assert result.stdout == ""
    assert result.stderr.startswith("outbound: ")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["check", "coverage"])
def test_a_day_before_the_first_day_judged_is_not_judged(command: str, repository: Laid) -> None:
    root = repository(changed({}))

    result = outbound(command, "--as-of", "2025-12-31", here=root)

    told = "2025-12-31 is before 2026-01-01, the first date that is checked (`logs_from` in playbook/playbook.yaml). Choose a later date"
    assert said(result) == (3, "", f"outbound: {told}\n")


def test_no_window_that_has_begun_is_no_coverage(repository: Laid) -> None:
    root = repository(changed({**NO_MEMBERS}))

    result = outbound("coverage", "--as-of", DAY, here=root)

    assert said(result) == (3, "", "outbound: nothing to count yet: no period has begun\n")


def test_a_team_whose_members_come_later_is_no_fault(repository: Laid) -> None:
    root = repository(changed({**NOT_YET}))

    result = outbound("coverage", "--as-of", DAY, "--by", "team", "--format", "json", here=root)

    assert result.returncode == 0
    assert [row["team"] for row in json.loads(result.stdout)["rows"]] == ["quay"]


def test_coverage_by_group_is_beside_everyone(repository: Laid) -> None:
    root = repository(changed(one_remote_member()))

    result = outbound(
        "coverage", "--as-of", DAY, "--by", "period,service,group", "--format", "csv", here=root
    )

    assert result.returncode == 0
    rows = [line.split(",") for line in result.stdout.splitlines()]
    assert rows[0][:5] == ["service", "period", "group", "due", "met"]
    assert [row[2:5] for row in rows if row[:2] == ["one-on-one", "2026-Q3"]] == [
        ["", "4", "4"],
        ["remote", "1", "1"],
    ]
    assert "health-check" not in {row[0] for row in rows}
    assert result.stderr.startswith("Inside: ")


def test_an_unreadable_team_is_named_and_left_out(repository: Laid) -> None:
    root = repository(changed(UNREADABLE))

    result = outbound("coverage", "--as-of", DAY, "--by", "team", "--format", "json", here=root)

    assert result.returncode == 1
    assert [row["team"] for row in json.loads(result.stdout)["rows"]] == ["harbour"]
    assert "data/teams/quay/team.yaml:4:1: SCH002" in result.stderr
    assert "outbound: left out because their files can't be read: quay\n" in result.stderr


def test_a_file_that_cannot_be_written_ends_with_2(repository: Laid) -> None:
    root = repository(changed({}))

    result = outbound("check", "--as-of", DAY, "--format", "json:nowhere/out.json", here=root)

    assert said(result) == (2, "", "outbound: cannot write nowhere/out.json: no such file or directory\n")


LONG = "x" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--format", f"json:{LONG}"),
        ("check", "--format", f"issues:{LONG}"),
        ("render", "--out", LONG),
        ("plan", "--format", "ics", "--out", f"../{LONG}"),
        ("init", LONG),
        ("export", "--person", "p-ada", "--out", LONG),
    ],
    ids=lambda words: " ".join(words).replace(LONG, "…"),
)
def test_a_name_the_system_does_not_take_ends_with_2(
    repository: Laid, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository({**changed({}), "people.csv": "person,team,from\n"})
    monkeypatch.chdir(root)

    result = called(root, *words)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("outbound: cannot write ")
    assert result.stderr.endswith(f"{LONG}: file name too long\n")


def test_figures_of_persons_say_what_they_may_be_used_for() -> None:
    coverage = outbound("coverage", "--by", "member", "--format", "csv", here=ROOT)
    teams = outbound("coverage", "--by", "team", here=ROOT)
    load = outbound("plan", "--load", here=ROOT)

    assert (
        coverage.stderr
        == "Inside: these figures are about individual people. Use them to invite people, not to rank them.\n"
    )
    assert teams.stderr == ""
    assert (
        load.stderr
        == "Inside: these hours are about individual people. Use them to share the work, not to rank people.\n"
    )
