"""The script of the proposal page and the checks are of one mind: verdict, sentence, changes, hours and file."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.changes.loosened_terms import loosened_by_policy
from checks.loading.coherence import agreement_faults
from checks.loading.repository import open_policy
from checks.publish.released_figures import released_figures
from checks.rules import ALL
from checks.rules.change_facts import AgreedPolicy
from checks.site.proposal_page import as_json, proposal_page
from checks.site.site_data import Site
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH
from tests.support.paths import ROOT
from tests.support.proposals import (
    SCRIPT,
    a_form,
    agreement_of,
    data_of,
    differences,
    expected,
    gate,
    in_node,
    random_case,
    with_agreement,
)

if TYPE_CHECKING:
    from checks.loading.policy import Policy
    from checks.model.service import Service
    from tests.support.proposals import Fields

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return open_policy(ROOT)


@pytest.fixture(scope="module")
def site(policy: Policy) -> Site:
    """The example's site, as it is published."""
    assert policy.playbook
    services = tuple(policy.services.values())
    released = released_figures(policy.playbook, services, policy.releases, TODAY)
    return Site(policy.playbook, services, released.teams, released.figures, TODAY, ALL, ENGLISH)


def one_on_one(site: Site) -> Service:
    return next(service for service in site.services if service.id == "one-on-one")


def usual(**others: object) -> Fields:
    """Return the form as the page of one-on-ones opens it, with a record and with other values."""
    return {
        **a_form(random.Random(1), []),
        "from": "2027-01-01",
        "review_by": "2027-12-31",
        "agreed_on": "2026-11-20",
        "record": "https://git.example.org/pulls/41",
        "why": "",
        "obligation": "compulsory",
        "given_by": ["leader", "coach"],
        "agreed_with": ["members", "leaders"],
        "counts": "outbound",
        "coverage_at_least": "90",
        "may_miss": "1",
        "kind": "rolling",
        "at_most_apart": ["6", "week"],
        "grace": ["1", "week"],
        "all_teams": True,
        "teams": [],
        **others,
    }


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_script_and_checks_are_of_one_mind(site: Site, policy: Policy, code: str) -> None:
    rng = random.Random(f"proposals {code}")
    spoken = replace(site, language=language_of(code))
    cases = [random_case(rng, spoken, TODAY) for _ in range(70)]

    results = in_node([(data_of(at, service), form, TODAY.isoformat()) for at, service, form in cases])

    sent = 0
    for (at, service, form), result in zip(cases, results, strict=True):
        assert differences(result, expected(at, service, form, TODAY)) == [], form
        if result["text"]:
            sent += 1
            assert gate(policy, service, agreement_of(result["text"]), TODAY) == [], result["text"]
    assert sent > 5


def test_looser_is_what_the_gate_calls_looser(site: Site) -> None:
    rng = random.Random("looser")
    cases = [random_case(rng, site, TODAY) for _ in range(80)]
    results = in_node([(data_of(at, service), form, TODAY.isoformat()) for at, service, form in cases])

    compared = 0
    for (at, service, _), result in zip(cases, results, strict=True):
        if not result["text"]:
            continue
        changed = with_agreement(service, agreement_of(result["text"]))
        before, after = (AgreedPolicy(at.playbook, {one.id: one}, frozenset()) for one in (service, changed))
        reported = {
            "teams" if terms.looser.key == "agreements" else terms.looser.key: terms.looser.sure
            for terms in loosened_by_policy(before, after, {}, {})
        }
        page = {change["key"]: change for change in result["changes"]}
        compared += len(reported)
        if "teams" not in reported:
            assert {key for key, change in page.items() if change["direction"] == "looser"} <= reported.keys()
        for key, sure in reported.items():
            assert page[key]["direction"] != "tighter"
            assert page[key]["sure"] is sure
    assert compared > 15


ERRORS: tuple[tuple[dict[str, object], str, str], ...] = (
    ({"from": "2026-11-19"}, "from", "This date is in the past. Choose 20\u00a0November 2026 or later."),
    ({"from": "2027-02-29"}, "from", "Choose a date from 2000 to 2090."),
    ({"review_by": "2026-12-31"}, "review_by", "The review can’t be before the first day."),
    ({"agreed_with": ["leaders"]}, "agreed_with", "Team members must agree to it."),
    ({"agreed_with": [], "may_miss": "2"}, "agreed_with", "This promises less than today"),
    ({"record": "javascript:alert(1)"}, "record", "Write a web address that starts with https://"),
    ({"record": "https://x.example/\u0085"}, "record", "Write a web address that starts with https://"),
    (
        {"agreed_on": "2026-11-21"},
        "agreed_on",
        "This date is in the future. Choose 20\u00a0November 2026 or earlier.",
    ),
    (
        {"agreed_on": "2025-12-04", "record": "https://git.northlight.example/northlight/playbook/pulls/42"},
        "record",
        "An earlier agreement has this date and record.",
    ),
    ({"given_by": []}, "given_by", "Choose at least one role."),
    ({"coverage_at_least": ""}, "coverage_at_least", "Write a percentage"),
    ({"may_miss": "some"}, "may_miss", "Write a whole number"),
    ({"all_teams": False}, "teams", "Choose at least one team"),
    ({"kind": "none"}, "kind", "Choose how often."),
    ({"at_most_apart": ["six", "week"]}, "at_most_apart", "Write a whole number from 1 to 9999."),
    ({"kind": "event", "within": []}, "within", "Write at least one time."),
    (
        {"kind": "event", "after": "joining", "within": [["2", "week"], ["14", "day"]]},
        "within",
        "Each time must be longer",
    ),
)
"""What is typed, the field that is wrong, and how its sentence begins."""


