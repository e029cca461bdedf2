"""What the house of `checks/` looks like, in numbers: `python -m tools.house`, or with `--where` the places.

Four of them are to be zero, and a test keeps them so: names defined twice, variables that say nothing,
ordinals outside `engine`, and imports that go in a circle. The rest is to be looked at.
"""

from __future__ import annotations

import ast
import sys
import tokenize
from collections import defaultdict
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LONG = 25
"""Lines of a function from which it is worth a second look."""

BANNED = frozenset({"one", "found", "made", "said", "told"})
"""Names of variables that do not say what they hold."""

ORDINALS = frozenset({"toordinal", "fromordinal", "first_number", "last_number"})
"""What makes a day a number, or reads it as one."""


@dataclass(frozen=True)
class Module:
    """A module of the package: its dotted name, its path, and what is written in it."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    def at(self, node: ast.stmt | ast.expr | ast.arg) -> str:
        """Return the place of a node as `path:line`."""
        return f"{self.path}:{node.lineno}"


def modules(folder: Path = ROOT / "checks") -> list[Module]:
    """Return all modules of the package, by name."""
    read = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text("utf-8")
        place = path.relative_to(folder.parent)
        name = ".".join(place.with_suffix("").parts).removesuffix(".__init__")
        read.append(Module(name, place, text, ast.parse(text)))
    return read


def long_functions(house: list[Module]) -> Iterator[str]:
    """Yield the functions with more lines than `LONG`, docstring included."""
    for module in house:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONG:
                yield f"{module.at(node)}: {node.name}"


def defined_twice(house: list[Module]) -> Iterator[str]:
    """Yield classes, public functions and modules that share a name with another."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in house:
        if module.path.stem not in ("__init__", "__main__"):
            places[f"module {module.path.stem}"].append(str(module.path))
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) or (
                isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            ):
                places[node.name].append(module.at(node))
    yield from (f"{name}: {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1)


def banned_variables(house: list[Module]) -> Iterator[str]:
    """Yield the variables, parameters and fields with a name of `BANNED`."""
    for module in house:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in BANNED:
                yield f"{module.at(node)}: {node.id}"
            elif isinstance(node, ast.arg) and node.arg in BANNED:
                yield f"{module.at(node)}: {node.arg}"


def ordinals(house: list[Module]) -> Iterator[str]:
    """Yield where a day is made a number outside of the room that counts days."""
    for module in house:
        if not module.name.startswith("checks.engine"):
            for node in ast.walk(module.tree):
                name = (
                    node.attr
                    if isinstance(node, ast.Attribute)
                    else node.name
                    if isinstance(node, ast.FunctionDef)
                    else ""
                )
                if name in ORDINALS and isinstance(node, ast.expr | ast.stmt):
                    yield f"{module.at(node)}: {name}"


def circles(house: list[Module]) -> Iterator[str]:
    """Yield imports that lead back to where they began, those for types alone included."""
    names = {module.name for module in house}
    graph = {module.name: set(_imported(module, names)) for module in house}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield " -> ".join(error.args[1])


def _imported(module: Module, names: set[str]) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                target = full if full in names else node.module
                if target in names and target != module.name:
                    yield target


def comment_share(house: list[Module]) -> tuple[int, int]:
    """Return how many lines hold a comment that is no instruction to a tool, and how many lines hold anything."""
    comments = lines = 0
    for module in house:
        lines += sum(bool(line.strip()) for line in module.text.splitlines())
        for token in tokenize.generate_tokens(iter(module.text.splitlines(keepends=True)).__next__):
            if token.type == tokenize.COMMENT and not token.string.startswith(("# noqa", "# type:")):
                comments += 1
    return comments, lines


def main(arguments: list[str]) -> None:
    """Print the numbers; with `--where` the places behind those that are to be zero, too."""
    house = modules()
    comments, filled = comment_share(house)
    zeros = {
        "names defined twice": list(defined_twice(house)),
        "variables that say nothing": list(banned_variables(house)),
        "ordinals outside engine": list(ordinals(house)),
        "circles of imports": list(circles(house)),
    }
    print(f"{len(house):6,} modules")
    print(f"{sum(module.text.count(chr(10)) for module in house):6,} lines")
    print(f"{len(list(long_functions(house))):6,} functions over {LONG} lines")
    for words, places in zeros.items():
        print(f"{len(places):6,} {words}")
        if "--where" in arguments:
            print("".join(f"         {place}\n" for place in places), end="")
    print(f"{100 * comments / filled:6.1f} comment lines in 100 ({comments:,} of {filled:,})")


if __name__ == "__main__":
    main(sys.argv[1:])
