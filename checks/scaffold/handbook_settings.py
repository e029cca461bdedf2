"""The settings of a handbook built by MkDocs, as text: what the playbook asks of them, and the plugin added.

mkdocs.yml holds tags of its own, such as `!ENV` and `!!python/name`, and so does not go through the parser of
playbooks. What they mean is not looked at: each is kept, byte for byte, as all else outside of the new lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from checks.model.errors import UnspliceableError, UsageError
from checks.store.yaml_emitting import items_text
from checks.store.yaml_splices import add_key, add_list, append
from checks.store.yaml_styles import node_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.store.yaml_splices import YamlEdit

PLUGIN = "outbound"
AT = "leadership"
"""Where the playbook's pages begin in a handbook."""

_STANDARD = "tag:yaml.org,2002:"
_KINDS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")


@dataclass(frozen=True, slots=True)
class HandbookSettings:
    """What mkdocs.yml says of a handbook, as far as it is asked; texts are empty where it says nothing."""

    docs_dir: str
    repository: str
    has_plugin: bool


def handbook_settings(text: str, shown: str) -> HandbookSettings:
    """Return what a handbook's settings say; raises `UsageError`, naming the line, for text that is no YAML mapping."""
    top = _composed(text, shown)
    docs_dir, repository = (_text(node_at(top, (key,))) for key in ("docs_dir", "repo_url"))
    return HandbookSettings(docs_dir or "docs", repository, PLUGIN in _plugin_names(top))


def plugin_options(language: str) -> dict[str, str]:
    """Return the plugin's options in a handbook; in other languages than English the plugin names its section."""
    return {"at": AT} | ({"nav": "Leadership"} if language == "en" else {})


def with_plugin(text: str, options: Mapping[str, str]) -> str:
    """Return settings with the plugin added to their list or mapping; every other byte stays.

    Without `plugins:` MkDocs searches by itself, and with it no more, so the search is added too. Raises
    `UsageError`, with the lines to add by hand, where the layout cannot be changed.
    """
    by_hand = (
        f"mkdocs.yml can't be edited automatically. Add below `plugins:`: {items_text([{PLUGIN: options}])}"
    )
    try:
        top: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
        meant = _plain(top)  # first: what stands within itself ends here
        edit = _edit(top, options)
        cut = edit.splice(text, top)
        newline = "\r\n" if "\r\n" in text else "\n"
        changed = text[: cut.begin] + cut.instead.replace("\n", newline) + text[cut.end :]
        edit.data(meant)
        if _plain(yaml.compose(changed, Loader=yaml.CSafeLoader)) != meant:
            raise UnspliceableError
    except (UnspliceableError, yaml.YAMLError, RecursionError, AttributeError, KeyError, TypeError):
        raise UsageError(by_hand) from None
    return changed


def _edit(top: Any, options: Mapping[str, str]) -> YamlEdit:
    plugins = node_at(top, ("plugins",))
    if plugins is None:
        if node_at(top, ("INHERIT",)) is not None:  # its plugins would go, were there any here
            raise UnspliceableError
        return add_list("plugins", "search", {PLUGIN: options})
    if isinstance(plugins, yaml.MappingNode) and plugins.value:
        return add_key(("plugins",), PLUGIN, options, plugins.value[-1][0].value)
    return append(("plugins",), {PLUGIN: options})


def _composed(text: str, shown: str) -> Any:
    try:
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{shown}:{mark.line + 1}" if mark else shown
        raise UsageError(f"{where}: this is not valid YAML. Fix this line first") from None
    if not isinstance(top, yaml.MappingNode):
        raise UsageError(f"{shown}: this file contains no settings of MkDocs. Start it with `site_name:`")
    return top


def _text(node: Any) -> str:
    """Return a plain text, empty for none and for what a tag makes of it."""
    is_plain = isinstance(node, yaml.ScalarNode) and node.tag == f"{_STANDARD}str"
    return node.value if is_plain else ""


def _plugin_names(top: Any) -> set[str]:
    plugins = node_at(top, ("plugins",))
    if isinstance(plugins, yaml.MappingNode):
        return {key.value for key, _ in plugins.value if isinstance(key, yaml.ScalarNode)}
    items = plugins.value if isinstance(plugins, yaml.SequenceNode) else ()
    named = [
        item.value[0][0] if isinstance(item, yaml.MappingNode) and item.value else item for item in items
    ]
    return {name.value for name in named if isinstance(name, yaml.ScalarNode)}


def _plain(node: Any) -> Any:
    """Return nodes as mappings, lists and texts; what has a tag of its own is a pair of tag and content."""
    if isinstance(node, yaml.MappingNode):
        plain: Any = {repr(key) if not isinstance(key := _plain(name), str) else key: _plain(value) for name, value in node.value}  # fmt: skip
    elif isinstance(node, yaml.SequenceNode):
        plain = [_plain(item) for item in node.value]
    else:
        plain = node.value
    is_own = node.tag.removeprefix(_STANDARD) not in _KINDS
    return (node.tag, plain) if is_own else plain
