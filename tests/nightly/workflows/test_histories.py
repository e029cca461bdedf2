"""The workflows carried out: changes, nights, forms, sites. Each step of each of them runs in one of these tests."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.nightly.workflows.laying import (
    DATA,
    FEW,
    KEYS,
    MEMBERS,
    OURS,
    POLICY,
    TO_POLICY,
    acme,
    added,
    log,
    project,
    pull_request,
    pushed,
    replaced,
)
from tests.nightly.workflows.running import HERE, INSTALL, Event, Host, Ran, Runner, git, workflow
from tests.support.calling import outbound
from tests.support.paths import ROOT
from tests.unit.imports.test_issue import TOUCHPOINT, body

if TYPE_CHECKING:
    from pathlib import Path

Play = Callable[[str, Event], Ran]

JUDGED = (
    ("check", "Find the data folder"),
    ("check", "Preview the effect"),
    ("check", "Check the change"),
)
FOUND = ("judge", "Find the data folder"), ("judge", "Check"), ("judge", "Update the teams' issues")
COVERED: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "test_a_good_change_of_the_example_is_green": {
        "playbook": (*JUDGED, ("check", "Build the site"), ("gate", "All jobs passed"))
    },
    "test_a_policy_gets_the_same_answer_whatever_the_data_hold": {"playbook": JUDGED},
    "test_nights_open_edit_and_close_an_issue_a_team": {
        "nightly": (*FOUND, ("judge", "Compare with the agreements"))
    },
    "test_a_digest_is_one_issue_a_team_that_is_edited": {
        "digest": (
            ("digest", "Find the data folder"),
            ("digest", "Write each team's digest"),
            ("digest", "Update the teams' issues"),
        )
    },
    "test_a_form_is_a_row_and_is_answered": {
        "intake": (
            ("take", "Find the data folder"),
            ("take", "Read the form"),
            ("take", "Commit the row"),
            ("take", "Answer"),
        )
    },
    "test_closed_quarters_are_proposed_to_the_policy": {
        "quarter": (
            ("release", "Find the data folder"),
            ("release", "Release past quarters"),
            ("propose", "Check the token"),
            ("propose", "Open a pull request"),
        )
    },
    "test_a_site_is_built_from_releases_alone": {
        "site": (("build", "Check that no preview is published"), ("build", "Build"))
    },
    "test_the_action_judges_what_a_change_brings": {"ci": (("action", "Check"), ("all", "All jobs passed"))},
    "test_a_tag_is_built_listed_attested_published_and_told_of": {
        "release": (
            ("build", "Check the tag against version and changelog"),
            ("build", "Build the package and its bill of materials"),
            ("tell", "Create the release's page"),
        )
    },
}
"""The steps that a test is sure to run, by workflow, job and name; those of the action are the job's that uses it."""

KEEPING = {"collect", "mails", "answers"}
"""Carried out in test_kept_logs.py."""

MAKES = {("ci", "test", "Run what the README says"), ("test-all", "test", "Run every test")}
"""Run `make test` and `make test-all`, which is what runs this test."""


@pytest.fixture
def host(tmp_path: Path) -> Host:
    folder = tmp_path / "host"
    folder.mkdir()
    return Host(folder)


@pytest.fixture
def play(host: Host, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Play]:
    """Run a workflow of the repository the event is of, as it stands on its default branch or in the change."""
    executed: set[tuple[str, str, str]] = set()
    runs: list[Ran] = []

    def played(name: str, event: Event) -> Ran:
        folder = tmp_path / f"run-{len(runs)}"
        (folder / "programs").mkdir(parents=True)
        (folder / "programs/gh").symlink_to(HERE / "gh")
        text = git(
            host.remotes[event.repository].folder,
            "show",
            f"{event.sha or 'main'}:.github/workflows/{name}.yml",
        )
        ran = Runner(host, folder).run(yaml.safe_load(text), event)
        executed.update((name, *step) for step in ran.executed)
        runs.append(ran)
        return ran

    yield played
    for name, steps in COVERED.get(request.node.originalname, {}).items():
        assert {(name, *step) for step in steps} <= executed


