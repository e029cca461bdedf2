"""`outbound prune`: remove what is older than was agreed, or what is about one person."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from checks.cli.context import (
    Where,
    as_of_option,
    judgement_dates_of,
    open_repository_here,
    parse_person_option,
)
from checks.cli.person_argument import known_people_of, naming_of, person_option
from checks.cli.person_records import end_incomplete, nothing_stored
from checks.cli.team_selection import (
    data_root_of,
    open_to_write,
    people_option,
    require_whole_checkout,
    team_folder,
)
from checks.model.errors import UnreadError, UnspliceableError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.base import Span
    from checks.model.playbook import Playbook
    from checks.model.waivers import Answer
    from checks.run.judging import JudgementDates
    from checks.store.yaml_splices import YamlEdit

HISTORY = """\
Git still has what was removed: in its history, other branches, tags and pull requests, and at the code host.
To remove it there too, commit the change on main. Create an empty private repository at the code host, and copy
the current files into it ($NEW is its address):
  git archive --format=tar --output=../kept.tar main
  mkdir ../fresh
  tar -xf ../kept.tar -C ../fresh
  rm ../kept.tar
  cd ../fresh
  git init --initial-branch=main
  git add --all --force
  git commit --message "Start afresh"
  git remote add origin "$NEW"
  git push origin main
Then delete the old repository at the host, with its forks, and every clone of it."""


@click.command("prune")
@person_option(
    "--person",
    callback=parse_person_option,
    help="Delete only what is stored about one person as a member.",
)
@people_option
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, without deleting.")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@as_of_option
@click.pass_obj
def prune_command(
    where: Where, person: str | None, dry_run: bool, yes: bool, as_of: str | None, people: str | None
) -> None:
    """Delete logs, survey answers and roster entries that the playbook no longer keeps.

    The playbook keeps the current quarter and as many before it as `keep_logs_for` allows. The command
    deletes older log files. It also deletes memberships, absences, waivers, corrections and plans that
    ended earlier, and moves `logs_from` forward. Releases stay.
    """
    writes = not dry_run and (yes or sys.stdin.isatty())
    # Held from here on, so that what goes is what was agreed to.
    repository = open_to_write(where) if writes else open_repository_here(where)
    require_whole_checkout(repository)
    playbook = repository.policy.playbook
    teams = list(repository.teams())
    unread = [team.id for team in teams if team.unread]
    if playbook is None or (unread and person is None):
        what = ", ".join(unread) or "playbook/playbook.yaml"
        raise UnreadError(f"{what} could not be read, so nothing was deleted. Run: outbound check")
    days = judgement_dates_of(repository.policy, as_of)
    if person is None:
        _prune(repository, playbook, teams, days, dry_run=dry_run, yes=yes)
    else:
        if (shown := naming_of(repository, people)(person)) != person:
            click.echo(f"This is about {shown}.")
        readable = [team for team in teams if not team.unread]
        left = list(_left_in_policy(repository, person, people))
        _erase(repository, readable, person, unread, left, dry_run=dry_run, yes=yes)
        end_incomplete(
            unread,
            "Nothing was deleted there. Fix what `outbound check` reports, then run this command again",
        )


def _agree(question: str, *, yes: bool) -> None:
    """Go on when somebody says so; a script says it with --yes."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            "not running in a terminal, so there is no one to ask. Add --yes to delete, or --dry-run "
            "to preview"
        )
    click.confirm(question, abort=True)


