"""The MkDocs plugin `outbound`: hands the pages to MkDocs, and what cannot be read to its log.

The only module that knows MkDocs. ProperDocs, its maintained fork, runs it unchanged.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mkdocs.config import config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files

from checks.loading.repository import open_policy, open_repository
from checks.model.errors import ChecksError
from checks.model.findings import Severity
from checks.run.judging import Judgement, JudgementDates, judgement_dates
from checks.site.all_pages import (
    FROM_DISK,
    STYLESHEET,
    Navigation,
    NavigationItem,
    navigation,
    render_pages,
    sources,
)
from checks.site.built_from import refuse_strangers
from checks.site.site_building import live_site, playbook_fault, released_site
from checks.site.theme import patch_pages, social
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from checks.loading.policy import Policy
    from checks.site.site_data import Site

log = logging.getLogger("mkdocs.plugins.outbound")

UNJUDGED = ("SCH", "REF", "PRV001", "PRV002")
"""Families of which a strict build fails: what they report is not on the pages as it should be."""


class OutboundPlugin(BasePlugin):  # type: ignore[type-arg]
    """Adds the playbook's pages to a site; folders in its options are relative to mkdocs.yml."""

    # Not a Config class: MkDocs keeps every option in an attribute of its name, and one is named `data`,
    # which is where Config itself keeps its values.
    config_scheme = (
        ("root", config_options.Type(str, default=".")),
        ("data", config_options.Optional(config_options.Type(str))),
        ("figures", config_options.Choice(("live", "published"), default="live")),
        ("as_of", config_options.Optional(config_options.Type((str, date)))),
        ("guides", config_options.Type(list, default=[])),
    )
    _language = ENGLISH

    @event_priority(100)  # before the search, which asks the theme for its language
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the stylesheet, have the theme speak the playbook's language, and watch what the pages are made from."""
        if STYLESHEET not in config.extra_css:
            config.extra_css.append(STYLESHEET)
        scripts = config.extra.setdefault("polyfills", [])
        if FROM_DISK not in scripts and not config.use_directory_urls:
            scripts.append(FROM_DISK)
        root = self._root(config)
        data = root / (self.config["data"] or _data_of(root))
        try:
            refuse_strangers(Path(config.config_file_path or ".").parent, _built_from(config), data)
        except ChecksError as error:
            raise PluginError(str(error)) from None
        self._language = language_of(open_policy(root).language)
        _speak(config, self._language)
        config.watch = [*config.watch, str(root / "playbook")]
        if self.config["figures"] == "live":
            config.watch.append(str(root / (self.config["data"] or "data")))
        return config

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, in their order, with links to the files an editor should open."""
        site = self._site(config)
        edits = sources(site)
        pages = render_pages(site)
        for path, text in pages.items():
            if files.get_file_from_path(path) is not None:
                raise PluginError(f"docs/{path} is written by hand and made by the playbook: rename it")
            file = File.generated(config, path, content=text)
            if path.endswith(".md"):
                file.edit_uri = edits.get(path)
            files.append(file)
        if config.nav is None:
            written = {file.src_uri for file in files.documentation_pages()} - set(pages)
            ordered: Navigation = self.config["guides"]  # pages written by hand; the others behind, by path
            config.nav = navigation(site, [*ordered, *sorted(written - set(_paths(ordered)))])
        if config.copyright is None:
            config.copyright = copyright_of(site)
        return files

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mend what the theme leaves open, and say what is shown of the page where somebody links to it."""
        title, description = (unescape(str(page.meta.get(name) or "")) for name in ("title", "description"))
        names = (title or str(page.title or ""), description or config.site_description or "")
        return social(patch_pages(output, self._language), *names, config.site_name, page.canonical_url or "")

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mend what the theme leaves open in pages that are templates, such as 404."""
        return patch_pages(output_content, self._language)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search index as a script too, which a page opened from disk can load."""
        index = Path(config.site_dir) / "search" / "search_index.json"
        if index.is_file() and not config.use_directory_urls:
            script = f"var __index = {index.read_text('utf-8')}"
            index.with_suffix(".js").write_text(script, encoding="utf-8", newline="\n")

    def _root(self, config: MkDocsConfig) -> Path:
        folder = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return (folder / str(self.config["root"])).resolve()

    def _site(self, config: MkDocsConfig) -> Site:
        root, urls = self._root(config), config.use_directory_urls
        try:
            if self.config["figures"] == "published":
                policy = open_policy(root)
                days = self._days(policy)
                judgement, site = released_site(root, policy, days, self._language, directory_urls=urls)
            else:
                repository = open_repository(root, self.config["data"])
                days = self._days(repository.policy)
                judgement, site = live_site(root, repository, days, self._language, directory_urls=urls)
        except ChecksError as error:
            raise PluginError(f"outbound: {error}") from None
        _log_findings(judgement)
        if site is None:
            broken = playbook_fault(judgement)
            raise PluginError(f"outbound: {broken.problem.place}: {broken.code} {broken.problem.message}")
        return site

    def _days(self, policy: Policy) -> JudgementDates:
        return judgement_dates(policy, self._as_of(), lambda zone: datetime.now(ZoneInfo(zone)).date())

    def _as_of(self) -> date | None:
        as_of: Any = self.config["as_of"]
        if as_of is None or isinstance(as_of, date):
            return as_of
        try:
            return date.fromisoformat(as_of)
        except ValueError:
            raise PluginError(f"outbound: `as_of` is written YYYY-MM-DD, not {as_of}") from None


