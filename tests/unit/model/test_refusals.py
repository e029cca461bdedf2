"""What no shape of a value can hold is refused, in words that say what may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from checks.model.cadences import CalendarCadence, EventCadence
from checks.model.playbook import Principle
from checks.model.release_document import HeldWithTeam, PublishedRange, ReleaseDocument
from checks.model.service import Metric

if TYPE_CHECKING:
    from checks.model.base import Model

QUESTION = {"id": "useful", "question": "Was it useful?"}
PRINCIPLE = {"id": "seen", "title": "Seen", "text": "Everybody is."}
RELEASE = {
    "period": "2026-Q3",
    "as_of": "2026-11-23",
    "show": "teams",
    "seal": "0",
    **dict.fromkeys(("smallest_group", "members", "hours", "givers"), "5"),
}
REFUSED: list[tuple[type[Model], dict[str, Any], str]] = [
    (CalendarCadence, {"at_least": "1", "per": "quarter", "only": ["may"]}, "`only` goes with `per: month`"),
    (
        CalendarCadence,
        {"at_least": "1", "per": "month", "only": ["may", "may"]},
        "`only` names a month twice",
    ),
    (
        EventCadence,
        {"after": "ordering", "within": ["7 days", "14 days"]},
        "an order has exactly one step in `within`",
    ),
    (Metric, {**QUESTION, "scale": ["1", "11"]}, "`scale` goes to 10 at the most"),
    (Metric, {**QUESTION, "scale": ["5", "5"]}, "`scale` runs from a lower to a higher number"),
    (Metric, {**QUESTION, "mean_at_least": "good"}, "a number is expected here, for example 4 or 4.2"),
    (Metric, {**QUESTION, "mean_at_least": "6"}, "`mean_at_least` lies outside the scale 1 to 5"),
    (Principle, {**PRINCIPLE, "id": "true"}, "true is no text to other readers of YAML: choose another id"),
    (Principle, {**PRINCIPLE, "text": "  "}, "a text is expected here; this one is empty"),
    (Principle, {**PRINCIPLE, "text": "x" * 8001}, "this text is at most 8,000 characters"),
    (PublishedRange, {"from": "80", "below": "80"}, "`from` is less than `below`"),
    (PublishedRange, {"from": "80", "below": "101"}, "`below` is 100 at the most"),
    (
        HeldWithTeam,
        {"team": "harbour", "service": "health-check", "times": "2", "of": "1"},
        "`times` is more than `of`",
    ),
    (ReleaseDocument, {**RELEASE, "schema": "2"}, 'this version reads `"schema": 1`'),
]


@pytest.mark.parametrize(
    ("kind", "value", "words"), REFUSED, ids=[f"{kind.__name__}: {words}" for kind, _, words in REFUSED]
)
def test_it_is_refused_in_words(kind: type[Model], value: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(value)

    assert len(refused.value.errors()) == 1
    assert words in refused.value.errors()[0]["msg"]
