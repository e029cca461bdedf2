"""Text with its place: what a file holds before a model has judged it.

Every scalar is still text, so that the model and not a YAML reader decides what it means.
"""

from typing import Any

from checks.model.findings import Place

Mark = tuple[int, int]
"""Line and column, both from 1."""


class Quoted(str):
    """A scalar written in quotes or as a block: a text, never a number or a flag."""

    __slots__ = ()


class Block(dict[str, Any]):
    """A mapping with the marks of itself, its keys and its values."""

    __slots__ = ("keys_at", "mark", "path", "values_at")

    def __init__(self, path: str, mark: Mark) -> None:
        super().__init__()
        self.path = path
        self.mark = mark
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class Items(list[Any]):
    """A list with the marks of itself and its items."""

    __slots__ = ("mark", "values_at")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.values_at: list[Mark] = []


def mark_of(block: Block, steps: tuple[int | str, ...], *, key: bool = False) -> Mark:
    """Return where the value (or with `key`, the key) at `steps` stands.

    Steps the file lacks are skipped: they are a validator's union tags, or a key that is missing,
    which is reported where its mapping begins.
    """
    place = place_of(block, steps, key=key)
    return place.line, place.column


def place_of(block: Block, steps: tuple[int | str, ...], *, key: bool = False) -> Place:
    """Return `mark_of` as a place. It is in the file of the innermost mapping: the agreements of a service may have their own."""
    node: Any = block
    path, mark = block.path, block.mark
    last = len(steps) - 1
    for at, step in enumerate(steps):
        if isinstance(node, Block) and isinstance(step, str) and step in node:
            at_key = key and at == last
            mark = node.keys_at[step] if at_key else node.values_at[step]
            node = node[step]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            mark = node.values_at[step]
            node = node[step]
        if isinstance(node, Block):
            path = node.path
    return Place(path, *mark)
