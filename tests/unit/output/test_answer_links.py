"""Links of a row: what may be said of it, and nothing in them that names anybody by an id."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from checks.model.errors import UsageError
from checks.output.answer_links import AnswerLinks, links_as_html, links_as_text, links_of, topic_of
from checks.remote.mail_links import LinkAct, LinkSigner, tokens_in
from checks.wording.language import ENGLISH

KEY = "k" * 32
LINKS = AnswerLinks(LinkSigner(KEY), "answers@example.org", ENGLISH)


def row(state: str, acknowledged: str = "") -> list[str]:
    return ["2026-11-05", "one-on-one", "p-ada", "p-grace", "outbound", state, acknowledged, ""]


@pytest.mark.parametrize(
    ("state", "word", "giver", "member"),
    [
        ("booked", "", "held not-held moved", ""),
        ("held", "", "not-held moved", "confirmed contested"),
        ("held", "yes", "not-held moved", "contested"),
        ("held", "no", "not-held moved", "confirmed"),
        ("cancelled", "", "held moved", ""),
        ("declined", "", "held not-held moved", "contested"),
        ("declined", "no", "held not-held moved", ""),
    ],
)
def test_a_row_has_the_links_that_would_change_it(state: str, word: str, giver: str, member: str) -> None:
    given = LINKS.for_giver("p-grace", "harbour", row(state, word), "x")
    about = LINKS.for_member("p-ada", "harbour", row(state, word), "x")

    assert [link.act for link in given] == [LinkAct(act) for act in giver.split()]
    assert [link.act for link in about] == [LinkAct(act) for act in member.split()]


def test_a_link_opens_a_mail_with_its_meeting_and_no_id() -> None:
    topic = topic_of("One-on-one", "Ada Lovelace", "Thu 5 Nov", ENGLISH)
    held, _, moved = LINKS.for_giver("p-grace", "harbour", row("booked"), topic)

    fields = {name: values[0] for name, values in parse_qs(urlsplit(held.href).query).items()}
    (token,) = tokens_in(fields["subject"])
    payload = token.removeprefix("ob-").split(".")[0]
    assert fields["subject"] == f"Took place: One-on-one with Ada Lovelace, Thu 5 Nov [{token}]"
    assert fields["body"] == "You can send this mail as it is."
    assert parse_qs(urlsplit(moved.href).query)["body"] == ["New day: "]
    assert len(moved.href) < 1000
    for text in (held.href, base64.urlsafe_b64decode(payload + "==").decode()):
        assert not any(part in text for part in ("p-grace", "p-ada", "harbour", "one-on-one"))


def test_the_html_of_a_link_holds_no_markup_of_others() -> None:
    links = LINKS.for_member("p-ada", "harbour", row("held"), '<b>"x"</b>')

    html = links_as_html([*links, LINKS.for_record("p-ada")])

    assert "<b>" not in html
    assert html.count("<a ") == 3
    assert links_as_text(links).count("\n") == 1


def test_without_a_key_there_are_no_links() -> None:
    assert links_of({}, ENGLISH) is None
    assert links_of({"OUTBOUND_MAIL_KEY": KEY, "OUTBOUND_MAIL_ANSWERS": "a@example.org"}, ENGLISH) is not None
    with pytest.raises(UsageError, match="OUTBOUND_MAIL_KEY is shorter than 32 characters"):
        links_of({"OUTBOUND_MAIL_KEY": "short"}, ENGLISH)
    with pytest.raises(UsageError, match="OUTBOUND_MAIL is not set"):
        links_of({"OUTBOUND_MAIL_KEY": KEY}, ENGLISH)
