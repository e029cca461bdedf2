"""The evaluator of expressions: what it knows is as GitHub has it, and what it does not know is an error."""

from __future__ import annotations

import pytest

from tests.nightly.workflows.expressions import UnknownExpressionError, evaluate, holds

CONTEXTS = {"vars": {"A": "acme/x"}, "github": {"event": {"private": False}}, "inputs": None}
GOOD = {"success": True, "failure": False, "cancelled": False, "always": True}
BAD = {**GOOD, "success": False, "failure": True}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("vars.A && 'x' || 'y'", "x"),
        ("vars.B && 'x' || 'y'", "y"),
        ("vars.A == 'ACME/X'", True),
        ("vars.B != ''", False),
        ("github.event.pull.head == vars.A", False),
        ("!github.event.private || vars.A == 'no'", True),
        ("inputs.base || github.event.none || 'it''s'", "it's"),
        ("(vars.B || vars.A) && !vars.B", True),
    ],
)
def test_an_expression_has_the_value_that_github_gives_it(expression: str, value: object) -> None:
    assert evaluate(expression, CONTEXTS) == value


@pytest.mark.parametrize(
    "expression",
    ["matrix.x", "format('x')", "vars.A >= 1", "vars.A &&", "(vars.A", "vars.A vars.A", "hashFiles('x')"],
)
def test_what_it_does_not_know_is_an_error(expression: str) -> None:
    with pytest.raises(UnknownExpressionError):
        evaluate(expression, CONTEXTS)


def test_a_step_runs_after_success_alone_by_default() -> None:
    assert [holds("vars.A", CONTEXTS, status) for status in (GOOD, BAD)] == [True, False]
    assert [holds("${{ !cancelled() && vars.A }}", CONTEXTS, status) for status in (GOOD, BAD)] == [
        True,
        True,
    ]
    assert [holds(None, CONTEXTS, status) for status in (GOOD, BAD)] == [True, False]
