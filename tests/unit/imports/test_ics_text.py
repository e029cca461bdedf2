"""Bytes of a calendar as lines, however a program or a mail server has written them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.ics import EntryText, split_calendar
from checks.imports.ics_text import calendar_text
from tests.support.examples import examples

LINES = [
    "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:hiljaa", "DTSTART:20261102T090000Z", "SUMMARY:Pöytä, kahvi ja hyötyä",
    "CATEGORIES:Kävely", "END:VEVENT", "END:VCALENDAR",
]  # fmt: skip
PLAIN = "\n".join(LINES)
FOLDED = "\r\n".join(LINES).replace("kahvi", "ka\r\n hvi")
WRITTEN = {
    "as it should be": FOLDED.encode(),
    "with line feeds": PLAIN.encode(),
    "with carriage returns": PLAIN.replace("\n", "\r").encode(),
    "with a line end too many": FOLDED.replace("\r\n", "\r\r\n").encode(),
    "with a blank line behind each": FOLDED.replace("\r\n", "\r\n\r\n").encode(),
    "with blank lines of spaces": PLAIN.replace("\n", "\n   \n").encode(),
    "folded with a tab": PLAIN.replace("kahvi", "ka\n\thvi").encode(),
    "folded inside a letter": PLAIN.encode().replace("ö".encode(), b"\xc3\r\n \xb6"),
    "folded twice inside a letter's line": PLAIN.encode().replace("ä".encode(), b"\xc3\n \n \xa4"),
    "with a mark of UTF-8": "\ufeff".encode() + PLAIN.encode(),
    "in UTF-16": PLAIN.encode("utf-16"),
    "in Latin-1": PLAIN.encode("latin-1"),
    "in Latin-1, folded": FOLDED.encode("latin-1"),
    "in both": PLAIN.encode().replace("Kävely".encode(), "Kävely".encode("latin-1")),
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_the_lines_are_the_same_however_they_came(content: bytes) -> None:
    lines = calendar_text(content).replace("ka hvi", "kahvi").split("\n")

    assert [line.strip() for line in lines] == LINES


@given(
    st.text(min_size=1).filter(lambda text: not set(text) & set("\r\n") and text.strip()), st.integers(1, 74)
)
@examples(100, 2_000)
def test_a_line_folded_anywhere_is_whole_again(text: str, width: int) -> None:
    content = f"SUMMARY:{text}".encode()

    folded = b"\r\n ".join(content[at : at + width] for at in range(0, len(content), width))

    assert calendar_text(folded) == f"SUMMARY:{text}"


def test_letters_may_be_composed_or_not() -> None:
    whole, apart = (unicodedata.normalize(form, PLAIN) for form in ("NFC", "NFD"))

    titles = [
        split_calendar(calendar_text(text.encode())).entries[0].values("SUMMARY") for text in (whole, apart)
    ]

    assert unicodedata.normalize("NFC", titles[1][0]) == titles[0][0]


UIDS = {
    "7c1f00aa-93@made.up": "entry 1 (UID 7c1f00aa-9…)",
    "040000008200E00074C5B7101A82E00800000000301F2B7A5C": "entry 1 (UID …301F2B7A5C)",
    "040000008200E00074C5B7101A82E00800000007": "entry 1 (UID …00000007)",
    "ann@made.up": "entry 1 (UID ann…)",
    "": "entry 1",
}


@pytest.mark.parametrize("uid", UIDS)
def test_an_entry_shows_the_part_of_its_uid_that_tells(uid: str) -> None:
    assert EntryText(1, (f"UID:{uid}",)).shown == UIDS[uid]
