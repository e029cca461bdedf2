"""A month in which the log keeps itself: calendars on a server, six nights, mails, and two of them answered.

People touch their calendars and their mail. Commands are called by the nightly job alone.
"""

from __future__ import annotations

import base64
import html
import re
import subprocess
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.support.building import base, lay
from tests.support.calendar_programs import Appointment, CalendarPrograms, links_of_mail, mail_of_link
from tests.support.calendar_servers import USERS, radicale, scheduling_server
from tests.support.calling import Called, outbound
from tests.support.mail_catching import Postbox, postbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRACE, ADA, MIA, NOA = "p-7kq2", "p-v81x", "p-t4zz", "p-0wd5"
PERSONS = {"grace": GRACE, "ada": ADA, "mia": MIA, "noa": NOA}
TEAM, SERVICE = "t-north-7", "sv-talk"
KEY = "a key of the organisation, of no one else"

PEOPLE = (
    "id,name,address\n"
    f"{GRACE},Grace Hopper,grace@example.org\n{ADA},Ada Lovelace,ada@example.org\n"
    f"{MIA},Mia Malone,mia@example.org\n{NOA},Noa Berg,noa@example.org\n"
)
AGREED = "agreed_on: 2026-08-17, agreed_with: [members, leaders], record: https://git.example.org/1"
POLICY = {
    "playbook/services/sv-talk.yaml": f"""\
schema: 1
id: {SERVICE}
title: Conversation
summary: A protected conversation.
purpose: To care, and to agree direction.
context: {{minutes: 30, where: In person or by video}}
serves: [seen-and-heard]
audience: member
initiative: outbound
metrics:
  - {{id: useful, question: Was this conversation useful to you?}}
agreements:
  - {{from: 2026-09-01, obligation: compulsory, given_by: [leader], teams: all,
     cadence: {{at_least: 1, per: month}}, coverage_at_least: 90%, may_miss: 0, {AGREED}, review_by: 2027-10-31}}
""",
    "playbook/calendar.yaml": f"schema: 1\nrules:\n  - {{service: {SERVICE}, title: conversation}}\n",
}
SOURCES = "schema: 1\nheld_after: 3 days\nsources:\n" + "".join(
    f"  - {{id: {name}, kind: caldav, address: SERVER, user: {name.upper()}_USER, "
    f"secret: {name.upper()}_SECRET, person: {person}}}\n"
    for name, person in PERSONS.items()
)
ROSTER = (
    f"schema: 1\nid: {TEAM}\nname: Northern Sales\nleaders:\n  - {{person: {GRACE}, from: 2026-01-01}}\n"
    "members:\n" + "".join(f"  - {{person: {member}, from: 2026-01-01}}\n" for member in (ADA, MIA, NOA))
)

TALK = f"{SERVICE},{{}},{GRACE}"
BOOKED_FOR_ALL = [
    f"2026-09-03,{TALK.format(ADA)},outbound,booked,",
    f"2026-09-08,{TALK.format(MIA)},outbound,booked,",
    f"2026-09-15,{TALK.format(NOA)},outbound,booked,",
]
MOVED = [
    f"2026-09-03,{TALK.format(ADA)},outbound,held,",
    f"2026-09-10,{TALK.format(MIA)},outbound,booked,",
    f"2026-09-15,{TALK.format(NOA)},outbound,booked,",
]
CANCELLED = [
    f"2026-09-03,{TALK.format(ADA)},outbound,held,",
    f"2026-09-10,{TALK.format(MIA)},outbound,booked,",
    f"2026-09-15,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-17,{TALK.format(ADA)},inbound,booked,",
    f"2026-09-22,{TALK.format(NOA)},outbound,booked,",
]
DECLINED = [
    f"2026-09-03,{TALK.format(ADA)},outbound,held,",
    f"2026-09-10,{TALK.format(MIA)},outbound,held,",
    f"2026-09-15,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-17,{TALK.format(ADA)},inbound,booked,",
    f"2026-09-22,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-24,{TALK.format(MIA)},outbound,booked,",
]
OWN_BOOKING_HELD = [
    f"2026-09-03,{TALK.format(ADA)},outbound,held,",
    f"2026-09-10,{TALK.format(MIA)},outbound,held,",
    f"2026-09-15,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-17,{TALK.format(ADA)},inbound,held,",
    f"2026-09-22,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-24,{TALK.format(MIA)},outbound,booked,",
]
ANSWERED = [
    f"2026-09-03,{TALK.format(ADA)},outbound,held,",
    f"2026-09-10,{TALK.format(MIA)},outbound,held,no",
    f"2026-09-15,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-17,{TALK.format(ADA)},inbound,held,",
    f"2026-09-22,{TALK.format(NOA)},outbound,cancelled,",
    f"2026-09-24,{TALK.format(MIA)},outbound,held,",
]
"""What a person would have written down in the end: Ada twice, Mia once and once not, Noa never."""


