"""`outbound ask`: who is asked what, once, and by mails that name people and hold no id."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from checks.cli import group
from checks.model.errors import UsageError
from checks.remote.mail_links import LinkSigner, tokens_in
from tests.support.building import HARBOUR
from tests.support.mail_catching import Postbox, postbox
from tests.support.rolling_repository import DAY, laid, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "a-key-of-more-than-thirty-two-letters"
IDS = re.compile(
    r"p-(ada|mia|grace|edsger|tony|niklaus)|harbour|quay|one-on-one|playbook/|data/|touchpoints/"
)
PEOPLE = (
    "id,name,address\np-grace,Grace Hopper,grace@example.org\np-ada,Ada Lovelace,ada@example.org\n"
    "p-mia,Mia Blum,\np-edsger,Edsger Dijkstra,edsger@example.org\np-tony,Tony Hoare,tony@example.org\n"
    "p-niklaus,Niklaus Wirth,niklaus@example.org\n"
)
REFUSED_LOGIN = (
    "outbound: 2 mails were not sent: the mail server refused the user or the password (535). "
    "Check OUTBOUND_MAIL. The next run tries again"
)
ASKED = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",  # older than four weeks
    "2026-11-03,one-on-one,p-ada,p-grace,outbound,held,yes,",  # confirmed
    "2026-11-04,one-on-one,p-ada,p-grace,outbound,held,no,",  # contested
    "2026-11-05,one-on-one,p-ada,p-grace,outbound,booked,,",
    "2026-11-10,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-11,one-on-one,p-mia,p-grace,outbound,held,,",
    "2026-11-16,one-on-one,p-grace,p-edsger,outbound,declined,,",
    "2026-11-23,one-on-one,p-ada,p-grace,outbound,booked,,",  # today
)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    with postbox() as running:
        monkeypatch.setenv("OUTBOUND_MAIL", running.url)
        monkeypatch.setenv("OUTBOUND_MAIL_KEY", KEY)
        yield running


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    root = laid(tmp_path / "playbook", ASKED)
    (root / "data/teams/quay/touchpoints/2026-Q4.csv").unlink()
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path


def ask(folder: Path, *words: str, day: str = DAY) -> Result:
    people = ("--people", str(folder / "people.csv"))
    call = ["--root", str(folder / "playbook"), "ask", "--as-of", day, *people, *words]
    return CliRunner().invoke(group, call, catch_exceptions=False)


def send(folder: Path, *words: str, day: str = DAY) -> Result:
    return ask(folder, "--send", "--state", str(folder / "state.json"), *words, day=day)


def texts(message: EmailMessage) -> list[str]:
    parts = (part.get_content() for part in message.walk() if part.get_content_maintype() == "text")
    return [text.replace("\r\n", "\n") for text in parts]


def test_each_is_asked_what_is_open_in_one_mail(asked: Path, box: Postbox) -> None:
    result = send(asked)

    assert result.output == (
        "sent 2\noutbound: 1 member got no mail: people.csv has no address for them. "
        "To see who, run: outbound ask\n"
    )
    (grace,), (ada,) = box.messages_to("grace@example.org"), box.messages_to("ada@example.org")
    text, html = texts(grace)
    assert grace["Subject"] == "2 meetings to confirm"
    assert re.findall(r"^(?:- .*|  [^:]*)", text, re.MULTILINE) == [
        "- One-on-one with Ada Lovelace, Thu 5 Nov",
        *("  Took place", "  Did not take place", "  Moved to …"),
        "- One-on-one with Edsger Dijkstra, Mon 16 Nov: you declined it",
        "  No, that is wrong",
    ]
    assert re.findall(r">([^<>]+)</a>", html) == [
        *("Took place", "Did not take place", "Moved to …", "No, that is wrong", "Send me my data"),
    ]
    assert re.findall(r"^- .*", texts(ada)[0], re.MULTILINE) == ["- One-on-one with Grace Hopper, Tue 10 Nov"]


def test_no_mail_holds_an_id_in_any_byte(asked: Path, box: Postbox) -> None:
    send(asked)

    assert len(box.letters) == 2
    for at, (_, raw) in enumerate(box.letters):
        message = box.message(at)
        tokens = {
            token
            for text in texts(message)
            for token in tokens_in(text.replace("%5B", "[").replace("%5D", "]"))
        }
        inside = [base64.urlsafe_b64decode(token[3:].split(".")[0] + "===").decode() for token in tokens]
        everything = [raw.decode(), *texts(message), *map(str, message.values()), *inside]
        assert len(tokens) >= 3
        assert not [match[0] for text in everything for match in IDS.finditer(text)]


def test_a_link_is_signed_for_its_row_and_reader(asked: Path, box: Postbox) -> None:
    send(asked)

    text = texts(box.messages_to("grace@example.org")[0])[0]
    address = re.search(r"Took place: (mailto:\S+)", text)
    assert address is not None
    link = urlsplit(address[1])
    (token,) = tokens_in(parse_qs(link.query)["subject"][0])
    signer = LinkSigner(KEY)
    row = ["2026-11-05", "one-on-one", "p-ada", "p-grace", "outbound", "booked", "", ""]
    assert link.path == "playbook@example.org"
    read = signer.read(token, datetime.now(UTC))
    assert (read.entry, read.person) == (signer.entry("harbour", row), signer.person("p-grace"))


def test_its_headers_say_that_a_program_wrote_it(
    asked: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTBOUND_MAIL_ANSWERS", "answers@example.org")

    send(asked, "--member", "p-ada")

    message = box.message(0)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == "answers@example.org"
    assert "mailto:answers@example.org?" in texts(message)[0]


def test_a_row_is_asked_again_after_two_weeks_only(asked: Path, box: Postbox) -> None:
    send(asked)

    again = send(asked, day="2026-12-06")
    later = send(asked, day="2026-12-07")

    assert again.stdout == "sent 1\n"  # what was booked for 23 November
    assert "23 Nov" in texts(box.message(2))[0]
    assert "5 Nov" not in texts(box.message(2))[0]
    assert later.stdout == "sent 2\n"
    assert not IDS.search((asked / "state.json").read_text())


def test_who_has_answered_is_not_asked_again(asked: Path, box: Postbox) -> None:
    log = asked / f"playbook/{HARBOUR}/touchpoints/2026-Q4.csv"
    text = log.read_text().replace(
        "2026-11-10,one-on-one,p-ada,p-grace,outbound,held,,",
        "2026-11-10,one-on-one,p-ada,p-grace,outbound,held,yes,",
    )
    log.write_text(
        text.replace(
            "05,one-on-one,p-ada,p-grace,outbound,booked,,",
            "05,one-on-one,p-ada,p-grace,outbound,cancelled,,",
        )
    )

    send(asked)

    assert [to for to, _ in box.letters] == ["grace@example.org"]
    assert "Lovelace" not in texts(box.message(0))[0]


def test_the_digest_does_not_tell_at_once_what_was_asked(asked: Path, box: Postbox) -> None:
    send(asked, "--member", "p-ada")
    call = [
        "--root",
        str(asked / "playbook"),
        "digest",
        "--as-of",
        DAY,
        "--people",
        str(asked / "people.csv"),
    ]

    CliRunner().invoke(group, [*call, "--send", "--state", str(asked / "state.json")], catch_exceptions=False)

    told = [text for message in box.messages_to("ada@example.org")[1:] for text in texts(message)]
    assert told
    assert not any("Tue 10 Nov" in text for text in told)
    assert not any(IDS.search(text) for text in told)


def test_a_leader_s_digest_is_their_page_with_links(asked: Path, box: Postbox) -> None:
    call = [
        "--root",
        str(asked / "playbook"),
        "digest",
        "--as-of",
        DAY,
        "--people",
        str(asked / "people.csv"),
    ]
    state = ("--send", "--state", str(asked / "state.json"), "--leader", "p-grace")

    CliRunner().invoke(group, [*call, *state], catch_exceptions=False)

    (mail,) = box.messages_to("grace@example.org")
    text, html = texts(mail)
    assert "Your week" in html
    assert "Ada Lovelace" in text
    for body in (text, html):
        assert body.count("Took place") >= 1
        assert "mailto:playbook@example.org?" in body
        assert not IDS.search(body)


def test_a_digest_without_a_key_has_no_links(
    asked: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OUTBOUND_MAIL_KEY")
    call = [
        "--root",
        str(asked / "playbook"),
        "digest",
        "--as-of",
        DAY,
        "--people",
        str(asked / "people.csv"),
    ]

    CliRunner().invoke(group, [*call, "--send", "--state", str(asked / "state.json")], catch_exceptions=False)

    bodies = [text for message in map(box.message, range(len(box.letters))) for text in texts(message)]
    assert len(bodies) >= 4
    assert not any("mailto:" in body or IDS.search(body) for body in bodies)


@pytest.mark.parametrize(
    ("words", "heads"),
    [
        (("--leader", "Grace"), ["To Grace Hopper (p-grace):"]),
        (("--member", "Grace"), ["To Grace Hopper (p-grace):"]),
        (("--member", "p-mia"), ["To Mia Blum (p-mia), who has no address in people.csv:"]),
        ((), ["To Ada Lovelace (p-ada):", "To Grace Hopper (p-grace):", "To Mia Blum (p-mia), who has no address in people.csv:"]),
    ],
)  # fmt: skip
def test_without_send_the_mails_are_shown(asked: Path, words: tuple[str, ...], heads: list[str]) -> None:
    shown = ask(asked, *words).output

    assert re.findall(r"^To .*", shown, re.MULTILINE) == heads
    assert "mailto:" not in shown
    assert not (asked / "state.json").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--send",), "--send needs --state FILE"),
        (("--leader", "p-ada", "--member", "p-ada"), "use only one of"),
        (("--leader", "p-nobody-1"), "this id is not in any roster or log"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: Path, words: tuple[str, ...], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        ask(asked, *words)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("OUTBOUND_MAIL_KEY", "", "OUTBOUND_MAIL_KEY is not set"),
        ("OUTBOUND_MAIL_KEY", "hunter2", "OUTBOUND_MAIL_KEY is shorter than 32 characters"),
        ("OUTBOUND_MAIL", "", "OUTBOUND_MAIL is not set"),
        ("OUTBOUND_MAIL", "hunter2", "OUTBOUND_MAIL is not a mail server"),
    ],
)
def test_what_is_not_set_up_is_said_without_a_secret(
    asked: Path, box: Postbox, monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(UsageError, match=why) as caught:
        send(asked)

    assert "hunter2" not in str(caught.value)
    assert box.letters == []


def test_a_server_that_fails_is_said_once(asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_MAIL_KEY", KEY)
    with postbox(with_login=True) as box:
        url = f"mailto://user:hunter2@127.0.0.1:{box.port}/?mode=insecure&from=p@example.org"
        monkeypatch.setenv("OUTBOUND_MAIL", url)
        result = send(asked)

    assert result.exit_code == 1
    assert result.output.splitlines()[:2] == [
        "sent 0, not sent 2",
        REFUSED_LOGIN,
    ]
    assert not re.search("hunter2|user:|example.org|p-", result.output)
    assert json.loads((asked / "state.json").read_text())["matters"] == {}


def test_one_refused_address_holds_up_no_other(asked: Path, box: Postbox) -> None:
    box.refused = {"ada@example.org"}

    first = send(asked)
    box.refused = set()
    second = send(asked)

    assert first.exit_code == 1
    assert "a mail was not sent: the mail server refused the address (550)" in first.output
    assert [to for to, _ in box.letters] == ["grace@example.org", "ada@example.org"]
    assert second.stdout == "sent 1\n"