def _prune(
    repository: Repository,
    playbook: Playbook,
    teams: Sequence[TeamFiles],
    days: JudgementDates,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    from checks.publish.retention import logs_from, retention
    from checks.store.atomic_files import content_of, replace_file

    data = team_folder(repository)
    files = sorted((data / "teams").glob("*/*/*.csv"))
    logs = [file for file in files if file.parent.name in ("touchpoints", "pulse")]
    logs += sorted((data / "pulse").glob("*.csv"))
    plan = retention(playbook, days.as_of, (file.stem for file in logs))
    gone = [file for file in logs if file.stem in plan.gone]
    old = [_OldEntries.of(repository, team, days) for team in teams]
    places = [place for entries in old for place in entries.places]
    if not gone and not places and not plan.moves:
        click.echo(
            f"Nothing to delete: everything is from the current quarter or the {playbook.privacy.keep_logs_for} "
            "before it."
        )
        return
    what = f"{plural(len(gone), 'file')} from quarters before {plan.first}"
    if places:
        entries = plural(len(places), "entry", "entries")
        what += f" and {entries} in rosters, waivers, corrections and plans that ended before"
    if dry_run:
        click.echo(f"Would delete {what}:")
        listed = [*(f"data/{file.relative_to(data).as_posix()}" for file in gone), *places]
        click.echo("\n".join(f"  {place}" for place in listed))
        if plan.moves:
            click.echo(f"Would also move `logs_from` in playbook/playbook.yaml to {plan.first}.")
        return
    # Worked out before anything is written, so that a file whose layout no change fits changes nothing.
    texts = [text for entries in old for text in entries.texts(data)]
    _agree(f"The check will then start at {plan.first}. Delete {what}?", yes=yes)
    # The first day judged moves on before a file goes, so that a stop between the two loses no judgement.
    if plan.moves:
        _splice(data_root_of(repository) / "playbook/playbook.yaml", logs_from(plan.first))
    for path, before, after in texts:
        replace_file(path, before, after)
    for file in gone:
        replace_file(file, content_of(file), None)
    click.echo(f"Deleted {what}. The check now starts at {plan.first}. Releases stay.")
    _tell_comments(data, {person for entries in old for person in entries.gone})
    click.echo(HISTORY)


def _tell_comments(data: Path, people: Iterable[str]) -> None:
    """Name the comments that are still about people who are gone."""
    for person in sorted(people):
        for place in _comments(data, person):
            click.echo(
                f"{place}: a comment names {person}, who is no longer in the roster. Remove it by hand."
            )


@dataclass(frozen=True)
class _OldEntries:
    """What is kept for too long in a team's files: the places to name, and the changes by file.

    `gone` are the people who are on no line of the roster afterwards.
    """

    team: str
    places: Sequence[str]
    edits: Mapping[str, Sequence[YamlEdit]]
    gone: frozenset[str]

    @classmethod
    def of(cls, repository: Repository, files: TeamFiles, days: JudgementDates) -> _OldEntries:
        """Return them for a team; raises `UnreadError` where it can't be judged."""
        from checks.engine.kept_records import entries_too_old
        from checks.publish.retention import (
            answers_without_old,
            corrections_without_old,
            roster_without_old,
            waivers_without_old,
        )
        from checks.run.judging import case_of

        case = case_of(repository, files, days)
        if case is None:
            raise UnreadError(f"{files.id} could not be read, so nothing was deleted. Run: outbound check")
        old, team = entries_too_old(case, files.answers), case.team
        entries: list[Span | Answer] = [
            *(team.members[at] for at in old.stays),
            *(team.absences[at] for at in old.absences),
            *(files.waivers[at] for at in old.waivers),
            *(files.answers[at] for at in old.answers),
            *(files.corrections[at] for at in old.corrections),
        ]
        staying = {
            *(stay.person for at, stay in enumerate(team.members) if at not in old.stays),
            *(leader.person for leader in team.leaders),
            *(coach.person for coach in team.coaches),
        }
        places = [entry.place() for entry in entries]
        return cls(
            files.id,
            [f"{place.path}:{place.line}" for place in places],
            {
                "team.yaml": roster_without_old(old),
                "waivers.yaml": waivers_without_old(old),
                "answers.yaml": answers_without_old(old),
                "corrections.yaml": corrections_without_old(old),
            },
            frozenset({team.members[at].person for at in old.stays} - staying),
        )

    def texts(self, data: Path) -> Iterator[tuple[Path, bytes, bytes]]:
        """Yield each file that changes, what it holds, and what it is to hold; raises `UnspliceableError`."""
        for name, edits in self.edits.items():
            path = data / "teams" / self.team / name
            if edits and (change := _spliced(path, edits)):
                yield path, *change


def _erase(
    repository: Repository,
    teams: Sequence[TeamFiles],
    person: str,
    unread: Sequence[str],
    left: Sequence[str],
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
        if not left:
            raise nothing_stored(unread)
        click.echo("\n".join(["No log, roster, waiver or correction is about this person.", *left]))
        return
    what = (
        f"{plural(rows, 'log entry', 'log entries')} and {plural(entries, 'entry', 'entries')} in "
        "rosters, waivers and corrections"
    )
    if not dry_run:
        _agree(f"Delete {what}?", yes=yes)
        for part in erasures:
            folder = data / "teams" / part.team
            if part.rows:
                edit_log(data, part.team, lambda lines: [line for line in lines if line.row.member != person])
            _splice(folder / "waivers.yaml", part.waivers)
            _splice(folder / "corrections.yaml", part.corrections)
            _splice(folder / "team.yaml", part.roster)
    click.echo(f"{'Would delete' if dry_run else 'Deleted'} {what}.")
    if stays:
        click.echo(
            "The id stays in services this person gave, plans they wrote, and waivers and corrections they "
            "approved. "
            "Those entries are also about other people."
        )
    for place in _comments(data, person):
        click.echo(f"{place}: a comment names this person. Remove it by hand.")
    for line in left:
        click.echo(line)
    click.echo("Published figures are counts, so they stay.")
    if not dry_run:
        click.echo(
            "The check will fail for this change because entries were removed. Explain in the pull "
            "request that this is a deletion request."
        )
        click.echo(HISTORY)


def _comments(data: Path, person: str) -> Iterator[str]:
    """Yield the lines of rosters, waivers and answers with a comment that names somebody: no splice takes one away."""
    named = re.compile(rf"(^|\s)#.*(?<![a-z0-9-]){re.escape(person)}(?![a-z0-9-])")
    for file in sorted((data / "teams").glob("*/*.yaml")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if named.search(line):
                yield f"data/{file.relative_to(data).as_posix()}:{number}"


def _left_in_policy(repository: Repository, person: str, people: str | None) -> Iterator[str]:
    """Yield the lines of the policy, and of what imports keep, that name a person: they are changed by hand."""
    from checks.loading.person_mentions import person_mentions

    root, data = data_root_of(repository), team_folder(repository)
    shown = {path: f"playbook/{path.relative_to(root / 'playbook').as_posix()}"
             for path in sorted((root / "playbook").rglob("*.y*ml"))}  # fmt: skip
    shown |= {path: f"data/{path.name}" for path in sorted(data.glob("*.y*ml"))}
    known = known_people_of(repository, people)
    files = (path for path in shown if path.is_file())
    for mention in person_mentions(files, person, known.by_id.get(person) if known else None):
        place = f"{shown[mention.path]}:{mention.line}"
        yield f"{place}: this line contains the person's {mention.by}. Remove it by hand, or write someone else there."


def _splice(path: Path, changes: Sequence[YamlEdit]) -> None:
    from checks.store.atomic_files import replace_file

    if changes and (change := _spliced(path, changes)):
        replace_file(path, *change)


def _spliced(path: Path, changes: Sequence[YamlEdit]) -> tuple[bytes, bytes] | None:
    """Return what a file holds and what it is to hold; None where there is none."""
    from checks.store.atomic_files import content_of
    from checks.store.yaml_splices import apply_edits

    before = content_of(path)
    try:
        return None if before is None else (before, apply_edits(before.decode(), changes).encode())
    except UnspliceableError:
        shown = path.parts[-2:] if path.parent.name == "playbook" else ("data", *path.parts[-3:])
        raise UsageError(
            f"{'/'.join(shown)} can't be changed automatically, so nothing was deleted. Write each of "
            "its entries on one line, then run this command again"
        ) from None
