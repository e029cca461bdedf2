"""A handbook's site with the playbook beside the same without: what differs, where links lead, what menus name."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

MENUS = (
    ("nav", "md-nav"),
    ("nav", "md-tabs"),
    ("ul", "navbar-nav"),
    ("div", "wy-menu"),
)
"""The elements that are menus, by tag and class: Material's, those of MkDocs' own theme, and readthedocs'."""

OF_ALL_PAGES = {"search/search_index.json", "sitemap.xml", "sitemap.xml.gz"}
"""Files that list all pages of a site; the playbook's are among them."""

FORMS = tuple(
    f"/{form}{ending}" for form in ("propose", "retire", "request") for ending in (".html", "/index.html")
)
"""Pages of ours that only a service's page leads to."""

_ALTERNATES = re.compile(r"<(?:link|a)\b[^>]*hreflang[^>]*>")
"""On the page for addresses that lead nowhere these are those of whichever page was built last."""

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(NamedTuple):
    """A built page: its HTML without menus, its ids, and its links, those of menus apart."""

    rest: str
    ids: frozenset[str]
    links: tuple[str, ...]
    menu: tuple[str, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rest: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.menu: list[str] = []
        self._within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        classes = (named.get("class") or "").split()
        if self._within or any(tag == menu and name in classes for menu, name in MENUS):
            self._within += tag not in _VOID
        else:
            self.rest.append(self.get_starttag_text() or "")
        self.ids |= {value for name in ("id", "name") if (value := named.get(name))}
        links = [value for name in ("href", "src") if (value := named.get(name)) and tag != "base"]
        self.links += links
        if self._within:
            self.menu += links

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._within -= bool(self._within) and tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        if self._within:
            self._within -= tag not in _VOID
        else:
            self.rest.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.rest.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.handle_data(f"<!--{data}-->")


def read(page: Path) -> Page:
    """Read a built page."""
    reader = _Reader()
    reader.feed(page.read_text("utf-8"))
    reader.close()
    return Page("".join(reader.rest), frozenset(reader.ids), tuple(reader.links), tuple(reader.menu))


def files_of(site: Path) -> set[str]:
    """Return the paths of all files of a site."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def changed(before: Path, after: Path) -> list[str]:
    """Return the files of a handbook that are not what they were: menus aside, and lists of all pages."""
    return [
        name
        for name in sorted(files_of(before) - OF_ALL_PAGES)
        if not (after / name).is_file() or _content(before / name) != _content(after / name)
    ]


def _content(path: Path) -> str | bytes:
    if path.suffix != ".html":
        return path.read_bytes()
    rest = read(path).rest
    return _ALTERNATES.sub("", rest) if path.name == "404.html" else rest


def _target(site: Path, page: Path, link: str, prefix: str) -> tuple[Path, str] | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    below = site / path.removeprefix(prefix) if path.startswith("/") else page.parent / path
    target = below.resolve() if path else page
    return (target / "index.html" if target.is_dir() else target), parts.fragment


def broken(site: Path, prefix: str = "/") -> list[str]:
    """Return what links and anchors of a site lead to and it doesn't have; `prefix` is the folder of its address."""
    pages = {page.resolve(): read(page) for page in sorted(site.rglob("*.html")) if page.name != "404.html"}
    lost = set()
    for page, content in pages.items():
        for link in content.links:
            target = _target(site, page, link, prefix)
            if target is None:
                continue
            path, fragment = target
            if not path.is_file() or (fragment and path in pages and fragment not in pages[path].ids):
                lost.add(f"{os.path.relpath(path, site.resolve())}#{fragment}")
    return sorted(lost)


def beyond_menus(site: Path, folders: tuple[str, ...]) -> set[str]:
    """Return the pages below some folders that no way through menus leads to, from a language's home page on.

    Forms need no place in a menu, but a link: on a page that such a way leads to, or on such a form.
    """
    homes = [site / "index.html", *(site / folder.split("/")[0] / "index.html" for folder in folders)]
    ahead = [home.resolve() for home in homes if home.is_file()]
    reached = set(ahead)
    while ahead:
        page = ahead.pop()
        for link in read(page).menu:
            target = _target(site, page, link, "/")
            if target and target[0].suffix == ".html" and target[0].is_file() and target[0] not in reached:
                reached.add(target[0])
                ahead.append(target[0])
    named = {path.relative_to(site.resolve()).as_posix() for path in reached}
    ours = {name for name in files_of(site) if name.startswith(folders) and name.endswith(".html")}
    forms = _forms_linked(site, _forms_linked(site, reached) | reached)
    linked = {path.relative_to(site.resolve()).as_posix() for path in forms}
    return ours - named - linked - {name for name in ours if name.endswith("/log.html")}


def _forms_linked(site: Path, pages: set[Path]) -> set[Path]:
    """Return the forms that pages have links to."""
    links = ((page, link) for page in pages for link in read(page).links)
    targets = (_target(site, page, link, "/") for page, link in links)
    return {
        target[0]
        for target in targets
        if target and target[0].is_file() and target[0].as_posix().endswith(FORMS)
    }
