"""Text from files made safe for Markdown and HTML at once.

Escaping HTML is not enough in Markdown, where a link or an attribute list would stay alive. So
every character that is no letter, digit or space is written as a numeric reference, which both
read as that character and neither reads as markup.
"""

import html
import re
from collections.abc import Mapping

from markupsafe import Markup

from checks.store.yaml_emitting import Value, document_text

_SIGN = re.compile(r"[^\w ]|_")
"""Whatever is no letter, digit or space."""


def safe_text(text: str) -> Markup:
    """Return text of one line that is alive nowhere: each sign a reference, white space folded.

    >>> safe_text("[a](javascript:1) {: onclick=x}")
    Markup('&#91;a&#93;&#40;javascript&#58;1&#41; &#123;&#58; onclick&#61;x&#125;')
    """
    folded = re.sub(r"[ \t\r\n]+", " ", text)
    return verbatim(folded)


def verbatim(text: str) -> Markup:
    """Return text that is alive nowhere, its spaces kept."""
    return Markup(_SIGN.sub(lambda sign: f"&#{ord(sign[0])};", text))


def finalized(value: object) -> Markup:
    """Return whatever a template prints, made safe unless it is markup."""
    return value if isinstance(value, Markup) else safe_text(str(value))


def paragraphs(text: str) -> Markup:
    """Return long text as paragraphs; a line break in the file parts them."""
    parts = [part for part in re.split(r"\n+", text.strip()) if part.strip()]
    return Markup("").join(Markup("<p>{}</p>\n").format(safe_text(part)) for part in parts)


def with_code(text: str) -> Markup:
    """Return text of one line with what stands in backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(safe_text(part)) if at % 2 else safe_text(part)
        for at, part in enumerate(parts)
    )


def front_matter(
    title: str,
    description: str,
    hide: tuple[str, ...] = (),
    search: Mapping[str, int] | None = None,
    tags: tuple[str, ...] = (),
) -> str:
    """Return a page's front matter; title, description and tags are escaped here and nowhere else.

    `search` says how the page is searched, by `exclude` or `boost`; `tags` are what else people type for it.
    """
    keys: dict[str, Value] = {
        "title": _escaped(title),
        "description": _escaped(description),
        "hide": hide,
        "search": search or {},
        "tags": tuple(map(_escaped, tags)),
    }
    return (
        document_text({key: value for key, value in keys.items() if value or key == "title"}, "---\n")
        + "---\n"
    )


def _escaped(text: str) -> str:
    return html.escape(" ".join(text.split()))


def capital(text: str) -> str:
    """Return text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """Return a title in the middle of a sentence."""
    return text[:1].lower() + text[1:]