def test_each_step_runs_in_one_of_these_tests() -> None:
    covered = {
        (name, *step) for steps in COVERED.values() for name, all_of in steps.items() for step in all_of
    }
    files = sorted({path.stem for path in (ROOT / ".github/workflows").glob("*.yml")} - KEEPING)
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    named = [("ci", "action", step) for step in action]
    named += [
        (name, job, step)
        for name in files
        for job, one in workflow(name)["jobs"].items()
        for step in one["steps"]
    ]
    to_run = {(name, job, step.get("name", "")) for name, job, step in named if "run" in step}

    installing = {one for one in to_run if one[2] == INSTALL}  # run for real in test_installing.py

    assert to_run - MAKES - installing == covered
    assert set(COVERED) <= set(globals())


def test_what_the_long_step_calls_is_there() -> None:
    assert 'make "${1:-test}"' in (ROOT / ".ci/run").read_text("utf-8")
    for target in ("test", "test-all"):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_a_good_change_of_the_example_is_green(host: Host, play: Play) -> None:
    clone = project(host)
    added(clone / "playbook/services/recognition.yaml", "# A remark.\n")

    ran = play("playbook", pull_request(clone, OURS))

    assert ran.jobs == {"check": "success", "scanning": "success", "gate": "success"}, ran.printed
    assert "## Effect of this change" in ran.summary
    assert "## Leadership playbook: the check passes" in ran.summary
    assert json.loads(ran.handed_on["scanning"].read_text("utf-8"))["runs"][0]["results"] == []


def test_a_change_that_loosens_terms_is_red(host: Host, play: Play) -> None:
    clone = project(host)
    replaced(clone / "playbook/services/one-on-one.yaml", "at_most_apart: 6 weeks", "at_most_apart: 16 weeks")

    ran = play("playbook", pull_request(clone, OURS))

    assert ran.jobs == {"check": "failure", "scanning": "success", "gate": "failure"}
    assert re.search(r"^::error file=playbook/services/one-on-one.yaml,.*RAT003", ran.printed, re.MULTILINE)
    results = json.loads(ran.handed_on["scanning"].read_text("utf-8"))["runs"][0]["results"]
    assert [one["ruleId"] for one in results if one["level"] == "error"] == ["RAT003"]
    assert ran.steps["check", "Build the site"] == "skipped"


def test_no_text_of_a_change_is_a_command_to_the_runner(host: Host, play: Play) -> None:
    """The runner of these tests refuses every command but the three that a report may give."""
    clone = project(host)
    replaced(
        clone / "playbook/services/recognition.yaml", "title: Recognition", 'title: "::stop-commands::x"'
    )
    added(clone / "playbook/services/recognition.yaml", '"::set-output name=a::b": 1\n')
    added(clone / "docs/how-to/log.md", "\n[x](##[error]gone.md)\n")

    ran = play("playbook", pull_request(clone, OURS))

    assert ran.jobs == {"check": "failure", "scanning": "success", "gate": "failure"}
    assert "SCH003" in ran.printed


def test_the_log_of_a_failed_build_is_shown_and_no_command(host: Host, play: Play) -> None:
    clone = project(host)
    added(clone / "docs/how-to/log.md", "\n[x](##[error]gone.md)\n")

    ran = play("playbook", pull_request(clone, OURS))

    assert ran.steps["check", "Build the site"] == "failure"
    assert "## [error]gone.md" in ran.printed
    assert ran.jobs["gate"] == "failure"


def test_a_policy_gets_the_same_answer_whatever_the_data_hold(host: Host, play: Play) -> None:
    policy, data = acme(host, frozen=True)
    service = policy / "playbook/services/one-on-one.yaml"
    replaced(service, "teams: all", "teams: [harbour]")
    replaced(service, "6 weeks", "16 weeks")
    event = pull_request(policy, POLICY)

    none = play("playbook", event)
    log(data, "harbour", *MEMBERS)
    added(data / "teams/islet/team.yaml", "colour: red\n")
    pushed(data)
    kept = play("playbook", event)

    assert (none.jobs, none.steps) == (kept.jobs, kept.steps)
    assert (none.summary, none.printed) == (kept.summary, kept.printed)
    assert none.jobs["gate"] == "failure"
    assert none.steps["check", "Check out the data"] == "skipped"
    assert "RAT003" in none.printed
    assert "REF006" not in none.printed
    assert "This report uses only the policy and releases." in none.summary
    assert "Inside" not in none.summary


