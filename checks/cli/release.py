"""`outbound release`: what everybody may read of closed quarters, for a public site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.context import (
    Where,
    as_of_option,
    find_root_here,
    judgement_dates_of,
    open_repository_here,
)
from checks.cli.team_selection import require_whole_checkout
from checks.model.errors import NothingToJudgeError, UnreadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checks.engine.team_case import TeamCase
    from checks.engine.team_coverage import TeamCoverage
    from checks.loading.repository import Repository
    from checks.model.periods import Period
    from checks.model.playbook import Playbook
    from checks.publish.releases import QuarterTeam, Withheld
    from checks.run.judging import Judgement, JudgementDates


@click.command("release")
@click.argument("period", required=False)
@click.option(
    "--dry-run", is_flag=True, help="Show what would be written and what would be left out, without writing."
)
@as_of_option
@click.pass_obj
def release_command(where: Where, period: str | None, as_of: str | None, *, dry_run: bool) -> None:
    """Freeze a past quarter's figures for a public site, in playbook/published/PERIOD.json.

    Without PERIOD, the command writes every past quarter that has no release yet. A release contains ranges
    that reveal nothing certain about one person. It never changes afterwards. The site shows figures only
    from releases. The command lists what a release leaves out, and why.
    """
    from checks.publish.releases import release_of
    from checks.run.group_surveys import answers_by_group

    repository = open_repository_here(where)
    require_whole_checkout(repository)
    days = judgement_dates_of(repository.policy, as_of)
    playbook = repository.policy.playbook
    released = {release.period for release in repository.policy.releases}
    quarters = _quarters(playbook, released, period, days) if playbook else []
    cases, coverages, judgement = _judged(repository, days)
    playbook = _readable(repository, judgement)
    services = tuple(repository.policy.services.values())
    by_group = answers_by_group(repository)
    folder = find_root_here(where) / "playbook" / "published"
    for quarter in quarters:
        teams = _in_quarter(cases, coverages, quarter)
        document, withheld = release_of(playbook, services, teams, quarter, days.as_of, by_group)
        if not dry_run:
            _write(folder / f"{quarter.name}.json", document)
        verb = "Would write" if dry_run else "Wrote"
        click.echo(f"{verb} playbook/published/{quarter.name}.json, as of {days.as_of}.")
        for line in _withheld_lines(withheld):
            click.echo(line)
    if not quarters:
        click.echo(f"Every past quarter already has a release: {', '.join(sorted(released))}.")


def _quarters(playbook: Playbook, released: set[str], name: str | None, days: JudgementDates) -> list[Period]:
    """Return the quarters to release; raises for one that is not closed, or was released."""
    from checks.model.cadences import PeriodUnit
    from checks.model.periods import periods
    from checks.model.playbook import starting_month

    possible = periods(PeriodUnit.QUARTER, playbook.logs_from, days.as_of, starting_month(playbook))
    closed = {quarter.name: quarter for quarter in possible if quarter.last < days.as_of}
    if name is not None:
        if name in released:
            raise UsageError(f"{name} already has a release, and releases never change")
        if name not in closed:
            left = [quarter for quarter in closed if quarter not in released]
            step = f". Choose from: {', '.join(left)}" if left else ", and every past quarter has a release"
            raise UsageError(f"{name} is not a past quarter as of {days.as_of}{step if closed else ''}")
        return [closed[name]]
    if not closed:
        raise NothingToJudgeError(
            f"no quarter has ended yet as of {days.as_of}, so there is nothing to release"
        )
    return [quarter for quarter in closed.values() if quarter.name not in released]


def _judged(
    repository: Repository, days: JudgementDates
) -> tuple[list[TeamCase], list[TeamCoverage], Judgement]:
    from checks.run.checking import run_check

    cases: list[TeamCase] = []
    coverages: list[TeamCoverage] = []
    judgement = run_check(repository, days, on_team=coverages.append, on_case=cases.append)
    return cases, coverages, judgement


def _in_quarter(
    cases: Sequence[TeamCase], coverages: Sequence[TeamCoverage], quarter: Period
) -> list[QuarterTeam]:
    from checks.engine.cadence_trials import cadence_trials
    from checks.publish.quarter_sizes import sizes_of_quarter
    from checks.publish.releases import QuarterTeam

    return [
        QuarterTeam(sizes_of_quarter(case, quarter), coverage, tuple(cadence_trials(case, (quarter,))))
        for case, coverage in zip(cases, coverages, strict=True)
    ]


def _withheld_lines(withheld: Sequence[Withheld]) -> list[str]:
    """Return what a release does not say, a line a service and reason."""
    lines = []
    for entry in withheld:
        what = f"for {', '.join(entry.teams)}" if entry.teams else "for the organisation"
        lines.append(f"  Left out: {entry.service} {what} ({entry.why}).")
    return lines


def _readable(repository: Repository, judgement: Judgement) -> Playbook:
    """Return the playbook; raises where something that counts could not be read."""
    playbook = repository.policy.playbook
    if playbook is None or repository.policy.faults or judgement.unread or repository.group_pulse[1]:
        whole = "the playbook" if repository.policy.faults else "the survey answers by group"
        what = ", ".join(judgement.unread) or whole
        raise UnreadError(
            f"{what} could not be read in full, and a release without it would stay wrong. Run: outbound check"
        )
    return playbook


def _write(path: Path, document: dict[str, object]) -> None:
    """Write a release whole or not at all: JSON with an entry a line, so that it can be read."""
    from checks.model.release_document import sealed
    from checks.output.formats import json_lines
    from checks.store.atomic_files import content_of, replace_file

    replace_file(path, content_of(path), sealed(json_lines(document, indent=1)).encode())
