"""docs/reference/commands.md: the help of every command, and what all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli import group
from checks.cli.lazy_group import LazyGroup
from tools.reference.writing import block, defined, front, html

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = {
    "OUTBOUND_PEOPLE": "The path of the table of people (`id,name,address`, optionally `account`), if `--people` is not given. Keep the file outside every repository.",
    "OUTBOUND_MAIL": "The mail server for `digest --send` and `ask --send`, written as for the library apprise: `mailtos://user:password@smtp.example.org?from=playbook@example.org`.",
    "OUTBOUND_MAIL_KEY": "The secret key, at least 32 characters, that signs the links in mails. `ask --send` needs it. With it, the mails of `digest --send` have links, too.",
    "OUTBOUND_MAIL_ANSWERS": "The address that answers to mails go to. Leave it out if it is the sender’s address in `OUTBOUND_MAIL`.",
    "OUTBOUND_MAILBOX": "The IMAP folder that `import mail` reads: `imaps://user:password@imap.example.org/INBOX`. Write `%40` for `@` in the user.",
    "OUTBOUND_CHANNEL_": "Followed by a team’s id in capitals, with `_` for `-`: the channel of that team, as a URL for apprise.",
    "CI": "`true` or `1`: `check` finds the base of the change automatically.",
    "GITHUB_ACTIONS": "`true`: `check` prints annotations, unless you choose a format.",
    "GITHUB_STEP_SUMMARY": "The file to which `check` then appends its summary.",
    "GITHUB_EVENT_NAME": "In CI: the kind of event, such as a pull request or a merge queue.",
    "GITHUB_EVENT_PATH": "In CI: the file that contains the commit from which a pull request started.",
    "GITHUB_BASE_REF": "In CI: the target branch of a pull request, if the event contains no commit.",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": "In GitLab CI: the commit from which a merge request started.",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "In GitLab CI: the target branch of a merge request, if there is no such commit.",
    "GITHUB_SHA": "In CI: the commit the job runs for. With the next two it tells which repository runs the job, and how that one calls files.",
    "GITHUB_WORKSPACE": "In CI: the folder of the repository that runs the job.",
    "GITHUB_REPOSITORY": "In CI: the repository that runs the job, such as `acme/playbook-data`.",
    "GITHUB_SERVER_URL": "In CI: the address of the code host, for links to files.",
    "CI_COMMIT_SHA": "In GitLab CI: the commit the job runs for.",
    "CI_PROJECT_DIR": "In GitLab CI: the folder of the project that runs the job.",
    "CI_PROJECT_PATH": "In GitLab CI: the project that runs the job, such as `acme/playbook-data`.",
    "CI_PROJECT_URL": "In GitLab CI: the project’s address, for links to files.",
    "TZ": "The time zone that `init` proposes on a terminal. It proposes the country in `LC_ALL`, `LC_TIME` or `LANG`.",
    "PYSPARK_PYTHON": "The Python for Spark’s workers in `coverage --tables`. [default: the Python of the command]",
}
"""What commands read of the environment; a test holds it against the code."""

SOURCES = """
[`sources.yaml`](files.md#sourcesyaml) names more variables: the addresses, users and passwords of calendars. You
choose their names, for example `OUTBOUND_ICS_ELENA`.
"""


ABOUT = """
This page has the same text as `outbound COMMAND --help`. To learn when to use a command, see
[the guides](../guides/index.md).
"""


_REJECTED = (
    "Errors found, or part of the input was rejected. An import has still written the valid parts. "
    "What to do: read the messages."
)
_WRONG = (
    "Wrong usage, or the command could not run. For example: an unknown option, an invalid value, a missing dependency, "
    "a folder in use by another command, or a file that can't be read or written. "
    "What to do: fix the call, or follow the message."
)
_NOTHING = (
    "Nothing to check or compare. For example: no playbook, no teams, a team or a base commit that can't be read, a sparse "
    "checkout that lacks files, a wrong system date, or a process that ended unexpectedly. What to do: follow the message."
)
STATUSES = (("0", "", "Done. No errors."), ("1", "", _REJECTED), ("2", "", _WRONG), ("3", "", _NOTHING))
"""The meaning of each exit status, with the next step; a test compares the statuses with those of the errors."""


def commands_page() -> str:
    """Return the page."""
    parts = [front("Commands", "Every command of outbound, with its options and exit statuses."), ABOUT]
    for heading, table in group.tables.items():
        listed = ", ".join(f"[`{name}`](#{name})" for name in table)
        parts.append(f"\n**{heading}:** {listed}\n")
    parts += [
        "\n## For all commands\n",
        _options(group, click.Context(group)),
        "\n`-h` and `--help` show the options of a command.\n",
    ]
    parts += ["\n## Exit status\n", defined(STATUSES)]
    parts += [
        "\n## Environment\n",
        defined((name, "", words) for name, words in ENVIRONMENT.items()),
        SOURCES,
    ]
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
