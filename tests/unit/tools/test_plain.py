"""The script that keeps the words plain tells a plain sentence from one that is not."""

from __future__ import annotations

import pytest

from tools.plain import Text, excepted, faults, long, passive, plain, shares, texts


def text(words: str, *, heading: bool = False, place: str = "docs/page.md:1") -> Text:
    return Text("docs", place, words, heading)


@pytest.mark.parametrize(
    "words",
    [
        "You can mend the file.",
        "Somebody has to look at the log.",
        "The command says whom to ask, and nobody else.",
        "What cannot be met is left out of the plan.",
        "Whoever leads the team may change the log.",
    ],
)
def test_a_sentence_with_a_private_word_is_a_fault(words: str) -> None:
    assert list(faults(text(words)))


@pytest.mark.parametrize(
    "words",
    [
        "You can fix the file.",
        "What does it cost to introduce this?",
        "The command lists whom to invite next.",
        "If a window is over, the coverage counts it.",
    ],
)
def test_a_plain_sentence_is_no_fault(words: str) -> None:
    assert list(faults(text(words))) == []


@pytest.mark.parametrize(("words", "empty"), [("Whose it is", True), ("It has a day", True), ("FAQ", False)])
def test_a_heading_needs_a_noun(words: str, *, empty: bool) -> None:
    assert bool(list(faults(text(words, heading=True)))) is empty


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The row is not always written by the leader.", True),
        ("Both were held in March.", True),
        ("The leader writes the row.", False),
        ("The quarter is over.", False),
    ],
)
def test_the_passive_is_recognised(sentence: str, *, expected: bool) -> None:
    assert passive(sentence) is expected


def test_code_and_links_count_as_one_word() -> None:
    assert plain("Run `outbound log a b c` as [the guide](log.md) shows.") == "Run CODE as the guide shows."
    assert not long(plain("Run " + "`a b c d e f g h i j` " * 20 + "now."))
    assert long("word " * 26)


def test_shares_count_sentences_of_a_surface() -> None:
    counted = shares([text("The log is read at night. The leader reads the log.")])["docs"]

    assert (counted.sentences, counted.passive, counted.long) == (2, 1, 0)


def test_an_exception_holds_in_its_place_only() -> None:
    here, elsewhere = (
        next(faults(text("POL009 nobody-gives: no one can give a service.", place=place)))
        for place in ("checks/rules/nobody_gives.py:1", "docs/page.md:3")
    )

    assert (excepted(here), excepted(elsewhere)) == (True, False)


@pytest.fixture(scope="module")
def surfaces() -> list[Text]:
    return list(texts())


def test_no_text_breaks_the_style_guide(surfaces: list[Text]) -> None:
    broken = [str(fault) for each in surfaces for fault in faults(each) if not excepted(fault)]

    assert broken == []


SURFACES = ("docs", "pages", "help", "messages", "rules", "services", "workflows")


@pytest.mark.parametrize("surface", SURFACES)
def test_few_sentences_are_passive_or_long(surfaces: list[Text], surface: str) -> None:
    counted = shares(surfaces)[surface]

    assert counted.sentences > 100
    assert counted.passive / counted.sentences < 0.2
    assert counted.long / counted.sentences < 0.03


def test_every_surface_is_measured(surfaces: list[Text]) -> None:
    assert set(shares(surfaces)) == set(SURFACES)
