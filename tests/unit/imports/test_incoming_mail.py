"""What counts of a mail: its one sender, what a person wrote above what is quoted, and whether a program wrote it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.incoming_mail import read_mail
from checks.imports.sender_proof import is_vouched_for


@pytest.mark.parametrize(
    ("source", "sender"),
    [
        ("Ada <ada@example.org>", "ada@example.org"),
        ("ada@example.org", "ada@example.org"),
        ('"ada@example.org" <eve@example.com>', "eve@example.com"),
        ("=?utf-8?q?=C3=84da?= <ada@example.org>", "ada@example.org"),
        ("ada@example.org)<eve@example.com>", ""),
        ("ada@example.org (eve@example.com)", ""),
        ("ada@example.org, eve@example.com", ""),
        ("ada@example.org\r\nFrom: eve@example.com", ""),
        ("undisclosed:;", ""),
        ("Ada", ""),
        ("", ""),
    ],
)
def test_a_mail_has_one_sender_or_none(source: str, sender: str) -> None:
    assert read_mail(f"From: {source}\r\n\r\nx".encode()).sender == sender


@pytest.mark.parametrize(
    "mark",
    [
        "> New day: 1 January 2027",
        "On Mon, 23 Nov 2026 at 09:00, Playbook <p@example.org> wrote:",
        "Am 23.11.2026 um 09:00 schrieb Playbook:",
        "ma 23.11.2026 klo 9.00 Playbook (p@example.org) kirjoitti:",
        "Den mån 23 nov. 2026 kl 09:00 skrev Playbook:",
        "-----Original Message-----",
        "________________________________",
        "From: Playbook <p@example.org>",
        "Lähettäjä: Playbook <p@example.org>",
        "-- ",
    ],
)
def test_what_is_quoted_is_left_out(mark: str) -> None:
    mail = read_mail(f"From: a@b.example\n\nNew day: 3 December\n\n{mark}\n4 December\n".encode())
    assert mail.lines == ("New day: 3 December",)


def test_html_is_read_where_there_is_no_text() -> None:
    page = (
        "<html><head><style>p{}</style></head><body><p>Uusi p\xe4iv\xe4: <b>3.12.</b></p>"
        '<div class="gmail_quote">vanha</div></body></html>'
    )
    head = b"From: a@b.example\nContent-Type: text/html; charset=windows-1252\n\n"
    assert read_mail(head + page.encode("cp1252")).lines == ("Uusi päivä: 3.12.",)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("Auto-Submitted: no", ""),
        ("Precedence: bulk", "precedence"),
        ("X-Autoreply: yes", "x-autoreply"),
        ("X-Auto-Response-Suppress: All", "x-auto-response-suppress"),
        ("List-Unsubscribe: <https://example.org>", "list-unsubscribe"),
        ("Return-Path: <>", "return-path"),
        ("Return-Path: <a@b.example>", ""),
        ("Content-Type: multipart/report; boundary=x", "report"),
        ("X-Mailer: Outlook", ""),
    ],
)
def test_a_program_is_known_by_its_headers(header: str, reason: str) -> None:
    assert read_mail(f"From: a@b.example\n{header}\n\nx".encode()).automatic == reason


def test_a_mail_is_of_the_day_it_was_written() -> None:
    mail = read_mail(b"From: a@b.example\nDate: Mon, 23 Nov 2026 23:30:00 +0000\n\nx")
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert mail.written_on(now, "Europe/Helsinki") == date(2026, 11, 24)
    odd = read_mail(b"From: a@b.example\nDate: Mon, 23 Nov 2020 23:30:00 +0000\n\nx")
    assert odd.written_on(now, "UTC") == date(2026, 11, 25)


@given(st.binary(max_size=300), st.sampled_from([b"From: ", b"Subject: ", b"Content-Type: ", b"Date: ", b""]))
def test_whatever_comes_is_read_tamely(content: bytes, name: bytes) -> None:
    mail = read_mail(name + content + b"\n\n" + content)
    for text in (mail.sender, mail.subject, *mail.lines, *mail.results):
        assert "\n" not in text
        assert text.isprintable()


@pytest.mark.parametrize(
    ("result", "vouched"),
    [
        ("mx.example.org; dmarc=pass header.from=example.org", True),
        ("mx.example.org 1; dmarc=pass (p=none; x) header.from=Example.org", True),
        ("mx.example.org; dmarc=fail header.from=example.org; dkim=pass header.d=example.org", False),
        ("mx.example.org; dmarc=none; dkim=pass header.i=@example.org", True),
        ("mx.example.org; spf=pass smtp.mailfrom=ada@example.org", True),
        ("mx.example.org; spf=pass smtp.mailfrom=eve@example.com", False),
        ("mx.example.org; dkim=pass header.d=org", False),
        ("mx.example.org; dkim=pass header.d=notexample.org", False),
        ("mx.example.org; dkim=pass (header.d=example.org) header.d=example.com", False),
        ("mx.example.org; none", False),
        ("evil.example; dmarc=pass header.from=example.org", False),
        ("", False),
    ],
)
def test_a_server_vouches_for_a_sender(result: str, vouched: bool) -> None:  # noqa: FBT001 - a case
    assert is_vouched_for("ada@example.org", [result], "mx.example.org") is vouched


def test_of_two_results_the_latest_counts() -> None:
    passed = "mx.example.org; dmarc=pass header.from=example.org"
    assert not is_vouched_for("ada@example.org", ["mx.example.org; dmarc=fail", passed], "mx.example.org")
