"""What an editor says by the schema is what `outbound check` says by the model, but for the checks named here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from pydantic import ValidationError

from checks.loading.blocks import parse_yaml
from checks.model.source import Block, Items, Quoted
from checks.scaffold.editor_schemas import BY_NAME, editor_schemas
from tests.support.examples import many
from tests.unit.model.test_every_field import COMPLETE
from tests.unit.model.writing import Node, Raw, Steps, Text, as_yaml, changed, read
from tests.unit.scaffold.drawing import documents
from tests.unit.scaffold.reading import in_core, plainly
from tests.unit.scaffold.validating import validator

if TYPE_CHECKING:
    from checks.model.base import Placed

CHECK_ALONE = {
    "a last day lies on or after the first": r"`to` \(.*\) is before `from`",
    "a review lies on or after the first day": r"`review_by` \(.*\) is before `from`",
    "the most attendees are at least the fewest": "`at_most` is less than `at_least`. Correct one of them",
    "a scale runs upwards": "`scale` must go from a lower to a higher",
    "a mean that is aimed for lies on its scale": "`mean_at_least` is outside the scale",
    "the steps after an event grow": "in `within`, each entry must be longer",
    "a host in brackets is an address": r"(not a valid web address. Check it for typing errors|Include a host|calendar server).*\[",
    "a host is written in letters that stay what they are": "(?:typing errors|calendar server).*℀",
    "a correction covers a year at most": "a correction covers at most",
    "an id of a source is used once": "two sources have the same id",
}
"""What the model asks and JSON Schema has no words for: by name, and how the model refuses it.

One more: a number or flag has one spelling. A language server hands the schema a number, however it was spelled,
so documents are judged by the model with `007`, `0x1F`, `3.0` and `True` spelled plainly. References, ids written
twice and lists out of order are no model's affair: `checks.loading.coherence` and the rules.
"""

NAMES = sorted(BY_NAME)
LONG, SHORT = 10_000, 280
"""Documents judged in all, in the long run and in the inner loop."""


def spelled_plainly(value: Any) -> Any:
    """Return what was read with each number and flag in its one spelling."""
    if isinstance(value, Block):
        made = Block(value.path, value.mark)
        made.update({key: spelled_plainly(one) for key, one in value.items()})
        return made
    if isinstance(value, Items):
        items = Items(value.mark)
        items.extend(spelled_plainly(one) for one in value)
        return items
    return plainly(value) if isinstance(value, str) and not isinstance(value, Quoted) else value


def refusals(model: type[Placed], document: Block) -> list[str]:
    """Return how the model refuses a document, and what was written there."""
    try:
        model.model_validate(document)
    except ValidationError as error:
        found = error.errors(include_url=False)
        inner = {one["loc"][:at] for one in found for at in range(len(one["loc"]))}
        return [
            f"{one['msg']}: {one['input']}"
            for one in found
            if one["type"] != "too_short" or one["loc"] not in inner  # too short since an item is wrong
        ]
    return []


def text_of(document: Node) -> str:
    return "{}\n" if isinstance(document, Raw) else as_yaml(document).text


def judge_alike(name: str, document: Node) -> tuple[bool, list[str]]:
    """Return the schema's verdict, and how the model refuses, after asserting that they agree.

    What only the model sees may hide a fault that both see: then both refuse, for different reasons.
    """
    text = text_of(document)
    block, faults = parse_yaml(text, "a file")
    assert block is not None
    assert not faults
    accepted = validator_of(name).is_valid(in_core(text))
    refused = refusals(BY_NAME[name].model, spelled_plainly(block))
    seen = [one for one in refused if not any(re.search(how, one) for how in CHECK_ALONE.values())]
    alike = accepted == (not seen) or (not accepted and bool(refused))
    assert alike, f"{name}: the schema {accepted}, the model {seen or 'takes it'}\n{text}"
    return accepted, refused


VALIDATORS = {name: validator(name) for name in NAMES}


def validator_of(name: str) -> Any:
    return VALIDATORS[name]


UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def judge_random_ones(name: str, count: int) -> None:
    """Judge so many documents of a kind; the same ones each time."""

    @settings(max_examples=count, suppress_health_check=UNHURRIED)
    @given(documents(editor_schemas({})[name]))
    def judged(document: Node) -> None:
        block, faults = parse_yaml(text_of(document), "a file")
        assume(block is not None and not faults)  # else nobody asks the model
        judge_alike(name, document)

    judged()


@pytest.mark.parametrize("name", NAMES)
def test_schema_and_model_judge_a_document_alike(name: str) -> None:
    judge_random_ones(name, many(SHORT, LONG) // len(NAMES) + 1)


AGREEMENT = ("agreements", 2)
ONE_EACH: dict[str, tuple[str, Steps, Text]] = {
    "a last day lies on or after the first": ("team", ("members", 0, "to"), Text("2020-01-01", quoted=False)),
    "a review lies on or after the first day": (
        "service",
        (*AGREEMENT, "review_by"),
        Text("2020-01-01", quoted=False),
    ),
    "the most attendees are at least the fewest": (
        "calendar",
        ("rules", 0, "attendees", "at_most"),
        Text("1", quoted=False),
    ),
    "a scale runs upwards": ("service", ("metrics", 0, "scale", 0), Text("5", quoted=False)),
    "a mean that is aimed for lies on its scale": (
        "playbook",
        ("metrics", 0, "mean_at_least"),
        Text("5.5", quoted=False),
    ),
    "the steps after an event grow": (
        "service",
        (*AGREEMENT, "cadence", "within", 0),
        Text("90 days", quoted=False),
    ),
    "a host in brackets is an address": ("answers", ("answers", 0, "plan"), Text("https://[x", quoted=True)),
    "a host is written in letters that stay what they are": (
        "answers",
        ("answers", 0, "plan"),
        Text("https://a℀b.example/", quoted=True),
    ),
    "a correction covers a year at most": (
        "corrections",
        ("corrections", 0, "from"),
        Text("2024-08-12", quoted=False),
    ),
    "an id of a source is used once": (
        "sources",
        ("sources", 1, "id"),
        Text("grace-calendar", quoted=False),
    ),
}
FILES = {name: f"{name}.yaml" for name in NAMES} | {"service": "one-on-one.yaml"}


@pytest.mark.parametrize("check", CHECK_ALONE)
def test_what_check_alone_can_see_an_editor_takes(check: str) -> None:
    name, steps, value = ONE_EACH[check]
    whole = read((COMPLETE / FILES[name]).read_text(encoding="utf-8"))

    accepted, refused = judge_alike(name, changed(whole, steps, value))

    assert accepted
    assert [bool(re.search(CHECK_ALONE[check], one)) for one in refused] == [True]


@pytest.mark.parametrize("spelling", ["045", "0x2D", "45.0", "+45"])
def test_a_number_spelled_otherwise_is_for_check_to_refuse(spelling: str) -> None:
    whole = read((COMPLETE / FILES["service"]).read_text(encoding="utf-8"))
    text = as_yaml(changed(whole, ("context", "minutes"), Text(spelling, quoted=False))).text
    block, _ = parse_yaml(text, "a file")

    assert block is not None
    assert validator_of("service").is_valid(in_core(text))
    assert refusals(BY_NAME["service"].model, block) == [
        f"not a whole number. Write one, for example 3: {spelling}"
    ]