def test_a_good_change_of_a_policy_is_green_without_the_data(host: Host, play: Play) -> None:
    policy, _ = acme(host)
    replaced(policy / "playbook/services/one-on-one.yaml", "6 weeks", "5 weeks")

    ran = play("playbook", pull_request(policy, POLICY))

    assert ran.jobs == {"check": "success", "scanning": "success", "gate": "success"}, ran.printed
    assert ran.steps["check", "Build the site"] == "success"


def test_a_fork_that_may_write_nothing_is_checked_all_the_same(host: Host, play: Play) -> None:
    policy, _ = acme(host)
    replaced(policy / "playbook/services/one-on-one.yaml", "6 weeks", "5 weeks")

    ran = play("playbook", pull_request(policy, POLICY, fork=True))

    assert ran.jobs == {"check": "success", "scanning": "success", "gate": "success"}, ran.printed
    assert "the check passes" in ran.summary
    assert "at most 5 weeks apart" in ran.summary
    assert ran.handed_on == {}


def test_a_change_of_the_data_is_judged_in_their_own_repository(host: Host, play: Play) -> None:
    _, data = acme(host, frozen=True)
    log(data, "harbour", *MEMBERS)
    pushed(data)
    log(data, "harbour", *MEMBERS[1:])

    ran = play("playbook", pull_request(data, DATA, variables=TO_POLICY))

    assert ran.jobs == {"check": "failure", "scanning": "success", "gate": "failure"}
    assert "RAT001" in ran.printed
    assert ran.summary.startswith("**Inside")
    assert ran.handed_on == {}, "a private repository has code scanning only where it says so"
    assert not re.search(r"\bp-[a-z]", ran.printed + ran.summary)


def test_a_step_that_fails_or_is_skipped_is_no_pass(host: Host, play: Play) -> None:
    policy, _ = acme(host)
    event = pull_request(policy, POLICY)

    ran = play("playbook", Event("pull_request", POLICY, event.sha, {"repository": {"private": True}}))

    assert ran.jobs == {"check": "failure", "scanning": "success", "gate": "failure"}
    assert "name the base" in ran.printed


def night(play: Play) -> Ran:
    return play("nightly", Event("schedule", DATA, variables=TO_POLICY, secrets=KEYS))


def test_nights_open_edit_and_close_an_issue_a_team(host: Host, play: Play) -> None:
    _, data = acme(host, frozen=True, private=True)
    strange = (
        data / "teams/harbour/touchpoints/2026-Q1.csv"
    )  # a row that is wrong: who may read the data is told where
    added(strange, "2026-03-02,one-on-one,p-zed,p-grace,outbound,held,,\n")
    pushed(data)

    first = night(play)
    opened = host.issues()
    log(data, "harbour", *MEMBERS[:2])
    pushed(data)
    night(play)
    edited = host.issues()
    log(data, "harbour", *MEMBERS)
    log(data, "islet", *FEW)
    pushed(data)
    last = night(play)
    closed = host.issues()

    harbour, islet = "Leadership promises: harbour", "Leadership promises: islet"
    assert first.jobs == {"judge": "failure"}, first.printed
    assert [(one["title"], one["state"]) for one in opened] == [(harbour, "open"), (islet, "open")]
    assert {one["repository"] for one in opened} == {DATA}
    assert all(one["body"].startswith("**Inside**: ") for one in [*opened, *edited])
    assert [one["number"] for one in edited] == [1, 2]
    assert opened[0]["body"] != edited[0]["body"]
    assert last.jobs == {"judge": "success"}, last.printed
    assert [(one["state"], len(one["comments"])) for one in closed] == [("closed", 1), ("closed", 1)]
    said = json.dumps([opened, edited, closed]) + first.printed + first.summary
    assert not re.search(r"\bp-[a-z]", said)
    assert first.summary.startswith("**Inside**: ")
    assert "teams/harbour/touchpoints/2026-Q1.csv" in opened[0]["body"]
    assert "teams/harbour/touchpoints/2026-Q1.csv" in first.summary


def test_a_night_without_the_data_changes_no_issue(host: Host, play: Play) -> None:
    _, data = acme(host, frozen=True)
    night(play)
    before = host.issues()
    shutil.rmtree(data / "teams")
    pushed(data)

    ran = night(play)

    assert ran.jobs == {"judge": "failure"}
    assert ran.steps["judge", "Update the teams' issues"] == "skipped"
    assert host.issues() == before
    assert [issue["title"].rpartition(" ")[2] for issue in before] == ["harbour", "islet"]


