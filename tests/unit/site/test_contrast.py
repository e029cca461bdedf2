"""The colour pairs of every picture and table, in both schemes: axe does not look into pictures.

Source of the ratios: WCAG 2.2, 1.4.3 (text 4.5) and 1.4.11 (marks 3).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import checks.site

CSS = (Path(checks.site.__path__[0]) / "assets/playbook.css").read_text("utf-8")
TEXT, MARK = 4.5, 3.0

PAIRS = [
    ("ink", "paper", TEXT, "text, and the line that was agreed"),
    ("ink", "raise", TEXT, "text in code and search"),
    ("soft", "paper", TEXT, "notes, axes, labels"),
    ("soft", "raise", TEXT, "words on the hatch of a small group"),
    ("out", "paper", TEXT, "links, lines, columns, what was met"),
    ("in", "paper", TEXT, "the sign of who asks"),
    ("in-fill", "paper", MARK, "the inbound part of the mix"),
    ("edge", "paper", MARK, "outlines, axes of the map, what is booked"),
    ("ink", "kept", TEXT, "a figure that is as agreed"),
    ("kept-ink", "kept", TEXT, "the sign of what is kept"),
    ("kept-ink", "paper", TEXT, "the same in a list"),
    ("ink", "below", TEXT, "a figure below what was agreed"),
    ("below-ink", "below", TEXT, "its sign"),
    ("below-ink", "paper", TEXT, "the same in a list"),
    ("ink", "far", TEXT, "a figure far below"),
    ("below-ink", "far", TEXT, "its sign"),
    ("on", "out", TEXT, "words on a button"),
]


def colours(scheme: str) -> dict[str, str]:
    block = re.search(rf"\[data-md-color-scheme={scheme}\]\{{([^}}]*)\}}", CSS)
    assert block
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", block[1]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(
    ("one", "other", "least", "what"), PAIRS, ids=[f"{a} on {b}" for a, b, _, _ in PAIRS]
)
def test_a_pair_of_colours_can_be_told_apart(
    scheme: str, one: str, other: str, least: float, what: str
) -> None:
    found = colours(scheme)

    assert ratio(found[one], found[other]) >= least, what


def test_no_colour_of_the_stylesheet_is_left_out() -> None:
    named = {name for pair in PAIRS for name in pair[:2]}

    assert set(colours("default")) - named == {"line"}  # hairlines are ornament
    assert set(colours("default")) == set(colours("slate"))


def test_pictures_have_no_colours_of_their_own() -> None:
    drawn = (Path(checks.site.__path__[0]) / "charts.py").read_text("utf-8")

    assert not re.findall(r"#[0-9a-fA-F]{3,6}\b|rgb\(|hsl\(", drawn)
