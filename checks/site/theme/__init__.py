"""What the theme leaves open, repaired in the built pages. Each patch is here, and they are counted.

Material for MkDocs 9.8: the search dialog has no name, and neither have the menus of sections, so
that a screen reader announces them as nothing. Of several blocks of code each button to copy stands in
a landmark, all of one name, and a wide table of a Markdown page cannot be scrolled by keyboard; its script
makes them, so they are repaired where they appear.
"""

import re
from html import escape

from checks.wording.language import Language

_DIALOG = 'data-md-component="search" role="dialog"'
_MENU = re.compile(
    r'(<nav class="md-nav" data-md-level="[1-9]") aria-labelledby="[^"]+"([^>]*>\s*'
    r'<label class="md-nav__title"[^>]*>\s*<span class="md-nav__icon md-icon"></span>\s*)([^<]*?)\s*</label>'
)


def name_the_search(html: str, language: Language) -> str:
    """Give the search dialog a name."""
    name = language.say("Search")
    return html.replace(_DIALOG, f'{_DIALOG} aria-label="{name}"')


def name_the_menus(html: str, _language: Language) -> str:
    """Call the menu of a section by the section's title: one within another needs a name of its own."""
    return _MENU.sub(
        lambda menu: f'{menu[1]} aria-label="{menu[3].replace(chr(34), "&quot;")}"{menu[2]}{menu[3]}</label>',
        html,
    )


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


_ON_CHANGE = (
    "<script>new MutationObserver(()=>{{for(const one of document.querySelectorAll('{selector}'))"
    "{action}}}).observe(document.body,{{childList:true,subtree:true}})</script></body>"
)
"""Does something to all elements a selector finds, each time the theme's script adds to the page."""


def free_the_copy_buttons(html: str, _: Language) -> str:
    """Have the buttons beside blocks of code stand in no landmark, where a page has several."""
    freed = _ON_CHANGE.format(
        selector="nav.md-code__nav:not([role])", action="one.setAttribute('role','none')"
    )
    return html.replace("</body>", freed, 1) if html.count("<pre") > 1 else html


def reach_the_tables(html: str, _language: Language) -> str:
    """Have a table of a Markdown page scrolled by keyboard where it is wider than the screen."""
    reached = _ON_CHANGE.format(selector=".md-typeset__scrollwrap:not([tabindex])", action="one.tabIndex=0")
    return html.replace("</body>", reached, 1) if "<table>" in html else html


_LOST = "<h1>404 - Not found</h1>"
_HOME = re.compile(r'<a href="([^"]*)"[^>]*class="md-header__button md-logo"')


def lead_on(html: str, language: Language) -> str:
    """Say on the page for addresses that lead nowhere what happened, and where to go on."""
    home = _HOME.search(html)
    if _LOST not in html or not home:
        return html
    title = language.say("This page doesn’t exist")
    words = language.say("It may have been renamed. Search for it above, or start again:")
    start = language.say("the home page")
    page = f'<h1>{title}</h1>\n<p>{words} <a href="{home[1]}">{start}</a>.</p>'
    return html.replace(_LOST, f'<div class="outbound">{page}</div>')


PATCHES = (name_the_search, name_the_menus, free_the_copy_buttons, reach_the_tables, lead_on)


def patch_pages(html: str, language: Language) -> str:
    """Return a built page with all patches, in the language of the site."""
    for patch in PATCHES:
        html = patch(html, language)
    return html
