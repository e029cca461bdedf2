"""The workflows that keep the log, carried out: calendars at an address, a mail server, and somebody who pushes first."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.nightly.workflows.keeping import (
    BOOKED,
    ODD,
    PEOPLE,
    Kept,
    entries,
    everything,
    in_one,
    kept,
    survey_answer,
    surveyed,
    unmentioned,
)
from tests.nightly.workflows.laying import DATA, KEYS, TO_POLICY, pushed, replaced
from tests.nightly.workflows.running import HERE, INSTALL, MASK, Event, Host, Ran, Runner, git, workflow
from tests.support.calendar_servers import USERS, free_port, radicale
from tests.support.mail_answering import clicked, links_of_row
from tests.support.mail_catching import Postbox, postbox
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SHARED = {"Check that this is set up", "Find the data folder"}
OWN = {
    "collect": {"Install the extra for calendar servers", "Write the variables of the sources",
                "Collect calendars", "Suggest meetings in calendars"},
    "mails": {"Ask and remind by mail"},
    "answers": {"Read the answers", "Commit the answers"},
}  # fmt: skip
"""The steps of each workflow; a test of each is sure to run them."""

MONDAY, FRIDAY = {"schedule": "37 5 * * 1"}, {"schedule": "37 5 * * 3,5"}


@pytest.fixture
def host(tmp_path: Path) -> Host:
    (tmp_path / "host").mkdir()
    return Host(tmp_path / "host")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    (tmp_path / "served").mkdir()
    with serving(tmp_path / "served") as address:
        yield tmp_path / "served", address


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as running:
        yield running


@dataclass
class Nights:
    """Runs the workflows of the data's repository as they stand on its default branch."""

    host: Host
    folder: Path
    executed: set[tuple[str, str]] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    repository: str = DATA

    def run(
        self,
        name: str,
        secrets: Mapping[str, str],
        payload: Mapping[str, str] = MONDAY,
        variables: Mapping[str, str] = {},
    ) -> Ran:
        folder = self.folder / f"run-{next(self.numbers):02}"
        (folder / "programs").mkdir(parents=True)
        (folder / "programs/gh").symlink_to(HERE / "gh")
        bare = self.host.remotes[self.repository].folder
        text = git(bare, "show", f"main:.github/workflows/{name}.yml")
        apart = self.repository == DATA
        given = {"outbound": {**KEYS["outbound"], **secrets}} if apart else {"": secrets}
        told = {**(TO_POLICY if apart else {}), **variables}
        event = Event("schedule", self.repository, payload=payload, variables=told, secrets=given)
        ran = Runner(self.host, folder).run(yaml.safe_load(text), event)
        self.executed.update((name, step) for _, step in ran.executed)
        assert unmentioned(ran.printed + ran.summary, secrets), ran.printed
        assert unmentioned(everything(bare), secrets)
        assert "Example" not in ran.printed + ran.summary, "people are ids where many read"
        return ran


@pytest.fixture
def nights(host: Host, tmp_path: Path) -> Nights:
    return Nights(host, tmp_path / "runs")


def sources(playbook: Kept, **more: str) -> dict[str, str]:
    lines = [f"{name}={value}" for name, value in {**playbook.variables, **more}.items()]
    return {
        "OUTBOUND_SOURCES_ENV": "# calendars\n\n" + "\r\n".join(lines),
        "OUTBOUND_PEOPLE_CSV": PEOPLE,
    }


def test_each_step_is_named_here() -> None:
    for name, own in OWN.items():
        for job in workflow(name)["jobs"].values():
            assert {step["name"] for step in job["steps"] if "run" in step} - {INSTALL} == SHARED | own


@pytest.mark.parametrize("name", list(OWN))
def test_each_does_nothing_before_its_secret_is_set(host: Host, nights: Nights, served: tuple[Path, str], name: str) -> None:  # fmt: skip
    playbook = kept(host, *served)

    ran = nights.run(name, {}, variables={"OUTBOUND_ANSWERS": "true"})

    assert set(ran.jobs.values()) == {"success"}
    assert {step for _, step in ran.executed} == {"Check that this is set up"}
    assert "::notice title=Not set up::" in ran.printed
    assert playbook.subjects() == ["Next", "First"]


def test_answers_cost_nothing_before_they_are_wanted(host: Host, nights: Nights, served: tuple[Path, str]) -> None:  # fmt: skip
    kept(host, *served)

    assert nights.run("answers", {"OUTBOUND_MAILBOX": "imaps://a:b@host/INBOX"}).jobs == {"take": "skipped"}


