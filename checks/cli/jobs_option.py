"""Shared by the commands that judge all teams: in how many processes."""

import os

import click

from checks.model.errors import UsageError


def _jobs_given(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """Return how many processes an option names; `auto` and 0 are as many as this one may use cores."""
    if text in ("auto", "0"):
        cores = getattr(os, "sched_getaffinity", None)
        return len(cores(0)) if cores else os.cpu_count() or 1
    if not (text.isascii() and text.isdigit()) or int(text) > 256:
        raise UsageError(f"--jobs {text}: a number from 1 to 256, or auto for one a core")
    return int(text)


jobs_option = click.option(
    "--jobs",
    metavar="N",
    default="1",
    show_default=True,
    callback=_jobs_given,
    help="Judge in so many processes, one a core with auto; few teams are judged in one.",
)
