"""What a playbook's own site has of MkDocs and its theme: the language, the foot of the pages, stylesheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.site.all_pages import FROM_DISK, OWN_LOOK, STYLESHEET
from checks.wording.language import message

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from checks.site.site_data import Site
    from checks.wording.language import Language


def add_look(config: MkDocsConfig) -> None:
    """Add the stylesheets and, where pages can be opened from disk, the script that lets them be searched there.

    Colours belong to a scheme of the theme, and without a palette in mkdocs.yml a page has none.
    """
    _add_stylesheets(config.extra_css)
    if not config.theme.get("palette"):
        config.theme["palette"] = {"scheme": "default", "primary": "custom", "accent": "custom"}
    scripts = config.extra.setdefault("polyfills", [])
    if FROM_DISK not in scripts and not config.use_directory_urls:
        scripts.append(FROM_DISK)


def _add_stylesheets(listed: list[str]) -> None:
    """List both stylesheets: what a playbook's own site changes stands behind what it changes."""
    if OWN_LOOK not in listed:
        listed.append(OWN_LOOK)
    if STYLESHEET not in listed:
        listed.insert(listed.index(OWN_LOOK), STYLESHEET)


def copyright_of(site: Site) -> str:
    """Return the line at the foot of each page: the day, and what the pages are made from."""
    language, day = site.language, site.language.day(site.as_of)
    if site.live:
        return language.say("Inside, as of {day}. Exact figures from the log.", day=day)
    return language.say(
        "As of {day}. Made from the agreements and from releases. No page shows a person.", day=day
    )


def speak(config: MkDocsConfig, language: Language) -> None:
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