@pytest.mark.parametrize(
    ("name", "secret"), [("collect", "OUTBOUND_SOURCES_ENV"), ("mails", "OUTBOUND_MAIL"), ("answers", "OUTBOUND_MAILBOX")]
)  # fmt: skip
def test_none_runs_where_everybody_reads(host: Host, nights: Nights, served: tuple[Path, str], name: str, secret: str) -> None:  # fmt: skip
    playbook = kept(host, *served)
    (playbook.bare / "private").unlink()

    ran = nights.run(name, {secret: "a-value"}, variables={"OUTBOUND_ANSWERS": "true"})

    assert set(ran.jobs.values()) == {"failure"}
    assert "it only runs in a private repository" in ran.printed
    assert {step for _, step in ran.executed} == {"Check that this is set up"}


def test_a_night_starts_again_where_two_pushed_first(host: Host, nights: Nights, served: tuple[Path, str]) -> None:  # fmt: skip
    playbook = kept(host, *served)
    playbook.publish(*entries("2026-11-03", "2026-11-24", "2026-12-01"))
    first = nights.run("collect", sources(playbook))
    git(playbook.data, "pull", "--quiet")
    playbook.publish(*entries("2026-11-03", "2026-11-24"))
    playbook.disturbed(
        "2026-11-05,one-on-one,p-bo,p-grace,outbound,held,,", "2026-11-06,one-on-one,p-cy,p-grace,outbound,held,,"
    )  # fmt: skip

    second = nights.run("collect", sources(playbook))
    third = nights.run("collect", sources(playbook))

    assert [ran.jobs for ran in (first, second, third)] == [{"collect": "success"}] * 3, second.printed
    assert playbook.rows() == [
        "2026-11-03,one-on-one,p-ada,p-grace,outbound,held",
        "2026-11-05,one-on-one,p-bo,p-grace,outbound,held",
        "2026-11-06,one-on-one,p-cy,p-grace,outbound,held",
        "2026-11-24,one-on-one,p-ada,p-grace,outbound,booked",
        "2026-12-01,one-on-one,p-ada,p-grace,outbound,cancelled",
    ]
    assert playbook.subjects() == ["Collect calendars", "Theirs", "Theirs", "Collect calendars", "Next", "First"]  # fmt: skip
    assert (playbook.bare / "turns").read_text().strip() == "2"
    assert ODD in first.masked
    assert playbook.variables["OUTBOUND_ICS_GRACE"] in first.masked
    assert MASK not in first.printed
    assert second.steps["collect", "Suggest meetings in calendars"] == "skipped"


def test_what_could_not_be_pushed_is_read_again(host: Host, nights: Nights, served: tuple[Path, str]) -> None:
    playbook = kept(host, *served)
    playbook.publish(*entries("2026-11-24", "2026-12-01"))
    nights.run("collect", sources(playbook))
    git(playbook.data, "pull", "--quiet")
    playbook.publish(*entries("2026-11-24"))
    playbook.disturbed(times=9)

    refused = nights.run("collect", sources(playbook))
    playbook.undisturbed()
    next_night = nights.run("collect", sources(playbook))

    assert refused.jobs == {"collect": "failure"}
    assert "let this workflow bypass the rule" in refused.printed
    assert (playbook.bare / "turns").read_text().strip() == "5"
    assert refused.steps["collect", "Save what to remember"] == "skipped"
    assert next_night.jobs == {"collect": "success"}
    assert "2026-12-01,one-on-one,p-ada,p-grace,outbound,cancelled" in playbook.rows()


def test_a_calendar_that_fails_is_red_and_others_are_kept(host: Host, nights: Nights, served: tuple[Path, str]) -> None:  # fmt: skip
    playbook = kept(host, *served)
    playbook.publish(*entries("2026-11-03"))
    replaced(playbook.data / "sources.yaml", "sources:\n", "sources:\n  - {id: gone, kind: ics, address: OUTBOUND_GONE}\n")  # fmt: skip
    pushed(playbook.data)

    ran = nights.run("collect", sources(playbook, OUTBOUND_GONE=f"{playbook.address}secret-place.ics"))

    assert ran.jobs == {"collect": "failure"}
    assert "outbound: gone: " in ran.printed
    assert playbook.subjects()[0] == "Collect calendars"
    assert ran.steps["collect", "Save what to remember"] == "success"


@pytest.mark.parametrize("line", ["no equals sign", "lower=case", "EMPTY=", "export OUTBOUND_A=b"])
def test_a_line_that_is_no_variable_is_named(host: Host, nights: Nights, served: tuple[Path, str], line: str) -> None:  # fmt: skip
    kept(host, *served)

    ran = nights.run("collect", {"OUTBOUND_SOURCES_ENV": f"OUTBOUND_A=b\n{line}\n"})

    assert ran.jobs == {"collect": "failure"}
    assert "OUTBOUND_SOURCES_ENV, line 2: not a variable. Write NAME=value" in ran.printed


