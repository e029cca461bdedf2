"""The same bytes, whatever surrounds a call."""

from pathlib import Path

import pytest

from tests.functional.test_surroundings import flagged
from tests.support.building import lay
from tests.support.calling import process, said

CALLS = {
    "check": ["check"],
    "check, as JSON with persons": ["check", "--format", "json", "--members"],
    "coverage": ["coverage", "--by", "team,service,period,member"],
    "coverage, as JSON by month": ["coverage", "--period", "month", "--format", "json"],
    "rules": ["explain"],
    "explain": ["explain", "CAD001"],
    "help": ["--help"],
}


SURROUNDINGS = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "no language": {"LANG": "C", "LC_ALL": "C"},
    "the first place of a new day": {"TZ": "Pacific/Kiritimati"},
    "the last place of it": {"TZ": "Etc/GMT+12"},
    "a narrow window": {"COLUMNS": "40"},
    "colour wished for": {"FORCE_COLOR": "1", "TERM": "xterm-256color"},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path, flagged())


@pytest.mark.parametrize("words", CALLS.values(), ids=CALLS)
def test_the_same_bytes_are_printed_in_any_surroundings(words: list[str], root: Path) -> None:
    plain = said(process(*words, here=root, env={"PYTHONHASHSEED": "0"}))

    others = {
        name: said(process(*words, here=root, env=env))
        for name, env in SURROUNDINGS.items()
        if not (words == ["--help"] and "COLUMNS" in env)  # click wraps its help to the window
    }

    assert plain[0] in (0, 1)
    assert plain[1]
    assert others == dict.fromkeys(others, plain)
