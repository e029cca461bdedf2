"""What an editor says by the schema is what `outbound check` says by the model, but for the checks named here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from checks.loading.blocks import parse
from checks.model.source import Block, Items, Quoted
from checks.schemas.documents import BY_NAME, schemas
from tests.model.writing import Node, Raw, as_yaml
from tests.schemas.drawing import documents
from tests.schemas.reading import in_core, plainly
from tests.schemas.validating import validator

if TYPE_CHECKING:
    from checks.model.base import Placed

CHECK_ALONE = {
    "a last day lies on or after the first": r"`to` \(.*\) lies before `from`",
    "a review lies on or after the first day": r"`review_by` \(.*\) lies before `from`",
    "the most attendees are at least the fewest": "`at_most` is less than `at_least`",
    "a scale runs upwards": "`scale` runs from a lower to a higher",
    "a mean that is aimed for lies on its scale": "`mean_at_least` lies outside the scale",
    "the steps after an event grow": "the steps of `within` grow",
    "a host in brackets is an address": r"(this address cannot be read|names a host).*\[",
    "a host is written in letters that stay what they are": "this address cannot be read.*℀",
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


def judge_alike(name: str, document: Node) -> tuple[bool, list[str]]:
    """Return the schema's verdict, and how the model refuses, after asserting that they agree."""
    text = "{}\n" if isinstance(document, Raw) else as_yaml(document).text
    block, faults = parse(text, "a file")
    assume(block is not None and not faults)
    assert block is not None
    accepted = validator_of(name).is_valid(in_core(text))
    refused = refusals(BY_NAME[name].model, spelled_plainly(block))
    seen = [one for one in refused if not any(re.search(how, one) for how in CHECK_ALONE.values())]
    assert accepted == (not seen), f"{name}: the schema {accepted}, the model {seen or 'takes it'}\n{text}"
    return accepted, refused


VALIDATORS = {name: validator(name) for name in NAMES}


def validator_of(name: str) -> Any:
    return VALIDATORS[name]


def random_documents() -> st.SearchStrategy[tuple[str, Node]]:
    plain = schemas({})
    return st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), documents(plain[name])))


UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@settings(max_examples=SHORT, suppress_health_check=UNHURRIED)
@given(random_documents())
def test_schema_and_model_judge_a_document_alike(drawn: tuple[str, Node]) -> None:
    judge_alike(*drawn)


@pytest.mark.slow
@settings(max_examples=LONG, suppress_health_check=UNHURRIED)
@given(random_documents())
def test_schema_and_model_judge_ten_thousand_documents_alike(drawn: tuple[str, Node]) -> None:
    judge_alike(*drawn)
