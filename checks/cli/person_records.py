"""Shared by the commands about one person: what is stored of them, and where a file about people may lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from checks.cli.team_selection import data_root_of, require_whole_checkout, team_folder
from checks.model.errors import ChecksError, NothingToJudgeError, UnreadError, UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.engine.member_record import TeamRecord
    from checks.loading.repository import Repository
    from checks.run.judging import JudgementDates


class MemberRecord(NamedTuple):
    """What every team that can be read holds about a person, and what could not be read.

    A mistake in somebody else's file keeps nobody from their own record.
    """

    teams: tuple[TeamRecord, ...]
    unread: tuple[str, ...]


def member_record_of(repository: Repository, person: str, days: JudgementDates) -> MemberRecord:
    """Return what every team holds about a person.

    Raises `NothingToJudgeError` where no team knows the person, and `UnreadError` where one that could not be
    read may.
    """
    from checks.engine.member_record import team_record
    from checks.run.judging import case_of

    require_whole_checkout(repository)
    records, unread = [], repository.policy.unreadable
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            unread.append(files.id)
        elif record := team_record(case, person, files.answers):
            records.append(record)
    if not records:
        raise nothing_stored(unread)
    return MemberRecord(tuple(records), tuple(unread))


def nothing_stored(unread: Sequence[str]) -> ChecksError:
    """Return the error that nothing is stored about a person, as far as it could be read."""
    if unread:
        return UnreadError(
            f"no data found for this id, but {', '.join(unread)} could not be read. Run: outbound check"
        )
    return NothingToJudgeError(
        "no data found for this id: it is not in any roster or log. Check the spelling"
    )


def end_incomplete(unread: Sequence[str], words: str) -> None:
    """Name what could not be read, say what follows in `words`, and end with 1 where there is such."""
    if unread:
        click.echo(f"outbound: {', '.join(unread)} could not be read. {words}", err=True)
        click.get_current_context().exit(1)


MISSING = "Entries about this person may be missing here. Run: outbound check"


def refuse_file_in_repository(repository: Repository, option: str, file: str) -> None:
    """Raise `UsageError` for a file about one person where it would be committed or published: docs, policy, data."""
    root, data = data_root_of(repository), team_folder(repository)
    for folder in (root / "playbook", root / "docs", root / "data", data):
        if Path(file).resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{option} {file}: this file is about one person and does not belong in {folder.name}/. "
                "Choose another folder"
            )


def page_to_replace(option: str, file: str, mark: str) -> bytes | None:
    """Return what stands where a page is to be written, None where nothing does.

    Raises `UsageError` where it is no page with the mark of such pages: nothing else is replaced.
    """
    from checks.store.atomic_files import content_of

    before = content_of(Path(file).absolute())
    if before is not None and mark.encode() not in before:
        raise UsageError(f"{option} {file}: this command did not write that file. Choose a new file")
    return before


def refuse_folder_in_repository(path: Path, what: str) -> None:
    """Raise `UsageError` where a folder or file lies in a git repository or a playbook's folder."""
    if folder := repository_around(path):
        raise UsageError(f"{path} is inside the repository {folder}. Keep {what} outside every repository")


def repository_around(path: Path) -> Path | None:
    """Return the git repository or the playbook's folder that a folder or file lies in, None outside of them."""
    real = path.resolve()
    for folder in (real, *real.parents):
        with writing_to(path):
            if (folder / ".git").exists() or (folder / "playbook" / "playbook.yaml").exists():
                return folder
    return None