@dataclass
class Company:
    """A policy, a data repository under git, calendars on a server, a mail server and a mailbox."""

    folder: Path
    programs: CalendarPrograms
    post: Postbox
    called: list[str] = field(default_factory=list)
    opened: int = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def variables(self) -> dict[str, str]:
        own = {f"{name.upper()}_USER": name for name in PERSONS}
        own |= {f"{name.upper()}_SECRET": USERS[name] for name in PERSONS}
        mail = {"OUTBOUND_MAIL": self.post.url, "OUTBOUND_MAIL_KEY": KEY}
        return {"SERVER": self.programs.server.address, **own, **mail}

    def job(self, *words: str) -> Called:
        """Call a command as the nightly job does; commit what it changed."""
        self.called.append(" ".join(word for word in words[:2] if not word.startswith("-")))
        people = (
            ("--people", str(self.folder / "people.csv")) if words[0] not in ("check", "coverage") else ()
        )
        done = outbound(*words, *people, here=self.folder / "policy", env=self.variables)
        assert "Traceback" not in done.stderr
        git(self.data, "add", "-A")
        git(self.data, "commit", "-qm", f"{words[0]}", "--allow-empty")
        return done

    def night(self, day: str) -> None:
        """Let the clock be that of a night, and collect."""
        playbook = self.folder / "policy/playbook/playbook.yaml"
        text = re.sub(r"today: \S+", f"today: {day}", playbook.read_text())
        playbook.write_text(text)
        done = self.job("collect", "--state", str(self.folder / "memory"), "--allow-http", "--as-of", day)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout

    def send_mails(self) -> None:
        """Send what is asked, and the digest."""
        for command in ("ask", "digest"):
            done = self.job(command, "--send", "--state", str(self.folder / "sent.json"))
            assert done.returncode == 0, done.stderr

    def click(self, name: str, label: str, kind: str) -> None:
        """Let somebody click a link of the first mail that has it, read as HTML or as text, and send what opens."""
        mails = self.post.messages_to(f"{name}@example.org")
        links = [links_of_mail(mail, kind) for mail in mails]
        address = next(shown[label] for shown in links if label in shown)
        self.opened += 1
        content = mail_of_link(address, f"{name.capitalize()} <{name}@example.org>", self.opened)
        (self.folder / "Maildir/new" / f"{self.opened}.M1P1.mail").write_bytes(content)

    def read_mails(self) -> str:
        """Read the answers, as the hourly job does."""
        words = ("--maildir", str(self.folder / "Maildir"), "--state", str(self.folder / "answers.json"))
        done = self.job("import", "mail", *words)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout

    def log(self) -> list[str]:
        """Return the rows of the log, as committed, without the uids."""
        rows = []
        for path in sorted((self.data / "teams" / TEAM / "touchpoints").glob("*.csv")):
            shown = git(self.data, "show", f"HEAD:{path.relative_to(self.data).as_posix()}")
            rows += [line.rpartition(",")[0] for line in shown.splitlines()[1:]]
        return rows


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=Nightly job", "-c", "user.email=job@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(params=["radicale", "xandikos"])
def company(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Company]:
    delivers = request.param == "xandikos"
    with (scheduling_server if delivers else radicale)() as server, postbox() as post:
        if not delivers:
            for name in PERSONS:
                server.make_calendar(name)
        programs = CalendarPrograms(server, "calendars/calendar" if delivers else "work", delivers)
        playbook = str(base()["playbook/playbook.yaml"]).replace(
            "logs_from: 2026-01-01", "logs_from: 2026-09-01"
        )
        frozen = f"{playbook}data: ../data\ntoday: 2026-09-01\narchive: true\n"
        lay(tmp_path / "policy", {"playbook/playbook.yaml": frozen, **POLICY})
        lay(tmp_path / "data", {"sources.yaml": SOURCES, f"teams/{TEAM}/team.yaml": ROSTER})
        lay(tmp_path, {"people.csv": PEOPLE, **{f"Maildir/{part}/.x": "" for part in ("cur", "new", "tmp")}})
        for part in ("cur", "new", "tmp"):
            (tmp_path / "Maildir" / part / ".x").unlink()
        git(tmp_path / "data", "init", "-q", "-b", "main")
        yield Company(tmp_path, programs, post)


