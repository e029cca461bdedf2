"""The script of the page for a new service and the checks are of one mind: verdict, sentence, hours and file."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from checks.loading.files import forbidden_in
from checks.scaffold.service_catalogue import load_catalogue
from checks.site.new_service_page import new_service_data, new_service_script
from checks.wording.catalogues import language_of
from tests.support.new_services import a_new_service, in_page, service_of, whole_differences, whole_expected
from tests.support.paths import ROOT
from tests.support.site_making import published_of
from tests.unit.site.test_safe_text import HOSTILE

if TYPE_CHECKING:
    from checks.site.site_data import Site
    from tests.support.proposals import Fields

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def site() -> Site:
    """The example's site, as it is published, without a service that the catalogue has."""
    site = published_of(ROOT, TODAY)
    return replace(site, services=tuple(one for one in site.services if one.id != "career-conversation"))


def usual(**others: object) -> Fields:
    """Return a form as somebody fills it in who proposes a walk, with other values."""
    form = {
        "from": "2027-01-01", "review_by": "2027-12-31", "agreed_on": "2026-11-20", "why": "We sit too much.",
        "record": "https://git.example.org/pulls/57", "obligation": "offered", "given_by": ["leader", "coach"],
        "agreed_with": ["members", "leaders"], "counts": "any", "coverage_at_least": "", "may_miss": "0",
        "kind": "rolling", "at_most_apart": ["8", "week"], "grace": ["", "week"], "all_teams": True, "teams": [],
        "at_least": "", "per": "week", "after": "joining", "only": [], "within": [], "before": ["", "day"],
        "away_at_least": ["", "day"], "start": "", "called": "Walk and talk", "id": "walk-and-talk",
        "summary": "A walk with your leader: no screen.", "where": "Outdoors", "minutes": "30",
        "purpose": "To talk while moving.\n\nSome things are easier side by side.", "audience": "member",
        "initiative": "outbound", "serves": ["seen-and-heard"], "agenda": "Your topics first\n", "leader": "",
        "member": "Bring shoes: it may rain", "order": "Write to your leader.",
    }  # fmt: skip
    return {**form, **others}


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_script_and_checks_are_of_one_mind(site: Site, code: str) -> None:
    rng = random.Random(f"new services {code}")
    spoken = replace(site, language=language_of(code))
    forms = [a_new_service(rng, spoken) for _ in range(90)]

    results = in_page(spoken, forms, TODAY)

    sent = 0
    for form, result in zip(forms, results, strict=True):
        assert whole_differences(result, form, whole_expected(spoken, form, TODAY)) == [], form
        sent += bool(result["text"])
    assert sent > 8


def test_a_new_service_is_one_whole_file(site: Site) -> None:
    [result] = in_page(site, [usual()], TODAY)

    assert result["errors"] == {}
    assert result["file"] == "playbook/services/walk-and-talk.yaml"
    assert result["text"] == (
        "# yaml-language-server: $schema=../../.outbound-schemas/service.json\nschema: 1\nid: walk-and-talk\n"
        'title: Walk and talk\nsummary: "A walk with your leader: no screen."\n'
        "purpose: |-\n  To talk while moving.\n\n  Some things are easier side by side.\n"
        "context:\n  minutes: 30\n  where: Outdoors\nserves: [seen-and-heard]\naudience: member\n"
        "initiative: outbound\nagenda:\n  - Your topics first\nprepare:\n  member:\n"
        '    - "Bring shoes: it may rain"\norder:\n  how: Write to your leader.\nagreements:\n'
        "  - from: 2027-01-01\n    obligation: offered\n    given_by: [leader, coach]\n    teams: all\n"
        "    cadence: {at_most_apart: 8 weeks}\n    counts: any\n    may_miss: 0\n    agreed_on: 2026-11-20\n"
        '    agreed_with: [members, leaders]\n    record: "https://git.example.org/pulls/57"\n'
        "    review_by: 2027-12-31\n"
    )


