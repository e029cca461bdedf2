"""`outbound import mail`: what an answer changes, what changes nothing, and the one answer each mail gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from checks.remote.mail_links import LinkAct, LinkSigner, SignedLink, tokens_in
from tests.support.mail_answering import (
    BOOKED,
    HELD,
    LINKS,
    MailOffice,
    clicked,
    links_of_row,
    mail_office,
    written,
)
from tests.support.mail_catching import postbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.output.answer_links import AnswerLink

GRACE, ADA = "Grace Hopper <grace@example.org>", "ada@example.org"
UID = "0123456789abcdef"
IDS = ("p-grace", "p-ada", "p-mia")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[MailOffice]:
    with postbox() as box:
        yield mail_office(tmp_path, box)


def booked(day: str = "2026-11-12", state: str = "booked", word: str = "") -> str:
    return f"{day},one-on-one,p-ada,p-grace,outbound,{state},{word},{UID}"


def held(word: str) -> str:
    return f"2026-11-02,one-on-one,p-ada,p-grace,outbound,held,{word}".rstrip(",")


@pytest.mark.parametrize(
    ("act", "typed", "rows", "words"),
    [
        ("held", "", [booked(state="held")], "One-on-one with Ada Lovelace, 12 November 2026: took place"),
        ("not-held", "", [booked(state="cancelled")], ": did not take place"),
        ("moved", "3 December", [booked("2026-12-03")], "3 December 2026: booked (moved from 12"),
        ("moved", "20 November 2026", [booked("2026-11-20")], "20 November 2026: booked (moved from 12"),
        ("moved", "tomorrow", None, ": booked (moved from 12"),
        ("moved", "1. tammikuuta 2027", [booked("2027-01-01")], "1 January 2027: booked (moved from 12"),
    ],
)
def test_a_leader_says_what_became_of_a_meeting(
    office: MailOffice, act: str, typed: str, rows: list[str] | None, words: str
) -> None:
    link = links_of_row(BOOKED, "p-grace")[act]

    printed = office.taken(clicked(link, GRACE, typed))

    to, answer = office.answer()
    assert printed == "1 mail: 1 done."
    assert rows is None or office.rows() == sorted([held(""), *rows])
    assert (to, office.filed()) == ("grace@example.org", {"Answered": 1})
    assert words in answer.replace("\u00a0", " ")
    assert ("Did it take place?" if "20 November" in typed else "Was that wrong?") in answer
    assert not any(person in answer for person in IDS)


@pytest.mark.parametrize(("act", "word"), [("confirmed", "yes"), ("contested", "no")])
def test_a_member_says_whether_it_took_place(office: MailOffice, act: str, word: str) -> None:
    office.taken(clicked(links_of_row(HELD, "p-ada")[act], ADA))

    to, answer = office.answer()
    assert office.rows() == [held(word), BOOKED]
    assert to == "Ada@example.org"
    assert "One-on-one with Grace Hopper, 2 November 2026" in answer


def test_what_the_member_asked_for_is_missed(tmp_path: Path) -> None:
    row = "2026-11-12,one-on-one,p-ada,p-grace,inbound,booked,,"
    with postbox() as box:
        office = mail_office(tmp_path, box, [row])
        office.taken(clicked(links_of_row(row, "p-grace")["not-held"], GRACE))

    assert office.rows() == ["2026-11-12,one-on-one,p-ada,p-grace,inbound,missed"]


def test_an_answer_that_is_read_twice_acts_once(office: MailOffice) -> None:
    mail = clicked(links_of_row(BOOKED, "p-grace")["moved"], GRACE, "3 December 2026")
    office.taken(mail)
    office.answer()
    rows = office.rows()

    printed = office.taken(mail)

    assert printed == "1 mail: 1 already done."
    assert office.rows() == rows
    assert "already says what you answered" in office.answer()[1]


def test_a_wrong_answer_is_corrected_with_the_next_link(office: MailOffice) -> None:
    steps = [BOOKED, booked(state="held"), booked(state="cancelled"), booked(state="held")]
    acts = ["held", "not-held", "held"]
    mails = [clicked(links_of_row(row, "p-grace")[act], GRACE) for row, act in zip(steps, acts, strict=False)]
    for mail in mails:
        assert office.taken(mail) == "1 mail: 1 done."
    last = office.rows()

    # the row is again what the second link was made for: it was used all the same
    assert office.taken(mails[1]) == "1 mail: 1 entry changed since."

    gone = [booked(state="withdrawn")]
    assert office.rows() == last
    assert sorted(last) == sorted([held(""), *gone, booked(state="withdrawn"), booked(state="held")])


def test_two_clicks_on_one_mail_are_told_apart(office: MailOffice) -> None:
    links = links_of_row(BOOKED, "p-grace")
    office.taken(clicked(links["held"], GRACE))
    office.answer()

    printed = office.taken(clicked(links["not-held"], GRACE))

    _, answer = office.answer()
    assert printed == "1 mail: 1 entry changed since."
    assert "took place" in answer
    assert "Is that wrong?" in answer
    assert office.rows() == [held(""), booked(state="held")]


OTHER = LinkSigner("another key, as long as the first one")
FORGED = OTHER.sign(
    SignedLink(LinkAct.HELD, OTHER.entry("harbour", BOOKED.split(",")), OTHER.person("p-grace"))
)


def refused_mails() -> dict[str, tuple[bytes, str, str]]:
    """Return mails that change nothing, each with what is printed and who gets the one answer."""
    giver, member = links_of_row(BOOKED, "p-grace"), links_of_row(HELD, "p-ada")
    moved = giver["moved"]
    return {
        "forged": (written(GRACE, f"Took place [{FORGED}]"), "link not valid", "grace@example.org"),
        "forwarded": (clicked(giver["held"], ADA), "link of another person", "Ada@example.org"),
        "unsigned": (written(GRACE, "It took place"), "no link", "grace@example.org"),
        "quoted": (
            written(GRACE, "Re: 1 meeting", f"Yes\n\n> {giver['held'].href}"),
            "no link",
            "grace@example.org",
        ),
        "several": (
            written(GRACE, "Re", "\n".join(_token(giver[act]) for act in ("held", "not-held"))),
            "several links",
            "grace@example.org",
        ),
        "no date": (clicked(moved, GRACE), "no new date", "grace@example.org"),
        "unclear": (clicked(moved, GRACE, "5/12/2026"), "unclear date", "grace@example.org"),
        "same": (clicked(moved, GRACE, "12 November 2026"), "same date as before", "grace@example.org"),
        "too far": (clicked(moved, GRACE, "3 December 2031"), "date not possible", "grace@example.org"),
        "before the log": (
            clicked(moved, GRACE, "2 December 2025"),
            "date not possible",
            "grace@example.org",
        ),
        "stranger": (clicked(giver["held"], "eve@example.com"), "unknown sender", "eve@example.com"),
        "two senders": (clicked(giver["held"], f"{GRACE}, eve@example.com"), "no valid sender", ""),
        "away": (clicked(giver["held"], GRACE, Auto_Submitted="auto-replied"), "automatic mail", ""),
        "list": (clicked(giver["held"], GRACE, List_Id="<all.example.org>"), "automatic mail", ""),
        "loop": (clicked(giver["held"], "playbook@example.org"), "automatic mail", ""),
        "bounce": (clicked(giver["held"], "MAILER-DAEMON@example.org"), "automatic mail", ""),
        "not a mail": (b"\x00\xff\xfe", "no valid sender", ""),
        "empty": (b"", "no valid sender", ""),
        "of a booking": (
            written(ADA, f"x [{_odd_link('contested', BOOKED)}]"),
            "not possible for this entry",
            "Ada@example.org",
        ),
        "record of another": (
            clicked(LINKS.for_record("p-mia"), ADA),
            "link of another person",
            "Ada@example.org",
        ),
        "member's word by the giver": (
            clicked(member["contested"], GRACE),
            "link of another person",
            "grace@example.org",
        ),
    }


def _token(link: AnswerLink) -> str:
    (token,) = tokens_in(unquote(link.href))
    return token


def _odd_link(act: str, row: str) -> str:
    signer = LINKS.signer
    return signer.sign(
        SignedLink(LinkAct(act), signer.entry("harbour", row.split(",")), signer.person("p-ada"))
    )


@pytest.mark.parametrize("name", refused_mails())
def test_what_changes_nothing_gets_one_answer(office: MailOffice, name: str) -> None:
    mail, words, to = refused_mails()[name]
    before = office.rows()

    printed = office.taken(mail)

    assert printed == f"1 mail: 1 {words}."
    assert office.rows() == before
    assert office.filed() == {"Automatic" if words == "automatic mail" else "Refused": 1}
    assert [letter for letter, _ in office.postbox.letters] == ([to] if to else [])
    for letter in office.postbox.letters:
        assert not any(person.encode() in letter[1] for person in IDS)
        assert words == "several links" or b"Nothing was changed" in letter[1] or name == "stranger"


def test_an_unknown_sender_is_answered_once_a_day(office: MailOffice) -> None:
    mails = [written("eve@example.com", "Who is there?") for _ in range(3)]

    office.taken(*mails)
    office.taken(written("Eve@example.com", "Hello?"))

    to, answer = office.answer()
    assert to == "eve@example.com"
    assert not re.search("Grace|Ada|Northlight One|12 November", answer)
    office.state = None
    office.taken(written("eve@example.com", "Without a memory no stranger is answered"))
    assert not office.postbox.letters


def test_a_link_that_is_too_old_changes_nothing(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    import itsdangerous

    mail = clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE)
    with monkeypatch.context() as past:
        past.setattr(
            itsdangerous.TimestampSigner,
            "get_timestamp",
            lambda _: int(__import__("time").time()) - 61 * 86400,
        )
        old = clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE)

    assert office.taken(old) == "1 mail: 1 link too old."
    assert "older than 60 days" in office.answer()[1]
    assert office.taken(mail) == "1 mail: 1 done."


def test_a_record_goes_to_the_registered_address_alone(office: MailOffice) -> None:
    mail = clicked(LINKS.for_record("p-ada"), "ADA@example.org", Reply_To="eve@example.com")

    assert office.taken(mail) == "1 mail: 1 record requested."

    ((to, _),) = office.postbox.letters
    message = office.postbox.message(0)
    (page,) = [part.get_content() for part in message.iter_attachments()]
    assert to == "Ada@example.org"
    assert message["In-Reply-To"]
    assert "<title>" in page
    assert "Ada Lovelace" in page
    assert "Grace Hopper" in page
    assert not any(person in page for person in (*IDS, "outbound mine --"))
    assert office.taken(mail) == "1 mail: 1 record already sent today."


def test_the_sender_is_verified_by_the_mail_server(office: MailOffice) -> None:
    link = links_of_row(BOOKED, "p-grace")["held"]
    office.post(
        clicked(link, GRACE),
        clicked(link, GRACE, Authentication_Results="mx.example.org; dmarc=fail header.from=example.org"),
        clicked(link, GRACE, Authentication_Results="mx.other.example; dmarc=pass header.from=example.org"),
        clicked(link, GRACE, Authentication_Results="mx.example.org; dmarc=pass header.from=example.org"),
    )

    result = office.read("--authserv", "mx.example.org")

    assert result.stdout == "4 mails: 3 sender not verified, 1 done.\n"
    assert [to for to, _ in office.postbox.letters] == ["grace@example.org"] * 4


def test_a_dry_run_changes_and_sends_nothing(office: MailOffice) -> None:
    before = office.rows()
    office.post(clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE), written(ADA, "Hello"))

    result = office.read("--dry-run")

    assert result.stdout == (
        "done: harbour, one-on-one, booked on 2026-11-12 becomes held on 2026-11-12\n"
        "no link\n"
        "2 mails: 1 done, 1 no link.\n"
    )
    assert (office.rows(), office.filed(), office.postbox.letters) == (before, {"": 2}, [])
    assert office.state
    assert not office.state.exists()


def test_a_mail_that_was_answered_is_only_filed_away(office: MailOffice) -> None:
    mail = clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE)
    (office.maildir / "cur" / "1.M1P1.test:2,RS").write_bytes(mail)

    assert office.taken() == "1 mail: 1 answered before."
    assert (office.filed(), office.postbox.letters) == ({"Answered": 1}, [])


def test_a_maildir_in_a_repository_is_refused(office: MailOffice) -> None:
    inside = office.root / "mails"
    office.maildir.rename(inside)
    office.maildir = inside

    result = office.read()

    assert result.returncode == 2
    assert "is inside the repository" in result.stderr


def test_a_service_for_the_whole_team_is_answered(tmp_path: Path) -> None:
    row = "2026-11-12,health-check,,p-grace,outbound,booked,,"
    with postbox() as box:
        office = mail_office(tmp_path, box, [row])
        office.taken(clicked(links_of_row(row, "p-grace")["held"], GRACE))
        _, answer = office.answer()

    assert office.rows() == ["2026-11-12,health-check,,p-grace,outbound,held"]
    assert "Health check, 12 November 2026: took place" in answer


def test_a_meeting_moves_where_no_other_is(tmp_path: Path) -> None:
    other = "2026-11-19,one-on-one,p-ada,p-grace,outbound,held,,"
    with postbox() as box:
        office = mail_office(tmp_path, box, [BOOKED, other])
        printed = office.taken(clicked(links_of_row(BOOKED, "p-grace")["moved"], GRACE, "19 November"))
        _, answer = office.answer()

    assert printed == "1 mail: 1 another entry on that date."
    assert office.rows() == sorted([BOOKED, other.rstrip(",")])
    assert "Did not take place: mailto:" in answer


def test_what_is_held_already_is_not_held_twice(tmp_path: Path) -> None:
    other = "2026-11-12,one-on-one,p-ada,p-grace,outbound,held,,"
    with postbox() as box:
        office = mail_office(tmp_path, box, [BOOKED, other])
        office.taken(clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE))

    assert office.rows() == sorted([booked(state="withdrawn"), other.rstrip(",")])


def test_a_mail_server_that_fails_loses_no_answer(office: MailOffice) -> None:
    url, office.extra = (
        office.postbox.url,
        {"OUTBOUND_MAIL": "mailto://127.0.0.1:9/?mode=insecure&from=p@example.org"},
    )
    office.post(clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE), written(ADA, "Hello"))

    failed = office.read()
    office.extra = {"OUTBOUND_MAIL": url}
    after = office.read()

    assert failed.returncode == 1
    assert "no connection to the mail server" in failed.stderr
    assert after.stdout == "2 mails: 1 already done, 1 no link.\n"
    assert office.rows() == [held(""), booked(state="held")]
    assert [to for to, _ in office.postbox.letters] == ["grace@example.org", "Ada@example.org"]


def test_an_address_that_is_refused_stops_nobody(office: MailOffice) -> None:
    office.postbox.refused.add("grace@example.org")
    office.post(clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE), written(ADA, "Hello"))

    result = office.read()

    assert (result.returncode, result.stdout) == (0, "2 mails: 1 done, 1 no link.\n")
    assert "secret" not in result.stderr
    assert office.filed() == {"Answered": 1, "Refused": 1}


def test_an_answer_that_is_refused_for_now_is_sent_later(office: MailOffice) -> None:
    office.postbox.busy.add("grace@example.org")
    office.post(clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE))

    first = office.read()
    office.postbox.busy.clear()
    second = office.read()

    assert first.returncode == 1
    assert (
        "outbound: the mail server did not take 1 answer yet. The next run sends it again\n" in first.stderr
    )
    assert (second.returncode, second.stdout) == (0, "1 mail: 1 already done.\n")
    assert office.rows() == [held(""), booked(state="held")]
    assert [to for to, _ in office.postbox.letters] == ["grace@example.org"]
    assert office.filed() == {"Answered": 1}


def test_a_log_that_cannot_be_read_keeps_its_mails(office: MailOffice) -> None:
    log = office.root / "data/teams/harbour/touchpoints/2026-Q4.csv"
    text = log.read_text("utf-8")
    log.write_text("broken\n", "utf-8")
    office.post(clicked(links_of_row(BOOKED, "p-grace")["held"], GRACE))

    broken = office.read()
    log.write_text(text, "utf-8")

    assert broken.returncode == 1
    assert "1 mail stays in the mailbox, because harbour could not be read" in broken.stderr
    assert office.filed() == {"": 1}
    assert office.taken() == "1 mail: 1 done."


def test_ten_thousand_altered_mails_change_nothing(office: MailOffice) -> None:
    import random
    from dataclasses import replace
    from datetime import UTC, datetime

    from checks.cli.context import judgement_dates_of
    from checks.imports.incoming_mail import read_mail
    from checks.imports.mail_checking import GOOD, IntakeRules
    from checks.imports.mail_intake import MailIntake
    from checks.imports.mail_memory import MailMemory
    from checks.loading.people import read_people
    from checks.loading.repository import open_repository

    repository = open_repository(office.root)
    people, rules = read_people(office.people, ()), IntakeRules(LINKS.signer, "playbook@example.org")
    days = judgement_dates_of(repository.policy, None)
    intake = MailIntake(repository, people, rules, MailMemory(), days)
    chance, before, now = random.Random(4), office.rows(), datetime.now(UTC)
    tokens = [_token(link).encode() for link in links_of_row(BOOKED, "p-grace").values()]
    mail = read_mail(written(GRACE, "Moved to", "New day: 3 December 2026"))
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

    for _ in range(10_000):
        token = bytearray(chance.choice(tokens))
        places = {chance.randrange(3, len(token) - 1) for _ in range(chance.choice([1, 1, 2, 8]))}
        for at in places:
            token[at] = chance.choice([letter for letter in letters if letter != token[at]])
        taken = intake.take_mail(replace(mail, subject=f"Moved to [{token.decode()}]"), now)
        assert taken.fate not in GOOD

    assert office.rows() == before


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("OUTBOUND_MAIL_KEY", "short", "OUTBOUND_MAIL_KEY is shorter than 32 characters"),
        ("OUTBOUND_MAIL", "json://secret-host", "OUTBOUND_MAIL is not a mail server"),
        ("OUTBOUND_MAILBOX", "imaps://secret-host/INBOX", "OUTBOUND_MAILBOX is not the address of a mailbox"),
        (
            "OUTBOUND_MAILBOX",
            "imap://secret:words@127.0.0.1:9/INBOX",
            "mailbox: the server cannot be reached",
        ),
        ("OUTBOUND_MAILBOX", "", "set OUTBOUND_MAILBOX to imaps://USER:PASSWORD@HOST/FOLDER"),
    ],
)
def test_a_setting_that_is_wrong_is_named(office: MailOffice, variable: str, value: str, words: str) -> None:
    office.extra = {variable: value}

    result = office.read()

    assert result.returncode in (1, 2)
    assert words in result.stderr
    assert not any(part in result.stderr for part in ("secret-host", "secret:words", "127.0.0.1"))
    assert len(result.stderr.splitlines()) == 1
