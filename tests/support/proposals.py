"""Forms of the proposal page: random ones, what the page's script makes of them, and what the checks say themselves."""

from __future__ import annotations

import json
import math
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from checks.changes.policy_gate import check_policy
from checks.changes.term_directions import term_directions
from checks.loading.blocks import parse_yaml
from checks.loading.coherence import agreement_faults
from checks.model.agreed_terms import AgreedTerms, agreed_by_playbook, default_terms_by_day
from checks.model.agreements import Agreement
from checks.model.cadences import MONTHS
from checks.model.findings import Severity
from checks.model.frequency import times_a_year
from checks.model.playbook import starting_month
from checks.run.judging import JudgementDates
from checks.site.promise_sentences import promise
from checks.site.proposal_page import last_agreement, proposal_data
from checks.wording.roles import ROLES
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from checks.loading.policy import Policy
    from checks.model.service import Service
    from checks.site.site_data import Site

SCRIPT = ROOT / "checks/site/assets/propose.js"
Fields = dict[str, Any]
NOT_TERMS = {"from", "review_by", "agreed_on", "agreed_with", "record"}

_PARTIES = ("members", "leaders", "coaches", "people-team", "works-council", "management")
_RECORDS = (
    "https://git.example.org/pulls/41",
    "https://git.example.org/a?b=c#d,[e]: f",
    "https://tävling.example/ä/😀",
    "https://x.example/&amp;<script>",
    "http://git.example.org/",
    "https://user@x.example/",
    "https://a b.example/",
    "yes",
    "",
)
_USUAL_SHARES = ("", "90", "80", "75", "95", "92.5", "87,25", "100", "0", "90%", "60 %")
_SHARES = ("100.01", "101", "9x", "-1", "05", "90.123")
_DAYS = ("", "2027-02-30", "2028-02-29", "1999-12-31", "2091-01-01", "27-01-01", "2026-11-19", "2026-11-20")


def a_form(rng: random.Random, teams: list[str]) -> Fields:
    """Return a form as somebody may leave it: mostly as it should be, sometimes not at all."""
    first = date(2026, 11, 1) + timedelta(days=rng.randrange(900))
    return {
        "from": _or(rng, first.isoformat(), _DAYS),
        "review_by": _or(
            rng, (first + timedelta(days=rng.choice((-1, 0, 30, 90, 180, 364, 364, 364)))).isoformat(), _DAYS
        ),
        "agreed_on": _or(rng, "2026-11-20", _DAYS),
        "record": _or(rng, _RECORDS[0], _RECORDS, 0.3),
        "why": rng.choice(("", "It’s too seldom.", "<b>\n---\nkey: value")),
        "obligation": rng.choice(("compulsory", "compulsory", "offered", "voluntary")),
        "counts": rng.choice(("any", "outbound")),
        "coverage_at_least": _or(rng, rng.choice(_USUAL_SHARES), _SHARES, 0.04),
        "may_miss": _or(rng, rng.choice(("0", "1", "2", "12")), ("01", "", "x", "99999999")),
        **_whom(rng, teams),
        **_often(rng),
    }


def _whom(rng: random.Random, teams: list[str]) -> Fields:
    return {
        "given_by": _some(rng, ROLES, 0.05),
        "agreed_with": _some(rng, _PARTIES, 0.1) if rng.random() < 0.2 else ["members", "leaders"],
        "teams": _some(rng, teams, 0.1),
        "all_teams": rng.random() < 0.7,
    }


def _often(rng: random.Random) -> Fields:
    return {
        "kind": rng.choice(("rolling", "rolling", "calendar", "calendar", "event", "none")),
        "at_least": _or(rng, rng.choice(("1", "2", "3", "13", "1200")), ("0", "", "1.5", "x")),
        "per": rng.choice(("week", "month", "month", "quarter", "half-year", "year")),
        "after": rng.choice(("joining", "returning", "ordering", "leaving")),
        "only": _some(rng, MONTHS, 0.5),
        "at_most_apart": _length(rng, ("day", "week")),
        "grace": _or(rng, ["", "week"], [_length(rng, ("day", "week")) for _ in range(3)], 0.5),
        "away_at_least": _or(rng, ["", "day"], [_length(rng, ("day", "week")) for _ in range(3)], 0.5),
        "before": _or(rng, ["", "day"], [_length(rng, ("day", "week")) for _ in range(3)], 0.5),
        "within": sorted(
            (_length(rng, ("day", "week", "working day")) for _ in range(rng.randrange(4))),
            key=lambda pair: int(pair[0]) if pair[0].isdigit() and rng.random() < 0.9 else 0,
        ),
    }