def test_a_new_service_is_said_in_words(site: Site) -> None:
    [result] = in_page(site, [usual()], TODAY)

    assert result["title"] == "New service: Walk and talk, at most 8 weeks apart from 1\u00a0January 2027"
    assert result["description"].startswith(
        "A walk with your leader: no screen.\n\nYour leader or a coach you choose offers it to you, never more than "
        "eight weeks after the last time. You may say no. You can also ask for it.\n\nIt takes about "
    )


ERRORS: tuple[tuple[dict[str, object], str, str], ...] = (
    ({"called": " "}, "called", "Write something here."),
    ({"summary": "x" * 401}, "summary", "This text is too long."),
    ({"purpose": "hid\u200bden"}, "purpose", "This text has an invisible character."),
    ({"id": "Walk"}, "id", "Use 2 to 40 lowercase letters"),
    ({"id": "one-on-one"}, "id", "This short name is taken."),
    ({"id": "propose"}, "id", "This short name is taken."),
    ({"minutes": "0"}, "minutes", "Write a whole number of minutes"),
    ({"serves": []}, "serves", "Choose at least one principle."),
    ({"agenda": "fine\n" + "x" * 401}, "agenda", "This text is too long."),
    ({"from": "2026-11-19"}, "from", "This date is in the past."),
    ({"agreed_with": ["leaders"]}, "agreed_with", "Team members must agree to it."),
)
"""What is typed, the field that is wrong, and how its sentence begins."""


def test_an_error_is_said_in_words_at_its_field(site: Site) -> None:
    results = in_page(site, [usual(**others) for others, _, _ in ERRORS], TODAY)

    for (_, field, words), result in zip(ERRORS, results, strict=True):
        assert list(result["errors"]) == [field]
        assert result["errors"][field].startswith(words)
        assert (result["text"], result["file"], result["description"]) == ("", "", "")


def test_a_service_of_the_catalogue_is_as_it_is_there(site: Site) -> None:
    [result] = in_page(site, [usual(start="career-conversation", called="", id="", purpose="")], TODAY)

    offer = load_catalogue().offers["career-conversation"]
    assert result["file"] == "playbook/services/career-conversation.yaml"
    assert result["text"].startswith(f"{offer.text}\nagreements:\n  - from: 2027-01-01\n")
    assert service_of(result["text"]).id == "career-conversation"


def test_a_service_of_the_catalogue_fills_the_form_in(site: Site) -> None:
    offers: Any = new_service_data(site)["offers"]
    [offer] = offers
    assert offer["fields"]["kind"] == ["calendar"]
    assert (offer["fields"]["at_least"], offer["fields"]["per"]) == (["1"], ["year"])


def test_no_offer_has_more_times_than_the_form(site: Site) -> None:
    offers: Any = new_service_data(replace(site, services=()))["offers"]
    assert len(offers) == len(load_catalogue().offers)
    assert max(len(offer["fields"]["within"]) for offer in offers) <= 4


def test_hostile_texts_are_texts_of_the_file(site: Site) -> None:
    texts = [" ".join(text.split()) for text in HOSTILE if not forbidden_in(" ".join(text.split()))]
    names = ("called", "summary", "where", "order", "leader", "member")
    forms = [usual(**dict.fromkeys(names, text), purpose=f"{text}\n\n{text}") for text in texts]

    for text, result in zip(texts, in_page(site, forms, TODAY), strict=True):
        assert result["errors"] == {}, text
        service, plain = service_of(result["text"]), unicodedata.normalize("NFC", text)
        assert (service.title, service.purpose) == (plain, f"{plain}\n\n{plain}")
        assert service.prepare.leader == service.prepare.member == (plain,)
    assert len(texts) > 50


def test_the_script_is_small() -> None:
    assert len(new_service_script().encode()) < 25_000
