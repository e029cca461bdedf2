"""What no shape of a value can hold is refused, in words that say what may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from checks.model.cadences import CalendarCadence, EventCadence
from checks.model.playbook import Principle
from checks.model.release_document import ReleaseDocument, ReleaseFigure
from checks.model.service import Metric

if TYPE_CHECKING:
    from checks.model.base import Model

QUESTION = {"id": "useful", "question": "Was it useful?"}
PRINCIPLE = {"id": "seen", "title": "Seen", "text": "Everybody is."}
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
    (ReleaseFigure, {"shown": "band", "band": ["80", "80"]}, "a band's first number is less than its second"),
    (ReleaseFigure, {"shown": "band", "band": ["80", "101"]}, "which is 100 at the most"),
    (ReleaseFigure, {"shown": "exact", "due": "3"}, "an exact cell carries `due` and `met`"),
    (ReleaseFigure, {"shown": "band", "due": "3", "met": "2"}, "a band carries no counts"),
    (ReleaseFigure, {"shown": "hidden", "met": "2"}, "a hidden cell carries no counts"),
    (ReleaseFigure, {"shown": "exact", "due": "3", "met": "4"}, "`met` is more than `due`"),
    (
        ReleaseDocument,
        {"schema": "2", "period": "2026-Q3", "as_of": "2026-11-23"},
        'this version reads `"schema": 1`',
    ),
]


@pytest.mark.parametrize(
    ("kind", "value", "words"), REFUSED, ids=[f"{kind.__name__}: {words}" for kind, _, words in REFUSED]
)
def test_it_is_refused_in_words(kind: type[Model], value: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(value)

    assert len(refused.value.errors()) == 1
    assert words in refused.value.errors()[0]["msg"]
