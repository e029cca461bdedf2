"""Errors of Click in plain words: one line, with what may be chosen."""

from __future__ import annotations

import click


def usage_words(error: click.UsageError) -> str:
    """Return what is wrong with a call, in one line.

    >>> usage_words(click.MissingParameter(param=click.Option(["--for"], type=click.Choice(["a", "b", "c"]))))
    'missing option --for. Choose a, b or c'
    """
    if isinstance(error, click.NoSuchOption):
        nearest = f". Did you mean {error.possibilities[0]}?" if error.possibilities else ""
        return f"there is no option {error.option_name!r}{nearest}"
    if not isinstance(error, click.BadParameter) or error.param is None:
        return error.format_message()
    choices = _choices(error.param)
    if isinstance(error, click.MissingParameter):
        words = f"missing {error.param.param_type_name} {_name(error.param)}"
    elif choices:
        value = error.message.rpartition(" is not one of ")[0]
        words = f"invalid value {value} for {_name(error.param)}"
    else:
        return error.format_message()
    return f"{words}. Choose {choices}" if choices else words


def _name(parameter: click.Parameter) -> str:
    """Return what people type or read: `--for` of an option, `FILE` of an argument."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return (parameter.metavar or (parameter.name or "").upper()).strip("[]…")


def _choices(parameter: click.Parameter) -> str:
    """Return what may be chosen: `a, b or c`; empty where anything may."""
    if not isinstance(parameter.type, click.Choice):
        return ""
    *others, last = map(str, parameter.type.choices)
    return f"{', '.join(others)} or {last}" if others else last
