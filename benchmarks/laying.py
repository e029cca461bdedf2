"""What the benchmarks lay out beside an organisation: a schema, a faulty line, a site."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {
    "type": "object",
    "required": ["schema", "id", "name", "leaders", "members"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": 1},
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"},
        "name": {"type": "string"},
        "leaders": {"type": "array", "items": {"$ref": "#/$defs/days"}},
        "members": {"type": "array", "items": {"$ref": "#/$defs/days"}},
        "absences": {"type": "array", "items": {"$ref": "#/$defs/days"}},
    },
    "$defs": {
        "days": {
            "type": "object",
            "required": ["person", "from"],
            "additionalProperties": False,
            "properties": {
                "person": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"},
                "from": {"type": "string", "format": "date"},
                "to": {"type": "string", "format": "date"},
            },
        }
    },
}
"""What a roster may say, as a plain JSON Schema."""

SITE = """site_name: Northlight
docs_dir: {docs}
use_directory_urls: false
theme:
  name: material
  font: false
  features: [navigation.tabs, navigation.prune, navigation.indexes]
plugins: {plugins}
markdown_extensions:
  - attr_list
  - tables
  - toc: {{permalink: false, toc_depth: 2}}
"""


def without_logs(root: Path, into: Path) -> list[str]:
    """Copy policy and rosters alone, and a schema for these; returns the paths of the rosters."""
    shutil.copytree(root, into, ignore=shutil.ignore_patterns("touchpoints"))
    (into / "roster.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    return [str(path) for path in sorted(into.glob("data/teams/*/team.yaml"))]


def with_a_bad_line(root: Path, into: Path) -> None:
    """Copy everything, and spoil the last line of one log."""
    shutil.copytree(root, into)
    log = min(into.glob("data/teams/*/touchpoints/*.csv"))
    log.write_text(log.read_text("utf-8").removesuffix("\n") + ",too,many\n", "utf-8")


def sites(root: Path) -> None:
    """Write settings for a site from releases, for the preview of live figures, and for pages of each read from disk."""
    (root / "docs").mkdir()
    for name, plugins, docs in (
        ("released", "[search, {outbound: {preview: false}}]", "docs"),
        ("live", "[search, {outbound: {preview: true}}]", "docs"),
        ("released-disk", "[search]", "released-pages"),
        ("live-disk", "[search]", "live-pages"),
    ):
        (root / f"{name}.yml").write_text(SITE.format(docs=docs, plugins=plugins), "utf-8")
