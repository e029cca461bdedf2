"""Handbooks of others, as small as they can be: each kind is what its mkdocs.yml and its pages make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.building import Files

GUEST = "  - outbound: {at: leadership, as_of: 2026-11-23}\n"
"""The line that adds the playbook; without it the handbook is as it was."""

PAGES: Files = {
    "docs/index.md": "# Acme handbook\n\nSee [the first day](onboarding.md) and [privacy](privacy/index.md).\n",
    "docs/onboarding.md": "# Onboarding\n\n## First day\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "docs/privacy/index.md": "# Our privacy policy\n",
}
MATERIAL = "theme: {name: material, font: false}\n"
NAV = "nav:\n  - Home: index.md\n  - Onboarding: onboarding.md\n  - Privacy: privacy/index.md\n"


def _settings(more: str = "", *, theme: str = MATERIAL, plugins: str = "", guest: str = GUEST) -> str:
    return f"site_name: Acme handbook\n{theme}{more}plugins:\n  - search\n{plugins}{guest}"


_I18N = """\
  - i18n:
      docs_structure: {structure}
      fallback_to_default: {fallback}
      languages: [{{locale: en, default: true, name: English}}, {{locale: fi, name: Suomi}}, {{locale: de, name: Deutsch}}]
"""
_REPOSITORY = "repo_url: https://git.example.org/acme/handbook\nedit_uri: edit/main/docs/\n"

HOSTS: dict[str, Files] = {
    "a nav, an own home and privacy page": {"mkdocs.yml": _settings(NAV)},
    "a marker in the nav": {
        "mkdocs.yml": _settings(
            "nav:\n  - Home: index.md\n  - People:\n    - How we lead: outbound\n    - onboarding.md\n  - privacy/index.md\n"
        ),
    },
    "every page has to be in the nav": {
        "mkdocs.yml": _settings(f"{NAV}validation: {{omitted_files: warn, links: {{anchors: warn}}}}\n"),
    },
    "no nav": {"mkdocs.yml": _settings()},
    "no nav, README as home": {
        "mkdocs.yml": _settings(),
        "docs/README.md": PAGES["docs/index.md"],
        "docs/index.md": "",
    },
    "a folder within a folder": {
        "mkdocs.yml": _settings(
            guest="  - outbound: {at: people/lead, nav: How we lead, as_of: 2026-11-23}\n"
        ),
        "docs/people/index.md": "# People\n",
    },
    "no directory addresses": {"mkdocs.yml": _settings(f"{NAV}use_directory_urls: false\n")},
    "a site below a folder": {"mkdocs.yml": _settings("site_url: https://acme.example/handbook/\n")},
    "a scheme of its own": {
        "mkdocs.yml": _settings(
            "extra_css: [acme.css]\n", theme="theme: {name: material, font: false, palette: {scheme: acme}}\n"
        ),
        "docs/acme.css": '[data-md-color-scheme="acme"] { --md-default-bg-color: #012; --md-default-fg-color: #ffe; }\n',
    },
    "features that follow the menu": {
        "mkdocs.yml": _settings(
            NAV,
            theme="theme: {name: material, font: false, features: [navigation.tabs, navigation.indexes, navigation.footer]}\n",
        ),
    },
    "tags of its own": {
        "mkdocs.yml": _settings(theme="theme: {name: material, font: false, custom_dir: overrides}\n"),
        "overrides/main.html": '{% extends "base.html" %}{% block extrahead %}'
        '<meta property="og:title" content="{{ page.title }}">{% endblock %}',
    },
    "the theme of MkDocs": {"mkdocs.yml": _settings(NAV, theme="theme: mkdocs\n")},
    "the theme of MkDocs without a nav": {"mkdocs.yml": _settings(theme="theme: mkdocs\n")},
    "readthedocs": {"mkdocs.yml": _settings(NAV, theme="theme: readthedocs\n")},
    "readthedocs without addresses of folders": {
        "mkdocs.yml": _settings("use_directory_urls: false\n", theme="theme: readthedocs\n"),
    },
    "awesome-nav": {"mkdocs.yml": _settings(plugins="  - awesome-nav\n")},
    "awesome-nav that names its pages": {
        "mkdocs.yml": _settings(plugins="  - awesome-nav\n"),
        "docs/.nav.yml": "nav:\n  - index.md\n  - onboarding.md\n  - privacy\n",
    },
    "awesome-nav that names the playbook": {
        "mkdocs.yml": _settings("validation: {omitted_files: warn}\n", plugins="  - awesome-nav\n"),
        "docs/.nav.yml": "nav:\n  - index.md\n  - How we lead: leadership\n  - '*'\n",
    },
    "awesome-pages": {"mkdocs.yml": _settings(plugins="  - awesome-pages\n")},
    "awesome-pages that names its pages": {
        "mkdocs.yml": _settings(plugins="  - awesome-pages\n"),
        "docs/.pages": "nav:\n  - onboarding.md\n  - leadership\n  - ...\n",
    },
    "literate-nav": {
        "mkdocs.yml": _settings(
            "exclude_docs: SUMMARY.md\n", plugins="  - literate-nav: {nav_file: SUMMARY.md}\n"
        ),
        "docs/SUMMARY.md": "* [Home](index.md)\n* [Onboarding](onboarding.md)\n* [Privacy](privacy/)\n",
    },
    "literate-nav that names the playbook": {
        "mkdocs.yml": _settings(
            "exclude_docs: SUMMARY.md\n", plugins="  - literate-nav: {nav_file: SUMMARY.md}\n"
        ),
        "docs/SUMMARY.md": "* [Home](index.md)\n* [How we lead](leadership/)\n* [Onboarding](onboarding.md)\n* [Privacy](privacy/)\n",
    },
    "section-index": {"mkdocs.yml": _settings(NAV, plugins="  - section-index\n")},
    "section-index without a nav": {"mkdocs.yml": _settings(plugins="  - section-index\n")},
    "languages by suffix": {
        "mkdocs.yml": _settings(plugins=_I18N.format(structure="suffix", fallback="true")),
        "docs/index.fi.md": "# Acmen käsikirja\n",
    },
    "languages by suffix, with a nav": {
        "mkdocs.yml": _settings(NAV, plugins=_I18N.format(structure="suffix", fallback="true")),
    },
    "languages in folders": {
        "mkdocs.yml": _settings(plugins=_I18N.format(structure="folder", fallback="true")),
        **{path.replace("docs/", "docs/en/"): text for path, text in PAGES.items()},
        **dict.fromkeys(PAGES, ""),
        "docs/fi/index.md": "# Acmen käsikirja\n",
    },
    "news": {"mkdocs.yml": _settings("site_url: https://acme.example/\n", plugins="  - rss\n")},
    "authors and days from git": {
        "mkdocs.yml": _settings(
            plugins="  - git-authors\n  - git-revision-date-localized: {type: iso_date, enable_creation_date: true}\n"
        ),
    },
    "a hook that reads each source": {
        "mkdocs.yml": _settings("hooks: [hook.py]\n"),
        "hook.py": "from pathlib import Path\n\n\ndef on_page_markdown(markdown, page, **_):\n"
        '    return markdown + f"\\n\\n{len(Path(page.file.abs_src_path).read_text().split())} words\\n"\n',
    },
    "some of our pages excluded": {
        "mkdocs.yml": _settings(
            f"{NAV}exclude_docs: leadership/changes.md\n",
            plugins="  - exclude: {glob: [leadership/start/*]}\n",
        ),
    },
    "excluded by a plugin that comes later": {
        "mkdocs.yml": f"{_settings()}  - exclude: {{glob: [leadership/start/*]}}\n",
    },
    "a folder of ours that is not for the nav": {
        "mkdocs.yml": _settings("validation: {omitted_files: warn}\nexclude_docs: |\n  assets/\n  *.json\n"),
    },
    "links that are checked": {
        "mkdocs.yml": _settings(
            plugins="  - htmlproofer: {raise_error: true, validate_external_urls: false}\n"
        )
    },
    "addresses that moved": {
        "mkdocs.yml": _settings(plugins="  - redirects: {redirect_maps: {old.md: onboarding.md}}\n"),
    },
    "several repositories in one": {
        "mkdocs.yml": _settings(
            "nav:\n  - Home: index.md\n  - Team: '!include ./team/mkdocs.yml'\n  - onboarding.md\n  - privacy/index.md\n",
            plugins="  - monorepo\n",
        ),
        "team/mkdocs.yml": "site_name: team\nnav: [{Team: index.md}]\n",
        "team/docs/index.md": "# Team\n",
    },
    "fewer pages": {
        "mkdocs.yml": _settings(
            NAV,
            guest="  - outbound: {at: leadership, as_of: 2026-11-23, pages: {rules: false, start: false, log: false, "
            "api: false, privacy: ../privacy/index.md, method: 'https://acme.example/method', teams: false, "
            "organisation: false, changes: false, calendars: false}}\n",
        ),
    },
    "a page for each rule": {
        "mkdocs.yml": _settings(
            NAV, guest="  - outbound: {at: leadership, as_of: 2026-11-23, pages: {rules: each}, tags: true}\n"
        ),
    },
    "a repository to edit": {
        "mkdocs.yml": _settings(
            f"{NAV}{_REPOSITORY}",
            theme="theme: {name: material, font: false, features: [content.action.edit]}\n",
        ),
    },
}
"""Handbooks by what is special about them, each a file's path and text; the pages of all are `PAGES` too."""
