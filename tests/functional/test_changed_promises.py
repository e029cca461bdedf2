"""A pull request says of a proposal what its page said: the same sentences, directions, hours and parties."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.loading.repository import open_policy
from checks.output.promise_changes import MOST, PromiseChange, promises_as_markdown, promises_as_text
from checks.site.changed_promises import changed_promises
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH
from tests.support.paths import ROOT
from tests.support.proposals import agreement_of, data_of, in_node, random_case, with_agreement
from tests.support.site_making import published_of

if TYPE_CHECKING:
    from checks.loading.policy import Policy
    from checks.model.service import Service
    from checks.site.site_data import Site

TODAY = date(2026, 11, 20)
POLICY = open_policy(ROOT)
SITE = published_of(ROOT, TODAY)


def policy_of(site: Site, service: Service) -> Policy:
    """Return the example's policy with one service alone."""
    return replace(POLICY, playbook=site.playbook, services={service.id: service})


def described(change: PromiseChange) -> str:
    """Return a change as the page describes it."""
    parts = [f"{heading}:\n\n" + "\n".join(f"- {term}" for term in terms) for heading, terms in change.parts]
    return "\n\n".join([*change.sentences, *parts, *change.notes])


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_it_says_what_the_page_said(code: str) -> None:
    rng = random.Random(f"changed promises {code}")
    site = replace(SITE, language=language_of(code))
    drawn = [random_case(rng, site, TODAY) for _ in range(80)]
    cases = [(replace(at, playbook=SITE.playbook), of, form) for at, of, form in drawn]
    results = in_node([(data_of(at, service), form, TODAY.isoformat()) for at, service, form in cases])

    compared = 0
    for (at, service, _), result in zip(cases, results, strict=True):
        if not result["text"]:
            continue
        compared += 1
        after = with_agreement(service, agreement_of(result["text"]))
        (change,) = changed_promises(policy_of(at, service), policy_of(at, after), TODAY, at.language)
        assert result["description"].startswith(described(change) + "\n\n")
    assert compared > 8


def service_named(name: str) -> Service:
    return POLICY.services[name]


def changes(before: dict[str, Service], after: dict[str, Service]) -> list[str]:
    base, head = (replace(POLICY, services=services) for services in (before, after))
    return [change.title for change in changed_promises(base, head, TODAY, ENGLISH)]


def test_what_is_new_gone_or_over_is_named() -> None:
    talk = service_named("one-on-one")
    *earlier, last = talk.agreements
    ended = talk.model_copy(
        update={"agreements": (*earlier, last.model_copy(update={"last": date(2027, 3, 31)}))}
    )

    assert changes({}, {"one-on-one": talk}) == [
        "One-on-one: new from 1\u00a0October 2024",
        "One-on-one: new from 1\u00a0January 2026",
    ]
    assert changes({"one-on-one": talk}, {}) == ["One-on-one: no longer in the playbook"]
    assert "One-on-one: ends after 31\u00a0March 2027" in changes({"one-on-one": talk}, {"one-on-one": ended})
    assert changes(dict(POLICY.services), dict(POLICY.services)) == []


def test_a_renamed_service_is_not_new() -> None:
    talk = service_named("one-on-one")
    renamed = talk.model_copy(update={"id": "talk", "formerly": ("one-on-one",)})

    assert changes({"one-on-one": talk}, {"talk": renamed}) == []


def test_no_text_of_a_policy_is_markup_in_a_summary() -> None:
    hostile = "</details> [a](https://x.example) <img src=x> @all #1 | `x`"
    change = PromiseChange(hostile, (hostile,), ((hostile, (hostile,)),), (hostile,))

    text = "\n".join(promises_as_markdown([change], ENGLISH))

    assert not set("<>@[]`|") & set(text)
    assert "https:" not in text


def test_of_many_changes_it_says_how_many_more() -> None:
    many = [PromiseChange(str(at)) for at in range(MOST + 2)]

    assert promises_as_text(many, ENGLISH).splitlines()[-1] == "and 2 more"
    assert promises_as_markdown(many, ENGLISH)[-1] == "and 2 more"
    assert promises_as_markdown([], ENGLISH) == []
