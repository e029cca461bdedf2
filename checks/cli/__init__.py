"""The command `outbound`: one module a command, imported when it is called.

This is an edge: it reads arguments, the environment and the clock, and prints.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Any

import click

from checks.cli.lazy_group import LazyGroup
from checks.model.errors import ChecksError, UsageError

_COMMANDS = {
    "Check": {
        "check": "Check the playbook and its log against all rules.",
        "coverage": "Show coverage: what was due and what took place.",
        "effect": "Preview the effect of a change.",
        "explain": "Explain a rule with examples, or list all rules.",
    },
    "Log": {
        "log": "Log a conversation: held, booked, declined or requested.",
        "confirm": "Confirm which booked conversations took place.",
        "collect": "Keep the logs up to date from calendars.",
        "import": "Import people, absences and log entries.",
        "fmt": "Sort log files and undo formatting changes made by spreadsheets.",
    },
    "Reach out": {
        "invite": "List whom to invite, and by when.",
        "plan": "Suggest dates for what is due, within leaders' hours.",
        "desk": "Write a leader's own page: whom to invite, the plan, what to confirm.",
        "ask": "Ask by mail whether past meetings took place.",
        "digest": "Write or send reminders to leaders and teams.",
    },
    "Personal data": {
        "mine": "Show what one person can expect and what is logged about them.",
        "export": "Export one person's data, or all teams as tables.",
        "prune": "Delete old logs, or one person's data.",
    },
    "Edit policy and people": {
        "new": "Add a service, a team, an agreement or a waiver.",
        "move": "Move a member to another team.",
        "retire": "End a service on an agreed date.",
        "rename": "Give a team, a service or a person another id.",
        "split": "Make one team into two.",
        "merge": "Bring teams together in one.",
        "correct": "Correct past dates in a team's files, with an approver and a record.",
    },
    "Publish": {
        "release": "Freeze past quarters' figures for a public site.",
        "render": "Write the website's pages as Markdown files.",
    },
    "Set up": {
        "init": "Create a new playbook.",
        "setup": "Write files for GitHub, GitLab and editors.",
    },
}

_GROUPS = {
    "import": (
        "Import people, absences, touchpoints and survey counts from tables, calendars, issue forms and mail.",
        {
            "calendar": "Import one-on-ones and team meetings from calendar files.",
            "people": "Import people, managers, leave and changes from a table from HR.",
            "log": "Import log entries from a table.",
            "issue": "Import one request or log entry from an issue form.",
            "mail": "Import answers that leaders and members have sent by mail.",
            "survey": "Import the counts of a survey that a team answered at one table.",
        },
    ),
    "new": (
        "Add one thing to the playbook or its data. Everything else stays the same.",
        {
            "service": "Add a service, from the catalogue or your own.",
            "team": "Add a team, with its leaders and members.",
            "agreement": "Add new terms for a service, from a start date.",
            "waiver": "Add an agreed exception, with an approver and an end date.",
        },
    ),
    "move": (
        "Move people between teams, from a start date. Their history stays.",
        {"member": "Move a member to another team."},
    ),
    "retire": (
        "End something that was agreed. Its history stays.",
        {"service": "End a service on an agreed date."},
    ),
    "rename": (
        "Give something another id. Everything that refers to it changes too.",
        {
            "team": "Give a team another id.",
            "service": "Give a service another id.",
            "person": "Give a person another id.",
        },
    ),
    "split": (
        "Make one team into two, under the same terms.",
        {"team": "Move some members of a team to a new team."},
    ),
    "merge": (
        "Make several teams into one, under the same terms.",
        {"teams": "Bring the members of several teams together in one."},
    ),
    "setup": (
        "Write files for GitHub, GitLab and editors. Run it again after you change the playbook.",
        {
            "forms": "Write GitHub issue forms.",
            "workflows": "Write CI workflows for GitHub or GitLab.",
            "dpia": "Write a data protection impact assessment to fill in.",
            "schema": "Write schemas for editor completion and checks.",
        },
    ),
}

INTERRUPTED = 130
"""The status of a command that was interrupted: 128 and the number of the signal."""

_SHOWS_HELP: tuple[type[click.UsageError], ...] = tuple(
    filter(None, [getattr(click.exceptions, "NoArgsIsHelpError", None)])  # Click raises it from 8.2 on
)


class _Outbound(LazyGroup):
    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was called; an interrupt ends it without a word."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _in_plain_words(error) from None
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the options before the command."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise _in_plain_words(error) from None


def _in_plain_words(error: click.UsageError) -> click.UsageError:
    """Return the error in one line; a group that was called without a command shows its help instead."""
    if isinstance(error, _SHOWS_HELP):
        return error
    from checks.cli.usage_errors import usage_words
    from checks.loading.files import printable

    return click.UsageError(printable(usage_words(error)), error.ctx)


@click.group(
    cls=_Outbound,
    tables=_COMMANDS,
    groups=_GROUPS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--root",
    metavar="DIR",
    help="Folder that contains playbook/. [default: this folder or the nearest parent]",
)
@click.option("--data", metavar="DIR", help="Folder that contains teams/, relative to the root.")
@click.version_option(package_name="outbound-playbook", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context, root: str | None, data: str | None) -> None:
    """Check that agreed leadership services, such as one-on-ones, take place."""
    for option, folder in (("--root", root), ("--data", data)):
        if folder == "":  # an unset variable of a script; the default would be another folder than was meant
            raise UsageError(f"{option} is empty. Give a folder")
    ctx.obj = (Path(root) if root else None, data)


def main() -> None:
    """Run the command; a fault of the call is one line on stderr and an exit status."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # what else is installed here judges nothing
    gc.disable()  # nothing here lives long, and the collector doubles the cost of building many objects
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a terminal has an encoding of its own; files and pipes get the same bytes everywhere
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        group(prog_name="outbound")
    except ChecksError as error:
        from checks.loading.files import printable

        click.echo(f"outbound: {printable(str(error))}", err=True)  # a name of a file may hold anything
        sys.exit(error.status)
    finally:
        gc.freeze()  # nor is anything looked through once more on the way out
