"""Names of files and folders that somebody, or some system, gives them: what no program expects, and what some obey."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES: Mapping[str, bytes] = {
    "a line feed": b"new\nline",
    "a carriage return": b"a\rb",
    "a tab": b"a\tb",
    "what clears a terminal": b"\x1b[2J\x1b]0;title\x07",
    "a delete": b"a\x7fb",
    "a control character of one byte in Latin-1": "a\x9b2Jb".encode(),
    "a next line": "a\x85b".encode(),
    "a line separator": "a\u2028b".encode(),
    "not UTF-8": b"\xff\xfe",
    "an overlong form": b"\xc0\xaf",
    "a surrogate": b"\xed\xa0\x80",
    "from right to left": "\u202elmay".encode(),
    "an isolate": "a\u2066b\u2069".encode(),
    "no width": "a\u200bb".encode(),
    "a byte order mark": "\ufeffa".encode(),
    "composed": "\u00e9".encode(),
    "decomposed": "e\u0301".encode(),
    "a picture": "\U0001f600".encode(),
    "an option": b"-rf",
    "a long option": b"--root",
    "per cent": b"%0A%s%(name)s",
    "braces": b"{0}{name}{{x}}",
    "quotes": b"\"a'b`c",
    "a backslash": b"a\\nb",
    "markup": b"<script>alert(1)<!--",
    "a table": b"a|b",
    "a link": b"[a](javascript:b)",
    "a mention": b"@everyone #1",
    "a workflow command": b"::error::x",
    "a workflow command of old": b"##[error]x",
    "a property": b"a,line=1::b",
    "a formula": b"=cmd()",
    "a shell's": b"$(touch x);*?~",
    "a device": b"CON",
    "a device in small letters": b"nul",
    "small letters": b"twin",
    "capitals": b"TWIN",
    "a dot at the end": b"a.",
    "a space at the end": b"a ",
    "a space alone": b" ",
    "dots": b"...",
    "hidden": b".hidden",
    "a comment": b"#a",
    "as long as there may be": b"x" * 250,
}
"""By what is odd about them, without a suffix."""

HIDDEN = {"dots", "hidden"}
"""Names that begin with a dot are nobody's business."""


def named(name: str, suffix: str = "") -> str:
    """Return a name as the system says it."""
    return os.fsdecode(NAMES[name][: 255 - len(suffix)] + suffix.encode())
