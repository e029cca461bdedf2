"""The catalogues: whole, of the same age as the code, and each translation fills what its message fills."""

import re
from html.parser import HTMLParser

import pytest
from babel.messages import Catalog, Message

from checks.model.languages import LANGUAGES
from checks.model.translations import Translations
from checks.wording.catalogues import catalogue_of, language_of
from tools.messages import CATALOGUES, TRANSLATED, said, updated

AS_THEY_ARE = {
    "{often} ({months})", "{who_starts}, {obligation}", "{often}, {obligation}", "{first}–{last}", "Q{number}",
    "Outbound {share}", "Inbound {number}", "{number}&nbsp;min", "policy", "Policy", "coach", "Situation", "team", "Team", "coach {coach}",
    "Playbook", "{number} team", "under {share}", "{service}, {number} min", "EEE d MMM", "EEE d MMM y", "{number} person",
    "period", "id", "HR",
}  # fmt: skip
"""Messages that are the same in another language."""


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {sorted(attrs)}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")


def _forms(text: object) -> list[str]:
    return (
        [text]
        if isinstance(text, str)
        else [str(one) for one in text]
        if isinstance(text, tuple | list)
        else []
    )


def _filled(text: str) -> set[str]:
    return set(re.findall(r"{[a-z_]+}", text))


def _messages(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id]


@pytest.fixture(params=TRANSLATED)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_catalogue_has_what_the_code_says_and_nothing_else(code: str) -> None:
    assert (CATALOGUES / f"{code}.po").read_bytes() == updated(code), "run `make words`"


def test_every_message_is_translated_and_none_is_guessed(code: str) -> None:
    assert [one.id for one in _messages(catalogue_of(code)) if one.fuzzy or not said(one.string or "")] == []


def test_a_translation_fills_the_same_places(code: str) -> None:
    wrong = []
    for one in _messages(catalogue_of(code)):
        ours, theirs = _forms(one.id), _forms(one.string)
        same = len(ours) == len(theirs) and _filled(ours[-1]) == _filled(theirs[-1])
        if not same or not _filled(theirs[0]) <= _filled(" ".join(ours)):
            wrong.append((one.id, one.string))

    assert wrong == []


def test_a_translation_has_the_same_marks_of_html(code: str) -> None:
    wrong = [
        (ours, theirs)
        for one in _messages(catalogue_of(code))
        for ours, theirs in zip(_forms(one.id), _forms(one.string), strict=True)
        if sorted(_Tags(ours).found) != sorted(_Tags(theirs).found) or ours.count("<") != theirs.count("<")
    ]

    assert wrong == []


def test_a_clause_begins_with_what_parts_it_from_its_sentence(code: str) -> None:
    parted = [
        theirs
        for one in _messages(catalogue_of(code))
        for ours, theirs in zip(_forms(one.id), _forms(one.string), strict=True)
        if (ours[:1] in " ,") != (theirs[:1] in " ,")
    ]

    assert parted == []


def test_nothing_is_left_in_english_by_mistake(code: str) -> None:
    left = [
        ours
        for one in _messages(catalogue_of(code))
        for ours, theirs in zip(_forms(one.id), _forms(one.string), strict=True)
        if ours == theirs and re.search(r"[^\W\d_]", re.sub(r"{[a-z_]+}", "", ours))
    ]

    assert set(left) <= AS_THEY_ARE


def test_languages_are_those_of_catalogues_and_translations() -> None:
    assert sorted(LANGUAGES) == sorted(["en", *(file.stem for file in CATALOGUES.glob("*.po"))])
    assert tuple(Translations.model_fields) == LANGUAGES


def test_plurals_follow_the_rules_of_the_language() -> None:
    found = {
        code: [language_of(code).counted("{number} day", "{number} days", count) for count in (0, 1, 2)]
        for code in LANGUAGES
    }

    assert found == {
        "en": ["0 days", "1 day", "2 days"],
        "fi": ["0 päivää", "1 päivä", "2 päivää"],
        "sv": ["0 dagar", "1 dag", "2 dagar"],
    }


def test_two_languages_are_spoken_side_by_side() -> None:
    finnish, swedish = language_of("fi"), language_of("sv")

    assert [one.say("Home") for one in (finnish, swedish, finnish)] == ["Etusivu", "Hem", "Etusivu"]
    assert language_of("fi") is finnish