def _or(rng: random.Random, usual: Any, others: Any, rarely: float = 0.08) -> Any:
    return rng.choice(others) if rng.random() < rarely else usual


def _some(rng: random.Random, of: Any, never: float) -> list[str]:
    if rng.random() < never:
        return []
    chosen = rng.sample([*of], rng.randint(1, min(4, len(of)))) if of else []
    return [value for value in of if value in chosen]


def _length(rng: random.Random, units: tuple[str, ...]) -> list[str]:
    usual = str(rng.choice((1, 2, 4, 6, 7, 8, 13, 14, 28, 30, 42, 90, 1300)))
    return [_or(rng, usual, ("", "0", "06", "1.5", "x", "10000", " 6 "), 0.04), rng.choice(units)]


def keys_of(fields: Fields) -> dict[str, Any]:
    """Return what the form says by the keys of an agreement, every scalar as its text, right or wrong."""
    share = fields["coverage_at_least"].strip().replace(",", ".").removesuffix("%").removesuffix(" ")
    keys = {
        "from": fields["from"],
        "obligation": fields["obligation"],
        "given_by": fields["given_by"],
        "teams": "all" if fields["all_teams"] else fields["teams"],
        "cadence": _cadence_keys(fields),
        "counts": fields["counts"],
        "coverage_at_least": f"{share}%" if share else None,
        "may_miss": fields["may_miss"].strip(),
        "agreed_on": fields["agreed_on"],
        "agreed_with": fields["agreed_with"],
        "record": fields["record"].strip(),
        "review_by": fields["review_by"],
    }
    return {key: value for key, value in keys.items() if value is not None}


def _cadence_keys(fields: Fields) -> dict[str, Any] | None:
    def text(pair: list[str]) -> str:
        count = pair[0].strip()
        return f"{count} {pair[1]}{'' if count == '1' else 's'}"

    kind = fields["kind"]
    if kind == "rolling":
        grace = {"grace": text(fields["grace"])} if fields["grace"][0].strip() else {}
        return {"at_most_apart": text(fields["at_most_apart"])} | grace
    if kind == "calendar":
        only = {"only": fields["only"]} if fields["per"] == "month" and fields["only"] else {}
        return {"at_least": fields["at_least"].strip(), "per": fields["per"]} | only
    if kind == "none":
        return None
    rows = [pair for pair in fields["within"] if pair[0].strip()]
    after = fields["after"]
    keys: dict[str, Any] = {"after": after}
    keys["within"] = [text(pair) for pair in (rows[:1] if after in ("ordering", "leaving") else rows)]
    for key, event in (("before", "leaving"), ("away_at_least", "returning")):
        if after == event and fields[key][0].strip():
            keys[key] = text(fields[key])
    return keys


def expected(site: Site, service: Service, fields: Fields, today: date) -> dict[str, Any]:
    """Return what the checks themselves say of a form: fields that are wrong, words, and the agreement."""
    keys, before = keys_of(fields), last_agreement(site, service)
    if before:
        keys["follows"] = before.entry.first.isoformat()
    wrong = _refused(keys) | _unfit(keys, before, today) | _not_agreed_anew(keys, service, today)
    if wrong - NOT_TERMS:
        return {"errors": sorted(wrong)}
    safe = keys | {"from": "2080-01-01", "agreed_on": "2080-01-01", "review_by": "2080-01-01"}
    safe |= {"record": "https://x.example/", "agreed_with": ["members"]}
    after = _following(service, Agreement.model_validate(safe))
    return {"errors": sorted(wrong), **_words(site, service, fields, after, today), "keys": keys}


