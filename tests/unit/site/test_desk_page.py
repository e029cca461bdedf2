"""A leader's page and the mail: one person's, without script or network, and dead whatever people are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checks.output.answer_links import AnswerLinks
from checks.output.leader_desk import LeaderDesk
from checks.remote.mail_links import LinkSigner
from checks.site.desk_page import desk_mail, desk_page
from checks.wording.language import ENGLISH, Language
from tests.support.leader_desks import desk_for
from tests.support.paths import ROOT
from tests.support.rolling_repository import laid, rows

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)
ANSWERS = AnswerLinks(LinkSigner("k" * 40), "playbook@example.org", ENGLISH)
PAST = rows(
    "2026-10-12,one-on-one,p-ada,p-grace,outbound,held,,",
    "2026-11-12,one-on-one,p-mia,p-grace,outbound,booked,,",
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "</title></style><svg onload=alert(1)>",
    "Åsa O’Neill & Söhne",
)
WRITERS = (desk_page, desk_mail)
Writer = Callable[[LeaderDesk, str, Language], str]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository with a booking that is over."""
    return laid(tmp_path_factory.mktemp("small"), PAST)


@cache
def example(person: str) -> LeaderDesk:
    """Return the desk of somebody in the example."""
    return desk_for(ROOT, person, FRIDAY)


class Tags(HTMLParser):
    """The tags of a page, its addresses, and its text outside of styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._silent = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._silent = tag == "style"

    def handle_endtag(self, _tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_people_are_called_is_text(small: Path, name: str) -> None:
    desk = desk_for(small, "p-grace", MONDAY, name=lambda _: name, answers=ANSWERS)
    tame = desk_for(small, "p-grace", MONDAY, name=lambda _: "Ada", answers=ANSWERS)

    for write in WRITERS:
        page, expected = Tags(write(desk, name, ENGLISH)), Tags(write(tame, "Org", ENGLISH))

        assert page.tags == expected.tags
        assert [key for key, _ in page.attributes] == [key for key, _ in expected.attributes]
        assert " ".join(name.split()) in page.text


@pytest.mark.parametrize("write", WRITERS)
def test_it_has_no_script_and_asks_the_network_nothing(small: Path, write: Writer) -> None:
    desk = desk_for(small, "p-grace", MONDAY, answers=ANSWERS)

    text = write(desk, "Northlight", ENGLISH)
    page = Tags(text)

    assert not {"script", "img", "link", "iframe", "form", "object", "base"} & set(page.tags)
    addresses = [value for key, value in page.attributes if key in ("href", "src", "action", "background")]
    assert addresses
    assert all(address.startswith(("mailto:", "#")) for address in addresses)
    assert not [word for word in ("http:", "https:", "url(", "@import") if word in text]


@pytest.mark.parametrize("write", WRITERS)
def test_it_is_marked_inside_and_says_who_it_is_for(small: Path, write: Writer) -> None:
    page = Tags(write(desk_for(small, "p-grace", MONDAY), "Northlight", ENGLISH))

    assert "Inside : this page is about people, and for p-grace only." in page.text


def test_every_link_inside_leads_somewhere(small: Path) -> None:
    page = Tags(desk_page(desk_for(small, "p-grace", MONDAY, answers=ANSWERS), "", ENGLISH))

    targets = {value for key, value in page.attributes if key == "id"}
    inner = {value[1:] for key, value in page.attributes if key == "href" and value.startswith("#")}
    assert inner == targets == {"invitations", "past"}


@pytest.mark.parametrize("write", WRITERS)
def test_nothing_to_do_is_said_kindly(write: Writer) -> None:
    desk = example("p-asta")
    empty = replace(desk, todo=(), invitations=(), weeks=(), impossible=(), past=(), command="", well=())

    page = Tags(write(empty, "Northlight", ENGLISH))

    assert (
        "You have nothing to do this week. Everything due by 4 December 2026 is held or booked." in page.text
    )
    assert page.tags.count("h2") == 0


@pytest.mark.parametrize("write", WRITERS)
def test_what_could_not_be_read_is_named(write: Writer) -> None:
    desk = replace(example("p-asta"), missing=("quay",))

    assert "so they are missing here: quay." in Tags(write(desk, "", ENGLISH)).text


def test_lines_of_a_mail_may_close_it() -> None:
    text = desk_mail(example("p-asta"), "", ENGLISH, ["From <us>."])

    assert "From <us>." in Tags(text).text


def test_a_mail_has_neither_grid_nor_variables() -> None:
    text = desk_mail(example("p-paavo"), "", ENGLISH)

    assert not [word for word in ("var(", "grid", "flex", "columns:") if word in text]
