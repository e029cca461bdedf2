"""docs/reference/commands.md: what `--help` says of every command, and what all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli import group
from checks.cli.lazy_group import LazyGroup
from checks.model import errors
from tools.reference.writing import block, defined, front, html

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "OUTBOUND_PEOPLE": "The table of people (`id,name,address` and perhaps `account`), if `--people` names none. Keep it outside every repository.",
    "OUTBOUND_MAIL": "The mail server `digest --send` delivers through, written as the library apprise writes it.",
    "OUTBOUND_CHANNEL_": "Followed by a team’s id in capitals, `_` for `-`: the channel of that team, written as apprise writes it.",
    "CI": "`true` or `1`: `check` looks for the base of the change by itself.",
    "GITHUB_ACTIONS": "`true`: `check` prints annotations where no format is asked for.",
    "GITHUB_STEP_SUMMARY": "The file `check` then appends its summary to.",
    "GITHUB_EVENT_NAME": "In CI: whether a pull request or a merge queue is run for.",
    "GITHUB_EVENT_PATH": "In CI: where the commit stands that a pull request began from.",
    "GITHUB_BASE_REF": "In CI: the branch a pull request goes to, where the event names no commit.",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": "In GitLab CI: the commit a merge request began from.",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "In GitLab CI: the branch a merge request goes to, where no commit is named.",
    "PYSPARK_PYTHON": "The Python that Spark’s workers run `coverage --tables` with; default: the one the command runs in.",
}
"""What commands read of the environment; a test holds it against the code."""


ABOUT = """
Everything here is what `outbound COMMAND --help` says. [The guides](../guides/index.md) say when a command is of use.
"""


def commands_page() -> str:
    """Return the page."""
    parts = [front("Commands", "Each command with its options, as `outbound --help` has them."), ABOUT]
    for heading, table in group.tables.items():
        listed = ", ".join(f"[`{name}`](#{name})" for name in table)
        parts.append(f"\n**{heading}:** {listed}\n")
    parts += [
        "\n## For all commands\n",
        _options(group, click.Context(group)),
        "\n`-h` and `--help` print what a command takes.\n",
    ]
    parts += ["\n## Exit status\n", defined(_statuses())]
    parts += ["\n## Environment\n", defined((name, "", words) for name, words in ENVIRONMENT.items())]
    for name in group.list_commands(click.Context(group)):
        parts += _command(group, name, click.Context(group, info_name="outbound"), 2)
    return "".join(parts)


def _command(inside: click.Group, name: str, above: click.Context, level: int) -> Iterator[str]:
    command = inside.get_command(above, name)
    assert command is not None  # noqa: S101 - the name came from the group
    here = click.Context(command, info_name=name, parent=above)
    yield f"\n{'#' * level} {' '.join(here.command_path.split()[1:])}\n"
    yield from map(_paragraph, (command.help or "").split("\n\n"))
    yield block(" ".join([here.command_path, *command.collect_usage_pieces(here)]))
    yield _options(command, here)
    if command.epilog:
        yield _paragraph(command.epilog)
    if isinstance(command, LazyGroup):
        for part in command.list_commands(here):
            yield from _command(command, part, here, level + 1)


def _paragraph(text: str) -> str:
    """Return a paragraph of a help text; one that click leaves as it is stays as it is."""
    if text.startswith("\b"):
        head, _, lines = text.removeprefix("\b").strip("\n").partition("\n")
        return (
            f"\n{head.strip()}\n{block(lines)}" if head.endswith(":") else block(f"{head}\n{lines}".strip())
        )
    return f"\n<p>{html(' '.join(text.split()))}</p>\n" if text.strip() else ""


def _options(command: click.Command, here: click.Context) -> str:
    parameters = [parameter for parameter in command.get_params(here) if "--help" not in parameter.opts]
    records = [record for parameter in parameters if (record := parameter.get_help_record(here))]
    return defined((names, "", " ".join(words.split())) for names, words in records) if records else ""


def _statuses() -> Iterator[tuple[str, str, str]]:
    """Yield what each exit status means, from the errors that end with it."""
    yield "0", "", "Done, and nothing is broken."
    yield (
        "1",
        "",
        f"Something is broken: a finding that is an error, or a part that was refused. {_errors_with(1)}",
    )
    yield "2", "", f"The call is wrong. {_errors_with(2)}"
    yield "3", "", _errors_with(3)


def _errors_with(status: int) -> str:
    """Return what the errors of a status say of themselves, in the order in which they are defined."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return " ".join(
        (kind.__doc__ or "").strip()
        for kind in kinds
        if issubclass(kind, errors.ChecksError) and kind is not errors.ChecksError and kind.status == status
    )