def _unfit(keys: dict[str, Any], before: AgreedTerms | None, today: date) -> set[str]:
    """Return the fields whose values don't fit the agreement before, the day, or each other."""
    unfit = set()
    if "cadence" not in keys and ((before and before.cadence) or keys["obligation"] == "compulsory"):
        unfit.add("kind")
    if "coverage_at_least" not in keys and before and before.coverage_at_least is not None:
        unfit.add("coverage_at_least")
    if "members" not in keys["agreed_with"]:
        unfit.add("agreed_with")
    last = before.entry.first.isoformat() if before else ""
    if keys["from"] < today.isoformat() or keys["from"] <= last:
        unfit.add("from")
    return unfit


def _not_agreed_anew(keys: dict[str, Any], service: Service, today: date) -> set[str]:
    """Return the fields that say of an agreement what an earlier one says, or that it's still to be made."""
    known = {(entry.agreed_on.isoformat(), entry.record) for entry in service.agreements}
    again = {"record"} if (keys["agreed_on"], keys["record"]) in known else set()
    return again | ({"agreed_on"} if keys["agreed_on"] > today.isoformat() else set())


def _words(site: Site, service: Service, fields: Fields, after: AgreedTerms, today: date) -> dict[str, Any]:
    before = last_agreement(site, service)
    refused = "from" in _refused(keys_of(fields))
    first = today if refused else date.fromisoformat(fields["from"])
    changes = []
    if before and first <= before.last:
        eras = default_terms_by_day(site.playbook.terms)
        terms = replace(after, first=first)
        changes = [
            [change.key, change.direction.value, change.sure, change.before, change.after]
            for change in term_directions(before, terms, eras, starting_month(site.playbook), site.language)
        ]
    return {
        "sentence": promise(site.language, service, after),
        "changes": changes,
        "hours": _hours(site, service, after),
    }


def _hours(site: Site, service: Service, terms: AgreedTerms) -> int:
    if not terms.owes:
        return 0
    teams = [team for team in site.teams if terms.teams is None or team.team in terms.teams]
    people = sum(min(team.size, 1) if service.audience == "team" else team.size for team in teams)
    return math.ceil(times_a_year(terms) * people * service.context.minutes / (60 * 52))


def _refused(keys: dict[str, Any]) -> set[str]:
    """Return the fields whose values the model refuses, also where it looks no further for the others' sake."""
    alone = keys | {"from": "2000-01-01", "may_miss": "0", "record": _RECORDS[0], "given_by": ["anyone"]}
    alone |= {
        "coverage_at_least": "1%",
        "agreed_on": "2026-01-01",
        "agreed_with": ["members"],
        "teams": "all",
    }
    cadence = {key: value for key, value in (keys.get("cadence") or {}).items() if key in ("after", "within")}
    days = alone | {"from": keys["from"], "cadence": {"at_least": "1", "per": "year"}}
    steps = alone | {"review_by": "2090-01-01"} | ({"cadence": cadence} if "within" in cadence else {})
    return _faulty(keys) | _faulty(days) | (_faulty(steps) if cadence else set())


def _faulty(keys: dict[str, Any]) -> set[str]:
    try:
        Agreement.model_validate(keys)
    except ValidationError as error:
        return {_field(details["loc"], keys) for details in error.errors()}
    return set()


def _field(steps: tuple[int | str, ...], keys: dict[str, Any]) -> str:
    if not steps:
        return "review_by"
    if steps[0] != "cadence":
        return str(steps[0])
    named = [step for step in steps[1:] if step in keys["cadence"]]
    return str(named[0]) if named else "within"


def _following(service: Service, agreement: Agreement) -> AgreedTerms:
    """Return an agreement as resolved behind those of a service."""
    return agreed_by_playbook(with_agreement(service, agreement), None)[-1]


def with_agreement(service: Service, *agreements: Agreement) -> Service:
    """Return a service with agreements behind its own."""
    return service.model_copy(update={"agreements": (*service.agreements, *agreements)})