def test_an_issue_that_somebody_else_opened_is_left_alone(host: Host, play: Play) -> None:
    acme(host, frozen=True)
    theirs = {"number": 1, "title": "Leadership promises: harbour", "body": "mine", "labels": ["outbound"], "repository": DATA,
              "state": "open", "comments": [], "locked": False, "author": {"is_bot": False, "login": "x"}}  # fmt: skip
    host.kept.write_text(json.dumps({"labels": ["outbound"], "issues": [theirs]}))

    night(play)

    assert host.issues()[0] == theirs
    assert host.issues()[1]["title"] == "Leadership promises: harbour"


def test_nights_of_the_example_expect_what_is_flagged(host: Host, play: Play) -> None:
    clone = project(host)
    event = Event("schedule", OURS)

    expected = play("nightly", event)
    added(clone / "playbook/services/one-on-one.yaml", "colour: red\n")
    pushed(clone)
    other = play("nightly", event)

    assert expected.jobs == {"judge": "success"}, expected.printed
    assert [one["title"] for one in host.issues()][:2] == [
        "Leadership promises: landfall",
        "Leadership promises: sounding",
    ]
    assert other.jobs == {"judge": "failure"}
    assert "The findings differ from .github/expected-findings.txt" in other.printed


def test_a_digest_is_one_issue_a_team_that_is_edited(host: Host, play: Play) -> None:
    policy, _ = acme(host, frozen=True)
    replaced(
        policy / "playbook/services/one-on-one.yaml",
        "{at_most_apart: 6 weeks, grace: 1 week}",
        "{at_least: 1, per: month}",
    )
    pushed(policy)
    event = Event("schedule", DATA, variables=TO_POLICY, secrets=KEYS)

    ran = play("digest", event)
    play("digest", event)

    assert ran.jobs == {"digest": "success"}, ran.printed
    titles = [(one["title"], one["state"]) for one in host.issues()]
    assert titles == [("Leadership services: harbour", "open"), ("Leadership services: islet", "open")]
    assert {one["repository"] for one in host.issues()} == {DATA}
    assert not re.search(r"\bp-[a-z]", json.dumps(host.issues()))


PEOPLE = {"OUTBOUND_PEOPLE_CSV": "id,name,address,account\np-ada,,,ada-l\np-grace,,,grace\n"}


def filed(text: str, *, private: bool = True, account: str = "grace") -> Event:
    issue = {
        "number": 1,
        "created_at": "2026-11-20T10:00:00Z",
        "body": text,
        "state": "open",
        "user": {"login": account},
    }
    payload = {
        "action": "opened",
        "issue": issue,
        "sender": {"type": "User", "login": account},
        "repository": {"private": private},
    }
    return Event("issues", DATA, payload=payload, variables=TO_POLICY, secrets={"outbound": PEOPLE})


def waiting(host: Host) -> None:
    """Let the issue that was filed be there."""
    issue = {"number": 1, "title": "Touchpoint", "body": "", "repository": DATA, "labels": [], "state": "open", "comments": [],
             "locked": False, "author": {"is_bot": False, "login": "x"}}  # fmt: skip
    host.kept.write_text(json.dumps({"labels": [], "issues": [issue]}))


def test_a_form_is_a_row_and_is_answered(host: Host, play: Play) -> None:
    acme(host, frozen=True)
    waiting(host)

    ran = play("intake", filed(body(**TOUCHPOINT)))

    (issue,) = host.issues()
    row = git(host.remotes[DATA].folder, "show", "main:teams/harbour/touchpoints/2026-Q4.csv").splitlines()[
        -1
    ]
    assert ran.jobs == {"take": "success"}, ran.printed
    assert row == "2026-11-20,one-on-one,p-ada,p-grace,outbound,held"
    assert (issue["state"], issue["locked"]) == ("closed", True)
    assert issue["comments"][0].startswith("Logged: `one-on-one`, 2026-11-20, held.")
    assert git(host.remotes[DATA].folder, "show", "--name-only", "--format=", "main").split() == [
        "teams/harbour/touchpoints/2026-Q4.csv"
    ]
    assert git(host.remotes[DATA].folder, "log", "-1", "--format=%b", "main").strip() == "Filed-by: p-grace"


