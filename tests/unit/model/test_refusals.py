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
    (
        CalendarCadence,
        {"at_least": "1", "per": "quarter", "only": ["may"]},
        "`only` needs `per: month`. Change `per`, or remove `only`",
    ),
    (
        CalendarCadence,
        {"at_least": "1", "per": "month", "only": ["may", "may"]},
        "`only` contains a month twice. Remove one of them",
    ),
    (
        EventCadence,
        {"after": "ordering", "within": ["7 days", "14 days"]},
        "after a request, `within` needs exactly one entry. Remove the others",
    ),
    (
        EventCadence,
        {"after": "leaving", "within": ["7 days", "14 days"]},
        "after leaving, `within` needs exactly one entry. Remove the others",
    ),
    (
        EventCadence,
        {"after": "joining", "before": "7 days", "within": ["14 days"]},
        "`before` needs `after: leaving`. Change `after`, or remove `before`",
    ),
    (Metric, {**QUESTION, "scale": ["1", "11"]}, "`scale` goes above 10. End it at 10 or less"),
    (
        Metric,
        {**QUESTION, "scale": ["5", "5"]},
        "`scale` must go from a lower to a higher number. Correct it",
    ),
    (Metric, {**QUESTION, "mean_at_least": "good"}, "not a valid number. Write one, for example 4 or 4.2"),
    (Metric, {**QUESTION, "mean_at_least": "6"}, "`mean_at_least` is outside the scale 1 to 5"),
    (
        Principle,
        {**PRINCIPLE, "id": "true"},
        "other programs read true as a flag, not as text. Choose another id",
    ),
    (Principle, {**PRINCIPLE, "text": "  "}, "this text is empty. Write something here"),
    (Principle, {**PRINCIPLE, "text": "x" * 8001}, "this text is too long. Write at most 8,000 characters"),
    (PublishedRange, {"from": "80", "below": "80"}, "`from` must be less than `below`"),
    (PublishedRange, {"from": "80", "below": "101"}, "`below` must be at most 100"),
    (
        HeldWithTeam,
        {"team": "harbour", "service": "health-check", "times": "2", "of": "1"},
        "`times` is more than `of`. Restore the file from git",
    ),
    (
        ReleaseDocument,
        {**RELEASE, "schema": "2"},
        'this version of outbound only reads `"schema": 1`. If the file is newer, upgrade outbound',
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
