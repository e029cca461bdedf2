"""Markdown that a code host renders: texts made safe, rows of tables."""

import re

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|&~@$]|:(?=//)|(?<=www)\.")


def escape_markdown(text: str) -> str:
    """Return text of one line in which nothing is markup, a link or a mention; white space is folded.

    >>> escape_markdown("[a](https://x.org) | <b> *c* @d #1")
    '&#91;a&#93;(https&#58;//x.org) &#124; &#60;b&#62; &#42;c&#42; &#64;d &#35;1'
    """
    folded = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", folded)


def markdown_row(*cells: str) -> str:
    """Return a row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def markdown_head(*cells: str) -> list[str]:
    """Return the head of a table: its cells, and the line below them."""
    return [markdown_row(*cells), markdown_row(*("---" for _ in cells))]
