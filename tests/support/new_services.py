"""Forms of the page of a new service: random ones, what its script makes of them, and what the checks say themselves."""

from __future__ import annotations

import json
import random
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from checks.loading.blocks import parse_yaml
from checks.loading.coherence import agreement_faults
from checks.loading.files import forbidden_in
from checks.model.agreements import Agreement
from checks.model.service import Service
from checks.site.new_service_page import blank, new_service_data, new_service_script
from checks.site.new_service_rules import taken_ids
from tests.support.node import run_program
from tests.support.proposals import a_form, expected, keys_of

if TYPE_CHECKING:
    from datetime import date

    from checks.site.site_data import Site
    from tests.support.proposals import Fields

_LINES = (
    "Walk and talk",
    "Kävelykokous",
    "a: b",
    "# no comment",
    "- dash",
    "yes",
    "2026",
    "it's “so”",
    '"quoted" \\n',
    "{{ site }}",
    "<b>&amp;</b>",
    "tab\there",
    "e\u0301",
    "😀",
    "ends: ",
    "*a &b !c %d @e `f`",
)
_WRONG = ("", "   ", "x" * 401, "zero\u200bwidth", "bell\x07", "\ufeffmark", "line\u2028end")
_IDS = ("walk", "walk-and-talk", "no2", "w1", "a-")
_WRONG_IDS = (
    "Walk",
    "w",
    "",
    "1st",
    "walk talk",
    "x" * 41,
    "one-on-one",
    "propose",
    "index",
    "con",
    "yes",
    "walk\n",
)
_TEXTS = ("", "One row", "First: a\n\n  Second # b  \n- third", "a\n\n\nb\n\tc", "x" * 8001, "hid\u00adden")


def a_new_service(rng: random.Random, site: Site) -> Fields:
    """Return a form of the page as somebody may leave it: mostly as it should be, sometimes not at all."""

    def line(wrong: float = 0.04) -> str:
        return rng.choice(_WRONG) if rng.random() < wrong else rng.choice(_LINES)

    def rows() -> str:
        return "\n".join(rng.choice(("", line(0.02), f"  {line(0.02)}")) for _ in range(rng.randrange(4)))

    principles = [principle.id for principle in site.playbook.principles]
    return {
        **a_form(rng, [team.team for team in site.teams if team.size]),
        "start": rng.choice(("", "", "career-conversation")),
        "called": line(),
        "id": rng.choice(_WRONG_IDS) if rng.random() < 0.1 else rng.choice(_IDS),
        "summary": line(),
        "where": line(),
        "purpose": rng.choice(_TEXTS[1:4]) if rng.random() < 0.95 else rng.choice(_TEXTS),
        "minutes": rng.choice(("30", "45", " 5 ", "480"))
        if rng.random() < 0.95
        else rng.choice(("0", "x", "", "1.5")),
        "audience": rng.choice(("member", "member", "team")),
        "initiative": rng.choice(("outbound", "inbound", "both")),
        "serves": rng.sample(principles, rng.randint(rng.random() > 0.05, len(principles))),
        "agenda": rows(),
        "leader": rows(),
        "member": rows(),
        "order": rng.choice(_TEXTS[:3]) if rng.random() < 0.97 else rng.choice(_TEXTS),
    }


def in_page(site: Site, forms: list[Fields], today: date) -> list[dict[str, Any]]:
    """Return what the page's script makes of each form; skips where there is no Node."""
    data = json.loads(json.dumps(new_service_data(site)))
    program = (
        f"{new_service_script()}\nlet typed = '';\n"
        "process.stdin.on('data', (part) => (typed += part)).on('end', () => {\n"
        "  const [data, today, forms] = JSON.parse(typed);\n"
        "  const results = forms.map((form) => outboundNewService.result(data, form, today));\n"
        "  process.stdout.write(JSON.stringify(results));\n});\n"
    )
    results: list[dict[str, Any]] = json.loads(
        run_program(program, json.dumps([data, today.isoformat(), forms]))
    )
    return results


def service_of(text: str) -> Service:
    """Return the service of a proposal's file, read as every file of a playbook is, without any fault."""
    block, faults = parse_yaml(text, "proposal.yaml")
    assert block is not None, (text, faults)
    assert not faults, (text, faults)
    service = Service.model_validate(_unplaced(block))
    assert [*agreement_faults(service)] == [], text
    return service


