"""Remarks beside the entries of YAML files: they belong to an entry as a reader sees it, and no parser keeps them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import yaml

from checks.store.yaml_splices import Splice, YamlEdit, end_of_line, extent, last_mark, require_node
from checks.store.yaml_styles import Steps


def remarks_at(text: str, steps: Steps) -> tuple[str, ...]:
    """Return the remarks on the lines of the entry at `steps`, in order: they go where the entry goes.

    Lines of remarks above an entry may speak of several, so they are not among them.
    """
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is None:
        return ()
    cut = extent(text, node, steps)
    return tuple(remark for at, remark in _remarks(text) if cut.begin <= at < cut.end)


def add_remarks(steps: Steps, remarks: Sequence[str]) -> YamlEdit:
    """Write remarks, each with its `#`, behind the entry at `steps`; what is on that line already comes before them."""

    def splice(text: str, node: yaml.Node) -> Splice:
        line = text[: end_of_line(text, last_mark(require_node(node, steps)))].rstrip("\r\n")
        return Splice(len(line), len(line), f" {' '.join(remarks)}")

    return YamlEdit(splice, lambda _: None)


def _remarks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each remark of a document with where it begins: only blanks and remarks lie between tokens."""
    for before, after in pairwise(yaml.scan(text, Loader=yaml.CSafeLoader)):
        begin = before.end_mark.index
        for remark in re.finditer(r"#[^\r\n]*", text[begin : after.start_mark.index]):
            yield begin + remark.start(), remark[0].rstrip()
