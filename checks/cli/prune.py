"""`outbound prune`: let go of logs that are older than was agreed, or of what is about one person."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from checks.cli.context import (
    Where,
    as_of_option,
    judgement_dates_of,
    open_repository_here,
    parse_person_option,
)
from checks.cli.person_records import end_incomplete, nothing_stored
from checks.cli.team_selection import data_root_of, open_to_write, team_folder
from checks.model.errors import UnreadError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.playbook import Playbook
    from checks.store.yaml_splices import YamlEdit

HISTORY = """\
Git's history keeps what was removed. To start the repository with the data afresh, in a clone of it:
  git checkout --orphan afresh
  git add --all
  git commit --message "Start afresh"
  git branch --move --force main
  git push --force origin main
  git reflog expire --expire=now --all
  git gc --prune=now
Then every other clone is made anew, and the host is asked to collect what no branch holds."""


@click.command("prune")
@click.option(
    "--person",
    metavar="ID",
    callback=parse_person_option,
    help="Erase what is stored about one person as a member, and nothing else.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_of_option
@click.pass_obj
def prune_command(where: Where, person: str | None, dry_run: bool, yes: bool, as_of: str | None) -> None:
    """Remove logs and pulses of quarters that are older than the playbook keeps, and move `logs_from` on.

    The running quarter and as many before it as `keep_logs_for` says stay, and so do published figures.
    """
    writes = not dry_run and (yes or sys.stdin.isatty())
    # Held from here on, so that what goes is what was agreed to.
    repository = open_to_write(where) if writes else open_repository_here(where)
    playbook = repository.policy.playbook
    teams = list(repository.teams())
    unread = [team.id for team in teams if team.unread]
    if playbook is None or (unread and person is None):
        what = ", ".join(unread) or "playbook/playbook.yaml"
        raise UnreadError(f"{what} could not be read, and nothing is removed unread: run `outbound check`")
    as_of_day = judgement_dates_of(repository.policy, as_of).as_of
    if person is None:
        _prune(repository, playbook, as_of_day, dry_run=dry_run, yes=yes)
    else:
        readable = [team for team in teams if not team.unread]
        _erase(repository, readable, person, unread, dry_run=dry_run, yes=yes)
        end_incomplete(unread, "nothing was removed there; run it again once `outbound check` can read it")


def _agree(question: str, *, yes: bool) -> None:
    """Go on when somebody says so; a script says it with --yes."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("there is nobody to ask; say --yes, or --dry-run to see what would go")
    click.confirm(question, abort=True)


def _prune(repository: Repository, playbook: Playbook, as_of: date, *, dry_run: bool, yes: bool) -> None:
    from checks.publish.retention import logs_from, retention
    from checks.store.atomic_files import content_of, replace_file

    data = team_folder(repository)
    files = sorted((data / "teams").glob("*/*/*.csv"))
    logs = [file for file in files if file.parent.name in ("touchpoints", "pulse")]
    plan = retention(playbook, as_of, (file.stem for file in logs))
    gone = [file for file in logs if file.stem in plan.gone]
    if not gone and not plan.moves:
        click.echo(
            f"Nothing is older than {playbook.privacy.keep_logs_for} and the running quarter: nothing to remove."
        )
        return
    what = f"{plural(len(gone), 'file')} of quarters before {plan.first}"
    if dry_run:
        click.echo(f"Would remove {what}:")
        for file in gone:
            click.echo(f"  data/{file.relative_to(data).as_posix()}")
        if plan.moves:
            click.echo(f"and move `logs_from` in playbook/playbook.yaml on to {plan.first}.")
        return
    _agree(f"Remove {what}, and judge nothing before {plan.first} any more?", yes=yes)
    # The first day judged moves on before a file goes, so that a stop between the two loses no judgement.
    if plan.moves:
        _splice(data_root_of(repository) / "playbook/playbook.yaml", logs_from(plan.first))
    for file in gone:
        replace_file(file, content_of(file), None)
    click.echo(f"Removed {what}; nothing before {plan.first} is judged any more. Published figures stay.")
    click.echo(HISTORY)


def _erase(
    repository: Repository,
    teams: Sequence[TeamFiles],
    person: str,
    unread: Sequence[str],
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    from checks.publish.retention import erasure
    from checks.store.team_log import edit_log

    data = team_folder(repository)
    erasures = [erasure(files, files.team, person) for files in teams if files.team]
    rows, entries = sum(part.rows for part in erasures), sum(part.entries for part in erasures)
    stays = any(part.stays for part in erasures)
    if not (rows or entries or stays):
        raise nothing_stored(unread)
    what = (
        f"{plural(rows, 'row')} of the log and {plural(entries, 'entry', 'entries')} of rosters and waivers"
    )
    if not dry_run:
        _agree(f"Remove {what}?", yes=yes)
        for part in erasures:
            folder = data / "teams" / part.team
            if part.rows:
                edit_log(data, part.team, lambda lines: [line for line in lines if line.row.member != person])
            _splice(folder / "waivers.yaml", part.waivers)
            _splice(folder / "team.yaml", part.roster)
    click.echo(f"{'Would remove' if dry_run else 'Removed'} {what}.")
    if stays:
        click.echo(
            "What they gave to others, answered or approved stays under their id: it is others' record too."
        )
    for place in _remarks(data, person):
        click.echo(f"{place}: a remark names them; take it out by hand.")
    click.echo("Figures that were published are counts, and stay.")
    if not dry_run:
        click.echo(
            "Held against its base this change is red, as every removed row is; say in it that it is an erasure."
        )
        click.echo(HISTORY)


def _remarks(data: Path, person: str) -> Iterator[str]:
    """Yield the lines of rosters, waivers and answers with a remark that names somebody: no splice takes one away."""
    named = re.compile(rf"(^|\s)#.*(?<![a-z0-9-]){re.escape(person)}(?![a-z0-9-])")
    for file in sorted((data / "teams").glob("*/*.yaml")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if named.search(line):
                yield f"data/{file.relative_to(data).as_posix()}:{number}"


def _splice(path: Path, changes: Sequence[YamlEdit]) -> None:
    from checks.store.atomic_files import content_of, replace_file
    from checks.store.yaml_splices import apply_edits

    before = content_of(path)
    if before is not None and changes:
        replace_file(path, before, apply_edits(before.decode(), changes).encode())
