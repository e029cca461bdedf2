"""What the theme leaves open, mended in the built pages. Each patch is here, and they are counted.

Material for MkDocs 9.8: the search dialog has no name, and neither have the menus of sections, so
that a screen reader announces them as nothing.
"""

from __future__ import annotations

import re
from html import escape

_DIALOG = 'data-md-component="search" role="dialog"'
_MENU = re.compile(r'(<nav class="md-nav" data-md-level="[1-9]") aria-labelledby="[^"]+"')


def name_the_search(html: str) -> str:
    """Give the search dialog a name."""
    return html.replace(_DIALOG, f'{_DIALOG} aria-label="Search"')


def name_the_menus(html: str) -> str:
    """Give the menu of a section a name that is in the page."""
    return _MENU.sub(r'\1 aria-label="In this section"', html)


def social(html: str, title: str, description: str, site: str, address: str) -> str:
    """Say in the head of a page what is shown of it where somebody links to it. Texts are plain."""
    named = {
        "og:type": "article",
        "og:site_name": site,
        "og:title": title,
        "og:description": description,
        "og:url": address,
        "twitter:card": "summary",
    }
    tags = "".join(
        f'<meta {"name" if name.startswith("twitter") else "property"}="{name}" content="{escape(text)}">'
        for name, text in named.items()
        if text
    )
    return html.replace("</head>", f"{tags}</head>", 1)


PATCHES = (name_the_search, name_the_menus)


def patched(html: str) -> str:
    """Return a built page with all patches."""
    for patch in PATCHES:
        html = patch(html)
    return html
