"""How a reference page is written: front matter, and lists of names with what they mean.

Lists are HTML, since a table of three columns is too wide for a telephone.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\((#[^)]+)\)")


def front(title: str, description: str) -> str:
    """Return the head of a page that is made; found by search, but after what people look for."""
    notice = "# Made by `make reference`; changes are made where it comes from."
    return f"---\n{notice}\ntitle: {title}\ndescription: {description}\nsearch:\n  boost: 0.2\n---\n\n# {title}\n"


def html(text: str) -> str:
    """Return a sentence as HTML; `code` and [links](#to) within the page are kept.

    >>> html("less < `more`"), html("a [stay](#stay)")
    ('less &lt; <code>more</code>', 'a <a href="#stay">stay</a>')
    """
    coded = _CODE.sub(r"<code>\1</code>", escape(text, quote=False))
    return _LINK.sub(r'<a href="\2">\1</a>', coded)


def defined(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return a list of names, each with a small line and what it means; an empty part is left out."""
    entries = "".join(
        f"<div><dt><code>{escape(name, quote=False)}</code></dt>"
        f"<dd>{f'<small>{html(small)}</small>' if small else ''}{html(words)}</dd></div>\n"
        for name, small, words in rows
    )
    return f'\n<dl class="ref">\n{entries}</dl>\n'


def block(text: str) -> str:
    """Return lines that are shown as they are."""
    return f'\n<pre class="ob-pre">{escape(text, quote=False)}</pre>\n'
