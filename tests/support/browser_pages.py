"""Pages opened from disk in a browser, in which nothing may go wrong, and what of them Tab reaches."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

_CONTROLS = ".ob-propose :is(input:not([type=radio]), select, textarea, button, a)"
_OWN = ("file:", "data:", "blob:")
_FOCUSED = "document.activeElement.id || document.activeElement.name + document.activeElement.value"


@contextmanager
def quiet_pages(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Open pages by their addresses on disk; at the end nothing may have gone wrong in one, asked anything, or left it."""
    context = browser.new_context(accept_downloads=True)
    wrong: list[str] = []

    def open_page(address: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda asked: None if asked.url.startswith(_OWN) else wrong.append(asked.url))
        page.goto(address)
        return page

    yield open_page
    assert wrong == []
    context.close()


def controls(page: Page) -> set[str]:
    """Return the controls of a form that can be seen, by id, or by name and value."""
    return set(
        page.evaluate(
            f"[...document.querySelectorAll('{_CONTROLS}')].filter(each => each.checkVisibility())"
            ".map(each => each.id || each.name + each.value)"
        )
    )


def reached_by_tab(page: Page, presses: int) -> set[str]:
    """Return what has the focus after each press of Tab, from where the focus is, as `controls` names it."""
    reached = set()
    for _ in range(presses):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(_FOCUSED))
    return reached