def test_a_month_of_meetings_keeps_its_log(company: Company) -> None:
    calendars = company.programs
    calendars.save(Appointment("first", "2026-09-03", "grace", {"ada": "ACCEPTED"}))
    calendars.save(Appointment("second", "2026-09-08", "grace", {"mia": "ACCEPTED"}))
    calendars.save(Appointment("third", "2026-09-15", "grace", {"noa": "ACCEPTED"}))
    calendars.save(Appointment("teeth", "2026-09-04", "grace", title="Dentist"))
    company.night("2026-09-01")
    assert company.log() == BOOKED_FOR_ALL

    calendars.move("second", "2026-09-10")
    company.night("2026-09-07")
    assert company.log() == MOVED

    calendars.delete("third")
    calendars.save(Appointment("fourth", "2026-09-22", "grace", {"noa": "NEEDS-ACTION"}))
    calendars.save(Appointment("own", "2026-09-17", "ada", {"grace": "ACCEPTED"}))
    company.night("2026-09-12")
    assert company.log() == CANCELLED

    calendars.answer("fourth", "noa", "DECLINED")
    calendars.save(Appointment("fifth", "2026-09-24", "grace", {"mia": "NEEDS-ACTION"}))
    company.night("2026-09-16")
    assert company.log() == DECLINED

    company.night("2026-09-25")
    assert company.log() == OWN_BOOKING_HELD
    company.send_mails()
    company.click("grace", "Took place", "html")
    company.click("mia", "No, it did not take place", "plain")
    assert company.read_mails() == "2 mails: 2 done.\n"

    company.night("2026-10-01")
    assert company.log() == ANSWERED
    the_verdict_is_what_a_person_would_say(company)
    only_the_job_called_commands(company)
    no_mail_holds_an_id(company)


VERDICT = {ADA: (1, 1, 0), MIA: (1, 1, 0), NOA: (1, 0, 1)}
"""What was due in September, met and missed: Mia's conversation is the second one, since she says no of the first."""

CONTESTED = (
    f"data/teams/{TEAM}/touchpoints/2026-Q3.csv:3:1: DAT007 warning {TEAM}: a {SERVICE} is logged as held, "
    "but the receiver says that it did not take place; it does not count"
)
FINDINGS = [
    f"playbook/services/{SERVICE}.yaml:14:42: CAD001 error {TEAM}: {SERVICE} in 2026-Q3: 66.6% (2 of 3), agreed 90%",
    CONTESTED,
]


