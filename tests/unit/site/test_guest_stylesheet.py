"""What a page of ours brings into a handbook: rules below one class, and colours made of the theme's own."""

from __future__ import annotations

import re
from pathlib import Path

import checks.site

ASSETS = Path(checks.site.__path__[0]) / "assets"
SHEET = "".join(
    re.sub(r"/\*.*?\*/", "", (ASSETS / name).read_text("utf-8"), flags=re.DOTALL)
    for name in ("outbound.css", "propose.css")
)
OWN = (ASSETS / "playbook.css").read_text("utf-8")
ANY = re.compile(r"var\(--(?!ob-|md-|bs-)")


def selectors(sheet: str) -> list[str]:
    """Return every selector of a stylesheet, lists taken apart; at-rules are entered, @property is none."""
    rules = re.findall(
        r"([^{}]+)\{([^{}]*)\}", re.sub(r"@(?:media|supports)[^{]*\{|@property[^}]*\}", "", sheet)
    )
    return [part.strip() for head, _ in rules for part in split_list(head)]


def split_list(head: str) -> list[str]:
    """Split a list of selectors at the commas that stand in no brackets."""
    parts, depth = [""], 0
    for letter in head:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def test_every_rule_stands_below_our_class() -> None:
    found = selectors(SHEET)

    assert len(found) > 100
    assert [one for one in found if not re.match(r"\.outbound(?![\w-])", one)] == []


def test_nothing_of_the_theme_is_set() -> None:
    declared = re.findall(r"[{;](--[\w-]+):", SHEET)

    assert declared
    assert [name for name in declared if not name.startswith("--ob-")] == []
    assert [name for name in re.findall(r"@(\w+)", SHEET) if name not in ("media", "property")] == []


def test_no_colour_is_taken_from_our_own_palette() -> None:
    assert ANY.findall(SHEET) == []


def test_the_own_site_sets_each_colour_of_a_guest() -> None:
    guest = set(re.findall(r"[{;](--ob-[\w-]+):", SHEET))
    block = re.search(r"\n\.outbound\{([^}]*)\}", OWN)

    assert block
    assert guest - set(re.findall(r"(--ob-[\w-]+):", block[1])) == {"--ob-r", "--ob-accent", "--ob-cell"}


def test_braces_of_both_sheets_are_closed() -> None:
    assert all(text.count("{") == text.count("}") for text in (SHEET, OWN))


def test_a_wrong_selector_would_be_seen() -> None:
    assert selectors("@media print{.a,.outbound :is(b,c){x:y}}body{z:1}") == [
        ".a",
        ".outbound :is(b,c)",
        "body",
    ]


def test_no_pseudo_element_stands_in_brackets() -> None:
    brackets = re.findall(r":(?:is|where|not)\([^)]*:(?:before|after|marker)", SHEET + OWN)

    assert brackets == []  # a browser drops such a selector without a word
