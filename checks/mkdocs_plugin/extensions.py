"""Our pages need one extension of Markdown for the anchors of translated headings; a handbook may lack it."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_NEEDED = "attr_list"
_BRING_IT = {_NEEDED, "markdown.extensions.attr_list", "extra", "markdown.extensions.extra", "pymdownx.extra"}


def complete(page: Page, config: MkDocsConfig) -> None:
    """Have a page converted with the extension too, where the handbook goes without; other pages are not changed."""
    if not _BRING_IT & set(map(str, config.markdown_extensions)):
        page.render = partial(_render, page, page.render)  # type: ignore[method-assign]


def _render(
    page: Page, render: Callable[[MkDocsConfig, Files], None], config: MkDocsConfig, files: Files
) -> None:
    vars(page).pop("render", None)
    own = copy(config)
    own["markdown_extensions"] = [*config.markdown_extensions, _NEEDED]
    render(own, files)
