"""What was asked and what was answered: the questions of a service, or of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.coverage.wording import score, share_of
from checks.pages.charts import Point, spark
from checks.pages.text import quarter
from checks.privacy.suppression import Shown, Standing

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.model.service import Metric
    from checks.pages.site import Site
    from checks.privacy.pulse import Heard


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers: the last quarter in words, and all of them as picture and table."""

    text: str
    target: str
    symbol: str
    words: str
    trend: str
    picture: Markup | None
    ends: tuple[str, str]
    numbers: tuple[tuple[str, str, str], ...]


def question(site: Site, service: str, metric: Metric) -> Question:
    """Return a question of a service with what may be published of its answers."""
    heard = site.figures.pulse.get((service, metric.id), ())
    shown = [one for one in heard if one.shown is not Shown.HIDDEN]
    exact = [one for one in shown if one.shown is Shown.EXACT]
    last = shown[-1] if shown else None
    standing = {True: "kept", False: "below", None: ""}[last.kept if last else None]
    return Question(
        text=metric.question,
        target=f"{_plain(metric.mean_at_least)} of {metric.scale[1]}"
        if metric.mean_at_least is not None
        else "",
        symbol=standing,
        words=_said(last, metric) if last else "Too few answers to show." if heard else "",
        trend=_trend(exact),
        picture=_picture(exact, metric) if len(exact) > 1 else None,
        ends=(_end(exact[0]), _end(exact[-1])) if exact else ("", ""),
        numbers=tuple((quarter(one.quarter.name), _mean(one, metric), _answered(one)) for one in shown),
    )


def _plain(value: object) -> str:
    return str(float(str(value))) if "/" in str(value) else str(value)


def _said(last: Heard, metric: Metric) -> str:
    words = f"{_mean(last, metric)} in {quarter(last.quarter.name)}"
    return f"{words}, answered by {_answered(last)}" if last.shown is Shown.EXACT else words


def _mean(one: Heard, metric: Metric) -> str:
    low, high = metric.scale
    border = one.mean or Fraction(0)
    if one.shown is Shown.EXACT:
        return f"{score(border)} of {high}"
    return f"at least {score(border)} of {high}" if border * 2 > low + high else f"at most {score(border)}"


def _answered(one: Heard) -> str:
    return share_of(one.given, one.asked) if one.shown is Shown.EXACT else "few"


def _trend(exact: list[Heard]) -> str:
    """Return how the mean moved since the quarter shown before, when it did by a tenth or more."""
    if len(exact) < 2:
        return ""
    before, last = exact[-2].mean or Fraction(0), exact[-1].mean or Fraction(0)
    if score(before) == score(last):
        return f"as in {quarter(exact[-2].quarter.name)}"
    way = "up" if last > before else "down"
    return f"{way} from {score(before)} in {quarter(exact[-2].quarter.name)}"


def _end(one: Heard) -> str:
    return f"{quarter(one.quarter.name)}, {score(one.mean or Fraction(0))}"


def _picture(exact: list[Heard], metric: Metric) -> Markup:
    low, high = metric.scale
    points = [
        Point(
            quarter(one.quarter.name), ((one.mean or Fraction(low)) - low) / (high - low), "", Standing.KEPT
        )
        for one in exact
    ]
    return spark(points, f"Mean by quarter from {_end(exact[0])}, to {_end(exact[-1])}")