def the_verdict_is_what_a_person_would_say(company: Company) -> None:
    checked = company.job("check", "--format", "concise", "--no-base")
    words = ("--by", "period,member", "--period", "month", "--format", "csv")
    coverage = company.job("coverage", *words).stdout.splitlines()
    september = [line.split(",")[1:5] for line in coverage if line.startswith("2026-09,")]
    assert {member: tuple(map(int, counts)) for member, *counts in september} == VERDICT
    assert (checked.returncode, checked.stdout.splitlines()) == (1, FINDINGS), checked.stderr


def only_the_job_called_commands(company: Company) -> None:
    """The job called nothing a person would, and everything in the data repository is the job's."""
    called = ["collect"] * 5 + ["ask", "digest", "import mail", "collect", "check", "coverage"]
    assert company.called == called
    assert set(git(company.data, "log", "--format=%an").split("\n")) == {"Nightly job", ""}
    assert git(company.data, "status", "--porcelain") == ""


def no_mail_holds_an_id(company: Company) -> None:
    """No byte of a mail, no decoded part, no header and no link holds an id, plainly or packed."""
    logs = company.data.rglob("*.csv")
    uids = {line.rpartition(",")[2] for path in logs for line in path.read_text().splitlines()[1:]}
    assert len(uids) == 6
    secrets = [*PERSONS.values(), TEAM, SERVICE, *uids, KEY, *USERS.values()]
    for to, raw in company.post.letters:
        everything = [*everything_in(raw)]
        assert not [secret for secret in secrets if any(secret.encode() in text for text in everything)], to
        assert any(re.match(rb'\["[a-z-]+","', text) for text in everything)  # what a link holds was unpacked
    receivers = [to.partition("@")[0] for to, _ in company.post.letters]
    assert receivers == ["grace", "mia", "ada", "grace", "grace", "mia"]  # asked, a digest, and two answers


HIDING = {
    "in a header": f"X-Of: {NOA}\n\nHello",
    "in a link": f"Subject: x\n\nmailto:x?subject=p%2D{NOA[2:]}",
    "in a token": f"Subject: x\n\nob-{base64.urlsafe_b64encode(f'[{NOA}]'.encode()).decode().rstrip('=')}.a.b",
    "packed": f"Subject: x\n\n.{base64.urlsafe_b64encode(zlib.compress(NOA.encode())).decode()}",
    "in hex": f"Subject: x\n\n{NOA.encode().hex()}",
    "in a part": "Content-Transfer-Encoding: base64\n\n"
    + base64.b64encode(f"<p>{NOA}</p>".encode()).decode(),
    "in HTML": f"Content-Type: text/html\n\n<p>p&#45;{NOA[2:]}",
    "in a subject": f"Subject: =?utf-8?b?{base64.b64encode(NOA.encode()).decode()}?=\n\n",
}


@pytest.mark.parametrize("mail", HIDING.values(), ids=HIDING)
def test_an_id_that_hides_in_a_mail_is_seen(mail: str) -> None:
    assert any(NOA.encode() in text for text in everything_in(mail.encode()))


def everything_in(raw: bytes) -> Iterator[bytes]:
    """Yield a mail as it was sent, and all that can be unpacked of it: parts, headers, links and what they hold."""
    yield raw
    message = message_from_bytes(raw, policy=default)
    texts = [str(value) for part in message.walk() for value in part.values()]
    for part in message.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content
            texts.append(content.decode())
    for text in texts:
        for shown in {text, html.unescape(text), unquote(html.unescape(text))}:
            yield shown.encode()
            for word in re.findall(r"[A-Za-z0-9_+/-]{4,}", shown):
                yield from unpacked(word.removeprefix("ob-"))


def unpacked(word: str) -> Iterator[bytes]:
    """Yield what a word holds as base64 or in hex, and what that holds packed."""
    padded = word + "=" * (-len(word) % 4)
    for decode, text in (
        (base64.urlsafe_b64decode, padded),
        (base64.standard_b64decode, padded),
        (bytes.fromhex, word),
    ):
        with suppress(ValueError):
            content = decode(text)
            yield content
            with suppress(zlib.error):
                yield zlib.decompress(content)