def test_suggestions_are_written_if_they_are_wanted(host: Host, nights: Nights, served: tuple[Path, str]) -> None:  # fmt: skip
    playbook = kept(host, *served)
    with radicale() as server:
        server.make_calendar("grace")
        (playbook.data / "sources.yaml").write_text(
            f"schema: 1\nsources:\n  - {{id: grace, kind: caldav, address: '{server.address}', user: OUTBOUND_USER, "
            "secret: OUTBOUND_SECRET, person: p-grace}\n"
        )
        pushed(playbook.data)
        words = {"OUTBOUND_USER": "grace", "OUTBOUND_SECRET": USERS["grace"]}
        plain = nights.run("collect", sources(playbook, **words))
        before = server.files("grace")
        ran = nights.run("collect", sources(playbook, **words), variables={"OUTBOUND_PUSH": "true"})
        after = server.files("grace")

    assert plain.jobs == ran.jobs == {"collect": "success"}, ran.printed
    assert before == []
    assert len(after) > 0
    assert {("collect", step) for step in SHARED | OWN["collect"]} <= nights.executed


def test_mails_go_out_once(host: Host, nights: Nights, served: tuple[Path, str], box: Postbox) -> None:
    playbook = kept(host, *served, rows=(BOOKED,))
    secrets = {**playbook.mail(box), "OUTBOUND_PEOPLE_CSV": PEOPLE}

    first = nights.run("mails", secrets)
    sent = len(box.letters)
    nothing = nights.run("mails", secrets, FRIDAY)
    second = nights.run("mails", secrets)

    assert "Grace Example" not in first.printed
    assert sent > 0
    assert len(box.letters) == sent, "each matter once in 14 days"
    assert box.messages_to("grace@northlight.example")
    assert {step for _, step in nothing.executed} == {
        "Check that this is set up",
        "Restore what was remembered",
    }
    assert "sent 0" in second.printed
    assert playbook.subjects() == ["Next", "First"]
    assert {("mails", step) for step in SHARED | OWN["mails"]} <= nights.executed


def test_mails_that_failed_go_out_the_next_time(host: Host, nights: Nights, served: tuple[Path, str], box: Postbox) -> None:  # fmt: skip
    playbook = kept(host, *served, rows=(BOOKED, BOOKED.replace("booked", "held").replace("11-12", "11-10")))
    secrets = {**playbook.mail(box), "OUTBOUND_PEOPLE_CSV": PEOPLE}
    box.refused.add("grace@northlight.example")

    red = nights.run("mails", secrets)
    to_others = len(box.letters)
    box.refused.clear()
    nights.run("mails", secrets)

    assert red.jobs == {"send": "failure"}
    assert to_others > 0
    assert red.steps["send", "Save what to remember"] == "success"
    assert {to for to, _ in box.letters[to_others:]} == {"grace@northlight.example"}


def test_one_repository_keeps_its_log(host: Host, nights: Nights, served: tuple[Path, str], box: Postbox, tmp_path: Path) -> None:  # fmt: skip
    """Paths begin at the folder of the data, those of a patch at the top of the repository."""
    playbook = in_one(kept(host, *served, rows=(BOOKED,)))
    nights.repository = playbook.name
    answering = Answering(playbook, nights, box, maildir_for(playbook, tmp_path))
    playbook.publish(*entries("2026-11-03"))
    playbook.disturbed(*THEIRS)

    night = nights.run("collect", sources(playbook))
    git(playbook.data, "pull", "--quiet")
    answering.post(1, clicked(links_of_row(BOOKED, "p-grace")["held"], "grace@northlight.example"))
    playbook.disturbed(times=9)
    refused = answering.run()
    playbook.undisturbed()
    better = answering.run()

    assert [ran.jobs for ran in (night, refused, better)] == [
        {"collect": "success"}, {"take": "failure"}, {"take": "success"}
    ], better.printed  # fmt: skip
    first = "2026-11-03,one-on-one,p-ada,p-grace,outbound,held"
    assert playbook.rows() == [first, *(row.rstrip(",") for row in THEIRS), HELD]
    assert playbook.subjects()[:2] == ["Log answers from mails", "Collect calendars"]


@dataclass
class Answering:
    """A Maildir for the workflow, and what it is given."""

    playbook: Kept
    nights: Nights
    box: Postbox
    maildir: Path

    def post(self, number: int, content: bytes) -> None:
        (self.maildir / "new" / f"{number}.M1P1.test").write_bytes(content)

    def run(self, schedule: str = "29 * * * *", **variables: str) -> Ran:
        secrets = {**self.playbook.mail(self.box), "OUTBOUND_PEOPLE_CSV": PEOPLE, "OUTBOUND_MAILBOX": "imaps://u:pass@mail.example/INBOX"}  # fmt: skip
        told = {"OUTBOUND_ANSWERS": "true", **variables}
        return self.nights.run("answers", secrets, {"schedule": schedule}, told)