def test_a_form_of_an_unknown_account_logs_nothing(host: Host, play: Play) -> None:
    acme(host, frozen=True)
    waiting(host)
    before = git(host.remotes[DATA].folder, "rev-parse", "main")

    ran = play("intake", filed(body(**TOUCHPOINT), account="mallory"))

    (issue,) = host.issues()
    assert ran.jobs == {"take": "success"}, ran.printed
    assert (issue["state"], issue["locked"]) == ("open", False)
    assert "isn't linked to an id yet" in issue["comments"][0]
    assert git(host.remotes[DATA].folder, "rev-parse", "main") == before


def test_two_forms_at_one_time_are_two_rows(host: Host, play: Play) -> None:
    _, data = acme(host, frozen=True)
    waiting(host)
    bare = host.remotes[DATA].folder
    hook = bare / "hooks/pre-receive"  # somebody else's row is there first, once
    theirs = (
        "date,service,member,given_by,initiative,state\n2026-11-19,one-on-one,p-bo,p-grace,outbound,held\n"
    )
    (data / "teams/harbour/touchpoints/2026-Q4.csv").write_text(theirs, "utf-8")
    git(data, "add", "--all")
    git(data, "commit", "--quiet", "--message", "Theirs")
    git(data, "push", "--quiet", "origin", "main:refs/heads/theirs")
    hook.write_text(
        f"#!/bin/sh\nunset GIT_QUARANTINE_PATH\nif [ -f '{bare}/once' ]; then exit 0; fi\ntouch '{bare}/once'\n"
        "git update-ref refs/heads/main refs/heads/theirs\nexit 1\n"
    )
    hook.chmod(0o755)

    ran = play("intake", filed(body(**TOUCHPOINT)))

    rows = git(bare, "show", "main:teams/harbour/touchpoints/2026-Q4.csv").splitlines()[1:]
    assert ran.jobs == {"take": "success"}, ran.printed
    assert sorted(row.split(",")[2] for row in rows) == ["p-ada", "p-bo"]
    assert host.issues()[0]["locked"]


def test_a_form_that_is_refused_is_answered_and_stays_open(host: Host, play: Play) -> None:
    acme(host, frozen=True)
    waiting(host)
    before = git(host.remotes[DATA].folder, "rev-parse", "main")

    ran = play("intake", filed(body(**{**TOUCHPOINT, "Team_member": "p-nobody $(touch x) `id`"})))

    (issue,) = host.issues()
    assert ran.jobs == {"take": "success"}, ran.printed
    assert issue["state"] == "open"
    assert issue["comments"][0].startswith("Nothing was logged yet:")
    assert git(host.remotes[DATA].folder, "rev-parse", "main") == before


def test_forms_are_not_taken_where_everybody_reads_them(host: Host, play: Play) -> None:
    acme(host)

    assert play("intake", filed(body(**TOUCHPOINT), private=False)).jobs == {"take": "skipped"}


def quarter(play: Play, event: Event | None = None) -> Ran:
    return play("quarter", event or Event("schedule", DATA, variables=TO_POLICY, secrets=KEYS))


RELEASED = ("2026-Q1", "2026-Q2", "2026-Q3")


def test_closed_quarters_are_proposed_to_the_policy(host: Host, play: Play) -> None:
    _, data = acme(host, frozen=True, private=True)
    log(data, "harbour", *MEMBERS)
    pushed(data)

    ran = quarter(play)

    bare, branch = host.remotes[POLICY].folder, f"release-{'-'.join(RELEASED)}"
    (request,) = host.pull_requests()
    files = git(bare, "diff", "--name-only", "main", branch).split()
    assert ran.jobs == {"release": "success", "propose": "success"}, ran.printed
    assert (request["repository"], request["head"]) == (POLICY, branch)
    assert files == [f"playbook/published/{name}.json" for name in RELEASED]
    assert json.loads(git(bare, "show", f"{branch}:{files[0]}"))["period"] == RELEASED[0]
    assert request["body"].startswith("The public figures of 2026-Q1 2026-Q2 2026-Q3. They never change")
    # nothing could end in the first one: it began before the first day that is judged
    assert request["body"].count("Left out: one-on-one for the organisation (") == len(RELEASED[1:])
    assert "Left out: one-on-one for islet (too few members)." in request["body"]
    assert not re.search(r"\bp-[a-z]", json.dumps(request))
    assert git(host.remotes[DATA].folder, "branch", "--list").split() == ["*", "main"]


