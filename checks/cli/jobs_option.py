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
        raise UsageError(f"--jobs {text}: not a valid number. Use 1 to 256, or auto for one per core")
    return int(text)


jobs_option = click.option(
    "--jobs",
    metavar="N",
    default="1",
    show_default=True,
    callback=_jobs_given,
    help="Number of processes, or `auto` for one per core.",
)
