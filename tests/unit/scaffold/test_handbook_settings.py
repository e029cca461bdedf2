"""The plugin in the settings of a handbook: two lines more, and every other byte as it was."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checks.model.errors import UsageError
from checks.scaffold.handbook_settings import handbook_settings, plugin_options, with_plugin

OPTIONS = plugin_options("en")
LINE = "outbound: {at: leadership, nav: Leadership}"

TAGGED = """\
site_name: !ENV [NAME, A]
x: &x {a: 1}
extra: *x
plugins:
  - search:
      lang: !!python/name:a.b
  - !ENV [P, tags]
"""
ADDED = {
    "a list": ("site_name: A\nplugins:\n  - search\n", f"site_name: A\nplugins:\n  - search\n  - {LINE}\n"),
    "a list in the first column": (
        "plugins:\n- search   # finds\n- tags: {}\n\n# the theme\ntheme: material\n",
        f"plugins:\n- search   # finds\n- tags: {{}}\n- {LINE}\n\n# the theme\ntheme: material\n",
    ),
    "brackets": ("plugins: [search, tags]\n", f"plugins: [search, tags, {{{LINE}}}]\n"),
    "a mapping": ("plugins:\n  search: {}\n  tags:\n", f"plugins:\n  search: {{}}\n  tags:\n  {LINE}\n"),
    "nothing": ("site_name: A\n", f"site_name: A\nplugins:\n  - search\n  - {LINE}\n"),
    "no last line end": ("site_name: A", f"site_name: A\nplugins:\n  - search\n  - {LINE}\n"),
    "tags and anchors": (
        TAGGED,
        f"{TAGGED}  - {LINE}\n",
    ),
    "line ends of Windows": (
        "plugins:\r\n  - search\r\ntheme: a\r\n",
        f"plugins:\r\n  - search\r\n  - {LINE}\r\ntheme: a\r\n",
    ),
}


@pytest.mark.parametrize(("text", "expected"), ADDED.values(), ids=ADDED)
def test_the_plugin_is_added_and_all_else_stays(text: str, expected: str) -> None:
    assert with_plugin(text, OPTIONS) == expected
    assert handbook_settings(expected, "mkdocs.yml").has_plugin


BY_HAND = {
    "plugins of another file": "INHERIT: base.yml\nsite_name: A\n",
    "plugins left empty": "plugins:\nsite_name: A\n",
    "an empty mapping": "plugins: {}\n",
    "plugins of the environment": "plugins: !ENV PLUGINS\n",
    "a circle": "plugins: &p [*p]\n",
}


@pytest.mark.parametrize("text", BY_HAND.values(), ids=BY_HAND)
def test_other_layouts_get_the_lines_to_add(text: str) -> None:
    with pytest.raises(UsageError, match=r"Add below `plugins:`: - outbound: \{at: leadership"):
        with_plugin(text, OPTIONS)


@given(
    plugins=st.lists(st.sampled_from(["search", "tags: {}", "blog:\n      a: 1", "'i18n'"]), min_size=1),
    others=st.lists(st.sampled_from(["theme: a", "# note", "", "nav:\n  - a.md", "x: !ENV X"]), unique=True),
)
def test_lines_are_only_added(plugins: list[str], others: list[str]) -> None:
    text = "\n".join(["site_name: A", "plugins:", *(f"  - {plugin}" for plugin in plugins), *others, ""])

    changed = with_plugin(text, OPTIONS)

    assert changed.replace(f"  - {LINE}\n", "", 1) == text
    assert yaml.compose(changed, Loader=yaml.CSafeLoader)


def test_settings_that_are_no_yaml_name_their_line() -> None:
    with pytest.raises(UsageError, match=r"^mkdocs\.yml:3: this is not valid YAML"):
        handbook_settings("site_name: A\nplugins: [search\n - a: b: c\n", "mkdocs.yml")
    with pytest.raises(UsageError, match=r"^mkdocs\.yml: this file contains no settings"):
        handbook_settings("- a\n", "mkdocs.yml")