def agreement_of(text: str) -> Agreement:
    """Return the agreement of a proposal's file, read as every file of a playbook is."""
    block, faults = parse_yaml(text, "proposal.yaml")
    assert block is not None, (text, faults)
    assert not faults, (text, faults)
    keys = {key: value for key, value in block.items() if key != "schema"}
    assert block["schema"] == "1"
    return Agreement.model_validate(keys)


def gate(policy: Policy, service: Service, agreement: Agreement, today: date) -> list[str]:
    """Return what the gate of a change reports as errors, and faults, if a policy had this agreement too."""
    changed = with_agreement(service, agreement)
    base = replace(policy, services={**policy.services, service.id: service})
    head = replace(policy, services={**policy.services, service.id: changed})
    judgement = check_policy(base, head, JudgementDates(today, today, today), ("the base", "0" * 40))
    known = judgement.against.known if judgement.against else frozenset()
    return [
        *(fault.problem.message for fault in agreement_faults(changed)),
        *(
            f"{finding.code} {finding.problem.message}"
            for finding in judgement.findings
            if finding.severity is Severity.ERROR and finding.fingerprint not in known
        ),
    ]


def in_node(cases: list[tuple[dict[str, object], Fields, str]]) -> list[dict[str, Any]]:
    """Return what the page's script makes of each form with its data and today; skips where there is no Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine: apt-get install nodejs")
    run = (
        "require(process.argv[1]);let t='';process.stdin.on('data',c=>t+=c).on('end',()=>"
        "process.stdout.write(JSON.stringify(JSON.parse(t).map(one=>outboundProposal.result(...one)))))"
    )
    done = subprocess.run(
        [node, "-e", run, str(SCRIPT)],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def differences(result: dict[str, Any], wanted: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return in what the page and the checks are not of one mind."""
    sides: dict[str, tuple[Any, Any]] = {"errors": (sorted(result["errors"]), wanted["errors"])}
    if "sentence" in wanted:
        changes = [
            [one[key] for key in ("key", "direction", "sure", "before", "after")] for one in result["changes"]
        ]
        sides |= {
            "sentence": (result["sentence"], wanted["sentence"]),
            "changes": (changes, wanted["changes"]),
            "hours": (result["hours"], wanted["hours"]),
        }
    if not wanted["errors"]:
        sides["file"] = (agreement_of(result["text"]), Agreement.model_validate(wanted["keys"]))
    else:
        sides["file"] = (result["text"], "")
    return [(name, page, checks) for name, (page, checks) in sides.items() if page != checks]


def random_case(rng: random.Random, site: Site, today: date) -> tuple[Site, Service, Fields]:
    """Return a form for a service of the site, of which half had other terms before than it has."""
    teams = [team.team for team in site.teams if team.size]
    service = rng.choice(site.services)
    if rng.random() < 0.5:
        forms = (a_form(rng, teams) for _ in range(200))
        before = next(form for form in forms if not _refused(keys_of(form)) and _complete(form))
        keys = keys_of(before) | {"from": "2025-01-01", "review_by": "2026-12-31"}
        keys["record"] = _or(rng, "https://git.example.org/pulls/7", _RECORDS[:1], 0.3)
        service = service.model_copy(
            update={
                "agreements": (Agreement.model_validate(keys),),
                "audience": rng.choice(("member", "member", "team")),
                "initiative": rng.choice(("outbound", "inbound", "both")),
            }
        )
    start = rng.choice((1, 1, 4, 7))
    names = {1: "january", 4: "april", 7: "july"}
    playbook = site.playbook.model_copy(update={"year_starts": names[start]})
    others = tuple(other if other.id != service.id else service for other in site.services)
    return replace(site, services=others, playbook=playbook), service, a_form(rng, teams)


def _complete(form: Fields) -> bool:
    return bool(form["given_by"]) and (form["kind"] != "none" or form["obligation"] == "voluntary")


def data_of(site: Site, service: Service) -> dict[str, object]:
    """Return the data of a service's page, as the script gets them."""
    data: dict[str, object] = json.loads(json.dumps(proposal_data(site, service)))
    return data
