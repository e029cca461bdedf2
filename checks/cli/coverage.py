"""`outbound coverage`: the numbers."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option, find_root_here, judgement_dates_of
from checks.cli.jobs_option import jobs_option
from checks.cli.team_selection import open_to_read
from checks.model.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from checks.engine.counts import CountKey, Counts
    from checks.loading.repository import Repository
    from checks.model.cadences import PeriodUnit
    from checks.model.findings import Finding
    from checks.output.coverage_report import QuarterFelt

INSIDE = "Inside: these figures are about individual people. Use them to invite people, not to rank them."
"""What figures of persons may be used for. Source: publication.md, inside."""

_KEYS = ("team", "service", "period", "member", "group")


@click.command("coverage")
@as_of_option
@click.option(
    "--by",
    default="team,service",
    show_default=True,
    metavar="KEYS",
    help=f"Columns to group by: {', '.join(_KEYS)}.",
)
@click.option(
    "--period",
    default="quarter",
    show_default=True,
    type=click.Choice(["month", "quarter", "year"]),
    help="Length of a period.",
)
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json", "csv"]),
    help="Output format.",
)
@click.option(
    "--tables",
    metavar="DIR",
    help="Read tables from `outbound export --parquet` with Apache Spark, instead of the files.",
)
@jobs_option
@click.pass_obj
def coverage_command(
    where: Where, as_of: str | None, by: str, period: str, form: str, tables: str | None, jobs: int
) -> None:
    """Show what was due and what took place, from `logs_from` to the --as-of date.

    The columns after coverage count periods. Waived and not owed periods are not due, because of a waiver
    or, for example, an absence. Running periods are not over yet, and running met are those already met.
    Days due and days overdue count only for agreements on a longest time between two.

    If a team's files can't be read, the command leaves the team out, reports it and exits with 1. With
    --tables, the numbers are the same. The policy still comes from its files.

    `--by group` shows each group that describes members beside everyone, for the whole organisation. A
    member can be in several groups. Don't combine it with team or member. Below, it shows the answers to
    survey questions with `count_by: groups`, for each group beside everyone else.
    """
    keys = _keys(by)

    from checks.model.cadences import PeriodUnit
    from checks.output import coverage_report
    from checks.wording.catalogues import language_of

    unit = PeriodUnit(period)
    counted = (
        _of_files(where, as_of, keys, unit, jobs)
        if tables is None
        else _of_tables(where, as_of, keys, unit, tables)
    )
    if not counted.sums and not counted.unread and not counted.findings:
        raise NothingToJudgeError("nothing to count yet: no period has begun")
    if form == "json":
        click.echo(
            coverage_report.coverage_as_json(counted.sums, keys, counted.as_of, counted.felt), nl=False
        )
    elif form == "csv":
        click.echo(coverage_report.coverage_as_csv(counted.sums, keys), nl=False)
    else:
        language = language_of(counted.language)
        _table(*coverage_report.table_cells(counted.sums, keys, language), len(keys) + 1)
        if counted.felt:
            click.echo()
            _table(*coverage_report.felt_cells(counted.felt, counted.needed, language), 4)
    if {"member", "group"} & set(keys):
        click.echo(INSIDE, err=True)
    for finding in counted.findings:
        click.echo(f"{finding.problem.place}: {finding.code} {finding.words(members=False)}", err=True)
    for team, why in counted.reasons.items():
        click.echo(f"{team}: {why}", err=True)
    if counted.unread:
        click.echo(
            f"outbound: left out because their files can't be read: {', '.join(counted.unread)}", err=True
        )
    if counted.findings or counted.unread:
        sys.exit(1)


@dataclass(frozen=True)
class _Counted:
    """The counts, and the code of the language they are reported in.

    Teams that are `unread` are not in them: `findings` in their files say why, or `reasons` by their tables' ids.
    """

    as_of: date
    language: str
    sums: Mapping[CountKey, Counts]
    unread: Sequence[str]
    findings: Sequence[Finding]
    reasons: Mapping[str, str] = field(default_factory=dict)
    felt: Sequence[QuarterFelt] = ()
    needed: int = 0


def _of_files(where: Where, as_of: str | None, keys: Sequence[str], unit: PeriodUnit, jobs: int) -> _Counted:
    repository = open_to_read(where)

    from checks.run.checking import run_check
    from checks.run.judging import CountBy

    days = judgement_dates_of(repository.policy, as_of)
    judgement = run_check(repository, days, jobs, count_by=CountBy(frozenset(keys), unit))
    felt, needed = _felt(repository, days.as_of) if "group" in keys else ((), 0)
    policy = repository.policy
    return _Counted(
        *(days.as_of, policy.language, judgement.counts, judgement.unread, judgement.findings),
        felt=felt,
        needed=needed,
    )


def _felt(repository: Repository, as_of: date) -> tuple[tuple[QuarterFelt, ...], int]:
    """Return the answers by group in each quarter that is over, and how many they need on either side."""
    from checks.cli.context import playbook_of
    from checks.model.cadences import PeriodUnit
    from checks.model.metrics import metrics_of
    from checks.model.periods import periods
    from checks.model.playbook import describing_groups
    from checks.output.coverage_report import QuarterFelt
    from checks.publish.group_figures import felt_reach
    from checks.run.group_surveys import answers_by_group

    playbook, answers = playbook_of(repository), answers_by_group(repository)
    metrics, few = metrics_of(playbook, repository.policy.services), playbook.privacy.smallest_group
    return tuple(
        QuarterFelt(quarter.name, group.id, felt)
        for quarter in periods(PeriodUnit.QUARTER, playbook.logs_from, as_of)
        for group in describing_groups(playbook)
        for felt in felt_reach(metrics, answers, quarter.name, group.id, few)
    ), few


def _of_tables(
    where: Where, as_of: str | None, keys: Sequence[str], unit: PeriodUnit, tables: str
) -> _Counted:
    if where[1] is not None:
        raise UsageError("use either --tables or --data, not both")

    from checks.loading.files import printable
    from checks.loading.repository import open_policy
    from checks.run.judging import findings_of_faults

    policy = open_policy(find_root_here(where))
    days = judgement_dates_of(policy, as_of)
    findings = tuple(findings_of_faults(policy, days, policy.faults))
    # Without it the workers are whatever python3 is on their path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        from checks.run.spark import collect_counts, session, spark_coverage

        with session() as spark:
            sums, reasons = collect_counts(spark_coverage(spark, tables, policy, days.as_of, keys, unit))
    except ImportError:
        raise UsageError("--tables needs PySpark. Run: pip install 'outbound-playbook[spark]'") from None
    named = {printable(team[:60]) or "(no team)": why for team, why in reasons.items()}
    return _Counted(days.as_of, policy.language, sums, tuple(named), findings, named)


def _keys(by: str) -> tuple[str, ...]:
    keys = tuple(part.strip() for part in by.split(",") if part.strip())
    for key in keys:
        if key not in _KEYS:
            raise UsageError(f"unknown column {key!r} in --by. Choose from: {', '.join(_KEYS)}")
    if "group" in keys and {"team", "member"} & set(keys):
        raise UsageError("--by group is for the whole organisation. Leave out team and member")
    if not keys:
        raise UsageError(f"--by needs at least one of: {', '.join(_KEYS)}")
    return keys


def _table(head: list[str], body: list[list[str]], words: int) -> None:
    """Print a table whose first columns are words, so many of them."""
    from checks.output.formats import text_table

    if not sys.stdout.isatty():
        click.echo(text_table([head, *body], words), nl=False)
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    for at, name in enumerate(head):
        table.add_column(name.replace(" ", "\n"), justify="left" if at < words else "right", no_wrap=True)
    for row in body:
        table.add_row(*row)
    wanted = Measurement.get(console, console.options.update(max_width=1000), table).maximum
    if wanted > console.width:  # a table cut off says less than one that wraps
        click.echo(text_table([head, *body], words), nl=False)
    else:
        console.print(table)
