"""Pictures as SVG and HTML: no script, no dependency, colours by CSS variables.

No words stand inside an SVG, so that text zooms, wraps and is found; a picture has a title that
says its result, or is hidden from readers where the words beside it say the same.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, takewhile

from markupsafe import Markup

from checks.publish.cells import Standing
from checks.site.safe_text import safe_text

_SYMBOLS = {
    "kept": ("k", '<path d="M2 6.5 5 9.5 10.5 2.5"/>'),
    "below": ("b", '<path d="M1.5 3h9L6 10.5z"/>'),
    "far below": ("f", '<path class="f" d="M1.5 3h9L6 10.5z"/>'),
    "nothing due": ("n", '<path d="M3 6h6"/>'),
    "waived": ("n", '<path d="M4 2.5v7M8 2.5v7"/>'),
    "few": ("s", '<path d="M1.5 6h.01M6 6h.01M10.5 6h.01"/>'),
    "running": ("n", '<circle cx="6" cy="6" r="4.5"/><path class="f" d="M6 1.5a4.5 4.5 0 0 1 0 9z"/>'),
    "earlier": ("n", '<circle cx="6" cy="6" r="4.5"/>'),
    "outbound": ("o", '<path d="M1 6h9.5M7 2.2 10.8 6 7 9.8"/>'),
    "inbound": ("q", '<path d="M11 6H1.5M5 2.2 1.2 6 5 9.8"/>'),
    "both": ("o", '<path d="M1 6h10M4 3 1 6l3 3M8 3l3 3-3 3"/>'),
    "": ("n", ""),
    "under usual": ("b", '<path d="M6 1v7M2.8 5.2 6 8.4l3.2-3.2M1.5 11h9"/>'),
    "over usual": ("o", '<path d="M6 11V4M2.8 6.8 6 3.6l3.2 3.2M1.5 1h9"/>'),
    "unread": ("n", '<path d="M4.2 4.2a1.9 1.9 0 1 1 2.6 1.9c-.6.3-.8.6-.8 1.2M6 9.8h.01"/>'),
}


def symbol(name: str) -> Markup:
    """Return a sign 12 wide and high; the word that says the same stands beside it."""
    letter, drawn = _SYMBOLS[name]
    return Markup(
        f'<svg class="ob-i ob-{letter}" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>'
    )


def letter(name: str) -> str:
    """Return the class letter of a standing, for the cell that holds its symbol."""
    return _SYMBOLS[name][0]


def picture(width: int, height: int, body: str, title: str = "", description: str = "") -> Markup:
    """Return an SVG that stretches with the page; `body` is made of numbers and constants alone."""
    spoken = f'role="img"><title>{safe_text(title)}</title>' if title else 'aria-hidden="true">'
    spoken += f"<desc>{safe_text(description)}</desc>" if description else ""
    return Markup(
        f'<svg class="ob-pic" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="none" style="height:{height}px" {spoken}{body}</svg>'
    )


def _aim(at: str, height: int) -> str:
    return f'<path class="ob-halo" d="M{at} 0v{height}"/><path class="ob-aim" d="M{at} 0v{height}"/>'


def _agreed_line(agreed: Fraction | None) -> str:
    return "" if agreed is None else _aim(f"{float(agreed) * 600:.1f}", 18)


def bar(share: Fraction, agreed: Fraction | None, title: str = "") -> Markup:
    """Return a share as a bar, with the line that was agreed."""
    body = f'<rect class="ob-track" y="5" width="600" height="8"/><rect class="ob-fill" y="5" width="{float(share) * 600:.1f}" height="8"/>'
    return picture(600, 18, body + _agreed_line(agreed), title)


def range_bar(least: Fraction, most: Fraction, title: str = "") -> Markup:
    """Return a range of shares as a stretch of a bar."""
    x, width = float(least) * 600, float(most - least) * 600
    body = '<rect class="ob-track" y="5" width="600" height="8"/>'
    return picture(
        600, 18, f'{body}<rect class="ob-mute" x="{x:.1f}" y="5" width="{width:.1f}" height="8"/>', title
    )


def dots(points: Sequence[tuple[float, float]], title: str) -> Markup:
    """Return points of a plane, each from 0 to 1 rightwards and upwards, over its lower and left edge."""
    height = 160
    body = f'<rect class="ob-track" y="{height - 1}" width="600" height="1"/><rect class="ob-track" width="1" height="{height}"/>'
    for right, up in points:
        x, y = 8 + right * 584, height - 8 - up * (height - 16)
        body += f'<path class="ob-dot" d="M{x:.1f} {y:.1f}h.01"/>'
    return picture(600, height, body, title)


def mix_bar(outbound: Fraction, agreed: Fraction | None, title: str) -> Markup:
    """Return the outbound share and the rest as one bar, with the share agreed."""
    x = float(outbound) * 600
    left = f'<rect class="ob-fill" y="3" width="{max(0.0, x - 1.5):.1f}" height="12"/>'
    right = f'<rect class="ob-fill-in" x="{min(600.0, x + 1.5):.1f}" y="3" width="{max(0.0, 598.5 - x):.1f}" height="12"/>'
    return picture(600, 18, left + right + _agreed_line(agreed), title)


def running_bar(kept: Fraction) -> Markup:
    """Return what is kept so far, filled, and what is open, hollow."""
    x = float(kept) * 600
    filled = f'<rect class="ob-fill" y="3" width="{max(0.0, x - 1.5):.1f}" height="10"/>' if x > 1.5 else ""
    hollow = (
        f'<rect class="ob-open" x="{x + 2:.1f}" y="3.5" width="{597 - x:.1f}" height="9"/>' if x < 596 else ""
    )
    return picture(600, 16, filled + hollow)


def above(agreed: Fraction, text: str) -> Markup:
    """Return the words over the line of a bar, on the side of it where there is room."""
    percent = float(agreed) * 100
    style = (
        f"padding-left:{percent:g}%" if percent < 75 else f"padding-right:{100 - percent:g}%;text-align:right"
    )
    return Markup('<div class="ob-at" style="{}">{}</div>').format(style, safe_text(text))


@dataclass(frozen=True, slots=True)
class Point:
    """A quarter in a chart of columns: its share (a band's least), whether it is exact, and the words under it."""

    label: str
    share: Fraction
    words: str
    standing: Standing
    exact: bool
    year: str


def spark(shares: Sequence[Fraction], title: str, breaks: Collection[int] = ()) -> Markup:
    """Return a line over quarters, the last one a dot; the axis fits the shares.

    `breaks` are the positions of quarters under other terms than the one before: no line is drawn to them.
    """
    values = [float(share) for share in shares]
    low = max(0.0, math.floor((min(values) - 0.04) * 20) / 20)
    high = min(1.0, max(values) + 0.04)
    height, span = 72, max(0.05, high - low)
    step = 580 / max(1, len(values) - 1)
    line = ""
    for at, value in enumerate(values):
        x, y = 10 + at * step, height - 6 - (height - 12) * (value - low) / span
        line += f"{'M' if at == 0 or at in breaks else 'L'}{x:.1f} {y:.1f}"
    dot = f'<path class="ob-dot" d="M{x:.1f} {y:.1f}h.01"/>'
    return picture(600, height, f'<path class="ob-line" d="{line}"/>{dot}', title)


def columns(points: Sequence[Point], agreed: Fraction | None, title: str) -> Markup:
    """Return a column a quarter from a baseline of 0; kept ones are filled, bands are pale."""
    height, width = 132, 640 / max(1, len(points))
    body = ""
    for at, point in enumerate(points):
        top = height * (1 - float(point.share))
        below = point.standing in (Standing.BELOW, Standing.FAR)
        kind = "ob-hollow" if below else "ob-fill" if point.exact else "ob-mute"
        body += (
            f'<rect class="{kind}" x="{at * width + width * 0.28:.1f}" y="{top + 1:.1f}" '
            f'width="{width * 0.44:.1f}" height="{max(1.0, height - top - 2):.1f}"/>'
        )
    body += f'<rect class="ob-track" y="{height - 1}" width="640" height="1"/>'
    if agreed is not None:
        body += f'<path class="ob-aim" d="M0 {height * (1 - float(agreed)):.1f}h640"/>'
    axis = Markup("").join(
        Markup("<div><b>{}{}</b><span>{}<br>{}</span></div>").format(
            symbol(point.standing.value),
            safe_text(point.words),
            safe_text(point.label),
            safe_text(point.year) or Markup("&nbsp;"),
        )
        for point in points
    )
    return picture(640, height, body, title) + Markup(
        '<div class="ob-axis" aria-hidden="true">{}</div>'
    ).format(axis)


def year_of_windows(days_apart: float) -> Markup:
    """Return a year as windows of so many days, each with a dot on its last day."""
    width, body = 600 * days_apart / 365, ""
    for at in takewhile(lambda at: at * width < 594, count()):
        begin, end = at * width + 6, (at + 1) * width - 8
        body += f'<path class="ob-win" d="M{begin:.1f} 8H{max(begin, min(end, 596)):.1f}"/>'
        if end < 597:
            body += f'<path class="ob-dot" d="M{end:.1f} 8h.01"/>'
    return picture(600, 16, body)


def steps_after(days: Sequence[int], *, ordered: bool) -> Markup:
    """Return the steps after an event on a scale of 90 days."""
    kind = "ob-dot in" if ordered else "ob-dot"
    body = f'<path class="ob-win" d="M2 8H{2 + min(90, days[-1]) * 6.6:.1f}"/>'
    body += "".join(f'<path class="{kind}" d="M{2 + min(90, step) * 6.6:.1f} 8h.01"/>' for step in days)
    return picture(600, 16, body)


def agreements_line(spans: Sequence[tuple[date, date]], now: date, review: date, title: str) -> Markup:
    """Return agreements as stretches of one line, with today and the day by which they are reviewed.

    A span is the first and the last day of an agreement.
    """
    begin, end = spans[0][0], max(review, now, spans[-1][0] + timedelta(days=30))
    scale = 592 / max(1, (end - begin).days)
    body = ""
    for first, last in spans:
        left, right = (4 + (day - begin).days * scale for day in (first, min(last, end)))
        kind = "ob-win ob-now" if first <= now <= last else "ob-win"
        body += f'<path class="{kind}" d="M{left + 4:.1f} 8H{max(left + 5, right - 5):.1f}"/>'
    body += _aim(f"{4 + (now - begin).days * scale:.1f}", 16)
    if now <= review:
        body += f'<path class="ob-dot" d="M{4 + (review - begin).days * scale:.1f} 8h.01"/>'
    return picture(600, 16, body, title)


def reach(reached: Sequence[int], title: Markup, *, outbound: bool) -> Markup:
    """Return the argument as a picture: one leader, eight team members, lines to those who are reached."""
    colour = "var(--ob-out)" if outbound else "var(--ob-in)"
    lines = dots = ""
    for at in range(8):
        y = 12 + at * 19
        if at in reached:
            path = f"M26 79C90 79 120 {y} 176 {y}" if outbound else f"M176 {y}C120 {y} 90 79 26 79"
            lines += f'<path d="{path}" style="stroke:{colour};stroke-width:2"/>'
        fill, edge = (colour, colour) if at in reached else ("var(--ob-paper)", "var(--ob-edge)")
        dots += f'<circle cx="184" cy="{y}" r="6.5" style="fill:{fill};stroke:{edge};stroke-width:1.5"/>'
    return Markup(
        '<svg class="ob-pic" role="img" width="200" height="158" viewBox="0 0 200 158">'
        f'<title>{title}</title>{lines}{dots}<circle cx="16" cy="79" r="10" style="fill:var(--ob-ink)"/></svg>'
    )