def _data_of(root: Path) -> str:
    playbook = open_policy(root).playbook
    return playbook.data if playbook else "data"


def _built_from(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the folders and files of its own that MkDocs builds a site from, its settings first."""
    if config.config_file_path:
        yield Path(config.config_file_path)
    yield Path(config.docs_dir)
    if config.theme.custom_dir:
        yield Path(config.theme.custom_dir)
    yield from (Path(config.config_file_path or ".").parent / hook for hook in config.hooks)


def _paths(ordered: NavigationItem | Navigation) -> Iterator[str]:
    """Yield the paths an order of pages names, however deep."""
    if isinstance(ordered, str):
        yield ordered
        return
    for item in ordered.values() if isinstance(ordered, dict) else ordered:
        yield from _paths(item)


def copyright_of(site: Site) -> str:
    """Return the line at the foot of each page: the day, and what the pages are made from."""
    language, day = site.language, site.language.day(site.as_of)
    if site.live:
        return language.say("As of {day}. Made from the agreements and the log; no person is shown.", day=day)
    return language.say(
        "As of {day}. Made from the agreements and published figures; no person is shown.", day=day
    )


def _speak(config: MkDocsConfig, language: Language) -> None:
    """Have the theme speak the playbook's language, and say what mkdocs.yml was begun with in it too."""
    config.theme["language"] = language.code
    if config.repo_name:
        config.repo_name = language.text(config.repo_name)
    for scheme in config.theme.get("palette") or ():
        toggle = scheme.get("toggle") if isinstance(scheme, dict) else None
        if toggle and toggle.get("name"):
            toggle["name"] = language.text(toggle["name"])
    contents = config.mdx_configs.get("toc", {})
    if contents.get("title"):
        contents["title"] = language.text(contents["title"])


_WRITTEN = (
    message("Source"),
    message("Switch to the dark scheme"),
    message("Switch to the light scheme"),
    message("On this page"),
)
"""What a new playbook's mkdocs.yml says in English; other words there are its owner's, and stay."""


def _log_findings(judgement: Judgement) -> None:
    """Log what could not be read as warnings, which a strict build counts; of the rest only how much there is.

    A build's log is read by more people than the data, and findings say counts the pages hide.
    """
    serious = [
        finding
        for finding in judgement.findings
        if finding.code.startswith(UNJUDGED) and finding.severity is Severity.ERROR
    ]
    for finding in serious:
        log.warning("%s: %s %s", finding.problem.place, finding.code, finding.problem.message)
    rest = len(judgement.findings) - len(serious)
    if rest:
        log.info("%s; `outbound check` says them", plural(rest, "finding"))
