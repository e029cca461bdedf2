"""Pages for generators that put no wrapper around them: their stylesheets find ours by what stands in it."""

from collections.abc import Mapping

WRAPPER = ".outbound"
CONTENT = ":is(article,.md-typeset,[role=main],main:not(:has(article))):has([class*=ob-])"
"""The content of a page in the themes of others, where something of ours stands in it."""


def unwrapped(pages: Mapping[str, str]) -> dict[str, str]:
    """Return pages and assets by path, the selectors of stylesheets such as they match without the wrapper.

    Raw HTML around a page would keep its Markdown from being converted, in most generators.
    """
    return {
        path: text.replace(WRAPPER, CONTENT) if path.endswith(".css") else text
        for path, text in pages.items()
    }
