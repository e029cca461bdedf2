"""Texts as people type them: what some reader of YAML would take for something else, and anything at all."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from checks.loading.files import forbidden_in

_PARTS = (
    *(" ", "\t", ":", "#", "-", "?", "%", "&", "*", "!", "|", ">", "'", '"', "{", "}", "[", "]", ",", "@"),
    *(
        "`",
        "=",
        "<",
        "~",
        ".",
        "\\",
        "/",
        "0",
        "1",
        "7",
        "9",
        "e",
        "E",
        "x",
        "o",
        "+",
        "_",
        "a",
        "B",
        "n",
        "y",
    ),
    *("yes", "No", "null", "on", "OFF", "true", "2026-01-01", "12:30", "1_000", "0x1f", ".inf", "1e3", "90%"),
    *("- ", "? ", ": ", " #", "---", "...", "<<", "%YAML", "!!str", "é", "\u00a0", "漢字", "😀", "Harbour"),
)


def _allowed(text: str) -> bool:
    return not forbidden_in(text)


_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
_ODD = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=8).map("".join)
_TYPED = (_ODD | _ANY).map(lambda text: unicodedata.normalize("NFC", text)).filter(_allowed)

typed_lines = _TYPED.filter(lambda text: "\n" not in text and bool(text.strip()))
"""Texts of one line, which are not empty."""

typed_proses = st.lists(_TYPED, min_size=1, max_size=4).map("\n".join) | _TYPED
"""Texts of one or several lines."""
