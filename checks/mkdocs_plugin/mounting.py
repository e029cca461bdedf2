"""The playbook's pages in a site: their files, their links to the handbook's pages, and their part of the menu."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from checks.mkdocs_plugin import menu, other_plugins
from checks.mkdocs_plugin.edit_addresses import edit_path, git_top_of
from checks.mkdocs_plugin.page_files import PageFolder, clashes, excluded, page_files
from checks.mkdocs_plugin.refusals import refuse_clashes, refuse_own_menu
from checks.site.all_pages import (
    STYLESHEET,
    beyond_the_menu,
    navigation,
    render_pages,
    section_navigation,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation as MenuOfPages

    from checks.mkdocs_plugin.options import GuestOptions
    from checks.site.all_pages import Navigation
    from checks.site.site_data import Site


@dataclass(frozen=True, slots=True)
class Mount:
    """Where the pages go: `docs` is the handbook's folder of pages, `root` that of the playbook."""

    guest: GuestOptions
    docs: Path
    root: Path
    folder: PageFolder
    options: Mapping[str, Any]

    def pages_of(self, site: Site, files: Files, config: MkDocsConfig) -> PlaybookPages:
        """Return the pages of a site among the files of a handbook, which are there already."""
        guides = frozenset() if self.guest.at else frozenset(f.src_uri for f in files.documentation_pages())
        selection = self.guest.selection(site.language, self._elsewhere(files))
        return PlaybookPages(
            self, replace(site, guides=guides, pages=selection, folder=self._in_repository())
        )

    def _in_repository(self) -> str:
        home = git_top_of(self.root)
        folder = self.root.relative_to(home).as_posix() if home else "."
        return "" if folder == "." or not self.guest.at else f"{folder}/"

    def _elsewhere(self, files: Files) -> dict[str, str]:
        """Return the addresses of the handbook's pages that stand for groups of ours; URLs stay as they are."""
        return {
            group: target if ":" in target else self._address(group, target, files)
            for group, target in self.guest.instead.items()
        }

    def _address(self, group: str, target: str, files: Files) -> str:
        path = posixpath.normpath(self.guest.path(target))
        file = files.get_file_from_path(path)
        if file is None:
            raise PluginError(
                f"outbound: `pages: {{{group}: {target}}}` leads to docs/{path}, which doesn't exist. "
                f"Write a page as seen from {self.guest.at or 'docs'}/, or an address"
            )
        url = "" if file.url == "./" else file.url
        return posixpath.relpath(f"/{url}", f"/{self.guest.at}") + ("/" if file.url.endswith("/") else "")


