"""Random documents of a schema: right ones, right ones changed a little, and ones of any shape."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.unit.model.writing import Node, Raw, Steps, Text, all_steps, at, changed
from tests.unit.scaffold.reading import core
from tests.unit.scaffold.validating import of_schema

PLAIN = [
    "2026-01-31",
    "2024-02-29",
    "2000-01-01",
    "2090-12-31",
    "2026-02-29",
    "2026-04-31",
    "2090-02-29",
    "2091-01-01",
    "1999-12-31",
    "2026-1-5",
    "2026-13-01",
    "2026-00-10",
    "20260131",
    "2100-02-29",
    "2026-06-30",
    "2026-09-01",
    "0",
    "1",
    "3",
    "5",
    "7",
    "10",
    "11",
    "45",
    "99",
    "100",
    "9999999",
    "10000000",
    "-1",
    "-0",
    "+3",
    "007",
    "08",
    "0x1F",
    "0o17",
    "3.0",
    "3.5",
    "4.2",
    "4.25",
    "4.123",
    "99.99",
    "99.999",
    "1e2",
    "1e400",
    ".5",
    "5.",
    "1_000",
    ".inf",
    ".nan",
    "0.001",
    "0%",
    "2%",
    "90%",
    "99.99%",
    "100%",
    "100.00%",
    "100.01%",
    "101%",
    "090%",
    "90.%",
    "90.123%",
    "0.5%",
    "%",
    "all",
    "none",
    "any",
    "true",
    "false",
    "True",
    "FALSE",
    "yes",
    "no",
    "on",
    "null",
    "~",
    "Null",
    "compulsory",
    "offered",
    "voluntary",
    "leader",
    "coach",
    "member",
    "team",
    "outbound",
    "inbound",
    "both",
    "week",
    "month",
    "quarter",
    "half-year",
    "march",
    "september",
    "joining",
    "returning",
    "ordering",
    "leaving",
    "giver",
    "teams",
    "error",
    "warning",
    "notice",
    "members",
    "leaders",
    "works-council",
    "agreed-pause",
    "data-gap",
    "january",
    "p-ada",
    "one-on-one",
    "harbour",
    "a",
    "ab",
    "A1",
    "a_b",
    "-ab",
    "1ab",
    "CAD001",
    "SCH001",
    "cad001",
    "FI",
    "DE-BY",
    "fi",
    "en-GB",
    "en_GB",
    "2026-Q3",
    "FY2026-Q1",
    "2026-Q5",
    "FY1999-Q1",
    "Europe/Helsinki",
    "UTC",
    "Mars/Base",
    "data",
    "../playbook-data",
    "https://git.example.org/pulls/1",
    "https://example.org",
    "https://example.org:80/?q#f",
    "https://u@example.org/",
    "https://@example.org",
    "https://:80/",
    "https://",
    "http://example.org",
    "https://[::1]/",
    "https://[x",
    "https://[]/",
    "https://a℀b.example/",
    "HTTPS://example.org",
    "https:///path",
    "https://a?b@c",
    "https://example.org/{x}",
]
SPACED = (
    "6 weeks", "1 week", "1 weeks", "30 days", "0 days", "6 week", "9 quarters", "1 quarter", "5 working days",
    "1 working day", "9999 days", "10000 days", "6  weeks", "2 months", "biweekly", "Six weeks", "One line of text",
    "Å är en ö",
)  # fmt: skip
QUOTED = (
    "", " ", "\n", "3", "true", "90%", "2026-01-31", "2026-01-31\n", "p-ada\n", " p-ada", "all", "6 weeks\n", "a\nb", "\na\n",
    "x" * 400, "x" * 401, f" {'x' * 400} ", "é" * 8000, "x" * 8001, "https://example.org/\n", "CAD001\n", "1", "member",
    "https://" + "x" * 1990, "https://" + "x" * 1991, "\u00a0", "\u3000x\u3000", "/", "Europe/Helsinki",
)  # fmt: skip
SCALARS: tuple[Text, ...] = (
    *(Text(one, quoted=False) for one in (*PLAIN, *SPACED)),
    *(Text(one, quoted=True) for one in QUOTED),
)
HOLLOW: tuple[Raw, ...] = (Raw(""), Raw("[]"), Raw("{}"))

Draw = Any
Schema = Any


@st.composite
def documents(draw: Draw, schema: Schema) -> Node:
    """Draw a document: of the schema, changed in up to three places, or of any shape with its keys."""
    if draw(st.integers(0, 9)) == 0:
        keys = st.sampled_from(sorted(_keys(schema)))
        shape = st.recursive(
            scalars(),
            lambda below: (
                st.lists(below, min_size=1, max_size=3) | st.dictionaries(keys, below, min_size=1, max_size=4)
            ),
            max_leaves=12,
        )
        return dict(draw(st.dictionaries(keys, shape, min_size=1, max_size=6)))
    made: Node = _drawn(draw, schema, schema)
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 1, 2, 3)))):
        made = _changed(draw, made, schema)
    return made


def scalars() -> st.SearchStrategy[Node]:
    """Return values of one word: those at the edges of what is taken, and any text."""
    letters = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
    texts = st.text(letters, max_size=12).map(lambda one: Text(one, quoted=True))
    return st.sampled_from(SCALARS) | st.sampled_from(SCALARS) | texts | st.sampled_from(HOLLOW)


def _drawn(draw: Draw, node: Schema, root: Schema) -> Node:
    if "$ref" in node:
        return _drawn(draw, root["$defs"][node["$ref"].rpartition("/")[2]], root)
    if "anyOf" in node:
        return _drawn(draw, draw(st.sampled_from(node["anyOf"])), root)
    if node["type"] == "object":
        return _mapping(draw, node, root)
    if node["type"] == "array":
        few = node.get("minItems", 0)
        items = node.get("prefixItems") or [node["items"]] * draw(st.integers(few, max(few, 2)))
        return [_drawn(draw, one, root) for one in items] or Raw("[]")
    if "enum" in node or "const" in node:
        return Text(str(draw(st.sampled_from(node.get("enum") or [node["const"]]))), quoted=False)
    fitting = _fitting(repr(sorted(node.items())), tuple(sorted(_plain(node))))
    return draw(st.sampled_from(fitting))


def _plain(node: Schema) -> list[tuple[str, Any]]:
    kept = ("type", "pattern", "minimum", "maximum", "exclusiveMaximum")
    return [
        (key, tuple(value) if isinstance(value, list) else value)
        for key, value in node.items()
        if key in kept
    ]


@cache
def _fitting(_: str, said: tuple[tuple[str, Any], ...]) -> list[Text]:
    """Return the values at the edges that the schema of a value takes."""
    judge = of_schema({key: list(value) if isinstance(value, tuple) else value for key, value in said})
    return [one for one in SCALARS if judge.is_valid(one.text if one.quoted else core(one.text))]


def _mapping(draw: Draw, node: Schema, root: Schema) -> Node:
    if "propertyNames" in node:
        fitting = [
            one.text for one in _fitting("", tuple(sorted(_plain(node["propertyNames"])))) if not one.quoted
        ]
        keys = draw(st.lists(st.sampled_from(fitting), max_size=2, unique=True))
        return {key: _drawn(draw, node["additionalProperties"], root) for key in keys} or Raw("{}")
    made: dict[str, Node] = {}
    for key, below in node["properties"].items():
        if key in node.get("required", ()) or draw(st.integers(0, 2)) == 0:
            made[key] = _drawn(draw, below, root)
    return made or Raw("{}")


def _changed(draw: Draw, document: Node, schema: Schema) -> Node:
    """Take something away, put something else in its place, or add or misspell a key."""
    places = all_steps(document)
    if not places:
        return document
    steps: Steps = draw(st.sampled_from(places))
    how = draw(st.sampled_from(("value", "value", "value", "gone", "misspelt", "deeper", "more")))
    if how == "gone":
        return _full(changed(document, steps, None))
    if how == "deeper":
        inside = at(document, steps)
        return changed(document, steps, draw(st.sampled_from(([inside], {"from": inside}))))
    if how == "misspelt" and isinstance(steps[-1], str):
        other = draw(st.sampled_from(sorted(_keys(schema))))
        holder = at(document, steps[:-1])
        taken = isinstance(holder, dict) and other in holder
        return document if taken else changed(document, steps, at(document, steps), key=other)
    inside = at(document, steps)
    if how == "more" and isinstance(inside, dict):
        return changed(
            document, steps, {**inside, draw(st.sampled_from(sorted(_keys(schema)))): draw(scalars())}
        )
    return changed(document, steps, draw(scalars()))


def _full(node: Node) -> Node:
    """Return the document with what became empty written as that."""
    if isinstance(node, dict):
        return {key: _full(one) for key, one in node.items()} or Raw("{}")
    if isinstance(node, list):
        return [_full(one) for one in node] or Raw("[]")
    return node


def _keys(node: Schema) -> set[str]:
    """Return every key the schema has anywhere, and one it has not."""
    if isinstance(node, list):
        return {key for one in node for key in _keys(one)}
    if not isinstance(node, dict):
        return {"qqq"}
    here = set(node["properties"]) if isinstance(node.get("properties"), dict) else set()
    return here | {key for one in node.values() for key in _keys(one)}
