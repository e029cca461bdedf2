"""The playbook in a handbook's menu: one section, and nothing else of the menu changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import dirname_to_title

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import Files

    from checks.site.all_pages import Navigation as PageOrder
    from checks.site.all_pages import NavigationItem

MARKER = "outbound"
"""What stands in `nav` of mkdocs.yml in the place of the section."""


class PlacedSection(dict[str, Any]):
    """The section as it was put into `nav`; a build in the next language replaces it."""


def paths_in(order: NavigationItem | PageOrder) -> Iterator[str]:
    """Yield the paths an order of pages names, however deep."""
    if isinstance(order, str):
        yield order
        return
    for item in order.values() if isinstance(order, dict) else order:
        yield from paths_in(item)


def has_marker(order: object) -> bool:
    """Whether an order of pages has the marker, however deep."""
    if isinstance(order, dict):
        return any(value == MARKER or has_marker(value) for value in order.values())
    return isinstance(order, list) and any(item == MARKER or has_marker(item) for item in order)


def moved(order: PageOrder, place: Callable[[str], str]) -> PageOrder:
    """Return an order of pages whose paths are those in the site."""
    return [_moved(item, place) for item in order]


def _moved(item: NavigationItem, place: Callable[[str], str]) -> NavigationItem:
    if isinstance(item, str):
        return place(item)
    return {
        title: place(below) if isinstance(below, str) else moved(below, place)
        for title, below in item.items()
    }


def with_section(nav: list[Any], title: str, pages: PageOrder) -> list[Any]:
    """Return `nav` with the section where its marker is, under the handbook's title, or else at its end."""
    if placed := _placed(nav, title, pages):
        return placed
    return [*nav, PlacedSection({title: pages})]


def _placed(nav: list[Any], title: str, pages: PageOrder) -> list[Any] | None:
    """Return `nav` with the section in its place; None if it has none."""
    items, is_placed = [], False
    for item in nav:
        new: dict[str, Any] | None = _section_for(item, title, pages)
        if new is None and isinstance(item, dict):
            for name, below in item.items():
                if isinstance(below, list) and (deeper := _placed(below, title, pages)):
                    new = {**item, name: deeper}
        is_placed = is_placed or new is not None
        items.append(item if new is None else new)
    return items if is_placed else None


def _section_for(item: object, title: str, pages: PageOrder) -> PlacedSection | None:
    """Return the section in the place of a marker, or of the section of the build before; None for other items."""
    if item == MARKER:
        return PlacedSection({title: pages})
    if isinstance(item, PlacedSection):
        return PlacedSection(dict.fromkeys(item, pages))
    if isinstance(item, dict) and list(item.values()) == [MARKER]:
        return PlacedSection(dict.fromkeys(item, pages))
    return None


def append_section(
    nav: Navigation, title: str, order: PageOrder, files: Files, config: MkDocsConfig
) -> Navigation:
    """Add the section to a menu that MkDocs or a plugin has made, and has left the pages out of."""
    section = Section(title, [_entry(item, files, config) for item in order])
    nav.items.append(section)
    _set_parents(section)
    nav.pages.extend(_pages_in(section.children))
    index_plugin: Any = config.plugins.get("section-index")
    if index_plugin:  # it has perhaps had its turn; what it has done already it leaves
        index_plugin.on_nav(nav, config, files)
    return nav


def _entry(item: NavigationItem, files: Files, config: MkDocsConfig) -> StructureItem:
    if isinstance(item, str):
        return _page(None, item, files, config)
    ((title, below),) = item.items()
    if isinstance(below, str):
        return _page(title, below, files, config)
    return Section(title, [_entry(each, files, config) for each in below])


def _page(title: str | None, path: str, files: Files, config: MkDocsConfig) -> Page:
    file = files.get_file_from_path(path)
    if file is None:
        raise PluginError(f"outbound: another plugin took {path} away after the menu was made")
    return Page(title, file, config)


def _set_parents(section: Section) -> None:
    for child in section.children:
        child.parent = section
        if isinstance(child, Section):
            _set_parents(child)


def _pages_in(items: list[StructureItem]) -> Iterator[Page]:
    for item in items:
        if isinstance(item, Page):
            yield item
        yield from _pages_in(getattr(item, "children", None) or [])


def name_sections(items: list[StructureItem], titles: Mapping[str, str]) -> None:
    """Give sections that were named after their folder the playbook's titles, by the folder's path in the site.

    A title that the handbook has given stays.
    """
    for item in items:
        children = getattr(item, "children", None) or []
        if isinstance(item, Section):
            folder = _folder_of(item)
            if folder in titles and item.title == dirname_to_title(folder.rpartition("/")[2]):
                item.title = titles[folder]
        name_sections(children, titles)


def _folder_of(section: Section) -> str:
    """Return the folder in which all pages of a section lie, if it has its own pages there; else an empty text."""
    folders = [page.file.src_uri.rpartition("/")[0] for page in section.children if isinstance(page, Page)]
    pages = [page.file.src_uri for page in _pages_in(section.children)]
    inside = folders and all(path.startswith(f"{folders[0]}/") for path in pages)
    return folders[0] if inside else ""


def part_ways(nav: Navigation, ours: Collection[str]) -> None:
    """Have "next" and "previous" lead from the handbook's pages to its own, as before, and from ours to ours."""
    for mine in (False, True):
        pages = [page for page in nav.pages if (page.file.src_uri in ours) is mine]
        for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
            page.previous_page, page.next_page = before, after
