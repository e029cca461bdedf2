"""Each target holds for the bad inputs there are, without a fuzzer."""

from __future__ import annotations

import pytest

from tests.nightly.corpus.cases import KINDS
from tests.nightly.fuzz.oracle import assert_tame, twice
from tests.nightly.fuzz.targets import TARGETS, seeds


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_all_inputs_of_its_kinds(name: str) -> None:
    target = TARGETS[name]
    fed = dict(seeds(target))

    for data in fed.values():
        target.fuzz(data)

    assert {case.partition("/")[0] for case in fed} == set(target.kinds) <= set(KINDS)


@pytest.mark.parametrize(
    "message", ["\x1b[31mred", "two\nlines", "a\ttab", "\u202eright to left", "x" * 2001]
)
def test_a_message_that_is_not_tame_is_noticed(message: str) -> None:
    with pytest.raises(AssertionError):
        assert_tame(["tame", message])


def test_two_verdicts_are_noticed() -> None:
    verdicts = iter((1, 2))

    with pytest.raises(AssertionError, match="two readings differ"):
        twice(lambda: next(verdicts))