@dataclass
class PlaybookPages:
    """The pages of one build. `by_path` are their files, by their path among the playbook's pages."""

    mount: Mount
    site: Site
    by_path: dict[str, File] = field(default_factory=dict)
    source_paths: frozenset[str] = frozenset()

    def add_to(self, files: Files, config: MkDocsConfig) -> None:
        """Add the files; raises `PluginError` where pages of the handbook have their addresses."""
        guest, languages = self.mount.guest, other_plugins.site_languages(config)
        texts = render_pages(self.site)
        sources_of = {path: languages.source(guest.path(path)) for path in texts}
        edits = {
            sources_of[path]: edit_path(config, self.mount.docs, (self.mount.root / source).resolve())
            for path, source in sources(self.site).items()
            if path in texts
        }
        named = {sources_of[path]: text for path, text in texts.items()}
        new_files = page_files(config, self.mount.folder, named, edits)
        self.by_path = dict(zip(texts, new_files, strict=True))
        self.source_paths = frozenset(named)
        refuse_clashes(clashes(self.by_path, files), guest.at, self.mount.options)
        if not guest.at:
            refuse_own_menu(config, named, self.mount.options)
        for path, file in self.by_path.items():
            file.inclusion = self._inclusion(path, config)
            files.append(file)

    def _inclusion(self, path: str, config: MkDocsConfig) -> InclusionLevel:
        """Return whether MkDocs looks for a page in the menu: not where we are to put it there ourselves."""
        beyond = path in beyond_the_menu(self.site)
        if not self.mount.guest.at:
            return InclusionLevel.NOT_IN_NAV if beyond else InclusionLevel.UNDEFINED
        hidden = beyond or not (self._is_placed_by_others(config) or config.nav)
        pattern = config.not_in_nav
        if hidden or (pattern and pattern.match_file(self.by_path[path].src_uri)):
            return InclusionLevel.NOT_IN_NAV
        return InclusionLevel.INCLUDED

    def _is_placed_by_others(self, config: MkDocsConfig) -> bool:
        in_folders = other_plugins.site_languages(config).in_folders
        return in_folders or bool(other_plugins.NAVIGATION_PLUGINS & config.plugins.keys())

    def settle(self, files: Files, config: MkDocsConfig) -> None:
        """Leave out pages the site takes away, so that no link leads to them, and put the rest into `nav`."""
        removed = excluded(self.by_path, files, config)
        if removed:
            self._remove(removed, files)
        refuse_clashes(clashes(self.by_path, files), self.mount.guest.at, self.mount.options)
        self._place(files, config)
        if other_plugins.site_languages(config).all:
            other_plugins.lay_in_docs(self.by_path, config)

    def _remove(self, removed: frozenset[str], files: Files) -> None:
        selection = replace(self.site.pages, removed=removed)
        self.site = replace(self.site, pages=selection)
        for path, file in list(self.by_path.items()):
            if path in removed:
                if file in list(files):
                    files.remove(file)
                del self.by_path[path]
        for path, text in render_pages(self.site).items():
            self.mount.folder.write(self.by_path[path].src_uri, text)
        self.source_paths = frozenset(file.src_uri for file in self.by_path.values())

    def _place(self, files: Files, config: MkDocsConfig) -> None:
        if self.mount.guest.at:
            if config.nav is not None:
                config.nav = menu.with_section(config.nav, self.site.pages.section, self._section())
        elif config.nav is None and not self._is_placed_by_others(config):
            written = {file.src_uri for file in files.documentation_pages()} - self.source_paths
            ordered: Navigation = self.mount.options[
                "guides"
            ]  # pages written by hand; the others behind, by path
            config.nav = navigation(self.site, [*ordered, *sorted(written - set(menu.paths_in(ordered)))])

    def _section(self) -> Navigation:
        return menu.moved(section_navigation(self.site), self.mount.guest.path)

    def restore(self, files: Files, config: MkDocsConfig) -> None:
        """Give files back their sources, where another plugin has made them again."""
        if other_plugins.site_languages(config).all:
            written = {file.src_uri: self.mount.folder.path(file.src_uri) for file in self.by_path.values()}
            other_plugins.restore(self.by_path, written, files, config)

    def complete_menu(self, nav: MenuOfPages, files: Files, config: MkDocsConfig) -> MenuOfPages:
        """Add the section to a menu that has none of our pages; else title what was named after its folder."""
        guest, say = self.mount.guest, self.site.language.say
        if not any(page.file.src_uri in self.source_paths for page in nav.pages):
            return menu.append_section(nav, self.site.pages.section, self._section(), files, config)
        titles = {
            "": self.site.pages.section,
            "services": say("Services"),
            "teams": say("Teams"),
            "start": say("Start here"),
            "checks": say("Rules"),
        }
        before = other_plugins.site_languages(config).source(f"{guest.at}/.md").removesuffix("/.md")
        named = {f"{before}/{folder}".rstrip("/"): title for folder, title in titles.items()}
        menu.name_sections(nav.items, named)
        return nav

    def stylesheet_url(self, config: MkDocsConfig) -> str:
        """Return the address of the stylesheet our pages need, from the top of the site."""
        return other_plugins.site_languages(config).folder + self.mount.guest.path(STYLESHEET)
