"""Comments beside the entries of YAML files: they belong to an entry as a reader sees it, and no parser keeps them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import yaml

from checks.store.yaml_splices import Splice, YamlEdit, end_of_line, extent, last_mark, require_node
from checks.store.yaml_styles import Steps


def comments_at(text: str, steps: Steps) -> tuple[str, ...]:
    """Return the comments on the lines of the entry at `steps`, in order: they go where the entry goes.

    Lines of comments above an entry may speak of several, so they are not among them.
    """
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is None:
        return ()
    cut = extent(text, node, steps)
    return tuple(comment for at, comment in _comments(text) if cut.begin <= at < cut.end)


def add_comments(steps: Steps, comments: Sequence[str]) -> YamlEdit:
    """Write comments, each with its `#`, behind the entry at `steps`; what is on that line already comes before them."""

    def splice(text: str, node: yaml.Node) -> Splice:
        line = text[: end_of_line(text, last_mark(require_node(node, steps)))].rstrip("\r\n")
        return Splice(len(line), len(line), f" {' '.join(comments)}")

    return YamlEdit(splice, lambda _: None)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield each comment of a document with where it begins: only blanks and comments lie between tokens."""
    for before, after in pairwise(yaml.scan(text, Loader=yaml.CSafeLoader)):
        begin = before.end_mark.index
        for comment in re.finditer(r"#[^\r\n]*", text[begin : after.start_mark.index]):
            yield begin + comment.start(), comment[0].rstrip()
