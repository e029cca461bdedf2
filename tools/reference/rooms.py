"""The picture and list of the rooms of `checks/`, from the contract that says which may import which.

The words stand in the picture: it is a plan and not a chart, and the list below says the same as text.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape
from typing import TYPE_CHECKING

from tools.reference.writing import defined

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HIGH, GAP = 320, 24, 14
"""Units of the picture: its width, a room's height, and the room between two layers."""


def layers(root: Path) -> list[list[str]]:
    """Return the layers of the contract from the top down, each with its rooms."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    lines: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip(" ()") for name in line.split("|")] for line in lines]


def rooms_part(root: Path) -> str:
    """Return the picture, and each room with the first sentence of its docstring."""
    rooms = layers(root)
    about = defined((name, "", _about(root, name)) for layer in rooms for name in layer)
    return f"\n{_picture(rooms)}\n{about}\n"


def _picture(rooms: list[list[str]]) -> str:
    high = len(rooms) * (HIGH + GAP) - GAP
    drawn = "".join(_layer(at, names) for at, names in enumerate(rooms))
    in_words = "; ".join(" beside ".join(names) for names in rooms)
    return (
        f'<svg class="ref-rooms" role="img" aria-labelledby="rooms-t rooms-d" viewBox="0 0 {WIDTH} {high}" '
        f'width="{WIDTH}" height="{high}"><title id="rooms-t">The rooms of checks: imports point down</title>'
        f'<desc id="rooms-d">From the top: {escape(in_words)}.</desc>{drawn}</svg>'
    )


def _layer(at: int, names: list[str]) -> str:
    top, wide = at * (HIGH + GAP), (WIDTH - 4 * (len(names) - 1)) / len(names)
    arrow = f'<path d="M160 {top - GAP + 2}v{GAP - 5}m-3 -4l3 4l3 -4"/>' if at else ""
    return arrow + "".join(_room(name, where * (wide + 4), top, wide) for where, name in enumerate(names))


def _room(name: str, left: float, top: int, wide: float) -> str:
    box = f'<rect x="{left + 0.5:g}" y="{top + 0.5:g}" width="{wide - 1:g}" height="{HIGH - 1}"/>'
    return f'{box}<text x="{left + wide / 2:g}" y="{top + HIGH / 2 + 4:g}">{escape(name)}</text>'


def _about(root: Path, name: str) -> str:
    """Return the first paragraph of a room's docstring."""
    files = (root / "checks" / f"{name}.py", root / "checks" / name / "__init__.py")
    file = next(file for file in files if file.is_file())
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())
