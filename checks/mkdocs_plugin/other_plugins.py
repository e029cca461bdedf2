"""Plugins of others: kept off the playbook's pages by their own options, and the languages of a site with several."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.structure.files import File

from checks.model.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

NAVIGATION_PLUGINS = frozenset({"awesome-nav", "awesome-pages", "literate-nav"})
"""Plugins that make the navigation; `nav` in mkdocs.yml has to stay as it is."""

_OWN_PATHS = ("index.md", "organisation.md", "method.md", "privacy.md", "changes.md")
_OWN_FOLDERS = ("services", "teams", "start", "checks")


def _globs(before: list[str] | None, patterns: list[str]) -> list[str]:
    kept = list(before or [])
    return kept + [pattern for pattern in patterns if pattern not in kept]


def _not_matching(before: str, patterns: list[str]) -> str:
    ours = "|".join(re.escape(pattern).replace(r"\*", ".*") for pattern in patterns)
    return before if ours in before else f"(?!(?:{ours})$)(?:{before})"


class _LeavesOut(NamedTuple):
    """The option of a plugin that leaves pages out, and how to add some.

    A version of the plugin with the option `unless` can read the playbook's pages, and keeps them.
    """

    option: str
    add: Callable[[Any, list[str]], Any]
    unless: str = ""


_KEPT_OFF: Mapping[str, _LeavesOut] = {
    "git-authors": _LeavesOut("exclude", _globs),
    "git-committers": _LeavesOut("exclude", _globs),
    "git-revision-date-localized": _LeavesOut("exclude", _globs),
    # before it had `strict_anchors`, it looked for anchors in Markdown, and found none in the HTML of a page
    "htmlproofer": _LeavesOut("ignore_pages", _globs, unless="strict_anchors"),
    "rss": _LeavesOut("match_path", _not_matching),
}
"""Plugins that ask git about each page, list it as news, or check links in its Markdown."""


def keep_off(config: MkDocsConfig, at: str) -> None:
    """Have plugins that can't read the playbook's pages leave them out: git does not know them."""
    patterns = [f"{at}/*"] if at else [*_OWN_PATHS, *(f"{folder}/*" for folder in _OWN_FOLDERS)]
    languages = site_languages(config)
    patterns += [f"{code}/{pattern}" for code in languages.all for pattern in patterns]
    for name, plugin in config.plugins.items():
        leaves_out = _KEPT_OFF.get(name.rpartition("/")[2])
        options = getattr(plugin, "config", {})  # a hook is among the plugins, and has none
        if leaves_out and leaves_out.option in options and leaves_out.unless not in options:
            options[leaves_out.option] = leaves_out.add(options[leaves_out.option], patterns)


@dataclass(frozen=True, slots=True)
class SiteLanguages:
    """The languages of a site that mkdocs-static-i18n builds one after the other; without it there are none.

    `current` is the language of this build, `default` the one whose pages lie at the top.
    """

    all: tuple[str, ...] = ()
    current: str = ""
    default: str = ""
    in_folders: bool = False
    falls_back: bool = True

    @property
    def folder(self) -> str:
        """The folder of this build in the site; empty, or ending with a slash."""
        return "" if self.current == self.default else f"{self.current}/"

    def source(self, path: str) -> str:
        """Return where the page at `path` lies among the pages written by hand, so that it is taken for this build."""
        language = self.default if self.falls_back else self.current
        if not self.all or not path.endswith(".md"):
            return path
        if self.in_folders:
            return f"{language}/{path}"
        return path if language == self.default else f"{path.removesuffix('.md')}.{language}.md"


def site_languages(config: MkDocsConfig) -> SiteLanguages:
    """Return the languages of a site, as mkdocs-static-i18n has them."""
    plugin: Any = config.plugins.get("i18n")
    languages = (
        [item for item in (plugin.config.get("languages") or []) if item.locale != "null"] if plugin else []
    )
    if not languages:
        return SiteLanguages()
    default = next((item.locale for item in languages if item.default), languages[0].locale)
    return SiteLanguages(
        all=tuple(item.locale for item in languages),
        current=plugin.current_language or default,
        default=default,
        in_folders=plugin.config["docs_structure"] == "folder",
        falls_back=bool(plugin.config["fallback_to_default"]),
    )


def spoken(languages: SiteLanguages, own: str) -> str:
    """Return the language of the playbook's pages in this build: the site's if there is a catalogue, else its own."""
    code = languages.current.partition("-")[0].partition("_")[0]
    return code if code in LANGUAGES else own


def lay_in_docs(ours: Mapping[str, File], config: MkDocsConfig) -> None:
    """Have mkdocs-static-i18n take the pages for some of the handbook's: it looks at files below docs/ only."""
    for file in ours.values():
        file.abs_src_path = f"{config.docs_dir}/{file.src_uri}"


def restore(ours: Mapping[str, File], sources: Mapping[str, str], files: Files, config: MkDocsConfig) -> None:
    """Give the pages their sources back, which mkdocs-static-i18n made again, and every language its own assets."""
    folder = site_languages(config).folder
    by_source = {file.src_uri: file for file in ours.values()}
    for file in list(files):
        before = by_source.get(file.src_uri)
        if before is None:
            continue
        if not file.is_documentation_page():
            files.remove(file)
            continue
        file.generated_by, file.abs_src_path, file.edit_uri = (
            "outbound",
            sources[file.src_uri],
            before.edit_uri,
        )
    for file in _assets(ours, sources, folder, config):
        files.append(file)


def _assets(
    ours: Mapping[str, File], sources: Mapping[str, str], folder: str, config: MkDocsConfig
) -> Iterator[File]:
    for file in ours.values():
        if not file.is_documentation_page():
            yield File.generated(config, folder + file.src_uri, abs_src_path=sources[file.src_uri])
