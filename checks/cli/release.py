"""`outbound release`: freeze the figures of closed quarters for a public site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option, find_root_here, judgement_dates_of, open_repository_here
from checks.model.errors import NothingToJudgeError, UnreadError, UsageError
from checks.output.formats import json_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from checks.engine.team_coverage import TeamCoverage
    from checks.loading.repository import Repository
    from checks.model.playbook import Playbook
    from checks.model.release_document import ReleaseDocument
    from checks.model.service import Service
    from checks.publish.figures import PublicFigures
    from checks.run.judging import Judgement


@click.command("release")
@click.option(
    "--correct",
    metavar="PERIOD",
    help="Replace what changed since a quarter was published, where it changed for enough people.",
)
@as_of_option
@click.pass_obj
def release_command(where: Where, correct: str | None, as_of: str | None) -> None:
    """Write playbook/published/PERIOD.json for each closed quarter that has none yet.

    The files hold what the site may show, suppressed for small groups, and nothing about a person. A site
    built with `figures: published` needs them alone, and neither rosters nor logs. A quarter once published
    stays as it is.
    """
    from checks.publish.figures import figures_of
    from checks.publish.releases import freeze_snapshot
    from checks.run.checking import run_check

    repository = open_repository_here(where)
    days = judgement_dates_of(repository.policy, as_of)
    teams: list[TeamCoverage] = []
    judgement = run_check(repository, days, on_team=teams.append, with_trials=True)
    playbook = _readable(repository, judgement)
    services = tuple(repository.policy.services.values())
    figures = figures_of(playbook, services, teams, judgement.promised, days.as_of)
    before = {release.period: release for release in repository.policy.figures}
    folder = find_root_here(where) / "playbook" / "published"
    if correct is not None:
        _correct(correct, figures, before, folder, playbook, services)
        return
    fresh = [period for period in figures.quarters if period.name not in before]
    if not figures.quarters:
        raise NothingToJudgeError(f"no quarter is over yet on {days.as_of}: there is nothing to publish")
    for period in fresh:
        snapshot = freeze_snapshot(figures, playbook, teams, period, judgement.as_of)
        _write(folder / f"{period.name}.json", snapshot)
    kept = [period.name for period in figures.quarters if period.name in before]
    if fresh:
        click.echo(
            f"Published {', '.join(period.name for period in fresh)} in playbook/published, judged for {days.as_of}."
        )
    if kept:
        click.echo(
            f"{', '.join(kept)}: published before, left as {'they are' if len(kept) > 1 else 'it is'}."
        )


def _readable(repository: Repository, judgement: Judgement) -> Playbook:
    """Return the playbook; raises where something that counts could not be read."""
    playbook = repository.policy.playbook
    if playbook is None or repository.policy.faults or judgement.unread:
        what = ", ".join(judgement.unread) or "the playbook"
        raise UnreadError(
            f"{what} could not be read in full, and figures without it would be wrong for good: run `outbound check`"
        )
    return playbook


def _correct(
    name: str,
    figures: PublicFigures,
    before: dict[str, ReleaseDocument],
    folder: Path,
    playbook: Playbook,
    services: Sequence[Service],
) -> None:
    """Replace in a published quarter the figures of services that may be, and leave every other byte."""
    from checks.publish.releases import corrected_release, freeze_snapshot, replaced_release

    period = next((quarter for quarter in figures.quarters if quarter.name == name), None)
    if name not in before or period is None:
        raise UsageError(
            f"--correct {name}: it has not been published; these have: {', '.join(before) or 'none'}"
        )
    allowed, stay = corrected_release(services, before[name], figures, period)
    if allowed:
        path = folder / f"{name}.json"
        fresh = freeze_snapshot(figures, playbook, (), period, before[name].as_of)
        _write(path, replaced_release(json.loads(path.read_text("utf-8")), fresh, allowed))
        click.echo(f"{name}: corrected {', '.join(sorted(allowed))}.")
    if stay:
        click.echo(
            f"{name}: {', '.join(sorted(stay))} differ now and stay as published: the change is of fewer than "
            f"{figures.smallest_group} people, or would show that."
        )
    if not allowed and not stay:
        click.echo(f"{name}: nothing differs from what was published.")


def _write(path: Path, document: dict[str, object]) -> None:
    """Write a release whole or not at all: JSON with an entry a line, so that a change of it can be read."""
    from checks.store.atomic_files import content_of, replace_file

    text = json_lines(document, indent=1)
    replace_file(path, content_of(path), text.encode())
