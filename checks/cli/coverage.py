"""`outbound coverage`: the numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.jobs import jobs_option
from checks.cli.opening import as_of_option, days_of, open_here
from checks.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.coverage.counts import Counts, Key

_KEYS = ("team", "service", "period", "member")


@click.command("coverage")
@as_of_option
@click.option(
    "--by", default="team,service", show_default=True, metavar="KEYS", help=f"Some of {','.join(_KEYS)}."
)
@click.option(
    "--period", default="quarter", show_default=True, type=click.Choice(["month", "quarter", "year"])
)
@click.option(
    "--format", "form", default="table", show_default=True, type=click.Choice(["table", "json", "csv"])
)
@jobs_option
@click.pass_obj
def command(
    where: tuple[Path | None, str | None], as_of: str | None, by: str, period: str, form: str, jobs: int
) -> None:
    """Print what was due and what was met, from the first day judged to the as-of day.

    Teams that cannot be read are named on stderr and left out, and the command ends with 1.
    """
    keys = _keys(by)
    repository = open_here(where)

    from checks.jobs import coverage_in
    from checks.model.cadences import PeriodUnit
    from checks.reports import numbers

    days = days_of(repository, as_of)
    sums, unread, findings = coverage_in(jobs, repository, days, frozenset(keys), PeriodUnit(period))
    if not sums and not unread and not findings:
        raise NothingToJudgeError("there is nothing to count: no window has begun yet")
    if form == "json":
        click.echo(numbers.as_json(sums, keys, days.as_of), nl=False)
    elif form == "csv":
        click.echo(numbers.as_csv(sums, keys), nl=False)
    else:
        _table(sums, keys)
    for finding in findings:
        click.echo(f"{finding.problem.place}: {finding.code} {finding.words(members=False)}", err=True)
    if unread:
        click.echo(f"outbound: unread, and not in these numbers: {', '.join(unread)}", err=True)
    if findings or unread:
        sys.exit(1)


def _keys(by: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in by.split(",") if part.strip())
    for key in keys:
        if key not in _KEYS:
            raise UsageError(f"--by {key}: some of {', '.join(_KEYS)} are known")
    if not keys:
        raise UsageError(f"--by needs at least one of {', '.join(_KEYS)}")
    return keys


def _table(sums: Mapping[Key, Counts], keys: Sequence[str]) -> None:
    from checks.reports import numbers

    head, body = numbers.cells(sums, keys)
    if not sys.stdout.isatty():
        click.echo(numbers.as_table(head, body), nl=False)
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    for at, name in enumerate(head):
        numbers_begin = at > head.index("coverage")
        table.add_column(name.replace(" ", "\n"), justify="right" if numbers_begin else "left", no_wrap=True)
    for row in body:
        table.add_row(*row)
    wanted = Measurement.get(console, console.options.update(max_width=1000), table).maximum
    if wanted > console.width:  # a table cut off says less than one that wraps
        click.echo(numbers.as_table(head, body), nl=False)
    else:
        console.print(table)
