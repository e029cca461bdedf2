"""`outbound digest`: once, politely, and by real servers on this machine."""

from __future__ import annotations

import json
import re
import socket
import threading
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from checks.cli import group
from checks.model.errors import UsageError
from tests.support.rolling_repository import DAY, laid, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = (
    "id,name,address\np-grace,Grace Hopper,grace@example.org\np-edsger,Edsger Dijkstra,edsger@example.org\n"
    "p-ada,Ada Lovelace,\np-mia,Mia Blum,\np-tony,Tony Hoare,\np-niklaus,Niklaus Wirth,\n"
)


UNHEARD = (
    "outbound: {} members got no mail: people.csv has no address for them. "
    "To see who, run: outbound digest --send --dry-run\n"
)


class Mailbox:
    """Takes every letter, or refuses those to some."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], str]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802  # the name aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        del server, session, options
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        message = message_from_bytes(envelope.content, policy=default)
        body = message.get_body(("plain", "html"))
        assert body is not None
        self.letters.append((envelope.rcpt_tos, f"{message['subject']}\n{body.get_content()}"))
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("OUTBOUND_MAIL", f"mailto://127.0.0.1:{port}/?mode=insecure&from=playbook@example.org")
    yield box
    controller.stop()


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    monkeypatch.setenv("OUTBOUND_CHANNEL_HARBOUR", f"json://127.0.0.1:{server.server_port}/hook")
    yield heard
    server.shutdown()
    thread.join()
    server.server_close()


def digest(root: Path, *words: str, day: str = DAY) -> Result:
    return CliRunner().invoke(
        group, ["--root", str(root), "digest", "--as-of", day, *words], catch_exceptions=False
    )


def send(tmp_path: Path, *words: str, day: str = DAY) -> Result:
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE)
    state = ("--state", str(tmp_path / "state.json"), "--people", str(people))
    return digest(tmp_path / "playbook", "--send", *state, *words, day=day)


def test_it_begins_with_what_went_well_and_names_what_waits(tmp_path: Path) -> None:
    held = rows(
        "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-20,one-on-one,p-mia,p-grace,outbound,held,,",
    )

    found = digest(laid(tmp_path, held), "--leader", "p-grace").output

    assert found == (
        "Invitations to send: 1 touchpoint, 0.8 hours\n"
        "\n"
        "In the last two weeks, you held 1 touchpoint with 1 person.\n"
        "\n"
        "Overdue:\n"
        "- p-ada: One-on-one, 45 min, was due Mon 9 Nov, late since Tue 17 Nov; last Mon 12 Oct\n"
        "\n"
        "Agreed: One-on-one: at most 4 weeks apart, grace period 1 week (playbook/services/one-on-one.yaml:18).\n"
        "For suggested dates, run: outbound plan --leader p-grace\n"
    )


def test_nothing_is_told_of_what_has_a_day(tmp_path: Path) -> None:
    booked = rows(
        "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-24,one-on-one,p-ada,p-grace,outbound,booked,,",
        "2026-11-20,one-on-one,p-mia,p-grace,outbound,held,,",
    )

    found = CliRunner().invoke(
        group, ["--root", str(laid(tmp_path, booked)), "digest", "--as-of", DAY, "--leader", "p-grace"]
    )

    assert found.stdout == ""
    assert "Nothing to report as of 2026-11-23." in found.stderr


def test_each_gets_one_mail_and_another_after_two_weeks(tmp_path: Path, mailbox: Mailbox) -> None:
    laid(tmp_path / "playbook")

    first = send(tmp_path)
    letters = list(mailbox.letters)
    again = send(tmp_path, day="2026-12-06")
    fortnight = send(tmp_path, "--leader", "p-grace", day="2026-12-07")

    assert (first.exit_code, first.output) == (0, f"sent 2\n{UNHEARD.format(4)}")
    assert [to for to, _ in letters] == [["edsger@example.org"], ["grace@example.org"]]
    assert "Ada Lovelace: One-on-one" in letters[1][1]
    assert "Tony" not in letters[1][1]
    assert not re.search(r"\bp-[a-z]+|playbook/|data/", "".join(text for _, text in letters))
    assert again.stdout == "sent 0\n"
    assert fortnight.output == "sent 1\n"


def test_what_was_not_delivered_alone_is_tried_again(tmp_path: Path, mailbox: Mailbox) -> None:
    laid(tmp_path / "playbook")
    mailbox.refused = {"grace@example.org"}

    first = send(tmp_path)
    mailbox.refused = set()
    second = send(tmp_path, day="2026-11-24")

    assert first.exit_code == 1
    refused = (
        "outbound: a mail was not sent: the mail server refused the address (550). The next run tries again"
    )
    assert refused in first.output
    assert "p-grace" not in first.output
    assert (second.exit_code, second.stdout) == (0, "sent 1\n")
    assert [to for to, _ in mailbox.letters] == [["edsger@example.org"], ["grace@example.org"]]


def test_a_server_that_is_not_there_is_a_failed_delivery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path / "playbook")
    monkeypatch.setenv("OUTBOUND_MAIL", "mailto://127.0.0.1:9/?mode=insecure&from=playbook@example.org")

    found = send(tmp_path, "--leader", "p-grace")

    assert found.exit_code == 1
    assert "example.org" not in found.output
    assert json.loads((tmp_path / "state.json").read_text())["matters"] == {}


def with_health_checks(root: Path) -> None:
    """Lay a playbook in which the team is owed something too."""
    service = laid(root) / "playbook/services/health-check.yaml"
    service.write_text(
        service.read_text().replace(
            "obligation: voluntary", "obligation: compulsory\n    cadence: {at_least: 1, per: month}"
        )
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "OUTBOUND_CHANNEL_HARBOUR is not set"),
        ("nonsense", "outbound: not delivered to the channel of harbour. The next run tries again"),
    ],
    ids=["no channel", "no address"],
)
def test_a_channel_nobody_can_reach_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    with_health_checks(tmp_path / "playbook")
    monkeypatch.setenv("OUTBOUND_CHANNEL_HARBOUR", address)

    found = send(tmp_path, "--team", "harbour")

    assert found.exit_code == 1
    assert said in found.output
    assert found.output.endswith("sent 0, not sent 1\n")


def test_a_team_s_channel_hears_of_windows_and_of_nobody(
    tmp_path: Path, channel: list[dict[str, Any]]
) -> None:
    with_health_checks(tmp_path / "playbook")

    found = send(tmp_path, "--team", "harbour")
    again = send(tmp_path, "--team", "harbour", day="2026-11-25")

    assert (found.output, again.output) == ("sent 1\n", "sent 0\n")
    assert len(channel) == 1
    assert "Health check: last day Mon 30 Nov" in channel[0]["message"]
    assert not re.search(r"\bp-[a-z]+", channel[0]["message"])


def test_a_team_s_digest_is_the_same_whoever_was_met(tmp_path: Path) -> None:
    one = digest(laid(tmp_path / "one"), "--team", "harbour", "--format", "markdown").output
    two = digest(
        laid(tmp_path / "two", rows("2026-11-20,one-on-one,p-mia,p-grace,outbound,held,,")),
        *("--team", "harbour", "--format", "markdown"),
    ).output

    assert one == two


def test_a_dry_run_says_to_whom_and_writes_nothing(tmp_path: Path, mailbox: Mailbox) -> None:
    laid(tmp_path / "playbook")

    found = send(tmp_path, "--dry-run")

    assert found.output.startswith("To Edsger Dijkstra (p-edsger):\n\nInvitations to send: ")
    assert " (p-grace):\n\n" in found.output
    assert not (tmp_path / "state.json").exists()
    assert mailbox.letters == []


def test_several_messages_are_printed_with_their_receivers(tmp_path: Path) -> None:
    laid(tmp_path / "playbook")

    assert digest(tmp_path / "playbook").output.startswith("To p-edsger:\n\nInvitations to send: ")
    assert digest(tmp_path / "playbook", "--leader", "p-grace").output.startswith("Invitations to send: ")


def test_the_memory_tells_nothing_of_persons(tmp_path: Path, mailbox: Mailbox) -> None:
    laid(tmp_path / "playbook")
    send(tmp_path)

    text = (tmp_path / "state.json").read_text()

    assert mailbox.letters
    assert not re.search(r"p-|one-on-one|harbour", text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--send",), "--send needs --state FILE"),
        (("--state", "ROOT/state.json"), "outside every repository"),
        (("--team", "harbour", "--leader", "p-grace"), "use only one of"),
        (("--state", "BAD"), "is not a file of sent reminders"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    root = laid(tmp_path / "playbook")
    (tmp_path / "bad.json").write_text('{"schema": 2}')
    given = [one.replace("ROOT", str(root)).replace("BAD", str(tmp_path / "bad.json")) for one in words]

    with pytest.raises(UsageError, match=said):
        digest(root, *given)


def test_somebody_without_an_address_is_told_of(tmp_path: Path, mailbox: Mailbox) -> None:
    laid(tmp_path / "playbook")
    people = tmp_path / "few.csv"
    people.write_text("id,name,address\np-grace,Grace Hopper,\n")

    found = digest(
        tmp_path / "playbook",
        *("--send", "--state", str(tmp_path / "state.json"), "--people", str(people), "--leader", "p-grace"),
    )

    assert found.exit_code == 1
    assert "1 leader or coach got no mail: people.csv has no address for them" in found.output
    assert "p-grace" not in found.output
    assert mailbox.letters == []


IN_THEIR_NAME = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-10-20,one-on-one,p-ada,,inbound,ordered,,",
    "2026-11-05,one-on-one,p-ada,p-grace,outbound,held,no,",
    "2026-11-05,one-on-one,p-mia,p-grace,outbound,held,,",
    "2026-11-20,one-on-one,p-ada,p-grace,outbound,booked,,",
)


def test_a_member_reads_what_was_logged_in_their_name(tmp_path: Path) -> None:
    root = laid(tmp_path, IN_THEIR_NAME)

    told = digest(root, "--member", "p-ada").output

    log = "data/teams/harbour/touchpoints/2026-Q4.csv"
    assert told == (
        "Entries logged in your name\n"
        "\n"
        "Contested in your name:\n"
        f"- One-on-one, Thu 5 Nov: held by p-grace, you disputed it ({log}:4)\n"
        "\n"
        "Requested in your name:\n"
        f"- One-on-one, Tue 20 Oct: requested ({log}:3)\n"
        "\n"
        "Logged in your name:\n"
        "- One-on-one, Wed 12 Aug: held by p-grace (data/teams/harbour/touchpoints/2026-Q3.csv:2)\n"
        f"- One-on-one, Mon 12 Oct: held by p-grace ({log}:2)\n"
        "\n"
        "If an entry is wrong, dispute it. Run: outbound mine --person p-ada --contest DAY SERVICE\n"
        "If it did take place, confirm it. Run: outbound mine --person p-ada --confirm DAY SERVICE\n"
        "If you can’t run commands, ask your leader, your coach or HR to do it.\n"
    )


def test_each_row_is_told_once_however_late_it_was_logged(
    tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tests.functional.test_digest.PEOPLE", "id,name,address,account\np-ada,,ada@example.org,ada-l\n"
    )
    root = laid(tmp_path / "playbook", IN_THEIR_NAME)

    send(tmp_path)
    again = send(tmp_path, day="2026-12-14")
    log = root / "data/teams/harbour/touchpoints/2026-Q4.csv"
    text = log.read_text("utf-8").replace(
        "10-12,one-on-one,p-ada,p-grace,outbound,held,,", "10-12,one-on-one,p-ada,p-grace,outbound,held,no,"
    )
    log.write_text(f"{text}2026-10-19,one-on-one,p-ada,p-grace,outbound,declined,,\n", "utf-8")
    later = send(tmp_path, day="2026-12-15")

    theirs = [text for to, text in mailbox.letters if to == ["ada@example.org"]]
    assert len(theirs) == 2
    assert all(day in theirs[0] for day in ("5 Nov", "12 Aug", "12 Oct", "20 Oct"))
    assert re.findall(r"\d+ [A-Z][a-z]{2}:", theirs[1]) == ["12 Oct:", "19 Oct:"]
    assert "p-mia" not in "".join(theirs)
    assert again.stdout.startswith("sent 0")
    assert later.stdout.startswith("sent 1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--member", "p-ada", "--leader", "p-grace"), "use only one of"),
        (("--member", "p-nobody"), "this id is not in any roster or log that can be read"),
    ],
)
def test_a_member_who_cannot_be_meant_is_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        digest(laid(tmp_path), *words)


def test_nothing_is_told_of_rows_that_are_history(tmp_path: Path) -> None:
    told = digest(laid(tmp_path, IN_THEIR_NAME), "--member", "p-ada", day="2027-04-02")

    assert told.stdout == ""
