"""The MkDocs plugin `outbound`: hands the pages to MkDocs, and what cannot be read to its log.

The only room that knows MkDocs. ProperDocs, its maintained fork, runs it unchanged.
"""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.utils import get_relative_url

from checks.loading.repository import open_policy
from checks.mkdocs_plugin import extensions, menu
from checks.mkdocs_plugin.mounting import Mount, PlaybookPages
from checks.mkdocs_plugin.options import GuestOptions, read_guest_options
from checks.mkdocs_plugin.other_plugins import keep_off, site_languages, spoken
from checks.mkdocs_plugin.own_look import add_look, copyright_of, speak
from checks.mkdocs_plugin.page_files import PageFolder
from checks.mkdocs_plugin.playbook_reading import PlaybookSource
from checks.mkdocs_plugin.rebuilds import Rebuilds
from checks.mkdocs_plugin.refusals import built_from, no_playbook
from checks.model.errors import ChecksError, NoPlaybookError
from checks.site.all_pages import inside_mark
from checks.site.built_from import refuse_data, refuse_strangers
from checks.site.theme import patch_pages, social
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation as MenuOfPages
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from checks.loading.policy import Policy


class OutboundPlugin(BasePlugin):  # type: ignore[type-arg]
    """Adds the playbook's pages to a site; folders in its options are relative to mkdocs.yml."""

    # Not a Config class: MkDocs keeps every option in an attribute of its name, and one is named `data`,
    # which is where Config itself keeps its values.
    config_scheme = (
        ("at", config_options.Optional(config_options.Type(str))),
        ("nav", config_options.Optional(config_options.Type(str))),
        ("pages", config_options.Type(dict, default={})),
        ("tags", config_options.Optional(config_options.Type(bool))),
        ("root", config_options.Type(str, default=".")),
        ("data", config_options.Optional(config_options.Type(str))),
        ("preview", config_options.Optional(config_options.Type(bool))),
        ("as_of", config_options.Optional(config_options.Type((str, date)))),
        ("guides", config_options.Type(list, default=[])),
    )
    _language = ENGLISH
    _serves = False
    _guest = GuestOptions()
    _data = Path("data")
    _docs = Path("docs")
    _policy: Policy | None = None
    _folder: PageFolder | None = None
    _pages: PlaybookPages | None = None
    _rebuilds: Rebuilds | None = None
    _after_search: Callable[[], None] | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep what a build makes where there will be another; served on this machine a preview is shown by itself."""
        self._serves = command == "serve"
        self._rebuilds = Rebuilds() if self._serves and not dirty else None

    def on_shutdown(self) -> None:
        """Remove the pages' files."""
        if self._folder:
            self._folder.remove()
            self._folder = None

    @event_priority(100)  # before the search, which asks the theme for its language
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Dress a playbook's own site, keep others off the pages, and watch what the pages are made from."""
        self._guest = guest = read_guest_options(self.config)
        policy, root = self._read_policy(config), self._root(config)
        data = self._data = root / (
            self.config["data"] or (policy.playbook.data if policy.playbook else "data")
        )
        top, docs = Path(config.config_file_path or ".").parent.resolve(), Path(config.docs_dir).resolve()
        self._docs = docs if docs.is_relative_to(top) else self._docs  # others build from a folder of theirs
        try:
            if guest.at:
                refuse_data(top, built_from(config), data)
            else:
                refuse_strangers(top, built_from(config), data)
        except ChecksError as error:
            raise PluginError(str(error)) from None
        self._language = language_of(spoken(site_languages(config), policy.language))
        if not guest.at:
            add_look(config)
            speak(config, self._language)
        keep_off(config, guest.at)
        for folder in (root / "playbook", data) if self._shows_preview(data) else (root / "playbook",):
            if str(folder) not in config.watch:
                config.watch = [*config.watch, str(folder)]
        return config

    def _read_policy(self, config: MkDocsConfig) -> Policy:
        root = self._root(config)
        try:
            self._policy = open_policy(root)
        except NoPlaybookError:
            raise no_playbook(root, config) from None
        except ChecksError as error:
            raise PluginError(f"outbound: {error}") from None
        return self._policy

    def _shows_preview(self, data: Path) -> bool:
        """Whether exact figures are shown: as `preview` says, else where a site is served beside its data."""
        preview: bool | None = self.config["preview"]
        return self._serves and (data / "teams").is_dir() if preview is None else preview

    @event_priority(50)
    def _add_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, with links to the files an editor should open."""
        known, self._policy = self._policy, None  # figures of many teams are much to read, and to hold
        source = PlaybookSource(
            self._root(config), self.config["data"], self.config["as_of"], self._shows_preview(self._data)
        )
        site = source.site(known, self._language, directory_urls=config.use_directory_urls)
        self._folder = self._folder or PageFolder()
        mount = Mount(self._guest, self._docs, source.root, self._folder, self.config)
        self._pages = mount.pages_of(site, files, config)
        self._pages.add_to(files, config)
        return files

    @event_priority(-90)  # after whoever adds and removes files, before those who translate
    def _settle_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out the pages that others took away, and put the rest into `nav`, where the site has one."""
        if self._pages:
            self._pages.settle(files, config)
            if not self._guest.at and config.copyright is None:
                config.copyright = copyright_of(self._pages.site)
        return files

    @event_priority(-200)
    def _restore_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Have the pages read from where they are, whatever was made of their files since."""
        if self._pages:
            self._pages.restore(files, config)
        return files

    on_files = CombinedEvent(_add_pages, _settle_pages, _restore_pages)

    @event_priority(-50)  # after whoever makes the menu, before it is translated
    def _complete_menu(self, nav: MenuOfPages, *, config: MkDocsConfig, files: Files) -> MenuOfPages:
        """Add the section to a menu without it."""
        return self._pages.complete_menu(nav, files, config) if self._pages and self._guest.at else nav

    @event_priority(-150)
    def _begin_pages(self, nav: MenuOfPages, *, config: MkDocsConfig, files: Files) -> None:
        """Begin the pages: from here on it is known which there are."""
        if self._pages and self._guest.at:
            menu.part_ways(nav, self._pages.source_paths)
        if self._rebuilds:
            self._rebuilds.begin(config, files)

    on_nav = CombinedEvent(_complete_menu, _begin_pages)

    def _is_ours(self, page: Page) -> bool:
        return self._pages is not None and page.file.src_uri in self._pages.source_paths

    @event_priority(0)
    def _mark_inside(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say on pages written by hand too that a preview is inside; a handbook's own pages show no figures."""
        mark = inside_mark(self._pages.site) if self._pages and not self._guest.at else ""
        return markdown if mark in markdown else f"{mark}\n\n{markdown}"

    @event_priority(-100)  # after whoever changes the Markdown
    def _spare_conversion(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Spare a page that has not changed its conversion."""
        if self._rebuilds:
            self._rebuilds.convert(page)
        if self._is_ours(page):
            extensions.complete(page, config)

    on_page_markdown = CombinedEvent(_mark_inside, _spare_conversion)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put a page into the wrapper below which every rule of our stylesheet stands; in a handbook only ours."""
        wrapped = f'<div class="outbound">{html}</div>'
        if not self._guest.at:
            return wrapped
        if not self._pages or not self._is_ours(page):
            return html
        address = get_relative_url(self._pages.stylesheet_url(config), page.url)
        return f'<link rel="stylesheet" href="{address}">{wrapped}'

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Spare pages that have not changed their templates."""
        if self._rebuilds:
            self._rebuilds.fill_with(env)

    @event_priority(100)
    def _before_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: MenuOfPages
    ) -> None:
        if self._rebuilds:
            self._after_search = self._rebuilds.gather(page, config)

    @event_priority(-100)
    def _behind_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: MenuOfPages
    ) -> None:
        if self._after_search:
            self._after_search()

    on_page_context = CombinedEvent(_before_search, _behind_search)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Repair what the theme leaves open, and say what is shown of the page where somebody links to it.

        In a handbook only our own pages are repaired, and what is shown of a page is the handbook's to say.
        """
        if self._guest.at:
            return patch_pages(output, self._language) if self._is_ours(page) else output
        patched = patch_pages(output, self._language)
        if 'property="og:title"' in patched:
            return patched
        title, description = (unescape(str(page.meta.get(name) or "")) for name in ("title", "description"))
        names = (title or str(page.title or ""), description or config.site_description or "")
        return social(patched, *names, config.site_name, page.canonical_url or "")

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Repair what the theme leaves open in pages that are templates, such as 404; in a handbook they stay."""
        return output_content if self._guest.at else patch_pages(output_content, self._language)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search index of our own site as a script too, which a page opened from disk can load."""
        index = Path(config.site_dir) / "search" / "search_index.json"
        if index.is_file() and not config.use_directory_urls and not self._guest.at:
            script = f"var __index = {index.read_text('utf-8')}"
            index.with_suffix(".js").write_text(script, encoding="utf-8", newline="\n")
        if self._rebuilds:
            self._rebuilds.end()

    def _root(self, config: MkDocsConfig) -> Path:
        folder = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return (folder / str(self.config["root"])).resolve()
