"""What ends a build: no playbook, pages of others in the way, and sources that would publish the data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from checks.mkdocs_plugin.menu import has_marker, paths_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File


def no_playbook(folder: Path, config: MkDocsConfig) -> PluginError:
    """Return the error for a folder without a playbook."""
    top = Path(config.config_file_path or ".").parent.resolve()
    expected = Path(os.path.relpath(folder, top), "playbook", "playbook.yaml").as_posix()
    return PluginError(
        f"outbound: no playbook found: there is no {expected}, seen from mkdocs.yml. "
        "Set `root` of the plugin `outbound` there to your playbook's folder"
    )


def refuse_clashes(clashes: Sequence[tuple[File, File]], at: str, options: Mapping[str, object]) -> None:
    """Raise `PluginError` that lists all files of the site which lie where pages of the playbook do."""
    if not clashes:
        return
    lines = "\n".join(
        f"  {_where(other)} and the playbook's {ours.src_uri} would both be {ours.dest_uri}"
        for ours, other in clashes
    )
    if at:
        raise PluginError(
            f"outbound: pages of this site are where `at: {at}` puts the playbook:\n{lines}\n"
            "Rename them, or set `at` of the plugin `outbound` in mkdocs.yml to another folder"
        )
    raise PluginError(
        f"outbound: this site has pages of its own where the playbook's would be:\n{lines}\n{_way_out(options)}"
    )


def refuse_own_menu(config: MkDocsConfig, ours: Collection[str], options: Mapping[str, object]) -> None:
    """Raise `PluginError` where a playbook without a folder is in a site whose `nav` names none of its pages."""
    if config.nav and (has_marker(config.nav) or not set(paths_in(config.nav)) & set(ours)):
        raise PluginError(
            f"outbound: `nav` in mkdocs.yml names pages of its own and none of the playbook's.\n{_way_out(options)}"
        )


def _way_out(options: Mapping[str, object]) -> str:
    """Return the lines to write in mkdocs.yml, with the options that are there."""
    words = {"at": "leadership", "nav": "Leadership"} | {
        name: str(options[name]) for name in ("root", "data") if options[name] not in (None, ".")
    }
    listed = ", ".join(f"{name}: {value}" for name, value in words.items())
    return (
        "Give the playbook a folder and a section of the menu. Write these two lines in mkdocs.yml:\n"
        f"plugins:\n  - outbound: {{{listed}}}"
    )


def _where(file: File) -> str:
    return f"docs/{file.src_uri}" if file.generated_by is None else f"{file.src_uri} ({file.generated_by})"


def built_from(config: MkDocsConfig) -> Iterator[Path]:
    """Yield the folders and files of its own that MkDocs builds a site from, its settings first."""
    if config.config_file_path:
        yield Path(config.config_file_path)
    yield Path(config.docs_dir)
    if config.theme.custom_dir:
        yield Path(config.theme.custom_dir)
    yield from (Path(config.config_file_path or ".").parent / hook for hook in config.hooks)
