"""What a language server makes of YAML: the core schema of YAML 1.2, where a loader of ours keeps the text.

JSON has no word for `.inf` and `.nan`, so they stay texts here. Source: YAML 1.2.2, section 10.3.2.
"""

from __future__ import annotations

import math
import re

import yaml

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def core(text: str) -> Json:
    """Return what a plain scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if based := _BASED.fullmatch(text):
        return int(based[1], 8) if based[1] else int(based[2], 16)
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def in_core(text: str) -> Json:
    """Return a document as a language server reads it."""
    return _value(yaml.compose(text, Loader=yaml.CSafeLoader))


def _value(node: yaml.Node | None) -> Json:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return str(node.value) if node.style else core(node.value)


def plainly(text: str) -> str:
    """Return a plain number or flag in the one spelling our files take; another text as it is.

    Of a fraction two digits stay, since no share of a mean is finer.
    """
    value = core(text)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and not value.is_integer():
        return f"{math.trunc(value * 100) / 100:.2f}" if value > 0 else text
    return str(int(value)) if isinstance(value, int | float) else text