def test_a_quarter_is_proposed_once(host: Host, play: Play) -> None:
    policy, _ = acme(host, frozen=True)

    quarter(play)
    waiting_there = quarter(play)
    git(policy, "fetch", "--quiet", "origin")
    git(policy, "merge", "--quiet", f"origin/{host.pull_requests()[0]['head']}")
    git(policy, "push", "--quiet", "origin", "main")
    merged = quarter(play)

    assert waiting_there.jobs == {"release": "success", "propose": "success"}
    assert "already exists" in waiting_there.printed
    assert merged.jobs == {"release": "success", "propose": "skipped"}
    assert "Every past quarter already has a release" in merged.printed
    assert len(host.pull_requests()) == 1


def test_no_quarter_is_over_in_the_first_one(host: Host, play: Play) -> None:
    acme(host, first="2026-10-05", frozen=True)

    ran = quarter(play)

    assert ran.jobs == {"release": "success", "propose": "skipped"}, ran.printed
    assert host.pull_requests() == []


def test_no_quarter_is_released_where_the_data_are_not_there(host: Host, play: Play) -> None:
    _, data = acme(host, frozen=True)
    shutil.rmtree(data / "teams")
    pushed(data)

    assert quarter(play).jobs == {"release": "failure", "propose": "skipped"}


def test_without_a_right_to_propose_it_says_what_to_do(host: Host, play: Play) -> None:
    acme(host, frozen=True)

    ran = quarter(play, Event("schedule", DATA, variables=TO_POLICY))

    assert ran.jobs == {"release": "success", "propose": "failure"}
    assert "Run `outbound release` and open the pull request by hand" in ran.printed
    assert host.pull_requests() == []


def test_one_repository_proposes_to_itself(host: Host, play: Play) -> None:
    clone = project(host)
    event = Event("schedule", OURS)

    as_it_stands = quarter(play, event)
    (clone / "playbook/published/2026-Q3.json").unlink()
    pushed(clone)
    ran = quarter(play, event)

    (request,) = host.pull_requests()
    assert as_it_stands.jobs == {"release": "success", "propose": "skipped"}, as_it_stands.printed
    assert ran.jobs == {"release": "success", "propose": "success"}, ran.printed
    assert (request["repository"], request["head"]) == (OURS, "release-2026-Q3")
    assert "Left out: " in request["body"]
    shown = git(host.remotes[OURS].folder, "show", "release-2026-Q3:playbook/published/2026-Q3.json")
    assert shown == (ROOT / "playbook/published/2026-Q3.json").read_text("utf-8").strip()


def site(play: Play, **variables: str) -> Ran:
    return play("site", Event("push", POLICY, variables=variables))


def test_a_site_is_built_from_releases_alone(host: Host, play: Play) -> None:
    policy, data = acme(host, frozen=True)
    log(data, "harbour", *MEMBERS)
    assert outbound("release", here=policy).returncode == 0
    pushed(policy)

    ran = site(play, OUTBOUND_SITE="published")

    page = (ran.handed_on["pages"] / "teams/harbour.html").read_text("utf-8")
    assert ran.jobs == {"build": "success", "deploy": "success"}, ran.printed
    assert "&#8805;70&#37;" in page
    assert "Inside" not in page


def test_a_site_is_for_nobody_until_it_is_said(host: Host, play: Play) -> None:
    acme(host)

    assert site(play).jobs == {"build": "skipped", "deploy": "skipped"}
    assert site(play, OUTBOUND_SITE="live").jobs == {"build": "skipped", "deploy": "skipped"}


def test_a_preview_is_not_published(host: Host, play: Play) -> None:
    policy, _ = acme(host)
    replaced(policy / "mkdocs.yml", "  - outbound ", "  - outbound: {preview: true} ")
    pushed(policy)

    ran = site(play, OUTBOUND_SITE="published")

    assert ran.jobs == {"build": "failure", "deploy": "skipped"}
    assert "A preview has exact figures, so do not publish it" in ran.printed


