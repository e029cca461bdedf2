"""The walk through the code names what is there, and each function of its two ways calls the next."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from itertools import pairwise

import click
import pytest

from tests.support.paths import ROOT

WALK = (ROOT / "docs" / "contributing" / "walk.md").read_text("utf-8")
NAMES = sorted(set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", WALK)) - {"datetime.date"})
WAYS = [re.findall(r"`([\w.]+)`", line) for line in WALK.splitlines() if line.startswith("> `")]
DEEPEST = 8
"""Functions from a command to the one that counts a row."""


def named(dotted: str) -> object:
    """Return what a name under `checks` means: the longest part that is a module, and what is in it."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            value: object = import_module(".".join(("checks", *parts[:length])))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            value = getattr(value, name)
        return value
    raise ModuleNotFoundError(dotted)


def source(dotted: str) -> str:
    function = named(dotted)
    if isinstance(function, click.Command):
        function = function.callback
    assert inspect.isfunction(function), dotted
    return inspect.getsource(function)


@pytest.mark.parametrize("dotted", NAMES)
def test_what_the_walk_names_can_be_imported(dotted: str) -> None:
    assert named(dotted) is not None


def test_each_function_of_a_way_calls_the_next() -> None:
    steps = [step for way in WAYS for step in pairwise(way)]

    assert [step for step in steps if f"{step[1].rpartition('.')[2]}(" not in source(step[0])] == []


def test_no_way_to_the_row_is_deeper_than_said() -> None:
    assert [way[0] for way in WAYS] == ["cli.check.check_command", "cli.render.render_command"]
    assert {way[-1] for way in WAYS} == {"engine.touchpoints.counting_touchpoints"}
    assert max(map(len, WAYS)) <= DEEPEST
