"""The end of a service and requests to those who hold the data, as the pages' script writes them."""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from checks.loading.repository import open_policy
from checks.scaffold.next_agreement import agreement_file
from checks.scaffold.service_retiring import Retirement
from checks.site.changed_promises import changed_promises
from checks.site.data_request_page import data_request_data, data_request_page
from checks.site.retirement_page import retirement_data, retirement_page
from checks.wording.catalogues import language_of
from tests.support.calling import outbound
from tests.support.node import run_program
from tests.support.paths import ROOT
from tests.support.proposals import agreement_of, with_agreement
from tests.support.site_making import published_of

if TYPE_CHECKING:
    from pathlib import Path

    from checks.model.service import Service
    from checks.site.site_data import Site

TODAY = date(2026, 11, 20)
SCRIPT = ROOT / "checks/site/assets/requests.js"
RECORD = "https://git.example.org/pulls/57"


@pytest.fixture(scope="module")
def site() -> Site:
    return published_of(ROOT, TODAY)


def written(kind: str, data: dict[str, object], forms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the script makes of each form of a kind: `retirement` or `request`."""
    program = (
        f"{SCRIPT.read_text('utf-8')}\nlet typed = '';\n"
        "process.stdin.on('data', (part) => (typed += part)).on('end', () => {\n"
        "  const [kind, data, today, forms] = JSON.parse(typed);\n"
        "  process.stdout.write(JSON.stringify(forms.map((form) => outboundRequests[kind](data, form, today))));\n});\n"
    )
    results: list[dict[str, Any]] = json.loads(
        run_program(program, json.dumps([kind, data, TODAY.isoformat(), forms]))
    )
    return results


def an_end(**others: object) -> dict[str, Any]:
    return {
        "service": "stay-interview",
        "last": "2026-12-31",
        "agreed_on": "2026-11-19",
        "agreed_with": ["leaders", "members"],
        "record": RECORD,
        "why": "Nobody asked for it.",
        **others,
    }


def stay_interview(site: Site) -> Service:
    return next(service for service in site.services if service.id == "stay-interview")


def test_an_end_is_the_file_that_the_command_writes(site: Site) -> None:
    [result] = written("retirement", retirement_data(site), [an_end()])

    parties = ["members", "leaders"]
    entry = Retirement(date(2026, 12, 31), date(2026, 11, 19), parties, RECORD).entry(None)
    assert (result["file"], result["text"]) == agreement_file(stay_interview(site), entry)


def test_an_end_is_said_in_words(site: Site) -> None:
    [result] = written("retirement", retirement_data(site), [an_end()])

    assert result["title"] == "End Stay interview on 31\u00a0December 2026"
    assert result["description"] == (
        "Stay interview ends on 31\u00a0December 2026. From 1\u00a0January 2027 on, it is no longer promised.\n\n"
        "Until now: Your leader or a coach you choose offers it to you, at least once each half-year. "
        "You may say no. You can also ask for it.\n\n"
        "Today it takes about 2 hours of leaders’ and coaches’ time a week in total.\n\nAgreed on 19\u00a0November 2026 with team members and leaders.\n\n"
        f"Record: {RECORD}\n\nWhy:\n\nNobody asked for it.\n"
    )


END_ERRORS = (
    ({"service": ""}, "service", "Choose a service."),
    ({"last": ""}, "last", "Choose a date from 2000 to 2090."),
    ({"last": "2026-11-19"}, "last", "This date is in the past."),
    ({"agreed_on": "2026-11-21"}, "agreed_on", "This date is in the future."),
    ({"agreed_with": ["leaders"]}, "agreed_with", "Team members must agree to it."),
    ({"record": "javascript:alert(1)"}, "record", "Write a web address"),
)
"""What is typed, the field that is wrong, and how its sentence begins."""


def test_an_end_that_is_wrong_is_no_file(site: Site) -> None:
    results = written("retirement", retirement_data(site), [an_end(**others) for others, _, _ in END_ERRORS])

    for (_, field, words), result in zip(END_ERRORS, results, strict=True):
        assert list(result["errors"]) == [field]
        assert result["errors"][field].startswith(words)
        assert (result["text"], result["file"], result["title"]) == ("", "", "")


def test_an_end_comes_after_the_agreement_before(site: Site) -> None:
    data = retirement_data(site)
    services: Any = data["services"]
    later = {**data, "services": [{**service, "first": "2027-01-01"} for service in services]}

    [result] = written("retirement", later, [an_end()])

    assert result["errors"] == {
        "last": "Another agreement starts on 1\u00a0January 2027. Choose a later date."
    }


def test_what_one_file_cannot_end_is_not_offered(site: Site) -> None:
    service = stay_interview(site)
    last = service.agreements[-1]
    limited = agreement_of(f"schema: 1\nfrom: 2026-11-01\nto: 2027-06-30\nagreed_on: 2026-10-01\n"
                           f"agreed_with: [members]\nrecord: {RECORD}\nreview_by: 2027-01-01\n")  # fmt: skip
    grouped = last.model_copy(update={"group": "probation"})
    over = last.model_copy(update={"first": date(2026, 11, 1), "last": date(2026, 11, 1)})
    for added, offered, other in ((limited, False, True), (grouped, False, True), (over, False, False)):
        changed = with_agreement(service, added)
        others = tuple(changed if one.id == service.id else one for one in site.services)
        view = retirement_page(replace(site, services=others))
        assert ("stay-interview" in dict(view.services), service.title in view.others) == (offered, other)


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_an_end_is_said_in_review_as_on_its_page(site: Site, code: str) -> None:
    spoken = replace(site, language=language_of(code))
    [page] = written("retirement", retirement_data(spoken), [an_end()])
    service = stay_interview(spoken)
    ended = with_agreement(service, agreement_of(page["text"]))
    base = open_policy(ROOT)
    head = replace(base, services={**base.services, service.id: ended})

    (change,) = changed_promises(base, head, TODAY, spoken.language)

    assert len(change.sentences) == len(change.notes) == 2
    assert page["description"].startswith("\n\n".join([*change.sentences, *change.notes]) + "\n\n")


def a_request(**others: object) -> dict[str, Any]:
    return {
        "kind": "waiver",
        "team": "sounding",
        "service": "skip-level",
        "whom": "team",
        "reason": "agreed-pause",
        "what": "absence",
        "first": "2026-11-20",
        "last": "2026-12-31",
        "right": "",
        **others,
    }


CORRECTION = {"kind": "correction", "first": "2026-10-05", "last": "2026-10-09", "right": "Away all week."}


def test_a_request_is_a_text(site: Site) -> None:
    waiver, correction = written("request", data_request_data(site), [a_request(), a_request(**CORRECTION)])

    assert waiver["subject"] == "Request for an exception: Sounding"
    assert waiver["text"] == (
        "I ask for an exception from a promise.\n\nTeam: Sounding (sounding)\nService: Skip-level talk (skip-level)\n"
        "For: the whole team\nFirst day: 20\u00a0November 2026\nLast day: 31\u00a0December 2026\nReason: an agreed pause\n\n"
        "Someone who doesn’t benefit from it must approve it.\n\n"
        "If you hold the data, run this command. Replace the words in capital letters first.\n"
        "outbound new waiver skip-level --team sounding --from 2026-11-20 --to 2026-12-31 --reason agreed-pause "
        "--approved-by APPROVER\n"
    )
    assert correction["subject"] == "Request for a correction: Sounding"
    assert "What is wrong: the days of an absence\nWhat is right: Away all week.\n" in correction["text"]
    assert correction["text"].endswith(
        "\noutbound correct absence PERSON --team sounding --from 2026-10-05 --to 2026-10-09 "
        "--approved-by APPROVER --record URL\n"
    )


REQUEST_ERRORS: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"team": ""}, "team", "Choose a team."),
    ({"service": ""}, "service", "Choose a service."),
    ({"first": "2026-11-19"}, "first", "An exception can’t begin in the past."),
    ({"last": "2026-11-01"}, "last", "The last day is before the first."),
    ({"last": "2027-05-22"}, "last", "It may cover at most 183 days. Choose 21\u00a0May 2027 or earlier."),
    ({**CORRECTION, "last": "2026-11-20"}, "last", "A correction is about past days."),
    ({**CORRECTION, "first": "2025-01-01"}, "last", "It may cover at most 366 days."),
    ({**CORRECTION, "right": " "}, "right", "Write what the entry should be."),
    ({"first": "never"}, "first", "Choose a date from 2000 to 2090."),
)


def test_a_request_that_is_wrong_is_no_text(site: Site) -> None:
    results = written(
        "request", data_request_data(site), [a_request(**others) for others, _, _ in REQUEST_ERRORS]
    )

    for (_, field, words), result in zip(REQUEST_ERRORS, results, strict=True):
        assert list(result["errors"]) == [field]
        assert result["errors"][field].startswith(words)
        assert result["text"] == ""


def test_the_command_of_a_waiver_works(site: Site, tmp_path: Path) -> None:
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    [result] = written("request", data_request_data(site), [a_request()])
    command = shlex.split(result["text"].splitlines()[-1].replace(" APPROVER", " p-board"))

    done = outbound(*command[1:], here=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "service: skip-level" in (tmp_path / "data/teams/sounding/waivers.yaml").read_text("utf-8")


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_both_speak_the_language_of_the_page(site: Site, code: str) -> None:
    spoken = replace(site, language=language_of(code))
    [end] = written("retirement", retirement_data(spoken), [an_end()])
    [request] = written("request", data_request_data(spoken), [a_request()])

    assert "{" not in end["title"] + end["description"] + request["subject"] + request["text"]
    assert "ends on" not in end["description"]
    assert "whole team" not in request["text"]


def test_it_is_sent_to_the_contact_of_the_data(site: Site) -> None:
    assert data_request_page(site).contact == data_request_data(site)["mail"] == "privacy@northlight.example"
    for contact, mail in ((None, ""), ("The people team", ""), ("a@b.example?bcc=x@y.example", "")):
        privacy = site.playbook.privacy.model_copy(update={"contact": contact})
        changed = replace(site, playbook=site.playbook.model_copy(update={"privacy": privacy}))
        assert data_request_data(changed)["mail"] == mail


def test_the_script_is_small() -> None:
    assert len(SCRIPT.read_bytes()) < 25_000
