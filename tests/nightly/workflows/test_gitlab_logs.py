"""The jobs for GitLab that keep the log, carried out: calendars at an address, a mail server, and somebody who pushes first."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.nightly.workflows.gitlab_running import PIPELINE, STATE, GitLab, Job, script_of
from tests.nightly.workflows.keeping import (
    BOOKED,
    PEOPLE,
    Kept,
    entries,
    everything,
    kept,
    survey_answer,
    surveyed,
    unmentioned,
)
from tests.nightly.workflows.laying import DATA, TO_POLICY
from tests.nightly.workflows.running import Host, git
from tests.support.calendar_servers import USERS, radicale
from tests.support.mail_answering import clicked, links_of_row
from tests.support.mail_catching import Postbox, postbox
from tests.support.paths import ROOT
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEDULED = {
    "CI_PIPELINE_SOURCE": "schedule",
    "CI_COMMIT_BRANCH": "main",
    "CI_DEFAULT_BRANCH": "main",
    "CI_PROJECT_VISIBILITY": "private",
}
HELD = "2026-11-12,one-on-one,p-ada,p-grace,outbound,held"
THEIRS = (
    "2026-11-05,one-on-one,p-bo,p-grace,outbound,held,,",
    "2026-11-06,one-on-one,p-cy,p-grace,outbound,held,,",
)


@pytest.fixture
def playbook(tmp_path: Path) -> Iterator[Kept]:
    (tmp_path / "host").mkdir()
    (tmp_path / "served").mkdir()
    (tmp_path / "people.csv").write_text(PEOPLE)
    with serving(tmp_path / "served") as address:
        yield kept(Host(tmp_path / "host"), tmp_path / "served", address, rows=(BOOKED,))


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as running:
        yield running


@pytest.fixture
def gitlab(playbook: Kept, tmp_path: Path) -> GitLab:
    """A runner for schedules, whose servers are on loopback and whose mailbox is a Maildir."""
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    instead = {
        "run collect ": "run collect --allow-http ",
        "run plan --push": "run plan --push --allow-http",
        "run import mail ": f"run import mail --maildir {tmp_path / 'Maildir'} ",
    }
    people = {"OUTBOUND_PEOPLE": str(tmp_path / "people.csv")}
    return GitLab(playbook.host, {**SCHEDULED, **TO_POLICY, **people, **playbook.variables}, instead)


def ran(gitlab: GitLab, job: str, **variables: str) -> Job:
    """Run the one job of a schedule; no secret may be printed or committed."""
    before = dict(gitlab.variables)
    gitlab.variables |= {"OUTBOUND_JOB": job, **variables}
    name = "outbound-answers" if job == "survey" else f"outbound-{job}"
    assert set(gitlab.jobs()) == {name}
    done = gitlab.run(name, project=DATA)
    gitlab.variables = before
    secrets = {name: value for name, value in {**before, **variables}.items() if name.startswith("OUTBOUND_")}
    hidden = {name: secrets[name] for name in secrets if name not in ("OUTBOUND_POLICY", "OUTBOUND_PEOPLE", "OUTBOUND_PUSH", "OUTBOUND_USER")}  # fmt: skip
    assert unmentioned(done.printed, hidden), done.printed
    assert unmentioned(everything(gitlab.host.remotes[DATA].folder), hidden)
    assert "Example" not in done.printed
    return done


def test_collect_starts_again_where_two_pushed_first(playbook: Kept, gitlab: GitLab) -> None:
    playbook.publish(*entries("2026-11-03", "2026-12-01"))
    first = ran(gitlab, "collect")
    git(playbook.data, "pull", "--quiet")
    playbook.publish(*entries("2026-11-03", "2026-11-24"))
    playbook.disturbed(*THEIRS)

    second = ran(gitlab, "collect")
    third = ran(gitlab, "collect")

    assert (first.status, second.status, third.status) == (0, 0, 0), second.printed
    assert playbook.rows() == [
        "2026-11-03,one-on-one,p-ada,p-grace,outbound,held",
        *(row.rstrip(",") for row in THEIRS),
        "2026-11-12,one-on-one,p-ada,p-grace,outbound,booked",
        "2026-11-24,one-on-one,p-ada,p-grace,outbound,booked",
        "2026-12-01,one-on-one,p-ada,p-grace,outbound,cancelled",
    ]
    assert playbook.subjects()[:4] == ["Collect calendars", "Theirs", "Theirs", "Collect calendars"]


def test_a_collection_that_may_not_push_says_what_to_do(playbook: Kept, gitlab: GitLab) -> None:
    playbook.publish(*entries("2026-11-03"))
    playbook.disturbed(times=99)

    job = ran(gitlab, "collect")

    assert job.status == 1
    assert "Allow Git push requests under Job token permissions, or set OUTBOUND_TOKEN" in job.printed
    assert list((job.folder / STATE).iterdir()) == []


def test_suggestions_are_written_if_they_are_wanted(playbook: Kept, gitlab: GitLab) -> None:
    with radicale() as server:
        server.make_calendar("grace")
        (playbook.data / "sources.yaml").write_text(
            f"schema: 1\nsources:\n  - {{id: grace, kind: caldav, address: '{server.address}', user: OUTBOUND_USER, "
            "secret: OUTBOUND_SECRET, person: p-grace}\n"
        )
        git(playbook.data, "commit", "--quiet", "--all", "--message", "Sources")
        git(playbook.data, "push", "--quiet")
        given = {"OUTBOUND_USER": "grace", "OUTBOUND_SECRET": USERS["grace"]}
        plain = ran(gitlab, "collect", **given)
        before = server.files("grace")
        pushing = ran(gitlab, "collect", OUTBOUND_PUSH="true", **given)
        after = server.files("grace")

    assert (plain.status, pushing.status) == (0, 0), pushing.printed
    assert (before, len(after) > 0) == ([], True)


def test_mails_go_out_once(playbook: Kept, gitlab: GitLab, box: Postbox) -> None:
    first = ran(gitlab, "mails", **playbook.mail(box))
    sent = len(box.letters)
    second = ran(gitlab, "mails", **playbook.mail(box))

    assert (first.status, second.status) == (0, 0), first.printed
    assert sent > 0
    assert len(box.letters) == sent
    assert "sent 0" in second.printed
    assert playbook.subjects() == ["Next", "First"]


def test_answers_are_logged_where_two_pushed_first(playbook: Kept, gitlab: GitLab, box: Postbox, tmp_path: Path) -> None:  # fmt: skip
    post(tmp_path)
    playbook.disturbed(*THEIRS)

    job = ran(gitlab, "answers", **answering(playbook, box))

    assert job.status == 0, job.printed
    assert playbook.rows() == [*(row.rstrip(",") for row in THEIRS), HELD]
    assert playbook.subjects()[:3] == ["Log answers from mails", "Theirs", "Theirs"]
    assert box.messages_to("grace@northlight.example")


def test_a_survey_is_asked_each_week_and_read_each_hour(playbook: Kept, gitlab: GitLab, box: Postbox, tmp_path: Path) -> None:  # fmt: skip
    surveyed(playbook)

    asked = ran(gitlab, "survey", **answering(playbook, box))
    letters = [box.message(at) for at in range(len(box.letters))]
    (tmp_path / "Maildir/new/1.M1P1.test").write_bytes(survey_answer(letters[0]))
    read, again = (ran(gitlab, job, **answering(playbook, box)) for job in ("answers", "survey"))

    assert [job.status for job in (asked, read, again)] == [0, 0, 0], asked.printed
    assert (len(letters) >= 3, len(box.letters)) == (True, len(letters))
    assert "1 survey answer counted" in read.printed


def test_answers_that_could_not_be_pushed_are_kept(playbook: Kept, gitlab: GitLab, box: Postbox, tmp_path: Path) -> None:  # fmt: skip
    post(tmp_path)
    playbook.disturbed(times=99)

    refused = [ran(gitlab, "answers", **answering(playbook, box)) for _ in range(2)]
    playbook.undisturbed()
    better = ran(gitlab, "answers", **answering(playbook, box))

    assert [job.status for job in refused] == [1, 1]
    assert better.status == 0, better.printed
    assert playbook.rows() == [HELD]
    assert playbook.subjects() == ["Log answers from mails", "Next", "First"]


def post(folder: Path) -> None:
    mail = clicked(links_of_row(BOOKED, "p-grace")["held"], "grace@northlight.example")
    (folder / "Maildir/new/1.M1P1.test").write_bytes(mail)


def answering(playbook: Kept, box: Postbox) -> dict[str, str]:
    return {**playbook.mail(box), "OUTBOUND_MAILBOX": "imaps://u:pass@mail.example/INBOX"}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"OUTBOUND_JOB": "mails"}, id="no mail server"),
        pytest.param({"OUTBOUND_JOB": "answers"}, id="no mailbox"),
        pytest.param({"OUTBOUND_JOB": "collect", "CI_PROJECT_VISIBILITY": "public"}, id="everybody reads"),
        pytest.param({"OUTBOUND_JOB": "collect", "CI_PROJECT_VISIBILITY": "internal"}, id="all staff read"),
        pytest.param({"OUTBOUND_JOB": "collect", "CI_COMMIT_BRANCH": "change"}, id="another branch"),
        pytest.param({"OUTBOUND_JOB": "collect", "CI_PIPELINE_SOURCE": "push"}, id="a push"),
        pytest.param({"OUTBOUND_JOB": "else"}, id="no job of ours"),
    ],
)
def test_none_runs_unless_it_is_set_up(changed: dict[str, str]) -> None:
    assert GitLab(Host(ROOT), {**SCHEDULED, **changed}).jobs() == {}


@pytest.mark.parametrize(
    ("token", "answer"),
    [("", "username=gitlab-ci-token\npassword=of-the-job\n"), ("of-a-project", "username=outbound\npassword=of-a-project\n")],
)  # fmt: skip
def test_git_asks_for_the_token_it_may_push_with(tmp_path: Path, token: str, answer: str) -> None:
    git(tmp_path, "init", "--quiet")
    script = script_of(".outbound-logs", "before_script")[-1].splitlines()
    settings = [line.strip() for line in script if "credential.helper" in line]
    assert len(settings) == 2
    asked = "; ".join(
        [*settings, "printf 'protocol=https\\nhost=git.example.org\\n\\n' | git credential fill"]
    )

    done = subprocess.run(
        ["bash", "-ec", asked],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "CI_JOB_TOKEN": "of-the-job", "OUTBOUND_TOKEN": token, "GIT_TERMINAL_PROMPT": "0"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert answer in done.stdout
    assert token not in PIPELINE[".outbound"]["variables"].values()
