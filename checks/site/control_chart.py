"""A service's last quarters beside the variation that chance explains: a control chart, in words and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from checks.engine.chance import LEVEL, Tally, usual_counts
from checks.site.charts import picture, symbol
from checks.site.phrases import quarter, quarter_alone
from checks.site.safe_text import safe_text
from checks.wording.language import message
from checks.wording.measures import share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.model.service import Service
    from checks.site.site_data import Site
    from checks.wording.language import Language

QUARTERS_CHARTED, FEWEST_CHARTED = 8, 4
"""Quarters in a chart at most, and at least: of fewer, an average says little."""

_OUTSIDE = {
    "under usual": message("Below the usual range: {quarters}."),
    "over usual": message("Above the usual range: {quarters}."),
}
_STANDINGS = {
    "": message("usual"),
    "under usual": message("below the usual range"),
    "over usual": message("above the usual range"),
}

_WIDTH, _HEIGHT, _EDGE = 640, 120, 8


class ChartedQuarter(NamedTuple):
    """A quarter with counts, the share in all quarters under the same terms, and the shares chance explains."""

    name: str
    tally: Tally
    mean: Fraction
    least: Fraction
    most: Fraction

    @property
    def standing(self) -> str:
        """Whether the share is `under usual` or `over usual`; empty if it is usual."""
        share = self.tally.share
        return "under usual" if share < self.least else "over usual" if share > self.most else ""


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A service's chart: the result in a sentence, the picture with its axis, and the numbers as a table."""

    service: Service
    words: str
    picture: Markup
    numbers: tuple[tuple[str, str, str, str], ...]


def control_chart(site: Site, service: Service) -> ControlChart | None:
    """Return the chart of a service in all teams; None if too few quarters have exact counts.

    A release has ranges and no counts, so published pages have no chart of it.
    """
    charted = [point for era in _eras(site, service) for point in era]
    if len(charted) < FEWEST_CHARTED:
        return None
    language = site.language
    words = _words(language, charted)
    title = language.say("{service}: coverage by quarter, and the usual variation", service=service.title)
    drawing = picture(_WIDTH, _HEIGHT, _drawing(_eras(site, service)), title, words)
    numbers = tuple(
        (
            quarter(language, point.name),
            share_of(*point.tally, language),
            _usual(language, point),
            language.say(_STANDINGS[point.standing]),
        )
        for point in charted
    )
    return ControlChart(service, words, drawing + _axis(language, charted), numbers)


def _eras(site: Site, service: Service) -> list[list[ChartedQuarter]]:
    """Return the last quarters with exact counts, parted where other terms began: each part has its own average."""
    figures, eras = site.figures, list[list[tuple[str, Tally]]]()
    for name in (period.name for period in figures.quarters[-QUARTERS_CHARTED:]):
        cell = figures.cell(None, service.id, name)
        if not eras or (service.id, name) in figures.changed:
            eras.append([])
        if cell.share is not None:
            eras[-1].append((name, Tally(cell.met or 0, cell.due or 0)))
    count = sum(map(len, eras))
    return [_era(era, LEVEL * len(era) / count) for era in eras if era]


def _era(quarters: Sequence[tuple[str, Tally]], level: Fraction) -> list[ChartedQuarter]:
    tallies = [tally for _, tally in quarters]
    mean = Fraction(sum(tally.met for tally in tallies), sum(tally.due for tally in tallies))
    return [
        ChartedQuarter(name, tally, mean, Fraction(usual.least, tally.due), Fraction(usual.most, tally.due))
        for (name, tally), usual in zip(quarters, usual_counts(tallies, level), strict=True)
    ]


def _words(language: Language, charted: Sequence[ChartedQuarter]) -> str:
    """Return which quarters are outside the usual variation, or that none is."""
    outside = [
        language.say(
            sentence,
            quarters=language.listed([_quarter(language, p) for p in charted if p.standing == standing]),
        )
        for standing, sentence in _OUTSIDE.items()
        if any(point.standing == standing for point in charted)
    ]
    return " ".join(outside) or language.counted(
        "In the last {number} quarter, coverage stayed within the usual variation.",
        "In the last {number} quarters, coverage stayed within the usual variation.",
        len(charted),
        number=language.number(len(charted)),
    )


def _quarter(language: Language, point: ChartedQuarter) -> str:
    name, share = quarter(language, point.name), language.percent(point.tally.share)
    return language.say("{quarter} ({share})", quarter=name, share=share)


def _usual(language: Language, point: ChartedQuarter) -> str:
    least, most = language.percent(point.least), language.percent(point.most)
    return least if least == most else language.say("{least} to {most}", least=least, most=most)


def _axis(language: Language, charted: Sequence[ChartedQuarter]) -> Markup:
    """Return the quarters below the picture, each with its share in whole percent, and a sign if it is outside."""
    cells, before = Markup(""), ""
    for point in charted:
        year = point.name.partition("-Q")[0]
        cells += Markup("<div><b>{}{}</b><span>{}<br>{}</span></div>").format(
            symbol(point.standing),
            safe_text(language.percent(Fraction(int(point.tally.share * 100), 100))),
            safe_text(quarter_alone(language, point.name)),
            safe_text(year if year != before else "") or Markup("&nbsp;"),
        )
        before = year
    return Markup('<div class="ob-axis" aria-hidden="true">{}</div>').format(cells)


def _drawing(eras: Sequence[Sequence[ChartedQuarter]]) -> str:
    """Return the grey area of the usual shares, the average, the line over the quarters, and a mark on each."""
    points = [point for era in eras for point in era]
    values = [share for point in points for share in (point.tally.share, point.least, point.most)]
    low, span = min(values), max(max(values) - min(values), Fraction(1, 20))
    width, at = _WIDTH / len(points), 0

    def level(share: Fraction) -> float:
        return _EDGE + (_HEIGHT - 2 * _EDGE) * (1 - float((share - low) / span))

    area = lines = marks = ""
    for era in eras:
        left, path = at * width, ""
        upper, lower = f"M{left:.1f} {level(era[0].most) - 1:.1f}", ""
        lines += (
            f'<path class="ob-mid" d="M{left + 4:.1f} {level(era[0].mean):.1f}h{len(era) * width - 8:.1f}"/>'
        )
        for point in era:
            x, y = (at + 0.5) * width, level(point.tally.share)
            upper += f"V{level(point.most) - 1:.1f}h{width:.1f}"
            lower = f"V{level(point.least) + 1:.1f}h-{width:.1f}{lower}"
            path += f"{'L' if path else 'M'}{x:.1f} {y:.1f}"
            marks += (
                f'<path class="{"ob-outlier" if point.standing else "ob-dot"}" d="M{x:.1f} {y:.1f}h.01"/>'
            )
            at += 1
        area += f'<path class="ob-track" d="{upper}{lower}Z"/>'
        lines += f'<path class="ob-line" d="{path}"/>'
    return area + lines + marks
