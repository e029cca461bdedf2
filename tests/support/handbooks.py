"""Handbooks of others, in looks that are not ours, with the example's pages in them as a guest."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import yaml

from checks.site.all_pages import STYLESHEET
from tests.support.calling import outbound
from tests.support.paths import ROOT
from tests.support.site import build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GUEST = """\
def on_page_content(html, page, config, files):
    if page.file.src_uri.startswith(("inside/", "public/")):
        return f'<div class="outbound">{html}</div>'


def on_post_page(output, page, config):
    if page.file.src_uri.startswith(("inside/", "public/")):
        up = "../" * page.file.dest_uri.count("/")
        sheet = f'<link rel="stylesheet" href="{up}assets/outbound.css">'
        return output.replace("</head>", sheet + "</head>", 1)
"""
"""What the plugin does of a guest's look, so that the look is seen by itself."""

SCHEME = """\
[data-md-color-scheme=own]{{--md-default-bg-color:{paper};--md-default-fg-color:{ink};--md-default-fg-color--light:{ink};--md-default-fg-color--lighter:{ink}52;--md-default-fg-color--lightest:{ink}1f;--md-typeset-color:{ink};--md-typeset-a-color:{link};--md-primary-fg-color:{paper};--md-primary-bg-color:{ink};--md-primary-bg-color--light:{ink};--md-accent-fg-color:{link};--md-code-bg-color:{code};--md-code-fg-color:{ink};--md-footer-bg-color:{code};--md-footer-bg-color--dark:{code};--md-footer-fg-color:{ink};--md-footer-fg-color--light:{ink};--md-footer-fg-color--lighter:{ink}}}
"""


class Look(NamedTuple):
    """A theme as a handbook sets it, and the stylesheet of its own."""

    theme: dict[str, object]
    sheet: str = ""


def _material(scheme: str = "default", **palette: str) -> dict[str, object]:
    return {"name": "material", "font": False, "palette": {"scheme": scheme, **palette}}


LOOKS = {
    "material": Look(_material()),
    "slate": Look(_material("slate", primary="teal")),
    "midnight": Look(
        _material("own"), SCHEME.format(paper="#0b1437", ink="#f4ead2", link="#9dbdff", code="#16224f")
    ),
    "pastel": Look(
        _material("own"), SCHEME.format(paper="#fdeff4", ink="#54415c", link="#a03468", code="#f7e0ea")
    ),
    "mkdocs": Look({"name": "mkdocs", "color_mode": "light"}),
    "mkdocs-dark": Look({"name": "mkdocs", "color_mode": "dark"}),
    "readthedocs": Look({"name": "readthedocs"}),
}
"""Foreign looks by name: schemes of Material, two of a company's own, and the themes MkDocs comes with."""


def rendered(out: Path, *options: str) -> Path:
    """Write the example's pages as Markdown, as `outbound render` does."""
    done = outbound("render", "--out", str(out), *options, here=ROOT)
    assert done.returncode == 0, done.stderr
    return out


def handbook(folder: Path, pages: Mapping[str, Path], look: Look) -> Path:
    """Build a handbook in a look, with folders of rendered pages below inside/ and public/; returns its site."""
    docs = folder / "docs"
    (docs / "assets").mkdir(parents=True)
    (docs / "index.md").write_text("# Handbook\n\nWelcome. See [our values](values.md).\n", "utf-8")
    (docs / "values.md").write_text(
        "# Values\n\n## Care\n\nWe care.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "utf-8"
    )
    (docs / "assets/own.css").write_text(look.sheet, "utf-8")
    shutil.copy(ROOT / "checks/site" / STYLESHEET, docs / "assets")
    for name, rendered_pages in pages.items():
        (docs / name).symlink_to(rendered_pages, target_is_directory=True)
    (folder / "guest.py").write_text(GUEST, "utf-8")
    settings = {
        "site_name": "Handbook",
        "use_directory_urls": False,
        "theme": look.theme,
        "extra_css": ["assets/own.css"],
        "hooks": ["guest.py"],
        "markdown_extensions": ["attr_list"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    done = build(folder / "mkdocs.yml", folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"
