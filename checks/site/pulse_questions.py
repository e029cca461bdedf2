"""What was asked and what was answered: the questions of a service, or of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.chance import allowed_means
from checks.publish.cells import Shown
from checks.site.charts import spark
from checks.site.phrases import quarter
from checks.wording.measures import score, share_of, variation_words

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.model.service import Metric
    from checks.publish.figures import PulseCell
    from checks.site.site_data import Site
    from checks.wording.language import Language


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers: the last quarter in words, and all of them as picture and table.

    `trend` and `chance` need exact counts of answers: a release has none.
    """

    text: str
    target: str
    symbol: str
    words: str
    trend: str
    chance: str
    picture: Markup | None
    ends: tuple[str, str]
    numbers: tuple[tuple[str, str, str], ...]


def question_view(site: Site, service: str, metric: Metric) -> Question:
    """Return a question of a service with what may be published of its answers."""
    cells = site.figures.pulse.get((service, metric.id), ())
    shown = cells
    exact = [cell for cell in shown if cell.shown is Shown.EXACT]
    last, language = shown[-1] if shown else None, site.language
    words = _words(language, last, metric) if last else ""
    ends = (_end(language, exact[0]), _end(language, exact[-1])) if exact else ("", "")
    return Question(
        text=metric.question,
        target=_target(language, metric),
        symbol={True: "kept", False: "below", None: ""}[last.kept if last else None],
        words=words,
        trend=_trend(language, [cell for cell in exact if cell.given], metric),
        chance=_chance(language, last, metric) if last and last.given else "",
        picture=_picture(language, exact, metric, ends) if len(exact) > 1 else None,
        ends=ends,
        numbers=tuple(
            (
                quarter(language, cell.quarter.name),
                mean_words(language, cell, metric),
                _answered(language, cell),
            )
            for cell in shown
        ),
    )


def _target(language: Language, metric: Metric) -> str:
    """Return the mean that was agreed; written whole it stays so: `4 of 5`, and `4.2 of 5`."""
    least = metric.mean_at_least
    if least is None:
        return ""
    mean = language.number(int(least)) if least.denominator == 1 else language.hundredths(least)
    return language.say("{mean} of {highest}", mean=mean, highest=metric.scale[1])


def _words(language: Language, last: PulseCell, metric: Metric) -> str:
    mean, when = mean_words(language, last, metric), quarter(language, last.quarter.name)
    if last.about:
        return language.say(
            "{mean} in {quarter}, about {number} answers",
            mean=mean,
            quarter=when,
            number=language.number(last.about),
        )
    answered = _answered(language, last)
    return language.say("{mean} in {quarter}, answered by {share}", mean=mean, quarter=when, share=answered)


def mean_words(language: Language, cell: PulseCell, metric: Metric) -> str:
    """Return an exact mean, or on which side of a border a band lies."""
    low, high = metric.scale
    border = cell.mean or Fraction(0)
    mean = score(border, language)
    if cell.shown is Shown.EXACT:
        return language.say("{mean} of {highest}", mean=mean, highest=high)
    if border * 2 > low + high:
        return language.say("at least {mean} of {highest}", mean=mean, highest=high)
    return language.say("at most {mean}", mean=mean)


def _answered(language: Language, cell: PulseCell) -> str:
    if cell.about:
        return language.say("about {number}", number=language.number(cell.about))
    return share_of(cell.given, cell.asked, language)


def _trend(language: Language, counted: list[PulseCell], metric: Metric) -> str:
    """Return how the mean moved since the quarter before, and whether chance explains it; a tenth or more counts.

    More than chance: the means that the answers of both quarters allow have none in common.
    """
    if len(counted) < 2:
        return ""
    before, last = counted[-2].mean or Fraction(0), counted[-1].mean or Fraction(0)
    when, mean = quarter(language, counted[-2].quarter.name), score(before, language)
    if score(before) == score(last):
        return language.say("as in {quarter}", quarter=when)
    first, second = (_allowed(cell, metric) for cell in counted[-2:])
    words = variation_words(beyond=first[1] < second[0] or second[1] < first[0], language=language)
    if last > before:
        return language.say("up from {mean} in {quarter}: {words}", mean=mean, quarter=when, words=words)
    return language.say("down from {mean} in {quarter}: {words}", mean=mean, quarter=when, words=words)


def _chance(language: Language, last: PulseCell, metric: Metric) -> str:
    """Return whether the difference from the agreed mean is more than chance explains; nothing if none is agreed."""
    if metric.mean_at_least is None or last.mean is None:
        return ""
    target, (least, most) = Fraction(metric.mean_at_least), _allowed(last, metric)
    if least > target or most < target:
        return language.say("The difference from the agreed average is more than chance explains.")
    ends = {
        "least": score(least, language),
        "most": language.tenths(-(-most.numerator * 10 // most.denominator)),
    }
    return language.say(
        "This number of answers allows an average from {least} to {most}. So chance can explain the difference "
        "from the agreed one.",
        **ends,
    )


def _allowed(cell: PulseCell, metric: Metric) -> tuple[Fraction, Fraction]:
    return allowed_means(cell.mean or Fraction(0), cell.given, metric.scale)


def _end(language: Language, cell: PulseCell) -> str:
    return f"{quarter(language, cell.quarter.name)}, {score(cell.mean or Fraction(0), language)}"


def _picture(language: Language, exact: list[PulseCell], metric: Metric, ends: tuple[str, str]) -> Markup:
    low, high = metric.scale
    shares = [((cell.mean or Fraction(low)) - low) / (high - low) for cell in exact]
    return spark(shares, language.say("Mean by quarter from {first}, to {last}", first=ends[0], last=ends[1]))