def test_the_action_judges_what_a_change_brings(host: Host, play: Play) -> None:
    clone = project(host)
    added(clone / ".ci/run", "exit 0\n")
    replaced(clone / ".ci/run", "set -euo pipefail", "exit 0")  # what it runs is what runs this
    pushed(clone)
    replaced(clone / "playbook/services/one-on-one.yaml", "at_most_apart: 6 weeks", "at_most_apart: 16 weeks")

    ran = play("ci", pull_request(clone, OURS))

    assert ran.jobs == {"test": "success", "action": "failure", "all": "failure"}
    assert ran.outputs["./"] == {"status": "1", "sarif-file": "outbound.sarif"}
    assert "RAT003" in ran.printed


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param({}, "1", id="as it stands, with promises broken on purpose"),
        pytest.param(
            {"base": "HEAD", "data": "data", "strict": "true", "root": "."}, "0", id="nothing has changed"
        ),
        pytest.param({"public": "true"}, "0", id="the policy and the last release alone"),
        pytest.param({"root": "docs"}, "3", id="nothing to judge"),
    ],
)
def test_the_action_says_how_it_ended(host: Host, tmp_path: Path, given: dict[str, str], status: str) -> None:
    project(host)
    (tmp_path / "run").mkdir()
    checkout = workflow("ci")["jobs"]["action"]["steps"][0]
    jobs = {"action": {"steps": [checkout, {"uses": "./", "with": given}]}}

    ran = Runner(host, tmp_path / "run").run({"jobs": jobs}, Event("push", OURS))

    assert ran.outputs["./"]["status"] == status
    assert bool(ran.outputs["./"]["sarif-file"]) is (status != "3")
    assert ran.jobs == {"action": "success" if status == "0" else "failure"}


def test_a_tag_is_built_listed_attested_published_and_told_of(host: Host, play: Play) -> None:
    """`make dist` runs for real, with all it installs; the registry is stood in for."""
    clone = project(host)
    replaced(
        clone / "CHANGELOG.md", "## Unreleased\n", f"## {VERSION} - 2026-12-01\n\n- The first.\n\n## Before\n"
    )
    replaced(clone / "pyproject.toml", 'version = "0.1.0"', f'version = "{VERSION}"')
    replaced(clone / "CITATION.cff", "version: 0.1.0", f"version: {VERSION}")
    shutil.copytree(
        clone / "tests/functional/compatibility/0.1.0", clone / "tests/functional/compatibility" / VERSION
    )
    pushed(clone)

    ran = play("release", Event("push", OURS, tag=f"v{VERSION}"))

    kept = json.loads(host.kept.read_text())["releases"]
    listed = json.loads((ran.handed_on["package"].parent / LISTED).read_text())
    locked = dict(
        re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", (ROOT / "requirements/site.txt").read_text(), re.MULTILINE)
    )
    found = {re.sub("[-_.]+", "-", one["name"].lower()): one["version"] for one in listed["components"]}
    wheel, archive = f"outbound_playbook-{VERSION}-py3-none-any.whl", f"outbound_playbook-{VERSION}.tar.gz"
    assert ran.jobs == {"build": "success", "publish": "success", "tell": "success"}, ran.printed
    assert {path.name for path in ran.handed_on["package"].iterdir()} == {wheel, archive}
    assert [(one["tag"], one["notes"]) for one in kept] == [(f"v{VERSION}", "- The first.\n")]
    assert set(kept[0]["assets"]) == {wheel, archive, "outbound-playbook.cdx.json"}
    assert listed["metadata"]["component"]["version"] == VERSION
    assert {name: found.get(name) for name in locked if name not in ELSEWHERE} == {
        name: version for name, version in locked.items() if name not in ELSEWHERE
    }


VERSION = "0.1.1"
LISTED = "about/dist/outbound-playbook.cdx.json"
ELSEWHERE = {"colorama"}
"""Locked for other systems alone."""


def test_a_tag_that_is_not_the_version_publishes_nothing(host: Host, play: Play) -> None:
    project(host)

    ran = play("release", Event("push", OURS, tag="v9.9.9"))

    assert ran.jobs == {"build": "failure", "publish": "skipped", "tell": "skipped"}
    assert "release: the tag is v9.9.9" in ran.printed
