"""What was asked and what was answered: the questions of a service, or of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.wording.measures import score, share_of
from checks.site.charts import Point, spark
from checks.site.phrases import quarter
from checks.publish.suppression import Shown, Standing

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.wording.language import Language
    from checks.model.service import Metric
    from checks.site.site_data import Site
    from checks.publish.pulse_means import PulseCell


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


def question_view(site: Site, service: str, metric: Metric) -> Question:
    """Return a question of a service with what may be published of its answers."""
    heard = site.figures.pulse.get((service, metric.id), ())
    shown = [one for one in heard if one.shown is not Shown.HIDDEN]
    exact = [one for one in shown if one.shown is Shown.EXACT]
    last = shown[-1] if shown else None
    standing = {True: "kept", False: "below", None: ""}[last.kept if last else None]
    say = site.language.say
    return Question(
        text=metric.question,
        target=_target(site.language, metric),
        symbol=standing,
        words=_said(site.language, last, metric)
        if last
        else say("Too few answers to show.")
        if heard
        else "",
        trend=_trend(site.language, exact),
        picture=_picture(site.language, exact, metric) if len(exact) > 1 else None,
        ends=(_end(site.language, exact[0]), _end(site.language, exact[-1])) if exact else ("", ""),
        numbers=tuple(
            (
                quarter(site.language, one.quarter.name),
                _mean(site.language, one, metric),
                _answered(site.language, one),
            )
            for one in shown
        ),
    )


def _target(language: Language, metric: Metric) -> str:
    """Return the mean that was agreed; written whole it stays so: `4 of 5`, and `4.2 of 5`."""
    least = metric.mean_at_least
    if least is None:
        return ""
    mean = language.number(int(least)) if least.denominator == 1 else language.hundredths(least)
    return language.say("{mean} of {highest}", mean=mean, highest=metric.scale[1])


def _said(language: Language, last: PulseCell, metric: Metric) -> str:
    mean, when = _mean(language, last, metric), quarter(language, last.quarter.name)
    if last.shown is not Shown.EXACT:
        return language.say("{mean} in {quarter}", mean=mean, quarter=when)
    answered = _answered(language, last)
    return language.say("{mean} in {quarter}, answered by {share}", mean=mean, quarter=when, share=answered)


def _mean(language: Language, one: PulseCell, metric: Metric) -> str:
    low, high = metric.scale
    border = one.mean or Fraction(0)
    mean = score(border, language)
    if one.shown is Shown.EXACT:
        return language.say("{mean} of {highest}", mean=mean, highest=high)
    if border * 2 > low + high:
        return language.say("at least {mean} of {highest}", mean=mean, highest=high)
    return language.say("at most {mean}", mean=mean)


def _answered(language: Language, one: PulseCell) -> str:
    return share_of(one.given, one.asked, language) if one.shown is Shown.EXACT else language.say("few")


def _trend(language: Language, exact: list[PulseCell]) -> str:
    """Return how the mean moved since the quarter shown before, when it did by a tenth or more."""
    if len(exact) < 2:
        return ""
    before, last = exact[-2].mean or Fraction(0), exact[-1].mean or Fraction(0)
    when, mean = quarter(language, exact[-2].quarter.name), score(before, language)
    if score(before) == score(last):
        return language.say("as in {quarter}", quarter=when)
    if last > before:
        return language.say("up from {mean} in {quarter}", mean=mean, quarter=when)
    return language.say("down from {mean} in {quarter}", mean=mean, quarter=when)


def _end(language: Language, one: PulseCell) -> str:
    return f"{quarter(language, one.quarter.name)}, {score(one.mean or Fraction(0), language)}"


def _picture(language: Language, exact: list[PulseCell], metric: Metric) -> Markup:
    low, high = metric.scale
    points = [
        Point(
            quarter(language, one.quarter.name),
            ((one.mean or Fraction(low)) - low) / (high - low),
            "",
            Standing.KEPT,
        )
        for one in exact
    ]
    title = language.say(
        "Mean by quarter from {first}, to {last}",
        first=_end(language, exact[0]),
        last=_end(language, exact[-1]),
    )
    return spark(points, title)