@pytest.fixture
def answering(host: Host, nights: Nights, served: tuple[Path, str], box: Postbox, tmp_path: Path) -> Answering:  # fmt: skip
    playbook = kept(host, *served, rows=(BOOKED,))
    return Answering(playbook, nights, box, maildir_for(playbook, tmp_path))


def maildir_for(playbook: Kept, folder: Path) -> Path:
    """Lay an empty Maildir, and let the workflow read it."""
    maildir = folder / "Maildir"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    replaced(playbook.data / ".github/workflows/answers.yml", "import mail ", f"import mail --maildir {maildir} ")  # fmt: skip
    pushed(playbook.data)
    return maildir


HELD = "2026-11-12,one-on-one,p-ada,p-grace,outbound,held"
THEIRS = ("2026-11-05,one-on-one,p-bo,p-grace,outbound,held,,", "2026-11-06,one-on-one,p-cy,p-grace,outbound,held,,")  # fmt: skip


def test_answers_are_logged_where_two_pushed_first(answering: Answering) -> None:
    answering.post(1, clicked(links_of_row(BOOKED, "p-grace")["held"], "grace@northlight.example"))
    answering.post(2, clicked(links_of_row(BOOKED, "p-grace")["held"], "mallory@northlight.example"))
    answering.playbook.disturbed(*THEIRS)

    ran = answering.run()
    again = answering.run()

    assert ran.jobs == again.jobs == {"take": "success"}, ran.printed
    assert sorted([HELD, *(row.rstrip(",") for row in THEIRS)]) == answering.playbook.rows()
    assert answering.playbook.subjects()[:3] == ["Log answers from mails", "Theirs", "Theirs"]
    assert answering.box.messages_to("grace@northlight.example")
    assert {("answers", step) for step in SHARED | OWN["answers"]} <= answering.nights.executed


def test_a_survey_is_asked_on_mondays_and_read_each_hour(answering: Answering) -> None:
    surveyed(answering.playbook)
    monday, wanted = "53 6 * * 1", {"OUTBOUND_SURVEY": "true"}

    quiet = [answering.run(monday), answering.run(**wanted)]
    before = len(answering.box.letters)
    asked = answering.run(monday, **wanted)
    letters = [answering.box.message(at) for at in range(len(answering.box.letters))]
    answering.post(1, survey_answer(letters[0]))
    read, again = answering.run(), answering.run(monday, **wanted)

    assert [ran.jobs for ran in (*quiet, asked, read, again)] == [{"take": "success"}] * 5, asked.printed
    assert (before, len(letters) >= 3, len(answering.box.letters)) == (0, True, len(letters))
    assert "1 survey answer counted" in read.printed


def test_answers_that_could_not_be_pushed_are_kept(answering: Answering) -> None:
    """The mails are answered and filed away by then, so that no run finds them again."""
    answering.post(1, clicked(links_of_row(BOOKED, "p-grace")["held"], "grace@northlight.example"))
    answering.playbook.disturbed(times=99)

    refused = answering.run()
    still = answering.run()
    answering.playbook.undisturbed()
    git(answering.playbook.data, "pull", "--quiet")
    (log := answering.playbook.data / "teams/harbour/touchpoints/2026-Q4.csv").write_text(
        f"{log.read_text('utf-8')}{THEIRS[0]}\n", "utf-8"
    )
    pushed(answering.playbook.data)
    better = answering.run()

    assert refused.jobs == still.jobs == {"take": "failure"}
    assert "The next run tries again." in refused.printed
    assert better.jobs == {"take": "success"}, better.printed
    assert answering.playbook.rows() == sorted([HELD, THEIRS[0].rstrip(",")])
    assert answering.playbook.subjects()[:2] == ["Log answers from mails", "Next"]


def test_a_mail_server_that_stops_loses_no_answer(answering: Answering) -> None:
    """What was logged before it stopped is pushed; the mail stays, and the next run answers it."""
    answering.post(1, clicked(links_of_row(BOOKED, "p-grace")["held"], "grace@northlight.example"))
    port = answering.box.port

    answering.box.port = free_port()
    red = answering.run()
    answering.box.port = port
    green = answering.run()

    assert HELD in answering.playbook.rows()
    assert (red.jobs, green.jobs) == ({"take": "failure"}, {"take": "success"}), green.printed
    assert len(answering.box.messages_to("grace@northlight.example")) == 1