def _unplaced(written: Any) -> Any:
    """Return what was read without the places of what was read, so that it can be compared."""
    if isinstance(written, dict):
        return {key: _unplaced(below) for key, below in written.items()}
    return [_unplaced(item) for item in written] if isinstance(written, list) else written


def wanted_keys(fields: Fields) -> dict[str, Any]:
    """Return what the form says of the service itself, by the keys of its file, right or wrong."""

    def rows(name: str) -> list[str]:
        return [text for row in fields[name].split("\n") if (text := _plain(row))]

    prepare = {name: rows(name) for name in ("leader", "member") if rows(name)}
    order = _folded(fields["order"])
    keys: dict[str, Any] = {
        "schema": "1",
        "id": fields["id"],
        "title": _plain(fields["called"]),
        "summary": _plain(fields["summary"]),
        "purpose": _folded(fields["purpose"]),
        "context": {"minutes": fields["minutes"].strip(), "where": _plain(fields["where"])},
        "serves": fields["serves"],
        "audience": fields["audience"],
        "initiative": fields["initiative"],
        "agenda": rows("agenda"),
        "prepare": prepare,
    }
    return keys | ({"order": {"how": order}} if order else {})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _folded(text: str) -> str:
    return "\n".join(_plain(row) for row in text.strip().split("\n"))


def wrong_fields(site: Site, fields: Fields) -> set[str]:
    """Return the service's own fields that are wrong by the model, the loader, and the ids in use."""
    names = {"title": "called", "how": "order"}
    wrong = {"id"} if fields["id"] in taken_ids(site.services) else set()
    wrong |= set() if fields["serves"] else {"serves"}
    texts = ("called", "summary", "where", "purpose", "agenda", "leader", "member", "order")
    wrong |= {name for name in texts if forbidden_in(fields[name])}
    try:
        Service.model_validate(wanted_keys(fields))
    except ValidationError as error:
        steps = [[step for step in details["loc"] if isinstance(step, str)][-1] for details in error.errors()]
        wrong |= {names.get(step, step) for step in steps}
    return wrong


def whole_expected(site: Site, fields: Fields, today: date) -> dict[str, Any]:
    """Return what the checks themselves say of a form: fields that are wrong, words, and the service."""
    offers: Any = new_service_data(site)["offers"]
    offer = next((each for each in offers if each["id"] == fields["start"]), None)
    wrong = set() if offer else wrong_fields(site, fields)
    keys = {"audience": fields["audience"], "initiative": fields["initiative"]}
    asked = fields["order"].strip()
    minutes = fields["minutes"].strip() if "minutes" not in wrong else "1"
    if offer:
        keys, asked, minutes = {key: offer[key] for key in keys}, offer["order"], str(offer["minutes"])
    stub = blank(keys["audience"], keys["initiative"], order="-" if asked else "")
    context = stub.context.model_copy(update={"minutes": int(minutes)})
    stub = stub.model_copy(update={"context": context})
    terms = expected(replace(site, services=(stub,)), stub, fields, today)
    if "minutes" in wrong:
        terms.pop("hours", None)
    return {**terms, "errors": sorted({*wrong, *terms["errors"]}), "offer": offer}


def whole_differences(
    result: dict[str, Any], fields: Fields, wanted: dict[str, Any]
) -> list[tuple[str, Any, Any]]:
    """Return in what the page and the checks are not of one mind."""
    sides: dict[str, tuple[Any, Any]] = {"errors": (sorted(result["errors"]), wanted["errors"])}
    sides |= {key: (result[key], wanted[key]) for key in ("sentence", "hours") if key in wanted}
    if wanted["errors"]:
        sides["text"] = (result["text"], "")
    else:
        service = service_of(result["text"])
        sides["agreements"] = (service.agreements, (Agreement.model_validate(wanted["keys"]),))
        if not wanted["offer"]:
            bare = service.model_copy(update={"agreements": ()})
            sides["service"] = (bare, Service.model_validate(wanted_keys(fields)))
            assert keys_of(fields)["from"] in result["text"]
    return [(name, page, checks) for name, (page, checks) in sides.items() if page != checks]
