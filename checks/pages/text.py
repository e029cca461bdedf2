"""Text from files made safe for Markdown and HTML at once, and the page's ways of saying things.

Escaping HTML is not enough in Markdown, where a link or an attribute list would stay alive. So
every character that is no letter, digit or space is written as a numeric reference, which both
read as that character and neither reads as markup.
"""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date
from markupsafe import Markup

if TYPE_CHECKING:
    from checks.model.agreements import TeamAgreement
    from checks.model.playbook import Terms

_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_PARTIES = {
    "members": "team members",
    "leaders": "leaders",
    "coaches": "coaches",
    "people-team": "the people team",
    "works-council": "the works council",
    "management": "management",
}


def safe(text: str) -> Markup:
    """Return text of one line that is alive nowhere: each sign a reference, white space folded.

    >>> safe("[a](javascript:1) {: onclick=x}")
    Markup('&#91;a&#93;&#40;javascript&#58;1&#41; &#123;&#58; onclick&#61;x&#125;')
    """
    folded = re.sub(r"[ \t\r\n]+", " ", text)
    return Markup("".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in folded))


def verbatim(text: str) -> Markup:
    """Return text that is alive nowhere, its spaces kept."""
    return Markup("".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text))


def paragraphs(text: str) -> Markup:
    """Return long text as paragraphs; a line break in the file parts them."""
    parts = [part for part in re.split(r"\n+", text.strip()) if part.strip()]
    return Markup("").join(Markup("<p>{}</p>\n").format(safe(part)) for part in parts)


def with_code(text: str) -> Markup:
    """Return text of one line with what stands in backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(safe(part)) if at % 2 else safe(part)
        for at, part in enumerate(parts)
    )


def front_matter(
    title: str, description: str, hide: tuple[str, ...] = (), search: str = "", tags: tuple[str, ...] = ()
) -> str:
    """Return a page's front matter; title, description and tags are escaped here and nowhere else.

    `search` says how the page is searched: `exclude: true`, `boost: 3`; `tags` are what else people type for it.
    """
    lines = ["---", f"title: {_quoted(title)}"]
    if description:
        lines.append(f"description: {_quoted(description)}")
    if hide:
        lines += ["hide:", *(f"  - {part}" for part in hide)]
    if search:
        lines += ["search:", f"  {search}"]
    if tags:
        lines += ["tags:", *(f"  - {_quoted(tag)}" for tag in tags)]
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    return json.dumps(html.escape(" ".join(text.split())), ensure_ascii=False)


def day(when: date) -> str:
    """Return `20 November 2026`, its parts kept on one line up to the month."""
    return format_date(when, "d\u00a0MMMM y", locale="en")


def ordinal_day(number: int) -> str:
    """Return the day of a proleptic ordinal in words."""
    return day(date.fromordinal(number))


def number(count: int) -> str:
    """Return small counts as words: `eleven`, `13`, `1,200`."""
    return _NUMBERS[count] if 0 < count < len(_NUMBERS) else f"{count:,}" if count else "no"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count in words with its noun: `two teams`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def quarter(name: str) -> str:
    """Return `Q3 2026` for `2026-Q3`, and `Q1 FY2026` for `FY2026-Q1`."""
    year, _, part = name.partition("-")
    return f"{part} {year}" if part else year


def quarter_in_words(name: str) -> str:
    """Return `the third quarter of 2026`."""
    year, _, part = name.partition("-Q")
    return f"the {_ORDINALS[part]} quarter of {year}"


def capital(text: str) -> str:
    """Return text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """Return a title in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def listed(words: list[str], last: str = "and") -> str:
    """Return words in a row: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def parties(agreement: TeamAgreement | Terms) -> str:
    """Return with whom an agreement was made."""
    return listed([_PARTIES[party] for party in agreement.agreed_with])
