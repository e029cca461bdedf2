"""The expressions of GitHub Actions that the workflows use, evaluated; any other is an error.

Source: GitHub's documentation of expressions: `&&` and `||` return an operand, texts are compared whatever their
case, what a context has not is null, and null, 0, false and the empty text are false.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

Value = object
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<op>&&|\|\||==|!=|!|\(|\)|,)|(?P<name>[A-Za-z_][\w.-]*)|(?P<bad>\S))"
)
_STATUS = ("success", "failure", "cancelled", "always")


class UnknownExpressionError(Exception):
    """Something that this small evaluator does not know."""


def evaluate(
    expression: str, contexts: Mapping[str, Value], status: Mapping[str, bool] | None = None
) -> Value:
    """Return the value of an expression without its `${{ }}`; `status` says what `success()` and the like are."""
    tokens = [(found.lastgroup or "", found[found.lastgroup or 0]) for found in _TOKEN.finditer(expression)]
    reader = _Reader(tokens, contexts, status or {})
    value = reader.either()
    if reader.at != len(tokens):
        raise UnknownExpressionError(expression)
    return value


def filled(text: str, contexts: Mapping[str, Value]) -> str:
    """Return a text of a workflow with its expressions evaluated, as it is handed to a step."""
    return re.sub(
        r"\$\{\{(.*?)\}\}", lambda found: shown(evaluate(found[1], contexts)), text, flags=re.DOTALL
    )


def holds(condition: object, contexts: Mapping[str, Value], status: Mapping[str, bool]) -> bool:
    """Whether an `if:` lets a step or job run; without a word about the status all before must have gone well."""
    if condition is None:
        return status["success"]
    bare = re.sub(r"^\s*\$\{\{(.*)\}\}\s*$", r"\1", str(condition), flags=re.DOTALL)
    value = truth(evaluate(bare, contexts, status))
    return value and (status["success"] or any(f"{name}()" in bare for name in _STATUS))


def truth(value: Value) -> bool:
    return value not in (None, False, "", 0)


def shown(value: Value) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    if not isinstance(value, str | int):
        raise UnknownExpressionError(f"{value!r} as a text")
    return str(value)


class _Reader:
    """Reads tokens by descent: or, and, comparison, not, value."""

    def __init__(
        self, tokens: list[tuple[str, str]], contexts: Mapping[str, Value], status: Mapping[str, bool]
    ) -> None:
        self.tokens, self.contexts, self.status, self.at = tokens, contexts, status, 0

    def either(self) -> Value:
        return self._chain("||", self.both, lambda value: not truth(value))

    def both(self) -> Value:
        return self._chain("&&", self.compared, truth)

    def _chain(self, op: str, part: Callable[[], Value], goes_on: Callable[[Value], bool]) -> Value:
        value = part()
        while self._took(op):
            right = part()
            value = right if goes_on(value) else value
        return value

    def compared(self) -> Value:
        left = self.negated()
        for op in ("==", "!="):
            if self._took(op):
                return (_folded(left) == _folded(self.negated())) is (op == "==")
        return left

    def negated(self) -> Value:
        return not truth(self.negated()) if self._took("!") else self.value()

    def value(self) -> Value:
        kind, token = self._next()
        if (kind, token) == ("op", "("):
            value = self.either()
            self._need(")")
            return value
        if kind == "text":
            return token[1:-1].replace("''", "'")
        if kind != "name":
            raise UnknownExpressionError(token)
        if self._took("("):
            return self._called(token)
        return (
            {"true": True, "false": False, "null": None}[token]
            if token in ("true", "false", "null")
            else self._looked_up(token)
        )

    def _called(self, name: str) -> Value:
        if name in _STATUS and name in self.status:
            self._need(")")
            return self.status[name]
        if name == "toJSON":
            value = self.either()
            self._need(")")
            return json.dumps(value, indent=2)
        raise UnknownExpressionError(f"{name}()")

    def _looked_up(self, name: str) -> Value:
        context, *steps = name.split(".")
        if context not in self.contexts:
            raise UnknownExpressionError(name)
        value = self.contexts[context]
        for step in steps:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def _next(self) -> tuple[str, str]:
        if self.at == len(self.tokens):
            raise UnknownExpressionError("an end too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def _took(self, token: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == ("op", token)
        self.at += found
        return found

    def _need(self, token: str) -> None:
        if not self._took(token):
            raise UnknownExpressionError(f"{token} is missing")


def _folded(value: Value) -> Value:
    """Return a value as it is compared: null is as the empty text, texts whatever their case."""
    return "" if value is None else value.casefold() if isinstance(value, str) else value
