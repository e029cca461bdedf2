"""What helps? Kept promises beside felt support, for those who hold the data: points without names, and no ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model.playbook import first_asked_by_team
from checks.site.charts import dots
from checks.site.phrases import quarter
from checks.wording.measures import score, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from markupsafe import Markup

    from checks.publish.support_figures import KeptAndFelt
    from checks.site.site_data import Site
    from checks.wording.language import Language

LAST_QUARTERS = 4
"""Quarters whose points are in the picture."""

FEWEST_POINTS = 3
"""Points under which there is no picture: two always lie on a line."""


@dataclass(frozen=True, slots=True)
class WhatHelps:
    """The question asked, a picture of the last quarters with its lowest and highest numbers, and all by quarter.

    `smallest` is how many members a team needs to be in it.
    """

    question: str
    picture: Markup | None
    kept: tuple[str, str]
    answers: tuple[str, str]
    quarters: str
    numbers: tuple[tuple[str, ...], ...]
    smallest: int


def what_helps(site: Site) -> WhatHelps | None:
    """Return kept promises beside felt support; None on a published page, and without answers to the question."""
    shown = site.figures.kept_and_felt
    metric = first_asked_by_team(site.playbook)
    if not site.live or not shown or metric is None:
        return None
    language, last = site.language, shown[-LAST_QUARTERS:]
    points = [point for each in last for point in each.points]
    shares = [kept for kept, _ in points]
    low, high = metric.scale
    return WhatHelps(
        question=metric.question,
        picture=_picture(language, points, metric.scale) if len(points) >= FEWEST_POINTS else None,
        kept=(language.percent(min(shares)), language.percent(max(shares))),
        answers=(language.number(low), language.number(high)),
        quarters=", ".join(quarter(language, each.quarter) for each in last),
        numbers=tuple(_numbers(language, each) for each in shown),
        smallest=2 * site.figures.smallest_group,
    )


def _numbers(language: Language, of_quarter: KeptAndFelt) -> tuple[str, ...]:
    mean, counts = of_quarter.answers.mean, of_quarter.counts
    return (
        quarter(language, of_quarter.quarter),
        language.number(len(of_quarter.points)),
        share_of(counts.met, counts.due, language),
        score(mean, language) if mean is not None else "",
    )


def _picture(
    language: Language, points: Sequence[tuple[Fraction, Fraction]], scale: tuple[int, int]
) -> Markup:
    least, most = min(kept for kept, _ in points), max(kept for kept, _ in points)
    low, high = scale
    placed = [
        (float((kept - least) / ((most - least) or 1)), float((mean - low) / (high - low)))
        for kept, mean in points
    ]
    return dots(placed, language.say("Kept agreements and answers, a dot for each team and quarter"))
