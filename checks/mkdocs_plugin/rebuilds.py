"""What a process that builds a site again and again, as `mkdocs serve` does, keeps of the build before.

A page that is made from the same as last time is not made again: neither is its Markdown converted, nor its text
gathered for the search, nor its template filled. What other plugins, hooks, extensions and themes read besides, nobody
knows; so a site with any of them is built whole each time.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.bccache import Bucket
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

_SEARCH = "material/search"
_PLUGINS = {"outbound", _SEARCH}
_EXTENSIONS = {
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "md_in_html",
    "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
}  # fmt: skip
"""Extensions of Python-Markdown itself, which read nothing but the page."""

_OF_ONE_PAGE = {"title", "description", "hide", "tags", "search"}
"""Front matter no other page shows; the title is shown as the navigation has it."""

_NOT_SHOWN = {"theme", "plugins", "nav", "exclude_docs", "draft_docs", "not_in_nav"}
"""Settings that are looked at by themselves, or only say which files are pages."""

_Step = tuple[str, str]
"""A page's path, and what was made of it."""


class Rebuilds:
    """What is kept from one build to the next; nothing is, unless `begin` was told of a site it knows all of."""

    def __init__(self) -> None:
        self._last: dict[_Step, tuple[object, Any]] = {}
        self._now: dict[_Step, tuple[object, Any]] = {}
        self._compiled = _CompiledTemplates()
        self._keeps = False
        self._surroundings = self._outline = ""

    def begin(self, config: MkDocsConfig, files: Files) -> None:
        """Begin the pages of a build, once all files are known; what a build that failed made is forgotten."""
        self._now, self._outline, self._keeps = {}, "", _known_whole(config)
        if self._keeps:
            links = [(file.src_uri, file.url, file.inclusion) for file in files]
            self._surroundings = _digest(links, *_settings(config))

    def end(self) -> None:
        """End a build that went well."""
        self._last, self._now = self._now, {}

    def convert(self, page: Page) -> None:
        """Have a page converted only where its Markdown has changed, or what it may link to."""
        if self._keeps:
            page.render = partial(self._convert, page)  # type: ignore[method-assign]

    def _convert(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        vars(page).pop("render", None)
        step, made_from = (page.file.src_uri, "converted"), self._source_of(page)
        kept = self._recall(step, made_from)
        if kept is None:
            before = dict(vars(page))
            with _listening() as listener:
                page.render(config, files)
            if not listener.count:  # what is wrong with a page is logged at each build
                results = {name: value for name, value in vars(page).items() if before.get(name) is not value}
                self._keep(step, made_from, results)
            return
        vars(page).update(kept)
        page.links_to_anchors = dict(_now_among(files, page.links_to_anchors or {}))

    def gather(self, page: Page, config: MkDocsConfig) -> Callable[[], None]:
        """Show the search nothing of a page that has not changed; return what is to be called after the search."""
        if not self._keeps or _SEARCH not in config.plugins:
            return lambda: None
        index: list[object] = config.plugins[_SEARCH].search_index.entries  # type: ignore[attr-defined]
        step, made_from = (page.file.src_uri, "gathered"), (*self._source_of(page), page.content)
        kept, so_far = self._recall(step, made_from), len(index)

        def after_search() -> None:
            if kept is None:
                self._keep(step, made_from, (page.content, index[so_far:]))
            else:
                page.content, entries = kept
                index.extend(entries)

        if kept is not None:
            page.content = ""
        return after_search

    def fill_with(self, environment: Environment) -> None:
        """Have the theme's templates compiled once, and filled only for pages that have changed."""
        if not self._keeps:
            return
        environment.bytecode_cache = self._compiled
        filled = self._filled

        class Remembering(environment.template_class):  # type: ignore[name-defined,misc]
            """A template that is filled for a page only where something in it has changed."""

            def render(self, context: TemplateContext) -> str:
                """Return the page's HTML."""
                return filled(self, super().render, context)

        environment.template_class = Remembering

    def _filled(
        self, template: Template, fill: Callable[[TemplateContext], str], context: TemplateContext
    ) -> str:
        page = context["page"]
        if page is None:
            return fill(context)
        self._outline = self._outline or _digest(*_outline(context["nav"]))
        step = (page.file.src_uri, "filled")
        made_from = (*self._source_of(page), page.content, page.edit_url, template.name, self._outline)
        html: str | None = self._recall(step, made_from)
        if html is None:
            html = fill(context)
            self._keep(step, made_from, html)
        return html

    def _source_of(self, page: Page) -> tuple[object, ...]:
        return page.markdown, repr(page.meta), page.title, self._surroundings

    def _recall(self, step: _Step, made_from: object) -> Any:
        """Return what was made of a page last time, if from the same; None otherwise."""
        before, kept = self._last.get(step, (None, None))
        if before != made_from:
            return None
        self._keep(step, made_from, kept)
        return kept

    def _keep(self, step: _Step, made_from: object, kept: object) -> None:
        self._now[step] = made_from, kept


class _CompiledTemplates(BytecodeCache):
    """The theme's templates as compiled once, by name and source."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


def _known_whole(config: MkDocsConfig) -> bool:
    """Whether all that a page of the site is made from is known: the theme, its plugins and extensions."""
    extensions = {str(name).removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    return (
        config.theme.name == "material"
        and not config.theme.custom_dir
        and not config.hooks
        and config.plugins.keys() <= _PLUGINS
        and extensions <= _EXTENSIONS
    )


def _settings(config: MkDocsConfig) -> Iterator[object]:
    """Yield what pages may show of the settings, its own and those of the theme and the plugins."""
    yield {name: value for name, value in config.items() if name not in _NOT_SHOWN}
    yield dict(config.theme)
    yield {name: dict(plugin.config) for name, plugin in config.plugins.items()}


def _now_among(files: Files, links: dict[File, dict[str, str]]) -> Iterator[tuple[File, dict[str, str]]]:
    """Yield the links to each file, as the file of this build; all are there, or the page were made again."""
    for file, anchors in links.items():
        if to := files.get_file_from_path(file.src_uri):
            yield to, anchors


def _outline(items: Iterable[StructureItem]) -> Iterator[object]:
    """Yield what each page's menus show of the others."""
    for item in items:
        meta = getattr(item, "meta", None) or {}
        shown = {name: value for name, value in meta.items() if name not in _OF_ONE_PAGE}
        yield (
            item.title,
            getattr(item, "url", ""),
            shown,
            list(_outline(getattr(item, "children", None) or ())),
        )


def _digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


class _Listener(logging.Handler):
    """Counts what is logged."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


@contextmanager
def _listening() -> Iterator[_Listener]:
    listener, log = _Listener(), logging.getLogger("mkdocs")
    log.addHandler(listener)
    try:
        yield listener
    finally:
        log.removeHandler(listener)
