"""The MkDocs plugin `outbound`: hands the pages to MkDocs, and what cannot be read to its log.

The only room that knows MkDocs. ProperDocs, its maintained fork, runs it unchanged.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mkdocs.config import config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files

from checks.changes.policy_gate import check_policy
from checks.loading.repository import open_policy, open_repository
from checks.mkdocs_plugin.rebuilds import Rebuilds
from checks.model.errors import ChecksError
from checks.model.findings import Severity
from checks.run.judging import Judgement, JudgementDates, judgement_dates
from checks.site.all_pages import (
    FROM_DISK,
    OWN_LOOK,
    STYLESHEET,
    Navigation,
    NavigationItem,
    inside_mark,
    navigation,
    render_pages,
    sources,
)
from checks.site.built_from import refuse_strangers
from checks.site.preview import preview_site
from checks.site.site_building import buildable_site, released_site
from checks.site.theme import patch_pages, social
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation as MenuOfPages
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

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
        ("preview", config_options.Optional(config_options.Type(bool))),
        ("as_of", config_options.Optional(config_options.Type((str, date)))),
        ("guides", config_options.Type(list, default=[])),
    )
    _language = ENGLISH
    _serves = False
    _inside = ""
    _data = Path("data")
    _policy: Policy | None = None
    _rebuilds: Rebuilds | None = None
    _after_search: Callable[[], None] | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep what a build makes where there will be another; served on this machine a preview is shown by itself."""
        self._serves = command == "serve"
        self._rebuilds = Rebuilds() if self._serves and not dirty else None

    @event_priority(100)  # before the search, which asks the theme for its language
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the stylesheets, have the theme speak the playbook's language, and watch what the pages are made from."""
        _add_stylesheets(config.extra_css)
        scripts = config.extra.setdefault("polyfills", [])
        if FROM_DISK not in scripts and not config.use_directory_urls:
            scripts.append(FROM_DISK)
        root = self._root(config)
        policy = self._policy = open_policy(root)
        data = self._data = root / (
            self.config["data"] or (policy.playbook.data if policy.playbook else "data")
        )
        try:
            refuse_strangers(Path(config.config_file_path or ".").parent, _built_from(config), data)
        except ChecksError as error:
            raise PluginError(str(error)) from None
        self._language = language_of(policy.language)
        _speak(config, self._language)
        config.watch = [*config.watch, str(root / "playbook")]
        if self._shows_preview(data):
            config.watch.append(str(data))
        return config

    def _shows_preview(self, data: Path) -> bool:
        """Whether exact figures are shown: as `preview` says, else where a site is served beside its data."""
        preview: bool | None = self.config["preview"]
        return self._serves and (data / "teams").is_dir() if preview is None else preview

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages, in their order, with links to the files an editor should open."""
        guides = frozenset(file.src_uri for file in files.documentation_pages())
        site = replace(self._site(config), guides=guides)
        self._inside = inside_mark(site)
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

    def on_nav(self, nav: MenuOfPages, *, config: MkDocsConfig, files: Files) -> None:
        """Begin the pages: from here on it is known which there are."""
        if self._rebuilds:
            self._rebuilds.begin(config, files)

    @event_priority(0)
    def _mark_inside(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say on pages written by hand too that a preview is inside."""
        return markdown if self._inside in markdown else f"{self._inside}\n\n{markdown}"

    @event_priority(-100)  # after whoever changes the Markdown
    def _spare_conversion(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Spare a page that has not changed its conversion."""
        if self._rebuilds:
            self._rebuilds.convert(page)

    on_page_markdown = CombinedEvent(_mark_inside, _spare_conversion)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put a page into the wrapper below which every rule of our stylesheet stands."""
        return f'<div class="outbound">{html}</div>'

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
        if self._rebuilds:
            self._rebuilds.end()

    def _root(self, config: MkDocsConfig) -> Path:
        folder = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        return (folder / str(self.config["root"])).resolve()

    def _site(self, config: MkDocsConfig) -> Site:
        root, urls = self._root(config), config.use_directory_urls
        known, self._policy = self._policy, None  # figures of many teams are much to read, and to hold
        try:
            if self._shows_preview(self._data):
                repository = open_repository(root, self.config["data"], known)
                days = self._days(repository.policy)
                judgement, site = preview_site(root, repository, days, self._language, directory_urls=urls)
            else:
                policy = known or open_policy(root)
                days = self._days(policy)
                judgement = check_policy(None, policy, days)
                site = released_site(root, policy, days.as_of, self._language, directory_urls=urls)
            _log_findings(judgement)
            return buildable_site(site, judgement.findings)
        except ChecksError as error:
            raise PluginError(f"outbound: {error}") from None

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


def _add_stylesheets(listed: list[str]) -> None:
    """List both stylesheets: what a playbook's own site changes stands behind what it changes."""
    if OWN_LOOK not in listed:
        listed.append(OWN_LOOK)
    if STYLESHEET not in listed:
        listed.insert(listed.index(OWN_LOOK), STYLESHEET)


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
        return language.say("Inside, as of {day}. Exact figures from the log.", day=day)
    return language.say(
        "As of {day}. Made from the agreements and from releases. No page shows a person.", day=day
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
