"""What is emitted comes back as it was typed, from the one parser and from other readers, in every style."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checks.loading.blocks import parse_yaml
from checks.store.yaml_emitting import Value, YamlStyle, as_read, document_text
from checks.store.yaml_splices import YamlEdit, add_key, add_list, append, apply_edits, set_value
from tests.support.examples import examples
from tests.unit.store.typed_texts import typed_lines, typed_proses

STYLES = st.builds(
    YamlStyle,
    mapping=st.sampled_from([2, 4]),
    dash=st.sampled_from([0, 2, 4]),
    item=st.sampled_from([2, 4]),
    quote=st.sampled_from(["'", '"']),
    width=st.sampled_from([0, 40, 110]),
    flow=st.dictionaries(st.sampled_from(["items", "map"]), st.booleans()),
    flow_items=st.none() | st.booleans(),
)
KEYS = typed_lines.filter(lambda text: text not in ("<<", "items", "map", "text"))


@given(typed_proses, typed_proses, KEYS, STYLES)
@examples(60, 3_400)  # three texts each
def test_every_reader_takes_a_text_as_it_was_typed(text: str, other: str, key: str, style: YamlStyle) -> None:
    data: dict[str, Value] = {
        "text": text,
        "items": [other, {"text": text, key: other}, [text, other]],
        "map": {key: {"text": text}, "text": [{key: other}]},
        key: text,
    }

    written = document_text(data, "# head\n", style)

    assert parse_yaml(written, "a file") == (as_read(data), [])
    assert yaml.safe_load(written) == data  # YAML 1.1
    assert YAML(typ="safe", pure=True).load(written) == data  # YAML 1.2


FILES = {
    "block": "# top\nname: x   # of us\nlist:\n  - x  # first\n\n  - z\nmap:\n  in: x\nlast: {in: x}\n# end\n",
    "wide": "name: 'x'\nlist:\n-   x\n-   in: z\nmap:\n    in: 'x'\nlast: ['x']\n",
    "flow": 'name: "x"\nlist: ["x", z]  # here\nmap: {in: x, more: [x]}\n',
    "empty": "name:\nlist: []  # none yet\nmap: {in: []}\n",
    "line ends": "name: x\r\nlist:\r\n  - {in: x}\r\nmap: {in: x}\r\n",
    "no last line end": "list: [x]\nmap: {in: x}\nname: x",
}
EDITS: dict[str, Any] = {
    "a value": lambda text: set_value(("name",), text),
    "a value in a list": lambda text: set_value(("list", 0), text),
    "a value in a mapping": lambda text: set_value(("map", "in"), text),
    "an item": lambda text: append(("list",), text),
    "items": lambda text: append(("list",), {"in": text, "more": [text]}, text),
    "a key": lambda text: add_key(("map",), "new", text, after="in"),
    "a key with a list": lambda text: add_key(("map",), "new", [text, {"in": text}], after="in"),
    "a list": lambda text: add_list("new", text, {"in": text}),
}
UNLIKE = {  # what stands there is no scalar, or no list
    ("flow", "none"),
    ("empty", "a value in a list"),
    ("empty", "a value in a mapping"),
    ("line ends", "a value in a list"),
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("edit", EDITS)
def test_a_text_is_put_anywhere_into_a_file(file: str, edit: str) -> None:
    before = FILES[file]
    comments = re.findall(r"# .*", before)

    @given(typed_proses)
    @examples(8, 400)
    def put(text: str) -> None:
        change: YamlEdit = EDITS[edit](text)
        data, _ = parse_yaml(before, "a file")
        after = apply_edits(before, [change])
        change.data(data)
        assert parse_yaml(after, "a file") == (data, [])
        assert all(comment in after for comment in comments)

    if (file, edit) not in UNLIKE:
        put()
