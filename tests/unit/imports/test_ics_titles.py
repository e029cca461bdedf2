"""What a title says: the words of rules, names, and that a meeting is called off."""

from __future__ import annotations

import pytest

from checks.imports.ics_titles import is_called_off, title_pattern, words_in_title
from checks.loading.repository import open_repository
from tests.support.paths import ROOT

IDA, NOEL, BIRK = frozenset({"ida", "salo"}), frozenset({"noël", "dupré"}), frozenset({"birk"})
PEOPLE = [IDA, NOEL]
CALENDAR = open_repository(ROOT).policy.calendar
assert CALENDAR
USUAL = [title for rule in CALENDAR.rules if rule.service == "one-on-one" for title in rule.titles]

ONE_ON_ONES = [
    "1:1", "1:1 Ida", "Ida 1-1", "1\u20131 with Ida", "1\u2236\u200b1", "1on1 Noël", "Weekly 1-on-1", "One-on-One: Ida",
    "Catch-up", "Catch up Noël", "catchup", "Ida <> Noël", "Noël<>Ida", "Ida / Noël", "Salo/Dupré", "Ida x Noël",
    "FW: Ida & Noël", "Ida Salo - Noël Dupré", "Planning: Ida / Noël (weekly)", "No\u0308el 1:1",
    "Vier-Augen-Gespräch", "Einzelgespräch Ida", "Jour fixe Ida", "1:1 Gespräch",
    "Kahdenkeskinen Idan kanssa", "Ida ja Noël kahden kesken", "Kuulumiset",
    "Enskilt samtal", "Avstämning Ida", "Tvåsamtal",
    "Tête-à-tête Ida", "Te\u0302te-a\u0300-te\u0302te", "Point individuel Noël", "Face-à-face",
]  # fmt: skip
OTHERS = [
    "Call at 11:15", "Room 21:1", "2026-1-1", "1:10 model review", "Budget Q3/Q4", "A/B test", "Ida / finance",
    "Ida-Noël-Prize", "Idaho / Noël", "Lunch", "",
]  # fmt: skip


@pytest.mark.parametrize("title", ONE_ON_ONES)
def test_usual_titles_of_one_on_ones_are_known(title: str) -> None:
    assert list(words_in_title(title, USUAL, PEOPLE))


@pytest.mark.parametrize("title", OTHERS)
def test_other_titles_are_not_taken_for_one_on_ones(title: str) -> None:
    assert list(words_in_title(title, USUAL, PEOPLE)) == []


def test_names_must_be_of_two_people() -> None:
    assert list(words_in_title("Ida / Salo", ["A / B"], PEOPLE)) == []
    assert list(words_in_title("Ida / Birk", ["A / B"], PEOPLE)) == []
    assert list(words_in_title("Ida / Birk", ["A / B"], [*PEOPLE, BIRK])) == ["A / B"]


def test_a_lone_name_is_the_whole_title() -> None:
    assert list(words_in_title("Noël Dupré", ["A"], PEOPLE)) == ["A"]
    assert list(words_in_title("Noël's birthday", ["A"], PEOPLE)) == []


CALLED_OFF = [
    "Canceled: 1:1", "CANCELLED 1:1", "[Cancelled] 1:1", "Re: Canceled: 1:1", "1:1 (cancelled)", "1:1 - canceled",
    "Abgesagt: Gespräch", "WG: Abgesagt: Gespräch", "Peruttu: kuulumiset", "PERUUTETTU", "Inställt: avstämning",
    "Annulé : tête-à-tête", "Annule\u0301e: point", "CANCELED",
]  # fmt: skip
TAKING_PLACE = ["1:1", "Why it was cancelled", "Cancellations in Q3", "Noncancelled", "Uncanceled: 1:1", ""]


@pytest.mark.parametrize("title", CALLED_OFF)
def test_a_title_says_that_it_is_called_off(title: str) -> None:
    assert is_called_off(title)


@pytest.mark.parametrize("title", TAKING_PLACE)
def test_a_title_that_speaks_of_calling_off_does_not(title: str) -> None:
    assert not is_called_off(title)


PATTERNS = {
    "Weekly sync Ida": "weekly sync",
    "Re: Weekly sync with Noël, 12.11.": "weekly sync",
    "Ida's hour": "hour",
    "KW 45 Abstimmung Salo": "abstimmung",
    "Ida | Noël": "A | B",
    "Ida and Noël": "A and B",
    "Ida": "A",
    "Q3": "",
    "": "",
}


@pytest.mark.parametrize(("title", "pattern"), PATTERNS.items())
def test_a_pattern_is_what_such_titles_have_in_common(title: str, pattern: str) -> None:
    assert title_pattern(title, PEOPLE) == pattern
    if pattern:
        assert list(words_in_title(title, [pattern], PEOPLE)) == [pattern]


def test_a_pattern_leaves_out_names_of_people_who_are_not_in_it() -> None:
    assert title_pattern("Onboarding Cleo", [frozenset({"ana"})], {"cleo"}) == "onboarding"
