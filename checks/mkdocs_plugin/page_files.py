"""The playbook's pages as files that MkDocs and plugins of others can open, in a folder outside docs/."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


class PageFolder:
    """A folder that lasts as long as the process that builds; what is written again replaces what was there."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="outbound-pages-")

    def write(self, path: str, text: str) -> str:
        """Write a page or file, and return where it lies."""
        target = Path(self.path(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
        return str(target)

    def path(self, path: str) -> str:
        """Return where a page or file lies."""
        return str(Path(self._folder.name, path))

    def remove(self) -> None:
        """Remove the folder with all pages."""
        self._folder.cleanup()


def page_files(
    config: MkDocsConfig, folder: PageFolder, texts: Mapping[str, str], edits: Mapping[str, str | None]
) -> Iterator[File]:
    """Yield the files of pages by their path in the site, with the address at which an editor opens each."""
    for path, text in texts.items():
        file = File.generated(config, path, abs_src_path=folder.write(path, text))
        if path.endswith(".md"):
            file.edit_uri = edits.get(path)
        yield file


def clashes(ours: Mapping[str, File], files: Files) -> list[tuple[File, File]]:
    """Return the playbook's files that would be written where another file of the site is, each with the other.

    Two files clash if they have one address, whatever they are called: `README.md` is `index.html` too.
    """
    by_address = {file.dest_uri: file for file in ours.values()}
    return [
        (by_address[file.dest_uri], file)
        for file in files
        if file.dest_uri in by_address
        and by_address[file.dest_uri] is not file
        and file.inclusion is not InclusionLevel.EXCLUDED
    ]


def excluded(ours: Mapping[str, File], files: Files, config: MkDocsConfig) -> frozenset[str]:
    """Return the paths of pages that the site takes away: other plugins did, or `exclude_docs` names them.

    Stylesheets and the like always stay, since a handbook's pattern such as `assets/` does not mean them.
    """
    pattern = config.exclude_docs
    kept = {id(file) for file in files}
    return frozenset(
        path
        for path, file in ours.items()
        if id(file) not in kept or (path.endswith(".md") and pattern and pattern.match_file(file.src_uri))
    )