def test_an_error_is_said_in_words_at_its_field(site: Site) -> None:
    data = data_of(site, one_on_one(site))

    results = in_node([(data, usual(**others), TODAY.isoformat()) for others, _, _ in ERRORS])

    for (_, field, words), result in zip(ERRORS, results, strict=True):
        assert list(result["errors"]) == [field]
        assert result["errors"][field].startswith(words)
        assert (result["text"], result["file"], result["description"]) == ("", "", "")


def test_a_proposal_is_said_in_words_and_as_a_file(site: Site) -> None:
    form = usual(at_most_apart=["4", "week"], why="Six weeks are long.", coverage_at_least="87,5")

    [result] = in_node([(data_of(site, one_on_one(site)), form, TODAY.isoformat())])

    assert result["file"] == "playbook/services/one-on-one/2027-01-01.yaml"
    assert result["title"] == "One-on-one: at most 4 weeks apart from 1\u00a0January 2027"
    assert result["text"] == (
        "schema: 1\nfrom: 2027-01-01\nobligation: compulsory\ngiven_by: [leader, coach]\nteams: all\n"
        "cadence: {at_most_apart: 4 weeks, grace: 1 week}\ncounts: outbound\ncoverage_at_least: 87.5%\n"
        "may_miss: 1\nagreed_on: 2026-11-20\nagreed_with: [members, leaders]\n"
        'record: "https://git.example.org/pulls/41"\nreview_by: 2027-12-31\n'
        "follows: 2026-01-01\n"
    )


def test_a_proposal_is_described_for_those_who_decide(site: Site) -> None:
    form = usual(at_most_apart=["4", "week"], why="Six weeks are long.", coverage_at_least="87,5")

    [result] = in_node([(data_of(site, one_on_one(site)), form, TODAY.isoformat())])

    assert [(change["key"], change["direction"]) for change in result["changes"]] == [
        ("cadence", "tighter"),
        ("coverage_at_least", "looser"),
    ]
    assert result["description"] == (
        "Your leader or a coach you choose comes to you, never more than four weeks after the last time. "
        "You can also ask for it.\n\n"
        "Until now: Your leader or a coach you choose comes to you, never more than six weeks after the last time. "
        "You can also ask for it.\n\n"
        "Promises more:\n\n- How often: at most 4 weeks apart, with a grace period of 1 week "
        "(until now: at most 6 weeks apart, with a grace period of 1 week)\n\n"
        "Promises less:\n\n- Agreed coverage: 87.5% (until now: 90%)\n\n"
        "It takes about 12 hours of leaders’ and coaches’ time a week in total. Today it takes about 8 hours.\n\n"
        "Agreed on 20\u00a0November 2026 with team members and leaders. Review by 31\u00a0December 2027.\n\n"
        "Record: https://git.example.org/pulls/41\n\nWhy:\n\nSix weeks are long.\n"
    )


def test_the_script_is_small() -> None:
    sizes = [len((SCRIPT.parent / name).read_bytes()) for name in ("propose.js", "send.js")]

    assert sum(sizes) < 25_000


def test_what_would_have_been_kept_is_what_was_released(site: Site) -> None:
    data = {**data_of(site, one_on_one(site)), "trials": {"4": "70% to 80%"}}
    forms = [usual(at_most_apart=length) for length in (["4", "week"], ["28", "day"], ["5", "week"])]

    four, days, five = in_node([(data, form, TODAY.isoformat()) for form in forms])

    assert four["kept"].startswith("At most 4 weeks apart would have been met in 70% to 80% of cases from ")
    assert (days["kept"], five["kept"]) == (four["kept"], "")


def test_no_text_of_a_policy_ends_the_data() -> None:
    hostile = "</script><!-- `x` & \u2028 \u2029 ]]> {{ site }}"

    text = as_json({hostile: [hostile]})

    assert json.loads(text) == {hostile: [hostile]}
    assert not set("<>&`\n\u2028\u2029") & set(text)


def test_without_script_the_page_has_an_agreement_to_change(site: Site) -> None:
    for service in site.services:
        entry = agreement_of(proposal_page(site, service).entry)
        assert entry.first == date(2027, 1, 1), service.id
        assert [*agreement_faults(with_agreement(service, entry))] == [], service.id


def test_only_a_share_that_may_be_empty_has_a_default(site: Site) -> None:
    """What is left out stays as agreed, so a share once agreed can't be left empty: the form refuses it."""
    for share, default in (("90%", ""), (None, "90%")):
        entries = tuple(
            entry.model_copy(update={} if share else {"coverage_at_least": None})
            for entry in one_on_one(site).agreements
        )
        service = one_on_one(site).model_copy(update={"agreements": entries})
        changed = replace(
            site, services=tuple(service if one.id == service.id else one for one in site.services)
        )
        [result] = in_node([(data_of(changed, service), usual(coverage_at_least=""), TODAY.isoformat())])

        assert proposal_page(changed, service).default_share == default
        assert ("coverage_at_least" in result["errors"]) == (not default)


def test_the_page_s_data_name_nobody(site: Site) -> None:
    rosters = "".join(path.read_text("utf-8") for path in (ROOT / "data/teams").glob("*/team.yaml"))
    everybody = set(re.findall(r"person: (p-[a-z0-9-]+)", rosters))
    pages = "".join(json.dumps(data_of(site, service)) for service in site.services)

    assert len(everybody) > 20
    assert [person for person in everybody if person in pages] == []
