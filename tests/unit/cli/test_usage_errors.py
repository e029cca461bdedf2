"""Errors of Click in plain words: one line that names what may be chosen."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from checks.cli import group
from checks.cli.usage_errors import usage_words


def error_line(*arguments: str) -> str:
    """Return the last line of what a call prints that ends with 2."""
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 2, result.output
    return result.output.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("arguments", "line"),
    {
        "a missing choice": (
            ["setup", "workflows"],
            "Error: missing option --for. Choose policy, data or one",
        ),
        "an unknown choice": (
            ["setup", "workflows", "--for", "all"],
            "Error: invalid value 'all' for --for. Choose policy, data or one",
        ),
        "a choice of two": (
            ["setup", "workflows", "--for", "one", "--host", "x"],
            "Error: invalid value 'x' for --host. Choose github or gitlab",
        ),
        "an unknown argument": (
            ["setup", "schema", "teams"],
            (
                "Error: invalid value 'teams' for NAME. Choose playbook, service, agreement, calendar, team, "
                "waivers, answers, corrections, columns or sources"
            ),
        ),
        "a missing option": (["setup", "forms"], "Error: missing option --out"),
        "a missing argument": (["import", "people"], "Error: missing argument FILE"),
        "no number": (
            ["new", "service", "chat", "--minutes", "x"],
            "Error: Invalid value for '--minutes': 'x' is not a valid integer range.",
        ),
    }.values(),
)
def test_usage_error_is_one_plain_line(arguments: list[str], line: str) -> None:
    assert error_line(*arguments) == line


def choices(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every option that takes a choice, with the command it belongs to."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from choices(below, (*path, name))
    for parameter in command.params:
        if isinstance(parameter.type, click.Choice) and isinstance(parameter, click.Option):
            yield path, parameter.opts[0]


@pytest.mark.parametrize(("path", "option"), list(choices(group)), ids=repr)
def test_every_unknown_choice_is_one_line(path: tuple[str, ...], option: str) -> None:
    words = error_line(*path, option, "no-such-choice")
    assert words.startswith(f"Error: invalid value 'no-such-choice' for {option}. Choose ")


def test_other_errors_keep_their_words() -> None:
    words = "Got unexpected extra argument (x)"

    assert usage_words(click.UsageError(words)) == words


def test_command_prints_no_escapes() -> None:
    call = "from checks.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, "new", "waiver", "one-on-one"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "\\n" not in done.stderr
    assert "\\t" not in done.stderr
